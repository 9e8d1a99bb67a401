"""What is done to the roster, by whom, and what it leaves in the trail (R-EXIT-06, R-GEN-15)."""

import pytest
from django.db import IntegrityError

from approvals.parties.models import Role
from approvals.record.queries import first_broken_link, trail_of
from approvals.record.refusals import NotAcceptable, NotAllowed
from relics.appraisers.models import Appraiser, Qualification, Tie
from relics.appraisers.queries import eligible
from relics.appraisers.services import declare_tie, grant_qualification, record_absence
from tests.factories import (
    days_from_now,
    make_appraiser,
    make_member,
    make_office,
    make_party,
    today,
)

pytestmark = pytest.mark.django_db

KEEPERS = (Role.SCHEDULER, Role.ADMINISTRATOR)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def appraiser(office):
    return make_appraiser(office)


@pytest.fixture
def administrator(office):
    return make_member(office.party, Role.ADMINISTRATOR)


def test_an_appraiser_declares_a_tie_and_is_no_longer_proposed(office, appraiser):
    dealer = make_party()
    tie = declare_tie(appraiser, dealer, reason="配偶任职于该单位", by=appraiser.user)

    assert (tie.valid_from, tie.valid_to) == (today(), None)
    assert list(eligible(office, today(), [dealer])) == []
    entry = trail_of(f"office:{office.pk}").get()
    assert (entry.verb, entry.subject) == ("tie.declare", f"appraiser:{appraiser.pk}")
    assert entry.actor == appraiser.user.actor_key
    assert first_broken_link() is None


@pytest.mark.parametrize("role", Role)
def test_for_somebody_else_only_the_keepers_of_the_roster_declare(office, appraiser, role):
    other = make_member(office.party, role)
    if role in KEEPERS:
        assert declare_tie(appraiser, make_party(), reason="合伙", by=other).reason == "合伙"
    else:
        with pytest.raises(NotAllowed):
            declare_tie(appraiser, make_party(), reason="合伙", by=other)


@pytest.mark.parametrize("role", Role)
def test_only_the_keepers_of_the_roster_record_absences(office, appraiser, role):
    days = {"starts_on": today(), "ends_on": today()}
    other = make_member(office.party, role)
    if role in KEEPERS:
        assert record_absence(appraiser, by=other, **days).ends_on == today()
        assert trail_of(f"office:{office.pk}").get().verb == "absence.record"
    else:
        with pytest.raises(NotAllowed):
            record_absence(appraiser, by=other, **days)


def test_a_keeper_of_another_office_touches_nothing(appraiser):
    stranger = make_member(make_office().party, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        declare_tie(appraiser, make_party(), reason="合伙", by=stranger)
    assert not Tie.objects.exists()


def test_a_tie_needs_a_reason(appraiser):
    with pytest.raises(NotAcceptable):
        declare_tie(appraiser, make_party(), reason=" ", by=appraiser.user)


def test_days_that_end_before_they_begin_are_refused(appraiser, administrator):
    with pytest.raises(NotAcceptable):
        record_absence(appraiser, starts_on=today(), ends_on=days_from_now(-1), by=administrator)


def grant(appraiser, by, kind=Qualification.Kind.RESPONSIBLE):
    return grant_qualification(
        appraiser, kind, certificate_no="示例证-1", valid_from=days_from_now(-9), by=by
    )


def test_a_certificate_is_entered_by_an_administrator(office, appraiser, administrator):
    assert grant(appraiser, administrator).appraiser == appraiser
    assert trail_of(f"office:{office.pk}").get().after["no"] == "示例证-1"
    with pytest.raises(NotAllowed):
        grant(appraiser, make_member(office.party, Role.SCHEDULER))


@pytest.mark.parametrize(
    ("degree", "title", "fit"),
    [
        ("bachelor", "intermediate", True),
        ("doctor", "senior", True),
        ("below", "senior", False),
        ("master", "junior", False),
        ("master", "none", False),
    ],
)
def test_a_responsible_appraiser_has_degree_and_title(office, administrator, degree, title, fit):
    person = make_appraiser(office, Qualification.Kind.SPECIALIST, degree=degree, title=title)
    if fit:
        assert grant(person, administrator).kind == "responsible"
    else:
        with pytest.raises(NotAcceptable) as caught:
            grant(person, administrator)
        assert caught.value.refusal.rule == "R-EXIT-06"
    assert grant(person, administrator, Qualification.Kind.SPECIALIST).kind == "specialist"


def test_a_person_is_on_the_roster_once(office, appraiser):
    with pytest.raises(IntegrityError, match="user_id"):
        Appraiser.objects.create(
            user=appraiser.user, office=office, title="senior", degree="master"
        )


def test_the_database_itself_refuses_a_tie_without_a_reason(appraiser):
    tie = declare_tie(appraiser, make_party(), reason="合伙", by=appraiser.user)
    with pytest.raises(IntegrityError, match="tie_has_a_reason"):
        Tie.objects.filter(pk=tie.pk).update(reason="")
