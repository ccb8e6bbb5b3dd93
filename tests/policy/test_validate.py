"""What is wrong with a flow, a sentence or an example is said by file and line, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.examples import check_examples
from bot.policy.grammar import read_flows
from bot.policy.sentences import Mentions, check_domain, read_mentions
from bot.policy.validate import check_flows
from bot.policy.vocabulary import read_vocabulary

DOMAIN = """intents: [{buy: {use_entities: []}}, affirm, other]
entities: [number]
slots:
  count: {type: any}
actions: [action_ask, action_pay]
responses:
  utter_sure:
    - text: "Sure, {count}?"
      buttons: [{title: "Yes", payload: "yes:{confirmation}"}]
    - text: "确定 {count}？"
      condition: [{type: slot, name: locale, value: zh}]
      buttons: [{title: "是", payload: "yes:{confirmation}"}]
  utter_unclear:
    - text: "What?"
    - text: "什么？"
      condition: [{type: slot, name: locale, value: zh}]
"""
FLOW = "buy:\n  start_by: [buy, other]\n  takes: {count: number}\n  steps:\n"
PAYING = ["- collect: count", "  entity: number", "  ask: action_ask", "- confirm: utter_sure", "- run: action_pay"]
NAMES = {"action_ask", "action_pay"}


def flow_problems(folder: Path, steps: list[str], head: str = FLOW, domain: str = DOMAIN) -> list[str]:
    (folder / "flows").mkdir()
    (folder / "domain").mkdir()
    (folder / "flows" / "own.yml").write_text(head + "".join(f"    {line}\n" for line in steps))
    (folder / "domain" / "own.yml").write_text(domain)
    flows, vocabulary = read_flows(folder / "flows"), read_vocabulary(folder / "domain")
    found = check_flows(flows, vocabulary, NAMES, {"action_pay"})
    return [problem.removeprefix(f"{folder}/flows/") for problem in found if "engine starts itself" not in problem]


def test_a_flow_that_asks_confirms_and_writes_is_right(tmp_path: Path) -> None:
    assert flow_problems(tmp_path, PAYING) == []


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        (["- say: utter_gone"], "own.yml:5: flow 'buy': no response 'utter_gone'"),
        (["- run: action_gone"], "own.yml:5: flow 'buy': no action 'action_gone' in the domain"),
        (["- run: action_gone"], "own.yml:5: flow 'buy': no action 'action_gone' in code"),
        (["- collect: colour", "  ask: utter_sure", "  text: true"], "own.yml:5: flow 'buy': no slot 'colour'"),
        (["- collect: count", "  ask: utter_sure", "  entity: size"], "own.yml:5: flow 'buy': no entity 'size'"),
        (["- collect: count", "  ask: utter_sure"], "own.yml:5: flow 'buy': nothing fills 'count'"),
        (["- branch: [{when: {slot: x, is: 1}, then: [{say: utter_sure}]}]"], "own.yml:5: flow 'buy': no slot 'x'"),
        (["- call: gone"], "own.yml:5: flow 'buy': no flow 'gone'"),
        (["- call: buy"], "own.yml:5: flow 'buy': calls 'buy', which leads back here"),
        (["- end: done", "- say: utter_sure"], "own.yml:6: flow 'buy': nothing leads to this step"),
        (["- run: action_ask", "  on: {failed: next}"], "own.yml:5: flow 'buy': 'failed' is the engine's own outcome"),
    ],
)
def test_a_name_or_a_step_that_leads_nowhere(tmp_path: Path, steps: list[str], complaint: str) -> None:
    assert any(problem.startswith(complaint) for problem in flow_problems(tmp_path, steps))


ASK, CONFIRM, PAY = PAYING[:3], PAYING[3:4], PAYING[4:]
TWICE = "[{run: action_pay}, {run: action_pay}]"


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (PAY, 5),
        (CONFIRM + ASK + PAY, 9),
        (CONFIRM + PAY + PAY, 7),
        (["- confirm: utter_sure", "  no: [{run: action_pay}]"], 6),
        (["- branch:", "    - when: {slot: count, filled: true}", "      then: [{confirm: utter_sure}]", *PAY], 8),
        ([*ASK, *CONFIRM, "- run: action_ask", f"  on: {{again: retry, other: {TWICE}}}"], 10),
        ([*CONFIRM, "- run: action_pay", "  on: {late: next}"], 6),
    ],
    ids=["no yes at all", "asked after the yes", "two writes for one yes", "after a no", "one path of two",
         "the second in a block", "goes on after a refusal"],
)  # fmt: skip
def test_a_write_that_a_path_reaches_without_a_yes(tmp_path: Path, steps: list[str], line: int) -> None:
    assert any(f"own.yml:{line}: " in problem and "writes" in problem for problem in flow_problems(tmp_path, steps))


def test_every_problem_is_listed_not_only_the_first(tmp_path: Path) -> None:
    assert len(flow_problems(tmp_path, ["- say: utter_a", "- say: utter_b", "- run: action_pay"])) == 3


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        (FLOW.replace("[buy, other]", "[buy, other, gone]"), "no intent 'gone'"),
        (FLOW.replace("[buy, other]", "[buy]"), "the intent 'other' starts no flow"),
        (FLOW.replace("[buy, other]", "[buy, other, affirm]"), "'affirm' answers what was asked"),
        ("two:\n  start_by: buy\n  steps: [{say: utter_sure}]\n" + FLOW, "'buy' starts 'two'"),
    ],
)
def test_an_intent_starts_one_flow(tmp_path: Path, head: str, complaint: str) -> None:
    assert any(complaint in problem for problem in flow_problems(tmp_path, PAYING, head))


YES = 'Yes", payload: "yes:{confirmation}'


def domain_problems(folder: Path, domain: str, mentions: Mentions | None = None) -> list[str]:
    (folder / "flows").mkdir()
    (folder / "domain").mkdir()
    (folder / "flows" / "own.yml").write_text(FLOW + "".join(f"    {line}\n" for line in PAYING))
    (folder / "domain" / "own.yml").write_text(domain)
    found = check_domain(
        read_flows(folder / "flows"), read_vocabulary(folder / "domain"), NAMES, mentions or Mentions()
    )
    return [problem.removeprefix(f"{folder}/domain/") for problem in found if "utter_label_" not in problem]


def test_a_domain_whose_names_are_all_used_is_right(tmp_path: Path) -> None:
    assert domain_problems(tmp_path, DOMAIN) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('text: "什么？"', 'text: ""', "own.yml:13: 'utter_unclear' has no text in zh"),
        ("确定 {count}？", "确定？", "own.yml:7: 'utter_sure' uses {count} in one language only"),
        ('是", payload: "yes', '是", payload: "no', "own.yml:7: 'utter_sure' has other buttons in zh"),
        (YES, 'Yes", payload: "start:gone', "own.yml:7: 'utter_sure': the button 'start:gone'"),
        (YES, 'Yes", payload: "start:buy|x=1', "'x', which the flow 'buy' neither takes"),
        (YES, 'Yes", payload: "set:x=1', "sets 'x', which no flow takes"),
        (YES, 'Yes", payload: "yes', "the button 'yes' is none of"),
        ("slots:\n", "slots:\n  spare: {type: any}\n", "own.yml:4: nobody uses the slot 'spare'"),
        ("[action_ask,", "[action_spare, action_ask,", "own.yml:5: no flow runs 'action_spare'"),
        ("[action_ask, action_pay]", "[action_ask]", "'action_pay' is not in the domain"),
        ("  utter_unclear:", "  utter_spare:", "own.yml:13: nobody says 'utter_spare'"),
        ("affirm, other]", "affirm, other, affirm]", "'affirm' is declared under 'intents' in"),
    ],
)  # fmt: skip
def test_a_sentence_or_a_name_that_is_wrong(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in DOMAIN
    assert any(complaint in problem for problem in domain_problems(tmp_path, DOMAIN.replace(old, new, 1)))


def test_what_code_says_is_used_and_what_it_says_must_be_there(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text('say("utter_gone")\nsay(f"utter_state_{state}")\nsay(f"utter_left_{state}")\nreply("start:gone")\n')
    mentions = read_mentions([code])
    extra = (
        '  utter_state_paid:\n    - text: "paid"\n    - text: "已付"\n      condition: [{name: locale, value: zh}]\n'
    )
    problems = "\n".join(domain_problems(tmp_path, DOMAIN + extra, mentions))
    assert f"{code}:1: no response 'utter_gone'" in problems
    assert f"{code}:3: no response begins with 'utter_left_'" in problems
    assert f"{code}:4: the button 'start:gone' starts no flow" in problems
    assert "utter_state_paid" not in problems


def test_examples_have_a_known_intent_both_languages_and_one_place(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "nlu:\n- intent: buy\n  examples: |\n    - I buy\n    - 我买\n- intent: gone\n  examples: |\n    - I buy\n"
    )
    problems = check_examples(tmp_path, {"buy": "domain.yml:1", "other": "domain.yml:2"})
    assert [problem.replace(f"{tmp_path}/", "") for problem in problems] == [
        "a.yml:8: no intent 'gone' in the domain. List it there, or move its examples.",
        "a.yml:8: 'I buy' stands under 'gone', and under 'buy' in a.yml:4. Keep one.",
        f"domain.yml:2: 'other' has no examples in en and zh. Add some in {tmp_path}.".replace(f"{tmp_path}/", ""),
    ]
