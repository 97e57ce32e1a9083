"""The site of the real collection: complete, safe, in one language a page, and every quote where it says that it is."""

import hashlib
import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import duckdb
import pandas
import pytest

from helpers.store.connect import connect

VOID = {"meta", "link", "img", "br", "hr", "input", "source", "col", "wbr"}
LOADING = ("src", "srcset", "data", "poster", "action", "formaction", "background", "xlink:href")
ACTIVE = {"script", "iframe", "object", "embed", "base", "form"}
NOTES = {"note", "caveat"}
UNSEEN = {"style", "script", "template"}
OUTSIDE_PLACES = re.compile(r"(?:https?:)?//|file:|javascript:|vbscript:", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^)'\"]*)|@import\s*([^;]*)")
HAN = re.compile(r"[\u3400-\u9fff]")
EMPTY_VALUE = re.compile(r"\b(?:nan|NaN|NaT|null|undefined)\b|<NA>|\bNone\b(?! [a-z])")
DASH_FOR_NOTHING = re.compile(r"[\d%）)]—(?=[\u3400-\u9fff]|$)|[（(]—|—[)）%]|— —")
# Words of the page frame, of tables and of charts that must not slip into a Chinese page.
ENGLISH_WORDS = re.compile(
    r"\b(?:target|goal|baseline|base|actual|reported|binding|expected|undated|mean|total|source|figure|quote|line|from|"
    r"note|unit|year|place|plan|population|indicator|contents|code|parameters|version|licences?|findings?|near|yes|no|"
    r"class|grade|points|none|all|to fall|to rise|strive|ensure|see also|about|at most|at least)\b:?",
    re.IGNORECASE,
)
PAGES_OF_FIRST_NOTEBOOKS = {"air_quality", "water_quality", "coal_and_energy"}


@dataclass(frozen=True)
class Text:
    """Words of a page: their language, the elements around them, outermost first, and the class of the innermost."""

    words: str
    lang: str
    around: tuple[str, ...]
    kind: str = ""


class Page(HTMLParser):
    """A page as a reader's program sees it. Elements that are never closed, or closed twice, fail the test."""

    def __init__(self, path, html):
        super().__init__()
        self.path, self.html = path, html
        self.elements, self.texts, self.styles, self.svgs, self.quotes = [], [], [], [], []
        self._open = []  # (tag, lang, attributes)
        self.feed(html)
        self.close()
        assert not self._open, f"{path}: never closed: {self._open}"

    @property
    def lang(self):
        return next(values["lang"] for tag, values in self.elements if tag == "html")

    @property
    def ids(self):
        return [values["id"] for _, values in self.elements if "id" in values]

    @property
    def links(self):
        return [values["href"] for tag, values in self.elements if tag == "a" and "href" in values]

    def handle_startendtag(self, tag, attrs):
        self._begin(tag, dict(attrs))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self._begin(tag, values)
        if tag not in VOID:
            lang = values.get("lang") or (self._open[-1][1] if self._open else "")
            self._open.append((tag, lang, values))

    def _begin(self, tag, values):
        self.elements.append((tag, values))
        if tag == "svg":
            self.svgs.append([values, 0])
        if tag == "a" and any(name == "svg" for name, _, _ in self._open):
            self.svgs[-1][1] += 1
        self.styles += [values[name] or "" for name in ("style", "clip-path", "fill", "filter") if name in values]
        lang = values.get("lang") or (self._open[-1][1] if self._open else "")
        around = (*(name for name, _, _ in self._open), tag)
        self.texts += [Text(values[name], lang, around) for name in ("alt", "aria-label", "title") if values.get(name)]

    def handle_endtag(self, tag):
        assert self._open and self._open.pop()[0] == tag, f"{self.path}: </{tag}> closes nothing"

    def handle_data(self, data):
        around = tuple(name for name, _, _ in self._open)
        if "style" in around:
            self.styles.append(data)
        elif not UNSEEN & set(around) and data.strip():
            *_, (_, lang, values) = self._open or [("", "", {})]
            self.texts.append(Text(data, lang, around, values.get("class") or ""))
        if around[-1:] == ("blockquote",) or around[-1:] == ("q",):
            self.quotes.append((self._entry(), around[-1], data))

    def _entry(self):
        """The id of the list item around what is read now."""
        return next((values["id"] for tag, _, values in reversed(self._open) if tag == "li" and "id" in values), None)


