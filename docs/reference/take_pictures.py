"""Take the pictures of the README from a running demo; see `docs/how-to/pictures.md`.

`python docs/reference/take_pictures.py ADDRESS [FOLDER]`, in the environment that the tests made.
Needs the system's Chromium. Nothing of it runs in the product.
"""

# ruff: noqa: INP001 - a script, not a package
import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURES = {
    "case.png": ("approver", "示例：一人不同意"),
}
"""Who looks, and the title of the case of the demo world that is shown."""

SCREEN = {"width": 1366, "height": 900}
MOST_BYTES = 200_000


def sign_in(page: Page, address: str, username: str) -> None:
    """Sign in as a persona, with the button of the demo's log-in page."""
    page.goto(f"{address}/accounts/login/")
    page.locator(f"button[name=username][value={username}]").click()


def open_case(page: Page, address: str, title: str) -> None:
    """Open a case of the office by its title."""
    page.goto(f"{address}/desk/cases/")
    row = page.locator("tr", has_text=title)
    row.get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")


def light(picture: bytes) -> bytes:
    """The picture with few colours, as small as it can be and no larger than a page needs."""
    for colours in (128, 64, 32):
        file = io.BytesIO()
        few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(colours)
        few.save(file, "PNG", optimize=True)
        if file.tell() < MOST_BYTES:
            return file.getvalue()
    raise ValueError(f"still {file.tell()} bytes with {colours} colours")


def main(address: str, folder: Path) -> None:
    """Write every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, (username, title) in PICTURES.items():
            page = browser.new_context(
                locale="zh-CN", viewport=SCREEN, reduced_motion="reduce"
            ).new_page()
            sign_in(page, address, username)
            open_case(page, address, title)
            (folder / name).write_bytes(light(page.screenshot()))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/pictures"))
