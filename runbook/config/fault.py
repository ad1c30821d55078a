"""A broken rule at a path of the file; its line and column are looked up when all are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from runbook.config.tree import Path, Tree, shown

if TYPE_CHECKING:
    from runbook.config.source import ConfigSource
    from runbook.errors import Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule, the path that breaks it (``on_key``: its key, not its value), and the values of its sentences.

    ``private``: nobody knows what the value is, so the line is shown without it.
    """

    rule: str
    path: Path
    values: tuple[tuple[str, str], ...] = ()
    on_key: bool = False
    private: bool = False

    @classmethod
    def of(cls, rule: str, path: Path, /, *, on_key: bool = False, private: bool = False, **values: object) -> Fault:
        """A fault with the values of its sentences, as text."""
        return cls(rule, path, tuple((name, str(value)) for name, value in values.items()), on_key, private)

    def located(self, source: ConfigSource, tree: Tree, *, hidden: bool = False) -> Problem:
        """The fault as a problem at a line and column; ``hidden`` leaves the source line out."""
        span = tree.span(self.path, key=self.on_key)
        problem = source.problem(self.rule, span, where=shown(self.path), values=self.values, hidden=hidden)
        if not self.private or not problem.source:
            return problem
        if self.on_key:
            return replace(problem, source=f"{problem.source[: span.column - 1 + span.width]}: …")
        return replace(problem, source=f"{problem.source[: span.column - 1]}…", width=1)
