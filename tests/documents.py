"""A page of a plan as documents of every kind that `ecoplan draft` reads: a line and a table."""

from __future__ import annotations

import shutil

from helpers.project import Project

OWN = Project.find()
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TABLE = [
    ["指标", "单位", "2020年", "2025年目标"],
    ["森林覆盖率", "%", "38.25", "39.5"],
    ["农膜回收率", "%", "80", "≥90"],
]


def as_html(path):
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    path.write_text(
        f"<html><script>var x = 95</script><body><p>主要指标</p><table>{rows}</table></body></html>", "utf-8"
    )


def as_docx(path):
    import docx

    document = docx.Document()
    document.add_paragraph("主要指标")
    table = document.add_table(rows=0, cols=4)
    for row in TABLE:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(path)


def as_old_text(path):
    path.write_bytes(("主要指标\r\n" + "\r\n".join("\t".join(row) for row in TABLE)).encode("gb18030"))


def as_pdf(path):
    """A page printed by Chromium from the web page: lines, a table with borders, a font of its own."""
    from playwright.sync_api import sync_playwright

    font = (OWN.root / "src/helpers/display/fonts/NotoSansCJKsc-Regular-subset.otf").as_uri()
    page_file = path.with_suffix(".html")
    as_html(page_file)
    look = f"<style>@font-face{{font-family:N;src:url({font})}}body{{font:12pt N}}td{{border:1px solid}}</style>"
    page_file.write_text(look + page_file.read_text("utf-8"), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.pdf(path=path)
        browser.close()
