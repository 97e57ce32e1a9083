"""What strangers write into texts, tables, parameters and file names is shown as words, and does nothing.

The real collection with a payload in every cell that holds words, in the sentences of the texts, in a file name and a
parameter; real notebooks, and one that shows data in every way that a notebook can. Read in a browser.
"""

import csv
import hashlib
import re
import shutil
import subprocess
import sys

import pytest
from nbformat import v4, write

from helpers.curation.rawtext import CONTROLS
from helpers.curation.spreadsheet import starts_formula
from helpers.curation.tables import TABLES, files_of
from helpers.project import ENVIRONMENT_VARIABLE, Project

playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
    pytest.mark.skipif(sys.platform == "win32", reason="file names with < and >"),
]

REAL = Project.find()
# No numeral in it: it would have to be accounted for.
ATTACK = (
    "<script>canary()</script><img src=x onerror=canary()><svg onload=canary()><a href=javascript:canary()>x</a>"
    "<style>*{display:none}</style></title></style>\"' onmouseover=canary() x='{{canary}}{% canary %}<!--]]>"
    "`[x](javascript:canary())$x_{y$&lt;"
)
BIDI = "\u202e\u2066\x1b"  # in a raw text only: tables are refused with it
WORDS = re.compile(r"(?!symbol_zh).*_(zh|en)|note|source|document_number|marker")
SAID = {"优良天数": f"优良{ATTACK}天数", "空气质量": f"空气{BIDI}质量"}
QUOTED = ("quote", "context", "reading", "name")
FILE = "<img src=x onerror=canary()>.txt"
SHOW = """\
from IPython.display import Markdown, display

from helpers import compare, indicators, plans, query, statements, trace

rows = query("SELECT title_zh, short_en, issuer_zh, raw_file FROM plans ORDER BY plan_id")
display(rows, plans(), indicators(), statements("pm25"), compare("pm25"), trace("quzhou-14fyp-2021/pm25-2025"))
display(Markdown(f"{rows.title_zh[0]} <img src=x onerror=canary()>"))
print(word, rows.title_zh[0])
rows.style
"""


def put_attacks(project: Project) -> None:
    """Puts the payload into a copy of the collection, so that it still keeps every rule."""
    for model in TABLES:
        for path in files_of(project, model):
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            for row in rows:
                for column, cell in row.items():
                    if cell and column in QUOTED:
                        for words, other in SAID.items():
                            row[column] = row[column].replace(words, CONTROLS.sub("", other))
                    elif cell and WORDS.fullmatch(column):
                        row[column] = cell + ATTACK
                if model.table == "plans":
                    row["sha256"] = attacked(project, row["raw_file"])
                    row["raw_file"] = FILE if row["plan_id"] == "quzhou-811-2011" else row["raw_file"]
            if rows:
                with path.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)
    (project.raw / "quzhou-811-2011.txt").rename(project.raw / FILE)


def attacked(project: Project, name: str) -> str:
    text = (project.raw / name).read_bytes().decode("utf-8")
    for words, other in SAID.items():
        text = text.replace(words, other)
    (project.raw / name).write_bytes(text.encode())
    return hashlib.sha256(text.encode()).hexdigest()


