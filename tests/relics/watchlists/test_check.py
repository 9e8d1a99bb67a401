"""The check against the lists: hints by several signals, judged by two people (R-TEMP-07)."""

from decimal import Decimal

import pytest

from approvals.parties.models import Role
from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.register.models import RelicObject
from relics.watchlists.models import Candidate, Freeze, ListCheck, ListedObject
from relics.watchlists.queries import frozen_among
from relics.watchlists.rules import frozen_refusal, list_refusal
from relics.watchlists.services import (
    check_object,
    judge_candidate,
    look_alikes,
    recheck_object,
    report_freeze,
)
from relics.watchlists.wording import reasons_in_words, suspended_for_applicant
from tests import factories, watching

pytestmark = pytest.mark.django_db


def changed(watch, **fields):
    RelicObject.objects.filter(pk=watch.thing.pk).update(**fields)
    return RelicObject.objects.get(pk=watch.thing.pk)


def check(watch, thing=None):
    return check_object(thing or watch.thing, by=watch.clerk, at_office=watch.office)


def test_an_object_like_an_entry_in_every_way_is_a_candidate_with_its_reasons(watch):
    found = check(watch)
    assert (found.result, found.versions) == ("candidates", [[watch.watch_list.code, 1]])
    candidate = found.candidates.get()
    assert (candidate.entry, candidate.status, candidate.score) == (watch.entry, "waiting", 100)
    assert [one["signal"] for one in candidate.reasons] == [
        *("name", "mark", "photo", "measures", "years"),
    ]
    assert reasons_in_words(candidate)[0] == "名称相近（100%）"


def test_a_photograph_alone_is_enough(watch):
    thing = changed(watch, name="示例另一名称", inscriptions="", height_cm=None, diameter_cm=None)
    reasons = check(watch, thing).candidates.get().reasons
    assert [one["signal"] for one in reasons] == ["photo", "years"]


def test_a_name_alone_is_not_enough_where_the_measures_speak_against_it(watch):
    thing = watching.make_thing(
        watch.dealer,
        watch.agent,
        photo=False,
        number="示例-2",
        inscriptions="",
        height_cm=Decimal(90),
        year_from=1950,
        year_to=1960,
    )
    found = check(watch, thing)
    assert (found.result, found.candidates.count()) == ("clear", 0)


def test_signs_width_and_case_do_not_hide_a_mark(watch):
    thing = watching.make_thing(
        watch.dealer,
        watch.agent,
        photo=False,
        number="示例-2",
        name="示例杯",
        inscriptions="「示例·堂　制」",
    )
    assert check(watch, thing).candidates.get().entry == watch.entry


def test_a_mark_that_many_entries_bear_tells_little(watch):
    for number in range(51):
        watching.make_entry(watch.watch_list, name=f"示例第{number}件", measures={})
    thing = watching.make_thing(
        watch.dealer, watch.agent, photo=False, number="示例-2", name="无关之物"
    )
    assert check(watch, thing).result == "clear"
    reasons = check(watch).candidates.get().reasons
    assert {"signal": "mark_common", "likeness": 100} in reasons


def test_what_was_recovered_closed_or_is_of_a_list_no_longer_in_effect_is_not_found(watch):
    watching.make_entry(watch.watch_list, standing="recovered")
    ended = watching.make_list(watch.office, watch.clerk, effective_to=factories.days_from_now(-1))
    watching.make_entry(ended)
    ListedObject.objects.filter(pk=watch.entry.pk).update(until=watch.entry.since)
    found = check(watch)
    assert (found.result, found.versions) == ("clear", [[watch.watch_list.code, 1]])


def test_only_an_officer_of_the_office_checks(watch):
    other = factories.make_member(factories.make_office("示例另一机构").party, Role.INTAKE)
    for person in (watch.agent, other, factories.make_user()):
        with pytest.raises(NotAllowed):
            check_object(watch.thing, by=person, at_office=watch.office)
    assert ListCheck.objects.count() == 0


def test_registration_waits_for_the_check_and_for_both_verdicts(watch):
    assert list_refusal(watch.thing).code == "not_checked_against_lists"
    found = watching.candidate(watch)
    assert list_refusal(watch.thing).code == "list_candidates_open"
    for officer in (watch.clerk, watch.second):
        judge_candidate(found, says="dismissed", reason="示例：纹饰不同", by=officer)
    assert list_refusal(watch.thing) is None
    watching.make_list(watch.office, watch.clerk)
    assert list_refusal(watch.thing).code == "not_checked_against_lists"


def test_one_person_does_not_confirm_and_not_twice(watch):
    found = watching.judged(watch, "confirmed")
    assert (found.status, frozen_refusal(watch.thing)) == ("waiting", None)
    with pytest.raises(Conflict) as refused:
        judge_candidate(found, says="confirmed", reason="示例", by=watch.clerk)
    assert refused.value.refusal.code == "signed_already"


