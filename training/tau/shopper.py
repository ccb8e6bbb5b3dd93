"""A scripted shopper: says what is wanted, answers what is asked, reads what is to be confirmed, may think again."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from training.tau.answering import Answers, Line, names
from training.tau.asked import Asked, Message, asked
from training.tau.reading import about, becomes, is_done, is_right
from training.tau.voice import Voice
from training.tau.wanted import Errand, Wish, listed

PATIENCE = 3  # times that the same is asked, or the same told, before it is let go
TOGETHER = 0.35  # share of shoppers who say two things at once
GREETS = 0.15
SECOND_THOUGHTS = 0.15  # share of swaps that are first asked for otherwise
SWAP = frozenset({"confirm", "order", "change", "items", "variant", "method"})
FITTING = {  # what may be asked about a wish
    "cancel_order": frozenset({"confirm", "order", "change", "reason", "items"}),
    "change_address": frozenset({"confirm", "order", "change", "street", "city", "region", "postcode"}),
    "change_payment": frozenset({"confirm", "order", "change", "method"}),
    "change_items": SWAP,
    "return_items": frozenset({"confirm", "order", "items", "return reason", "reason", "refund", "method"}),
    "exchange_items": SWAP | {"reason", "return reason"},
}
FORGETS = 0.2  # share of shoppers who first give name and postcode instead of their e-mail address


@dataclass
class Course:
    """How one wish stands."""

    wish: Wish
    told: int = 0
    state: str = "open"  # open, done, dropped
    rejected: int = 0  # confirmations that were not right
    answers: dict[str, int] = field(default_factory=dict)  # by what was asked


class Shopper:
    """One errand, from the first word to the last; the same for the same seed."""

    def __init__(self, errand: Errand, voice: Voice, random: Random, person: dict[str, str]) -> None:
        """`person` has email, first, last and zip."""
        self.errand, self._voice, self._random, self._person = errand, voice, random, person
        self._answers = Answers(voice, random)
        self.courses = [Course(wish) for wish in errand.wishes]
        self.last_asked = "nothing"
        self._greet = random.random() < GREETS
        self._together = random.random() < TOGETHER
        self._wavers = random.random() < SECOND_THOUGHTS
        self._forgets = random.random() < FORGETS
        self._dropping = False

    def next(self, heard: list[Message], code: str = "") -> Line | None:
        """The next line, None where nothing is left to say. `code` is what stands in the last e-mail."""
        if self._greet:
            self._greet = False
            return Line(self._voice.say("hello"))
        self._note(heard)
        question = asked(heard)
        self.last_asked = question.what
        if question.what in ("code", "email"):
            return self._identify(question, code)
        if self._dropping and question.what in ("nothing", "offer", "silence"):
            return None
        course = self._course(question)
        if course is None or course.told == 0:
            return self._go_on(heard)
        if self.errand.mood == "stop" and (question.what == "confirm" or self._random.random() < 0.5):
            return self._drop(course)
        if question.what in ("nothing", "offer", "silence"):
            return self._offer(question, course) or self._go_on(heard)
        course.answers[question.what] = course.answers.get(question.what, 0) + 1
        if course.answers[question.what] > PATIENCE + len(course.wish.items):
            return self._drop(course)
        if question.what not in FITTING[course.wish.kind]:
            return Line(self._voice.say("change_of_mind_stop"))  # that is about something else; it is told again then
        return self._answer(question, course)

    # -- what was heard -----------------------------------------------------------------------------------------

    def _note(self, heard: list[Message]) -> None:
        for message in heard:
            if is_done(message.text):
                for course in self.courses:
                    if course.state == "open" and course.told and about(course.wish, message.text):
                        course.state = "done"
                        break

    def _course(self, question: Asked) -> Course | None:
        """The wish that a question is about: by what it says, else the first that was told."""
        open_ = [course for course in self.courses if course.state == "open"]
        told = [course for course in open_ if course.told]
        return next((course for course in told if about(course.wish, question.text)), None) or next(
            iter(told or open_), None
        )

    # -- what is said -------------------------------------------------------------------------------------------

    def _go_on(self, heard: list[Message]) -> Line | None:
        """The next wish; one that came to nothing is told once more in other words."""
        for course in self.courses:
            if course.state == "open" and course.told >= PATIENCE:
                course.state = "dropped"
        open_ = [course for course in self.courses if course.state == "open"]
        if not open_:
            return None
        first = open_[0]
        text = self._request(first)
        if self._together and len(open_) > 1 and not first.told and not open_[1].told:
            second = open_[1]
            text = self._voice.say("connectors", one=text, two=self._request(second))
            second.told += 1
        elif any(course.told for course in self.courses if course is not first) and not first.told:
            text = self._voice.say("one_more_request", two=text)
        first.told += 1
        return Line(text)

    def _request(self, course: Course) -> str:
        wish, say = course.wish, self._voice.say
        order = f"#{wish.order}" if self._random.random() < 0.3 else wish.order
        if wish.kind == "cancel_order":
            return say("cancel_order", order=order, reason=self._voice.reason(wish.reason))
        if wish.kind == "change_address":
            return say("change_address", order=order, address=wish.address_line)
        method = wish.method.called if wish.method else ""
        if wish.kind == "change_payment":
            return say("change_payment", order=order, method=method)
        if wish.kind == "return_items":
            return say("return_items", order=order, items=names(wish), method=method)
        first, *rest = wish.items
        options = (first.first_thought if self._wavers and course.told == 0 else "") or first.wish
        text = say(wish.kind, order=order, item=first.called, options=options)
        return " ".join([text, *(say("another_item", item=each.called, options=each.wish) for each in rest)])

    def _identify(self, question: Asked, code: str) -> Line:
        if question.what == "code":
            return Line(code or "000000")
        if self._forgets:
            self._forgets = False
            return Line(self._voice.say("identify_by_name_and_zip", **self._person))
        return Line(self._voice.say("identify_by_email", **self._person))

    def _drop(self, course: Course) -> Line:
        course.state = "dropped"
        self._dropping = self.errand.mood == "stop"
        return Line(self._voice.say("change_of_mind_stop"))

    def _offer(self, question: Asked, course: Course) -> Line | None:
        """Buttons that name what is wanted: which of two things was meant."""
        words = {
            "cancel_order": "cancel",
            "change_address": "address",
            "change_payment": "pay",
            "return_items": "return",
        }
        words |= {"change_items": "change", "exchange_items": "exchange"}
        pressed = question.button(words[course.wish.kind]) if question.what == "offer" else None
        if pressed is None or course.answers.get("offer", 0) >= 1:
            return None
        course.answers["offer"] = 1
        return Line(press=pressed)

    def _answer(self, question: Asked, course: Course) -> Line:
        if question.what == "confirm":
            return self._confirm(question, course)
        if question.what == "change":
            return self._what_changes(question, course.wish)
        return self._answers.to(question, course.wish, again=course.answers[question.what] > 1)

    def _confirm(self, question: Asked, course: Course) -> Line:
        no = next((sends for sends, _ in question.buttons if sends.startswith("no:")), None)
        if self.errand.mood == "no":
            course.state = "dropped"
            self._dropping = True
            return Line(press=no) if no and self._random.random() < 0.5 else Line(self._voice.say("no"))
        wrong = is_right(course.wish, question.text)
        if not wrong:
            if self._random.random() < 0.5:
                return Line(press=question.buttons[0][0])
            return Line(self._voice.say("yes"))
        course.rejected += 1
        if course.rejected > PATIENCE:
            course.state = "dropped"
        elif wrong == "options" and course.rejected <= 2:
            wanted = next(item for item in course.wish.items if not becomes(item, question.text))
            other = listed(list(wanted.becomes))  # all of it: what stands there may differ in more than was said
            if len(course.wish.items) > 1:
                other = f"{wanted.called} in {other}"
            return Line(self._voice.say("change_of_mind_item", other=other))
        elif wrong == "items" and course.rejected <= 2 and course.wish.kind in ("change_items", "exchange_items"):
            shown = question.text.casefold()
            left = [item for item in course.wish.items if item.name.casefold() not in shown]
            return Line(self._voice.say("another_item", item=left[0].called, options=left[0].wish))
        elif wrong == "method" and course.rejected <= 2 and course.wish.method:
            return Line(self._voice.say("pick_method", method=course.wish.method.called))
        course.answers.clear()
        return Line(press=no) if no else Line(self._voice.say("no"))

    def _what_changes(self, question: Asked, wish: Wish) -> Line:
        kinds = {"change_items": "items", "change_address": "address", "change_payment": "payment"}
        sends = f"set:order_change={kinds.get(wish.kind, 'other')}"
        return Line(press=sends) if sends in dict(question.buttons) else Line(self._request(Course(wish, told=1)))
