"""A generator that writes each prompt once: what it said is kept in a file, so that measuring again takes seconds."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from knowledge.generator import Stopped, TextGenerator


class Remembered:
    """Says what the generator said to the same prompt before, else asks it; the same words, since it never draws lots.

    An answer is written to its end even where nobody listens any more, so that what the checks refuse may change
    without writing anew.
    """

    def __init__(self, generator: TextGenerator, folder: Path) -> None:
        """Keep to folder/<fingerprint>.jsonl; a last line that is half written is forgotten."""
        self.fingerprint = generator.fingerprint
        self.asked: list[str] = []  # every prompt, in order
        self._generator = generator
        self._file = Path(folder) / f"{generator.fingerprint}.jsonl"
        self._said = _read(self._file)

    def count(self, text: str) -> int:
        return self._generator.count(text)

    def sentences(self, prompt: str, stopped: Stopped = lambda: False) -> Iterator[str]:
        self.asked.append(prompt)
        yield from self.said(prompt)

    def knows(self, prompt: str) -> bool:
        """Say whether it need not ask."""
        return _key(prompt) in self._said

    def said(self, prompt: str) -> list[str]:
        """Every sentence that the generator has for this prompt."""
        key = _key(prompt)
        if key not in self._said:
            self._said[key] = list(self._generator.sentences(prompt, lambda: False))
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"prompt": key, "said": self._said[key]}) + "\n")
        return self._said[key]


def _key(prompt: str) -> str:
    return hashlib.sha256(prompt.encode()).hexdigest()[:24]


def _read(file: Path) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        try:
            kept = json.loads(line)
        except json.JSONDecodeError:
            continue
        said[kept["prompt"]] = kept["said"]
    return said
