"""What every answer carries: policy, no sniffing, no framing, no keeping; and HTTPS settings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate
from approvals.parties.models import Role
from config.middleware import BodyLimitMiddleware
from tests import factories, reviewing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def guarded(answer):
    return (
        "default-src 'self'" in answer["Content-Security-Policy"]
        and "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        and answer["X-Content-Type-Options"] == "nosniff"
        and answer["Referrer-Policy"] == "same-origin"
    )


def test_every_answer_carries_the_policy_errors_too():
    client = Client(raise_request_exception=False)
    answers = {
        200: client.get("/"),
        302: client.get("/applications/"),
        400: client.get("/", headers={"host": "elsewhere.example"}),
        401: client.get("/api/v1/releases?q=1"),
        404: client.get("/nothing/"),
        405: client.get("/preferences/"),
        403: Client(enforce_csrf_checks=True).post("/applications/new/", {}),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    assert [status for status, answer in answers.items() if not guarded(answer)] == []


def test_a_fault_of_ours_carries_the_policy_and_says_nothing_of_itself(monkeypatch):
    def fall(*_args, **_keywords):
        raise RuntimeError("示例：内部细节")

    monkeypatch.setattr("config.views.roles_of", fall)
    answer = Client(raise_request_exception=False).get("/")
    assert (answer.status_code, guarded(answer)) == (500, True)
    assert "内部细节" not in answer.content.decode()


def test_what_a_signed_in_person_sees_is_kept_nowhere(client, settings, tmp_path):
    reviewing.use_demo_keys(settings, tmp_path)
    world = reviewing.make_world()
    review = reviewing.submitted(world)
    paper = finish_certificate(Certificate.objects.get(case=review.case).pk)
    client.force_login(world.agent)
    urls = (f"/cases/{review.case_id}/", f"/papers/{paper.pk}.pdf", "/applications/", "/nothing/")
    for url in urls:
        answer = client.get(url)
        assert (answer["Cache-Control"], guarded(answer)) == ("no-store, private", True), url
    dealer = Machine(Client(), world.dealer, "cases", Role.AGENT)
    assert dealer.get(f"/applications/{review.case_id}")["Cache-Control"] == "no-store, private"


def test_what_is_for_everybody_may_be_kept(client):
    assert "Cache-Control" not in client.get("/source/").headers


def test_the_session_is_no_business_of_scripts_or_other_sites(client):
    user = factories.make_user(username="someone")
    user.set_password("示例-口令-2026")
    user.save()
    said = {"login": "someone", "password": "示例-口令-2026", "next": "https://elsewhere.example/"}
    answer = client.post("/accounts/login/", said)
    cookie = answer.cookies["sessionid"]
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_passwords_cannot_be_tried_one_after_another():
    user = factories.make_user(username="tried")
    user.set_password("示例-口令-2026")
    user.save()
    for number in range(12):
        Client().post("/accounts/login/", {"login": "tried", "password": f"wrong-{number}"})
    late = Client().post("/accounts/login/", {"login": "tried", "password": "示例-口令-2026"})
    assert "sessionid" not in late.cookies


def test_without_a_mail_server_a_letter_is_refused_in_words(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    factories.make_user(username="known", email="known@example.org")
    answers = [
        client.post("/accounts/password/reset/", {"email": address})
        for address in ("known@example.org", "unknown@example.org")
    ]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert ["不能寄信" in answer.content.decode() for answer in answers] == [True, True]


def test_a_mail_server_that_does_not_answer_is_no_fault_of_the_page(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post("/accounts/password/reset/", {"email": "known@example.org"})
    assert answer.status_code == 503
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("url", "kind"), [("/verify/", "text/html"), ("/api/v1/verification/", "application/problem")]
)
def test_a_stranger_sends_no_more_than_a_paper_can_have(client, url, kind):
    answer = client.generic(
        "POST",
        url,
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(BodyLimitMiddleware.STRANGERS + 1),
    )
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith(kind)


def test_a_site_with_an_https_address_passes_the_deployment_check(tmp_path):
    said = (
        "import json; from django.conf import settings as s; print(json.dumps([s.DEBUG, s.DEMO,"
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS, s.ALLAUTH_TRUSTED_PROXY_COUNT]))"
    )
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RELICGATE")},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RELICGATE_VAR": str(tmp_path),
        "RELICGATE_SITE_URL": "https://relics.example",
        "RELICGATE_ALLOWED_HOSTS": "relics.example",
    }

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-W", "ignore", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert json.loads(run("-c", said)) == [False, False, True, True, True, 365 * 24 * 3600, 1]
    assert "no issues" in run("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
