"""Values that flows need, found in a message by pattern: numbers, sizes, colours, dates, contacts, addresses."""

from bot.nlu.values.finding import find

__all__ = ["find"]
