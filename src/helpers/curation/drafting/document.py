"""A document as plain text: what it says, in its order, a row of a table a line with tabs between the cells."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from helpers.errors import EcoplanError
from helpers.files import bytes_of

try:
    import resource
except ImportError:  # Windows
    resource = None

_DEEPEST = 2000  # no page that people read comes near, not even one that closes no paragraph
_MEMORY = 2_000_000_000  # bytes: a bomb of a few kilobytes asks for more than there is
_ENCODINGS = ("utf-8-sig", "gb18030")
_BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "article", "blockquote", "dd", "dt")
_FURNITURE = ("script", "style", "nav", "footer", "noscript", "template", "input", "button", "select", "iframe", "svg")


class UnreadableDocument(EcoplanError):
    """A file that gives no text; the message says what to do."""


def text_of(path: Path) -> str:
    """The text of a .txt, .html, .docx or .pdf file, with \\n as line break and nothing repaired.

    A .txt in UTF-8 is taken as it stands. UnreadableDocument where the file gives no text.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(sorted(_READERS))
        raise UnreadableDocument(f"{path}: not one of {known}; save the document as one of these")
    text = _read(path, read).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not re.search(r"[\u4e00-\u9fff]", text):
        raise UnreadableDocument(
            f"{path}: holds no Chinese text that can be read. Where the pages are pictures (a scan), let a program for "
            "character recognition (OCR) make a text of them, and draft from that."
        )
    return text if text.endswith("\n") else text + "\n"


def _read(path: Path, read: Callable[[Path, bytes], str]) -> str:
    """The libraries that read documents raise whatever comes when one is broken, and believe what it says of sizes."""
    try:
        content = bytes_of(path)
        with _bounded_memory():
            return read(path, content)
    except EcoplanError:
        raise
    except OSError as fault:
        raise UnreadableDocument(f"{path}: {fault.strerror or fault}") from None
    except Exception as fault:
        said = "it asks for too much memory" if isinstance(fault, MemoryError) else f"{type(fault).__name__}: {fault}"
        raise UnreadableDocument(
            f"{path}: cannot be read as {path.suffix} ({said}); open it and save it anew, or copy its text into a .txt"
        ) from None


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """No more than _MEMORY on top of what this process has, where the system can say no."""
    if resource is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    limits = [limit for limit in before if limit != resource.RLIM_INFINITY]
    wanted = min([psutil.Process().memory_info().vms + _MEMORY, *limits])
    resource.setrlimit(resource.RLIMIT_AS, (wanted, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _plain(path: Path, content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument(f"{path}: neither UTF-8 nor GB 18030; save it as UTF-8")


def _html(path: Path, content: bytes) -> str:
    soup = _library("bs4", path).BeautifulSoup(content, "html.parser")
    if _depth(soup) > _DEEPEST:
        raise UnreadableDocument(f"{path}: nests more than {_DEEPEST} times; copy its text from a browser into a .txt")
    for tag in soup(_FURNITURE):
        tag.decompose()
    for tag in soup("br"):
        tag.replace_with("\n")
    for caption in soup("caption"):
        if (table := caption.find_parent("table")) is not None:
            table.insert_before(caption)
    for table in soup("table"):
        if table.find("table") is None:  # the innermost one; outer ones only lay out the page
            rows = [[_squeezed(cell.get_text()) for cell in row(["td", "th"])] for row in table("tr")]
            table.replace_with("\n\n" + "\n".join(map("\t".join, rows)) + "\n\n")
    for tag in soup(_BLOCKS):
        tag.insert_before("\n")
        tag.insert_after("\n")
    lines = (re.sub(r"[ \u00a0\u3000]+", " ", line).strip(" ") for line in soup.get_text().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _depth(soup: Any) -> int:
    """How deep a page nests: to take apart what nests ten thousand times takes minutes."""
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depths[id(tag.parent)] + 1
    return max(depths.values())


def _docx(path: Path, content: bytes) -> str:
    document = _library("docx", path).Document(io.BytesIO(content))
    parts = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            parts += ["\t".join(_cells(row)) for row in block.rows]
        else:
            parts.append(block.text)
        parts.append("")
    return "\n".join(parts)


def _cells(row: Any) -> Iterator[str]:
    """The cells of a row of a Word table; one that spans several columns once."""
    last = None
    for cell in row.cells:
        if cell._tc is not last:
            yield _squeezed(cell.text)
        last = cell._tc


def _pdf(path: Path, content: bytes) -> str:
    pdfplumber = _library("pdfplumber", path)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font that it finds odd
    with pdfplumber.open(io.BytesIO(content)) as document:
        return "\n\n".join("\n".join(_page(page)) for page in document.pages)


def _page(page: Any) -> Iterator[str]:
    """The lines of a page and the rows of its tables, from top to bottom."""
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    lines = [
        (line["top"], line["text"]) for line in page.extract_text_lines(return_chars=False) if not _inside(line, boxes)
    ]
    for table in tables:
        for row, cells in zip(table.rows, table.extract(), strict=False):
            lines.append((row.bbox[1], "\t".join(_squeezed(cell or "") for cell in cells)))
    return (text for _, text in sorted(lines, key=lambda line: line[0]))


def _inside(line: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    middle, left = (line["top"] + line["bottom"]) / 2, (line["x0"] + line["x1"]) / 2
    return any(x0 <= left <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes)


def _squeezed(words: str) -> str:
    """A cell on one line: line breaks within it only wrap."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff])", "", words)).strip()


def _library(name: str, path: Path) -> Any:
    try:
        return __import__(name)
    except ImportError:
        raise UnreadableDocument(
            f"{path}: reading {path.suffix} needs the package {name}: pip install 'ecoplan-notebooks[draft]'"
        ) from None


_READERS: dict[str, Callable[[Path, bytes], str]] = {
    ".txt": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".pdf": _pdf,
}
