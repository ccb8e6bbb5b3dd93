import threading
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Encoder
from knowledge.errors import ModelMissing

TEXTS = [
    "how long does standard shipping take?",
    "Can I return boots that I have worn outside, and who pays for the parcel back to you?",
    "refund",
    "gift card " * 40,
]


def test_a_missing_model_says_what_is_missing_and_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(
        ModelMissing,
        match=r"manifest\.json, model\.bin, tokenizer\.json; run `aisle train`",
    ):
        Encoder(tmp_path)


@pytest.mark.models
def test_the_export_agrees_with_torch(real_encoder: Encoder) -> None:
    from training.export import ADAPTERS, encoder_source
    from training.minilm import MiniLM

    exact = MiniLM(encoder_source(), ADAPTERS / "encoder").encode(TEXTS)
    assert ((real_encoder.encode(TEXTS) * exact).sum(axis=1) > 0.99).all()


@pytest.mark.models
def test_a_text_has_the_same_vector_alone_and_in_a_batch(model_home: Path) -> None:
    encoder = Encoder(model_home / "models" / "encoder", remembered=0)
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert (together == alone).all()
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


@pytest.mark.models
def test_another_way_of_making_vectors_is_another_encoder(
    model_home: Path, real_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.encoder.WAY", -1)
    assert Encoder(model_home / "models" / "encoder").fingerprint != real_encoder.fingerprint


@pytest.mark.models
def test_no_texts_give_no_rows(real_encoder: Encoder) -> None:
    assert real_encoder.encode([]).shape == (0, 384)


@pytest.mark.models
def test_threads_get_their_own_answers(model_home: Path) -> None:
    encoder = Encoder(model_home / "models" / "encoder", remembered=3)
    right = {text: encoder.encode([text])[0] for text in TEXTS}
    wrong: list[str] = []

    def ask(text: str) -> None:
        for _ in range(20):
            if encoder.encode([text])[0] @ right[text] < 0.999:
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(text,)) for text in TEXTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "known"),
    [("Where is my order?", True), ("我的订单到哪里了", False), ("", False)],
)
def test_the_encoder_says_what_it_cannot_read(real_encoder: Encoder, text: str, known: bool) -> None:
    assert real_encoder.knows(text) is known
