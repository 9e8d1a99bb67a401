"""What every journey does: press, read, look at a page as a whole, hand a file in."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from approvals.cases.models import Case
from approvals.certificates.models import Certificate
from approvals.certificates.services import finish_certificate

from .conftest import NARROW, WIDE, Watched


@dataclass
class Survey:
    """What was found on the main pages, by the page's name; with SHOTS=folder also pictures.

    `narrow` looks for barriers on a phone's screen too, which costs as much again.
    """

    dark: frozenset[str] = frozenset()
    narrow: bool = True
    found: dict[str, list[str]] = field(default_factory=dict)

    def look(self, ui: Watched, name: str) -> None:
        """Look at the page as it stands, at both widths, and dark where that is asked."""
        faults = [f"barrier {one}" for one in ui.barriers()]
        self._keep(ui, f"{name} 1366")
        if name in self.dark:
            faults += self._dark(ui)
        if wide := ui.sideways():
            faults.append(f"{wide} px sideways at 1366")
        ui.page.set_viewport_size(NARROW)
        if wide := ui.sideways():
            faults.append(f"{wide} px sideways at 375")
        if self.narrow:
            faults += [f"barrier at 375 {one}" for one in ui.barriers()]
        self._keep(ui, f"{name} 375")
        ui.page.set_viewport_size(WIDE)
        self.found[name] = faults

    @property
    def faults(self) -> dict[str, list[str]]:
        return {name: faults for name, faults in self.found.items() if faults}

    def _dark(self, ui: Watched) -> list[str]:
        look = "theme => document.documentElement.setAttribute('data-bs-theme', theme)"
        ui.page.evaluate(look, "dark")
        faults = [f"barrier in the dark {one}" for one in ui.barriers()]
        ui.page.evaluate(look, "light")
        return faults

    def _keep(self, ui: Watched, name: str) -> None:
        if folder := os.environ.get("SHOTS"):
            file = Path(folder) / f"{name.replace(' ', '_')}.png"
            ui.page.screenshot(path=file, full_page=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def finish_papers(case: Case) -> None:
    """What the worker does behind the pages; in a thread, for this one holds Playwright's loop."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(_finish, case).result()


def _finish(case: Case) -> None:
    waiting = Certificate.objects.filter(case=case, status="prepared")
    try:
        for key in list(waiting.values_list("pk", flat=True)):
            finish_certificate(key)
    finally:
        connection.close()


def photograph(name: str) -> dict[str, Any]:
    """A picture of an invented vase, with a camera's word of where it was taken."""
    picture = Image.new("RGB", (900, 1200), "#d9d2c5")
    ImageDraw.Draw(picture).ellipse((250, 300, 650, 1050), fill="#5b7f8a")
    exif = Image.Exif()
    exif[0x010E] = "somewhere"
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": file.getvalue()}
