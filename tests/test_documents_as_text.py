"""What `ecoplan draft` reads out of a document: its words in their order, a row of a table on a line."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest

from helpers.curation.drafting.document import _READERS, UnreadableDocument, _library, _page, text_of

PAGE = (
    """<html><head><title>Site</title><style>p {{}}</style></head><body><nav>首页</nav>{}<footer>版权</footer></body>"""
)


def of_html(tmp_path, body: str) -> str:
    path = tmp_path / "plan.html"
    path.write_text(PAGE.format(body), "utf-8")
    return text_of(path).removeprefix("Site")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>一、总则</p><p>二、目标</p>", "\n一、总则\n\n二、目标\n"),
        ("<div>甲<br>乙<br/>丙</div>", "\n甲\n乙\n丙\n"),
        ("<h2>标题</h2>正文", "\n标题\n正文\n"),
        ("<p>空&nbsp;&nbsp;气\u3000 质量</p>", "\n空 气 质量\n"),
        ("<p> 前后 </p>", "\n前后\n"),
        ("<p>甲</p><div></div><div></div><p>乙</p>", "\n甲\n\n乙\n"),
        ("<p>甲<script>alert('脚本')</script></p>", "\n甲\n"),
        ("<table><tr><th>指标</th><td>2025年</td></tr><tr><td>PM2.5</td><td>26</td></tr></table>",
         "\n\n指标\t2025年\nPM2.5\t26\n"),
        ("<table><caption>表1 主要指标</caption><tr><td>指\n标</td><td>2025 年\n目标</td></tr></table>",
         "表1 主要指标\n\n指标\t2025 年目标\n"),
        ("<table><tr><td><p>布局</p><table><tr><td>甲</td><td>1</td></tr></table></td></tr></table>",
         "\n\n布局\n\n甲\t1\n"),
        ("<caption>甲</caption><p>乙</p>", "甲\n乙\n"),
        ("<table><tr><td></td><td>2025年</td></tr><tr><td><b>PM<i>2.5</i></b></td><td>26</td></tr></table>",
         "\n\n\t2025年\nPM2.5\t26\n"),
        ("<table><tbody><caption>表1</caption><tr><td>甲</td></tr></tbody></table>", "表1\n\n甲\n"),
        ("<p>XX区规划X</p>", "\nXX区规划X\n"),
        ("<form><p>甲</p></form>", "\n甲\n"),
    ],
)  # fmt: skip
def test_a_page_gives_its_words_without_its_furniture(tmp_path, body, text):
    assert of_html(tmp_path, body) == text


def test_the_ends_of_a_page_keep_their_letters_and_empty_cells(tmp_path):
    path = tmp_path / "plan.html"
    path.write_text("<table><tr><td></td><td>甲</td></tr></table>", "utf-8")
    assert text_of(path) == "\t甲\n"
    path.write_text("X区规划X", "utf-8")
    assert text_of(path) == "X区规划X\n"


def test_a_page_that_nests_without_end_is_refused(tmp_path):
    assert "目标" in of_html(tmp_path, "<b>" * 1990 + "目标")
    with pytest.raises(
        UnreadableDocument, match=r"plan.html: nests more than 2000 times; copy its text from a browser"
    ):
        of_html(tmp_path, "<b>" * 2010 + "目标")


def test_a_word_document_gives_paragraphs_and_rows(tmp_path):
    document = docx.Document()
    document.add_paragraph("一、目标")
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("指标", "2020年", "2025年"), ("PM2.5", "31", "26")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.rows[0].cells[1].merge(table.rows[0].cells[2])
    document.add_paragraph("二、措施")
    document.save(tmp_path / "plan.docx")
    assert text_of(tmp_path / "plan.docx") == "一、目标\n\n指标\t2020年 2025年\nPM2.5\t31\t26\n\n二、措施\n"


def _line(top: float, text: str, x0: float = 50, x1: float = 150) -> dict:
    return {"top": top, "bottom": top + 10, "x0": x0, "x1": x1, "text": text}


def test_of_a_printed_page_lines_and_rows_of_tables_come_from_top_to_bottom():
    """In the manner of pdfplumber, which gives the words of a table's cells as lines too."""
    rows = [SimpleNamespace(bbox=(40, 100, 160, 120)), SimpleNamespace(bbox=(40, 120, 160, 140))]
    cells = [["指标", None, "2025\n年"], ["森林覆\n盖率", "%", "39.5"]]
    table = SimpleNamespace(bbox=(40, 100, 160, 140), rows=rows, extract=lambda: cells)
    lines = [
        _line(150, "在下"), _line(105, "在内"), _line(95, "跨上边"), _line(135, "跨下边"), _line(90, "在上"),
        _line(110, "在左", 0, 60), _line(110, "在右", 141, 181), _line(110, "跨左边", 0, 80),
        _line(110, "跨右边", 140, 180),
    ]  # fmt: skip
    page = SimpleNamespace(find_tables=lambda: [table], extract_text_lines=lambda **_: lines)
    assert list(_page(page)) == [
        "在上", "指标\t\t2025 年", "在左", "在右", "森林覆盖率\t%\t39.5", "在下",
    ]  # fmt: skip


