"""Questions for the knowledge base. What is said is an article's approved text, or sentences checked against it."""

from __future__ import annotations

from dataclasses import replace

from actions.asking import MEANT, OTHER_LANGUAGE, SURE, best_of, questions_in, questions_of, the_one, which
from actions.base import OK, Reply, Request, ShopAction
from actions.continuing import best_way
from actions.problems import MISSING
from knowledge.answer import Answer
from knowledge.language import is_other
from shop.bus import conversation_topic

OUTSIDE = "outside"  # the flow of what no shop can answer
ALL_THERE_IS = "utter_all_there_is"
BEYOND_DOUBT = 0.85  # from here on, an article goes before the question which product is meant


class AnswerQuestion(ShopAction):
    """Answer, ask which article is meant, or say that it is not known; `abstain` after logging the gap."""

    called = "action_answer"

    def act(self, request: Request, reply: Reply) -> str:
        if is_other(request.text):
            reply.say(OTHER_LANGUAGE)
            return OK
        if self._several(request, reply):
            return OK
        answer = self._best(request, reply)
        if answer.band == "clarify" and request.flow == OUTSIDE:
            answer = replace(answer, band="abstain", choices=())  # "how is the weather" means none of them
        if answer.band == "abstain":
            self._log(request, reply, answer)
            if request.flow != OUTSIDE:
                reply.set("unanswered", int(request["unanswered"] or 0) + 1)
            return "abstain"
        reply.set("unanswered", 0)
        if answer.band == "clarify":
            self._log(request, reply, answer)
            meant = self.services.answers.article(the_one(answer), reply.locale)
            if meant is not None:
                reply.say(MEANT, title=meant.sources[0]["title"])
                tell(request, reply, meant)
                return "clarify"
            choices = [
                (choice["label"], f"start:article|article={choice['id'].partition(':')[2]}")
                for choice in answer.choices
            ]
            reply.say(which(answer), choices=choices)
            return "clarify"
        tell(request, reply, answer)
        return OK

    def _several(self, request: Request, reply: Reply) -> bool:
        """Answer a message that is several questions, each surely another article's; False where it is not."""
        asked = [] if request.follows else questions_of(request.text)
        found = {self.services.answers.look(each, reply.locale).sent: each for each in asked}
        if len(found) < 2 or "" in found or len(found) < len(asked):
            return False
        reply.set("unanswered", 0)
        for question in found.values():
            tell(request, reply, self._ask(question, request, reply))
        return True

    def _best(self, request: Request, reply: Reply) -> Answer:
        """The answer to the whole message; where that is not sure, to the first sentence of it that is a question."""
        if request.follows:
            before = str(request.memory.get("article") or "")
            way, own = best_way(self.services.answers, request.follows, request.text, before, reply.locale)
            reply.asked, answer = way, self._ask(way, request, reply)
            again = self.services.answers.article(before, reply.locale) if own == before else None
            return again if again is not None and answer.band == "clarify" else answer
        _, answer = best_of(request.text, lambda question: self._ask(question, request, reply))
        return answer

    def _ask(self, question: str, request: Request, reply: Reply) -> Answer:
        conversation, log = request.asker.conversation_id, self.services.log

        def stream(sentence: str) -> None:
            event = {"type": "delta", "reply_to": request.entry, "text": sentence}
            self.services.bus.publish(conversation_topic(conversation), event)

        def stopped() -> bool:
            return log.owner(conversation) == "agent"

        return self.services.answers.ask(question, reply.locale, on_sentence=stream, stopped=stopped)

    def _log(self, request: Request, reply: Reply, answer: Answer) -> None:
        self.services.gaps.log(
            request.asker.conversation_id, request.text, reply.locale, answer.band, answer.confidence, request.entry
        )


class AnswerIfSure(AnswerQuestion):
    """Answer only where the articles are sure; else `unsure`, and nothing is said or logged."""

    called = "action_answer_if_sure"

    def act(self, request: Request, reply: Reply) -> str:
        answer = self._best(request, reply)
        if answer.band not in SURE or answer.confidence < BEYOND_DOUBT:
            return "unsure"
        reply.set("unanswered", 0)
        tell(request, reply, answer)
        return OK


