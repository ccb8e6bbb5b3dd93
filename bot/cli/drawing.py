"""Draws flows as Mermaid charts in Markdown; the same flows give the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from bot.policy.program import NEXT, Branch, Call, Collect, Confirm, End, Flow, Jump, Run, Say
from bot.policy.validate import following

HEAD = """# The flows, drawn

`aisle flows` draws this page from `bot/flows/*.yml`; [dialogue.md](dialogue.md) says how a flow is written.
A rounded box ends the flow, a slanted one waits for the shopper, a hexagon waits for a yes, a double-edged one runs an
action or another flow. An action goes on where nothing stands on the arrow only if it reported `ok`.
"""


def draw(flows: Mapping[str, Flow]) -> str:
    """All flows as one page, by file and in the files' order."""
    pages = [HEAD]
    for file, own in groupby(flows.values(), key=lambda flow: Path(flow.file).stem):
        pages.append(f"## {file}\n")
        pages += [_section(flow) for flow in own]
    return "\n".join(pages)


def _section(flow: Flow) -> str:
    started = ", ".join(f"`{intent}`" for intent in flow.start_by)
    lines = [
        f"### {flow.name}\n",
        flow.about,
        f"Started by {started}." if started else "",
        "\n```mermaid",
        "flowchart TD",
    ]
    lines += _chart(flow)
    return "\n".join([line for line in lines if line] + ["```\n"])


def _chart(flow: Flow) -> Iterator[str]:
    seen: list[int] = []
    ahead = [_settled(flow, 0)]
    while ahead:
        at = ahead.pop(0)
        if at not in seen:
            seen.append(at)
            ahead += [_settled(flow, target) for target in following(flow, at)]
    for at in sorted(seen):
        yield f"  s{at}{_shape(flow, at)}"
    for at in sorted(seen):
        for label, target in _arrows(flow, at):
            arrow = f"-->|{label}|" if label else "-->"
            yield f"  s{at} {arrow} s{_settled(flow, target)}"


def _settled(flow: Flow, at: int) -> int:
    """Where a jump leads in the end."""
    step = flow.steps[at]
    while isinstance(step, Jump):
        at = step.to
        step = flow.steps[at]
    return at


def _shape(flow: Flow, at: int) -> str:
    step = flow.steps[at]
    if isinstance(step, Say):
        return f'["{step.response}"]'
    if isinstance(step, Run):
        return f'[["{step.action}"]]'
    if isinstance(step, Call):
        return f'[["flow {step.flow}"]]'
    if isinstance(step, Collect):
        return f'[/"{step.slot}?<br>{step.ask}"/]'
    if isinstance(step, Confirm):
        return f'{{{{"yes or no?<br>{step.ask}"}}}}'
    if isinstance(step, Branch):
        return '{"which?"}'
    assert isinstance(step, End)
    return f'(["{"leave every flow" if step.everything else "done" if step.done else "stopped"}"])'


def _arrows(flow: Flow, at: int) -> Iterator[tuple[str, int]]:
    step = flow.steps[at]
    if isinstance(step, Branch):
        for condition, target in step.cases:
            test = {"is": "is", "at_least": "at least", "filled": "filled:"}[condition.test]
            yield f'"{condition.slot} {test} {condition.value}"', target
        yield "else", step.otherwise
    elif isinstance(step, Confirm):
        yield "yes", at + 1
        yield "no", step.no
    elif isinstance(step, Run):
        on = [code for code, target in step.on.items() if target == NEXT]
        yield " or ".join(["ok", *on]) if on else "", at + 1
        for code, target in step.on.items():
            if target != NEXT:
                yield code, target
    elif not isinstance(step, End):
        yield "", at + 1
