"""Trains the Rasa model in a process of its own, and only where something that it depends on has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCES = ("bot/data", "bot/domain", "bot/flows", "bot/nlu", "bot/policy")
KEPT = 3  # models: the one in use and two to go back to
SCRIPT = (
    "import sys; from pathlib import Path; from bot.rasa.without_tensorflow import spare; spare(Path('config.yml')); "
    "from rasa.model_training import train; "
    "result = train(domain='bot/domain', config='config.yml', training_files='bot/data', output=sys.argv[1], "
    "fixed_model_name=sys.argv[2]); sys.exit(0 if result.model else 1)"
)


class TrainingFailed(Exception):
    """Rasa could not train; the text ends with what it printed last."""


def fingerprint(encoder: str, root: Path = ROOT) -> str:
    """A digest of everything that a trained model depends on: examples, domain, flows, our components, the encoder."""
    digest = hashlib.sha256(encoder.encode())
    for source in SOURCES:
        for file in sorted((root / source).rglob("*")):
            if file.suffix in (".yml", ".py"):
                digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    config = (root / "config.yml").read_text(encoding="utf-8").split("\nshop:")[0]
    digest.update(config.encode())
    return digest.hexdigest()[:16]


def model_file(home: Path, encoder: str) -> Path:
    """Where the model for what is on disk now lies, or will."""
    return home / "models" / "rasa" / f"aisle-{fingerprint(encoder)}.tar.gz"


def train(home: Path, encoder: str) -> Path:
    """The model for what is on disk now, trained if it is missing; the three newest are kept. Raises TrainingFailed."""
    target = model_file(home, encoder)
    if target.is_file():
        return target
    environment = {**os.environ, "AISLE_HOME": str(home.resolve()), "RASA_TELEMETRY_ENABLED": "false"}
    environment["PYTHONPATH"] = str(ROOT)
    log = home / "reports" / "rasa-train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        SCRIPT,
        str(target.parent.resolve()),
        target.name.removesuffix(".tar.gz"),
    ]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            code = process.wait()
        except BaseException:
            process.kill()
            raise
    if code != 0 or not target.is_file():
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        raise TrainingFailed(f"Rasa could not train; all it said is in {log}. It ended with: {' / '.join(lines[-3:])}")
    newest_first = sorted(target.parent.glob("aisle-*.tar.gz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT:]:
        old.unlink()
    return target
