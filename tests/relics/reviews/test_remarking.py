"""A damaged or lost mark is replaced by the office; its number never comes back (R-EXIT-12)."""

import json
from itertools import count

import pytest
from django.db import DatabaseError, transaction

from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate, suspend_certificate
from approvals.parties.models import Role
from approvals.record.models import TrailEntry
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refused
from relics.comparisons.queries import current_reference
from relics.reviews.models import Mark, MarkReplacement
from relics.reviews.services import gate, marking
from relics.reviews.services.remarking import replace_mark
from relics.watchlists.services import freeze_object
from tests import entering, reviewing
from tests.approvals.exchange.test_api import Machine
from tests.desk import at, get, post, text

pytestmark = pytest.mark.django_db
_numbers = count(1)
SEEN = {"seen": "damaged", "reason": "示例：火漆开裂。"}


@pytest.fixture
def world(settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    return reviewing.make_world()


@pytest.fixture
def labelled(world):
    return reviewing.labelled(world).items.get()


@pytest.fixture
def issued(world):
    review = reviewing.issued(world, number="示例〔2026〕1号")
    finish_certificate(review.case.certificates.get(kind="exit_permit").pk)
    return review.items.get()


def blank(world, kind=Mark.Kind.EXIT):
    number = f"示例换标{next(_numbers):03d}"
    [mark] = marking.stock_marks(world.office, [number], medium="wax", kind=kind, by=world.issuer)
    return mark


def now(mark):
    return Mark.objects.get(pk=mark.pk)


def refused(do, error=Conflict):
    with pytest.raises(error) as found:
        do()
    return found.value.refusal.code, found.value.refusal.rule


def test_before_a_paper_names_it_the_intake_officer_replaces_a_mark(world, labelled):
    old, new = labelled.mark, blank(world)
    done = replace_mark(labelled, new, **SEEN, by=world.clerk)
    old, new = now(old), now(new)
    assert (old.status, old.item, new.status, new.item) == ("destroyed", None, "bound", labelled)
    assert (done.former, done.successor, done.by) == (old, new, world.clerk)
    told = TrailEntry.objects.get(chain=labelled.review.case.chain, verb="mark.replace")
    assert (told.actor_name, told.reason) == (world.clerk.actor_name, SEEN["reason"])
    assert (told.after["former"], told.after["mark"]) == (old.number, new.number)


def test_case_14_a_damaged_mark_bars_the_release_until_the_office_replaced_it(world, issued):
    gate.record_sighting(issued.mark, seen="damaged", port=world.port, by=world.customs)
    release = {"port": world.port, "by": world.customs}
    go = lambda: gate.release([issued], **release)  # noqa: E731
    assert refused(go, Refused) == ("mark_not_intact", "R-EXIT-08")
    new = blank(world)
    replace_mark(issued, new, **SEEN, by=world.issuer)
    papers = Certificate.objects.filter(case=issued.review.case, kind="exit_permit")
    assert [(one.version, one.status) for one in papers.order_by("version")] == [
        (1, "superseded"),
        (2, "prepared"),
    ]
    permit = papers.get(version=2)
    [thing] = json.loads(permit.snapshot)["objects"]
    assert (thing["mark"], permit.number) == (new.number, "示例〔2026〕1号")
    finish_certificate(permit.pk)
    assert len(gate.release([issued], **release)) == 1


def test_once_a_paper_names_the_mark_only_an_issuer_replaces_it(world, issued):
    new = blank(world)
    for person in (world.clerk, world.approver, world.agent, world.customs):
        do = lambda person=person: replace_mark(issued, new, **SEEN, by=person)  # noqa: E731
        assert refused(do, NotAllowed) == ("no_right", "R-EXIT-12")
    assert not MarkReplacement.objects.exists()


@pytest.mark.parametrize("name", ["agent", "customs", "approver", "issuer"])
def test_before_that_nobody_but_intake_does(world, labelled, name):
    person, new = getattr(world, name), blank(world)
    do = lambda: replace_mark(labelled, new, **SEEN, by=person)  # noqa: E731
    assert refused(do, NotAllowed) == ("no_right", "R-EXIT-12")


@pytest.mark.parametrize("wrong", [{"seen": "intact"}, {"reason": "  "}])
def test_an_intact_mark_or_no_reason_is_refused(world, labelled, wrong):
    do = lambda: replace_mark(labelled, blank(world), **{**SEEN, **wrong}, by=world.clerk)  # noqa: E731
    assert refused(do, NotAcceptable)[1] == "R-EXIT-12"


def test_only_a_blank_mark_of_the_same_kind_and_office_takes_its_place(world, labelled):
    used = labelled.mark
    other = reviewing.make_world()
    for mark in (None, used, blank(world, Mark.Kind.ENTRY), blank(other)):
        do = lambda mark=mark: replace_mark(labelled, mark, **SEEN, by=world.clerk)  # noqa: E731
        assert refused(do)[1] == "R-EXIT-12"
    replace_mark(labelled, blank(world), **SEEN, by=world.clerk)
    do = lambda: replace_mark(labelled, now(used), **SEEN, by=world.clerk)  # noqa: E731
    assert refused(do) == ("mark_not_blank", "R-EXIT-12")


def test_nothing_is_replaced_on_what_left_is_frozen_or_whose_permit_is_suspended(world, issued):
    replace = lambda: replace_mark(issued, blank(world), **SEEN, by=world.issuer)  # noqa: E731
    permit = issued.review.case.certificates.get(kind="exit_permit")
    gate.release([issued], port=world.port, by=world.customs)
    assert refused(replace) == ("mark_not_replaceable", "R-EXIT-12")
    review = reviewing.labelled(world)
    thing = review.items.get()
    freeze_object(
        thing.object, ground="illegal_holding", facts="示例", by=world.clerk, second=world.second
    )
    do = lambda: replace_mark(thing, blank(world), **SEEN, by=world.clerk)  # noqa: E731
    assert refused(do) == ("mark_not_replaceable", "R-EXIT-12")
    assert permit.status == "valid"


def test_a_suspended_permit_does_not_come_back_by_a_new_mark(world, issued):
    permit = issued.review.case.certificates.get(kind="exit_permit")
    suspend_certificate(permit, ground="示例：待查", by=world.approver)
    do = lambda: replace_mark(issued, blank(world), **SEEN, by=world.issuer)  # noqa: E731
    assert refused(do) == ("paper_not_valid", "R-GEN-12")


def test_the_history_of_marks_cannot_be_rewritten(world, labelled):
    done = replace_mark(labelled, blank(world), **SEEN, by=world.clerk)
    with pytest.raises(DatabaseError), transaction.atomic():
        MarkReplacement.objects.filter(pk=done.pk).update(reason="示例二")


def test_a_mark_of_entry_is_replaced_and_the_record_for_the_way_out_bears_it(world):
    review = entering.entered(world, world.new_object())
    for paper in review.case.certificates.filter(status="prepared"):
        finish_certificate(paper.pk)
    item = review.items.get()
    before = current_reference(item.object)
    new = blank(world, Mark.Kind.ENTRY)
    replace_mark(item, new, **SEEN, by=world.issuer)
    after = current_reference(item.object)
    assert (after.mark_number, after.measures) == (new.number, before.measures)
    kept = [list(one.photos.values_list("sha256", flat=True)) for one in (before, after)]
    assert kept[0] == kept[1]
    register = review.case.certificates.get(kind="temporary_entry_register", version=2)
    assert json.loads(register.snapshot)["objects"][0]["mark"] == new.number


def test_the_page_replaces_it_and_shows_what_was_replaced(world, issued):
    url = at("remark", issued.review, item=issued.pk)
    old, new = issued.mark.number, blank(world)
    assert url in text(get(world.issuer, at("desk_case", issued.review)))
    assert post(world.clerk, url, {**SEEN, "number": new.number}).status_code == 403
    assert post(world.issuer, url, {"number": new.number}).status_code == 422
    assert post(world.issuer, url, {**SEEN, "number": new.number}).status_code == 302
    page = text(get(world.issuer, url))
    assert (old in page, new.number in page, SEEN["reason"] in page) == (True, True, True)


def test_the_offices_system_replaces_it_by_the_interface(client, world, labelled):
    office = Machine(client, world.office.party, "decisions", Role.INTAKE)
    new = blank(world)
    path = f"/applications/{labelled.review.case_id}/objects/{labelled.sequence}/mark"
    answer = office.post(path, {**SEEN, "mark": new.number})
    assert answer.status_code == 201, answer.content
    assert answer.json()["items"][0]["mark"] == new.number
    dealer = Machine(client, world.dealer, "cases", Role.AGENT)
    assert dealer.post(path, {**SEEN, "mark": new.number}).status_code == 403