def test_a_verdict_needs_its_reason(watch):
    with pytest.raises(NotAcceptable) as refused:
        judge_candidate(watching.candidate(watch), says="confirmed", reason=" ", by=watch.clerk)
    assert refused.value.refusal.code == "reason_missing"


def test_two_who_differ_leave_it_open_for_an_approver(watch):
    found = watching.judged(watch, "confirmed", "dismissed")
    assert found.status == "disputed"
    third = factories.make_member(watch.office.party, Role.INTAKE)
    with pytest.raises(NotAllowed) as refused:
        judge_candidate(found, says="confirmed", reason="示例", by=third)
    assert refused.value.refusal.code == "approver_decides"
    judge_candidate(found, says="confirmed", reason="示例", by=watch.approver)
    freeze = Freeze.objects.get(object=watch.thing)
    assert {freeze.opened_by, freeze.second} == {watch.approver, watch.clerk}


def test_who_serves_the_owner_stands_aside(watch):
    factories.make_member(watch.dealer, Role.VIEWER, user=watch.second)
    found = watching.candidate(watch)
    with pytest.raises(NotAllowed) as refused:
        judge_candidate(found, says="confirmed", reason="示例", by=watch.second)
    assert refused.value.refusal.code == "serves_a_party"


def test_who_has_a_tie_to_the_owner_stands_aside(watch):
    tied = factories.make_appraiser(watch.office)
    factories.make_tie(tied, watch.dealer)
    with pytest.raises(NotAllowed) as refused:
        judge_candidate(watching.candidate(watch), says="dismissed", reason="示例", by=tied.user)
    assert refused.value.refusal.code == "must_stand_aside"


def test_what_two_people_dismissed_is_not_raised_again_until_the_record_changes(watch):
    watching.judged(watch, "dismissed", "dismissed")
    again = check(watch)
    assert (again.result, Candidate.objects.count()) == ("clear", 1)
    assert check(watch, changed(watch, year_from=1740)).result == "candidates"
    assert Candidate.objects.count() == 2


def test_checking_twice_raises_one_candidate(watch):
    check(watch)
    check(watch)
    recheck_object(watch.thing)
    assert (ListCheck.objects.count(), Candidate.objects.count()) == (3, 1)


def test_case_18_listed_in_a_foreign_stolen_art_list(watch):
    """Confirmed by two: frozen, reported to the administration, told to customs, no return."""
    found = watching.judged(watch, "confirmed", "confirmed")
    freeze = Freeze.objects.get(object=watch.thing)
    assert (found.status, freeze.ground, freeze.status) == ("confirmed", "listed", "frozen")
    assert (freeze.opened_by, freeze.second) == (watch.second, watch.clerk)
    assert "示例外国通报名录" in freeze.report
    refusal = frozen_refusal(watch.thing)
    assert (refusal.code, refusal.rule) == ("object_frozen", "R-TEMP-07")
    assert "不得退还、复出境" in str(refusal.sentence)
    assert frozen_among([watch.thing]) == {watch.thing.pk}
    report_freeze(freeze, by=watch.approver)
    told = OutboxMessage.objects.filter(subject=f"freeze:{freeze.pk}").order_by("recipient")
    assert [(one.recipient, one.kind) for one in told] == [
        ("customs", "freeze.reported"),
        ("ncha", "freeze.reported"),
    ]
    mine = suspended_for_applicant(watch.thing)
    assert mine.code == "registration_suspended"
    assert not any(word in f"{mine.sentence}{mine.fix}{mine.rule}" for word in ("冻", "盗", "TEMP"))


def test_case_49_duplicate_object_in_two_live_cases(watch):
    """Another owner's object with the same mark, name and size is named with its reasons."""
    rival = factories.make_party(name="示例另一商店")
    agent = factories.make_member(rival, Role.AGENT)
    double = watching.make_thing(rival, agent, name="示例缠枝莲双耳瓶", photo=False)
    draft = watching.make_thing(rival, agent, number="示例-2", submitted_at=None)
    for one in (double, draft):
        look_alikes(one)
    found = look_alikes(watch.thing)
    assert [one.object for one in found] == [double]
    assert [one["signal"] for one in found[0].signals] == ["name", "mark", "measures", "years"]


def test_the_same_photograph_of_another_owner_is_a_double_too(watch):
    rival = factories.make_party(name="示例另一商店")
    agent = factories.make_member(rival, Role.AGENT)
    other = watching.make_thing(
        rival, agent, name="无题", inscriptions="", height_cm=None, diameter_cm=None
    )
    look_alikes(other)
    found = look_alikes(watch.thing)
    assert [one.object for one in found] == [other]
    assert [one["signal"] for one in found[0].signals] == ["photo", "years"]
