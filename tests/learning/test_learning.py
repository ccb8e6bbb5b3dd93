"""Learning while serving: what is labelled is understood, what makes things worse is not taken, nothing is lost."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from bot.learning.examples import read_examples
from bot.learning.heads import folder_of, version_of
from bot.learning.learning import BY_ITSELF, Learning
from bot.learning.process import Failed, OwnProcess
from bot.learning.refit import Job, Made, learnable
from bot.learning.verdict import macro_f1
from shop.errors import Unavailable
from shop.refits import Refit
from tests.learning.small_school import INTENTS, PAIRS, School

CHEERIO = ["cheerio old chap", "cheerio my friend", "cheerio again", "well cheerio", "cheerio everybody", "ok cheerio"]


async def _learn(school: School, learning: Learning) -> Refit:
    asked = learning.ask("sam")
    await learning.once()
    return school.refits.one(asked.id)


async def test_what_was_labelled_is_understood_from_the_next_message_on(school: School) -> None:
    learning, before = school.learning(), school.learning().version
    assert school.takes("cheerio then") != "thanks"
    school.teach("thanks", *CHEERIO)
    done = await _learn(school, learning)
    assert (done.state, done.version, done.asked_by) == ("done", learning.version, "sam")
    assert learning.version != before
    assert school.takes("cheerio then") == "thanks"
    assert done.report["fresh"]["examples"] == 6
    assert done.report["fresh"]["now"] > done.report["fresh"]["before"]
    assert done.report["examples"] == {"en": len(PAIRS) + 6}


async def test_only_new_texts_are_encoded_and_only_changed_languages_fitted(school: School) -> None:
    learning = school.learning()
    school.encoder.asked.clear()
    unchanged = await _learn(school, learning)
    assert (unchanged.state, unchanged.report["changed"], school.encoder.asked) == ("done", [], [])
    school.teach("thanks", *CHEERIO)
    await _learn(school, learning)
    school.encoder.asked.clear()
    school.teach("greet", "你好呀", "您好啊")  # too few to be learned, and another language
    again = await _learn(school, learning)
    assert (again.report["changed"], school.encoder.asked) == ([], [])
    assert again.version == learning.version


async def test_heads_that_are_worse_are_not_taken(school: School) -> None:
    learning, before = school.learning(), school.learning().version
    for sign in ("!", "!!", "?", ".", "..."):  # nearly the same words, as something else
        school.teach("stop", *(f"{text}{sign}" for text, intent in PAIRS if intent == "greet"))
    refused = await _learn(school, learning)
    assert (refused.state, refused.version) == ("refused", None)
    (verdict,) = refused.report["verdicts"]
    assert verdict["after"] < verdict["before"]
    assert verdict["n"] == len(PAIRS)
    assert learning.version == before
    assert list((school.home / "models" / "heads").iterdir()) == []
    allowed = await _learn(school, school.learning(may_fall=1.0))
    assert allowed.state == "done", "the shop says how much may be lost"


async def test_messages_kept_apart_decide_where_the_shop_has_some(school: School) -> None:
    held = school.home / "held_out.yml"
    held.write_text("- {text: cheerio then, intent: stop}\n- {text: cheerio you, intent: stop}\n", encoding="utf-8")
    learning = school.learning(held_out=held)
    was = school.takes("cheerio you")
    school.teach("thanks", *CHEERIO)
    refit = await _learn(school, learning)
    assert refit.report["verdicts"][0]["n"] == 2
    assert refit.state == ("refused" if was == "stop" else "done")


async def test_a_refit_that_fails_leaves_the_heads_and_says_why(school: School) -> None:
    def broken(job: Job) -> Made:
        raise Failed("no memory is left")

    learning, before = school.learning(fit=broken), school.learning().version
    failed = await _learn(school, learning)
    assert (failed.state, failed.report["why"], learning.version) == ("failed", "no memory is left", before)
    learning = school.learning()
    (school.data / "bad.yml").write_text("nlu: [", encoding="utf-8")
    failed = await _learn(school, learning)
    assert failed.state == "failed"
    assert "bad.yml" in failed.report["why"]
    (school.data / "bad.yml").unlink()
    assert (await _learn(school, learning)).state == "done"


async def test_a_fault_of_ours_ends_the_refit_too(school: School) -> None:
    def faulty(job: Job) -> Made:
        raise ZeroDivisionError

    learning = school.learning(fit=faulty)
    learning.ask("sam")
    with pytest.raises(ZeroDivisionError):
        await learning.once()
    latest = learning.glance().latest
    assert latest is not None
    assert (latest.state, latest.version) == ("failed", None)
    assert (await _learn(school, school.learning())).state == "done"


async def test_a_restart_keeps_what_was_learned(school: School) -> None:
    learning = school.learning()
    school.teach("thanks", *CHEERIO)
    await _learn(school, learning)
    reader = school.trained()
    again = school.learning(reader)
    assert again.version != learning.version
    again.restore()
    assert again.version == learning.version
    assert school.takes("cheerio then", reader) == "thanks"


async def test_heads_of_other_examples_or_of_before_a_promotion_are_not_restored(school: School) -> None:
    learning = school.learning()
    school.teach("thanks", *CHEERIO)
    await _learn(school, learning)
    trained = school.learning(school.trained()).version
    promoted = school.home / "models" / "rasa" / "promoted.json"
    promoted.parent.mkdir(parents=True)
    promoted.write_text("{}")
    os.utime(promoted, (time.time() + 60, time.time() + 60))
    again = school.learning(school.trained())
    again.restore()
    assert again.version == trained, "who went back to a model wants that one"
    promoted.unlink()
    school.learned.remove("thanks", CHEERIO[0])
    again.restore()
    assert again.version == trained
    school.learned.add("thanks", CHEERIO[0])
    facts = folder_of(school.home, learning.version) / "facts.json"
    facts.write_text(facts.read_text().replace('"code": "', '"code": "0'))
    again.restore()
    assert again.version == trained
    facts.write_text("{")
    again.restore()
    assert again.version == trained


async def test_every_worker_takes_what_one_has_learned(school: School) -> None:
    here, there = school.learning(), school.learning(school.trained())
    school.teach("thanks", *CHEERIO)
    await _learn(school, here)
    await there.once()
    assert there.version == here.version
    await there.once()
    assert len(school.jobs) == 1


async def test_a_quiet_while_after_a_label_it_is_learned_by_itself(school: School) -> None:
    learning, never = school.learning(after_seconds=30), school.learning(after_seconds=0)
    _settle(school)
    school.turn(seconds=29)
    await learning.once()
    school.turn(seconds=1)
    await never.once()
    assert learning.glance().latest is None
    await learning.once()
    latest = learning.glance().latest
    assert latest is not None
    assert (latest.asked_by, latest.state) == (BY_ITSELF, "done")
    school.turn(seconds=60)
    await learning.once()
    assert learning.glance().latest == latest, "nothing was labelled since"


def _settle(school: School) -> None:
    school.unclear.settle(school.unclear_message("cheerio then"), "sam", "greet", "cheerio then")


async def test_the_loop_learns_at_once_when_asked_and_ends_when_told(school: School) -> None:
    learning = school.learning()
    running = asyncio.create_task(learning.run())
    await asyncio.sleep(0.2)
    school.teach("thanks", *CHEERIO)
    asked = await asyncio.to_thread(learning.ask, "sam")
    for _ in range(200):
        if school.refits.one(asked.id).state == "done":
            break
        await asyncio.sleep(0.05)
    assert school.refits.one(asked.id).state == "done"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_the_loop_goes_on_when_the_database_has_gone_for_a_while(school: School) -> None:
    class Gone:
        looked = 0

        def glance(self) -> None:
            self.looked += 1
            raise Unavailable("the database went away")

    gone = Gone()
    running = asyncio.create_task(school.learning(refits=gone).run())
    while not gone.looked:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert not running.done()
    running.cancel()


def test_what_cannot_be_learned_yet_is_left_out_and_told(school: School) -> None:
    school.teach("gift_wrap", "wrap it please", "as a present", "with a bow", "in paper")
    pairs, left_out = learnable(read_examples([school.data]), INTENTS)
    assert left_out == {"gift_wrap": "no flow starts by it"}
    assert len(pairs["en"]) == len(PAIRS)
    pairs, left_out = learnable(read_examples([school.data]), {*INTENTS, "gift_wrap"})
    assert (left_out, len(pairs["en"])) == ({}, len(PAIRS) + 4)
    school.learned.remove("gift_wrap", "in paper")
    school.learned.remove("gift_wrap", "with a bow")
    pairs, left_out = learnable(read_examples([school.data]), {*INTENTS, "gift_wrap"})
    assert left_out == {"gift_wrap": "fewer than 3 examples (en)"}
    assert len(pairs["en"]) == len(PAIRS)


def test_a_process_of_its_own_tells_what_is_wrong(school: School) -> None:
    process = OwnProcess()
    job = Job(str(school.home), [str(school.data)], sorted(INTENTS))
    with pytest.raises(Failed, match=r"expected the encoder in .*models/encoder"):
        process(job)
    process.stop()
    with pytest.raises(Failed, match="going down"):
        process(job)


def test_macro_f1_counts_a_rare_intent_as_much_as_any() -> None:
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "a", "a"]) == pytest.approx((6 / 7 + 0) / 2)
    assert macro_f1(["a", "b"], ["a", "b"]) == 1.0
    assert macro_f1(["a", "b"], ["c", "c"]) == 0.0


def test_a_version_changes_where_what_is_understood_changes(school: School) -> None:
    assert version_of(school.reader.heads) == version_of(school.trained().heads)
    assert version_of({}) != version_of(school.reader.heads)
