"""One thing that is wrong with an article."""

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True)
class Finding:
    """`code` names the check, `message` says what was found and what to do, `sentences` are two that disagree."""

    severity: Severity
    code: str
    locale: str
    article: str
    message: str
    sentences: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return asdict(self) | {"sentences": list(self.sentences)}
