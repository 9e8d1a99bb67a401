"""Third-party appraisers and their reports: evidence beside the panel, never a vote (R-EXIT-04)."""

import io

import pikepdf
import pytest
from django.db import DatabaseError, transaction

from approvals.record.queries import trail_of
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from relics.appraisers.models import OutsideReport, Qualification, ReportNote
from relics.appraisers.queries import eligible, outside_appraisers, reports_of, reports_seen_by
from relics.appraisers.rules import panel_refusal
from relics.appraisers.services import (
    extend_qualification,
    note_report,
    register_outside_appraiser,
    submit_report,
)
from relics.reviews.models import PanelMember
from relics.reviews.services import decision, examination
from tests import factories, reviewing
from tests.factories import LONG_AGO, days_from_now, today

pytestmark = pytest.mark.django_db


def pdf(words="示例"):
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = words
    made.save(out)
    return out.getvalue()


def locked_pdf():
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


def outsider(world, **said):
    return register_outside_appraiser(
        world.office,
        **{
            "institution": "示例鉴定中心",
            "name": "示例鉴定师",
            "qualification": "文物鉴定师",
            "licence_no": "示例照-1",
            "valid_from": LONG_AGO,
            "valid_to": days_from_now(100),
            "classes": ["08"],
            "by": world.clerk,
            **said,
        },
    )


def report(world, thing, author=None, *, content=None, **said):
    return submit_report(
        thing,
        author or outsider(world),
        io.BytesIO(pdf() if content is None else content),
        **{
            "dated_on": today(),
            "conclusion": "示例：1950年代瓷瓶，可以出境",
            "conflicts": "无",
            "by": world.agent,
            **said,
        },
    )


def test_an_office_enters_a_third_party_appraiser_and_the_register_is_searched(world):
    person = outsider(world)
    assert list(outside_appraisers("鉴定中心", "08")) == [person]
    assert list(outside_appraisers("", "22")) == []
    assert trail_of(f"office:{world.office.pk}").last().verb == "outside.register"
    with pytest.raises(Conflict):
        outsider(world)
    with pytest.raises(NotAllowed):
        outsider(world, licence_no="示例照-2", by=world.agent)


@pytest.mark.parametrize(
    "said",
    [{"name": " "}, {"licence_no": ""}, {"classes": ["99"]}, {"valid_to": LONG_AGO.replace(2019)}],
)
def test_an_entry_without_its_particulars_is_refused(world, said):
    with pytest.raises(NotAcceptable):
        outsider(world, **said)


def test_a_report_is_kept_with_its_digest_and_shown_beside_the_object(world):
    thing = world.new_object()
    kept = report(world, thing)
    assert (kept.submitted_for, kept.size, len(kept.sha256)) == (world.dealer, len(pdf()), 64)
    [shown] = reports_of([thing])[thing.pk]
    assert (shown, shown.withdrawn) == (kept, False)
    with kept.file.open("rb") as stream:
        assert stream.read(5) == b"%PDF-"
    entry = trail_of(f"party:{world.dealer.pk}").last()
    assert (entry.verb, entry.after["sha256"]) == ("report.submit", kept.sha256)


def test_the_office_attaches_a_report_to_an_object_that_it_has_in_a_case(world):
    thing = world.new_object()
    with pytest.raises(NotAllowed):
        report(world, thing, by=world.clerk)
    reviewing.submitted(world, thing)
    kept = report(world, thing, outside_appraisers().get(), by=world.clerk)
    assert kept.submitted_for == world.office.party


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a", "report_not_a_pdf"),
        (b"%PDF-1.7 and nothing more", "report_not_a_pdf"),
        (b"", "report_not_a_pdf"),
        (locked_pdf(), "report_not_a_pdf"),
        (b"%PDF-" + b" " * 20 * 1024 * 1024, "report_too_large"),
    ],
    ids=["picture", "torn", "empty", "locked", "large"],
)
def test_what_is_no_readable_pdf_is_not_kept(world, content, code):
    with pytest.raises(NotAcceptable) as caught:
        report(world, world.new_object(), content=content)
    assert caught.value.refusal.code == code
    assert not OutsideReport.objects.exists()


