"""Every state × verb × role of a comparison, and no way to an outcome around two people."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from approvals.parties.models import Role
from approvals.record.refusals import NotAllowed, Refused
from approvals.record.status import transitions_of
from relics.comparisons import services
from relics.comparisons.models import Comparison, Status
from relics.comparisons.queries import latest_finding
from tests import comparing, factories

pytestmark = pytest.mark.django_db


def photo(desk, comparison, by):
    front = desk.reference.photos.first()
    services.present_photo(comparison, front, comparing.vessel("maroon", 120, 2), by=by)


def measures(desk, comparison, by):
    services.record_measures(comparison, {"height_cm": Decimal("12.95")}, by=by)


def marks(desk, comparison, by):
    seen = {"mark_seen": "intact", "mark_number": comparing.MARK, "seal_seen": "none"}
    services.record_marks(comparison, **seen, by=by)


def match(desk, comparison, by):
    services.sign(comparison, says="match", by=by)


def differ(desk, comparison, by):
    services.sign(comparison, says="differs", reason="示例", by=by)


def explain(desk, comparison, by):
    services.explain(comparison, cause="other", text="示例", evidence=comparing.paper(), by=by)


def suspect(desk, comparison, by):
    services.suspect_swap(comparison, text="示例", by=by)


def leave(desk, comparison, by):
    services.leave_unexplained(comparison, text="示例", by=by)


def judge(desk, comparison, by):
    services.judge_finding(latest_finding(comparison), agrees=True, by=by)


RECORDING = {"intake", "appraiser"}
JUDGING = {"intake", "appraiser", "approver"}
TABLE: list[tuple[Callable[..., None], set[str], set[str]]] = [
    (photo, {"open"}, RECORDING),
    (measures, {"open"}, RECORDING),
    (marks, {"open"}, RECORDING),
    (match, {"open"}, RECORDING),
    (differ, {"open"}, RECORDING),
    (explain, {"mismatch"}, JUDGING),
    (suspect, {"mismatch"}, JUDGING),
    (leave, {"mismatch"}, JUDGING),
    (judge, {"swap_suspected"}, JUDGING),
]


def suspected(desk):
    comparison = comparing.mismatched(desk)
    suspect(desk, comparison, desk.clerk)
    return comparing.fresh(comparison)


STAGES = {
    "open": comparing.presented,
    "matched": comparing.matched,
    "mismatch": comparing.mismatched,
    "swap_suspected": suspected,
    "explained": lambda desk: comparing.settled(desk, "explained"),
    "swapped": lambda desk: comparing.settled(desk, "swapped"),
    "unexplained": lambda desk: comparing.settled(desk, "unexplained"),
}


def people_of(desk):
    """A new person for every role there is at the office, and those from elsewhere."""
    here, other = desk.office.party, factories.make_office("示例另一机构").party
    people = {
        "intake": factories.make_member(here, Role.INTAKE),
        "appraiser": factories.make_member(here, Role.APPRAISER),
        "approver": factories.make_member(here, Role.APPROVER),
        "issuer": factories.make_member(here, Role.ISSUER),
        "scheduler": factories.make_member(here, Role.SCHEDULER),
        "lapsed": factories.make_member(here, Role.INTAKE, valid_to=factories.days_from_now(-1)),
        "agent": desk.agent,
        "stranger": factories.make_user(),
    }
    for role in (Role.INTAKE, Role.APPRAISER, Role.APPROVER):
        people[f"{role} elsewhere"] = factories.make_member(other, role)
    recused = factories.make_appraiser(desk.office)
    factories.make_tie(recused, desk.dealer)
    return people | {"recused": recused.user}


def outcome(verb, desk, comparison, person):
    """What the verb answers the person: None, or its refusal; nothing stays."""
    with transaction.atomic():
        try:
            verb(desk, comparison, person)
        except Refused as refused:
            return refused
        finally:
            transaction.set_rollback(True)
    return None


def test_the_stages_are_all_the_states_there_are():
    assert set(STAGES) == set(Status.values)


@pytest.mark.parametrize("state", STAGES)
def test_each_verb_in_each_state_is_for_its_roles_and_refused_to_all_others(desk, state):
    comparison = STAGES[state](desk)
    assert comparison.status == state
    people = people_of(desk)
    wrong = []
    for verb, states, roles in TABLE:
        if verb is judge and latest_finding(comparison) is None:
            continue
        for name, person in people.items():
            refused = outcome(verb, desk, comparison, person)
            if (state in states and name in roles) != (refused is None):
                wrong.append((verb.__name__, name, refused))
            elif refused is not None:
                assert refused.refusal.rule.startswith("R-"), verb.__name__
                assert isinstance(refused, NotAllowed) == (name not in roles), (verb, name)
    assert wrong == []


def test_every_move_of_the_machine_is_made_by_a_verb_and_no_other():
    moves = {(source, target) for _name, source, target in transitions_of(Comparison)}
    assert moves == {
        ("open", "matched"),
        ("open", "mismatch"),
        ("mismatch", "explained"),
        ("mismatch", "swap_suspected"),
        ("mismatch", "unexplained"),
        ("swap_suspected", "mismatch"),
        ("swap_suspected", "swapped"),
    }


@pytest.mark.parametrize("state", ["matched", "mismatch"])
def test_the_database_itself_wants_two_signatures(desk, state):
    comparison = comparing.presented(desk)
    services.sign(comparison, says="match", by=desk.clerk)
    with pytest.raises(IntegrityError, match="comparison_two_people"), transaction.atomic():
        written(comparison, state)


@pytest.mark.parametrize("state", ["explained", "swapped", "unexplained"])
def test_the_database_itself_wants_two_verdicts(desk, state):
    comparison = comparing.mismatched(desk)
    finding = comparing.explained_by(desk, comparison)
    services.judge_finding(finding, agrees=True, by=desk.clerk)
    with pytest.raises(IntegrityError, match="comparison_two_people"), transaction.atomic():
        written(comparison, state)


def test_the_database_itself_wants_the_mark(desk):
    comparison = comparing.matched(desk)
    with pytest.raises(IntegrityError, match="matched_with_its_mark"), transaction.atomic():
        Comparison.objects.filter(pk=comparison.pk).update(mark_seen="missing")


def written(comparison, state):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE comparisons_comparison SET status = %s WHERE id = %s", [state, comparison.pk]
        )


def test_what_was_recorded_shown_and_signed_is_never_changed(desk):
    comparison = comparing.settled(desk, "explained")
    finding = comparison.findings.get()
    rows = [
        *(comparison.reference, comparison.reference.photos.first(), comparison.photos.first()),
        *(comparison.signatures.first(), finding, finding.verdicts.first()),
    ]
    for row in rows:
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            row.save()
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


STEPS: dict[str, Callable[..., None]] = {
    "match": match,
    "differ": differ,
    "measures": measures,
    "marks": marks,
    "explain": explain,
    "suspect": suspect,
    "leave": leave,
    "agree": judge,
}


def signers_of(comparison):
    """The most people who stand behind one content, and behind the latest finding."""
    signed: dict[str, set[int]] = {}
    for one in comparison.signatures.all():
        signed.setdefault(one.content, set()).add(one.officer_id)
    finding = latest_finding(comparison)
    agreed = {one.officer_id for one in finding.verdicts.all() if one.agrees} if finding else set()
    return max(map(len, signed.values()), default=0), len(agreed)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["open", "mismatch"])
def test_no_sequence_of_acts_ends_with_fewer_than_two_people(desk, stage):
    comparison = STAGES[stage](desk)
    often = [*STEPS, "match", "differ", "agree", "agree"]
    acts = some.tuples(some.sampled_from(often), some.sampled_from([desk.clerk, desk.second]))
    ends: set[str] = set()

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(some.lists(acts, min_size=4, max_size=10))
    def walk(sequence):
        with transaction.atomic():
            for name, officer in sequence:
                now = Comparison.objects.select_related("case__office").get(pk=comparison.pk)
                if name == "agree" and latest_finding(now) is None:
                    continue
                try:
                    with transaction.atomic():
                        STEPS[name](desk, now, officer)
                except Refused:
                    pass
            now = Comparison.objects.get(pk=comparison.pk)
            ends.add(now.status)
            signed, agreed = signers_of(now)
            if now.status != "open":
                assert signed >= 2
            if now.status in ("explained", "swapped", "unexplained"):
                assert agreed >= 2
            transaction.set_rollback(True)

    walk()
    assert len(ends) > 1
