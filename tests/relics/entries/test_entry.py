"""What enters: declared, sealed, looked at, held against the lists, registered (R-TEMP-01..08)."""

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.comparisons.queries import current_reference
from relics.entries.models import EntryRecord, SealCheck, Stay, Violation
from relics.entries.queries import open_stays, stay_of
from relics.entries.services import (
    check_lists,
    check_seal,
    declare_entry,
    finish_registration,
    photograph,
    record_customs_word,
    register_object,
)
from relics.reviews.models import Mark, Review
from relics.reviews.services import application, examination, found, paper_acts
from tests import entering, factories, reviewing
from tests.entering import HEIGHT, SEAL
from tests.reviewing import fresh


def refused(error):
    return error.value.refusal.code, error.value.refusal.rule


def said(paper):
    return json.loads(paper.snapshot)


def measures():
    return {"height_cm": HEIGHT}


def test_an_entry_by_the_book_ends_in_a_register_and_a_privileged_stay(world):
    thing = world.new_object()
    review = entering.entered(world, thing)
    stay = stay_of(thing)
    assert (review.status, review.case.kind) == ("closed", "temporary_entry")
    assert (stay.status, stay.privileged, stay.why_not) == ("in_country", True, "")
    assert list(open_stays(world.dealer)) == [stay]
    paper = Certificate.objects.get(case=review.case, kind="temporary_entry_register")
    assert said(paper)["objects"][0]["mark"] == stay.item.mark.number
    reference = current_reference(thing)
    assert (reference.mark_number, reference.seal_number) == (stay.item.mark.number, SEAL)
    assert Decimal(reference.measures["height_cm"]) == HEIGHT
    assert stay.item.mark.kind == Mark.Kind.ENTRY


def test_a_permanent_entry_is_registered_without_mark_and_clock(world):
    review = entering.arrived(world, procedure="entry", purpose="collection", regime="imported")
    check_lists(review, by=world.clerk)
    register_object(review.items.get(), mark=None, measures=measures(), by=world.clerk)
    finish_registration(review, by=world.clerk)
    assert review.items.get().status == "registered"
    assert Stay.objects.count() == 0


def test_a_permanent_entry_ends_in_a_register_under_a_number_of_its_own(world):
    """From the application to the sealed paper (§10.2), with what the law lists (art. 46)."""
    zone = entering.make_zone()
    kept = {"procedure": "entry", "purpose": "collection", "regime": "imported", "zone": zone}
    review = entering.arrived(world, world.new_object(), world.new_object(), **kept)
    with pytest.raises(Conflict):
        finish_registration(review, by=world.clerk)
    check_lists(review, by=world.clerk)
    for item in review.items.order_by("sequence"):
        register_object(item, mark=None, measures=measures(), by=world.clerk)
    finish_registration(fresh(review), by=world.clerk)
    paper_acts.issue_papers(fresh(review), by=world.issuer)
    assert fresh(review).status == "closed"
    records = list(EntryRecord.objects.filter(item__review=review))
    head = f"{world.office.code.upper()}-JJ-{factories.today():%Y}-"
    assert [one.number for one in records] == [f"{head}000001", f"{head}000002"]
    assert {one.zone for one in records} == {zone}
    assert Decimal(records[0].measures["height_cm"]) == HEIGHT
    paper = Certificate.objects.get(case=review.case, kind="entry_register")
    told = [one["reasons"] for one in said(paper)["objects"]]
    assert told == [f"进境登记编号 {one.number}" for one in records]
    finish_certificate(paper.pk)
    assert Certificate.objects.get(pk=paper.pk).status == "valid"
    assert not open_stays(world.dealer)
    verbs = TrailEntry.objects.filter(chain=review.case.chain, verb="entry.register")
    assert [one.after["number"] for one in verbs.order_by("pk")] == [one.number for one in records]
    with pytest.raises(DatabaseError), transaction.atomic():
        EntryRecord.objects.update(number="示例")


def test_nothing_is_opened_before_the_seal_is_seen(world):
    review = entering.accepted(world)
    with pytest.raises(Conflict) as error:
        examination.check_in(
            review, second_officer=world.second, identity_checked=True, by=world.clerk
        )
    assert refused(error) == ("seal_unseen", "R-TEMP-01")


