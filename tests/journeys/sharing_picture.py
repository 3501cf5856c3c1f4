"""python -m tests.journeys.sharing_picture: draw the mark as web/static/mark.png, which previews of links show."""

import sys
from typing import Final

from playwright.sync_api import ViewportSize, sync_playwright

from search.settings import ROOT
from tests.journeys.conftest import CHROMIUM, FLAGS

SIZE: Final = ViewportSize(width=1200, height=630)  # what messengers and social networks ask for
_STATIC: Final = ROOT / "web" / "static"
_SHEET: Final = (
    "body { margin: 0; height: 100vh; display: grid; place-items: center; background: #fcfbf8 } svg { height: 400px }"
)


def main() -> int:
    """Draw the picture of the mark as it is in web/static/icon.svg, in light colours."""
    mark = (_STATIC / "icon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=list(FLAGS))
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.set_content(f"<style>{_SHEET}</style>{mark}")
        page.screenshot(path=_STATIC / "mark.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
