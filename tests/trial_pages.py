"""Small pages for tests of the printing: one fault each, many printed in one call of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from runbook.errors import Problem, RenderingRefusedError
from runbook.paper import PaperSheet, print_sheets

STYLE = (
    'body { font-family: "BIZ UDPGothic", "Noto Sans JP"; font-size: 10pt } @page { size: A4; margin: 20mm } '
    "td, th { border: 1pt solid #000 } tr { break-inside: avoid }"
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A page: its body, the stylesheet of a careless author, and what must be found on paper."""

    body: str
    css: str = ""
    texts: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        """The whole page."""
        return (
            f'<!DOCTYPE html><html lang="ja"><head><title>Trial</title><style>{STYLE} {self.css}</style></head>'
            f"<body><main>{self.body}</main></body></html>"
        )


def sheets_of_trials(trials: Mapping[str, Trial]) -> list[PaperSheet]:
    """Trials as sheets, by name."""
    return [PaperSheet(name, trial.html, trial.texts) for name, trial in trials.items()]


def problems_by_name(trials: Mapping[str, Trial]) -> dict[str, tuple[Problem, ...]]:
    """What is found about each trial; all are printed at once."""
    found: tuple[Problem, ...] = ()
    try:
        print_sheets(sheets_of_trials(trials))
    except RenderingRefusedError as refused:
        found = refused.problems
    assert {problem.where for problem in found} <= {"", *trials}
    return {name: tuple(problem for problem in found if problem.where == name) for name in trials}
