"""What every change of an order asks first: which order and which of its items, where the words do not say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.base import OK, Reply, Request, ShopAction
from actions.ellipsis import says_other
from actions.keeping import Division, divided
from actions.lines import Named, lines_named, quantity_in, says_all, says_both
from actions.remembering import names_product
from actions.saying import adds, leaves_out, refuses, without_taken_back
from actions.selection import read_picks, write_picks
from actions.transfers import named
from shop.changes import Pick
from shop.errors import Refused
from shop.identity import Level
from shop.options import LineOption, Options

TWO = 2  # what "both" means
MOST_ITEMS = 8  # items that are offered as buttons
ASK, UNREAD, KEPT = "ask", "unread", "kept"


class ChooseItems(ShopAction):
    """Which items: those named, the only one there is, or ask. Run again after an answer, and after "no, the other".

    `ask` where it is not known, `unread` where an answer says nothing, `kept` for a no that says nothing else.
    """

    level = Level.VERIFIED
    action: str
    by_colour: bool = True  # "the blue one" says which; where a variant is asked for, it says into what
    divides: bool = True  # "keep the cooler" says what is not meant

    def act(self, request: Request, reply: Reply) -> str:
        options = self.options(request)
        said = request["said"]
        if said:
            reply.set("said", None)
            return self.changed(str(said), request, reply, options)
        return self.chosen(request, reply, options)

    def options(self, request: Request) -> Options:
        """What the rules say; Refused where they say no to the order or to every line of it."""
        options = self.services.orders.options(request.asker, request["order_number"], self.action)
        if not options.ruling.allowed:
            raise Refused(options.ruling)
        if not options.open:
            raise Refused(next(line.ruling for line in options.lines))
        return options

    def chosen(self, request: Request, reply: Reply, options: Options) -> str:
        """Read the slot, or the message where nothing is in it yet."""
        number = str(request["order_number"])
        picks = read_picks(request["items"], number)
        if picks:
            return self._kept(picks, reply, number)
        answer = str(request["items"] or "")
        typed = bool(answer) and "|" not in answer
        reply.set("items", None)
        picks = self.picks_in(answer if typed else request.text, request, reply, options)
        if not picks and self.division(answer if typed else request.text, options) and not reply.slots.get("near"):
            return KEPT
        if not picks and not reply.slots.get("near") and names_product(self.services, answer or request.text):
            reply.say("utter_not_in_order", number=number)
            return ASK
        elif not picks and not typed and len(options.open) == 1 and options.open[0].left == 1:
            picks = (Pick(options.open[0].line.line, 1),)
        if picks:
            reply.set("items", write_picks(number, picks))
            reply.set("near", None)
            return OK
        return UNREAD if typed and not reply.slots.get("near") else ASK

    def changed(self, said: str, request: Request, reply: Reply, options: Options) -> str:
        """Words instead of a yes: other items, more, fewer. A no that names none is a no; so is keeping all of them."""
        number, before = str(request["order_number"]), read_picks(request["items"], str(request["order_number"]))
        keeps = self.division(said, options) is not None
        said = said if keeps else without_taken_back(said)
        picks = self.picks_in(said, request, reply, options, before)
        if picks:
            reply.set("items", write_picks(number, picks))
            return OK
        if reply.slots.get("near"):
            reply.set("items", None)
            return ASK
        if keeps:
            return KEPT
        if says_other(said):
            return self.other(before, request, reply, options)
        return unread(said, reply)

    def other(self, before: Sequence[Pick], request: Request, reply: Reply, options: Options) -> str:
        """ "The other one": of two items the one that was not chosen, else it is asked."""
        chosen = {each.line for each in before}
        others = [option for option in options.open if option.line.line not in chosen]
        if len(others) == 1 and len(before) == 1:
            reply.set("items", write_picks(str(request["order_number"]), [Pick(others[0].line.line, others[0].left)]))
            return OK
        reply.set("items", None)
        return ASK

    def picks_in(
        self, text: str, request: Request, reply: Reply, options: Options, before: Sequence[Pick] = ()
    ) -> tuple[Pick, ...]:
        """What a text picks, on top of what was picked before where it adds or leaves out; () where it does not say."""
        division = self.division(text, options)
        if division is not None:
            return self._divided(division, text, reply, options, before)
        near = [option for option in options.open if option.line.line in (request["near"] or [])]
        found = lines_named(self.services, text, [option.line for option in near or options.lines], self.by_colour)
        count = quantity_in(text)
        if len(before) == 1 and says_both(text) and len(found.lines) in (0, len(options.lines)):
            left = next((each.left for each in options.open if each.line.line == before[0].line), 0)
            if left == TWO:
                return (Pick(before[0].line, left),)
        if not found and len(near or options.open) == 1 and (count or says_all(text)):
            found = Named([((near or options.open)[0].line, None if says_all(text) else count)])
            count = count or (near or options.open)[0].left
        elif not found and count and len(before) == 1:
            return (Pick(before[0].line, count),)
        if not found.lines:
            self._narrow([line.line for line in found.either], reply, options)
            return ()
        if leaves_out(text) and before:
            gone = {line.line for line, _ in found.lines}
            return tuple(each for each in before if each.line not in gone)
        picks = self._counted(found, count, reply, options)
        new = {each.line for each in picks}
        return (*(each for each in before if each.line not in new), *picks) if picks and adds(text) else picks

    def division(self, text: str, options: Options) -> Division | None:
        """What a text keeps and what it does not, where it names something that stays."""
        return divided(self.services, text, [option.line for option in options.lines]) if self.divides else None

    def _divided(
        self, division: Division, text: str, reply: Reply, options: Options, before: Sequence[Pick]
    ) -> tuple[Pick, ...]:
        """What is named to go; all that was chosen, or all that there is, where only what stays is named."""
        stays = {line.line: count for line, count in division.stays}
        if division.goes and not division.rest_goes:
            picks = self._counted(Named(division.goes), None, reply, options)
            own = {each.line for each in picks}
            added = tuple(each for each in before if each.line not in own | set(stays)) if adds(text) else ()
            return (*added, *picks)
        if division.either and not division.rest_goes:
            self._narrow([line.line for line in division.either if line.line not in stays], reply, options)
            return ()
        chosen = {each.line: each.quantity for each in before} if not division.rest_goes else {}
        picks = tuple(
            Pick(option.line.line, min(chosen.get(option.line.line, option.left), self._left(option, stays)))
            for option in options.open
            if not chosen or option.line.line in chosen
        )
        return tuple(pick for pick in picks if pick.quantity > 0)

    def _left(self, option: LineOption, stays: Mapping[str, int | None]) -> int:
        """How many of a line go where so many stay."""
        line = option.line.line
        return option.left if line not in stays else max(option.left - (stays[line] or option.left), 0)

    def _counted(self, found: Named, count: int | None, reply: Reply, options: Options) -> tuple[Pick, ...]:
        """Each with a quantity; Refused for a line that the rules close, () where one of several units may be meant."""
        by_line = {option.line.line: option for option in options.lines}
        picks = []
        for line, quantity in found.lines:
            option = by_line[line.line]
            if not option.ruling.allowed:
                raise Refused(option.ruling)
            quantity = quantity or (count if len(found.lines) == 1 else None)
            if quantity is None and option.left > 1 and len(found.lines) == 1:
                reply.set("near", [line.line])
                return ()
            picks.append(Pick(line.line, min(quantity or option.left, option.left)))
        return tuple(picks)

    def _narrow(self, lines: list[str], reply: Reply, options: Options) -> None:
        if lines:
            reply.set("near", [option.line.line for option in options.open if option.line.line in lines] or None)

    def _kept(self, picks: Sequence[Pick], reply: Reply, number: str) -> str:
        """A pressed line of which there are several: how many is asked."""
        open_ended = [each for each in picks if each.quantity == 0]
        if open_ended:
            reply.set("items", None)
            reply.set("near", [each.line for each in open_ended])
            return ASK
        reply.set("items", write_picks(number, picks))
        return OK


class AskItems(ShopAction):
    """Ask which items, or how many of the one that is meant, with a button for each."""

    level = Level.VERIFIED
    action: str
    asks: str

    def act(self, request: Request, reply: Reply) -> str:
        number = str(request["order_number"])
        options = self.services.orders.options(request.asker, number, self.action)
        near = [option for option in options.open if option.line.line in (request["near"] or [])]
        if len(near) == 1 and near[0].left > 1:
            self._ask_how_many(number, near[0], reply)
            return OK
        offered = near or list(options.open)
        choices = [(self._label(option, reply), self._payload(number, [option])) for option in offered[:MOST_ITEMS]]
        if len(offered) > 1:
            everything = [Pick(option.line.line, option.left) for option in offered]
            choices.append((reply.word("utter_all_of_them"), f"set:items={write_picks(number, everything)}"))
        reply.say(self.asks, choices=choices, number=number)
        return OK

    def _ask_how_many(self, number: str, option: LineOption, reply: Reply) -> None:
        counts = range(1, min(option.left, MOST_ITEMS) + 1)
        choices = [(str(n), f"set:items={write_picks(number, [Pick(option.line.line, n)])}") for n in counts]
        item = named(reply, option.line.name, option.line.variant)
        reply.say("utter_ask_how_many", choices=choices, item=item, left=option.left)

    def _label(self, option: LineOption, reply: Reply) -> str:
        item = named(reply, option.line.name, option.line.variant)
        return item if option.left == 1 else reply.word("utter_item", quantity=option.left, item=item)

    def _payload(self, number: str, options: Sequence[LineOption]) -> str:
        picks = [Pick(option.line.line, 1 if option.left == 1 else 0) for option in options]
        return f"set:items={write_picks(number, picks)}"


def unread(said: str, reply: Reply) -> str:
    """Words instead of a yes that say nothing: a no stays a no, anything else is asked again."""
    if refuses(said):
        return KEPT
    reply.say("utter_unclear_yes_no")
    return UNREAD
