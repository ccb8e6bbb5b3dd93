from training.evaluate import Met, pooled


def met(answerable: bool, answered: float, right: bool = True, band: str = "verbatim") -> Met:
    return Met("?", answerable, band, answered, answered, "a", right, (right,))  # type: ignore[arg-type]


def test_all_languages_together_count_by_their_questions() -> None:
    english = [
        met(True, 0.9),
        met(True, 0.8),
        met(False, 0.95, right=False),
        met(False, 0.1, right=False, band="abstain"),
    ]
    chinese = [met(True, 0.9, band="clarify"), met(False, 0.2, right=False, band="abstain")]
    found = {row["metric"]: (row["value"], row["n"]) for row in pooled({"en": english, "zh": chinese})}
    assert found["answered_of_answerable"] == (0.6667, 3)
    assert found["wrong_of_all_questions"] == (0.1667, 6)
    assert found["unanswerable_abstained"] == (0.6667, 3)
    assert found["abstention@90"] == (0.6667, 3)


def test_where_everything_has_an_answer_nothing_is_said_of_abstaining() -> None:
    rows = pooled({"en": [met(True, 0.9)]})
    assert {row["metric"] for row in rows} == {"answered_of_answerable", "wrong_of_all_questions"}
