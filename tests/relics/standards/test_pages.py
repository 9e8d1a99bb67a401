"""The pages of the standards: difference before force, checks, old articles."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from approvals.parties.models import Role
from relics.standards.citations import printable
from relics.standards.models import ListVersion, TextCheck
from relics.standards.queries import version_on
from tests import factories

TABLE = (
    "list,name,aliases,level,document,evidence,effective_from,effective_to\n"
    "示例名单,示例大师,Shili Dashi,all,示例〔2023〕0号,V2,2023-05-26,\n"
)


@pytest.fixture
def approver(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = factories.make_member(factories.make_office().party, Role.APPROVER)
    client.force_login(person)
    return person


def upload(client, text=TABLE):
    sent = SimpleUploadedFile("示例.csv", text.encode())
    page = reverse("standards:list", args=["artists"])
    return client.post(page, {"file": sent, "source": "示例来源"})


def test_a_list_is_uploaded_compared_and_put_into_force(client, approver):
    answer = upload(client)
    assert "未施行" in client.get(reverse("standards:list", args=["artists"])).content.decode()
    version = ListVersion.objects.get()
    page = reverse("standards:version", args=[version.pk])
    assert answer.url == page
    shown = client.get(page)
    assert shown.context["added"][0][1] == ("姓名", "示例大师")
    assert "增加 1 行，删去 0 行，修改 0 行" in shown.content.decode()
    today = timezone.localdate().isoformat()
    client.post(page, {"effective_from": today, "reason": "示例理由"})
    assert version_on("artists") == version.key
    lines = client.get(reverse("standards:list", args=["artists"]))
    assert "示例大师" in lines.content.decode()


def test_a_faulty_file_is_refused_with_its_faults(client, approver):
    answer = upload(client, TABLE.replace(",all,", ",some,"))
    assert answer.status_code == 422
    assert answer.context["faults"] == ["第 2 行“级别”：只能是 all、representative。"]
    assert ListVersion.objects.count() == 0


def test_a_check_is_recorded_and_opens_the_citation(client, approver):
    page = reverse("standards:citation", args=["exit-standard-notes"])
    form = {
        "file": SimpleUploadedFile("示例.pdf", b"%PDF-1.4 example"),
        "checked_on": timezone.localdate().isoformat(),
    }
    assert client.post(page, form).status_code == 422
    form["file"].seek(0)
    assert client.post(page, form | {"confirmed": "on"}).status_code == 302
    made = TextCheck.objects.get()
    assert made.officer == approver
    assert printable(["exit-standard-notes"], office=made.party) == ["《文物出境审核标准》说明"]
    text = client.get(reverse("standards:check_file", args=[made.pk]))
    assert (text.content, text["Content-Type"]) == (b"%PDF-1.4 example", "application/pdf")


def test_case_51_the_page_shows_what_article_61_is_now(client, approver):
    page = reverse("standards:citation_list")
    shown = client.get(page, {"article": "文物保护法第61条", "written_on": "2007-09-01"})
    assert shown.context["now"].key == "relics-law-78"
    lost = client.get(page, {"article": "文物保护法第3条", "written_on": "2007-09-01"})
    assert lost.status_code == 422


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("standard_list", []), ("list", ["gb33290"]), ("citation_list", [])],
)
def test_a_page_takes_few_queries(client, approver, django_assert_max_num_queries, name, arguments):
    with django_assert_max_num_queries(12):
        assert client.get(reverse(f"standards:{name}", args=arguments)).status_code == 200
