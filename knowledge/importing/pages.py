"""HTML to blocks. Scripts, styles, forms, menus and footers never get in; what a link points to is kept."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from knowledge.importing.drafts import Unreadable, one_line, paragraphs_of
from knowledge.importing.sections import Block

NEVER = (
    "script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "embed", "form", "button", "input",
    "select", "textarea", "dialog", "nav", "aside", "footer", "[aria-hidden=true]", "[role=navigation]",
    "body > header",
)  # fmt: skip
_PARTS = """
address article blockquote body dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p
pre section summary table tbody td tfoot th thead tr ul
"""
PARTS = frozenset(_PARTS.split())  # what begins and ends a paragraph
HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"dt": 8, "summary": 8}  # a FAQ folds its answers away
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}  # what browsers read for these names
INSIDE = "p, div, ul, ol, table, h1, h2, h3, h4, h5, h6"  # a row that holds one of these is a page's layout
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.I)
_TAG = re.compile(r"</?(?:p|br|div|span|ul|ol|li|a|b|i|em|strong|table|h\d|script|style|iframe)\b[^>]*>", re.I)


def page_text(content: bytes, charset: str = "") -> str:
    """Return a page's HTML as text: by the charset that the server or the page names, else UTF-8; Unreadable."""
    named = _CHARSET.search(content[:4096])
    for name in filter(None, (charset.lower(), named[1].decode().lower() if named else "", "utf-8-sig")):
        try:
            return content.decode(WIDER.get(name, name))
        except LookupError:  # a charset that nobody knows
            continue
        except UnicodeDecodeError as error:
            raise Unreadable(f"expected {name}, found byte {error.start} that is not; save it as UTF-8") from error
    raise AssertionError


def blocks_of(html: str, address: str = "") -> tuple[list[Block], str]:
    """Return a page's blocks and the name in its <title>, without the shop's."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    title = page.css_first("title")
    name = re.split(r"\s[|–—·-]\s", one_line(title.text()))[0] if title is not None else ""
    for selector in NEVER:
        for element in page.css(selector):
            element.decompose()
    articles = page.css("article")
    root = page.css_first("main, [role=main]") or (articles[0] if len(articles) == 1 else page.body)
    if root is None:
        return [], name
    writer = _Writer(address)
    _walk(root, writer)
    return writer.done(), name


def plain_text(text: str) -> str:
    """Return the text of an answer that is written in HTML; any other as it is."""
    return paragraphs_of([block.text for block in blocks_of(text)[0]]) if _TAG.search(text) else text


def _walk(root: Any, writer: "_Writer") -> None:
    """Visit every node below, in order; by a stack of our own, since pages may nest deeper than Python calls."""
    open_, node = [root], root.child
    while open_:
        if node is None:
            node = open_.pop()
            if open_:
                writer.leave(node.tag)
                node = node.next
        elif node.tag == "-text":
            writer.write(node.text_content or "")
            node = node.next
        elif node.tag.startswith("-"):
            node = node.next
        else:
            writer.enter(node)
            open_.append(node)
            node = node.child


class _Writer:
    """Collects the text between the elements that begin something new."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._level = 0  # of the heading that is being written
        self._entry = ""  # "- " at the start of an entry of a list, "+" in the rest of it
        self._cells: int | None = None  # of the table's row that is being written
        self._links: list[tuple[str, int]] = []

    def enter(self, element: Any) -> None:
        tag = element.tag
        if tag == "tr" and element.css_first(INSIDE) is None:
            self._flush()
            self._entry, self._cells = "- ", 0
        elif tag in ("td", "th") and self._cells is not None:
            self._text.append(("", ": ")[self._cells] if self._cells < 2 else " · ")
            self._cells += 1
        elif tag in PARTS and self._cells is None:
            self._flush()
            self._level = HEADINGS.get(tag, self._level)
            self._entry = "- " if tag == "li" else self._entry
        elif tag == "br":
            self._text.append("\n")
        elif tag == "a":
            self._links.append((element.attributes.get("href") or "", len(self._text)))

    def leave(self, tag: str) -> None:
        if tag == "a" and self._links:
            href, start = self._links.pop()
            self._text.append(_shown_link(href, "".join(self._text[start:]), self._address))
        elif tag == "tr" and self._cells is not None:
            self._flush()
            self._entry, self._cells = "", None
        elif tag in PARTS and self._cells is None:
            self._flush()
            self._level = 0
            self._entry = "" if tag in ("li", "ul", "ol") else self._entry

    def write(self, text: str) -> None:
        self._text.append(re.sub(r"\s+", " ", text))

    def done(self) -> list[Block]:
        self._flush()
        return self._blocks

    def _flush(self) -> None:
        text = "\n".join(filter(None, map(one_line, "".join(self._text).split("\n"))))
        self._text.clear()
        self._links = [(href, 0) for href, _ in self._links]
        if not text.strip(" :·"):
            return
        if self._level:
            self._blocks.append(Block(one_line(text), self._level))
        elif self._entry == "+":  # a further paragraph of the same entry
            self._blocks[-1] = Block(f"{self._blocks[-1].text} {one_line(text)}")
        else:
            self._blocks.append(Block(self._entry + one_line(text) if self._entry else text))
            self._entry = "+" if self._entry else ""


def _shown_link(href: str, text: str, address: str) -> str:
    """Return what is said of a link beside its text: " (https://…)" where it leads to a page."""
    if href.startswith("mailto:"):
        to = href.removeprefix("mailto:").partition("?")[0]
        return "" if to in text else f" ({to})"
    target = urljoin(address, href.strip())
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.netloc or not text.strip() or target in text:
        return ""
    if address and parts._replace(fragment="") == urlsplit(address)._replace(fragment=""):
        return ""  # a place on the same page
    return f" ({target})"
