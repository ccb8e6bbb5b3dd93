"""A parcel that never came, or something in it that is broken or missing: a case for the shop's people."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import order_card
from actions.choosing import ASK, UNREAD, AskItems, ChooseItems
from actions.lines import lines_named
from actions.orders import UNDER_WAY
from actions.problems import DAMAGED, MISSING, holds_it, problem_in
from actions.remedies import PERSON, REFUND, SEND_AGAIN, remedy_in
from actions.selection import read_picks, write_picks
from actions.transfers import items_words
from actions.which_order import AskFor, PickFor
from actions.yes import ask_yes
from shop.changes import Pick, ReportProblem
from shop.errors import Refused
from shop.identity import Level
from shop.options import Options
from shop.order_view import OrderView

WISHES = (SEND_AGAIN, REFUND)
IN_HAND = "in_hand"


class ReadProblem(ShopAction):
    """What is wrong, by the words that say it; `ask` where they do not."""

    called = "action_read_problem"

    def act(self, request: Request, reply: Reply) -> str:
        said = str(request["problem"] or "")
        if said in (MISSING, DAMAGED):
            return OK
        problem = problem_in(said or request.text)
        reply.set("problem", problem or None)
        return OK if problem else UNREAD if said else ASK


class PickReported(PickFor):
    """Which order: the one named, the only one of which this may be reported, or ask."""

    called, action = "action_pick_reported", MISSING

    def fits(self, request: Request, order: OrderView) -> bool:
        problem = str(request["problem"] or MISSING)
        return self.services.orders.options(request.asker, order.number, problem).ruling.allowed


class AskReported(AskFor):
    """Ask which order."""

    called, pick, asks = "action_ask_reported", PickReported, "utter_which_reported"


class ChooseReported(ChooseItems):
    """Which items: those named; of a parcel that is missing all of it, where none is.

    `in_hand` where something is held that has not been delivered as far as the shop knows, `person` as for the wish.
    """

    called, action = "action_choose_reported", DAMAGED

    def act(self, request: Request, reply: Reply) -> str:
        number, problem = str(request["order_number"]), str(request["problem"])
        ruling = self.services.orders.options(request.asker, number, problem).ruling
        held = ruling.code == "not_reportable" and (problem == DAMAGED or holds_it(request.text))
        if held and ruling.values["state"] in UNDER_WAY:
            reply.say("utter_in_hand", number=number, state=reply.word(f"utter_state_{ruling.values['state']}"))
            return IN_HAND
        return super().act(request, reply)

    def changed(self, said: str, request: Request, reply: Reply, options: Options) -> str:
        wish = remedy_in(said)
        if wish == PERSON:
            return PERSON
        if wish:
            reply.set("wish", wish)
        if wish and not self.picks_in(said, request, reply, options):
            return OK
        return super().changed(said, request, reply, options)

    def options(self, request: Request) -> Options:
        problem = str(request["problem"])
        options = self.services.orders.options(request.asker, request["order_number"], problem)
        if not options.ruling.allowed:
            raise Refused(options.ruling)
        return options

    def chosen(self, request: Request, reply: Reply, options: Options) -> str:
        number = str(request["order_number"])
        if request["problem"] == MISSING and not request["items"]:
            lines = [option.line for option in options.lines]
            found = lines_named(self.services, request.text, lines).lines
            some = [Pick(line.line, quantity or line.quantity) for line, quantity in found]
            some = some or [Pick(line.line, line.quantity) for line in lines]
            reply.set("items", write_picks(number, some))
            return OK
        return super().chosen(request, reply, options)


class AskReportedItems(AskItems):
    """Ask what is broken."""

    called, action, asks = "action_ask_reported_items", DAMAGED, "utter_which_items_damaged"


class FindWish(ShopAction):
    """What the shopper would like: by words, or ask; `person` where somebody is to look after it first."""

    called = "action_find_wish"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        said = str(request["wish"] or "")
        if said in WISHES:
            return OK
        wish = remedy_in(said) if said else remedy_in(request.text, asked=False)
        if wish == PERSON:
            return PERSON
        reply.set("wish", wish or None)
        return OK if wish else UNREAD if said else ASK


class ConfirmReport(ShopAction):
    """What the case will say."""

    called = "action_confirm_report"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        preview = self.services.orders.preview(request.asker, request["order_number"], report_of(request))
        ask_yes(
            reply,
            request,
            f"utter_confirm_report_{request['problem']}",
            preview,
            number=preview.number,
            lines=items_words(reply, preview),
            wish=reply.word(f"utter_wish_{request['wish']}"),
        )
        return OK


class OpenCase(ShopAction):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_open_case"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        number, change = request["order_number"], report_of(request)
        receipt = self.services.orders.apply(request.asker, number, change, request.key, request["order_version"])
        reply.say("utter_case_opened", cards=[order_card(reply, receipt.order)], reference=receipt.reference or "")
        return OK


def report_of(request: Request) -> ReportProblem:
    """The report as it was told so far; the shopper's own words are its description."""
    picks = read_picks(request["items"], str(request["order_number"]))
    return ReportProblem(str(request["problem"]), picks, request.text, str(request["wish"] or ""))


ACTIONS: tuple[type[ShopAction], ...] = (
    ReadProblem, PickReported, AskReported, ChooseReported, AskReportedItems, FindWish, ConfirmReport, OpenCase,
)  # fmt: skip