def test_a_document_that_cannot_be_opened_or_asks_for_too_much_is_refused_in_words(tmp_path, monkeypatch):
    def refused(name: str) -> str:
        with pytest.raises(UnreadableDocument) as refusal:
            text_of(tmp_path / name)
        return str(refusal.value).removeprefix(f"{tmp_path / name}: ")

    def greedy(*_):
        raise MemoryError

    (tmp_path / "folder.txt").mkdir()
    assert (refused("folder.txt"), refused("none.txt")) == ("Is a directory", "No such file or directory")
    (tmp_path / "plan.txt").write_text("words", "utf-8")
    assert refused("plan.txt").endswith("character recognition (OCR) make a text of them, and draft from that.")
    monkeypatch.setitem(_READERS, ".txt", greedy)
    assert refused("plan.txt") == (
        "cannot be read as .txt (it asks for too much memory); open it and save it anew, or copy its text into a .txt"
    )


def test_a_package_that_is_missing_is_named_with_what_installs_it():
    with pytest.raises(UnreadableDocument) as refused:
        _library("no_such_package", Path("folder/plan.pdf"))
    assert str(refused.value) == (
        "folder/plan.pdf: reading .pdf needs the package no_such_package: pip install 'ecoplan-notebooks[draft]'"
    )


def test_the_pages_of_a_document_are_parted_by_an_empty_line(tmp_path, monkeypatch):
    pages = [SimpleNamespace(find_tables=list, extract_text_lines=lambda **_: [_line(1, "一"), _line(9, "二")])] * 2
    monkeypatch.setattr("pdfplumber.open", lambda _: nullcontext(SimpleNamespace(pages=pages)))
    (tmp_path / "plan.pdf").write_bytes(b"%PDF")
    assert text_of(tmp_path / "plan.pdf") == "一\n二\n\n一\n二\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_taken_as_it_stands_in_either_encoding(tmp_path, encoding):
    (tmp_path / "plan.txt").write_bytes("一、 目标\r\n二、\x00措施\r三".encode(encoding))
    assert text_of(tmp_path / "plan.txt") == "一、 目标\n二、措施\n三\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.TXT", b"\xff\xff", "neither UTF-8 nor GB 18030; save it as UTF-8"),
        ("plan.rtf", b"", "not one of .docx, .htm, .html, .pdf, .txt; save the document as one of these"),
        ("plan.txt", b"words", "holds no Chinese text that can be read. Where the pages are pictures"),
        ("plan.docx", b"PK", "cannot be read as .docx (BadZipFile: File is not a zip file); open it and save it anew"),
    ],
)
def test_a_document_that_gives_no_text_is_refused_in_words(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableDocument) as refused:
        text_of(tmp_path / name)
    assert str(refused.value).startswith(f"{tmp_path / name}: {told}")
