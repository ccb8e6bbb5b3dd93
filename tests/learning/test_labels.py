"""The support lead explains what was unclear; nothing is taught twice, wrongly, or by mistake."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from bot.learning.alike import grouped
from bot.learning.examples import read_examples
from bot.learning.labels import Labels, NotKept, closest
from bot.learning.notebook import NotWritten
from bot.nlu.fitting import as_read
from shop.errors import NotFound, Unavailable
from shop.tables import AuditRow
from tests.learning.small_school import School
from tests.policy.talk import shop_flows


@pytest.fixture
def labels(school: School) -> Labels:
    never = frozenset({as_read("is it wrong")})
    return Labels(school.unclear, [school.data], school.learned, shop_flows(), lambda: never, school.encoder)


def _learned(school: School) -> list[tuple[str, str]]:
    return [(each.text, each.intent) for each in read_examples([school.learned.folder])]


def test_a_message_becomes_an_example_with_the_words_of_nobody(school: School, labels: Labels) -> None:
    one = school.unclear_message("I'm Ada Merritt, take order 1002 back")
    kept = labels.label(one, "return_order", "sam")
    assert kept.written
    assert kept.place.endswith("learned/return_order.yml")
    assert _learned(school) == [("I'm Ana, take order 1042 back", "return_order")]
    assert school.unclear.one(one).state == "labelled"
    assert labels.waiting() == []


def test_its_words_can_be_edited_before_they_are_kept(school: School, labels: Labels) -> None:
    one = school.unclear_message("umm so like take it back ok")
    labels.label(one, "return_order", "sam", text="  take it\nback ")
    assert _learned(school) == [("take it back", "return_order")]


def test_an_example_that_stands_there_already_is_not_written_again(school: School, labels: Labels) -> None:
    one = school.unclear_message("Hello THERE")
    kept = labels.label(one, "greet", "sam")
    assert (kept.written, kept.text, kept.place.partition("data/")[2]) == (False, "hello there", "own.yml:5")
    assert _learned(school) == []
    labels.undo("sam")
    assert ("hello there", "greet") in [(each.text, each.intent) for each in read_examples([school.data])]


def test_one_text_never_stands_under_two_intents(school: School, labels: Labels) -> None:
    one = school.unclear_message("hello there")
    with pytest.raises(NotKept, match=r"'greet' already, in .*own\.yml:5") as refusal:
        labels.label(one, "stop", "sam")
    assert refusal.value.code == "elsewhere"
    assert (school.unclear.one(one).state, _learned(school)) == ("open", [])


def test_what_measures_the_bot_must_not_teach_it(school: School, labels: Labels) -> None:
    one = school.unclear_message("so is it wrong")
    with pytest.raises(NotKept, match="measures the bot") as refusal:
        labels.label(one, "return_order", "sam", text="Is it  WRONG")
    assert refusal.value.code == "held_out"
    assert _learned(school) == []


def test_a_new_intent_is_made_on_purpose_and_told_what_it_needs(school: School, labels: Labels) -> None:
    one = school.unclear_message("wrap it as a present")
    with pytest.raises(NotKept, match="Did you mean return_order") as refusal:
        labels.label(one, "retrun_order", "sam")
    assert refusal.value.code == "unknown_intent"
    with pytest.raises(NotWritten, match="small letters"):
        labels.label(one, "Gift Wrap", "sam", new=True)
    kept = labels.label(one, "gift_wrap", "sam", new=True)
    assert "start_by: gift_wrap" in kept.note
    found = {each.name: each for each in labels.intents()}
    assert (found["gift_wrap"].handled, found["gift_wrap"].examples) == (False, {"en": 1, "zh": 0})
    assert found["greet"].handled
    two = school.unclear_message("put a bow on it")
    assert "not learned" in labels.label(two, "gift_wrap", "sam").note, "it exists now, and still waits for its flow"


def test_what_is_discarded_teaches_nothing(school: School, labels: Labels) -> None:
    labels.discard(school.unclear_message("asdf qwer"), "sam")
    assert (labels.waiting(), _learned(school)) == ([], [])


def test_whoever_comes_second_is_told(school: School, labels: Labels) -> None:
    one = school.unclear_message("take it back")
    labels.label(one, "return_order", "sam")
    with pytest.raises(NotKept, match="sam has labelled 'return_order' this one already"):
        labels.label(one, "cancel_order", "mei")
    with pytest.raises(NotKept):
        labels.discard(one, "mei")
    with pytest.raises(NotFound):
        labels.label(4711, "greet", "mei")


def test_the_last_step_can_be_taken_back_again_and_again(school: School, labels: Labels) -> None:
    first, second = school.unclear_message("take it back"), school.unclear_message("asdf qwer")
    labels.label(first, "return_order", "sam")
    school.turn(seconds=1)
    labels.discard(second, "sam")
    assert labels.undo("mei") is None
    undone = [labels.undo("sam"), labels.undo("sam")]
    assert [each.id for each in undone if each] == [second, first]
    assert labels.undo("sam") is None
    assert _learned(school) == []
    assert sum(len(group) for group in labels.waiting()) == 2


def test_every_step_leaves_an_audit_row(school: School, labels: Labels) -> None:
    one = school.unclear_message("take it back")
    labels.label(one, "return_order", "sam")
    labels.undo("sam")
    labels.discard(one, "mei")
    with school.factory() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert [(row.action, row.subject, row.reason, row.after["state"]) for row in rows] == [
        ("unclear_message", f"unclear:{one}", "by sam", "labelled"),
        ("unclear_message", f"unclear:{one}", "by sam", "open"),
        ("unclear_message", f"unclear:{one}", "by mei", "discarded"),
    ]


def test_a_label_that_cannot_be_noted_leaves_no_example(school: School, labels: Labels) -> None:
    one = school.unclear_message("take it back")

    class Gone:
        one = school.unclear.one

        def settle(self, *_: object) -> None:
            raise Unavailable("the database went away")

    labels._unclear = Gone()  # type: ignore[assignment]
    with pytest.raises(Unavailable):
        labels.label(one, "return_order", "sam")
    assert _learned(school) == []


def test_messages_that_ask_the_same_are_shown_together(school: School) -> None:
    texts = ["when will it come", "whenn will it come", "foo boo moo", "什么时候能到货", "什么时候能到货呢", "怎么退款"]
    for text in texts:
        school.unclear_message(text)
    groups = grouped(school.unclear.open(), school.encoder)
    together = sorted(sorted(each.text for each in group) for group in groups)
    assert together == [
        ["foo boo moo"],
        ["when will it come", "whenn will it come"],
        ["什么时候能到货", "什么时候能到货呢"],
        ["怎么退款"],
    ]


def test_what_was_learned_sinks_in_the_list(school: School, labels: Labels) -> None:
    school.unclear_message("take it back")
    other = school.unclear_message("where is it", (("stop", 0.5), ("greet", 0.2)))
    assert labels.waiting()[0][0].id != other
    labels.rank_again(lambda text: [("return_order", 0.99)] if "back" in text else [("order_status", 0.4)])
    first = labels.waiting()[0][0]
    assert (first.id, first.ranking) == (other, (("order_status", 0.4),))


def test_examples_can_be_read_while_others_write_and_take_back(school: School, labels: Labels) -> None:
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            school.learned.add("stop", "halt")
            school.learned.remove("stop", "halt")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(60):
            assert {each.name for each in labels.intents()} >= {"greet", "thanks", "stop"}
    finally:
        over.set()
        writer.join()


def test_a_name_is_found_by_what_was_nearly_typed() -> None:
    names = ["return_order", "refund_status", "cancel_order", "order_status"]
    assert closest("retrun order", names)[0] == "return_order"
    assert closest("refund", names)[0] == "refund_status"
    assert closest("qqqq", names) == []
