"""The peer "frozen+lr": all-MiniLM-L6-v2 as it came, and logistic regression over its vectors, a language each.

What the field compares with first: anything that takes more work than this must be better than this.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from knowledge.encoder import TextEncoder
from knowledge.language import LOCALES
from training.messages import Utterance, digest
from training.peers.peer import Example, Peer, examples_digest
from training.understanding import Outcome, evaluate

SYSTEM = "frozen+lr"
STRENGTH = 10.0  # inverse regularisation: of 1, 10 and 100 the best by cross-validation on the English examples
ROUNDS = 300  # of lbfgs at most


def frozen(examples: Sequence[Example], utterances: Sequence[Utterance], encoder: TextEncoder, cache: Path) -> Peer:
    """Fit and ask it (a minute for 19,000 examples), or take what it said before of the same things from `cache`."""
    taught = f"{examples_digest(examples)} {digest(utterances)} {encoder.fingerprint} {STRENGTH}"
    kept = cache / f"frozen-{hashlib.sha256(taught.encode()).hexdigest()[:12]}.json"
    if kept.is_file():
        outcomes = [Outcome(**each) for each in json.loads(kept.read_text("utf-8"))]
    else:
        outcomes = [each for locale in LOCALES for each in _asked(examples, utterances, encoder, locale)]
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([vars(each) for each in outcomes], ensure_ascii=False), "utf-8")
    note = f"frozen+lr: all-MiniLM-L6-v2 as it came, logistic regression, {len(examples)} examples."
    return Peer(SYSTEM, evaluate(outcomes, SYSTEM), outcomes, [note])


def _asked(
    examples: Sequence[Example], utterances: Sequence[Utterance], encoder: TextEncoder, locale: str
) -> list[Outcome]:
    from sklearn.linear_model import LogisticRegression

    taught = [each for each in examples if each.locale == locale]
    held = [each for each in utterances if each.locale == locale]
    if not held or len({each.intent for each in taught}) < 2:
        return []
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS)
    model.fit(encoder.encode([each.text for each in taught]), [each.intent for each in taught])
    shares = model.predict_proba(encoder.encode([each.text for each in held]))
    said = model.classes_[shares.argmax(axis=1)]
    return [
        Outcome(each.text, each.locale, each.intents[0], str(intent), float(sure))
        for each, intent, sure in zip(held, said, shares.max(axis=1), strict=True)
    ]