@pytest.fixture(scope="session")
def pages(project):
    """Every page of the site, by its path."""
    paths = sorted(path for path in project.site.rglob("*") if path.suffix == ".html")
    names = [path.relative_to(project.site).as_posix() for path in paths]
    return {name: Page(name, path.read_text("utf-8")) for name, path in zip(names, paths, strict=True)}


@pytest.fixture(scope="session")
def reports(pages):
    """The pages of reports, without the index and the source texts."""
    return {name: page for name, page in pages.items() if name.startswith(("zh/", "en/")) and "/source-" not in name}


@pytest.fixture(scope="session")
def sources(pages):
    """The pages of the source texts."""
    return {name: page for name, page in pages.items() if "/source-" in name}


def in_language(reports, lang):
    return [page for name, page in reports.items() if name.startswith(f"{lang}/")]


# What there is


def test_every_theme_and_every_plan_has_a_page_in_both_languages(rendered, project, reports):
    plans = connect(project).query("SELECT plan_id FROM plans ORDER BY plan_id")["plan_id"]
    families = {*PAGES_OF_FIRST_NOTEBOOKS, *(f"baseline_vs_goal-{plan}" for plan in plans)}
    assert len(families) == 8
    assert {f"{lang}/{name}.html" for lang in ("zh", "en") for name in families} <= set(reports)
    assert f"{len(reports)} of {len(reports)} reports rendered" in rendered[1]


def test_the_index_leads_to_every_report_and_every_source_text_once(pages):
    led = Counter(link for link in pages["index.html"].links if not link.startswith("#"))
    others = set(pages) - {"index.html"}
    assert {name: led[name] for name in others} == dict.fromkeys(others, 1)


def test_a_page_leads_to_the_index_and_to_its_other_language(pages):
    for name, page in pages.items():
        if name == "index.html":
            continue
        lang, file = name.split("/")
        other = f"../{'en' if lang == 'zh' else 'zh'}/{file}"
        assert "../index.html" in page.links and other in page.links, name


def test_titles_are_unique_in_a_language_and_name_the_subject(pages):
    for lang in ("zh", "en"):
        titles = [re.search(r"<title>(.*?)</title>", page.html)[1] for page in in_language(pages, lang)]
        assert len(set(titles)) == len(titles)


def test_every_page_has_one_main_heading(pages):
    for name, page in pages.items():
        assert sum(tag == "h1" for tag, _ in page.elements) == 1, name


def test_every_report_has_findings_figures_and_quotes(reports):
    for name, page in reports.items():
        kinds = {values.get("class") for _, values in page.elements}
        assert {"findings", "quotes"} <= kinds, name
        assert any(tag == "figure" for tag, _ in page.elements), name


# Safe and self-contained


def test_no_page_can_run_anything(pages):
    for name, page in pages.items():
        assert {tag for tag, _ in page.elements} & ACTIVE == set(), name
        assert [key for _, values in page.elements for key in values if key.startswith("on")] == [], name
        assert [a for a in page.links if not re.match(r"https?://|mailto:|[\w./#-]", a)] == [], name
        assert re.search(r"javascript:|vbscript:", page.html, re.IGNORECASE) is None, name


def test_no_page_loads_anything(pages):
    for name, page in pages.items():
        addresses = [v for _, values in page.elements for key, v in values.items() if key in LOADING]
        addresses += [values["href"] for tag, values in page.elements if tag != "a" and values.get("href")]
        addresses += [a or b for style in page.styles for a, b in CSS_ADDRESS.findall(style)]
        assert [a for a in addresses if not (a or "").startswith(("data:", "#"))] == [], name


def test_every_page_forbids_scripts_and_addresses_by_policy(pages):
    for name, page in pages.items():
        found = [values["content"] for tag, values in page.elements if values.get("http-equiv")]
        (policy,) = found
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'" and "script-src" not in rules, name
        assert rules["img-src"] == rules["font-src"] == "data:", name
        assert page.html.index("Content-Security-Policy") < page.html.index("<style"), name


