"""What people type stays text: on pages, in papers, in tables, whatever it looks like."""

import csv
import io
import json

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from approvals.certificates.models import Certificate
from approvals.certificates.registry import kind_of
from approvals.certificates.render import _context
from approvals.certificates.services import finish_certificate
from relics.appointments.calendars import calendar_file
from relics.appointments.models import Booking
from relics.register.importing import errors_csv, read_import
from relics.reviews.models import Review
from tests import reviewing

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{ 7|add:7 }}"
RAW = ("<script>alert", "<img src=x")


@pytest.fixture
def world(settings, tmp_path):
    """A world in which everybody and everything is called by a piece of markup."""
    reviewing.use_demo_keys(settings, tmp_path)
    world = reviewing.make_world()
    for row, field in (
        (world.dealer, "name"),
        (world.office.party, "name"),
        (world.port, "name"),
        (world.session, "address"),
        (world.session, "notice"),
        *((person, "full_name") for person in (world.agent, world.clerk, world.second)),
        *((one.user, "full_name") for one in world.appraisers),
    ):
        setattr(row, field, EVIL[: row._meta.get_field(field).max_length or 100])
        row.save()
    return world


@pytest.fixture
def review(world):
    marked = {"number": EVIL[:50], "name": EVIL, "size": EVIL, "inscriptions": EVIL}
    found = reviewing.issued(world, world.new_object(**marked), world.new_object(), prohibit={2})
    for paper in Certificate.objects.filter(case=found.case):
        finish_certificate(paper.pk)
    return Review.objects.get(pk=found.pk)


def page(person, url):
    client = Client()
    client.force_login(person)
    return client.get(url)


def test_no_page_takes_what_was_typed_for_markup(world, review):
    case, permit = review.case_id, Certificate.objects.get(case=review.case, kind="exit_permit")
    pages = [
        (world.agent, f"/cases/{case}/"),
        (world.agent, "/applications/"),
        (world.clerk, f"/desk/cases/{case}/"),
        (world.clerk, "/desk/inbox/"),
        (world.clerk, "/desk/cases/"),
        (world.clerk, f"/desk/cases/{case}/hand-back/"),
        (world.clerk, f"/desk/cases/{case}/worksheets/"),
        (world.scheduler, f"/desk/schedule/{world.session.pk}/"),
        (world.scheduler, f"/desk/schedule/day/{world.session.date}/"),
        (world.approver, f"/desk/cases/{case}/papers/{permit.pk}/revoke/"),
        (world.issuer, "/desk/marks/"),
        (world.customs, f"/gate/?q={permit.code}"),
        (world.customs, f"/v/{permit.code}/"),
    ]
    answers = {url: page(person, url) for person, url in pages}
    assert {answer.status_code for answer in answers.values()} == {200}
    shown = {url: answer.content.decode() for url, answer in answers.items()}
    assert [url for url, text in shown.items() if any(raw in text for raw in RAW)] == []
    assert sum("&lt;script&gt;" in text for text in shown.values()) >= 10


def test_a_draft_with_markup_in_it_is_shown_as_text(world):
    review = reviewing.drafted(world, world.new_object(name=EVIL, size=EVIL))
    Review.objects.filter(pk=review.pk).update(destination=EVIL[:40], address=EVIL[:40])
    item = review.items.get()
    names = ("application", "particulars", "check", "object_list")
    urls = [reverse(f"reviews:{name}", args=[review.case_id]) for name in names]
    urls.append(reverse("reviews:object_edit", args=[review.case_id, item.pk]))
    texts = [page(world.agent, url).content.decode() for url in urls]
    assert [text for text in texts if any(raw in text for raw in RAW)] == []


def test_a_paper_prints_markup_as_the_signs_that_were_typed(world, review):
    """The page engine reads XML: an unescaped sign would change the page or stop it."""
    permit = Certificate.objects.get(case=review.case, kind="exit_permit")
    [thing] = json.loads(permit.snapshot)["objects"]
    kind = kind_of(permit.kind)
    xhtml = render_to_string(kind.template, _context(kind, json.loads(permit.snapshot)))
    assert (permit.status, thing["name"]) == ("valid", EVIL)
    assert "{{ 7|add:7 }}" in xhtml
    assert [raw for raw in RAW if raw in xhtml] == []


def test_a_calendar_file_gets_no_line_from_what_was_typed(world):
    world.session.notice = "示例\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT"
    world.session.save()
    review = reviewing.booked(world)
    lines = calendar_file(Booking.objects.get(case=review.case)).decode().split("\r\n")
    assert [line for line in lines if line.startswith(("ATTENDEE", "END:VEVENT"))] == ["END:VEVENT"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_fault_that_looks_like_a_formula_is_text_in_the_table_of_faults(world, sign):
    value = f'{sign}HYPERLINK("https://elsewhere.example")'
    table = io.StringIO()
    csv.writer(table).writerows([["编号", "名称", "数量"], ["1", "示例", value]])
    report = read_import(table.getvalue().encode("utf-8"), f"{sign}x.csv", world.dealer)
    cells = [
        cell
        for row in csv.reader(io.StringIO(errors_csv(report).decode("utf-8-sig")))
        for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
