"""What a paper says is frozen, checked against its published schema, and never guessed."""

import json

import pytest

from approvals.certificates.snapshot import SnapshotRefused, canonical, digest, prepare_snapshot


def test_the_same_content_gives_the_same_bytes_whatever_the_order_of_keys(permit_kind, permit):
    content, _ = permit()
    one = canonical(prepare_snapshot(permit_kind, content))
    other = canonical(prepare_snapshot(permit_kind, dict(reversed(content.items()))))
    assert digest(one) == digest(other)


def test_the_frozen_bytes_read_back_as_the_snapshot(permit_kind, permit):
    snapshot = prepare_snapshot(permit_kind, permit(3)[0])
    assert json.loads(canonical(snapshot)) == snapshot


def test_no_validity_is_assumed(permit_kind, permit):
    content, _ = permit()
    del content["valid_until"]
    assert prepare_snapshot(permit_kind, content)["valid_until"] is None


def test_a_refusal_without_rights_text_is_not_prepared(register_kind_, permit):
    content, _ = permit(rights="")
    with pytest.raises(SnapshotRefused) as refused:
        prepare_snapshot(register_kind_, content)
    assert (refused.value.refusal.code, refused.value.refusal.rule) == (
        "content_missing",
        "R-GEN-10",
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"issued": "25.11.2026"},
        {
            "objects": [
                {"sequence": 0, "name": "x", "quantity": 1, "unit": "件", "photo_sha256": []}
            ]
        },
        {"valid_until": "soon"},
        {"invented_key": "x"},
        {"office": {}},
        {"verification": {"url": "javascript:alert(1)", "code": "x"}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_content_outside_the_published_schema_is_refused(permit_kind, permit, changed):
    with pytest.raises(SnapshotRefused) as refused:
        prepare_snapshot(permit_kind, permit(**changed)[0])
    assert refused.value.refusal.code == "snapshot_malformed"
