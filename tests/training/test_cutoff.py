"""Tokens that are left out while an adapter is learned, and never when it is asked."""

from __future__ import annotations

import numpy as np
import pytest

from training.tuning import Tuning

torch = pytest.importorskip("torch")


def test_a_share_of_the_tokens_is_left_out_but_never_the_first():
    from training.minilm import cut_off

    module = torch.nn.Identity().train()
    rows = torch.ones(200, 20, 4)
    kept = cut_off(module, None, rows, share=0.25).numpy()
    assert (kept[:, 0] == 1).all()
    assert 0.7 < kept[:, 1:].mean() < 0.8
    assert set(np.unique(kept.sum(axis=2))) == {0.0, 4.0}  # a token is there as a whole or not at all


def test_no_token_is_left_out_of_what_is_asked():
    from training.minilm import cut_off

    rows = torch.ones(5, 20, 4)
    assert torch.equal(cut_off(torch.nn.Identity().eval(), None, rows, share=0.9), rows)


@pytest.mark.parametrize("knobs", [{"cutoff": 1.0}, {"cutoff": -0.1}, {"seeds": 0}])
def test_a_share_or_a_number_that_cannot_work_is_refused_by_name(knobs: dict[str, float]):
    with pytest.raises(ValueError, match=f"expected {next(iter(knobs))} between"):
        Tuning(**knobs)  # type: ignore[arg-type]
