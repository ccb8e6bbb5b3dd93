import pytest

from knowledge.sentences import Sentences, sentences
from knowledge.spelling import Spelling
from knowledge.words import stem, words


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("returned returns returning", "return return return"),
        ("deliveries delivery delivered", "deliveri deliveri deliver"),
        ("cancelled cancel", "cancell cancel"),
        ("shipped shipping ships", "ship ship ship"),
        ("address bus this", "address bus this"),
    ],
)
def test_forms_of_a_word_share_a_stem(written: str, meant: str) -> None:
    assert [stem(word) for word in written.split()] == meant.split()


def test_english_keeps_numbers_and_negations() -> None:
    assert words("Can I NOT return it after 30 days?", "en") == ["not", "return", "30", "day"]


def test_chinese_becomes_characters_and_pairs_beside_latin_words() -> None:
    assert words("退货 Pay 吗", "zh") == ["pay", "退", "货", "退货", "吗"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It costs $5.95. It is free from $75.", ["It costs $5.95.", "It is free from $75."]),
        ("Open from 10 a.m. to 7 p.m. daily.", ["Open from 10 a.m. to 7 p.m. daily."]),
        ("可以。运费 5.95 美元！好吗？", ["可以。", "运费 5.95 美元！", "好吗？"]),
        ("Bring:\n\n- the tag\n- the box", ["Bring:", "- the tag", "- the box"]),
        ("", []),
        ("no end", ["no end"]),
    ],
)
def test_sentences_end_where_they_end(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_growing_text_gives_each_sentence_once() -> None:
    cut = Sentences()
    heard: list[str] = []
    text = ""
    for letter in "It costs $5.95. Free from $75. Bye":
        text += letter
        heard += cut.add(text)
    assert heard == ["It costs $5.95.", "Free from $75."]
    assert cut.rest(text) == ["Bye"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("retrun polciy", "return policy"),
        ("do you sell boats", "do you sell boats"),
        ("shiping", "shipping"),
        ("xyzzy", "xyzzy"),
        ("退货 retrun", "退货 return"),
        ("TT-10234 Retrun", "TT-10234 return"),
    ],
)
def test_a_slip_becomes_the_shops_word_unless_it_is_a_word_itself(written: str, meant: str) -> None:
    spelling = Spelling(["return policy for boots", "shipping"])
    assert spelling.correct(written, is_word=lambda word: word == "boats") == meant
