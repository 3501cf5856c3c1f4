"""./dev pictures [FOLDER]: draw the pictures of the README anew, or every state of the pages into a folder."""

import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from index.cli import main as reindex
from search.settings import ROOT, Settings
from tests.journeys.conftest import CHROMIUM, FLAGS, Quiet
from web import create_app

DESK, PHONE = (1200, 860), (390, 800)
Scheme = Literal["light", "dark"]
README: dict[str, tuple[str, tuple[int, int], Scheme]] = {
    "search": ("/?q=energetika&sector=energetika", DESK, "light"),
    "phone": ("/?q=энергетика", PHONE, "light"),
}
STATES: dict[str, tuple[str, tuple[int, int], Scheme]] = {
    "home": ("/", DESK, "light"),
    "home-phone": ("/", PHONE, "light"),
    "results": ("/?q=yashil+energetika+2026", DESK, "light"),
    "results-dark": ("/?q=yashil+energetika", DESK, "dark"),
    "results-phone": ("/?q=Қозоғистон&sector=diplomatiya&sector=savdo", PHONE, "light"),
    "results-phone-dark": ("/?q=sogliqni+saqlash", PHONE, "dark"),
    "nothing": ("/?q=energetika+qwzx&sort=date", DESK, "light"),
    "nothing-filtered": ("/?q=quyosh&sector=bojxona&from=2019&to=2019", PHONE, "light"),
    "fault": ("/?q=quyosh&from=qachondir&secotr=x", DESK, "light"),
    "facet": ("/?q=energetika&facet=source", DESK, "light"),
    "facet-phone": ("/?facet=country", PHONE, "light"),
    "sector": ("/sector/energetika", DESK, "light"),
    "russian": ("/?q=энергетика&lang=ru", DESK, "light"),
    "help": ("/help", DESK, "light"),
    "help-phone": ("/help?lang=uz-Cyrl", PHONE, "dark"),
    "api": ("/api?lang=en", DESK, "light"),
    "api-phone": ("/api", PHONE, "light"),
    "status": ("/status", DESK, "light"),
    "missing": ("/release/2026-01-01-quyosh", DESK, "light"),
}


def main() -> int:
    """Index the sample releases, serve them, and draw."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    states = STATES if len(sys.argv) > 1 else README
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        os.environ["IZLA_DATA"] = data
        if code := reindex([str(ROOT / "corpus" / "releases")]):
            return code
        server = make_server("127.0.0.1", 0, create_app(Settings.read()), threaded=True, request_handler=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        draw(f"http://127.0.0.1:{server.port}", states, folder)
        server.shutdown()
        server.server_close()
    return 0


def draw(site: str, states: dict[str, tuple[str, tuple[int, int], Scheme]], folder: Path) -> None:
    """Draw each state, (address, size, colours), as FOLDER/name.png, the release and the open list besides."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=list(FLAGS))
        for name, (address, (width, height), scheme) in states.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                locale="uz-UZ",
                device_scale_factor=1.5,
                reduced_motion="reduce",
            )
            page.goto(site + address)
            page.screenshot(path=folder / f"{name}.png")
            if name == "results":
                page.get_by_role("combobox").fill("yashil ma")
                page.get_by_role("option").first.wait_for()
                page.keyboard.press("ArrowDown")
                page.screenshot(path=folder / "suggestions.png")
            if name.startswith("results"):
                page.goto(site + address)
                page.locator("ol.hits h2 a").first.click()
                page.screenshot(path=folder / f"{name.replace('results', 'release')}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
