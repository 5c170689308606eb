"""
Take the screenshots of the documentation from a running demonstration (./script/demo).

.venv/bin/uv run --with pillow script/screenshots.py http://127.0.0.1:8000
"""

import argparse
import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs/screenshots"
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PHONE, DESK, SHEET, TALL = (360, 740), (1280, 800), (820, 1180), (1280, 1400)
# Screens of few colours: a palette keeps each file below 200 kB.
COLOURS = 256
START = "from=121.4935,31.2520"
# name, address, size, whether the whole page is taken
SHOTS = [
    ("stations-zh-1280", "/", DESK, False),
    ("stations-en-1280", f"/en/?{START}", DESK, False),
    ("stations-zh-360", "/", PHONE, False),
    ("stations-en-360", "/en/?at=tonight", PHONE, False),
    ("station-zh-360", "/stations/magnolia/", PHONE, False),
    ("station-en-360", f"/en/stations/magnolia/?{START}", PHONE, True),
    ("station-large-zh-360", "/stations/builders-home/?big=1", PHONE, False),
    ("rest-zh-360", "/rest/?a=water", PHONE, False),
    ("rest-night-en-360", "/en/rest/", PHONE, False),
    ("building-zh-360", "/b/greenland/", PHONE, True),
    ("order-choose-zh-360", "/orders/new/", PHONE, False),
    ("ratings-zh-360", "/ratings/baduanjin/", PHONE, False),
    ("poster-zh", "/b/magnolia/poster/", SHEET, False),
    ("season-zh-360", "/clubs/summer-2024/", PHONE, False),
    ("season-en-1280", "/en/clubs/this-season/", DESK, False),
    ("menu-zh-360", "/menu/", PHONE, False),
    ("menu-en-1280", "/en/menu/?time=evening", DESK, False),
    ("course-zh-360", "/courses/night-reading/", PHONE, True),
    ("course-en-1280", "/en/courses/jian-wang-zhi-lai/", DESK, False),
    ("rounds-zh-360", "/rounds/", PHONE, True),
    ("round-open-zh-1280", "/rounds/this-term/", DESK, False),
    ("round-drawn-en-360", "/en/rounds/autumn-2023/", PHONE, True),
    ("sign-in-zh-360", "/seats/sign-in/", PHONE, True),
    ("walks-zh-360", "/walks/", PHONE, False),
    ("walk-zh-360", "/walks/red-north-bund/", PHONE, True),
    ("walk-en-1280", "/en/walks/two-hours/", DESK, False),
    ("walk-sheet-zh", "/walks/ark/print/", SHEET, False),
    ("story-en-360", "/en/stories/refugees-museum/", PHONE, True),
]
STUDY = "console/studies/north-bund/"
TIMETABLE = "console/timetables/next-term/"
# The same, after signing in.
STAFF_SHOTS = [
    ("console-home-zh-1280", "/console/", DESK, False),
    ("console-study-zh-1280", f"/{STUDY}", TALL, False),
    ("console-study-en-1280", f"/en/{STUDY}", TALL, False),
    ("console-study-zh-360", f"/{STUDY}", PHONE, False),
    ("console-publish-zh-1280", f"/{STUDY}scenarios/balanced/publish/", DESK, False),
    ("console-publish-en-360", f"/en/{STUDY}scenarios/balanced/publish/", PHONE, False),
    ("console-assumptions-zh-1280", f"/{STUDY}assumptions/", DESK, False),
    ("console-station-en-1280", "/en/console/stations/magnolia/", DESK, False),
    ("console-orders-zh-1280", "/console/orders/", DESK, False),
    ("console-orders-en-360", "/en/console/orders/", PHONE, False),
    ("console-order-new-zh-1280", "/console/orders/new/", DESK, False),
    ("console-timetable-zh-1280", f"/{TIMETABLE}", TALL, False),
    ("console-timetable-en-360", f"/en/{TIMETABLE}", PHONE, False),
    ("console-timetable-release-zh-1280", f"/{TIMETABLE}release/", DESK, False),
    ("console-season-zh-1280", "/console/clubs/summer-2024/", DESK, False),
    ("console-clubs-en-1280", "/en/console/clubs/", DESK, False),
    ("console-series-zh-1280", "/console/offerings/coding-now/series/", DESK, False),
    ("console-sessions-zh-360", "/console/offerings/neighbours/sessions/", PHONE, False),
    ("console-round-zh-1280", "/console/rounds/early-birds/", TALL, False),
    ("console-draw-event-zh-1280", "/console/rounds/autumn-2023/event/", TALL, False),
    ("console-callers-zh-1280", "/console/callers/", DESK, False),
    ("console-paper-zh", "/console/rounds/this-term/paper/", SHEET, False),
    ("console-walks-zh-1280", "/console/walks/", DESK, False),
    ("console-tour-en-1280", "/en/console/walks/suggest/", DESK, False),
    ("console-story-zh-360", "/console/stories/bookshop-1925/", PHONE, True),
    ("console-scenario-zh-360", f"/{STUDY}scenarios/balanced/edit/", PHONE, False),
    ("console-menus-zh-1280", "/console/menus/", DESK, False),
    ("console-reviews-zh-360", "/console/courses/reviews/", PHONE, False),
    ("console-course-en-1280", "/en/console/courses/shanghainese/", DESK, False),
    ("console-class-zh-1280", "/console/classes/night-reading/", DESK, False),
    ("console-providers-en-1280", "/en/console/providers/night-school/", DESK, False),
]
SIGN_IN = {"username": "planner", "password": "beiwaitan-demo"}


def wait_for_map(page: Page, *, whole: bool) -> None:
    """Wait until a map that will be seen is drawn."""
    canvas = page.locator("[data-map]")
    if canvas.count() == 0:
        return
    if whole:
        canvas.scroll_into_view_if_needed()
    elif not canvas.evaluate("e => e.getBoundingClientRect().top < innerHeight"):
        return
    while not page.evaluate("() => !!window.yizhanMap?.loaded() && window.yizhanMap.areTilesLoaded()"):
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)


def take(page: Page, address: str, *, name: str, whole: bool) -> None:
    """Write the screenshot of one page."""
    page.goto(address)
    wait_for_map(page, whole=whole)
    page.evaluate("() => scrollTo(0, 0)")
    taken = page.screenshot(full_page=whole, animations="disabled")
    path = FOLDER / f"{name}.png"
    with Image.open(io.BytesIO(taken)) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.name} {path.stat().st_size // 1000} kB")


def sign_in(page: Page, home: str) -> None:
    """Sign in as the demonstration's planner."""
    page.goto(f"{home}/console/sign-in/")
    for field, value in SIGN_IN.items():
        page.fill(f"[name={field}]", value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/")


def main() -> None:
    """Write docs/screenshots/*.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", nargs="?", default="http://127.0.0.1:8000")
    home = parser.parse_args().home
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("YIZHAN_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shots, is_staff in ((SHOTS, False), (STAFF_SHOTS, True)):
            for name, address, (width, height), whole in shots:
                night = "dark" if "night" in name else "light"
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=night)
                if is_staff:
                    sign_in(page, home)
                take(page, home + address, name=name, whole=whole)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