@pytest.mark.parametrize(("result", "number"), [("broken", SEAL), ("different", "示例关封9999")])
def test_case_12_seal_broken_or_number_differs(world, result, number):
    review = entering.seen(world, entering.accepted(world), result=result, number=number)
    assert review.status == "halted"
    told = OutboxMessage.objects.get(recipient="customs", kind="seal.stopped")
    assert (told.payload["declared"], told.payload["seen"]) == (SEAL, number)
    for act in (
        lambda: examination.check_in(
            review, second_officer=world.second, identity_checked=True, by=world.clerk
        ),
        lambda: register_object(review.items.get(), mark=None, measures=measures(), by=world.clerk),
    ):
        with pytest.raises(Conflict):
            act()
    assert Stay.objects.count() == 0


def test_who_came_with_a_broken_seal_is_not_recorded_as_absent(world):
    review = entering.seen(world, entering.accepted(world), result="broken")
    with pytest.raises(Conflict) as error:
        examination.record_no_show(review, by=world.clerk)
    assert refused(error) == ("halted", "R-TEMP-01")
    assert fresh(review).status == "halted"


def test_after_the_word_of_customs_the_new_seal_is_seen_anew(world):
    review = entering.seen(world, entering.accepted(world), result="broken")
    with pytest.raises(NotAllowed):
        record_customs_word(review, says="resume", number="示例关函1号", by=world.approver)
    record_customs_word(
        review, says="resume", number="示例关函1号", new_seal="示例关封0002", by=world.clerk
    )
    review = fresh(review)
    assert review.status == "accepted"
    with pytest.raises(Conflict) as error:
        examination.check_in(
            review, second_officer=world.second, identity_checked=True, by=world.clerk
        )
    assert refused(error)[0] == "seal_unseen"
    review = entering.seen(world, review, number="示例关封0002")
    examination.check_in(review, second_officer=world.second, identity_checked=True, by=world.clerk)
    assert fresh(review).status == "appraising"


def test_customs_may_end_a_halted_case(world):
    review = entering.seen(world, entering.accepted(world), result="broken")
    record_customs_word(review, says="end", number="示例关函2号", by=world.clerk)
    assert (fresh(review).status, review.items.get().status) == ("closed", "left")


def test_an_intact_seal_bears_the_declared_number_and_is_photographed(world):
    review = entering.accepted(world)
    told = {"result": "intact", "customs_officer": "示例关员", "place": "示例仓库"}
    with pytest.raises(NotAcceptable) as error:
        check_seal(review, seen_number="示例关封7", photo=None, **told, by=world.clerk)
    assert refused(error) == ("seal_number_differs", "R-TEMP-01")
    with pytest.raises(NotAcceptable) as error:
        check_seal(review, seen_number=SEAL, photo=None, **told, by=world.clerk)
    assert refused(error) == ("seal_photo_missing", "R-TEMP-01")
    assert SealCheck.objects.count() == 0


def test_without_a_seal_it_is_registered_but_loses_the_privilege(world):
    review = entering.entered(world, seal="absent")
    (stay,) = entering.stays_in(review)
    assert (stay.privileged, stay.why_not) == (False, "没有海关关封")
    assert Violation.objects.get(review=review).rule == "R-TEMP-03"
    assert TrailEntry.objects.filter(chain=review.case.chain, verb="entry.violation").count() == 1
    paper = Certificate.objects.get(case=review.case, kind="temporary_entry_register")
    assert "文物出境审核" in said(paper)["remarks"][0]


def test_an_exhibition_needs_its_filing_and_gets_its_own_register(world):
    with pytest.raises(NotAcceptable) as error:
        entering.drafted(world, purpose="exhibition")
    assert refused(error) == ("filing_missing", "R-TEMP-08")
    show = {
        "purpose": "exhibition",
        "exhibition": "示例进境展",
        "filing_number": "示例备案〔示例年〕1号",
        "term_from": entering.factories.today(),
        "term_to": entering.factories.days_from_now(90),
        "declared_by": "示例申报单位",
        "organiser": "示例承办单位",
        "venue": "示例馆",
    }
    review = entering.entered(world, **show)
    (stay,) = entering.stays_in(review)
    kinds = set(stay.clocks.values_list("kind", flat=True))
    assert kinds == {"relic", "customs", "approval"}
    assert Certificate.objects.filter(kind="exhibition_entry_register").count() == 1


def test_bonded_goods_stand_in_a_zone(world):
    with pytest.raises(NotAcceptable) as error:
        entering.drafted(world, regime="bonded")
    assert refused(error) == ("zone_missing", "R-TEMP-11")


