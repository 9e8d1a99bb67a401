"""Every move is an event, and where a thing is and what it may do follow from the events (§10.9)."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from approvals.record.models import OutboxMessage
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from approvals.record.status import transitions_of
from exhibitions.books.services import commit, write_off
from exhibitions.exhibits import services
from exhibitions.exhibits.models import Event, Exhibit, ExhibitStatus, Place, Verb
from exhibitions.exhibits.queries import inside, must_return, overdue, positions
from exhibitions.exhibits.services import Told
from exhibitions.exhibits.services.counting import commitment_of, drawn
from exhibitions.exhibits.services.custody import locked
from exhibitions.permits.closing import closing_refusals
from tests import custody, factories, showing

STEPS = sorted({name for name, _source, _target in transitions_of(Exhibit)})


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """One running show of two objects for all tests; each test is rolled back."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("custody")
    kept = override_settings(MEDIA_ROOT=folder)
    with kept, django_db_blocker.unblock(), transaction.atomic():
        yield custody.make_house(count=2)
        transaction.set_rollback(True)


@pytest.fixture
def house(made, db):
    return made


def code_of(refused):
    return refused.value.refusal.code


def test_an_object_enters_custody_once_with_its_line_of_the_book(house):
    exhibits = custody.entered(house)
    assert [one.status for one in exhibits] == ["in_zone", "in_zone"]
    assert {one.line.book for one in exhibits} == {house.firm.book}
    assert custody.entered(house) == []
    assert positions(exhibits)[exhibits[0].pk].place == house.store


def test_bonded_goods_on_no_book_do_not_enter(house):
    line = house.firm.book.lines.first()
    commit([line], custody.LIST, by=house.firm.agent)
    write_off([line], custody.LIST, by=house.customs)
    with pytest.raises(Conflict) as refused:
        custody.entered(house)
    assert code_of(refused) == "not_on_the_book"


@pytest.mark.parametrize("status", list(custody.WAY))
def test_each_step_only_from_where_the_machine_knows_it(house, status):
    """Every step from every status: allowed where the table says so, else told why (§10.9)."""
    exhibit = custody.brought(house, custody.entered(house)[0], status)
    assert exhibit.status == status
    allowed = {name for name, source, _target in transitions_of(Exhibit) if source == status}
    for step in STEPS:
        with transaction.atomic():
            place = house.booths[1] if step == "install" else None
            if step in allowed:
                services.happen(exhibit, step, place=place, by=house.keeper)
                assert Event.objects.filter(exhibit=exhibit).last().verb == step
            else:
                with pytest.raises(Conflict) as refused:
                    services.happen(exhibit, step, place=place, by=house.keeper)
                assert refused.value.refusal.rule == "§10.9"
            transaction.set_rollback(True)


def test_from_display_nothing_goes_straight_to_the_buyer():
    assert not [one for one in transitions_of(Exhibit) if one[1:] == ("on_display", "delivered")]
    ways = {source for _step, source, target in transitions_of(Exhibit) if target == "delivered"}
    assert ways == {"tax_paid"}


def test_the_database_holds_the_status_to_the_events(house):
    exhibit = custody.entered(house)[0]
    moved = Exhibit.objects.filter(pk=exhibit.pk)
    with pytest.raises(DatabaseError, match="exhibit_status_follows_events"), checked_at_once():
        moved.update(status="delivered")
    last = Event.objects.get(exhibit=exhibit)
    fields = {"by": house.keeper, "happened_at": last.at, "at": last.at, "exhibit": exhibit}
    with pytest.raises(DatabaseError, match="event_follows_the_last"), transaction.atomic():
        Event.objects.create(
            verb="deliver", before="tax_paid", after="delivered", key="示例", **fields
        )
    with pytest.raises(DatabaseError, match="append"), transaction.atomic():
        Event.objects.filter(pk=last.pk).update(reason="示例改")


