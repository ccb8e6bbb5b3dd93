import pytest

from actions.problems import DAMAGED, MISSING, is_broken, is_missing, problem_in


@pytest.mark.parametrize(
    ("report", "problem"),
    [
        ("tracking says it was left on the porch and there is no package", MISSING),
        ("UPS says it was handed to me. It wasn't", MISSING),
        ("the gloves aren't in it", MISSING),
        ("显示已签收，门口什么都没有", MISSING),
        ("少一只手套", MISSING),
        ("漏发了一双袜子", MISSING),
        ("buckle snapped on the hip belt", DAMAGED),
        ("wrong size in the box, I ordered an 11", DAMAGED),
        ("you sent me the wrong color", DAMAGED),
        ("拉链一拉就断", DAMAGED),
        ("发错货了", DAMAGED),
        ("i want to report something", ""),
    ],
)
def test_a_report_says_what_is_wrong(report: str, problem: str) -> None:
    assert problem_in(report) == problem


@pytest.mark.parametrize(
    "question",
    [
        "when will 1004 be delivered, I can't wait",
        "was 1003 delivered? no rush",
        "1003签收了没",
        "包裹送到了没有？",
        "1003送到哪了",
    ],
)
def test_who_asks_about_delivery_reports_nothing(question: str) -> None:
    assert not is_missing(question)


@pytest.mark.parametrize(
    "question",
    [
        "my parcel 1003 says delivered but I don't have it",
        "显示签收了但是我没拿到 1008",
        "1003 was left outside, no package",
    ],
)
def test_who_says_that_it_is_not_there_does(question: str) -> None:
    assert is_missing(question)


def test_a_wrong_thing_is_not_a_broken_one() -> None:
    assert not is_broken("the earbuds are wrong for me, can I swap them for blue ones")