def test_outside_links_are_only_followed_by_a_click_and_tell_nobody(reports):
    for name, page in reports.items():
        outside = [values for tag, values in page.elements if tag == "a" and "//" in values.get("href", "")]
        assert all(values["href"].startswith("http") for values in outside), name
        assert all("noreferrer" in values.get("rel", "") for values in outside), name
        assert "target" not in {key for tag, values in page.elements if tag == "a" for key in values}, name


def test_no_report_is_heavier_than_500_kb(pages, reports):
    """Reports go by mail. The index and the source texts stay where they are."""
    sizes = {name: len(page.html.encode()) for name, page in pages.items()}
    limits = {name: 500_000 if name in reports else 1_000_000 for name in pages}
    assert {name: size for name, size in sizes.items() if size > limits[name]} == {}


def test_the_whole_site_is_lighter_than_40_mb_without_the_data(project):
    files = [path for path in project.site.rglob("*") if path.is_file() and path.parent.name != "data"]
    assert sum(path.stat().st_size for path in files) < 40_000_000


def test_no_page_tells_where_it_was_made(project, pages):
    for name, page in pages.items():
        assert str(project.root) not in page.html and str(Path.home()) + "/" not in page.html, name


# Links and names


def test_ids_are_unique(pages):
    for name, page in pages.items():
        assert [key for key, count in Counter(page.ids).items() if count > 1] == [], name


def test_every_link_within_the_site_arrives(project, pages):
    dead = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (PurePosixPath(name).parent / unquote(parts.path)).as_posix() if parts.path else name
            target = PurePosixPath(*_normal(target)).as_posix()
            there = target in pages or (project.site / target).is_file()
            if not there or (parts.fragment and unquote(parts.fragment) not in pages[target].ids):
                dead.append(f"{name}: {link}")
    assert dead == []


def _normal(path):
    parts = []
    for part in PurePosixPath(path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return parts


def test_references_inside_a_page_arrive(pages):
    """Glyphs, clip paths, labels: `<use href="#…">`, `url(#…)`, aria-labelledby."""
    for name, page in pages.items():
        ids = set(page.ids)
        wanted = {values["href"][1:] for tag, values in page.elements if tag == "use"}
        painted = " ".join(value or "" for _, values in page.elements for value in values.values())
        wanted |= set(re.findall(r"url\(#([^)]+)\)", painted))
        wanted |= {key for _, values in page.elements for key in (values.get("aria-labelledby") or "").split()}
        assert wanted - ids == set(), name


def test_every_statement_leads_to_its_quote_in_the_same_page(reports):
    for name, page in reports.items():
        entries = {entry for entry, kind, _ in page.quotes if kind == "blockquote"}
        cited = {unquote(link[1:]) for link in page.links if link.startswith("#s-")}
        assert cited and cited - entries == set(), name


def test_every_quote_is_used_in_its_page(reports):
    """The appendix holds what the page shows, not more."""
    for name, page in reports.items():
        entries = {entry for entry, kind, _ in page.quotes if kind == "blockquote"}
        cited = {unquote(link[1:]) for link in page.links if link.startswith("#s-")}
        assert entries - cited == set(), name


def test_every_figure_has_a_spoken_name(pages):
    for name, page in pages.items():
        for values, links in page.svgs:
            hidden = values.get("aria-hidden") == "true"
            assert (hidden and not links) or len(values.get("aria-label", "")) > 10, f"{name}: {values}"


def test_links_in_figures_have_a_spoken_name(reports):
    """A mark that leads to a quote says what it is: an aria-label, or a title of its own."""
    for name, page in reports.items():
        nameless = re.findall(r'<a href="#s-[^"]*">(?!<title>[^<])(?:<(?:path|g|use|rect|circle)\b)', page.html)
        assert nameless == [], name


# What a reader sees


def test_the_page_says_which_language_it_is_in(pages):
    assert {page.lang for page in in_language(pages, "zh")} == {"zh-CN"}
    assert {page.lang for page in in_language(pages, "en")} == {"en"}


def shown(page):
    """The texts of a page but for code, quotes and what has another language."""
    for text in page.texts:
        if not {"code", "pre", "blockquote", "q"} & set(text.around) and text.lang == page.lang:
            yield text


def test_no_empty_value_shows(pages):
    found = [
        f"{name}: {text.words.strip()[:160]}"
        for name, page in pages.items()
        for text in page.texts
        if not {"code", "pre", "details"} & set(text.around) and EMPTY_VALUE.search(text.words)
    ]
    assert found == []


def test_no_dash_stands_for_nothing_within_a_sentence(pages):
    found = [
        f"{name}: {text.words.strip()[:160]}"
        for name, page in pages.items()
        for text in shown(page)
        if text.words.strip() != "—" and DASH_FOR_NOTHING.search(text.words.strip())
    ]
    assert found == []


def test_no_character_is_missing(pages, project):
    lost = {character for path in project.raw.glob("*.txt") for character in path.read_text("utf-8")}
    for name, page in pages.items():
        characters = {character for text in page.texts for character in text.words}
        strange = {c for c in characters if c in "\ufffd□" or unicodedata.category(c) in ("Co", "Cn")}
        handed_down = lost if "/source-" in name else {c for _, _, words in page.quotes for c in words}
        assert strange - handed_down == set(), name
        assert "notdef" not in page.html, name


def test_chinese_pages_hold_no_english_labels(pages):
    found = [
        f"{page.path}: {match[0]} in {text.words.strip()[:120]}"
        for page in in_language(pages, "zh")
        for text in shown(page)
        for match in [ENGLISH_WORDS.search(re.sub(r"\b[\w-]+/[\w.-]+", "", text.words))]
        if match
    ]
    assert found == []


def chinese_in_english(pages):
    """Chinese that a reader of an English page meets unmarked; the tooltip of a mark quotes after a dash."""
    for page in in_language(pages, "en"):
        for text in shown(page):
            words = text.words.split(" — ")[0] if text.around[-2:] == ("a", "title") else text.words
            if HAN.search(words):
                yield text.kind, f"{page.path}: {words.strip()[:120]}"


def test_english_pages_hold_no_chinese_outside_quotes_and_notes(pages):
    assert [found for kind, found in chinese_in_english(pages) if kind not in NOTES] == []


def test_chinese_words_in_english_notes_are_marked_as_chinese(pages):
    """A screen reader else spells them out as English."""
    assert [found for kind, found in chinese_in_english(pages) if kind in NOTES] == []


def test_chinese_in_english_pages_is_marked_as_such(reports):
    quoted = {lang for page in in_language(reports, "en") for lang in _languages_of_quotes(page)}
    assert quoted == {"zh-CN"}


def _languages_of_quotes(page):
    return {text.lang for text in page.texts if text.around[-1] in ("blockquote", "q") and HAN.search(text.words)}


# Traceability


def squeezed(text):
    return re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="session")