class AnswerWithin(AnswerQuestion):
    """What the articles surely say to a question in a message that is more than one: a complaint. Else nothing."""

    called = "action_answer_within"

    def act(self, request: Request, reply: Reply) -> str:
        for question in questions_in(request.text):
            answer = self._ask(question, request, reply)
            if answer.band in SURE and answer.confidence >= BEYOND_DOUBT:
                tell(request, reply, answer)
                break
        return OK


class AnswerArticle(ShopAction):
    """The article that was chosen."""

    called = "action_answer_article"

    def act(self, request: Request, reply: Reply) -> str:
        answer = self.services.answers.article(str(request["article"]), reply.locale, by_title=True)
        if answer is None:
            return "gone"
        say_answer(reply, answer)
        return OK


class AnswerUnsubscribe(ShopAction):
    """The newsletter article, and a way to a person."""

    called = "action_answer_unsubscribe"
    article, offer = "account-newsletter", "utter_unsubscribe_person"

    def act(self, request: Request, reply: Reply) -> str:
        answer = self.services.answers.article(self.article, reply.locale)
        if answer is not None:
            tell(request, reply, answer)
        reply.say(self.offer)
        return OK


class AnswerCoupon(AnswerUnsubscribe):
    """Another article where that one surely answers ("is there a coupon for new customers?"); else the coupon article,
    and a way to a person."""

    called = "action_answer_coupon"
    article, offer = "coupon-not-working", "utter_coupon_person"

    def act(self, request: Request, reply: Reply) -> str:
        found = self.services.answers.look(request.text, reply.locale).sent
        answer = self.services.answers.article(found, reply.locale) if found not in ("", self.article) else None
        if answer is None:
            return super().act(request, reply)
        tell(request, reply, answer)
        return OK


class AnswerFirst(AnswerQuestion):
    """Before a person is offered: what the articles say to this very message, else the topic's own article."""

    article: str

    def act(self, request: Request, reply: Reply) -> str:
        answer = self._ask(request.text, request, reply)
        if answer.band in ("abstain", "clarify"):
            answer = self.services.answers.article(self.article, reply.locale) or answer
        if answer.text:
            say_answer(reply, answer)
        return OK


class AnswerChangeOrder(AnswerFirst):
    """Other items."""

    called, article = "action_answer_change_order", "change-order"


class AnswerChangeAddress(AnswerFirst):
    """Another recipient, another phone, another way of delivery."""

    called, article = "action_answer_change_address", "wrong-address"


class AnswerNotReceived(ShopAction):
    """Delivered, and not there: where to look first, unless what to do is said already. Broken: that we are sorry."""

    called = "action_answer_not_received"

    def act(self, request: Request, reply: Reply) -> str:
        if request["problem"] != MISSING:
            reply.say("utter_sorry_damaged")
        if request["problem"] != MISSING or request["wish"]:
            return OK
        order = self.services.orders.find(request.asker, request["order_number"])
        answer = self.services.answers.article("delivered-not-received", reply.locale)
        if answer is not None and order.delivered_at is not None:
            say_answer(reply, answer)
        return OK


def tell(request: Request, reply: Reply, answer: Answer) -> None:
    """Say an answer, unless this turn has said it already. Where the very last thing that was said is this answer, say
    that there is no more to it, and offer a person."""
    log = reply.services.log
    lines = [line for line in log.before(request.asker.conversation_id, None) if line.sender == "bot"]
    if any(line.text == answer.text and line.reply_to == request.entry for line in lines):
        return
    if lines and lines[0].text == answer.text and not request.follows:
        choices = reply.services.sentences.choices(ALL_THERE_IS, reply.locale)
        sources = [{**source, "index": answer.index_version} for source in answer.sources]
        reply.utter(reply.word(ALL_THERE_IS), choices=choices, sources=sources)
        return
    say_answer(reply, answer)


def say_answer(reply: Reply, answer: Answer) -> None:
    """An answer with its source article; generated ones are marked as such. The log keeps the index's version."""
    sources = [{**source, "index": answer.index_version} for source in answer.sources]
    reply.utter(answer.text, sources=sources, generated=answer.generated)


ACTIONS = (
    AnswerQuestion, AnswerIfSure, AnswerWithin, AnswerArticle, AnswerCoupon, AnswerUnsubscribe, AnswerChangeOrder,
    AnswerChangeAddress, AnswerNotReceived,
)  # fmt: skip
