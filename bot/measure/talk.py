"""What every system is asked: turns of an ordinary day that need no generation, and questions that do."""

from __future__ import annotations

TURNS = 30  # in one conversation
SHOPPER = "1"  # of the demo shop, whose orders are 1001 (on its way) and 1002 (not packed yet)
MESSAGES = (
    "hi there",
    "where is order 1001?",
    "what is your return policy",
    "thanks",
    "do you ship to Canada?",
    "how do i cancel an order",
    "where is my order 1002",
    "are you a bot?",
    "do gift cards expire",
    "show me my orders",
    "how long does a refund take",
    "i want to cancel order 1002",
    "never mind",
    "how much is shipping",
    "track order 1001 please",
    "do you price match",
    "which payment methods do you take",
    "good morning",
    "status of order 1002",
    "how do i wash a down jacket",
    "that was helpful, thank you",
    "has order 1001 shipped yet",
    "how long does delivery take",
    "i'm looking for a tent",
    "is there a warranty",
    "can you recommend a warm jacket",
    "any news about order 1001?",
    "how long do i have to send something back",
    "bye",
    "ok thanks",
)
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
