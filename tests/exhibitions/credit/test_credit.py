"""The tiers by date and what they open (R-CRED); a drop in the middle of a show (case 42)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.policies.services import set_policy
from approvals.record.models import OutboxMessage, TrailEntry
from approvals.record.refusals import NotAcceptable, NotAllowed
from exhibitions.credit import changes
from exhibitions.credit.models import Rating, TierChange
from exhibitions.credit.queries import standing_of, tier_of
from exhibitions.credit.rules import central_refusal, exemption_refusal, show_refusal
from exhibitions.credit.services import rate_party, settle_all
from exhibitions.credit.tiers import FIVE, RANKS, THREE, Tier, tiers_on
from tests import factories, tariffing

pytestmark = pytest.mark.django_db

LAST_OF_THREE, FIRST_OF_FIVE = date(2026, 3, 31), date(2026, 4, 1)
A_DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def officer():
    return tariffing.officer()


@pytest.fixture
def firm():
    return factories.make_party(name="示例展览公司")


@pytest.fixture
def told(monkeypatch):
    """What a room to the right hears."""
    heard = []
    monkeypatch.setattr(changes, "_listeners", [])
    changes.on_rating_changed(heard.append)
    return heard


def rate(firm, officer, tier, since=FIRST_OF_FIVE, **fields):
    return rate_party(firm, tier, valid_from=since, source="示例认定书", by=officer, **fields)


def test_there_are_three_tiers_to_31_march_2026_and_five_from_1_april():
    assert tiers_on(LAST_OF_THREE) == (Tier.ADVANCED, Tier.OTHER, Tier.DISCREDITED)
    assert tiers_on(FIRST_OF_FIVE) == (
        Tier.ADVANCED,
        Tier.CERTIFIED,
        Tier.ORDINARY,
        Tier.DISCREDITED,
        Tier.GRAVE,
    )


@pytest.mark.parametrize(
    ("day", "tier"),
    [
        *((LAST_OF_THREE, tier) for tier in Tier if tier not in THREE),
        *((FIRST_OF_FIVE, tier) for tier in Tier if tier not in FIVE),
        (FIRST_OF_FIVE, "示例"),
    ],
)
def test_a_tier_must_be_of_the_set_of_its_day(firm, officer, day, tier):
    with pytest.raises(NotAcceptable) as caught:
        rate(firm, officer, tier, day)
    assert caught.value.refusal.code == "tier_not_of_its_day"
    with pytest.raises(IntegrityError, match="rating_of_the_set_of_its_day"), transaction.atomic():
        Rating.objects.create(party=firm, tier=tier, valid_from=day, source="示例", by=officer)


def test_a_tier_that_the_new_set_no_longer_has_ends_with_the_old(firm, officer):
    rate(firm, officer, Tier.OTHER, date(2024, 1, 1))
    assert tier_of(firm, LAST_OF_THREE) is Tier.OTHER
    assert tier_of(firm, FIRST_OF_FIVE) is None


def test_a_tier_that_both_sets_have_goes_on(firm, officer):
    rate(firm, officer, Tier.ADVANCED, date(2024, 1, 1))
    assert tier_of(firm, FIRST_OF_FIVE) is Tier.ADVANCED


def test_the_rating_that_begins_last_governs_and_does_not_give_way_when_it_ends(firm, officer):
    rate(firm, officer, Tier.CERTIFIED)
    rate(firm, officer, Tier.ADVANCED, date(2026, 6, 1), valid_to=date(2026, 6, 30))
    days = (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1))
    found = [tier_of(firm, day) for day in days]
    assert found == [Tier.CERTIFIED, Tier.ADVANCED, Tier.ADVANCED, None]
    assert tier_of(firm, date(2026, 3, 1)) is None


def test_of_two_ratings_of_one_day_the_later_written_holds(firm, officer):
    rate(firm, officer, Tier.CERTIFIED)
    rate(firm, officer, Tier.ORDINARY)
    assert tier_of(firm, today()) is Tier.ORDINARY


OPEN = {
    Tier.ADVANCED: (True, True, True, False, 1),
    Tier.CERTIFIED: (False, True, True, False, 2),
    Tier.ORDINARY: (False, True, True, False, 5),
    Tier.DISCREDITED: (False, False, False, True, 100),
    Tier.GRAVE: (False, False, False, True, 100),
}


@pytest.mark.parametrize("tier", OPEN)
def test_what_each_tier_opens_while_nobody_has_decided_otherwise(firm, officer, tier):
    rate(firm, officer, tier)
    found = standing_of(firm)
    assert (
        found.may_be_exempt,
        found.may_show,
        found.may_declare_centrally,
        found.inspect_every_batch,
        found.inspection_share,
    ) == OPEN[tier]
    closed = (exemption_refusal(found), show_refusal(found), central_refusal(found))
    assert tuple(one is None for one in closed) == OPEN[tier][:3]
    assert found.tier is tier


def test_who_was_never_rated_stands_where_customs_says(firm):
    customs = factories.make_party(Party.Kind.CUSTOMS)
    approver = factories.make_member(customs, Role.APPROVER)
    assert standing_of(firm).may_show
    for key, value in (("credit.unrated", "discredited"), ("credit.share.ordinary", 9)):
        fields = {"party": customs, "effective_from": today(), "reason": "示例", "by": approver}
        set_policy(key, value, **fields)
    assert not standing_of(firm, None, customs).may_show
    assert standing_of(firm, None, customs).tier is None
    assert standing_of(firm).inspection_share == 5


def test_only_the_highest_tier_may_be_exempt_of_the_set_before_too(firm, officer):
    rate(firm, officer, Tier.ADVANCED, date(2024, 1, 1))
    assert standing_of(firm, LAST_OF_THREE).may_be_exempt
    other = factories.make_party()
    rate(other, officer, Tier.OTHER, date(2024, 1, 1))
    assert not standing_of(other, LAST_OF_THREE).may_be_exempt
    assert standing_of(other, LAST_OF_THREE).may_show


def test_case_42_a_company_falls_to_discredited_in_the_middle_of_a_show(firm, officer, told):
    """New legs stop and whoever keeps guarantees is told; nothing is cancelled."""
    rate(firm, officer, Tier.CERTIFIED, today() - A_DAY)
    rate(firm, officer, Tier.DISCREDITED, today())
    assert [(one.before, one.after, one.is_drop) for one in told] == [
        (None, Tier.CERTIFIED, False),
        (Tier.CERTIFIED, Tier.DISCREDITED, True),
    ]
    refusal = show_refusal(standing_of(firm))
    assert (refusal.code, refusal.rule) == ("tier_may_not_show", "R-CRED")
    assert standing_of(firm).inspect_every_batch
    assert standing_of(firm, today() - A_DAY).may_show
    message = OutboxMessage.objects.filter(kind="credit.changed").latest("pk")
    assert (message.recipient, message.payload["after"]) == ("zone", "discredited")
    verbs = TrailEntry.objects.filter(chain=f"party:{firm.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["credit.rate", "credit.change"] * 2


def test_a_tier_of_a_later_day_is_told_on_that_day_and_once(firm, officer, told, monkeypatch):
    rate(firm, officer, Tier.CERTIFIED, today())
    rate(firm, officer, Tier.GRAVE, today() + 3 * A_DAY)
    assert [one.after for one in told] == [Tier.CERTIFIED]
    assert settle_all() == []
    later = today() + 5 * A_DAY  # the night itself was missed
    monkeypatch.setattr("exhibitions.credit.services.timezone.localdate", lambda: later)
    assert [(one.party, one.after, one.on) for one in settle_all()] == [(firm, "grave", later)]
    assert settle_all() == []
    assert [one.after for one in told] == [Tier.CERTIFIED, Tier.GRAVE]


def test_a_tier_that_ends_is_told_too(firm, officer, told, monkeypatch):
    rate(firm, officer, Tier.ADVANCED, today(), valid_to=today())
    tomorrow = today() + A_DAY
    monkeypatch.setattr("exhibitions.credit.services.timezone.localdate", lambda: tomorrow)
    settle_all()
    assert [(one.before, one.after, one.is_drop) for one in told][1:] == [
        (Tier.ADVANCED, None, True)
    ]


def test_a_listener_that_fails_undoes_the_change(firm, officer, monkeypatch):
    def fail(change):
        raise RuntimeError("示例")

    monkeypatch.setattr(changes, "_listeners", [fail])
    with pytest.raises(RuntimeError), transaction.atomic():
        rate(firm, officer, Tier.ADVANCED)
    assert not Rating.objects.exists()
    assert not TierChange.objects.exists()


@pytest.mark.parametrize("role", [one for one in Role if one != Role.CUSTOMS])
def test_only_officers_of_customs_rate(firm, role):
    other = factories.make_member(factories.make_party(Party.Kind.CUSTOMS), role)
    with pytest.raises(NotAllowed) as caught:
        rate(firm, other, Tier.ADVANCED)
    assert caught.value.refusal.rule == "R-CRED"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"valid_to": date(2026, 3, 1)}, "rating_backwards"),
        ({"source": " "}, "source_missing"),
    ],
)
def test_a_rating_needs_its_document_and_its_days(firm, officer, fields, code):
    given = {"valid_from": FIRST_OF_FIVE, "source": "示例", **fields}
    with pytest.raises(NotAcceptable) as caught:
        rate_party(firm, Tier.ADVANCED, by=officer, **given)
    assert caught.value.refusal.code == code


def test_only_enterprises_are_rated(officer):
    person = factories.make_party(
        Party.Kind.PERSON, identity_kind="passport", identity_number="E00000000"
    )
    with pytest.raises(NotAcceptable) as caught:
        rate(person, officer, Tier.ADVANCED)
    assert caught.value.refusal.code == "no_enterprise"


def test_ratings_are_never_changed(firm, officer):
    rate(firm, officer, Tier.GRAVE)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Rating.objects.update(tier=Tier.ADVANCED)
    assert tier_of(firm, today()) is Tier.GRAVE


def test_every_tier_has_its_rank():
    assert set(RANKS) == set(Tier)
