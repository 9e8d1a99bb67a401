"""The site as a whole: preferences, language, health, source, error pages."""

import io
import tarfile

import pytest
from django.http import HttpResponseNotAllowed
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_preference_is_kept_for_a_year_and_leads_back(client):
    answer = client.post("/preferences/", {"theme": "dark", "next": "/source/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/source/?a=1")
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["max-age"] == 365 * 24 * 3600


def test_a_preference_never_leads_to_another_host(client):
    answer = client.post("/preferences/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_preference_outside_the_list_is_not_kept(client):
    answer = client.post("/preferences/", {"theme": "<script>", "size": "9"})
    assert dict(answer.cookies) == {}


def test_a_theme_that_was_forged_is_shown_as_light(client):
    client.cookies["theme"] = '"><script>'
    assert b'data-bs-theme="light"' in client.get("/source/").content


@pytest.mark.parametrize(
    ("cookie", "asked", "shown"),
    [("", "en-US,en;q=0.9", "zh-hans"), ("en", "zh-CN", "en"), ("fr", "fr", "zh-hans")],
)
def test_the_reader_and_not_the_browser_chooses_the_language(client, cookie, asked, shown):
    client.cookies["django_language"] = cookie
    answer = client.get("/source/", headers={"accept-language": asked})
    assert answer["Content-Language"] == shown


def test_health_is_said_with_the_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_the_policy_lets_nothing_inline_and_nothing_foreign_in(client):
    policy = client.get("/source/")["Content-Security-Policy"]
    assert sorted(part.strip() for part in policy.split(";")) == [
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    ]


def test_the_source_is_handed_out_without_anything_of_this_installation(client):
    packed = client.get("/source/relicgate.tar.gz").content
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        names = tar.getnames()
        owners = {(member.uname, member.uid) for member in tar.getmembers()}
    assert "relicgate/config/source.py" in names
    assert [name for name in names if "/var/" in name or "/.venv/" in name or ".pyc" in name] == []
    assert owners == {("root", 0)}


def test_the_style_guide_is_for_demonstrations_only(client, settings):
    settings.DEMO = False
    assert client.get("/style/").status_code == 404
    settings.DEMO = True
    assert client.get("/style/").status_code == 200


def test_the_banner_stands_on_the_pages_of_a_demonstration_alone(client, settings):
    settings.DEMO = True
    assert "演示环境" in client.get("/source/").content.decode()
    settings.DEMO = False
    assert "演示环境" not in client.get("/source/").content.decode()


def test_the_wrong_method_gets_a_page_that_says_what_to_do(client):
    answer = client.get("/preferences/")
    assert answer.status_code == 405
    assert "此页不接受这种操作" in answer.content.decode()


def test_a_machine_that_uses_the_wrong_method_gets_no_page(client):
    answer = client.get("/preferences/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")
    assert isinstance(answer, HttpResponseNotAllowed)


def test_a_form_without_its_check_code_gets_a_page_that_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "页面放置过久，未能提交" in answer.content.decode()


def test_a_request_over_the_limit_gets_413(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client.post("/preferences/", {"theme": "dark", "next": "/" + "a" * 50})
    assert answer.status_code == 413
    assert "上传的内容太大" in answer.content.decode()


def test_a_fault_of_ours_is_owned_without_asking_the_database(django_assert_num_queries):
    from config.views import server_error

    with django_assert_num_queries(0):
        answer = server_error(None)
    assert answer.status_code == 500
    assert "这是我们的问题，不是您的" in answer.content.decode()