def raw(project):
    """The lines of each raw text without white space."""
    texts = {path.name: path.read_text("utf-8") for path in project.raw.iterdir()}
    return {name: [squeezed(line) for line in text.split("\n")] for name, text in texts.items()}


ENTRY = re.compile(r'<li id="(s-[^"]+)">(.*?)</li>', re.DOTALL)
WHERE = re.compile(r"data/raw/([\w.-]+), (?:第(\d+)行|line (\d+))")


def entries(page):
    """Each entry of the appendix: its id, its quote, the text and the line where it says that it stands."""
    for entry, body in ENTRY.findall(page.html):
        quote = next(words for key, kind, words in page.quotes if (key, kind) == (entry, "blockquote"))
        file, zh, en = WHERE.search(body).groups()
        yield entry, quote, file, int(zh or en)


def test_every_quote_stands_on_the_line_that_it_names(reports, raw):
    checked, wrong = 0, []
    for name, page in reports.items():
        for entry, quote, file, line in entries(page):
            rest = "".join(raw[file][line - 1 :])
            at = rest.find(squeezed(quote))
            checked += 1
            if not 0 <= at < len(raw[file][line - 1]):
                wrong.append(f"{name}#{entry}: {file}:{line} {quote[:60]}")
    assert all(list(entries(page)) for page in reports.values()), "a report without a quote"
    assert checked > 2000 and wrong == []


def test_every_context_stands_in_the_same_text(reports, raw):
    whole = {file: "".join(lines) for file, lines in raw.items()}
    for name, page in reports.items():
        files = {entry: file for entry, _, file, _ in entries(page)}
        for entry, body in ENTRY.findall(page.html):
            for context in re.findall(r'<p class="context">[^<]*<q lang="zh-CN">(.*?)</q>', body):
                assert squeezed(unescape(context)) in whole[files[entry]], f"{name}#{entry}: {context}"


