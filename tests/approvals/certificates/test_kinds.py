"""A new kind of paper is one dataclass and one template."""

from dataclasses import replace

import pytest

from approvals.certificates.registry import UnknownKind, kind_of, register_kind
from approvals.certificates.snapshot import SnapshotRefused, prepare_snapshot, title_of


def test_a_registered_kind_is_found_by_its_key(permit_kind):
    example = replace(permit_kind, key="example_found_by_key")
    assert register_kind(example) is example
    assert kind_of("example_found_by_key") is example


def test_two_different_kinds_cannot_share_a_key(permit_kind):
    register_kind(replace(permit_kind, key="example_shared_key"))
    with pytest.raises(ValueError, match="example_shared_key"):
        register_kind(replace(permit_kind, key="example_shared_key", title_en="Another"))


def test_an_unregistered_kind_is_named():
    with pytest.raises(UnknownKind, match="never_registered"):
        kind_of("never_registered")


def test_without_a_number_of_the_authority_the_permit_is_a_data_extract(permit_kind, permit):
    content, _ = permit(number=None)
    snapshot = prepare_snapshot(permit_kind, content)
    assert (snapshot["title"], snapshot["number"]) == ("文物出境许可证数据摘录", None)


def test_an_empty_number_is_no_number(permit_kind, permit):
    content, _ = permit(number="")
    assert prepare_snapshot(permit_kind, content)["title"] == "文物出境许可证数据摘录"


def test_a_kind_that_has_no_unnumbered_form_is_not_issued_without_a_number(permit_kind):
    with pytest.raises(SnapshotRefused) as refused:
        title_of(replace(permit_kind, unnumbered_zh=""), None)
    assert refused.value.refusal.rule == "R-EXIT-19"
