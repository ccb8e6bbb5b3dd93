"""Text to vectors: the exported sentence encoder (CTranslate2 int8), mean-pooled to unit length."""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from knowledge.errors import ModelMissing

MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained with; longer texts are cut
BATCH = 32
UNKNOWN = "[UNK]"
WAY = 2  # of making vectors from tokens; with another, what was made from vectors is made anew
Vectors = np.ndarray[Any, np.dtype[np.float32]]


class TextEncoder(Protocol):
    """What the rest of the room needs of an encoder; tests bring a small real one of their own."""

    fingerprint: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...

    def knows(self, text: str) -> bool: ...

    def has_word(self, word: str) -> bool: ...


class Encoder:
    """all-MiniLM-L6-v2 as exported by `training.export.export_encoder`; safe to call from many threads."""

    def __init__(self, folder: Path, threads: int = 1, remembered: int = 8192) -> None:
        """Load from `folder`; raise ModelMissing where it is not whole. `remembered` texts keep their vectors."""
        import ctranslate2
        from tokenizers import Tokenizer

        folder = Path(folder)
        manifest = read_manifest(folder, "encoder")
        self.fingerprint = fingerprint_of(manifest)
        self.dimensions: int = manifest["dimensions"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._model = ctranslate2.Encoder(str(folder), device="cpu", compute_type="int8", intra_threads=threads)
        self._unknown = self._tokenizer.token_to_id(UNKNOWN)
        self._remembered = remembered
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimensions) float32 rows of unit length, in the order of `texts`."""
        if isinstance(texts, str):
            raise TypeError("encode takes a list of texts, found one string; write encode([text])")
        rows: dict[str, Vectors] = self._recall(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in rows]
        for batch in self._batches(missing):
            rows.update(zip(batch, self._run(list(batch.values())), strict=True))
        self._remember((text, rows[text]) for text in missing)
        return np.stack([rows[text] for text in texts]) if texts else np.empty((0, self.dimensions), np.float32)

    def knows(self, text: str) -> bool:
        """Say whether most of the text's tokens are in the vocabulary; False for Chinese and for an empty text."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        unknown = sum(token == self._unknown for token in ids)
        return bool(ids) and unknown * 2 < len(ids)

    def has_word(self, word: str) -> bool:
        """Say whether a lower-case word is one whole entry of the vocabulary: a common English word."""
        return self._tokenizer.token_to_id(word) is not None

    def _batches(self, texts: Iterable[str]) -> Iterator[dict[str, list[int]]]:
        """The tokens of each text, in batches of one length: beside longer ones a text would be padded, and eight bits
        round what is padded otherwise. So a text has the same vector, to the bit, whatever it is encoded with."""
        by_length: dict[int, dict[str, list[int]]] = {}
        for text in texts:
            ids = self._tokenizer.encode(text).ids
            by_length.setdefault(len(ids), {})[text] = ids
        for alike in by_length.values():
            for start in range(0, len(alike), BATCH):
                yield dict(islice(alike.items(), start, start + BATCH))

    def _run(self, tokens: list[list[int]]) -> Vectors:
        hidden = np.array(self._model.forward_batch(tokens).last_hidden_state)  # (n, tokens, dimensions)
        mean = hidden.mean(axis=1)
        unit: Vectors = (mean / np.linalg.norm(mean, axis=1, keepdims=True).clip(1e-12)).astype(np.float32)
        return unit

    def _recall(self, texts: Sequence[str]) -> dict[str, Vectors]:
        with self._lock:
            found = {text: self._cache[text] for text in texts if text in self._cache}
            for text in found:
                self._cache.move_to_end(text)
        return found

    def _remember(self, rows: Iterable[tuple[str, Vectors]]) -> None:
        with self._lock:
            self._cache.update(rows)
            while len(self._cache) > self._remembered:
                self._cache.popitem(last=False)


def fingerprint_of(manifest: Mapping[str, Any]) -> str:
    """Of an encoder's vectors: of the exported files, and of the way in which they are used here."""
    return f"{manifest['fingerprint']}-{WAY}"


def read_manifest(folder: Path, kind: str) -> dict[str, Any]:
    """Return an exported model's manifest.json; raise ModelMissing where it or another file is missing."""
    absent = [name for name in ("manifest.json", "model.bin", "tokenizer.json") if not (folder / name).is_file()]
    if absent:
        raise ModelMissing(
            f"expected the {kind} in {folder}, found no {', '.join(absent)}; run `aisle train` to export it"
        )
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    if manifest.get("kind") != kind:
        raise ModelMissing(f"expected the {kind} in {folder}, found a model of kind {manifest.get('kind')!r}")
    return manifest
