"""What the commands cost, as ratios from one run: against a bare Python, the bare `weasyprint` command and Chromium.

`make bench` prints the tables as Markdown, writes them as JSON too (``--json FILE``), and puts them into
docs/performance.md (``--write``). ``--short`` measures fewer times, prints one packet, and has smaller companies.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import growth
from measuring import PYTHON, Command, Row, alternating, instructions, row, shown, table

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: written by `make bench` -->", "<!-- end -->"
DAY = growth.DAY[1]
WEASYPRINT, CHROMIUM = "weasyprint on the same sheets", "Chromium on the same sheets"
PACKET, PACKET_BY_WEASYPRINT = "runbook packet, one case, PDF", "weasyprint on the same packet"
BUILD = "runbook build --no-cache"
NOWHERE = "7K3M-9QTX-X"  # of no sheet, card or packet


@dataclass(frozen=True)
class Plan:
    """How much is measured: rounds of what starts quickly, of what prints, and whether whole sets are printed."""

    rounds: int
    paper_rounds: int
    is_whole: bool

    @property
    def formats(self) -> tuple[str, ...]:
        """Of a build in which nothing changes."""
        return () if self.is_whole else ("-f", "md")


SHORT, LONG = Plan(3, 1, is_whole=False), Plan(15, 1, is_whole=True)  # a round of whole sets takes ten minutes


def runbook_of(folder: Path) -> list[str]:
    """The command as an installation makes it; `python -m` would add half a bare Python of its own."""
    script = folder / "runbook"
    script.write_text("import sys\nfrom runbook.__main__ import main\nsys.exit(main())\n", "utf-8")
    return [sys.executable, str(script)]


def compile_all() -> None:
    """Put what is imported in its compiled form, as an installation has it.

    Some installers leave that to the first run; where Python may write nothing then, each run would compile everything.
    """
    folders = (str(ROOT / "runbook"), str(metadata.distribution("weasyprint").locate_file("")))
    line = [sys.executable, "-m", "compileall", "-qq", "-j", "0", *folders]  # this process stays small
    subprocess.run(line, check=False, stdout=subprocess.DEVNULL)  # noqa: S603  our own command


class Place:
    """A folder with the example, its changes, a cache, and the sheets as the PDF engine gets them."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        """Make all that; what is measured begins later."""
        self.folder, self.runbook = folder, runbook_of(folder)
        self.environment = {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), "RUNBOOK_LANG": "en"}
        compile_all()
        text = (ROOT / "config.example.yaml").read_text("utf-8")
        (folder / "config.yaml").write_text(text, "utf-8")
        (folder / "changed.yaml").write_text(text.replace("+81 90 0000 0001", "+81 90 0000 0091"), "utf-8")
        said = self.run([sys.executable, str(growth.INVENTING), "sheets", str(int(plan.is_whole)), str(folder)])
        self.sheets = [folder / name for name in said.split()]
        self.code = self.run([sys.executable, str(growth.INVENTING), "editions", "12", str(folder / "history")]).strip()
        self.packet = [path for path in self.sheets if growth.PACKET in path.name]

    def command(self, name: str, *arguments: str, first: Callable[[], object] = lambda: None) -> Command:
        """A command line of ours."""
        return Command(name, [*self.runbook, *arguments], self.folder, self.environment, first)

    def foreign(self, name: str, line: Sequence[str]) -> Command:
        """A command of others."""
        return Command(name, line, self.folder, self.environment)

    def touch(self) -> None:
        """All files of the output are younger than anybody knows."""
        for path in (self.folder / "same").rglob("*"):
            os.utime(path)

    def run(self, line: Sequence[str]) -> str:
        """What a command prints that is not measured; CalledProcessError if it fails."""
        world = {**os.environ, **self.environment}
        no = subprocess.DEVNULL  # as where it is measured
        return subprocess.check_output(line, text=True, cwd=self.folder, env=world, stdin=no, stderr=no)  # noqa: S603  our own commands


def quick(place: Place, plan: Plan) -> tuple[list[Command], list[Command]]:
    """What starts quickly, and of it what is counted in instructions, too."""
    same = ("build", "-o", "same", "--date", DAY, "-q", *plan.formats)
    place.run([*place.runbook, *same])
    bare = [place.foreign(PYTHON, [sys.executable, "-c", "pass"])]
    start = [
        *bare,
        place.command("runbook --version", "--version"),
        place.command("runbook --help", "--help"),
    ]
    # By content all files are touched before. A run between, which is not measured, then knows their times again.
    others = [
        place.command(
            "runbook build, nothing changed, by times", *same, first=lambda: place.run([*place.runbook, *same])
        ),
        place.command("runbook build, nothing changed, by content", *same, first=place.touch),
        place.command("runbook check", "check", "--date", DAY),
        place.command("runbook who", "who", "--at", f"{DAY}T03:00"),
        place.command("runbook verify CODE", "verify", place.code, "-c", "history/config.yaml"),
    ]
    return [*start, *others], start


def printing(place: Place, plan: Plan) -> list[Command]:
    """What makes paper: ours, and the bare commands of others on the very HTML that our engine gets."""
    build = ("build", "--date", DAY, "-q", "--force")
    weasyprint = [str(Path(sys.executable).with_name("weasyprint")), "-q"]
    one = ("packet", "--case", "lost-mfa", "--account", "111122223333", "--at", f"{DAY}T03:00")
    found = [
        place.foreign(PYTHON, [sys.executable, "-c", "pass"]),
        place.command("runbook build -f md -f html", *build, "-o", "text", "-f", "md,html"),
        # Of a code that no edition has, cards are worded again.
        place.command("runbook verify CODE, of no sheet", "verify", NOWHERE, "-c", "history/config.yaml"),
        place.command("runbook packet, one case, md and html", *one, "-o", "one", "-f", "md,html"),
        place.command(PACKET, *one, "-o", "printed", "-f", "pdf", "--no-cache"),
        place.foreign(PACKET_BY_WEASYPRINT, _each(place.packet, weasyprint, "{} {}.pdf")),
    ]
    if plan.is_whole:
        found += [
            place.command(BUILD, *build, "--no-cache", "-o", "anew"),
            place.command("runbook build, one telephone changed", *build, "-c", "changed.yaml", "-o", "same"),
            place.command("runbook build, all of it in the cache", *build, "-o", "same"),
            place.foreign(WEASYPRINT, _each(place.sheets, weasyprint, "{} {}.pdf")),
        ]
        if browser := chromium():
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            line = _each(place.sheets, [browser, *options], "--print-to-pdf={}.pdf {}")
            found.append(place.foreign(CHROMIUM, line))
    return found


def _each(sheets: Sequence[Path], command: Sequence[str], arguments: str) -> list[str]:
    lines = [" ".join([*command, arguments.replace("{}", path.name)]) for path in sheets]
    return ["sh", "-ec", "\n".join(lines)]


def chromium() -> str | None:
    """The Chromium of this system, as the tests find it."""
    names = (os.environ.get("RUNBOOK_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def papers(place: Place, plan: Plan) -> Iterator[Row]:
    """Ours against theirs, and theirs against a bare Python."""
    costs = alternating(printing(place, plan), plan.paper_rounds)
    for name in costs:
        if name == PACKET:
            yield row(name, PACKET_BY_WEASYPRINT, costs)
        elif name.startswith("runbook build") and "-f md" not in name:
            yield from (row(name, base, costs) for base in (WEASYPRINT, CHROMIUM) if base in costs)
        elif name != PYTHON:
            yield row(name, PYTHON, costs)


def counted(commands: Sequence[Command]) -> Iterator[tuple[str, float]]:
    """Instructions as multiples of those of a bare Python; nothing where they cannot be counted."""
    bare = instructions(commands[0])
    for command in commands[1:] if bare else ():
        if (count := instructions(command)) and bare:
            yield command.name, count / bare


def machine() -> str:
    """What the figures were measured with, without a name of anybody."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("weasyprint", "pydantic", "typer"))
    return f"{platform.python_implementation()} {platform.python_version()}, {versions}, {os.cpu_count()} processors"


