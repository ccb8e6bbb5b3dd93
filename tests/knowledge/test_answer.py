import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.answer import Answers
from knowledge.errors import BadArticle, Busy
from knowledge.settings import GenerationSettings

FAQ = Path(__file__).parent / "faq"
Make = Callable[..., Answers]
DETAIL = "Can gift cards be exchanged for cash?"


@pytest.mark.parametrize(
    ("question", "locale", "article", "text"),
    [
        (
            "How much is shipping?",
            "en",
            "shipping-cost",
            "Standard shipping costs $5.95 and is free from $75 of goods.",
        ),
        (
            "how many days for retruns",
            "en",
            "return-window",
            "You have 30 days from delivery to return unused goods.",
        ),
        ("礼品卡会过期吗", "zh", "gift-card-expiry", "不会，礼品卡永久有效。"),
        (
            "质保几年？",
            "en",
            "warranty-length",
            "所有商品保修 2 年，帐篷、背包和炊具保修 5 年。",
        ),
    ],
)
def test_a_sure_answer_is_the_approved_text_with_its_source(
    make_answers: Make, question: str, locale: str, article: str, text: str
) -> None:
    answer = make_answers().ask(question, locale)
    assert (answer.band, answer.text) == ("verbatim", text)
    assert [source["id"] for source in answer.sources] == [article]
    assert not answer.generated
    assert answer.confidence > 0.8
    assert answer.index_version


@pytest.mark.parametrize(
    "question",
    ["do you sell kayaks", "今天天气怎么样", "", "   ", "👍", "?!", "x" * 5000],
)
def test_what_nothing_answers_is_abstained_from_without_a_text(make_answers: Make, question: str) -> None:
    answer = make_answers().ask(question, "en")
    assert (answer.band, answer.text, answer.sources, answer.choices) == (
        "abstain",
        "",
        (),
        (),
    )


@pytest.mark.parametrize(
    ("question", "locale"), [("包邮吗", "zh"), ("  包邮吗？？", "zh"), ("Do gift cards expire", "en")]
)
def test_what_an_article_says_people_ask_is_answered_by_it(make_answers: Make, question: str, locale: str) -> None:
    answer = make_answers().ask(question, locale)
    assert answer.band in ("verbatim", "generate")
    assert answer.confidence > 0.9


def test_what_two_articles_are_asked_alike_is_not_clear_for_that(make_answers: Make, tmp_path: Path) -> None:
    faq = tmp_path / "faq"
    shutil.copytree(FAQ, faq)
    for article in ("store-hours", "warranty-length"):
        file = faq / "zh" / f"{article}.md"
        file.write_text(file.read_text("utf-8").replace("questions:\n", "questions:\n  - 小鹿活动\n", 1), "utf-8")
    answers = make_answers(faq=faq, folder=tmp_path / "index")
    assert answers.ask("小鹿活动", "zh").band not in ("verbatim", "generate")


def test_a_vague_question_is_asked_back_with_choices(make_answers: Make) -> None:
    answer = make_answers().ask("question about a gift that I bought", "en")
    assert answer.band == "clarify"
    assert answer.text == ""
    assert 2 <= len(answer.choices) <= 3
    assert {
        "id": "article:gift-card-expiry",
        "label": "Do gift cards expire?",
    } in answer.choices


def test_a_choice_gives_the_approved_text_of_its_article(make_answers: Make) -> None:
    answers = make_answers()
    answer = answers.article("gift-card-expiry", "zh-CN", by_title=True)
    assert answer is not None
    assert answer.text == "不会，礼品卡永久有效。"
    assert answers.article("no-such-article", "en") is None


def test_an_expired_article_is_as_if_it_were_not_there(make_answers: Make) -> None:
    question = "is there a sale in winter"
    assert make_answers(today=date(2024, 1, 20)).ask(question, "en").band == "verbatim"
    late = make_answers(today=date(2024, 1, 21))
    assert "winter-sale" not in {hit.passage.article_id for hit in late.ask(question, "en").hits}
    assert late.article("winter-sale", "en") is None


def test_a_detail_is_generated_and_heard_sentence_by_sentence(
    make_answers: Make,
) -> None:
    heard: list[str] = []
    fed = ["Gift cards cannot be exchanged for cash.", "They cannot be exchanged for cash."]
    answer = make_answers(fed).ask(DETAIL, "en", heard.append)
    assert (answer.band, answer.generated) == ("generate", True)
    assert answer.text == " ".join(fed)
    assert heard == fed
    assert answer.sources == ({"id": "gift-card-expiry", "title": "Do gift cards expire?"},)


def _with_a_list(tmp_path: Path) -> Path:
    faq = tmp_path / "faq"
    shutil.copytree(FAQ, faq)
    with (faq / "en" / "gift-card-expiry.md").open("a") as article:
        article.write("\nTo post a card safely:\n\n- use a padded envelope\n- ask the postman for a signature\n")
    return faq


