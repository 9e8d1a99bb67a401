"""A frozen object stays until an outside authority writes what becomes of it (R-TEMP-07)."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from approvals.parties.models import Role
from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from approvals.record.status import transitions_of
from relics.register.models import RelicObject
from relics.watchlists.models import Candidate, Freeze
from relics.watchlists.models.candidate import CandidateStatus
from relics.watchlists.models.freeze import FreezeStatus
from relics.watchlists.queries import frozen_among
from relics.watchlists.rules import frozen_refusal
from relics.watchlists.services import (
    freeze_object,
    judge_candidate,
    record_instruction,
    report_freeze,
)
from tests import factories, watching

pytestmark = pytest.mark.django_db


def held_in_sql(thing):
    with connection.cursor() as cursor:
        cursor.execute("SELECT watchlists_is_frozen(%s)", [thing.pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("ground", "rule", "told"),
    [
        ("listed", "R-TEMP-07", ["customs", "ncha"]),
        ("illegal_holding", "R-EXIT-16", ["ncha", "police"]),
        ("swapped", "R-TEMP-06", ["customs", "ncha"]),
        ("other", "D-FREEZE", ["ncha"]),
    ],
)
def test_each_ground_has_its_rule_and_is_told_to_whom_it_concerns(watch, ground, rule, told):
    freeze = watching.frozen(watch, ground)
    assert frozen_refusal(watch.thing).rule == rule
    report_freeze(freeze, by=watch.approver)
    messages = OutboxMessage.objects.filter(subject=f"freeze:{freeze.pk}")
    assert sorted(messages.values_list("recipient", flat=True)) == told


def test_nothing_is_sent_before_an_approver_signs_the_report(watch):
    freeze = watching.frozen(watch)
    assert OutboxMessage.objects.count() == 0
    assert "示例事实" in freeze.report
    signed = report_freeze(freeze, text="示例：修改后的报告", by=watch.approver)
    assert (signed.status, signed.report) == ("reported", "示例：修改后的报告")
    assert signed.paper.kind == "freeze_report"
    assert "示例：修改后的报告" in signed.paper.snapshot


def test_two_people_of_one_office_freeze(watch):
    other = factories.make_member(factories.make_office("示例另一机构").party, Role.INTAKE)
    words = {"ground": "listed", "facts": "示例", "by": watch.clerk}
    with pytest.raises(NotAcceptable) as refused:
        freeze_object(watch.thing, **words, second=watch.clerk)
    assert refused.value.refusal.code == "same_person"
    for second in (other, watch.agent):
        with pytest.raises(NotAllowed):
            freeze_object(watch.thing, **words, second=second)
    with pytest.raises(NotAcceptable) as refused:
        freeze_object(watch.thing, **words | {"facts": " "}, second=watch.second)
    assert refused.value.refusal.code == "facts_missing"
    assert Freeze.objects.count() == 0


def test_an_object_without_a_case_is_frozen_by_the_office_both_serve(watch):
    freeze = freeze_object(
        watch.thing, ground="other", facts="示例", by=watch.clerk, second=watch.approver
    )
    assert (freeze.office, freeze.case) == (watch.office, None)
    assert report_freeze(freeze, by=watch.approver).paper is None


def test_an_object_is_frozen_once(watch):
    watching.frozen(watch)
    with pytest.raises(Conflict) as refused:
        watching.frozen(watch, "swapped")
    assert refused.value.refusal.code == "object_frozen"
    row = Freeze(
        object=watch.thing,
        office=watch.office,
        ground="other",
        facts="示例",
        opened_by=watch.clerk,
        second=watch.second,
    )
    with pytest.raises(IntegrityError, match="freeze_one_per_object"), transaction.atomic():
        row.save()


def test_only_an_instruction_with_its_number_frees_the_object(watch):
    freeze = watching.reported(watch)
    assert (held_in_sql(watch.thing), frozen_among([watch.thing])) == (True, {watch.thing.pk})
    watching.instruct(freeze, "kept", by=watch.approver)
    assert Freeze.objects.get(pk=freeze.pk).status == "reported"
    with pytest.raises(Conflict) as refused:
        watching.instruct(freeze, "lifted", by=watch.approver)
    assert refused.value.refusal.code == "instruction_recorded"
    watching.instruct(freeze, "lifted", number="示例文号2", by=watch.approver)
    assert Freeze.objects.get(pk=freeze.pk).status == "lifted"
    assert (held_in_sql(watch.thing), frozen_refusal(watch.thing)) == (False, None)
    told = OutboxMessage.objects.filter(kind="freeze.lifted").values_list("recipient", flat=True)
    assert sorted(told) == ["ncha", "police"]


def test_what_was_handed_over_is_barred_for_good(watch):
    watching.instructed(watch, "handed_over")
    assert frozen_refusal(watch.thing).code == "object_handed_over"
    assert held_in_sql(watch.thing) is True


def test_an_instruction_is_whole_and_its_paper_can_be_read(watch):
    freeze = watching.reported(watch)
    with pytest.raises(NotAcceptable) as refused:
        watching.instruct(freeze, "lifted", number=" ", by=watch.approver)
    assert refused.value.refusal.code == "instruction_incomplete"
    for raw in (b"%PDF-1.7 torn", locked_pdf()):
        with pytest.raises(NotAcceptable) as refused:
            record_instruction(
                freeze,
                number="示例文号1",
                authority="示例主管机关",
                outcome="lifted",
                file=io.BytesIO(raw),
                by=watch.approver,
            )
        assert refused.value.refusal.code == "document_unreadable"


def locked_pdf():
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="示例", user="示例"))
    return out.getvalue()


def test_the_database_itself_wants_the_instruction(watch):
    freeze = watching.reported(watch)
    for status in ("lifted", "handed_over"):
        with pytest.raises(IntegrityError, match="freeze_instructed"), transaction.atomic():
            written("watchlists_freeze", freeze, status)


def test_the_database_itself_wants_two_verdicts(watch):
    found = watching.judged(watch, "confirmed")
    for status in ("confirmed", "dismissed"):
        with pytest.raises(IntegrityError, match="candidate_two_people"), transaction.atomic():
            written("watchlists_candidate", found, status)


def written(table, row, status):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET status = %s WHERE id = %s", [status, row.pk])


def test_what_was_checked_judged_and_instructed_is_never_changed(watch):
    found = watching.judged(watch, "confirmed", "confirmed")
    freeze = Freeze.objects.get(object=watch.thing)
    report_freeze(freeze, by=watch.approver)
    rows = [
        *(found.verdicts.first(), found.checks.first(), watch.entry.photos.first()),
        watching.instruct(freeze, "kept", by=watch.approver),
    ]
    for row in rows:
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            row.save()
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def report(_watch, freeze, by):
    report_freeze(freeze, by=by)


def lift(_watch, freeze, by):
    watching.instruct(freeze, "lifted", number="示例文号9", by=by)


def hand_over(_watch, freeze, by):
    watching.instruct(freeze, "handed_over", number="示例文号9", by=by)


def keep(_watch, freeze, by):
    watching.instruct(freeze, "kept", number="示例文号9", by=by)


def confirm(_watch, candidate, by):
    judge_candidate(candidate, says="confirmed", reason="示例", by=by)


def dismiss(_watch, candidate, by):
    judge_candidate(candidate, says="dismissed", reason="示例", by=by)


JUDGING = {"intake", "appraiser", "approver"}
Verb = Callable[..., None]
FREEZE_TABLE: list[tuple[Verb, dict[str, set[str]]]] = [
    (report, {"frozen": {"approver"}}),
    (lift, {"reported": {"approver"}}),
    (hand_over, {"reported": {"approver"}}),
    (keep, {"reported": {"approver"}}),
]
CANDIDATE_TABLE: list[tuple[Verb, dict[str, set[str]]]] = [
    (verb, {"waiting": JUDGING, "disputed": {"approver"}}) for verb in (confirm, dismiss)
]
FREEZES = {
    "frozen": watching.frozen,
    "reported": watching.reported,
    "lifted": lambda watch: watching.instructed(watch, "lifted"),
    "handed_over": lambda watch: watching.instructed(watch, "handed_over"),
}
CANDIDATES = {
    "waiting": watching.candidate,
    "disputed": lambda watch: watching.judged(watch, "confirmed", "dismissed"),
    "confirmed": lambda watch: watching.judged(watch, "confirmed", "confirmed"),
    "dismissed": lambda watch: watching.judged(watch, "dismissed", "dismissed"),
}


def people_of(watch):
    """A new person for every role there is at the office, and those from elsewhere."""
    here, other = watch.office.party, factories.make_office("示例另一机构").party
    roles = (Role.INTAKE, Role.APPRAISER, Role.APPROVER, Role.ISSUER, Role.SCHEDULER)
    people = {str(role): factories.make_member(here, role) for role in roles}
    people |= {
        "lapsed": factories.make_member(here, Role.APPROVER, valid_to=factories.days_from_now(-1)),
        "agent": watch.agent,
        "stranger": factories.make_user(),
        "elsewhere": factories.make_member(other, *roles),
    }
    recused = factories.make_appraiser(watch.office)
    factories.make_member(here, Role.APPROVER, user=recused.user)
    factories.make_tie(recused, watch.dealer)
    return people | {"recused": recused.user}


def wrongly_answered(watch, table, state, subject):
    """Each (verb, person) that was let through and should not be, or the other way round."""
    wrong = []
    for verb, allowed in table:
        for name, person in people_of(watch).items():
            with transaction.atomic():
                try:
                    verb(watch, subject, person)
                    refused = None
                except Refused as error:
                    refused = error
                transaction.set_rollback(True)
            lawful = refused is None or refused.refusal.rule.startswith("R-")
            if (name in allowed.get(state, ())) != (refused is None) or not lawful:
                wrong.append((verb.__name__, name, refused))
    return wrong


@pytest.mark.parametrize("state", FREEZES)
def test_each_verb_on_a_freeze_in_each_state_is_for_its_roles_only(watch, state):
    freeze = FREEZES[state](watch)
    assert freeze.status == state
    assert wrongly_answered(watch, FREEZE_TABLE, state, freeze) == []


@pytest.mark.parametrize("state", CANDIDATES)
def test_each_verb_on_a_candidate_in_each_state_is_for_its_roles_only(watch, state):
    candidate = CANDIDATES[state](watch)
    assert candidate.status == state
    assert wrongly_answered(watch, CANDIDATE_TABLE, state, candidate) == []


def test_the_tables_walk_all_states_and_the_machines_have_no_other_moves():
    assert (set(FREEZES), set(CANDIDATES)) == (
        set(FreezeStatus.values),
        set(CandidateStatus.values),
    )
    assert {(source, target) for _name, source, target in transitions_of(Freeze)} == {
        ("frozen", "reported"),
        ("reported", "lifted"),
        ("reported", "handed_over"),
    }
    assert {(source, target) for _name, source, target in transitions_of(Candidate)} == {
        ("waiting", "confirmed"),
        ("waiting", "dismissed"),
        ("waiting", "disputed"),
        ("disputed", "confirmed"),
        ("disputed", "dismissed"),
    }


def test_a_second_listing_of_an_object_already_frozen_only_adds_a_verdict(watch):
    found = watching.candidate(watch)
    watching.frozen(watch)
    for officer in (watch.clerk, watch.second):
        judge_candidate(found, says="confirmed", reason="示例", by=officer)
    assert Freeze.objects.filter(object=watch.thing).count() == 1
    assert RelicObject.objects.get(pk=watch.thing.pk).list_candidates.get().status == "confirmed"
