"""Rasa's default pipeline as the system to compare with: trained on our intents, kept by what it was trained on.

The pipeline and policies are read from the installed Rasa, word for word what it falls back to after `rasa init`. Each
intent has `EXAMPLES` of our own English examples, one rule and one story. Two bots come of it: "rasa" utters a
response to everything; "rasa+sql+action" looks an order up by the very action that ours runs.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = 25  # an intent, spread evenly over those that there are
ORDER_INTENT, ORDER_ACTION = "order_status", "action_track_order"
RASAS_OWN = ("restart",)  # Rasa's RulePolicy has a rule for it already and accepts no other
PEERS = ("rasa", "rasa+sql+action")
DATA = Path(__file__).parent.parent / "data"
RECIPE = 1  # raise it when the same examples must be trained anew
SCRIPT = """
import sys
from rasa.model_training import train
for name in sys.argv[1:]:
    made = train(domain=f"{name}/domain.yml", config="config.yml", training_files=["nlu.yml", f"{name}/dialogue.yml"],
                 output="models", fixed_model_name=name)
    if not made.model:
        sys.exit(1)
"""
_NUMBER = re.compile(r"(?<![\d\[])\d{4,5}(?!\d)")


class PeerFailed(Exception):
    """Rasa's default pipeline could not be trained; the text says where its words are."""


def examples(data: Path = DATA, most: int = EXAMPLES) -> dict[str, list[str]]:
    """English examples by intent, at most `most` each, spread evenly over each intent's list."""
    found: dict[str, list[str]] = {}
    for file in sorted(data.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text("utf-8")).get("nlu") or []:
            lines = [
                line.strip()[2:].strip() for line in entry["examples"].splitlines() if line.strip().startswith("- ")
            ]
            found.setdefault(entry["intent"], []).extend(lines)
    return {intent: _spread(list(dict.fromkeys(lines)), most) for intent, lines in sorted(found.items())}


def default_config() -> dict[str, Any]:
    """Pipeline and policies that the installed Rasa uses where a project names none. Does not import Rasa."""
    spec = importlib.util.find_spec("rasa")
    if spec is None or not spec.submodule_search_locations:
        raise PeerFailed("Rasa is not installed; `make demo` installs requirements/run.txt")
    root = Path(spec.submodule_search_locations[0])
    config: dict[str, Any] = yaml.safe_load(
        (root / "engine/recipes/config_files/default_config.yml").read_text("utf-8")
    )
    return {**config, "assistant_id": "aisle-bench"}


def project(texts: dict[str, list[str]]) -> dict[str, str]:
    """The peers' project as {path: content}."""
    nlu = [{"intent": intent, "examples": "".join(map(_bullet, lines))} for intent, lines in texts.items()]
    files = {"config.yml": as_yaml(default_config()), "nlu.yml": as_yaml({"version": "3.1", "nlu": nlu})}
    for name in PEERS:
        files[f"{name}/domain.yml"] = as_yaml(_domain(list(texts), acts=name != "rasa"))
        files[f"{name}/dialogue.yml"] = as_yaml(_dialogue(list(texts), acts=name != "rasa"))
    return files


def fingerprint(files: dict[str, str]) -> str:
    """A digest of the whole project."""
    digest = hashlib.sha256(f"{RECIPE}".encode())
    for path, content in sorted(files.items()):
        digest.update(path.encode() + b"\0" + content.encode() + b"\0")
    return digest.hexdigest()[:12]


def train_peers(cache: Path, texts: dict[str, list[str]] | None = None) -> dict[str, Path]:
    """The peers' models by name, trained where `cache` does not hold them yet (DIET and TED take minutes).

    Raises PeerFailed.
    """
    files = project(texts or examples())
    folder = cache / f"peers-{fingerprint(files)}"
    models = {name: folder / "models" / f"{name}.tar.gz" for name in PEERS}
    if all(model.is_file() for model in models.values()):
        return models
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    log = folder / "train.log"
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    with log.open("w") as output:
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT, *PEERS]
        code = subprocess.call(command, cwd=folder, env=environment, stdout=output, stderr=output)
    if code != 0 or not all(model.is_file() for model in models.values()):
        raise PeerFailed(f"Rasa's default pipeline could not be trained; all it said is in {log}")
    shutil.rmtree(folder / ".rasa", ignore_errors=True)
    return models


def _domain(intents: list[str], acts: bool) -> dict[str, Any]:
    slots: dict[str, Any] = {
        "order_number": {
            "type": "text",
            "influence_conversation": False,
            "mappings": [{"type": "from_entity", "entity": "order_number"}],
        }
    }
    domain: dict[str, Any] = {"version": "3.1", "intents": intents, "entities": ["order_number"], "slots": slots}
    domain["responses"] = {f"utter_{intent}": [{"text": f"This is what we say to {intent}."}] for intent in intents}
    if acts:
        slots["outcome"] = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
        domain["actions"] = [ORDER_ACTION]
    return domain


def _dialogue(intents: list[str], acts: bool) -> dict[str, Any]:
    def steps(intent: str) -> list[dict[str, str]]:
        acting = acts and intent == ORDER_INTENT
        return [{"intent": intent}, {"action": ORDER_ACTION if acting else f"utter_{intent}"}]

    told = [intent for intent in intents if intent not in RASAS_OWN]
    return {
        "version": "3.1",
        "rules": [{"rule": f"answer {intent}", "steps": steps(intent)} for intent in told],
        "stories": [{"story": f"a shopper's {intent}", "steps": steps(intent)} for intent in told],
    }


def _spread(lines: list[str], most: int) -> list[str]:
    return [lines[at * len(lines) // most] for at in range(most)] if len(lines) > most else lines


def _bullet(line: str) -> str:
    """One example, its order numbers marked for DIET."""
    return "- " + _NUMBER.sub(lambda found: f"[{found.group(0)}](order_number)", line) + "\n"


def as_yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