def test_a_draft_without_declaration_is_not_submitted(world):
    review = application.draft_application(
        world.dealer, title="示例", procedure="temporary_entry", by=world.agent
    )
    fields = reviewing.particulars(world)
    fields.pop("destination")
    application.fill_application(review, fields, by=world.agent)
    application.add_objects(review, [world.new_object()], by=world.agent)
    with pytest.raises(NotAcceptable) as error:
        application.submit_application(review, by=world.agent)
    assert refused(error) == ("no_declaration", "R-TEMP-01")


def test_a_stranger_declares_nothing(world):
    review = entering.drafted(world)
    with pytest.raises(NotAllowed):
        declare_entry(review, entering.declared(world), by=world.clerk)


def test_only_the_office_of_the_case_asks_the_lists(world):
    """Also where nothing waits to be asked about, and in a draft that no office has yet."""
    review = entering.registered(world)
    for by, of in ((world.agent, review), (world.clerk, entering.drafted(world))):
        with pytest.raises(NotAllowed) as error:
            check_lists(of, by=by)
        assert error.value.refusal.rule == "R-TEMP-07"
    assert check_lists(review, by=world.clerk) == 0


def test_no_registration_before_the_lists_are_asked(world):
    review = entering.arrived(world)
    with pytest.raises(Conflict) as error:
        register_object(review.items.get(), mark=None, measures=measures(), by=world.clerk)
    assert refused(error) == ("not_checked_against_lists", "R-TEMP-07")


def test_registration_wants_a_mark_of_entry_views_and_measures(world):
    review = entering.arrived(world)
    check_lists(review, by=world.clerk)
    item = review.items.get()
    (wrong,) = entering.marking.stock_marks(
        world.office, ["示例出境9"], medium="label", by=world.issuer
    )
    (mark,) = entering.entry_marks(world, 1)
    with pytest.raises(Conflict) as error:
        register_object(item, mark=wrong, measures=measures(), by=world.clerk)
    assert refused(error) == ("mark_not_for_entry", "R-EXIT-12")
    with pytest.raises(NotAcceptable) as error:
        register_object(item, mark=mark, measures={}, by=world.clerk)
    assert refused(error) == ("measures_missing", "R-TEMP-01")
    entering.want_views(world, "overall,bottom")
    with pytest.raises(NotAcceptable) as error:
        register_object(item, mark=mark, measures=measures(), by=world.clerk)
    assert refused(error) == ("views_missing", "R-TEMP-01")
    photograph(item, entering.picture(33), view="bottom", by=world.clerk)
    check_lists(review, by=world.clerk)
    with pytest.raises(NotAllowed):
        register_object(item, mark=mark, measures=measures(), by=world.approver)
    assert register_object(item, mark=mark, measures=measures(), by=world.clerk).status == (
        "registered"
    )


def set_of_four(world):
    return world.new_object(name="示例四条屏", unit="set", quantity=1, pieces=4)


def test_case_15_a_set_is_itemised_at_entry_and_each_piece_has_its_own_deadline(world):
    review = entering.arrived(world, set_of_four(world))
    check_lists(review, by=world.clerk)
    (whole,) = review.items.select_related("object__owner")
    with pytest.raises(NotAcceptable) as error:
        register_object(whole, mark=None, measures=measures(), by=world.clerk)
    assert refused(error) == ("set_not_itemised", "R-TEMP-01")
    whole.review = review
    parts = [
        {"number": f"示例屏-{place}", "name": f"示例条屏{place}", "pieces": 1, "quantity": 1}
        for place in range(1, 5)
    ]
    pieces = found.split_into(whole, parts, by=world.clerk)
    check_lists(review, by=world.clerk)
    for item, mark in zip(pieces, entering.entry_marks(world, 4), strict=True):
        register_object(item, mark=mark, measures=measures(), by=world.clerk)
    finish_registration(fresh(review), by=world.clerk)
    stays = entering.stays_in(review)
    assert [stay.object.whole_id for stay in stays] == [whole.object_id] * 4
    assert [stay.clocks.filter(kind="relic").count() for stay in stays] == [1, 1, 1, 1]


def test_case_16_both_counts_of_a_set_are_kept(world):
    thing = set_of_four(world)
    assert (thing.quantity, thing.pieces, thing.amount) == (1, 4, "1套（4件）")


def test_a_case_is_finished_only_when_every_object_is_registered(world):
    review = entering.arrived(world)
    with pytest.raises(Conflict) as error:
        finish_registration(review, by=world.clerk)
    assert refused(error) == ("not_all_registered", "R-TEMP-01")
    assert Review.objects.get(pk=review.pk).status == "appraising"