def page(
    found: dict[str, object], rows: Sequence[Row], starts: Sequence[tuple[str, float]], grown: Sequence[growth.Grown]
) -> str:
    """All of it as Markdown."""
    parts = [
        f"Measured on {found['day']}: {found['with']}, load {found['load']}; {found['mode']}.\n",
        table(
            ("command", "against", "ratio", "least–most", "peak MB"),
            [
                (
                    f"`{each.name}`",
                    each.base,
                    shown(each.middle),
                    f"{shown(min(each.ratios))}–{shown(max(each.ratios))}",
                    f"{each.peak:.0f}",
                )
                for each in rows
            ],
        ),
    ]
    if starts:
        counts = [(f"`{name}`", f"{ratio:.2f}") for name, ratio in starts]
        parts.append(table(("start-up, in instructions", "against a bare Python"), counts))
    parts.append(growth.page(grown))
    return "\n".join(parts)


def keep(
    file: Path | None,
    found: dict[str, object],
    rows: Sequence[Row],
    starts: Sequence[tuple[str, float]],
    grown: Sequence[growth.Grown],
) -> None:
    """Write the figures as JSON, if a file was asked for."""
    record = {
        **found,
        "rows": [each.record() for each in rows],
        "instructions": {name: round(ratio, 3) for name, ratio in starts},
        "growth": [each.record() for each in grown],
    }
    if file:
        file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")


def write(text: str) -> None:
    """Put the tables into the page, between the marks; SystemExit if they are not there."""
    before, begun, rest = PAGE.read_text("utf-8").partition(f"{BEGIN}\n")
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        sys.exit(f"{PAGE} lacks the marks {BEGIN} and {END}")
    PAGE.write_text(f"{before}{begun}\n{text}\n{ended}{after}", "utf-8")


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer rounds and sizes, and only one packet printed")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    typed = parser.parse_args()
    plan = SHORT if typed.short else LONG
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name), plan)
        commands, start = quick(place, plan)
        costs = alternating(commands, plan.rounds)
        rows = [row(each.name, PYTHON, costs) for each in commands if each.name != PYTHON]
        starts = list(counted(start[:2] if typed.short else start))
        rows += papers(place, plan)
        mode = f"{plan.rounds} rounds, {plan.paper_rounds} of what prints{'' if plan.is_whole else ', short'}"
        found: dict[str, object] = {
            "day": f"{datetime.now(UTC):%Y-%m-%d}",
            "with": machine(),
            "load": f"{load:.1f}",
            "mode": mode,
        }
        keep(typed.json, found, rows, starts, ())  # what follows takes long, and may fail
        grown = growth.measured(Path(name), place.runbook, place.environment, short=typed.short)
    keep(typed.json, found, rows, starts, grown)
    text = page(found, rows, starts, grown)
    sys.stdout.write(text)
    if typed.write:
        write(text)


if __name__ == "__main__":
    main()
