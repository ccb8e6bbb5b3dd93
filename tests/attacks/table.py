"""What the attempts came to, by family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.attacks.judge import Finding

COLUMNS = {  # heading: kinds of findings
    "leaks": {"leak", "alike", "letter"},
    "changes": {"change"},
    "errors": {"error", "silence", "unsaid"},
}


@dataclass
class Table:
    """Counts attempts, and those in which something was found."""

    rows: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, family: str, findings: Iterable[Finding]) -> None:
        """Count one attempt."""
        kinds = {finding.kind for finding in findings}
        row = self.rows.setdefault(family, Counter())
        row["attempts"] += 1
        row.update(heading for heading, of in COLUMNS.items() if kinds & of)

    def __str__(self) -> str:
        """A table of Markdown."""
        headings = ("attempts", *COLUMNS)
        total: Counter[str] = sum(self.rows.values(), Counter())
        lines = ["| family | " + " | ".join(headings) + " |", "| --- |" + " ---: |" * len(headings)]
        for family, row in [*sorted(self.rows.items()), ("all", total)]:
            lines.append(f"| {family} | " + " | ".join(str(row[heading]) for heading in headings) + " |")
        return "\n".join(lines)
