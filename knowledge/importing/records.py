"""JSON to drafts: a list of questions and answers, one in an object, or schema.org's FAQPage; also a line each."""

import json
from collections.abc import Mapping
from typing import Any

from knowledge.importing.drafts import Reading, Unreadable
from knowledge.importing.rows import columns_of, read_row


def read_json(reading: Reading, text: str, base: str, by_line: bool = False) -> None:
    """Add a draft an entry; Unreadable where it is no JSON or no entry has a question and an answer."""
    entries = _lines(reading, text) if by_line else [(f"entry {at}", each) for at, each in _entries(text)]
    for place, entry in entries:
        if not isinstance(entry, Mapping):
            reading.left_out.append((place, f"expected question and answer, found {str(entry)[:60]!r}"))
            continue
        fields = {str(key): value for key, value in entry.items() if not str(key).startswith("@")}
        answer = fields.pop("acceptedAnswer", None)
        if isinstance(answer, Mapping):  # https://schema.org/FAQPage
            fields["answer"] = answer.get("text")
        try:
            columns = columns_of(list(fields))
        except Unreadable:
            found = ", ".join(fields) or "nothing"
            reading.left_out.append((place, f"expected the keys question and answer, found {found}"))
            continue
        read_row(reading, columns, list(fields.values()), place, base)
    if not reading.drafts and not reading.left_out:
        raise Unreadable("expected a list of questions and answers, found none in it")


def _entries(text: str) -> list[tuple[int, Any]]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"expected JSON, found {error}; correct it") from error
    if isinstance(content, Mapping):
        lists = [value for value in content.values() if isinstance(value, list) and value]
        content = max(lists, key=len, default=None)
    if not isinstance(content, list):
        raise Unreadable('expected a list such as [{"question": "…", "answer": "…"}], found none; write one')
    return list(enumerate(content, start=1))


def _lines(reading: Reading, text: str) -> list[tuple[str, Any]]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append((f"line {number}", json.loads(line)))
        except (ValueError, RecursionError) as error:
            reading.left_out.append((f"line {number}", f"expected JSON, found {error}"))
    return found
