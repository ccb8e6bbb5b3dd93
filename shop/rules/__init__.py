"""The shop's rules as data, and what they say: a ruling is a reason code with values, its sentence is the domain's.

Nothing here knows a database: rules are asked with facts (`shop.rules.facts`) and answer at once.
"""

from shop.rules.ruling import Ruling
from shop.rules.settings import ACTIONS, STATES, ShopRules

__all__ = ["ACTIONS", "STATES", "Ruling", "ShopRules"]
