"""Teaches a larger sentence model a set's intents and writes down what it says of many texts, for `training.tuning`.

    python -m training.teacher --data DIR --set clinc150 --model FOLDER --out FOLDER

FOLDER of --model holds a sentence model that averages its tokens, such as all-mpnet-base-v2 (110 M parameters; 40
minutes on two cores). The texts: the set's own, twelve thousand mixed from them, and nine thousand of other sets. --out
gets its adapter, its record and taught.npz.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.distilling import Taught, mixed
from training.labelled import OUTSIDE, READERS, Pairs, banking77, bitext, by_label, nlu_examples
from training.minilm import MiniLM
from training.tuning import Tuning, classifier_of, tune

SETTINGS = Tuning(epochs=4.0, learning_rate=3e-4, cutoff=0.1, keep=1.0, half=True)
MIXED, OTHERS = 12_000, 9_000  # texts
EXAMPLES = Path(__file__).parent.parent / "bot" / "data"
SEED = 5


def teach(pairs: Pairs, others: Sequence[str], model: Path, out: Path) -> Taught:
    """Tune `model` on `pairs` and ask it about them, about mixed ones and about `others`."""
    tune(SETTINGS, pairs, out, source=model)
    return ask(pairs, others, model, out)


def ask(pairs: Pairs, others: Sequence[str], model: Path, out: Path) -> Taught:
    """What the model tuned in `out` says: (texts, intents) of logits."""
    groups = by_label([pair for pair in pairs if pair[1] != OUTSIDE])
    texts = [text for group in groups.values() for text in group]
    numbers = np.repeat(np.arange(len(groups)), [len(group) for group in groups.values()])
    chance = np.random.default_rng(SEED)
    teacher, rows = MiniLM(model, out, half=True), SETTINGS.sharpness * classifier_of(out)
    vectors = teacher.encode(texts)
    further = mixed(texts, numbers, vectors, MIXED, chance)
    further += [others[at].lower() for at in chance.permutation(len(others))[:OTHERS]]
    further = list(dict.fromkeys(further + [text for text, label in pairs if label == OUTSIDE]))
    return Taught(list(groups), vectors @ rows.T, further, teacher.encode(further) @ rows.T)


def main() -> None:
    """Teach and ask from the shell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=sorted(READERS), required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    others = [*banking77(args.data).train, *bitext(args.data).train, *nlu_examples(EXAMPLES).train]
    taught = teach(READERS[args.set](args.data).train, [text for text, _ in others], args.model, args.out)
    taught.save(args.out / "taught.npz")


if __name__ == "__main__":
    main()