def test_a_list_is_heard_with_the_line_that_announces_it(make_answers: Make, tmp_path: Path) -> None:
    heard: list[str] = []
    fed = ["To post a card safely:", "- use a padded envelope", "- ask the postman for a signature"]
    answers = make_answers(fed, faq=_with_a_list(tmp_path))
    answer = answers.ask("post a gift card safely padded envelope postman", "en", heard.append)
    assert answer.band == "generate"
    assert answer.text == "\n".join(fed)
    assert heard == ["\n".join(fed[:2]), fed[2]]


@pytest.mark.parametrize(
    ("fed", "text"),
    [
        (["- use a padded envelope"], "To post a card safely:\n- use a padded envelope"),
        (
            ["- ask the postman for a signature", "To post a card safely:", "- use a padded envelope"],
            "To post a card safely:\n- ask the postman for a signature\n- use a padded envelope",
        ),
        (["To post a card safely:"], "Gift cards never expire."),
    ],
)
def test_a_list_torn_apart_is_mended_or_not_sent(make_answers: Make, tmp_path: Path, fed: list[str], text: str) -> None:
    answers = make_answers(fed, faq=_with_a_list(tmp_path))
    assert answers.ask("post a gift card safely padded envelope postman", "en").text.startswith(text)


def test_what_answers_less_well_than_the_approved_text_is_not_sent(make_answers: Make, tmp_path: Path) -> None:
    heard: list[str] = []
    answers = make_answers(["- ask the postman for a signature"], faq=_with_a_list(tmp_path))
    answer = answers.ask("gift cards expire padded envelope safely", "en", heard.append)
    assert not answer.generated
    assert heard == []  # nor is it seen and taken back


@pytest.mark.parametrize(
    "fed",
    [
        ["Gift cards can be exchanged for cash."],
        ["Gift cards cannot be exchanged for cash.", "They expire after 12 months."],
        ["The passages do not say."],
        [],
        [Busy("full")],
        [RuntimeError("out of memory")],
        ["Gift cards cannot be exchanged for cash.", RuntimeError("died half way")],
    ],
)
def test_whatever_goes_wrong_while_generating_the_approved_text_is_sent(
    make_answers: Make, fed: list[str | Exception]
) -> None:
    answer = make_answers(fed).ask(DETAIL, "en")
    assert (answer.band, answer.generated) == ("verbatim", False)
    assert answer.text == "Gift cards never expire.\n\nThey cannot be exchanged for cash."


def test_without_a_generator_or_with_it_off_the_approved_text_is_sent(
    make_answers: Make,
) -> None:
    assert make_answers().ask(DETAIL, "en").band == "verbatim"
    off = make_answers(["never asked"], generation=GenerationSettings(enabled=False))
    assert off.ask(DETAIL, "en").band == "verbatim"


def test_chinese_is_generated_only_where_the_settings_say_so(
    make_answers: Make,
) -> None:
    question = "礼品卡能兑换现金吗"
    assert make_answers(["礼品卡不能兑换现金。"]).ask(question, "zh").band == "verbatim"


def test_a_saved_article_is_answerable_after_a_rebuild(make_answers: Make, tmp_path: Path) -> None:
    faq = tmp_path / "faq"
    shutil.copytree(FAQ, faq)
    answers = make_answers(faq=faq, folder=tmp_path / "index")
    before = answers.version
    for locale, title, text in (
        ("en", "Do you repair zips?", "Yes, from $15."),
        ("zh", "修拉链吗？", "修，15 美元起。"),
    ):
        (faq / locale / "repairs.md").write_text(f"---\nid: repairs\ntitle: {title}\ntopic: warranty\n---\n{text}\n")
    assert answers.rebuild() != before
    assert answers.ask("do you repair zips", "en").text == "Yes, from $15."
    again = make_answers(faq=faq, folder=tmp_path / "index")
    assert again.version == answers.version


def test_a_bad_article_leaves_the_old_index_answering(make_answers: Make, tmp_path: Path) -> None:
    faq = tmp_path / "faq"
    shutil.copytree(FAQ, faq)
    answers = make_answers(faq=faq)
    (faq / "en" / "broken.md").write_text("nothing")
    with pytest.raises(BadArticle):
        answers.rebuild()
    assert answers.ask("How much is shipping?", "en").band == "verbatim"


def test_a_shopper_who_has_left_stops_the_generator(make_answers: Make) -> None:
    heard: list[str] = []
    answer = make_answers(["Gift cards never expire."]).ask(DETAIL, "en", heard.append, stopped=lambda: True)
    assert heard == []
    assert not answer.generated


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("do gift cards expire", "No, gift cards never expire."),
        ("my old gift card expired?", "Gift cards never expire."),
    ],
)
def test_a_yes_or_no_is_said_to_the_articles_own_question_alone(make_answers: Make, question: str, said: str) -> None:
    assert make_answers().ask(question, "en").text == said


def test_a_title_that_was_chosen_is_answered_with_its_yes_or_no(make_answers: Make) -> None:
    answers = make_answers()
    said = [answers.article("gift-card-expiry", "en", by_title=it) for it in (True, False)]
    assert [each and each.text for each in said] == ["No, gift cards never expire.", "Gift cards never expire."]
