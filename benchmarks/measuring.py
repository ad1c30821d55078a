"""What a command costs: processor time of it and of all it starts, and the peak memory of the largest process.

Commands are run in rounds, each round all of them, so that a busy machine is as busy for one as for another. A ratio is
that of the two costs of one round; its median counts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from statistics import fmean, median

PYTHON = "python -c pass"
_MEGABYTE = 1 << 20 if sys.platform == "darwin" else 1 << 10  # ru_maxrss counts bytes there, kilobytes elsewhere


@dataclass(frozen=True)
class Command:
    """A command line and where it is run; ``first`` is done before each run and not measured."""

    name: str
    line: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    first: Callable[[], object] = lambda: None
    ends: frozenset[int] = frozenset({0, 1})  # 1: findings, or a code that nobody issued


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor, and MB."""

    seconds: float
    peak: float


@dataclass(frozen=True)
class Row:
    """How a command compares with another, by name: the ratio of each round, and the largest peak."""

    name: str
    base: str
    ratios: tuple[float, ...]
    peak: float

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.ratios)

    def record(self) -> dict[str, object]:
        """For JSON."""
        least, most = min(self.ratios), max(self.ratios)
        figures = {"median": round(self.middle, 3), "min": round(least, 3), "max": round(most, 3)}
        return {
            "name": self.name,
            "against": self.base,
            **figures,
            "peak_mb": round(self.peak),
            "rounds": len(self.ratios),
        }


def cost_of(command: Command) -> Cost:
    """One run; SystemExit if it does not end as it should."""
    command.first()
    child = os.fork()
    if child == 0:
        os.chdir(command.folder)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.execvpe(command.line[0], list(command.line), {**os.environ, **command.environment})  # noqa: S606  our own commands
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in command.ends:
        sys.exit(f"{command.name} ended with {os.waitstatus_to_exitcode(status)}: {' '.join(command.line)}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _MEGABYTE)


def alternating(commands: Sequence[Command], rounds: int) -> dict[str, list[Cost]]:
    """The costs of each command, by name, in the order of the rounds; what is going on is told on stderr."""
    costs: dict[str, list[Cost]] = {command.name: [] for command in commands}
    for number in range(rounds):
        for command in commands:
            sys.stderr.write(f"\r\x1b[Kround {number + 1} of {rounds}: {command.name}" if sys.stderr.isatty() else ".")
            sys.stderr.flush()
            costs[command.name].append(cost_of(command))
    sys.stderr.write("\n")
    return costs


def row(name: str, base: str, costs: Mapping[str, Sequence[Cost]]) -> Row:
    """One command against another of the same rounds."""
    ratios = tuple(one.seconds / other.seconds for one, other in zip(costs[name], costs[base], strict=True))
    return Row(name, base, ratios, max(cost.peak for cost in costs[name]))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """How that grows which comes on top of the smallest size: 1 for each as much as the one before, 2 for a square."""
    added = [(log(size), log(max(cost - seconds[0], 1e-4))) for size, cost in zip(sizes[1:], seconds[1:], strict=True)]
    across, up = (fmean(values) for values in zip(*added, strict=True))
    return sum((x - across) * (y - up) for x, y in added) / sum((x - across) ** 2 for x, _ in added)


def instructions(command: Command) -> int | None:
    """How many instructions a command takes in its own process, quiet machine or not; None if nothing here counts them.

    `perf stat` says it where the machine counts them, else `valgrind`, slowly.
    """
    counters = (
        (("perf", "stat", "-x,", "-e", "instructions:u"), re.compile(r"^(\d+),", re.MULTILINE)),
        (
            ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"),
            re.compile(r"I +refs: +([\d,]+)"),
        ),
    )
    for counter, said in counters:
        if shutil.which(counter[0]) is None:
            continue
        environment = {**os.environ, **command.environment}
        line = [*counter, *command.line]
        ended = subprocess.run(line, check=False, capture_output=True, text=True, cwd=command.folder, env=environment)  # noqa: S603  our own commands
        if found := said.search(ended.stderr):
            return int(found[1].replace(",", ""))
    return None


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def shown(ratio: float) -> str:
    """A ratio as the table has it: three digits are more than it is worth."""
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"  # noqa: PLR2004
