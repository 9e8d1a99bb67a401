"""Re-exit: the object is held against its record, and two people say whether it is the same."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from approvals.parties.models import Role
from approvals.policies.services import set_policy
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.comparisons.differences import differences_of, hint_of
from relics.comparisons.models import Comparison, Reference
from relics.comparisons.queries import comparison_of, current_reference
from relics.comparisons.rules import matched_refusal
from relics.comparisons.services import (
    begin_comparison,
    explain,
    judge_finding,
    leave_unexplained,
    present_photo,
    record_marks,
    record_measures,
    record_reference,
    sign,
    suspect_swap,
)
from relics.register.models import RelicObject
from relics.register.photographs import draw_stand_in
from tests import comparing, factories, registering


def code_of(error):
    return error.value.refusal.code


class TestReference:
    def test_it_keeps_mark_seal_measures_and_every_photograph(self, desk):
        reference = current_reference(desk.thing)
        assert reference == desk.reference
        assert (reference.mark_number, reference.seal_number) == (comparing.MARK, comparing.SEAL)
        assert reference.measures == {"height_cm": "12.900", "weight_kg": "2.000"}
        views = [(photo.view, len(photo.fingerprint)) for photo in reference.photos.all()]
        assert views == [("front", 64), ("back", 64)]

    def test_it_does_not_change_when_the_register_does(self, desk):
        RelicObject.objects.filter(pk=desk.thing.pk).update(height_cm=99)
        assert Reference.objects.get().measures["height_cm"] == "12.900"

    def test_an_object_without_photographs_cannot_be_recorded(self, desk):
        with pytest.raises(NotAcceptable) as error:
            record_reference(
                desk.thing, office=desk.office, mark="示例-2", photos=[], by=desk.clerk
            )
        assert code_of(error) == "no_photographs"

    def test_an_object_without_its_mark_cannot_be_recorded(self, desk):
        with pytest.raises(NotAcceptable) as error:
            record_reference(desk.thing, office=desk.office, mark=" ", by=desk.clerk)
        assert code_of(error) == "mark_missing"

    def test_a_stand_in_shows_no_object_and_gives_no_hint(self, desk):
        thing = registering.make_object(desk.dealer, desk.agent, number="示例-2")
        draw_stand_in(thing, by=desk.agent)
        reference = record_reference(thing, office=desk.office, mark="示例-2", by=desk.clerk)
        [drawn] = reference.photos.all()
        comparison = begin_comparison(reference, case=desk.case, by=desk.clerk)
        photo = present_photo(comparison, drawn, comparing.vessel(), by=desk.clerk)
        assert (drawn.is_stand_in, photo.distance) == (True, None)
        assert hint_of(photo, comparison.tolerances) is None

    def test_it_is_recorded_by_officers_of_the_office_only(self, desk):
        with pytest.raises(NotAllowed):
            record_reference(desk.thing, office=desk.office, mark="示例-2", by=desk.agent)


class TestBegin:
    def test_the_tolerances_of_the_day_are_pinned(self, desk):
        assert comparing.begun(desk).tolerances == {
            "length_mm": 2,
            "length_percent": 1,
            "weight_percent": 2,
            "near_bits": 32,
            "far_bits": 64,
        }

    def test_an_office_sets_its_own_tolerance_for_what_begins_later(self, desk):
        before = comparing.begun(desk)
        set_policy(
            "compare.length_mm",
            5,
            party=desk.office.party,
            effective_from=factories.today(),
            reason="示例：卷轴",
            by=desk.approver,
        )
        case = factories.make_case(desk.office, applicant=desk.dealer)
        later = begin_comparison(desk.reference, case=case, by=desk.clerk)
        kept = comparing.fresh(before)
        assert (kept.tolerances["length_mm"], later.tolerances["length_mm"]) == (2, 5)

    def test_it_is_found_by_case_and_object(self, desk):
        assert comparison_of(desk.case, desk.thing) is None
        begun = comparing.begun(desk)
        assert comparison_of(desk.case, desk.thing) == begun

    def test_it_is_begun_once_in_a_case(self, desk):
        comparing.begun(desk)
        with pytest.raises(Conflict) as error:
            comparing.begun(desk)
        assert code_of(error) == "compared_already"

    def test_an_older_record_is_not_what_it_is_compared_with(self, desk):
        record_reference(desk.thing, office=desk.office, mark="示例-2", by=desk.clerk)
        with pytest.raises(Conflict) as error:
            comparing.begun(desk)
        assert code_of(error) == "reference_superseded"

    def test_case_17_another_office_is_refused_and_the_entry_office_named(self, desk):
        other = factories.make_office("示例另一机构")
        officer = factories.make_member(other.party, Role.INTAKE)
        case = factories.make_case(other, applicant=desk.dealer)
        with pytest.raises(Conflict) as error:
            begin_comparison(desk.reference, case=case, by=officer)
        refusal = error.value.refusal
        assert (refusal.code, refusal.rule) == ("not_the_entry_office", "R-TEMP-06")
        assert str(refusal.fix) == "请向示例登记机构申请。"
        assert Comparison.objects.count() == 0

    def test_an_officer_with_a_tie_to_the_applicant_stands_aside(self, desk):
        appraiser = factories.make_appraiser(desk.office)
        factories.make_tie(appraiser, desk.dealer)
        with pytest.raises(NotAllowed) as error:
            begin_comparison(desk.reference, case=desk.case, by=appraiser.user)
        assert code_of(error) == "must_stand_aside"

    def test_an_officer_who_serves_the_applicant_stands_aside(self, desk):
        factories.make_member(desk.dealer, Role.VIEWER, user=desk.second)
        with pytest.raises(NotAllowed) as error:
            begin_comparison(desk.reference, case=desk.case, by=desk.second)
        assert code_of(error) == "serves_a_party"


class TestPresenting:
    def test_the_same_views_of_the_same_object_are_near(self, desk):
        comparison = comparing.photographed(desk)
        hints = [hint_of(photo, comparison.tolerances).key for photo in comparison.photos.all()]
        assert hints == ["near", "near"]

    def test_a_picture_of_the_record_sent_again_in_disguise_is_pointed_out(self, desk):
        comparison = comparing.begun(desk)
        front = desk.reference.photos.first()
        bigger = io.BytesIO()
        Image.open(comparing.vessel()).resize((800, 1000)).save(bigger, "PNG")
        bigger.seek(0)
        photo = present_photo(comparison, front, bigger, by=desk.clerk)
        assert hint_of(photo, comparison.tolerances).key == "same"

    def test_another_object_is_not_near_and_refuses_nothing(self, desk):
        comparison = comparing.begun(desk)
        front = desk.reference.photos.first()
        photo = present_photo(comparison, front, comparing.vessel("darkred", 180, 9), by=desk.clerk)
        assert hint_of(photo, comparison.tolerances).key in ("unsure", "far")
        assert matched_refusal(comparison).code == "comparison_not_passed"

    def test_the_record_s_own_photograph_is_not_a_photograph_of_today(self, desk):
        comparison = comparing.begun(desk)
        front = desk.reference.photos.first()
        with pytest.raises(NotAcceptable) as error:
            present_photo(comparison, front, comparing.vessel(), by=desk.clerk)
        assert code_of(error) == "photo_not_retaken"

    def test_a_photograph_answers_a_view_of_this_object_only(self, desk):
        comparison = comparing.begun(desk)
        stranger = record_reference(
            desk.thing, office=desk.office, mark="示例-2", by=desk.clerk
        ).photos.first()
        with pytest.raises(NotAcceptable) as error:
            present_photo(comparison, stranger, comparing.vessel("red"), by=desk.clerk)
        assert code_of(error) == "view_unknown"

    def test_only_what_was_measured_at_entry_is_measured_again(self, desk):
        comparison = comparing.begun(desk)
        with pytest.raises(NotAcceptable) as error:
            record_measures(comparison, {"width_cm": Decimal(1)}, by=desk.clerk)
        assert code_of(error) == "measure_unknown"

    @pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
    def test_a_measure_is_a_number_above_zero(self, desk, value):
        comparison = comparing.begun(desk)
        with pytest.raises(NotAcceptable) as error:
            record_measures(comparison, {"height_cm": Decimal(value)}, by=desk.clerk)
        assert code_of(error) == "measure_not_positive"

    @pytest.mark.parametrize(
        ("height", "differs"),
        [("12.9", False), ("13.1", False), ("12.7", False), ("13.11", True), ("12.69", True)],
    )
    def test_two_millimetres_are_within_tolerance_and_more_are_not(self, desk, height, differs):
        comparison = comparing.presented(desk, height=Decimal(height))
        assert [one.what for one in differences_of(comparison)] == ["measure"] * differs

    def test_another_number_on_a_whole_mark_is_another_mark(self, desk):
        comparison = comparing.presented(desk, number="示例标识-9999")
        assert comparison.mark_seen == "different"


class TestSigning:
    def test_two_people_who_agree_make_a_match(self, desk):
        comparison = comparing.matched(desk)
        assert comparison.status == "matched"
        assert matched_refusal(comparison) is None

    def test_one_person_does_not(self, desk):
        comparison = comparing.presented(desk)
        sign(comparison, says="match", by=desk.clerk)
        assert comparing.fresh(comparison).status == "open"

    def test_the_same_person_does_not_sign_twice(self, desk):
        comparison = comparing.presented(desk)
        sign(comparison, says="match", by=desk.clerk)
        with pytest.raises(Conflict) as error:
            sign(comparison, says="match", by=desk.clerk)
        assert code_of(error) == "signed_already"

    def test_one_who_sees_a_difference_makes_it_a_mismatch(self, desk):
        comparison = comparing.presented(desk)
        sign(comparison, says="match", by=desk.clerk)
        sign(comparison, says="differs", reason="示例：釉色不同", by=desk.second)
        comparison = comparing.fresh(comparison)
        assert comparison.status == "mismatch"
        assert matched_refusal(comparison).code == "comparison_not_passed"

    def test_what_differs_is_said_with_a_reason(self, desk):
        comparison = comparing.presented(desk)
        with pytest.raises(NotAcceptable) as error:
            sign(comparison, says="differs", reason=" ", by=desk.clerk)
        assert code_of(error) == "reason_missing"

    def test_a_missing_view_blocks_both_words(self, desk):
        comparison = comparing.begun(desk)
        for says in ("match", "differs"):
            with pytest.raises(Conflict) as error:
                sign(comparison, says=says, reason="示例", by=desk.clerk)
            assert code_of(error) == "view_missing"

    def test_a_measure_not_taken_blocks(self, desk):
        comparison = comparing.photographed(desk)
        record_measures(comparison, {"height_cm": comparing.HEIGHT}, by=desk.clerk)
        with pytest.raises(Conflict) as error:
            sign(comparison, says="match", by=desk.clerk)
        assert code_of(error) == "measure_missing"

    def test_a_mark_not_looked_at_blocks(self, desk):
        comparison = comparing.photographed(desk)
        measures = {"height_cm": comparing.HEIGHT, "weight_kg": Decimal(2)}
        record_measures(comparison, measures, by=desk.clerk)
        with pytest.raises(Conflict) as error:
            sign(comparison, says="match", by=desk.clerk)
        assert code_of(error) == "mark_not_checked"

    @pytest.mark.parametrize("seen", [{"height": Decimal(20)}, {"seal": "broken"}])
    def test_nobody_signs_that_it_matches_over_a_difference(self, desk, seen):
        comparison = comparing.presented(desk, **seen)
        with pytest.raises(Conflict) as error:
            sign(comparison, says="match", by=desk.clerk)
        assert code_of(error) == "difference_found"

    @pytest.mark.parametrize(
        ("mark", "number"), [("damaged", comparing.MARK), ("missing", ""), ("intact", "示例-别的")]
    )
    def test_case_14_a_mark_damaged_missing_or_another_is_an_incident(self, desk, mark, number):
        comparison = comparing.presented(desk, mark=mark, number=number)
        with pytest.raises(Conflict) as error:
            sign(comparison, says="match", by=desk.clerk)
        assert (code_of(error), error.value.refusal.rule) == ("mark_incident", "R-EXIT-12")
        for officer in (desk.clerk, desk.second):
            sign(comparison, says="differs", reason="示例：标识异常", by=officer)
        told = OutboxMessage.objects.get(kind="mark.incident")
        assert (told.recipient, told.payload["mark"]) == ("relic_office", comparing.MARK)
        with pytest.raises(Conflict) as error:
            comparing.explained_by(desk, comparison)
        assert code_of(error) == "mark_incident"

    def test_a_signature_does_not_count_for_what_was_presented_after_it(self, desk):
        comparison = comparing.presented(desk)
        sign(comparison, says="match", by=desk.clerk)
        record_measures(comparison, {"height_cm": Decimal("12.95")}, by=desk.clerk)
        sign(comparison, says="match", by=desk.second)
        assert comparing.fresh(comparison).status == "open"
        sign(comparison, says="match", by=desk.clerk)
        assert comparing.fresh(comparison).status == "matched"

    def test_what_was_concluded_is_not_presented_again(self, desk):
        comparison = comparing.matched(desk)
        with pytest.raises(Conflict) as error:
            record_measures(comparison, {"height_cm": Decimal(1)}, by=desk.clerk)
        assert code_of(error) == "comparison_concluded"

    def test_every_act_is_in_the_trail_of_the_case(self, desk):
        comparing.matched(desk)
        told = TrailEntry.objects.filter(chain=desk.case.chain).exclude(verb="certificate.prepare")
        assert [one.verb.removeprefix("comparison.") for one in told] == [
            *("begin", "photo", "photo", "measures", "marks", "sign", "sign", "conclude")
        ]


class TestFindings:
    def test_case_13_an_explanation_with_evidence_accepted_by_two_lets_it_leave(self, desk):
        comparison = comparing.mismatched(desk)
        finding = comparing.explained_by(desk, comparison)
        judge_finding(finding, agrees=True, by=desk.clerk)
        assert comparing.fresh(comparison).status == "mismatch"
        judge_finding(finding, agrees=True, by=desk.approver)
        comparison = comparing.fresh(comparison)
        assert (comparison.status, matched_refusal(comparison)) == ("explained", None)

    def test_an_explanation_needs_evidence_that_can_be_read(self, desk):
        comparison = comparing.mismatched(desk)
        for raw, code in ((b"", "photo_not_an_image"), (b"%PDF-1.7 no", "document_unreadable")):
            with pytest.raises(NotAcceptable) as error:
                explain(
                    comparison, cause="repair", text="示例", evidence=io.BytesIO(raw), by=desk.clerk
                )
            assert code_of(error) == code

    def test_one_who_does_not_agree_closes_the_explanation(self, desk):
        comparison = comparing.mismatched(desk)
        finding = comparing.explained_by(desk, comparison)
        judge_finding(finding, agrees=False, reason="示例：证据不足", by=desk.second)
        with pytest.raises(Conflict) as error:
            judge_finding(finding, agrees=True, by=desk.clerk)
        assert code_of(error) == "finding_closed"
        assert comparing.fresh(comparison).status == "mismatch"
        again = comparing.explained_by(desk, comparison)
        for officer in (desk.clerk, desk.second):
            judge_finding(again, agrees=True, by=officer)
        assert comparing.fresh(comparison).status == "explained"

    def test_nobody_judges_a_finding_twice(self, desk):
        finding = comparing.explained_by(desk, comparing.mismatched(desk))
        judge_finding(finding, agrees=True, by=desk.clerk)
        with pytest.raises(Conflict) as error:
            judge_finding(finding, agrees=True, by=desk.clerk)
        assert code_of(error) == "signed_already"

    def test_a_suspicion_that_one_does_not_share_falls_back_and_still_suspends(self, desk):
        comparison = comparing.mismatched(desk)
        finding = suspect_swap(comparison, text="示例：疑似他物", by=desk.clerk)
        assert comparing.fresh(comparison).status == "swap_suspected"
        judge_finding(finding, agrees=False, reason="示例：为同一物", by=desk.second)
        comparison = comparing.fresh(comparison)
        assert comparison.status == "mismatch"
        assert matched_refusal(comparison).rule == "R-TEMP-06"

    def test_what_nothing_explains_goes_to_the_ordinary_review_by_two(self, desk):
        comparison = comparing.mismatched(desk)
        finding = leave_unexplained(comparison, text="示例：无说明", by=desk.clerk)
        for officer in (desk.clerk, desk.second):
            judge_finding(finding, agrees=True, by=officer)
        assert comparing.fresh(comparison).status == "unexplained"

    def test_an_explanation_is_not_judged_while_a_swap_is_suspected(self, desk):
        comparison = comparing.mismatched(desk)
        finding = comparing.explained_by(desk, comparison)
        suspect_swap(comparison, text="示例", by=desk.clerk)
        with pytest.raises(Conflict) as error:
            judge_finding(finding, agrees=True, by=desk.clerk)
        assert code_of(error) == "finding_closed"


def test_an_object_that_was_not_compared_does_not_leave(db):
    assert matched_refusal(None).code == "not_compared"


def test_marks_are_recorded_by_the_words_of_the_form(desk):
    comparison = comparing.begun(desk)
    with pytest.raises(NotAcceptable) as error:
        record_marks(
            comparison, mark_seen="perhaps", mark_number="1", seal_seen="none", by=desk.clerk
        )
    assert code_of(error) == "seen_unknown"
