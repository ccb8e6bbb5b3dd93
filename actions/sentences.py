"""The domain's sentences by name and locale, filled with values; the same `responses:` that the policy utters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Mapping, Sequence

import yaml

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class SentenceError(ValueError):
    """A sentence that is missing, lacks a language, or lacks a value."""


class Sentences:
    """`text("utter_order_paid", "zh", number="1001")`; a missing sentence, language or value is an error, not a gap."""

    def __init__(
        self,
        texts: Mapping[str, Mapping[str, str]],
        buttons: Mapping[tuple[str, str], Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        self._texts, self._buttons = texts, buttons or {}

    @classmethod
    def read(cls, folder: Path) -> Sentences:
        """From every `responses:` section under `folder`; a response without a condition is the English one."""
        texts: dict[str, dict[str, str]] = {}
        buttons: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for file in sorted(folder.glob("*.yml")):
            document = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
            for name, variants in (document.get("responses") or {}).items():
                for variant in variants:
                    locale = _locale(variant)
                    texts.setdefault(name, {})[locale] = str(variant["text"]).strip()
                    buttons[name, locale] = [(each["title"], each["payload"]) for each in variant.get("buttons") or []]
        return cls(texts, buttons)

    def names(self) -> set[str]:
        """Every sentence there is."""
        return set(self._texts)

    def locales(self, name: str) -> set[str]:
        """The languages that `name` is written in."""
        return set(self._texts.get(name, {}))

    def placeholders(self, name: str, locale: str) -> set[str]:
        """The values that a sentence needs."""
        return set(PLACEHOLDER.findall(self._texts[name][locale]))

    def choices(self, name: str, locale: str) -> Sequence[tuple[str, str]]:
        """The (label, payload) pairs that stand below the sentence in the domain."""
        return self._buttons.get((name, locale), ())

    def text(self, name: str, locale: str, **values: Any) -> str:
        """The sentence with its values put in as plain text. Raises SentenceError."""
        if name not in self._texts:
            raise SentenceError(f"No response '{name}' under bot/domain. Add it there, in every language.")
        if locale not in self._texts[name]:
            raise SentenceError(f"The response '{name}' has no text for locale '{locale}' under bot/domain.")

        def value(match: re.Match[str]) -> str:
            if values.get(match.group(1)) is None:
                raise SentenceError(f"The response '{name}' needs a value for '{match.group(1)}', found none.")
            return str(values[match.group(1)])

        return PLACEHOLDER.sub(value, self._texts[name][locale])


def _locale(variant: Mapping[str, Any]) -> str:
    for condition in variant.get("condition") or []:
        if condition.get("name") == "locale":
            return str(condition["value"])
    return "en"
