"""How the cost of a command grows with the company and its history, as multiples of the smallest, with an exponent.

The exponent is that of what comes on top of the smallest: 1 says that twice as many cost twice as much more.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring import Command, alternating, exponent, shown, table

FLAT, _HARDLY = "flat", 1.25
INVENTING = Path(__file__).with_name("inventing.py")
CODE = "CODE"  # stands for one that the invented register has
DAY = ("--date", "2026-12-01")
PACKET = "-31-lost-mfa-111122223333"  # of one account, as it is asked for


@dataclass(frozen=True)
class Grown:
    """One command over some sizes: multiples of the smallest, the exponent, and the peak memory at the largest."""

    of: str
    command: str
    sizes: tuple[int, ...]
    ratios: tuple[float, ...]
    exponent: float | None
    peak: float

    def record(self) -> dict[str, object]:
        """For JSON."""
        ratios = [round(ratio, 3) for ratio in self.ratios]
        grows = None if self.exponent is None else round(self.exponent, 2)
        figures = {"exponent": grows, "peak_mb": round(self.peak)}
        return {"of": self.of, "command": self.command, "sizes": [*self.sizes], "ratios": ratios, **figures}


@dataclass(frozen=True)
class _Growth:
    of: str
    sizes: tuple[int, ...]
    short: tuple[int, ...]
    arguments: tuple[str, ...]


GROWTHS = (
    _Growth("people", (5, 20, 50, 100, 200), (5, 50, 100), ("check", *DAY)),
    _Growth("accounts", (10, 100, 1000, 5000, 10_000), (10, 100, 1000), ("check", *DAY)),
    _Growth("accounts", (10, 1000, 5000, 10_000), (10, 100, 1000), ("build", "-f", "md", "--force", *DAY)),
    _Growth("editions", (1, 30, 100, 300), (1, 30, 100), ("verify", CODE)),
    _Growth("records", (0, 100, 300, 1000), (0, 30, 100), ("due", *DAY)),
)


def measured(folder: Path, runbook: Sequence[str], environment: Mapping[str, str], *, short: bool) -> list[Grown]:
    """All of it, each size in a folder of its own, all sizes in each round."""
    found = []
    for growth in GROWTHS:
        sizes = growth.short if short else growth.sizes
        commands = []
        for size in sizes:
            place = folder / f"{growth.of}-{growth.arguments[0]}-{size}"
            made = [sys.executable, str(INVENTING), growth.of, str(size), str(place)]
            said = subprocess.check_output(made, text=True, env={**os.environ, **environment})  # noqa: S603  our own command
            arguments = [said.strip() if part == CODE else part for part in growth.arguments]
            commands.append(Command(str(size), [*runbook, *arguments], place, environment))
        costs = alternating(commands, 1 if short or "build" in growth.arguments else 3)  # a build takes long enough
        seconds = [min(cost.seconds for cost in costs[str(size)]) for size in sizes]
        ratios = tuple(each / seconds[0] for each in seconds)
        peak = max(cost.peak for cost in costs[str(sizes[-1])])
        command = f"runbook {' '.join(part for part in growth.arguments if part not in DAY)}"
        grown = [max(size, 1) for size in sizes]
        power = exponent(grown, seconds) if ratios[-1] > _HARDLY else None  # of next to nothing it would be noise
        found.append(Grown(growth.of, command, sizes, ratios, power, peak))
    return found


def page(grown: Sequence[Grown]) -> str:
    """As Markdown."""
    rows = [
        (
            each.of,
            f"`{each.command}`",
            ", ".join(f"{size:,}: {shown(ratio)}" for size, ratio in zip(each.sizes, each.ratios, strict=True)),
            FLAT if each.exponent is None else f"{each.exponent:.1f}",
            f"{each.peak:.0f}",
        )
        for each in grown
    ]
    return table(("growth with", "command", "multiples of the smallest", "exponent", "peak MB at the largest"), rows)
