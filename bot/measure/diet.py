"""Rasa's DIET as a peer in understanding: the pipeline that `rasa init` writes, on our examples, asked our messages.

Each language is a project of its own: Rasa's default tokenizer splits at spaces, and jieba, Rasa's answer for Chinese,
is used where it is installed. A trained model stays in its folder, so that other messages are read in seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bot.measure.peers import PeerFailed, as_yaml, default_config, fingerprint

TOKENIZERS = {"en": "WhitespaceTokenizer", "zh": "JiebaTokenizer"}
LEFT_OUT = (
    "FallbackClassifier",
    "ResponseSelector",
)  # one hides the intent where it is unsure, one has nothing to learn
ROOT = Path(__file__).parent.parent.parent
Pairs = Sequence[tuple[str, str]]  # (text, intent)


@dataclass(frozen=True)
class Diet:
    """A trained DIET: where it lies, and {"seconds", "cpu_seconds", "versions"} of its training."""

    folder: Path
    facts: dict[str, Any]

    def read(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """(intent, probability) for each message. Raises PeerFailed."""
        (self.folder / "messages.json").write_text(json.dumps(list(texts), ensure_ascii=False), "utf-8")
        _run(self.folder, "read", "said.json")
        said = json.loads((self.folder / "said.json").read_text("utf-8"))
        return [(str(intent), float(sure)) for intent, sure in said]


def can_read(locale: str) -> bool:
    """Whether Rasa has a tokenizer for this language here."""
    try:
        return locale != "zh" or bool(version("jieba"))  # Rasa asks for the distribution, the module is not enough
    except PackageNotFoundError:
        return False


def components(locale: str) -> list[str]:
    """The names of the pipeline, in order."""
    return [str(each["name"]) for each in _pipeline(locale)]


def project(pairs: Pairs, locale: str, epochs: int) -> dict[str, str]:
    """Rasa's project as {path: content}."""
    pipeline = _pipeline(locale)
    for component in pipeline:
        if component["name"] == "DIETClassifier":
            component["epochs"] = epochs
    texts: dict[str, list[str]] = {}
    for text, intent in pairs:
        texts.setdefault(intent, []).append(text)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {line}\n" for line in lines)}
        for intent, lines in sorted(texts.items())
    ]
    settings = {"recipe": "default.v1", "assistant_id": "aisle-peer", "language": locale, "pipeline": pipeline}
    return {
        "config.yml": as_yaml(settings),
        "nlu.yml": as_yaml({"version": "3.1", "nlu": nlu}),
        "domain.yml": as_yaml({"version": "3.1", "intents": sorted(texts)}),
    }


def train_diet(cache: Path, pairs: Pairs, locale: str, epochs: int) -> Diet:
    """DIET for these examples, trained unless `cache` holds it (tens of minutes on two cores). Raises PeerFailed."""
    files = project(pairs, locale, epochs)
    folder = cache / f"diet-{locale}-{fingerprint(files)}"
    if not (folder / "trained.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            (folder / path).write_text(content, "utf-8")
        _run(folder, "train", "trained.json")
        shutil.rmtree(folder / ".rasa", ignore_errors=True)
    return Diet(folder, json.loads((folder / "trained.json").read_text("utf-8")))


def _pipeline(locale: str) -> list[dict[str, Any]]:
    pipeline = [{**each} for each in default_config()["pipeline"] if each["name"] not in LEFT_OUT]
    pipeline[0]["name"] = TOKENIZERS[locale]
    return pipeline


def _run(folder: Path, what: str, made: str) -> None:
    log = folder / f"{what}.log"
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}
    (folder / made).unlink(missing_ok=True)
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bot.measure.diet_process", what],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            code = process.wait()
        except BaseException:
            process.kill()
            raise
    if code != 0 or not (folder / made).is_file():
        raise PeerFailed(f"Rasa's DIET failed ({what}, exit code {code}); all it said is in {log}")
