"""Rows of question and answer (CSV, XLSX, JSON) to drafts, by the names of their columns."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from knowledge.importing.drafts import LONGEST_TITLE, Draft, Reading, Unreadable, one_line
from knowledge.importing.pages import plain_text
from knowledge.language import LOCALES, detect

NAMES = {
    "title": ("question", "q", "title", "name", "问题", "标题"),
    "body": ("answer", "a", "body", "text", "content", "reply", "回答", "答案", "内容"),
    "id": ("id", "key", "slug", "编号"),
    "locale": ("locale", "language", "lang", "语言"),
    "topic": ("topic", "category", "section", "group", "分类", "类别", "主题"),
    "questions": ("questions", "variants", "alternatives", "also asked", "similar questions", "相似问题", "其他问法"),
    "valid_from": ("valid from", "from", "生效日期"),
    "valid_until": ("valid until", "until", "失效日期"),
}
WORDS = {"title", "body"}  # what each language has of its own
_FIELD = {name: field for field, names in NAMES.items() for name in names}
_LOCALE = re.compile(rf"^(.+?)\s*[\s(\[（]({'|'.join(LOCALES)})[)\]）]?$")
Columns = list[tuple[str, str]]  # (field, locale) of each; ("", "") is not used


def columns_of(header: Sequence[str]) -> Columns:
    """Return what each column is: "Question", "answer_zh" and "Answer (zh)" are known; Unreadable without both."""
    found = [_column(name) for name in header]
    fields = {field for field, _ in found}
    if not fields >= WORDS:
        shown = ", ".join(repr(name) for name in header[:12] if name.strip()) or "an empty line"
        raise Unreadable(
            f"expected a first line with the columns question and answer, found {shown}; name them so "
            "(further ones: id, locale, topic, questions, valid_from, valid_until)"
        )
    return found


def note_unused(reading: Reading, header: Sequence[str], columns: Columns) -> None:
    """Tell which columns are not used."""
    for name, (field, _) in zip(header, columns, strict=True):
        if not field and name.strip():
            reading.left_out.append(("header", f"column {one_line(name)!r} is not used"))


def read_row(reading: Reading, columns: Columns, cells: Sequence[Any], place: str, base: str) -> None:
    """Add the drafts of one row, one a language that it answers in, or the reason why not."""
    if not any(_text(cell) for cell in cells):
        return
    if len(cells) != len(columns):
        reading.left_out.append((place, f"expected {len(columns)} columns, found {len(cells)}; put texts in quotes"))
        return
    written = {locale for (field, locale), cell in zip(columns, cells, strict=True) if field in WORDS and _text(cell)}
    if not written:
        reading.left_out.append((place, "question and answer are empty"))
    for locale in sorted(written):
        row = {
            field: cell
            for (field, of), cell in zip(columns, cells, strict=True)
            if (of == locale or (not of and field not in WORDS)) and _text(cell)
        }
        try:
            reading.drafts.append(_draft(row, locale, place, base))
        except ValueError as error:
            reading.left_out.append((f"{place}{f' ({locale})' if locale else ''}", str(error)))


def _draft(row: Mapping[str, Any], locale: str, place: str, base: str) -> Draft:
    """ValueError says what the row lacks."""
    title, body = one_line(plain_text(_text(row.get("title")))), plain_text(_text(row.get("body"))).strip()
    if not title or not body:
        raise ValueError(f"the {'answer' if title else 'question'} is empty")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"expected a question of at most {LONGEST_TITLE} characters, found {len(title)}")
    questions = row.get("questions") or ()
    listed = questions if isinstance(questions, (list, tuple)) else re.split(r"[\n|;；]", _text(questions))
    return Draft(
        title=title,
        body=body.replace("\r\n", "\n"),
        place=place,
        id=_text(row.get("id")),
        base=f"{base} {title}" if detect(title) == "zh" else title,
        locale=locale or _text(row.get("locale")),
        topic=one_line(_text(row.get("topic"))),
        questions=tuple(text for each in listed if (text := one_line(_text(each)))),
        valid_from=_day(row.get("valid_from")),
        valid_until=_day(row.get("valid_until")),
    )


def _column(name: str) -> tuple[str, str]:
    plain = one_line(name.replace("_", " ").lower().strip("\ufeff ?:*"))
    found = _LOCALE.match(plain)
    if found and found[1] in _FIELD:
        return _FIELD[found[1]], found[2]
    return _FIELD.get(plain, ""), ""


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date) or not _text(value):
        return value or None
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise ValueError(f"expected a day such as 2026-01-31, found {_text(value)!r}") from None
