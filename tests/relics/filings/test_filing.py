"""Versions, uses, the lighter path, edge cases 20 and 22, the approval's annex (R-ART-01..10)."""

from datetime import timedelta

import pytest

from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable
from relics.filings import services
from relics.filings.differences import differences_between
from relics.filings.models import CustomsRelease, Filing
from relics.filings.queries import filing_of, require_active_filing, sale_lock
from relics.filings.rules import missing_for, species_of
from tests import factories, filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return filing.make_place()


def papers(row):
    return sorted(row.case.certificates.values_list("kind", flat=True))


def test_for_storage_alone_the_receipt_comes_at_once_and_fewer_fields_are_asked(place):
    row = filing.stored(place, author="", declared_value=None, currency="", hs_code="")
    assert (row.status, papers(row)) == ("active", ["filing_receipt"])
    assert [one.code for one in missing_for(row, ["show"])] == [
        "missing_author",
        "missing_declared_value",
        "missing_currency",
    ]


def test_a_wider_use_asks_for_the_rest_and_nothing_twice(place):
    row = filing.stored(place, author="", declared_value=None, currency="")
    with pytest.raises(Conflict) as refused:
        require_active_filing(row.object, "show")
    assert refused.value.refusal.code == "purpose_not_filed"
    more = {"purposes": ["storage", "show"], "author": "示例作者"}
    with pytest.raises(NotAcceptable) as refused:
        services.supplement_filing(row, more, reason="示例：参展", by=place.agent)
    assert refused.value.refusal.code == "missing_declared_value"
    more |= {"declared_value": 100, "currency": "CNY"}
    services.supplement_filing(filing.fresh(row), more, reason="示例：参展", by=place.agent)
    services.confirm_change(filing.fresh(row), by=place.culture)
    assert require_active_filing(row.object, "show").pk == row.pk


def test_a_supplement_takes_nothing_back(place):
    row = filing.active(place)
    with pytest.raises(NotAcceptable) as refused:
        services.supplement_filing(row, {"size": "1 cm"}, reason="示例", by=place.agent)
    assert refused.value.refusal.code == "supplement_alters"


def test_a_change_leaves_a_version_and_a_readable_difference(place):
    row = filing.changed(place)
    first, second = row.versions.all()
    told = [
        (one.label, one.before, one.after) for one in differences_between(first, second, "图片")
    ]
    assert [str(first), str(second)] == ["001", "002"]
    assert [(str(a), b, c) for a, b, c in told] == [("尺寸", "60×80 cm", "61×80 cm")]
    services.decline_change(row, reason="示例：无凭证", by=place.culture)
    back = filing.fresh(row)
    assert (back.status, back.size) == ("active", "60×80 cm")
    assert back.versions.get(number=3).digest == first.digest


def test_only_one_list_of_what_to_put_right(place):
    row = filing.returned(place)
    services.answer_fix(row, by=place.agent)
    with pytest.raises(Conflict) as refused:
        services.return_filing(filing.fresh(row), [("", "示例")], by=place.culture)
    assert refused.value.refusal.code == "told_already"


def test_after_five_working_days_nothing_may_be_returned(place):
    row = filing.filed(place)
    yesterday = factories.days_from_now(-1)
    row.case.clocks.update(starts_on=yesterday - timedelta(days=9), due_on=yesterday)
    with pytest.raises(Conflict) as refused:
        services.return_filing(row, [("", "示例")], by=place.culture)
    assert refused.value.refusal.code == "told_too_late"


def test_a_refusal_says_reason_ground_and_rights(place):
    row = filing.refused(place)
    paper = row.case.certificates.get()
    for word in ("来源不明", "第三十八条", "行政复议"):
        assert word in paper.snapshot


def test_case_20_artwork_turns_out_to_be_a_relic(place):
    row = filing.stopped(place)
    lock = sale_lock(row.object)
    relic = filing_of(row.object)
    assert (row.status, lock.code) == ("stopped", "sale_locked")
    assert (relic.kind, relic.status, relic.follows_id) == ("relic", "draft", row.pk)
    assert (relic.author, relic.materials) == (row.author, row.materials)
    assert "sale" not in relic.purposes
    with pytest.raises(Conflict) as refused:
        require_active_filing(row.object, "sale")
    assert refused.value.refusal.code == "sale_locked"
    told = OutboxMessage.objects.filter(kind="filing.found_to_be_relic")
    assert sorted(told.values_list("recipient", flat=True)) == ["customs", "relic_office"]


def test_case_21_relic_turns_out_to_be_a_replica(place):
    row = filing.active(place, kind="relic", purposes=["show"])
    again = services.found_not_to_be_relic(
        row, kind="replica", evidence="示例证明-1", reason="示例：新仿", by=place.clerk
    )
    assert (again.kind, filing.fresh(row).status, sale_lock(row.object)) == (
        "replica",
        "stopped",
        None,
    )


def test_case_22_ivory_needs_its_cites_paper_even_inside_the_zone(place):
    row = filing.filed(place, materials="木胎，象牙镶嵌", purposes=["show", "domestic"])
    assert [hit.key for hit in species_of(row)] == ["elephant"]
    with pytest.raises(Conflict) as refused:
        services.accept_filing(row, by=place.culture)
    assert refused.value.refusal.rule == "R-ART-10"
    today = factories.today()
    said = {"certificate_no": "示例证-1", "valid_to": today + timedelta(days=90)}
    paper = services.record_cites(row, line="one", **said, released_on=today, by=place.agent)
    assert paper.copy_due_on == today + timedelta(days=30)
    services.accept_filing(row, by=place.culture)
    services.request_line_two(filing.fresh(row), port=place.port, by=place.agent)
    row = filing.fresh(row)
    services.apply_approval(row, filing.approval_for(place, row), by=place.culture)
    with pytest.raises(Conflict) as refused:
        services.release_line_two(filing.fresh(row), declaration="示例", by=place.customs)
    assert refused.value.refusal.code == "cites_paper_missing"


def test_an_annex_that_differs_needs_a_new_approval(place):
    row = filing.line2_requested(place)
    approval = filing.approval_for(place, row, size="1 cm")
    with pytest.raises(NotAcceptable) as refused:
        services.apply_approval(row, approval, by=place.culture)
    assert refused.value.extra["differences"] == [["尺寸", "1 cm", "60×80 cm"]]


def test_customs_releases_once_however_often_it_is_told(place):
    row = filing.released(place)
    again = services.release_line_two(row, declaration="示例另一单", by=place.customs)
    assert (again.declaration, CustomsRelease.objects.filter(filing=row).count()) == (
        "示例报关单-1",
        1,
    )


def test_the_exit_application_starts_from_the_filing(place):
    row = filing.active(place, kind="relic", purposes=["exit"])
    review = services.start_exit(row, by=place.agent)
    assert review.items.get().object_id == row.object_id
    assert row.uses.get().reference == f"case:{review.case_id}"


def test_one_live_filing_for_each_object(place):
    row = filing.active(place)
    with pytest.raises(Conflict) as refused:
        services.draft_filings(
            [row.object], zone=place.zone, kind="artwork", purposes=["show"], by=place.agent
        )
    assert (refused.value.refusal.code, Filing.objects.count()) == ("filed_already", 1)