def notebook(path) -> None:
    cells = [
        v4.new_markdown_cell("# Words\n\n[x](javascript:canary())", metadata={"tags": ["en"]}),
        v4.new_code_cell('word = "x"\nlang = "en"', metadata={"tags": ["parameters"]}),
        v4.new_code_cell(SHOW),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The site of the collection with the payload in it."""
    project = Project(tmp_path_factory.mktemp("hostile") / "collection")
    for folder in ("data", "notebooks", "params"):
        shutil.copytree(REAL.root / folder, project.root / folder)
    put_attacks(project)
    for number, path in enumerate(sorted(project.params.glob("*/*.yaml"))):
        if number % 4 in (1, 2):  # of each notebook one language
            path.unlink()
    for path in project.params.glob("*.sql"):
        path.write_text(path.read_text("utf-8").replace(";", "").strip() + "\nLIMIT 2", encoding="utf-8")
    notebook(project.notebooks / "word.ipynb")
    (project.params / "word").mkdir()
    (project.params / "word" / "en.yaml").write_text(
        f"lang: en\nword: '{ATTACK.replace(chr(39), chr(39) * 2)}'\n", "utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ENVIRONMENT_VARIABLE, raising=False)
        ran = subprocess.run(
            [sys.executable, "-m", "helpers.cli", "render", "--project", project.root], capture_output=True, text=True
        )
    assert ran.returncode == 0, ran.stderr
    return project


@pytest.fixture(scope="module")
def pages(hostile):
    return sorted(hostile.site.rglob("*.html"))


def test_the_payload_is_on_the_pages_as_words(pages):
    with_it = [path for path in pages if "&lt;script&gt;canary()" in path.read_text("utf-8")]
    assert len(with_it) >= len(pages) - 1


def test_no_page_runs_anything_or_asks_for_anything(pages):
    """With the page's policy, and with the policy taken away: then only the escaping stands between."""
    faults = []
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.expose_function("canary", lambda: faults.append(f"{page.url}: ran"))
        page.on("dialog", lambda dialog: faults.append(f"{page.url}: dialog"))
        page.on(
            "request", lambda asked: asked.url == page_address or faults.append(f"{page_address} asked {asked.url}")
        )
        for path in pages:
            html = path.read_text("utf-8")
            bare = path.with_name(f"bare-{path.name}")
            bare.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html, count=1), "utf-8")
            assert len(bare.read_text("utf-8")) < len(html)
            for one in (path, bare):
                page_address = one.as_uri()
                page.goto(page_address)
                page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
                faults += [f"{one.name}: {found}" for found in page.evaluate(FOREIGN)]
            bare.unlink()
        browser.close()
    assert faults == []


# What the payload would have become, had it been taken for markup: elements, attributes, addresses; a hidden page.
FOREIGN = """() => {
    const found = [];
    for (const element of document.querySelectorAll('*')) {
        const name = element.tagName.toLowerCase();
        if (['script', 'iframe', 'object', 'embed', 'form', 'base'].includes(name)) found.push(name);
        for (const attribute of element.attributes) {
            if (/^on/i.test(attribute.name)) found.push(name + ' ' + attribute.name);
            if (/^\\s*(javascript|vbscript):/i.test(attribute.value)) found.push(name + ' ' + attribute.value);
            const address = ['src', 'href'].includes(attribute.name);
            if (address && /^(x|data:text)/.test(attribute.value)) found.push(attribute.value);
        }
    }
    if (getComputedStyle(document.body).display === 'none') found.push('hidden');
    if (document.title === '') found.push('no title');
    return found;
}"""


def test_nothing_turns_the_direction_of_a_page(hostile, pages):
    raw = (hostile.raw / FILE).read_text("utf-8")
    assert "\u202e" in raw
    shown = [
        path for path in pages if "空气[U+202E][U+2066][U+001B]质量" in re.sub("<[^>]*>", "", path.read_text("utf-8"))
    ]
    assert {path.name for path in shown} >= {"source-quzhou-811-2011.html"}
    assert [path.name for path in pages if CONTROLS.search(path.read_text("utf-8"))] == []


def test_no_exported_table_starts_a_formula(hostile):
    for path in [*hostile.site.rglob("*.csv")]:
        with path.open(encoding="utf-8", newline="") as file:
            assert [cell for row in csv.reader(file) for cell in row if starts_formula(cell)] == []


def test_the_results_of_the_audit_start_no_formula(hostile):
    said = subprocess.run(
        [sys.executable, "-m", "helpers.cli", "audit", "--csv", "--project", hostile.root],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert [cell for row in csv.reader(said.splitlines()) for cell in row if starts_formula(cell)] == []
