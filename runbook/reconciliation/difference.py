"""A difference between a config and what files of AWS show: where both say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.config.fault import Fault

if TYPE_CHECKING:
    from runbook.config import Reading
    from runbook.config.tree import Path
    from runbook.errors import Problem
    from runbook.evidence import Place


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule of messages-reconcile.yaml, the path of the config that says otherwise, and the place in the evidence."""

    rule: str
    path: Path
    place: Place
    account: str | None = None
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, rule: str, path: Path, place: Place, /, *, account: str | None = None, **values: object) -> Difference:
        """A difference with the values of its sentences, as text; the account is one of them."""
        told = {"account": account, **values} if account else values
        return cls(rule, path, place, account, tuple((name, str(value)) for name, value in told.items()))

    def problem(self, reading: Reading) -> Problem:
        """The same with the line and column of the config."""
        return Fault(self.rule, self.path, self.values).located(reading.source, reading.tree)
