"""A document as blocks, cut into one draft a heading; a FAQ without headings, one a question."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.importing.drafts import LONGEST_TITLE, Draft, Reading, one_line, paragraphs_of
from knowledge.language import detect
from knowledge.sentences import sentences

LONG, PIECE = 900, 600  # a paragraph of more characters is cut at sentence ends into pieces of at most so many
LOWEST = 9  # the level of a heading below all others
_QUESTION = re.compile(r"(?:q(?:uestion)?\s*\d*\s*[:.)]|问[:：]|\d+\s*[.、)])?\s*(.{4,200}?[?？])", re.I)
_HASHES = re.compile(r"^#{1,6}\s+", re.M)  # in an article they would make a heading of it
_ANSWER = re.compile(r"(?:a(?:nswer)?\s*\d*\s*[:.)]|答[:：])\s*", re.I)


@dataclass(frozen=True)
class Block:
    """A heading (`level` 1 to 9), a paragraph or an entry of a list (`level` 0; an entry begins with "- ")."""

    text: str
    level: int = 0


def read_blocks(reading: Reading, blocks: Iterable[Block], name: str, base: str, locale: str = "") -> None:
    """Add a draft for each heading with text below it; `name` is the title of what stands above all headings."""
    kept = [block for block in blocks if block.text.strip()]
    path: list[Block] = []
    body: list[str] = []
    for block in [*_with_questions(kept), Block("", 1)]:
        if not block.level:
            body += _cut(_HASHES.sub("", block.text))
            continue
        _close(reading, path, body, name, base, locale, followed_by=block.level)
        path = [
            *(above for above in path if above.level < block.level),
            Block(one_line(block.text).rstrip("¶# "), block.level),
        ]
        body = []


def question_in(line: str) -> str:
    """Return the question that a line is, without "Q:" or its number; "" where it is none."""
    found = _QUESTION.fullmatch(one_line(line))
    return found[1] if found else ""


def _close(
    reading: Reading, path: Sequence[Block], body: Sequence[str], name: str, base: str, locale: str, followed_by: int
) -> None:
    titles = [block.text for block in path] or [name]
    place = "› " + " › ".join(titles)
    text = paragraphs_of(body)
    if not text:
        if path and path[-1].level >= followed_by:
            reading.left_out.append((place, "nothing stands below this heading"))
        return
    title, is_root = _title(titles), len(titles) == 1
    if len(title) > LONGEST_TITLE:
        reading.left_out.append((place[:80], f"expected a heading of at most {LONGEST_TITLE} characters"))
        return
    stem = base if is_root and not any(draft.id == "" and draft.base == base for draft in reading.drafts) else ""
    reading.drafts.append(
        Draft(
            title=title,
            body=text,
            place=place,
            base=stem or f"{base} {titles[-1]}",
            locale=locale,
            topic="" if is_root else titles[0],
        )
    )


def _title(titles: Sequence[str]) -> str:
    """A question stands by itself; any other heading needs the one above it: "Shipping: Express"."""
    if len(titles) == 1 or question_in(titles[-1]):
        return question_in(titles[-1]) or titles[-1]
    return f"{titles[-2]}{'：' if detect(titles[-1]) == 'zh' else ': '}{titles[-1]}"


def _with_questions(blocks: Sequence[Block]) -> list[Block]:
    """Where no heading is a question, paragraphs that are one are headings, too: a FAQ in bold type."""
    if any(block.level and question_in(block.text) for block in blocks):
        return list(blocks)
    made = []
    for block in blocks:
        question = question_in(block.text) if not block.level and not block.text.startswith("- ") else ""
        made.append(Block(question, LOWEST) if question else block)
    if not any(block.level == LOWEST for block in made):
        return list(blocks)
    return [block if block.level else Block(_ANSWER.sub("", block.text, count=1)) for block in made]


def _cut(text: str) -> list[str]:
    """A paragraph of many sentences as several: what is said in one piece must be short enough to be read."""
    if len(text) <= LONG or text.startswith("- "):
        return [text]
    pieces: list[str] = []
    for sentence in sentences(text):
        if pieces and len(pieces[-1]) + len(sentence) < PIECE:
            pieces[-1] += ("" if detect(sentence) == "zh" else " ") + sentence
        else:
            pieces.append(sentence)
    return pieces
