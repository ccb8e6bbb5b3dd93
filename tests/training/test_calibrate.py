from pathlib import Path

import numpy as np
import pytest

from training.fitting import choose_thresholds, fit_logistic
from training.questions import load_questions


def test_thresholds_keep_wrong_answers_under_the_target() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    right = np.array([True, True, True, False, True, False])
    answerable = np.array([True, True, True, True, True, False])
    found = choose_thresholds(confidence, right, confidence, answerable, wrong_at_most=0.0, kept=1.0)
    assert (found.sure, found.clarify) == (0.7, 0.5)


def test_a_question_that_counts_less_is_a_smaller_mistake() -> None:
    sureness = np.array([0.9, 0.8, 0.7, 0.6])
    right = np.array([True, False, True, True])
    every = np.ones(4, bool)
    found = choose_thresholds(sureness, right, sureness, every, 0.1, 1.0, np.array([1.0, 0.25, 1.0, 1.0]))
    assert found.sure == 0.6
    assert choose_thresholds(sureness, right, sureness, every, 0.1, 1.0).sure == 0.9


def test_what_is_abstained_from_is_not_answered_wrongly() -> None:
    confidence = np.array([0.9, 0.8, 0.7])
    answered = np.array([0.9, 0.1, 0.8])
    right = np.array([True, False, True])
    found = choose_thresholds(confidence, right, answered, right, wrong_at_most=0.0, kept=1.0)
    assert (found.sure, found.clarify) == (0.7, 0.8)


def test_no_threshold_is_good_enough_for_a_bot_that_is_always_wrong() -> None:
    wrong = np.zeros(3, bool)
    sureness = np.array([0.9, 0.5, 0.1])
    found = choose_thresholds(sureness, wrong, sureness, wrong, wrong_at_most=0.02, kept=0.9)
    assert (found.sure, found.clarify) == (1.0, 1.0)


def test_sureness_rises_with_what_goes_with_being_right() -> None:
    seen = [{"margin": margin, "share": 0.5} for margin in (0.1, 0.2, 2.0, 3.0)]
    weights = fit_logistic(("margin", "share"), seen, [False, False, True, True])
    assert weights["margin"] > 0
    assert weights["share"] == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{}", "expected a list"),
        ("- {q: hi}", "entry 1: expected q, locale, article, also and ask"),
        ("- {q: hi, locale: fr}", "expected text in q and one of"),
        ("- {q: hi, locale: en, answer: x}", "entry 1: expected q, locale, article, also and ask"),
    ],
)
def test_a_bad_question_is_named(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "dev.yml").write_text(text)
    with pytest.raises(ValueError, match=fault):
        load_questions(tmp_path / "dev.yml")


def test_a_question_that_nothing_answers_has_no_article(tmp_path: Path) -> None:
    (tmp_path / "dev.yml").write_text(
        "- {q: 'kayaks?', locale: en, article: null}\n- {q: 运费, locale: zh, article: shipping-cost}"
    )
    assert [question.article for question in load_questions(tmp_path / "dev.yml")] == [None, "shipping-cost"]
