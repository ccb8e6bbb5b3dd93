"""Markdown to drafts: front matter of ours or of a site generator, then one draft a heading."""

from datetime import date
from typing import Any

import yaml

from knowledge.importing.drafts import Draft, Reading, Unreadable, one_line
from knowledge.importing.pages import blocks_of, plain_text
from knowledge.importing.sections import Block, read_blocks

FENCE = "---"
OURS = ("questions", "topic")  # with a title, these mark an article in our own format


def read_markdown(reading: Reading, text: str, name: str, base: str) -> None:
    """Add the drafts of one Markdown file; Unreadable for front matter that is no YAML."""
    fields, body = _parted(text)
    locale = str(fields.get("locale") or fields.get("lang") or fields.get("language") or "")
    title = one_line(str(fields.get("title") or ""))
    if title and any(fields.get(key) for key in OURS):
        reading.drafts.append(_article(fields, title, plain_text(body.strip()), base, locale))
        return
    blocks, _ = blocks_of(_html(body))
    if title and not any(block.level == 1 for block in blocks):
        blocks = [Block(title, 1), *blocks]
    read_blocks(reading, blocks, title or name, base, locale)


def _article(fields: dict[str, Any], title: str, body: str, base: str, locale: str) -> Draft:
    return Draft(
        title=title,
        body=body,
        place="front matter",
        id=one_line(str(fields.get("id") or "")),
        base=base,
        locale=locale,
        topic=one_line(str(fields.get("topic") or "")),
        questions=_lines(fields, "questions"),
        valid_from=_day(fields, "valid_from"),
        valid_until=_day(fields, "valid_until"),
        unanswered=_lines(fields, "unanswered"),
    )


def _lines(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    lines = fields.get(name) or []
    if not isinstance(lines, list):
        raise Unreadable(f"expected a list in '{name}', found {lines!r}; write one a line after '- '")
    return tuple(one_line(str(line)) for line in lines if one_line(str(line)))


def _parted(text: str) -> tuple[dict[str, Any], str]:
    start, _, rest = text.partition("\n")
    front, fence, body = rest.partition(f"\n{FENCE}\n")
    if start.strip() != FENCE or not fence:
        return {}, text
    try:
        fields = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(
            f"expected YAML in the front matter, found {one_line(str(error))[:120]}; correct it"
        ) from error
    return (fields, body) if isinstance(fields, dict) else ({}, text)


def _day(fields: dict[str, Any], name: str) -> date | None:
    value = fields.get(name)
    if value is None or type(value) is date:
        return value
    raise Unreadable(f"expected a day such as 2026-01-31 or nothing in '{name}', found {value!r}; correct it")


def _html(text: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
