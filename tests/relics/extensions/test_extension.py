"""Extension of a stay: in time, two authorities, late, whose clocks move (§10.4, R-TEMP-08..11)."""

from datetime import timedelta

import pytest

from approvals.cases.services import drop_adverse_act, sign_adverse_act
from approvals.parties.models import Role
from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable
from approvals.record.workdays import WorkCalendar
from relics.entries.services import draft_overdue, fall_overdue, open_exit_case
from relics.entries.services.alarms import OVERDUE
from relics.extensions.models import ExtensionAnswer
from relics.extensions.services import (
    answer_extension,
    draft_extension,
    draft_refusal,
    fill_extension,
    keep_consent,
    submit_extension,
)
from tests import entering, extending, factories

pytestmark = pytest.mark.django_db


def refusals_of(extension, world):
    with pytest.raises(NotAcceptable) as refused:
        submit_extension(extension, by=world.agent)
    return [one["code"] for one in refused.value.extra["refusals"]]


def sixth_month(day):
    return WorkCalendar().months_later(day, 6).on


def test_both_agree_and_every_clock_that_runs_gets_its_months(world, pair):
    stay, other = pair
    before = extending.ends_of(stay)
    extension = extending.approved(world, stay, other)
    assert (extension.status, extension.case.closed_at is None) == ("approved", False)
    assert extending.again(stay).status == "in_country"
    assert before.keys() == {"relic", "customs"}
    assert extending.ends_of(stay) == {kind: sixth_month(day) for kind, day in before.items()}
    assert extending.ends_of(other) == extending.ends_of(stay)
    kinds = set(extension.case.certificates.values_list("kind", flat=True))
    assert kinds == {"extension_receipt", "extension_notice"}
    told = OutboxMessage.objects.filter(kind__startswith="extension.")
    assert sorted(told.values_list("recipient", "kind")) == [
        ("customs", "extension.approved"),
        ("customs", "extension.asked"),
        ("relic_office", "extension.approved"),
        ("relic_office", "extension.asked"),
    ]


def test_only_what_was_chosen_is_extended(world, pair):
    stay, other = pair
    before = extending.ends_of(other)
    extending.approved(world, stay)
    assert extending.ends_of(other) == before


def test_case_9_month_seven_without_an_extension_is_overdue_and_goes_to_ordinary_review(
    world, pair
):
    stay, _other = pair
    extending.run_out(stay, days=30)
    [act] = draft_overdue()
    assert (act.kind, extending.again(stay).status) == (OVERDUE, "in_country")
    sign_adverse_act(act, reason="示例", ground=act.ground, rights="示例", by=world.approver)
    assert extending.again(stay).status == "overdue"
    review = open_exit_case(extending.again(stay), by=world.agent)
    assert (review.procedure, extending.again(stay).status) == ("exit_review", "exit_case")


def test_case_10_asked_in_time_it_is_not_overdue_until_decided(world, pair):
    stay, _other = pair
    extension = extending.submitted(world, entering.due(stay, 0))
    assert (extension.is_late, extending.again(stay).status) == (False, "extension_pending")
    extending.run_out(stay, days=9)
    assert draft_overdue() == []
    with pytest.raises(Conflict):
        fall_overdue(stay, by=world.approver, reason="示例")
    receipt = extension.case.certificates.get(kind="extension_receipt")
    assert "作出决定前不按逾期处理" in receipt.snapshot


def test_case_10_refused_it_is_overdue_from_the_old_deadline(world, pair):
    stay, _other = pair
    extension = extending.submitted(world, entering.due(stay, 0))
    extending.run_out(stay, days=9)
    old = extending.ends_of(stay)
    extension = extending.answered(world, extension, office=False)
    assert (extension.status, extending.again(stay).status) == ("submitted", "extension_pending")
    extension = extending.sign(extension, world.approver)
    assert (extension.status, extending.again(stay).status) == ("refused", "overdue")
    assert extending.ends_of(stay) == old


def test_refused_before_the_deadline_the_old_term_runs_on(world, pair):
    stay, _other = pair
    old = extending.ends_of(stay)
    extension = extending.answered(world, extending.submitted(world, stay), customs=False)
    extending.sign(extension, world.approver)
    assert (extending.again(stay).status, extending.ends_of(stay)) == ("in_country", old)


def test_what_comes_too_late_is_only_drafted_as_a_refusal_and_an_officer_signs(world, pair):
    stay, _other = pair
    extension = extending.submitted(world, extending.run_out(stay))
    assert (extension.is_late, extension.status) == (True, "submitted")
    assert extending.again(stay).status == "in_country"
    act = extending.draft_of(extension)
    assert (act.drafted_by, "届满后提出" in act.drafted_because) == ("系统", True)
    for side, by in (("office", world.approver), ("customs", world.customs)):
        with pytest.raises(Conflict):
            answer_extension(extension, side, agrees=True, by=by)
    extension = extending.sign(extension, world.approver)
    assert (extension.status, extending.again(stay).status) == ("refused", "overdue")


def test_a_draft_that_was_dropped_may_be_drafted_again(world, pair):
    stay, _other = pair
    extension = extending.submitted(world, extending.run_out(stay))
    act = extending.draft_of(extension)
    drop_adverse_act(act, because="示例：措辞不当。", by=world.approver)
    assert draft_refusal(extension).pk != act.pk
    assert extending.sign(extension, world.approver).status == "refused"


