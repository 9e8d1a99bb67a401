"""A real Chromium before a real server; every page is watched while it is used.

The browser is the one of the system. Without it these tests are skipped on a developer's machine,
aloud, and fail where CI=true: an untested page must not look like a tested one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]
WIDE = {"width": 1366, "height": 768}
NARROW = {"width": 375, "height": 812}


@dataclass
class Watched:
    """One page of the browser and whatever went wrong on it."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)

    def watch(self) -> None:
        """Listen for script errors, console errors, policy violations, faults and other hosts."""
        page = self.page
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("console", self._hear)
        page.on("request", lambda request: self._see(request.url))
        page.on("response", lambda response: self._answer(response.url, response.status))
        page.expose_function("reportViolation", self._violation)
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e =>"
            " reportViolation('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
        )

    def _violation(self, text: str) -> None:
        self.problems.append(text)

    def _hear(self, message: ConsoleMessage) -> None:
        known = message.location.get("url", "") in self.expected
        if message.type == "error" and not known:
            self.problems.append(f"console: {message.text}")

    def _see(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"other host: {url}")

    def _answer(self, url: str, status: int) -> None:
        if status >= 400 and url not in self.expected:
            self.problems.append(f"answer {status}: {url}")

    def expect_refusal(self, path: str) -> None:
        """Say beforehand that this address will answer with an error."""
        self.expected.add(self.address + path)

    def open(self, path: str, status: int = 200) -> Page:
        """Open a path of the site and check the status of its answer."""
        if status >= 400:
            self.expect_refusal(path)
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        return self.page

    def barriers(self) -> list[str]:
        """What axe finds on the page as it stands (WCAG 2.2 A and AA, and best practice)."""
        self.page.evaluate(AXE + "; 0")
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [
            f"{one['id']}: {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def sideways(self) -> int:
        """How many pixels the page can be scrolled sideways."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, started once a session."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing = "NOT TESTED: no Chromium here; `apt-get install chromium fonts-noto-cjk`"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    # Playwright's synchronous interface keeps a loop in this thread, which Django takes for async.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make a fresh profile of the browser, with another screen if asked."""
    made: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = chromium.new_context(
            **{
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
                "viewport": WIDE,
                "reduced_motion": "reduce",
            }
            | options
        )
        context.set_default_timeout(10_000)
        made.append(context)
        return context

    yield new
    for context in made:
        context.close()


@pytest.fixture
def new_page(
    live_server: Any, new_context: Callable[..., BrowserContext]
) -> Iterator[Callable[..., Watched]]:
    """Make a watched page, with cookies if asked; at the end of the test none may have problems."""
    made: list[Watched] = []

    def new(*, cookies: dict[str, str] | None = None, **options: Any) -> Watched:
        context = new_context(**options)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in (cookies or {}).items()
            ]
        )
        watched = Watched(context.new_page(), live_server.url)
        watched.watch()
        made.append(watched)
        return watched

    yield new
    assert [problem for watched in made for problem in watched.problems] == []


@pytest.fixture
def ui(new_page: Callable[..., Watched]) -> Watched:
    """A watched page at 1366 x 768 for somebody who has not signed in."""
    return new_page()


@pytest.fixture
def page_as(new_page: Callable[..., Watched]) -> Callable[..., Watched]:
    """A watched page for a user, by name; the session is made without the log-in page."""

    def signed_in(username: str, **options: Any) -> Watched:
        from approvals.parties.models import User

        client = Client()
        client.force_login(
            User.objects.get(username=username), django_settings.AUTHENTICATION_BACKENDS[0]
        )
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        cookies = {django_settings.SESSION_COOKIE_NAME: session, **options.pop("cookies", {})}
        return new_page(cookies=cookies, **options)

    return signed_in
