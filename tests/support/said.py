"""What the terminal says, stored whole beside the tests. ``make golden`` writes it anew; read the diff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from runbook.cli.reports.problems import problem_lines
from runbook.errors import Problem
from support.organisations import knowledge


def as_stored(actual: str, path: Path, request: pytest.FixtureRequest) -> bool:
    """Whether a text is the stored one."""
    if request.config.getoption("--refresh-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, "utf-8")
    return actual == path.read_text("utf-8")


def as_shown(cases: Mapping[str, Iterable[Problem]], code: str) -> str:
    """The problems of each case as the terminal shows them in a language."""
    language = knowledge().language(code)
    return "\n".join(
        "\n".join((f"# {case}", *(line for problem in problems for line in problem_lines(problem, language)), ""))
        for case, problems in cases.items()
    )
