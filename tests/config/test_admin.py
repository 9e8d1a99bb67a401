"""The administration: who may come in, what only may be looked at, and that nothing is deleted."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from approvals.cases.models import CalendarDay
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Membership, Office, Party, Port, Role, User, Zone
from approvals.record.administration import ConfigurationAdmin
from approvals.record.models import TrailEntry
from exhibitions.permits.models import Asking
from exhibitions.zone_papers.models import PartyCode, WordCode
from relics.filings.models import ZoneAuthority
from relics.watchlists.models import WatchList
from tests import factories, reviewing

pytestmark = pytest.mark.django_db

STREETS = ("approvals.", "relics.", "exhibitions.")
KEPT_BY_ADMINISTRATORS = {
    User,
    Party,
    Membership,
    Office,
    Zone,
    Port,
    CalendarDay,
    WatchList,
    ZoneAuthority,
    Asking,
    PartyCode,
    WordCode,
}
NOT_SHOWN = {
    "cases.IdempotentAnswer",  # answers already given to machines: their own business
    "sales.Buyer",  # read by who may, for a purpose that is logged (R-TRADE-06)
}
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
READ_ONLY = [model for model in REGISTERED if model not in KEPT_BY_ADMINISTRATORS]
LAW_KEEPS = ["record.TrailEntry", "record.OutboxMessage", "certificates.Certificate",
             "reviews.Opinion", "reviews.Decision", "reviews.Release", "reviews.Mark",
             "viewflow.Process", "viewflow.Task", "procrastinate.ProcrastinateJob"]  # fmt: skip


def label(model):
    return model._meta.label


def page(model, act, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}", args=arguments)


@pytest.fixture
def administrator(client):
    zone = factories.make_party(Party.Kind.ZONE)
    person = factories.make_member(
        zone, Role.ADMINISTRATOR, user=factories.make_user(is_staff=True)
    )
    client.force_login(person)
    return person


@pytest.fixture
def full_house(settings, tmp_path):
    """A world with rows in as many tables as one finished review fills."""
    reviewing.use_demo_keys(settings, tmp_path)
    world = reviewing.make_world()
    review = reviewing.issued(world)
    finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    return world


def test_every_table_of_ours_is_shown_or_left_out_on_purpose():
    ours = {label(model) for model in apps.get_models() if model.__module__.startswith(STREETS)}
    assert ours - NOT_SHOWN == {label(m) for m in REGISTERED if m.__module__.startswith(STREETS)}


def test_of_the_libraries_only_turns_and_jobs_are_shown():
    foreign = {label(m) for m in REGISTERED if not m.__module__.startswith(STREETS)}
    assert foreign == {
        "viewflow.Process",
        "viewflow.Task",
        "procrastinate.ProcrastinateJob",
        "procrastinate.ProcrastinateEvent",
    }


def test_administrators_keep_these_tables_and_no_others():
    kept = {m for m, shown in admin.site._registry.items() if isinstance(shown, ConfigurationAdmin)}
    assert kept == KEPT_BY_ADMINISTRATORS


def test_what_the_law_keeps_is_among_the_read_only():
    assert set(LAW_KEEPS) - {label(model) for model in READ_ONLY} == set()


def test_no_table_has_a_way_to_delete(administrator, client):
    for model in REGISTERED:
        assert not admin.site._registry[model].has_delete_permission(None)
        assert admin.site._registry[model].actions is None
        assert client.post(page(model, "delete", 1), {"post": "yes"}).status_code in (302, 403)


def test_every_list_and_every_row_opens_for_an_administrator(administrator, client, full_house):
    for model in REGISTERED:
        assert client.get(page(model, "changelist")).status_code == 200, label(model)
        row = model._default_manager.first()
        if row is not None:
            assert client.get(page(model, "change", row.pk)).status_code == 200, label(model)


def test_a_read_only_row_is_neither_added_changed_nor_deleted(administrator, client, full_house):
    tried = 0
    for model in READ_ONLY:
        assert client.post(page(model, "add"), {}).status_code == 403, label(model)
        row = model._default_manager.first()
        if row is None:
            continue
        tried += 1
        assert client.post(page(model, "change", row.pk), {}).status_code == 403, label(model)
        answer = client.post(page(model, "delete", row.pk), {"post": "yes"})
        assert answer.status_code == 403, label(model)
    assert tried > 20


def test_a_visitor_is_sent_to_the_sign_in_of_the_house(client):
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/")
    assert client.get(answer["Location"])["Location"] == "/accounts/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize(
    ("is_staff", "roles", "valid_to"),
    [
        (False, [Role.ADMINISTRATOR], None),
        (True, [Role.APPROVER], None),
        (True, [], None),
        (True, [Role.ADMINISTRATOR], factories.days_from_now(-1)),
    ],
    ids=["no staff", "another role", "no role", "an administrator until yesterday"],
)
def test_anybody_else_is_refused(client, is_staff, roles, valid_to):
    user = factories.make_user(is_staff=is_staff)
    factories.make_member(
        factories.make_party(Party.Kind.ZONE), *roles, user=user, valid_to=valid_to
    )
    client.force_login(user)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(page(TrailEntry, "changelist"), follow=True).status_code == 403


def test_a_superuser_without_the_role_is_refused_too(client):
    user = factories.make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_change_of_the_calendar_stands_in_the_trail(administrator, client):
    office = factories.make_office()
    fields = {"office": office.party.pk, "day": "2030-01-05", "is_working": "on", "note": "示例"}
    assert client.post(page(CalendarDay, "add"), fields).status_code == 302
    day = CalendarDay.objects.get()
    changed = {**fields, "note": "示例更正"}
    assert client.post(page(CalendarDay, "change", day.pk), changed).status_code == 302
    links = TrailEntry.objects.filter(chain="administration").order_by("seq")
    assert [(one.verb, one.actor) for one in links] == [
        ("administration.add", administrator.actor_key),
        ("administration.change", administrator.actor_key),
    ]
    assert (links[1].before, links[1].after) == ({"note": "示例"}, {"note": "示例更正"})


def test_a_membership_is_ended_and_not_rewritten(administrator, client):
    member = factories.make_member(factories.make_party(), Role.AGENT)
    row = Membership.objects.get(user=member)
    client.post(page(Membership, "change", row.pk), {"role": "approver", "valid_to": "2031-01-01"})
    row.refresh_from_db()
    assert (row.role, str(row.valid_to)) == ("agent", "2031-01-01")


def test_an_administrator_makes_no_superuser_and_sees_no_password(administrator, client):
    person = factories.make_user()
    fields = {"full_name": "示例改名", "is_active": "on", "is_superuser": "on", "password": "x"}
    assert client.post(page(User, "change", person.pk), fields).status_code == 302
    changed = User.objects.get(pk=person.pk)
    assert (changed.full_name, changed.is_superuser, changed.password) == (
        "示例改名",
        False,
        person.password,
    )


def test_a_person_made_here_cannot_sign_in_before_setting_a_password(administrator, client):
    fields = {"username": "newcomer", "full_name": "示例新人", "is_active": "on"}
    assert client.post(page(User, "add"), fields).status_code == 302
    assert not User.objects.get(username="newcomer").has_usable_password()


def test_the_pages_bear_the_strict_policy_and_need_nothing_inline(
    administrator, client, full_house
):
    for address in ("/admin/", page(Port, "changelist"), page(Port, "change", full_house.port.pk)):
        answer = client.get(address)
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
        assert b" style=" not in answer.content
        assert b"<script>" not in answer.content
        assert b" onclick=" not in answer.content
