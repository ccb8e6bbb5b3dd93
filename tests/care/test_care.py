"""The lead's care for the articles: what is missing is seen, drafted, published, and then no longer missing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.articles import load_articles
from knowledge.drafts import Draft
from knowledge.errors import BadDraft
from shop.database import reading, sessions
from shop.errors import NotFound, Unavailable
from shop.tables import AuditRow
from tests.care.small_desk import SmallDesk
from tests.knowledge.conftest import TODAY

WRAP = "do you gift wrap presents"
WORDS = {"en": "Yes, we wrap presents for $5.", "zh": "可以，包装礼品 5 美元。"}


def drafts(article_id: str = "gift-wrap", questions: tuple[str, ...] = (WRAP, "can you wrap it")) -> list[Draft]:
    titles = {"en": ("Do you gift-wrap presents?", questions), "zh": ("可以包装礼品吗？", ("能包装吗",))}
    return [
        Draft(article_id, locale, title, "gifts", asked, WORDS[locale], TODAY)
        for locale, (title, asked) in titles.items()
    ]


def test_the_question_that_most_shoppers_ask_comes_first_with_all_its_phrasings(desk: SmallDesk) -> None:
    for text in ("do you engrave knives", WRAP, "gift wrap presents please", "Do you gift-wrap presents?!"):
        desk.asked(text)
    first, second = desk.care.report()
    assert (first.shoppers, first.times, first.title) == (3, 3, "Do you gift-wrap presents?!")
    assert {each.text: each.shoppers for each in first.phrasings} == {
        "Do you gift-wrap presents?!": 2,
        "gift wrap presents please": 1,
    }
    assert (second.title, second.shoppers) == ("do you engrave knives", 1)
    assert len(first.conversations) == 3


def test_one_shopper_who_repeats_is_one(desk: SmallDesk) -> None:
    where, _ = desk.asked("do you engrave knives")
    for _ in range(3):
        desk.asked("engrave knives", where=where)
    desk.asked(WRAP)
    desk.asked(WRAP)
    assert [(group.title, group.shoppers, group.times) for group in desk.care.report()] == [
        (WRAP, 2, 2),
        ("engrave knives", 1, 4),
    ]


def test_chinese_questions_are_a_group_of_their_own(desk: SmallDesk) -> None:
    for text in ("可以包装礼品吗", "你们可以包装礼品吗", "能刻字吗"):
        desk.asked(text, locale="zh")
    assert sorted((group.locale, group.shoppers) for group in desk.care.report()) == [("zh", 1), ("zh", 2)]


def test_what_an_article_answers_by_now_is_left_out_unless_it_was_disliked(desk: SmallDesk) -> None:
    desk.asked("do gift cards expire")
    assert desk.care.report() == []
    desk.asked("do gift cards expire", band="disliked")
    (group,) = desk.care.report()
    assert (group.bands, group.nearest.id if group.nearest else None) == (
        {"abstain": 1, "disliked": 1},
        "gift-card-expiry",
    )


def test_a_draft_holds_every_phrasing_and_the_text_of_the_nearest_article(desk: SmallDesk) -> None:
    desk.asked("wrap gift cards as presents")
    desk.asked("can gift cards be wrapped, as for order 1002")
    proposal = desk.care.draft(desk.ids())
    assert proposal.questions == ("wrap gift cards as presents", "can gift cards be wrapped, as for order 1042")
    assert (proposal.title, proposal.id) == ("Wrap gift cards as presents", "wrap-gift-cards-presents")
    assert (proposal.body, proposal.body_from, proposal.topic) == (
        "No, gift cards never expire.",
        "article",
        "gift cards",
    )
    assert (proposal.replies, proposal.valid_from) == ((), desk.now.date())
    assert not list(desk.folder.rglob("wrap*"))


def test_a_draft_takes_an_id_that_no_article_has(desk: SmallDesk) -> None:
    desk.asked("store hours")
    (desk.folder / "en" / "store-hours-2.md").write_text("x")
    assert desk.care.draft(desk.ids()).id == "store-hours-3"
    with pytest.raises(NotFound):
        desk.care.draft([4711])


def test_a_published_article_answers_at_once_and_closes_what_it_answers(desk: SmallDesk) -> None:
    for text in (WRAP, "can you wrap it", "do you engrave knives"):
        desk.asked(text)
    before = desk.answers.version
    done = desk.care.publish(drafts(), desk.ids(), "noor")
    assert (done.closed, done.left, done.trouble) == (2, ("do you engrave knives",), "")
    assert done.version == desk.answers.version != before
    assert desk.answers.ask(WRAP, "en").text == WORDS["en"]
    assert [group.title for group in desk.care.report()] == ["do you engrave knives"]
    with reading(sessions(desk.engine)) as session:
        rows = [
            (row.action, row.subject, row.reason) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))
        ]
    assert rows == [
        ("publish_article", "article gift-wrap", "by noor"),
        ("settle_gaps", "gaps 1", "by noor"),
    ]


def test_an_article_in_one_language_alone_is_marked_as_such_and_answers_there(desk: SmallDesk) -> None:
    done = desk.care.publish(drafts()[:1], [], "noor")
    assert (done.trouble, [file.parent.name for file in done.files]) == ("", ["en"])
    assert desk.answers.ask(WRAP, "en").text == WORDS["en"]
    (article,) = (each for each in load_articles(desk.folder) if each.id == "gift-wrap")
    assert article.untranslated


def test_where_the_audit_cannot_be_written_the_article_is_not_there_either(desk: SmallDesk) -> None:
    with sessions(desk.engine)() as session:
        session.connection().exec_driver_sql("DROP TABLE audit")
        session.commit()
    with pytest.raises(Unavailable):
        desk.care.publish(drafts(), [], "noor")
    assert not list(desk.folder.rglob("gift-wrap*"))


def test_beside_a_broken_article_it_is_written_and_the_lead_is_told_that_it_is_not_live(desk: SmallDesk) -> None:
    (desk.folder / "en" / "broken.md").write_text("no front matter")
    before = desk.answers.version
    done = desk.care.publish(drafts(), [], "noor")
    assert "broken.md" in done.trouble
    assert (done.version, desk.answers.version) == (before, before)
    assert {file.name for file in done.files} == {"gift-wrap.md"}


def test_two_leads_who_publish_the_same_id_at_once_make_one_article(desk: SmallDesk) -> None:
    told: list[str] = []

    def publish(by: str) -> None:
        try:
            desk.care.publish(drafts(), [], by)
            told.append("published")
        except BadDraft as refused:
            told.append(refused.code)

    threads = [threading.Thread(target=publish, args=(by,)) for by in ("noor", "omar", "mia")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["published", "taken", "taken"]


def test_what_is_dismissed_is_not_shown_again(desk: SmallDesk) -> None:
    desk.asked("tell me a joke")
    desk.asked("tell me a joke")
    assert desk.care.dismiss(desk.ids(), "noor") == 2
    assert desk.care.report() == []


def test_a_folder_is_left_as_it_was_by_words_that_make_no_article(desk: SmallDesk, tmp_path: Path) -> None:
    before = sorted(desk.folder.rglob("*"))
    for bad in ("../../evil", "gift-card-expiry", "Evil"):
        with pytest.raises(BadDraft):
            desk.care.publish(drafts(bad), [], "noor")
    assert sorted(desk.folder.rglob("*")) == before
    assert not list(tmp_path.glob("evil*"))