def test_late_and_timely_objects_are_asked_for_apart(world, pair):
    stay, other = pair
    extending.run_out(stay)
    extension = extending.drafted(world, stay, other)
    assert refusals_of(extension, world) == ["deadlines_mixed"]


def test_one_application_is_for_one_entry(world):
    [one], [two] = extending.stays(world), extending.stays(world)
    with pytest.raises(NotAcceptable) as refused:
        draft_extension([one.pk, two.pk], requester=world.dealer, by=world.agent)
    assert refused.value.refusal.code == "several_entries"


def test_at_most_six_months_at_once_or_what_the_office_has_decided(world, pair):
    stay, _other = pair
    extension = extending.drafted(world, stay, months=7)
    assert refusals_of(extension, world) == ["months_too_many"]
    extending.decide(world, "extension.months", 12)
    assert refusals_of(extension, world) == ["months_too_many"], "customs' own limit"
    extending.decide(world, "extension.customs_months", 12)
    assert submit_extension(extension, by=world.agent).status == "submitted"


def test_another_unit_holds_the_register_and_hands_in_the_declarants_consent(world, pair):
    stay, _other = pair
    other = factories.make_party(name="示例承办单位")
    agent = factories.make_member(other, Role.AGENT)
    with pytest.raises(NotAcceptable) as refused:
        draft_extension([stay.pk], requester=other, by=agent)
    assert refused.value.refusal.code == "not_selectable"
    code = extending.code_of(stay)
    made = draft_extension([stay.pk], requester=other, code=code, by=agent)
    fill_extension(made, months=3, reason="示例", by=agent)
    with pytest.raises(NotAcceptable) as refused:
        submit_extension(made, by=agent)
    assert refused.value.refusal.code == "consent_missing"
    keep_consent(made, extending.consent(), by=agent)
    assert submit_extension(made, by=agent).case.applicant == other


def test_the_zone_says_who_decides_and_the_administration_speaks_by_its_number(world):
    zone = entering.make_zone()
    extending.decide(world, "extension.authority", "administration", party=zone)
    [stay] = extending.stays(world, regime="bonded", zone=zone)
    assert extending.ends_of(stay).keys() == {"relic"}, "inside the zone customs' clock is still"
    extension = extending.submitted(world, stay)
    assert extension.authority == "administration"
    with pytest.raises(NotAcceptable) as refused:
        answer_extension(extension, "office", agrees=True, by=world.approver)
    assert refused.value.refusal.rule == "R-TEMP-09"
    number = "示例文物函〔示例年〕2号"
    answer_extension(extension, "office", agrees=True, number=number, by=world.approver)
    answer_extension(extension, "customs", agrees=True, by=world.customs)
    assert stay.clocks.last().decision == number
    assert extending.ends_of(stay).keys() == {"relic"}


def test_where_customs_is_not_asked_its_clock_does_not_move_and_governs(world, pair):
    extending.decide(world, "extension.customs", value=False)
    stay, _other = pair
    before = extending.ends_of(stay)
    extension = extending.submitted(world, stay)
    answer_extension(extension, "office", agrees=True, by=world.approver)
    assert extending.fresh(extension).status == "approved"
    assert extending.ends_of(stay) == {**before, "relic": sixth_month(before["relic"])}


def test_customs_extends_three_times_at_most(world, pair):
    stay, _other = pair
    for _time in range(3):
        extending.approved(world, extending.again(stay))
    extension = extending.drafted(world, stay)
    assert refusals_of(extension, world) == ["customs_times"]


def show(world, **changes):
    today = factories.today()
    values = {
        "purpose": "exhibition",
        "exhibition": "示例展览",
        "declared_by": "示例申报单位",
        "organiser": "示例承办单位",
        "venue": "示例展馆",
        "term_from": today,
        "term_to": today + timedelta(days=90),
        "filing_number": "示例备案1号",
        **changes,
    }
    return extending.stays(world, **values)


def test_a_show_needs_its_changed_filing_and_then_its_term_moves_too(world):
    [stay] = show(world)
    before = extending.ends_of(stay)
    assert before.keys() == {"relic", "customs", "approval"}
    assert refusals_of(extending.drafted(world, stay), world) == ["change_filing_missing"]
    extending.approved(world, stay, change_number="示例变更备案1号")
    assert extending.ends_of(stay) == {kind: sixth_month(day) for kind, day in before.items()}


def test_a_show_beyond_24_months_needs_the_number_of_the_higher_customs(world):
    [stay] = show(world)
    entering.due(stay, 700, ["relic", "customs", "approval"])
    extension = extending.submitted(world, stay, change_number="示例变更备案1号")
    with pytest.raises(NotAcceptable) as refused:
        answer_extension(extension, "customs", agrees=True, by=world.customs)
    assert (refused.value.refusal.code, refused.value.refusal.rule) == (
        "higher_customs",
        "R-TEMP-10",
    )
    number = "示例直属海关1号"
    answer_extension(extension, "customs", agrees=True, number=number, by=world.customs)
    assert ExtensionAnswer.objects.get(side="customs").number == number
