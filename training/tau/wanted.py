"""What a shopper wants, as they would know it: taken from a task's calls, never from the words that came with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from training.tau.files import Json, Task, TauShop

KINDS = {
    "cancel_pending_order": "cancel_order",
    "modify_pending_order_address": "change_address",
    "modify_pending_order_payment": "change_payment",
    "modify_pending_order_items": "change_items",
    "return_delivered_order_items": "return_items",
    "exchange_delivered_order_items": "exchange_items",
}
ACTIONS = {  # what our audit calls them
    "cancel_order": "cancel",
    "change_address": "address",
    "change_payment": "payment",
    "change_items": "items",
    "return_items": "return",
    "exchange_items": "exchange",
}


@dataclass(frozen=True)
class Item:
    """One thing in an order: how the shopper calls it, its options, those of what it is to become, and those of
    another variant that there is."""

    name: str
    called: str  # the name, with what tells it from others of that name in the order
    options: tuple[str, ...]
    becomes: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def wish(self) -> str:
        """What is to be different, in words: "black and 500ml"."""
        return self._different(self.becomes)

    @property
    def first_thought(self) -> str:
        """The same of a variant that is not wanted after all; "" without one."""
        return self._different(self.instead) if self.instead else ""

    def _different(self, options: tuple[str, ...]) -> str:
        other = [new for old, new in zip(self.options, options, strict=True) if new != old]
        return listed(other or list(options))


@dataclass(frozen=True)
class Method:
    """A way to pay: a kind (paypal, gift_card, credit_card), and the end of a card's number."""

    id: str
    kind: str
    brand: str = ""
    last_four: str = ""

    @property
    def called(self) -> str:
        """As a shopper calls it."""
        if self.kind == "credit_card":
            return f"{self.brand} ending in {self.last_four}"
        return self.kind.replace("_", " ")

    def is_in(self, text: str) -> bool:
        """Whether a text names it."""
        return (self.last_four or self.kind.replace("_", " ")) in text.casefold()


@dataclass(frozen=True)
class Wish:
    """One thing to be done with one order; `others` are names of what else is in it."""

    kind: str
    order: str
    items: tuple[Item, ...] = ()
    others: tuple[str, ...] = ()
    method: Method | None = None
    paid_with_it: bool = False
    address: Json | None = None
    reason: str = ""

    @property
    def address_line(self) -> str:
        """In one line."""
        assert self.address is not None
        street = ", ".join(filter(None, (self.address["address1"], self.address["address2"])))
        return f"{street}, {self.address['city']}, {self.address['state']} {self.address['zip']}"


@dataclass(frozen=True)
class Errand:
    """What one conversation is for. `mood`: "" sees it through, "no" says no when asked to confirm, "stop" drops it
    on the way. `writes`: whether anything may change at all; `why` not."""

    name: str
    user_id: str
    wishes: tuple[Wish, ...]
    actions: tuple[tuple[str, Json], ...] = ()
    mood: str = ""
    why: str = ""

    @property
    def writes(self) -> bool:
        """Whether the shop is to be changed."""
        return bool(self.actions)


def errand_of(shop: TauShop, task: Task) -> Errand:
    """The errand behind a task. KeyError for a call that is none of ours."""
    wishes = tuple(wish_of(shop, task.user_id, name, given) for name, given in task.actions)
    return Errand(task.name, task.user_id, wishes, task.actions)


def wish_of(shop: TauShop, user_id: str, name: str, given: Json) -> Wish:
    """What a call is for."""
    order = shop.orders[given["order_id"]]
    wish = Wish(KINDS[name], given["order_id"].lstrip("#"), reason=given.get("reason", ""))
    if name == "modify_pending_order_address":
        return replace(wish, address=given)
    if "payment_method_id" in given:
        method = method_of(shop, user_id, given["payment_method_id"])
        own = order["payment_history"][0]["payment_method_id"] == method.id
        wish = replace(wish, method=method, paid_with_it=own)
    if "item_ids" in given:
        wish = replace(wish, items=_items(shop, order, given), others=_others(order, given["item_ids"]))
    return wish


def method_of(shop: TauShop, user_id: str, method_id: str) -> Method:
    """A way to pay, of whomever it is."""
    found = shop.users[user_id]["payment_methods"][method_id]
    return Method(method_id, found["source"], found.get("brand", ""), found.get("last_four", ""))


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _items(shop: TauShop, order: Json, given: Json) -> tuple[Item, ...]:
    new_ids = given.get("new_item_ids") or [None] * len(given["item_ids"])
    found = []
    for item_id, new_id in zip(given["item_ids"], new_ids, strict=True):
        item = next(each for each in order["items"] if each["item_id"] == item_id)
        variants = shop.products[item["product_id"]]["variants"]
        becomes = tuple(variants[new_id]["options"][name] for name in item["options"]) if new_id else ()
        others = [each for sku, each in variants.items() if each["available"] and sku not in (item_id, new_id)]
        instead = tuple(others[0]["options"][name] for name in item["options"]) if new_id and others else ()
        found.append(Item(item["name"], _called(order, item), tuple(item["options"].values()), becomes, instead))
    return tuple(found)


def _called(order: Json, item: Json) -> str:
    alike = [other for other in order["items"] if other["name"] == item["name"] and other is not item]
    own = [
        value for name, value in item["options"].items() if any(other["options"].get(name) != value for other in alike)
    ]
    return " ".join([*own, item["name"].casefold()])


def _others(order: Json, item_ids: list[str]) -> tuple[str, ...]:
    left = Counter(item["name"] for item in order["items"]) - Counter(
        next(item["name"] for item in order["items"] if item["item_id"] == item_id) for item_id in item_ids
    )
    return tuple(name for name in left if name not in {i["name"] for i in order["items"] if i["item_id"] in item_ids})