def test_both_languages_of_a_report_show_the_same_quotes(reports):
    for name, page in reports.items():
        if name.startswith("zh/"):
            other = reports[name.replace("zh/", "en/")]
            assert {entry for entry, *_ in entries(page)} == {entry for entry, *_ in entries(other)}, name


# Source texts


def test_every_statement_is_marked_in_the_page_of_its_text_in_both_languages(project, sources):
    facts = connect(project).query("SELECT plan_id, statement FROM facts ORDER BY statement")
    for plan, some in facts.groupby("plan_id"):
        wanted = {f"s-{key.replace('/', '--')}" for key in some["statement"]}
        for lang in ("zh", "en"):
            page = sources[f"{lang}/source-{plan}.html"]
            marked = {values["id"] for tag, values in page.elements if tag == "mark" and "id" in values}
            assert marked == wanted
            assert {key.replace("s-", "r-", 1) for key in wanted} <= set(page.ids)


def test_a_source_page_holds_the_whole_text(sources, raw):
    for name, page in sources.items():
        plan = name.partition("source-")[2].removesuffix(".html")
        words = squeezed("".join(text.words for text in page.texts if text.lang == "zh-CN"))
        for line in filter(None, raw[f"{plan}.txt"]):
            assert line[:20] in words, f"{name}: {line[:40]}"


def test_from_a_quote_it_is_one_step_to_the_sentence_and_from_there_one_back(reports, sources):
    for name, page in reports.items():
        lang = name.partition("/")[0]
        for entry, _, file, _ in entries(page):
            text = f"source-{file.removesuffix('.txt')}.html"
            assert f"{text}#{entry}" in page.links, name
            assert f"{name.partition('/')[2]}#{entry}" in sources[f"{lang}/{text}"].links, name


# Data to take away


def test_the_data_to_take_away_are_what_the_collection_holds(project):
    folder = project.site / "data"
    held = connect(project).query("SELECT statement, canonical FROM facts ORDER BY statement")
    with duckdb.connect() as connection:
        flat = connection.execute(f"SELECT statement, canonical FROM '{folder}/facts.csv' ORDER BY statement").df()
        pandas.testing.assert_frame_equal(flat, held, check_dtype=False)
        connection.execute(f"ATTACH '{folder}/ecoplan.duckdb' AS taken (READ_ONLY)")
        assert connection.execute("SELECT count(*) FROM taken.facts").fetchone() == (len(held),)
    with zipfile.ZipFile(folder / "ecoplan-csv.zip") as archive:
        curated = {path.relative_to(project.curated).as_posix() for path in project.curated.rglob("*.csv")}
        assert curated | {"datapackage.json", "data-dictionary.md"} <= set(archive.namelist())
        for name in curated:
            assert archive.read(name) == (project.curated / name).read_bytes()
    with zipfile.ZipFile(folder / "ecoplan-parquet.zip") as archive:
        assert {"facts.parquet", "statements.parquet", "plans.parquet"} <= set(archive.namelist())


def test_the_data_to_take_away_come_with_their_hashes(project):
    folder = project.site / "data"
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert sums == {name: digest for name, digest in made.items() if name not in ("SHA256SUMS", "ecoplan.duckdb")}


def test_the_archives_carry_the_time_that_a_build_is_told(tiny, monkeypatch):
    tiny.excuse("优良天数比率为84.9%", "quantity_without_indicator")
    tiny.notebook("air", "1")
    tiny.ask("air/zh.yaml", "lang: zh\n")

    def time_of_archive():
        assert tiny.ecoplan("render", "--force", "--kernels", "spawn").exit_code == 0
        with zipfile.ZipFile(tiny.project.site / "data" / "ecoplan-csv.zip") as archive:
            return {entry.date_time for entry in archive.infolist()}

    assert time_of_archive() == {(1980, 1, 1, 0, 0, 0)}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert time_of_archive() == {(2023, 11, 14, 22, 13, 20)}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    told = tiny.ecoplan("render", "--force", "--kernels", "spawn")
    assert told.stderr.splitlines()[-1] == (
        "ecoplan: SOURCE_DATE_EPOCH is 'yesterday'; it is a number of seconds since 1970"
    )
