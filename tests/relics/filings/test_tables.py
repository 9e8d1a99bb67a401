"""Many at once: a table of objects, an annex of many lines; customs' re-export, CITES copies."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.record.models import TrailEntry
from relics.filings import services
from relics.filings.models import AnnexRow, CustomsRelease, Filing
from relics.register.models import RelicObject
from tests import factories, filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return filing.make_place()


def table(text):
    return SimpleUploadedFile("示例.csv", text.encode(), content_type="text/csv")


def sent(place, text, **more):
    return {
        "table": table(text),
        "owner": place.dealer.pk,
        "zone": place.zone.pk,
        "kind": "artwork",
        "purposes": ["storage"],
        **more,
    }


GOOD = "编号,名称,质地,尺寸\n表-1,示例画一,纸,30×40厘米\n表-2,示例画二,纸,50×60厘米\n"
BAD = GOOD + "表-3,,纸,1×1厘米\n"


def test_a_table_becomes_records_and_a_draft_for_each(client, place):
    client.force_login(place.agent)
    url = reverse("filings:new_table")
    checked = client.post(url, sent(place, GOOD, do="check"))
    assert (checked.status_code, Filing.objects.count()) == (200, 0)
    assert client.post(url, sent(place, GOOD, do="draft"))["Location"] == reverse("filings:list")
    rows = Filing.objects.order_by("object__number")
    assert [(row.title, row.status) for row in rows] == [
        ("示例画一", "draft"),
        ("示例画二", "draft"),
    ]
    chains = {f"case:{row.case_id}" for row in rows}
    assert TrailEntry.objects.filter(chain__in=chains, verb="filing.draft").count() == 2


def test_a_faulty_row_stops_the_table_unless_it_is_left_out(client, place):
    client.force_login(place.agent)
    url = reverse("filings:new_table")
    told = client.post(url, sent(place, BAD, do="draft"))
    assert (told.status_code, Filing.objects.count(), RelicObject.objects.count()) == (422, 0, 0)
    assert [(fault.row, fault.column) for fault in told.context["faults"]] == [(4, "名称")]
    client.post(url, sent(place, BAD, do="draft", rows="good"))
    assert Filing.objects.count() == 2


def test_hundreds_are_drafted_with_few_statements(place, django_assert_max_num_queries):
    things = [place.new_object() for _n in range(4)]
    said = {"zone": place.zone, "kind": "artwork", "purposes": ["storage"], "by": place.agent}
    services.draft_filings(things[:1], **said)
    with django_assert_max_num_queries(8 + 4 * 3):
        services.draft_filings(things[1:], **said)


def annex(place, text):
    return {
        "applicant": place.dealer.pk,
        "number": "示例批-9",
        "authority": "示例省文化厅",
        "issued_on": factories.today(),
        "table": table(text),
    }


def test_an_annex_is_recorded_once_from_its_table_and_matched_to_each_filing(client, place):
    one, two = filing.line2_requested(place), filing.line2_requested(place)
    client.force_login(place.culture)
    url = reverse("filings:approval_new")
    lines = "作者,名称,尺寸,物品编号\n"
    for row in (one, two):
        lines += f"{row.author},{row.title},{row.size},{row.object.number}\n"
    told = client.post(url, annex(place, lines + "示例作者,,1 cm,无此号\n"))
    assert (told.status_code, AnnexRow.objects.count()) == (422, 0)
    assert [(fault.row, fault.column) for fault in told.context["faults"]] == [
        (4, "名称"),
        (4, "物品编号"),
    ]
    assert client.post(url, annex(place, lines)).status_code == 302
    approval = AnnexRow.objects.first().approval
    for sequence, row in enumerate((one, two), 1):
        desk = reverse("filings:desk", args=[row.case_id])
        done = client.post(desk, {"act": "match", "approval": approval.pk})
        assert done.status_code == 302
        assert filing.fresh(row).approval_row.sequence == sequence


def test_customs_lets_an_artwork_go_abroad_again_by_its_number(client, place):
    row = filing.active(place)
    relic = filing.active(place, kind="relic", purposes=["show"])
    client.force_login(place.customs)
    url = reverse("filings:reexport")
    said = {"port": place.port.pk, "declaration": "示例报关单-3"}
    assert client.post(url, {**said, "number": "无"}).status_code == 422
    barred = client.post(url, {**said, "number": relic.case.number})
    assert (barred.status_code, barred.context["refusal"].code) == (409, "relic_needs_review")
    done = client.post(url, {**said, "number": row.case.number})
    assert done["Location"] == reverse("filings:desk", args=[row.case_id])
    assert CustomsRelease.objects.get().filing == row
    client.force_login(place.culture)
    assert client.get(url).status_code == 404


def test_the_copy_of_a_cites_paper_is_a_task_until_it_is_back(client, place):
    row = filing.drafted(place, materials="象牙镶嵌")
    today = factories.today()
    said = {"certificate_no": "示例证-1", "valid_to": today + timedelta(days=9)}
    paper = services.record_cites(row, line="one", **said, released_on=today, by=place.agent)
    client.force_login(place.agent)
    page = client.get(reverse("filings:list"))
    assert [one.copy_due_on for one in page.context["copies"]] == [today + timedelta(days=30)]
    act = reverse("filings:act", args=[row.case_id])
    assert client.post(act, {"act": "copy", "row": paper.pk}).status_code == 302
    paper.refresh_from_db()
    assert paper.copied_on == today
    assert list(client.get(reverse("filings:list")).context["copies"]) == []
    assert client.post(act, {"act": "copy", "row": "0"}).status_code == 404
