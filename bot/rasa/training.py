"""Trains the Rasa model in a process of its own, and only where something that it depends on has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.rasa.promotion import Promotions

ROOT = Path(__file__).parent.parent.parent
GROUND = ("bot/domain", "bot/flows", "bot/nlu", "bot/policy")  # what a model runs with, beside the encoder
EXAMPLES = ("bot/data",)  # what it learned from
SCRIPT = (
    "import sys; from pathlib import Path; from bot.rasa.without_tensorflow import spare; spare(Path('config.yml')); "
    "from rasa.model_training import train; "
    "result = train(domain='bot/domain', config='config.yml', training_files='bot/data', output=sys.argv[1], "
    "fixed_model_name=sys.argv[2]); sys.exit(0 if result.model else 1)"
)


class TrainingFailed(Exception):
    """Rasa could not train; the text ends with what it printed last."""


def ground(encoder: str, root: Path = ROOT) -> str:
    """A digest of what a model runs with: domain, flows, our components, Rasa's part of config.yml, the encoder."""
    config = (root / "config.yml").read_text(encoding="utf-8").split("\nshop:")[0]
    return _digest(root, GROUND, encoder + config)


def fingerprint(encoder: str, root: Path = ROOT) -> str:
    """A digest of everything that a trained model depends on, as two: what it runs with, and its examples."""
    return f"{ground(encoder, root)}-{_digest(root, EXAMPLES, '')}"


def model_file(home: Path, encoder: str) -> Path:
    """Where the model for what is on disk now lies, or will."""
    return model_folder(home) / f"aisle-{fingerprint(encoder)}.tar.gz"


def model_folder(home: Path) -> Path:
    """Where all trained models lie."""
    return home / "models" / "rasa"


def train(home: Path, encoder: str) -> Path:
    """The model for what is on disk now, trained if it is missing; old ones are removed. Raises TrainingFailed."""
    target = model_file(home, encoder)
    if target.is_file():
        return target
    log = home / "reports" / "rasa-train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".training-", dir=target.parent) as aside:
        made = Path(aside).resolve() / target.name
        code = _run([str(made.parent), made.name.removesuffix(".tar.gz")], home, log)
        if code != 0 or not made.is_file():
            lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
            ended = " / ".join(lines[-3:])
            raise TrainingFailed(f"Rasa could not train; all it said is in {log}. It ended with: {ended}")
        if model_file(home, encoder) != target:
            raise TrainingFailed("Files in bot/ changed while Rasa learned from them. Run it again.")
        os.replace(made, target)
    Promotions(target.parent).tidy()
    return target


def _run(arguments: list[str], home: Path, log: Path) -> int:
    environment = {**os.environ, "AISLE_HOME": str(home.resolve()), "RASA_TELEMETRY_ENABLED": "false"}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, *arguments]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            return process.wait()
        except BaseException:
            process.kill()
            raise


def _digest(root: Path, sources: Sequence[str], first: str) -> str:
    digest = hashlib.sha256(first.encode())
    for source in sources:
        for file in sorted((root / source).rglob("*")):
            if file.suffix in (".yml", ".py"):
                digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
