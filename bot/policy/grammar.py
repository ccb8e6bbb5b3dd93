"""Reads `bot/flows/*.yml` into programs, and refuses what it does not know, naming file and line."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Callable

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.policy.program import (
    NEXT,
    Branch,
    Call,
    Collect,
    Condition,
    Confirm,
    End,
    Flow,
    Jump,
    Run,
    Say,
    Step,
)

KINDS = ("request", "question", "small_talk")
TOLD, TOLD_OR_YES = "told", "told_or_yes"
TEXTS = (False, True, TOLD, TOLD_OR_YES)  # what in own words counts as an answer
VERSION = "6"  # of the compiled steps and the stored state; a change here drops stored stacks
FLOW_KEYS = {"about", "kind", "start_by", "takes", "steps"}


class FlowError(ValueError):
    """A flow file that cannot be used; the message starts with file:line."""


def read_flows(folder: Path) -> dict[str, Flow]:
    """All flows of a folder by name.

    Raises FlowError for unreadable YAML, unknown keys or steps, and two flows of one name.
    """
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise FlowError(f"{folder}: expected flow files (*.yml), found none. Is this the folder of your flows?")
    flows: dict[str, Flow] = {}
    for file in files:
        for flow in read_file(file):
            if flow.name in flows:
                other = flows[flow.name]
                raise FlowError(f"{file}:{flow.line}: flow '{flow.name}' is already in {other.file}:{other.line}.")
            flows[flow.name] = flow
    return flows


def fingerprint(folder: Path) -> str:
    """A digest of every flow file: stored conversations and trained models of other flows are told apart by it."""
    digest = hashlib.sha256(VERSION.encode())
    for file in sorted(folder.glob("*.yml")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def read_file(file: Path) -> list[Flow]:
    """The flows of one file, in order."""
    try:
        document = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise FlowError(f"{file}: expected YAML, found this: {error}") from error
    if not isinstance(document, dict):
        raise FlowError(f"{file}:1: expected flow names with their steps, found {type(document).__name__}.")
    return [_Compiler(file, name, body).flow() for name, body in document.items()]


class _Compiler:
    """Turns one flow's nested steps into a flat list; blocks of `on:` and `no:` are placed behind the main line."""

    def __init__(self, file: Path, name: str, body: Any) -> None:
        self.file, self.name, self.body = str(file), str(name), body
        self.steps: list[Step] = []
        self.later: list[Callable[[], None]] = []

    def flow(self) -> Flow:
        body = self._mapping(self.body, 1)
        line = _line(body)
        self._known(body, FLOW_KEYS, line)
        kind = body.get("kind", "request")
        if kind not in KINDS:
            raise self.error(line, f"kind is one of {', '.join(KINDS)}, found '{kind}'")
        if not body.get("steps"):
            raise self.error(line, "expected 'steps', found none")
        self.block(body["steps"])
        self.steps.append(End(line))
        while self.later:
            self.later.pop(0)()
        takes = {str(slot): _names(kinds) for slot, kinds in (body.get("takes") or {}).items()}
        return Flow(
            name=self.name,
            file=self.file,
            line=line,
            about=str(body.get("about", "")).strip(),
            kind=kind,
            start_by=_names(body.get("start_by")),
            takes=takes,
            steps=tuple(self.steps),
        )

    def block(self, steps: Any) -> None:
        if not isinstance(steps, list):
            raise self.error(_line(steps), f"expected a list of steps, found {type(steps).__name__}")
        for raw in steps:
            self.step(self._mapping(raw, _line(steps)))

    def step(self, raw: dict[str, Any]) -> None:
        verb = next(iter(raw))
        builder = getattr(self, f"_{verb}", None) if verb in VERBS else None
        if builder is None:
            raise self.error(_line(raw), f"unknown step '{verb}'; a step is one of {', '.join(VERBS)}")
        builder(raw, _line(raw))

    def _say(self, raw: dict[str, Any], line: int) -> None:
        self._known(raw, {"say"}, line)
        self.steps.append(Say(line, str(raw["say"])))

    def _run(self, raw: dict[str, Any], line: int) -> None:
        self._known(raw, {"run", "on"}, line)
        targets: dict[str, int] = {}
        self.steps.append(Run(line, str(raw["run"]), targets))
        for code, block in (raw.get("on") or {}).items():
            if block == "next":
                targets[str(code)] = NEXT
            elif block == "retry":
                targets[str(code)] = self._last_collect(line)
            else:
                self._aside(block, line, lambda at, code=code: targets.__setitem__(str(code), at))  # type: ignore[misc]

    def _last_collect(self, line: int) -> int:
        """Where `retry` goes: back to the question whose answer did not do."""
        for index in range(len(self.steps) - 1, -1, -1):
            if isinstance(self.steps[index], Collect):
                return index
        raise self.error(line, "'retry' needs a 'collect' step before it")

    def _collect(self, raw: dict[str, Any], line: int) -> None:
        self._known(raw, {"collect", "ask", "entity", "text", "help"}, line)
        if "ask" not in raw:
            raise self.error(line, f"'collect: {raw['collect']}' needs 'ask', a response or an action that asks for it")
        entities, text = _names(raw.get("entity")), raw.get("text", False)
        if text not in TEXTS:
            raise self.error(line, f"'text' is one of {', '.join(map(str, TEXTS))}, found {text!r}")
        told, agrees = text in (TOLD, TOLD_OR_YES), text == TOLD_OR_YES
        unread = str(raw.get("help", "utter_unclear"))
        step = Collect(line, str(raw["collect"]), str(raw["ask"]), entities, bool(text), unread, told, agrees)
        self.steps.append(step)

    def _confirm(self, raw: dict[str, Any], line: int) -> None:
        self._known(raw, {"confirm", "no", "change"}, line)
        index, change = len(self.steps), str(raw.get("change", ""))
        self.steps.append(Confirm(line, str(raw["confirm"]), NEXT, change))

        def point(at: int) -> None:
            self.steps[index] = Confirm(line, str(raw["confirm"]), at, change)

        self._aside(raw.get("no") or [{"end": "stopped"}], line, point)

    def _branch(self, raw: dict[str, Any], line: int) -> None:
        self._known(raw, {"branch"}, line)
        index = len(self.steps)
        self.steps.append(Jump(line, 0))
        cases: list[tuple[Condition, int]] = []
        otherwise: int | None = None
        jumps: list[int] = []
        for case in raw["branch"]:
            at = _line(case)
            self._known(case, {"when", "then", "otherwise"}, at)
            target = len(self.steps)
            if "otherwise" in case:
                otherwise = target
            else:
                cases.append((self._condition(case.get("when"), at), target))
            self.block(case.get("then") or case.get("otherwise"))
            jumps.append(len(self.steps))
            self.steps.append(Jump(at, 0))
        after = len(self.steps)
        for jump in jumps:
            self.steps[jump] = Jump(line, after)
        self.steps[index] = Branch(line, tuple(cases), after if otherwise is None else otherwise)

    def _condition(self, when: Any, line: int) -> Condition:
        when = self._mapping(when, line)
        self._known(when, {"slot", "is", "at_least", "filled"}, line)
        tests = [test for test in ("is", "at_least", "filled") if test in when]
        if "slot" not in when or len(tests) != 1:
            raise self.error(line, "'when' needs a slot and one of is, at_least, filled")
        return Condition(str(when["slot"]), tests[0], when[tests[0]])

    def _call(self, raw: dict[str, Any], line: int) -> None:
        self._known(raw, {"call"}, line)
        self.steps.append(Call(line, str(raw["call"])))

    def _end(self, raw: dict[str, Any], line: int) -> None:
        self._known(raw, {"end"}, line)
        ways = {"done": End(line), "stopped": End(line, done=False), "everything": End(line, everything=True)}
        if raw["end"] not in ways:
            raise self.error(line, f"'end' is one of {', '.join(ways)}, found '{raw['end']}'")
        self.steps.append(ways[raw["end"]])

    def _aside(self, block: Any, line: int, point: Callable[[int], None]) -> None:
        """A block off the main line: the flow ends behind it, so that nothing but ok ever goes on."""

        def place() -> None:
            point(len(self.steps))
            self.block(block)
            self.steps.append(End(line, done=False))

        self.later.append(place)

    def _mapping(self, raw: Any, line: int) -> dict[str, Any]:
        if not isinstance(raw, dict) or not raw:
            raise self.error(line, f"expected keys and values, found {raw!r}")
        return raw

    def _known(self, raw: dict[str, Any], known: set[str], line: int) -> None:
        for key in raw:
            if key not in known:
                raise self.error(line, f"unknown key '{key}'; known here: {', '.join(sorted(known))}")

    def error(self, line: int, what: str) -> FlowError:
        return FlowError(f"{self.file}:{line}: flow '{self.name}': {what}.")


VERBS = ("say", "run", "collect", "confirm", "branch", "call", "end")


def _line(node: Any) -> int:
    position = getattr(node, "lc", None)
    return int(position.line) + 1 if position is not None and position.line is not None else 1


def _names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)
