"""The pages in a real browser, as readers meet them: on a phone, in the dark, on paper, alone, without a network."""

import base64
import io
import os
import re
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

axe_playwright_python = pytest.importorskip("axe_playwright_python", reason="needs the extra `browser`")
from playwright.sync_api import sync_playwright  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")

WIDE, PHONE, PAPER = (1280, 900), (390, 844), (794, 1123)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
# Where pictures of the pages are put, for people to look at; nowhere without it.
PICTURES = os.environ.get("ECOPLAN_SCREENSHOTS")
HAN = re.compile(r"[\u3400-\u9fff]")
TALLEST = 8000  # pixels: of more Chromium takes no picture
WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"
# The glyphs of the shared font and of hidden code are no words that a reader sees.
SEEN = "() => document.body.innerText"


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium):
    """A page without a network; whatever it asks for but itself is a failure."""
    context = chromium.new_context(viewport=dict(zip(("width", "height"), WIDE, strict=True)), offline=True)
    page = context.new_page()
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    yield page
    context.close()


@pytest.fixture(scope="module")
def files(project):
    """Every page of the site."""
    return sorted(project.site.rglob("*.html"))


@pytest.fixture(scope="module")
def kinds(files):
    """A page of each kind (notebook, source text, index) and language: in English the heaviest, in Chinese the least.

    (By weight alone the two languages are one another's repetition.)
    """
    found = {}
    for path in sorted(files, key=lambda path: path.stat().st_size):
        kind = (path.parent.name, path.stem.partition("-")[0])
        found[kind] = found.get(kind, path) if path.parent.name == "zh" else path
    return found


def resize(page, size):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))


def sideways(page):
    """By how many pixels the page is wider than the window."""
    width, room = page.evaluate(WIDTHS)
    return max(0, width - room)


def test_no_page_asks_for_anything_or_scrolls_sideways_on_screen_phone_and_paper(reader, files):
    found = []
    for path in files:
        reader.asked.clear()
        resize(reader, WIDE)
        reader.emulate_media(media="screen")
        reader.goto(path.as_uri())
        found += [f"{path.name} asks for {url}" for url in reader.asked if url != path.as_uri()]
        for size in (WIDE, PHONE):
            resize(reader, size)
            found += [f"{path.name} at {size[0]}: {over} px too wide" for over in [sideways(reader)] if over]
        reader.emulate_media(media="print")
        resize(reader, PAPER)
        found += [f"{path.name} on paper: {over} px too wide" for over in [sideways(reader)] if over]
    assert found + reader.faults == []


def serious_faults(page, *rules):
    """What axe-core finds serious on a page; by these rules only, where any are named."""
    page.evaluate(AXE)
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    faults = page.evaluate("options => axe.run(options)", options)["violations"]
    serious = [fault for fault in faults if fault["impact"] in ("serious", "critical")]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in serious]


def test_no_page_has_a_serious_accessibility_fault(reader, kinds):
    found = {}
    for kind, path in kinds.items():
        reader.goto(path.as_uri())
        found[kind] = serious_faults(reader)
    assert {kind: faults for kind, faults in found.items() if faults} == {}


def test_colours_can_be_told_apart_in_the_dark(reader, kinds):
    reader.emulate_media(color_scheme="dark")
    found = {}
    for kind, path in kinds.items():
        if "zh" in kind:  # the lighter one; both languages have the same colours
            reader.goto(path.as_uri())
            found[kind] = serious_faults(reader, "color-contrast")
    assert found and {kind: faults for kind, faults in found.items() if faults} == {}


def test_a_fault_would_be_found(reader):
    reader.set_content("<html><body><img src='data:,'><p style='color:#ccc;background:#fff'>pale</p></body></html>")
    found = " ".join(serious_faults(reader))
    assert "image-alt" in found and "color-contrast" in found


