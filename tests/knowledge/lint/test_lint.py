"""What is wrong with articles is found, and what is right is left alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import read_article
from knowledge.drafts import Draft, put
from knowledge.lint.facts import facts_of
from knowledge.lint.finding import Finding
from knowledge.lint.linting import lint
from knowledge.settings import FAQ
from tests.knowledge.conftest import FAQ as SMALL
from tests.knowledge.conftest import TODAY, WordEncoder

ASKED = {"en": ("how is it", "tell me of it", "what is so"), "zh": ("这个怎么样", "说一下", "是什么情况")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small knowledge base."""
    return Path(shutil.copytree(SMALL, tmp_path / "faq"))


def write(
    folder: Path, name: str, en: str, zh: str = "这里有一些说明。", until: date | None = None, **asked: str
) -> None:
    """One more article, in both languages."""
    for locale, body in (("en", en), ("zh", zh)):
        title = asked.get("title", f"About {name}") if locale == "en" else f"关于 {name}"
        questions = tuple(f"{each} {name}" for each in ASKED[locale])
        put_one = Draft(name, locale, title, "x", questions, body, None, until)
        (folder / locale / f"{name}.md").unlink(missing_ok=True)
        (folder / "aside").mkdir(exist_ok=True)
        (made,) = put(folder / "aside", [put_one])
        made.replace(folder / locale / made.name)


def found(folder: Path, code: str, **more: object) -> list[Finding]:
    return [each for each in lint(folder, WordEncoder(), TODAY, **more) if each.code == code]  # type: ignore[arg-type]


def test_the_articles_that_ship_have_no_error() -> None:
    assert [each for each in lint(FAQ, WordEncoder(), date(2026, 6, 1)) if each.severity != "hint"] == []


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("It costs $5.95, or 6 dollars, and is 10% off.", {"money": {"5.95", "6"}, "percent": {"10"}}),
        (
            "3–5 business days, two years, 1 pm to 16:30",
            {"working day": {"3-5"}, "year": {"2"}, "time": {"13:00", "16:30"}},
        ),
        ("3–5 more business days in 2026", {"working day": {"3-5"}}),
        ("5 个工作日，30 天，两年，下午 1 点", {"working day": {"5"}, "day": {"30"}, "year": {"2"}, "time": {"13:00"}}),
        ("30 到 1,500 美元，九折，85折，周一", {"money": {"30", "1500"}, "percent": {"10", "15"}}),
        ("11 月 1 日至 12 月 24 日，2026 年", {}),
    ],
)
def test_exact_facts_are_told_alike_in_both_languages(text: str, facts: dict[str, set[str]]) -> None:
    assert {kind: set(values) for kind, values in facts_of(text).items()} == facts


def test_two_articles_that_name_other_values_of_one_thing_are_shown_with_both_sentences(folder: Path) -> None:
    write(folder, "late-returns", "You have 45 days from delivery to return unused goods.")
    (one,) = found(folder, "contradiction")
    assert (one.severity, one.article, one.locale) == ("error", "late-returns", "en")
    assert "return-window about 45 and 30 (day)" in one.message
    assert one.sentences == (
        "You have 45 days from delivery to return unused goods.",
        "You have 30 days from delivery to return unused goods.",
    )


def test_two_articles_that_deny_each_other_are_found(folder: Path) -> None:
    write(folder, "old-cards", "Gift cards expire.", title="Old cards")
    write(folder, "wrap", "We can wrap gift boxes in brown paper.", "我们可以包装礼品盒。")
    write(folder, "paper", "We cannot wrap gift boxes in brown paper.", "我们无法包装礼品盒。")
    assert {(each.locale, each.article) for each in found(folder, "contradiction")} >= {("en", "paper")}


def test_values_that_one_article_names_in_two_cases_are_no_contradiction(folder: Path) -> None:
    write(folder, "gifts", "Gifts bought from 1 November to 24 December have 60 days.")
    write(folder, "rush", "Express shipping costs $14.95.")
    assert found(folder, "contradiction") == []