@contextmanager
def checked_at_once():
    """A block at whose end the database asks what it would ask when the transaction commits."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_device_that_tells_twice_is_heard_once(house):
    exhibit = custody.brought(house, custody.entered(house)[0], "gate_out")
    told = Told(key="示例设备-1", happened_at=timezone.now() - timedelta(minutes=5))
    first = services.install(exhibit, house.booths[0], told=told, by=house.keeper)
    again = services.install(custody.fresh(exhibit), house.booths[0], told=told, by=house.keeper)
    assert first == again
    assert first.happened_at < first.at
    other = custody.entered(house) or [one for one in Exhibit.objects.all() if one.pk != exhibit.pk]
    with pytest.raises(Conflict) as refused:
        services.happen(custody.fresh(other[0]), "request_out", told=told, by=house.keeper)
    assert code_of(refused) == "key_used"
    late = Told(happened_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(NotAcceptable) as refused:
        services.move_exhibit(custody.fresh(exhibit), house.booths[1], told=late, by=house.keeper)
    assert code_of(refused) == "in_the_future"


@pytest.fixture
def shown(house):
    return custody.on_display(house)


def test_where_was_it_on_day_d(house, shown):
    exhibit = shown[0]
    before = timezone.now() - timedelta(days=1)
    assert positions([exhibit], at=before) == {}
    services.move_exhibit(exhibit, house.booths[1], by=house.keeper)
    moves = list(Event.objects.filter(exhibit=exhibit, place__isnull=False))
    found = [positions([exhibit], at=one.happened_at)[exhibit.pk].place for one in moves]
    assert found == [house.store, house.booths[0], house.booths[1]]


def test_moving_a_case_moves_what_is_in_it(house, shown):
    first, second = shown
    services.move_case(house.case, house.booths[0], by=house.keeper)
    services.move_exhibit(first, house.case, by=house.keeper)
    put = timezone.now()
    services.move_case(house.case, house.booths[1], by=house.keeper)
    assert inside(house.case) == [first]
    now, then = positions(shown), positions(shown, at=put)
    assert (now[first.pk].fixed, then[first.pk].fixed) == (house.booths[1], house.booths[0])
    assert now[second.pk].fixed == house.booths[0]
    assert Event.objects.filter(exhibit=first).last().place == house.case
    with pytest.raises(NotAcceptable) as refused:
        services.move_case(house.case, house.store, by=house.keeper)
    assert code_of(refused) == "not_the_approved_place"


def test_case_37_the_place_across_the_street_is_not_the_approved_one(house, shown):
    site = showing.moved(house.world)
    [across] = services.make_places(
        house.world.operator, [("示例对面", "对面一号位")], kind="booth", site=site, by=house.keeper
    )
    with pytest.raises(NotAcceptable) as refused:
        services.move_exhibit(shown[0], across, by=house.keeper)
    assert (code_of(refused), refused.value.refusal.rule) == ("not_the_approved_place", "R-BOND-03")


def test_case_38_an_exhibit_is_not_lent_on_for_a_photo_shoot(house, shown):
    other = factories.make_party(name="示例摄影公司")
    studio = Place.objects.create(operator=other, kind="road", name="影棚", tag="示例棚")
    with pytest.raises(NotAcceptable) as refused:
        services.move_exhibit(shown[0], studio, by=house.keeper)
    assert (code_of(refused), refused.value.refusal.rule) == ("place_of_another", "R-BOND-02")


def test_nobody_but_the_operator_moves_an_exhibit(house, shown):
    stranger = factories.make_member(factories.make_party(), "operator")
    for user in (stranger, house.customs, house.world.tax):
        with pytest.raises(NotAllowed) as refused:
            services.move_exhibit(shown[0], house.booths[1], by=user)
        assert refused.value.refusal.rule == "R-BOND-02"


def test_case_39_theft_is_told_to_the_police_customs_and_relic_office_and_duty_is_due(house, shown):
    exhibit = shown[0]
    type(exhibit.item).objects.filter(pk=exhibit.item_id).update(kind="relic")
    told = {"kind": "theft", "description": "示例：夜间失窃", "happened_at": timezone.now()}
    with pytest.raises(NotAcceptable) as refused:
        services.report_incident(exhibit, **told, by=house.keeper)
    assert code_of(refused) == "police_missing"
    incident = services.report_incident(
        custody.fresh(exhibit), **told, police_number="示例警1", by=house.keeper
    )
    assert custody.fresh(exhibit).status == ExhibitStatus.LOST
    messages = OutboxMessage.objects.filter(kind="exhibit.incident")
    assert sorted(one.recipient for one in messages) == ["customs", "relic_office"]
    assert [one.code for one in closing_refusals(house.permit)] == ["exhibit_not_home"] * 2
    judged = {"force_majeure": False, "duty_due": Decimal("120.00"), "reason": "示例：看管不力"}
    with pytest.raises(NotAllowed):
        services.find_incident(incident, **judged, by=house.keeper)
    services.find_incident(incident, **judged, by=house.customs)
    with pytest.raises(Conflict):
        services.find_incident(incident, **judged, by=house.customs)
    assert [one.code for one in closing_refusals(house.permit)] == ["exhibit_not_home"]


def test_case_41_a_late_return_is_taken_back_and_stands_on_the_list_until_then(house, shown):
    exhibit = shown[0]
    yesterday = factories.today() - timedelta(days=1)
    told = Told(planned_return=yesterday)
    services.happen(exhibit, Verb.REQUEST_RETURN, told=told, by=house.keeper)
    assert list(overdue(Exhibit.objects.all())) == [exhibit]
    services.happen(exhibit, Verb.PASS_IN, by=house.customs)
    services.store(custody.fresh(exhibit), house.store, by=house.keeper)
    assert not must_return(Exhibit.objects.all()).exists()
    assert custody.fresh(exhibit).status == ExhibitStatus.IN_ZONE


def test_a_draw_is_committed_before_and_opened_after(house, shown):
    seed, site = "示例种子", house.permit.site
    with pytest.raises(NotAllowed):
        services.open_count(site, commitment=commitment_of(seed), share=50, by=house.keeper)
    with pytest.raises(NotAcceptable) as refused:
        services.open_count(site, share=50, by=house.customs)
    assert code_of(refused) == "commitment_missing"
    count = services.open_count(site, commitment=commitment_of(seed), share=50, by=house.customs)
    with pytest.raises(Conflict) as refused:
        services.open_count(site, by=house.keeper)
    assert code_of(refused) == "count_open"
    tag = shown[0].line.item_number
    scan = {"seen_at": timezone.now(), "by": house.keeper}
    first = services.see(count, tag, key="示例扫1", **scan)
    assert services.see(count, tag, key="示例扫1", **scan) == first
    assert services.see(count, "不认识", key="示例扫2", **scan).exhibit is None
    with pytest.raises(NotAcceptable) as refused:
        services.close_count(count, seed="别的", by=house.customs)
    assert code_of(refused) == "seed_differs"
    closed = services.close_count(count, seed=seed, by=house.customs)
    asked = drawn([one.pk for one in shown], seed, 50)
    assert closed.result["asked"] == asked
    assert closed.result["missing"] == [one for one in asked if one != shown[0].pk]
    assert closed.result["unknown"] == ["不认识"]
    with pytest.raises(Conflict):
        services.see(count, tag, key="示例扫3", **scan)


def test_a_full_count_tells_what_is_missing_and_what_is_not_of_here(house, shown):
    count = services.open_count(house.permit.site, by=house.keeper)
    services.see(
        count, shown[1].object.number, key="示例扫9", seen_at=timezone.now(), by=house.keeper
    )
    closed = services.close_count(count, by=house.keeper)
    assert (closed.result["missing"], closed.result["extra"]) == ([shown[0].pk], [])


def test_the_lock_is_taken_before_the_status_is_read(house, shown):
    stale = shown[0]
    services.happen(stale, Verb.RESERVE, by=house.keeper)
    assert (stale.status, locked(stale).status) == ("on_display", "reserved")
    with pytest.raises(Conflict):
        services.happen(stale, Verb.RESERVE, by=house.keeper)
