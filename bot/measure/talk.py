"""What every system is asked: turns of an ordinary day that need no generation, and questions that do."""

from __future__ import annotations

TURNS = 30  # in one conversation
SHOPPER = "1"  # of the demo shop, whose orders are 1001 (on its way) and 1002 (not packed yet)
ASKED = (  # the kind of turn, and what is said
    ("smalltalk", "hi there"),
    ("order", "where is order 1001?"),
    ("answer", "what is your return policy"),
    ("smalltalk", "thanks"),
    ("answer", "do you ship to Canada?"),
    ("order", "how do i cancel an order"),
    ("order", "where is my order 1002"),
    ("smalltalk", "are you a bot?"),
    ("answer", "do gift cards expire"),
    ("order", "show me my orders"),
    ("answer", "how long does a refund take"),
    ("order", "i want to cancel order 1002"),
    ("smalltalk", "never mind"),
    ("answer", "how much is shipping"),
    ("order", "track order 1001 please"),
    ("answer", "do you price match"),
    ("answer", "which payment methods do you take"),
    ("smalltalk", "good morning"),
    ("order", "status of order 1002"),
    ("product", "how do i wash a down jacket"),
    ("smalltalk", "that was helpful, thank you"),
    ("order", "has order 1001 shipped yet"),
    ("answer", "how long does delivery take"),
    ("product", "i'm looking for a tent"),
    ("answer", "is there a warranty"),
    ("product", "can you recommend a warm jacket"),
    ("order", "any news about order 1001?"),
    ("answer", "how long do i have to send something back"),
    ("smalltalk", "bye"),
    ("smalltalk", "ok thanks"),
)
MESSAGES = tuple(text for _, text in ASKED)
# The generator is asked for these; those that it answers itself keep it busy while a turn is timed.
TO_GENERATE = (
    "can i pay with paypal",
    "how do gift cards work",
    "how does the loyalty programme work",
    "how do i start a return",
    "what do i do with a damaged parcel",
    "can i use two coupons and a gift card on one order",
)


# Shoppers do not write alike, and a text that was met before is faster for whoever remembers its vector.
ENDINGS = ("", "?", ".", "!", " please", "??", " pls", "!!", " :)", " ok")


def message(conversation: int, turn: int) -> str:
    """What is said in a turn (from 0) of a conversation.

    Every message comes at every turn in some conversation, and never twice in the same letters within 20 conversations.
    """
    text = MESSAGES[(7 * conversation + turn) % len(MESSAGES)].rstrip("?") + ENDINGS[conversation % len(ENDINGS)]
    return text[0].upper() + text[1:] if conversation // len(ENDINGS) % 2 else text


def kind(conversation: int, turn: int) -> str:
    """What kind of turn that is: smalltalk, order, product or answer (from the articles)."""
    return ASKED[(7 * conversation + turn) % len(ASKED)][0]