def test_paper_and_dark_are_what_they_say(reader, kinds):
    for path in kinds.values():
        reader.emulate_media(media="screen", color_scheme="dark")
        reader.goto(path.as_uri())
        assert _lightness(reader, "backgroundColor") < 60 < 180 < _lightness(reader, "color"), path.name
        reader.emulate_media(media="print", color_scheme="light")
        assert _lightness(reader, "backgroundColor") > 200 > 60 > _lightness(reader, "color"), path.name
        hidden = "() => [...document.querySelectorAll('.code, .toc, .skip')].filter(e => e.offsetHeight > 0).length"
        assert reader.evaluate(hidden) == 0, path.name


def _lightness(page, name):
    colour = page.evaluate(f"() => getComputedStyle(document.body).{name}")
    numbers = [float(number) for number in re.findall(r"[\d.]+", colour)]
    return 255 if len(numbers) == 4 and numbers[3] == 0 else sum(numbers[:3]) / 3


def test_a_page_brings_every_chinese_character_that_it_shows(reader, kinds):
    """A machine without Chinese fonts shows empty boxes for the others."""
    for path in kinds.values():
        reader.goto(path.as_uri())
        shown = set(HAN.findall(reader.evaluate(SEEN)))
        data = re.search(r"data:font/woff;base64,([^\"]+)", path.read_text("utf-8"))[1]
        brought = set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()))
        assert shown and shown - brought == set(), path.name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pictures_for_people_to_look_at(reader, kinds, scheme, size):
    if not PICTURES:
        pytest.skip("ECOPLAN_SCREENSHOTS names no folder")
    reader.emulate_media(color_scheme=scheme)
    resize(reader, size)
    folder = Path(PICTURES) / f"{size[0]}-{scheme}"
    folder.mkdir(parents=True, exist_ok=True)
    for (lang, kind), path in kinds.items():
        reader.goto(path.as_uri())
        tall = reader.evaluate("() => document.documentElement.scrollHeight")
        resize(reader, (size[0], min(tall, TALLEST)))
        reader.screenshot(path=folder / f"{lang}-{kind}.png")


def test_a_mailed_report_leads_from_a_mark_to_its_quote_without_its_neighbours(reader, kinds, tmp_path):
    alone = shutil.copy(kinds["zh", "air_quality"], tmp_path / "report.html")
    reader.goto(Path(alone).as_uri())
    mark = reader.locator("figure svg a[href^='#s-']").first
    target = mark.get_attribute("href")
    mark.dispatch_event("click")
    quote = reader.locator(f"[id='{target.removeprefix('#')}']")
    assert reader.url.endswith(target) and quote.locator("blockquote").inner_text().strip()
    assert quote.is_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_the_index_to_a_mark_to_its_quote_to_the_sentence_and_back(reader, project, lang):
    reader.goto((project.site / "index.html").as_uri())
    reader.locator(f"a[href='{lang}/air_quality.html']").click()
    assert reader.url.endswith(f"{lang}/air_quality.html")
    mark = reader.locator("figure svg a[href^='#s-quzhou-14fyp-2021--pm25-2025']").first
    mark.dispatch_event("click")
    quote = reader.locator("[id='s-quzhou-14fyp-2021--pm25-2025']")
    said = quote.locator("blockquote").inner_text()
    quote.locator("a[href*='source-']").click()
    assert reader.url.endswith(f"{lang}/source-quzhou-14fyp-2021.html#s-quzhou-14fyp-2021--pm25-2025")
    sentence = reader.locator("mark[id='s-quzhou-14fyp-2021--pm25-2025']")
    assert sentence.inner_text() == said and sentence.is_visible()
    reading = reader.locator("[id='r-quzhou-14fyp-2021--pm25-2025']")
    reading.locator("summary").click()
    reading.locator("a[href^='air_quality.html#']").click()
    assert reader.url.endswith(f"{lang}/air_quality.html#s-quzhou-14fyp-2021--pm25-2025")
    other = "en" if lang == "zh" else "zh"
    reader.locator(".languages a").click()
    assert reader.url.endswith(f"{other}/air_quality.html")