def test_languages_that_name_other_values_are_found(folder: Path) -> None:
    write(folder, "repair", "A repair takes 10 days.", "维修需要 12 天。")
    (one,) = found(folder, "translations_differ")
    assert one.message == "names other values in en and zh, day: 10 and 12"


def test_the_same_article_twice_is_found_by_its_words_and_by_its_meaning(folder: Path) -> None:
    text = (folder / "en" / "store-hours.md").read_text("utf-8")
    (folder / "en" / "opening.md").write_text(text.replace("id: store-hours", "id: opening"), "utf-8")
    (one,) = found(folder, "duplicate")
    assert (one.article, "store-hours" in one.message) == ("opening", True)
    assert {each.article for each in found(folder, "shared_question")} == {"store-hours"}
    (missing,) = found(folder, "untranslated")
    assert (missing.severity, missing.article) == ("error", "opening")


def test_a_question_listed_as_unanswered_that_an_article_answers_is_found(folder: Path) -> None:
    file = folder / "en" / "store-hours.md"
    title = read_article(folder / "en" / "return-window.md", "en").title
    file.write_text(file.read_text("utf-8").replace("valid_from:", f"unanswered:\n  - {title}\nvalid_from:"), "utf-8")
    (one,) = found(folder, "answered_after_all")
    assert (one.severity, one.article, "return-window is asked it" in one.message) == ("warning", "store-hours", True)


def test_what_is_expired_or_soon_will_be_is_found(folder: Path) -> None:
    write(folder, "spring", "A spring rule.", until=date(2026, 11, 1))
    write(folder, "autumn", "An autumn rule.", until=date(2026, 11, 20))
    write(folder, "far", "A far rule.", until=date(2027, 11, 20))
    assert {each.article for each in found(folder, "expired")} >= {"spring"}
    soon = {(each.article, each.severity) for each in found(folder, "expires_soon")}
    assert soon == {("autumn", "warning")}


def test_links_that_lead_nowhere_are_found_and_other_sites_are_tried_only_when_asked(folder: Path) -> None:
    body = (
        "See [hours](store-hours.md), [gone](no-such.md), [part](#opened-fuel), [no part](store-hours#nowhere), "
        "[mail](mailto:a@b.example), [page](/about), https://gone.example/x and https://there.example.\n\n"
        "## Opened fuel?\n\nIt stays."
    )
    write(folder, "links", body)
    assert [each.message.split(":")[0] for each in found(folder, "broken_link")] == [
        "links to no-such.md", "links to store-hours#nowhere",
    ]  # fmt: skip
    tried: list[str] = []

    def reach(address: str) -> str:
        tried.append(address)
        return "it answers 404" if "gone" in address else ""

    more = found(folder, "broken_link", reach=reach)
    assert "links to https://gone.example/x: it answers 404; correct or remove it" in [each.message for each in more]
    assert tried == ["https://gone.example/x", "https://there.example"]


def test_what_nobody_got_is_a_hint_where_the_log_knows(folder: Path) -> None:
    assert found(folder, "unused") == []
    all_but_one = [file.stem for file in (folder / "en").glob("*.md") if file.stem != "store-hours"]
    assert [(each.article, each.severity) for each in found(folder, "unused", said=all_but_one)] == [
        ("store-hours", "hint")
    ]


def test_a_paragraph_that_is_not_read_to_its_end_is_found(folder: Path) -> None:
    write(folder, "long", "word " * 181, "字" * 321)
    assert {each.locale for each in found(folder, "too_long")} == {"en", "zh"}


def test_an_article_without_questions_and_a_file_that_cannot_be_read_are_found(folder: Path) -> None:
    put(folder, [Draft("bare", locale, f"Bare {locale}", "x", (), "Bare.") for locale in ("en", "zh")])
    (folder / "en" / "broken.md").write_text("no front matter", "utf-8")
    assert {each.article for each in found(folder, "no_questions")} == {"bare"}
    (one,) = found(folder, "unreadable")
    assert (one.article, one.severity) == ("broken", "error")