def test_a_report_needs_conclusion_and_declaration_and_a_licence_valid_on_its_day(world):
    thing, author = world.new_object(), outsider(world)
    for said in (
        {"conclusion": " "},
        {"conflicts": ""},
        {"dated_on": LONG_AGO.replace(2019)},
        {"dated_on": days_from_now(1)},
    ):
        with pytest.raises(NotAcceptable):
            report(world, thing, author, **said)


def test_the_same_file_is_attached_to_an_object_once(world):
    thing, author = world.new_object(), outsider(world)
    content = pdf()
    report(world, thing, author, content=content)
    with pytest.raises(Conflict):
        report(world, thing, author, content=content)


def test_a_report_is_withdrawn_by_a_later_note_only_and_stays_to_be_read(world):
    thing = world.new_object()
    kept = report(world, thing)
    with pytest.raises(NotAllowed):
        note_report(kept, "示例", withdraws=True, by=world.clerk)
    note_report(kept, "示例：报告有误", withdraws=True, by=world.agent)
    [shown] = reports_of([thing])[thing.pk]
    assert (shown.withdrawn, [note.text for note in shown.notes.all()]) == (
        True,
        ["示例：报告有误"],
    )


@pytest.mark.parametrize("act", ["update", "delete"])
@pytest.mark.parametrize("model", [OutsideReport, ReportNote])
def test_reports_and_notes_are_append_only(world, model, act):
    note_report(report(world, world.new_object()), "示例", by=world.agent)
    rows = model.objects.all()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        rows.update(id=7) if act == "update" else rows._raw_delete(rows.db)


def test_reports_are_seen_by_the_side_and_the_office_of_the_case_only(world):
    thing = world.new_object()
    kept = report(world, thing)
    rival = factories.make_member(factories.make_party(), "agent")
    assert list(reports_seen_by(world.agent)) == [kept]
    assert list(reports_seen_by(rival)) == list(reports_seen_by(world.clerk)) == []
    reviewing.submitted(world, thing)
    assert list(reports_seen_by(world.clerk)) == [kept]


def test_a_report_counts_as_no_vote(world):
    """A third party says yes; the appraiser who has not spoken is still missing (R-EXIT-04)."""
    thing = world.new_object()
    review = reviewing.appraising(world, thing)
    for appraiser in world.appraisers[1:]:
        sheets = {item.pk: reviewing.sheet() for item in review.items.all()}
        examination.file_opinions(review, sheets, no_conflict=True, by=appraiser.user)
        examination.finish_appraisal(review, by=appraiser.user)
    author = outsider(world)
    report(world, thing, author)
    assert reviewing.fresh(review).status == "appraising"
    outcomes = {item.pk: "permit" for item in review.items.all()}
    with pytest.raises(Refused):
        decision.decide(review, outcomes, opinion="示例", by=world.approver)
    with pytest.raises(ValueError, match="Appraiser"):
        PanelMember(review=review, appraiser=author, responsible=True)


def test_a_third_party_appraiser_is_on_no_roster(world):
    author = outsider(world)
    names = {str(one) for one in eligible(world.office, today())}
    assert author.name not in names
    assert panel_refusal(world.appraisers[:2], on=today(), parties=[]).rule == "R-EXIT-03"


def test_a_certificate_is_extended_by_one_that_follows(world):
    keeper = factories.make_member(world.office.party, "administrator")
    person = factories.make_appraiser(world.office, valid_to=days_from_now(5))
    held = Qualification.objects.get(appraiser=person)
    follows = extend_qualification(
        held, certificate_no="示例证-续", valid_to=days_from_now(400), by=keeper
    )
    assert (follows.kind, follows.valid_from) == (held.kind, days_from_now(6))
    held.refresh_from_db()
    assert held.valid_to == days_from_now(5)
    with pytest.raises(Conflict):
        extend_qualification(
            Qualification.objects.get(appraiser=world.appraisers[0]),
            certificate_no="示例证-续",
            valid_to=None,
            by=keeper,
        )
