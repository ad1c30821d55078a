"""How long the command takes, as multiples of a bare ``python -c pass`` measured in the same run.

Rounds are interleaved, so that a busy machine slows all alike; the smallest time of each counts. Seconds differ from
machine to machine, ratios far less. Run ``make bench``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
BARE = "python -c pass"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured: a name, and the command line."""
    runbook = [sys.executable, "-m", "runbook"]
    example = ["-c", str(ROOT / "config.example.yaml"), "-o"]
    return {
        BARE: [sys.executable, "-c", "pass"],
        "runbook --version": [*runbook, "--version"],
        "runbook --help": [*runbook, "--help"],
        "runbook check": [*runbook, "check", "-c", str(ROOT / "config.example.yaml")],
        "runbook build --format md,html": [*runbook, "build", *example, str(folder / "text"), "--format", "md,html"],
        "runbook verify CODE": [*runbook, "verify", "7K3M-9QTX-X", "--output", "output", "-c", "config.yaml"],
        "runbook diff": [*runbook, "diff"],
        # In this order: each finds in the cache what the one before has printed.
        "runbook build": [*runbook, "build", *example, str(folder / "all")],
        "runbook build, nothing changed": [*runbook, "build", *example, str(folder / "again")],
        "runbook build, one telephone changed": [*runbook, "build", "-c", "changed.yaml", "-o", "all"],
        "runbook build --no-cache": [*runbook, "build", *example, str(folder / "anew"), "--no-cache"],
    }


def is_full(name: str) -> bool:
    """Whether a command makes every sheet in every format."""
    return name.startswith("runbook build") and "--format" not in name


def issue_example(folder: Path) -> None:
    """The example company with an edition in force, for the commands that ask the register."""
    text = (ROOT / "config.example.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(text, "utf-8")
    (folder / "changed.yaml").write_text(text.replace("+81 90 0000 0001", "+81 90 0000 0091"), "utf-8")
    approvals = ["--approved-by", "takahashi", "--approved-by", "tanaka"]
    command = [sys.executable, "-m", "runbook", "issue", "--no-cache", "--reason", "First edition", *approvals]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)  # noqa: S603  our own command


def measure(command: list[str], folder: Path) -> float:
    """Seconds of one run; CalledProcessError unless it ends well, or says as `verify` does that a code is unknown."""
    world = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    start = time.perf_counter()
    ended = subprocess.run(command, check=False, capture_output=True, cwd=folder, env=world)  # noqa: S603  our own commands
    seconds = time.perf_counter() - start
    if ended.returncode not in {0, 1}:
        ended.check_returncode()
    return seconds


def main() -> None:
    """Measure in rounds and print the table; what prints is run once a session, it takes long enough."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = commands(Path(folder))
        issue_example(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in chosen}
        for number in range(ROUNDS):
            for name, command in chosen.items():
                if number == 0 or not is_full(name):
                    times[name].append(measure(command, Path(folder)))
    unit = min(times[BARE])
    for name, seconds in times.items():
        sys.stdout.write(f"{name:38} {min(seconds) / unit:8.1f} x\n")


if __name__ == "__main__":
    main()
