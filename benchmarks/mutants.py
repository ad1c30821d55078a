"""How many one-change mutants of the domain rooms the tests notice: a sample drawn by a seed, a score for each room.

``make mutants`` runs it; CONTRIBUTING.md says how it is read. The changes are those of mutmut; its runner is not used:
it draws no sample and leaves out constants, decorated functions and templates. Cosmic Ray changes no string and no
argument. Every mutant runs in a copy of the checkout, so that a run cut short leaves nothing changed.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import libcst as cst
import yaml
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENTS = Path(__file__).with_name("equivalent-mutants.yaml")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".hypothesis", ".*_cache", "output", "dist")


# What may become of a line (path, line) without anybody seeing it; None: whatever it becomes.
Equivalents = dict[tuple[str, str], set[str | None]]


@dataclass(frozen=True, slots=True)
class Room:
    """Files or folders that are changed, and the arguments of the pytest that has to notice it."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


RULES = "tests/checks/test_rules.py"
ROOMS = {
    "custody": Room(
        ("runbook/custody",),
        (
            "tests/custody",
            f"{RULES}::test_how_one_person_becomes_root_is_told_step_by_step",
            f"{RULES}::test_a_finding_tells_what_it_is_about_and_its_values",
        ),
    ),
    "agenda": Room(
        ("runbook/agenda", "runbook/organisation/deadlines.py", "runbook/organisation/absences.py"),
        (
            "tests/agenda",
            "tests/organisation/test_deadlines.py",
            "tests/organisation/test_absences.py",
            "tests/cli/test_due.py",
        ),
    ),
    "audit": Room(
        ("runbook/audit",), ("tests/audit", "tests/cli/test_evidence_command.py", "-m", "not paper and not browser")
    ),
    "cards": Room(("runbook/cards",), ("tests/cards", "tests/cli/test_cards_command.py", "-m", "not paper")),
    "contingency": Room(("runbook/contingency",), ("tests/contingency", "tests/cli/test_whatif.py")),
    "guardrails": Room(("runbook/guardrails",), ("tests/guardrails", "tests/cli/test_guardrails.py")),
    "overrides": Room(("runbook/overrides",), ("tests/overrides",)),
    "records": Room(
        ("runbook/records",),
        ("tests/records", "tests/cli/test_record.py", "-m", "not kills and not sweep and not paper"),
    ),
    "unchanged": Room(("runbook/unchanged",), ("tests/unchanged",)),
    "editions": Room(
        ("runbook/editions",),
        (
            "tests/editions",
            "tests/sheets/test_golden.py",
            "-k",
            "not every_edit_of_the_config and not random_history and not reads_exactly or notices",
        ),
    ),
    "codes": Room(("runbook/sheets/codes.py",), ("tests/sheets/test_codes.py",)),
    "gate": Room(("runbook/sheets/gate.py", "runbook/sheets/html_reader.py"), ("tests/sheets/test_gate.py",)),
    "judging": Room(("runbook/paper/judging.py",), ("tests/paper/test_judging.py",)),
    "writing": Room(
        ("runbook/writing",),
        ("tests/writing/test_writing.py", "tests/writing/test_signature.py", "tests/writing/test_one_file.py"),
    ),
    "evidence": Room(("runbook/evidence",), ("tests/evidence",)),
    "intake": Room(("runbook/intake",), ("tests/intake",)),
    "reconciliation": Room(("runbook/reconciliation",), ("tests/reconciliation",)),
    "rules": Room(("runbook/checks/rules",), (RULES, "-k", "not exits_as_asked and not goes_away")),
    "organisation": Room(("runbook/organisation",), ("tests/organisation", "tests/config")),
    "config": Room(("runbook/config",), ("tests/config", "tests/organisation/test_terms.py")),
    "offboarding": Room(("runbook/offboarding",), ("tests/offboarding",)),
    "text": Room(("runbook/text",), ("tests/text",)),
    "templates": Room(
        ("templates/blocks", "templates/notices", "templates/page", "templates/parts.j2", "templates/sheets"),
        ("tests/sheets/test_golden.py", "tests/sheets/test_rendering.py", "tests/offboarding"),
    ),
}  # fmt: skip


# --- What is changed ------------------------------------------------------------------------------------------------


class _Changes(cst.CSTVisitor):
    """Every node of a module with what may stand in its place. What no test can see or every run would is left out."""

    def __init__(self) -> None:
        self.found: list[tuple[cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom) or _is_bookkeeping(node):
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                self.found.extend((node, changed) for changed in operator(node))
        return True


def _is_bookkeeping(node: cst.CSTNode) -> bool:
    match node:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value="__all__"))]):
            return True
        case cst.Call(func=cst.Name(value="len" | "isinstance")):
            return True
        case _:
            return False


def module_mutants(text: str) -> list[Callable[[], str]]:
    """Makers of the mutants of a module."""
    module = cst.parse_module(text)
    changes = _Changes()
    module.visit(changes)
    return [partial(_replaced, module, node, changed) for node, changed in changes.found]


def _replaced(module: cst.Module, node: cst.CSTNode, changed: cst.CSTNode) -> str:
    replaced = module.deep_replace(node, changed)
    assert isinstance(replaced, cst.Module)  # noqa: S101  only an expression or a statement is ever replaced
    return replaced.code


def template_mutants(text: str) -> list[Callable[[], str]]:
    """Makers of the mutants of a template: a line that prints dropped or put after the next, a condition negated."""
    lines = text.splitlines(keepends=True)
    found: list[list[str]] = []
    for number, line in enumerate(lines):
        before, after = lines[:number], lines[number + 1 :]
        if "{{" in line:
            found.append([*before, *after])
            if after and "{{" in after[0] and after[0] != line:
                found.append([*before, after[0], line, *after[1:]])
        found.extend(
            [*before, f"{line[: match.start(1)]}not ({match[1]}){line[match.end(1) :]}", *after]
            for match in re.finditer(r"\{%-? *(?:el)?if (.+?) *-?%\}", line)
        )
    return [partial("".join, changed) for changed in found]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change: its whole text, the first line that differs, and the lines of both, without spaces."""

    path: str
    text: str
    line: int
    was: str
    becomes: str


def mutant_of(path: str, original: str, text: str) -> Mutant:
    """A mutant, described by where it differs."""
    old, new = original.splitlines(), text.splitlines()
    spans = [
        span for span in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if span[0] != "equal"
    ]
    was = " ".join(line.strip() for _, first, last, _, _ in spans for line in old[first:last])
    becomes = " ".join(line.strip() for _, _, _, first, last in spans for line in new[first:last])
    return Mutant(path, text, spans[0][1] + 1 if spans else 0, was, becomes)


def sample(room: Room, count: int, dice: random.Random, equivalents: Equivalents) -> Iterator[Mutant]:
    """So many mutants of a room in random order, known equivalents left out."""
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in _files(room)}
    makers = [(path, make) for path, text in texts.items() for make in _mutants(path)(text)]
    dice.shuffle(makers)
    for path, make in makers:
        mutant = mutant_of(path, texts[path], make())
        if mutant.line and not {mutant.becomes, None} & equivalents.get((path, mutant.was), set()):
            yield mutant
            count -= 1
            if not count:
                return


def _files(room: Room) -> Iterator[Path]:
    for source in room.sources:
        path = ROOT / source
        yield from sorted(path.rglob("*.[jp][2y]")) if path.is_dir() else [path]


def _mutants(path: str) -> Callable[[str], list[Callable[[], str]]]:
    return template_mutants if path.endswith(".j2") else module_mutants


def known_equivalents() -> Equivalents:
    """The reviewed mutants that no test can notice; SystemExit if the line of one is not there any more."""
    found: Equivalents = {}
    for entry in yaml.safe_load(EQUIVALENTS.read_text("utf-8")):
        lines = " ".join(line.strip() for line in (ROOT / entry["path"]).read_text("utf-8").splitlines())
        if entry["was"] not in lines:
            sys.exit(f"{EQUIVALENTS.name}: not in {entry['path']} any more: {entry['was']}")
        found.setdefault((entry["path"], entry["was"]), set()).add(entry.get("becomes"))
    return found


# --- Whether it is noticed ------------------------------------------------------------------------------------------


def copied(folder: str) -> Path:
    """A copy of the checkout, with a Python that has the packages of this one but finds the product in the copy.

    PYTHONPATH would not do: the process that makes paper does not heed it.
    """
    copy = Path(folder) / "checkout"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    venv.create(copy / ".venv", symlinks=True)
    packages = sysconfig.get_path("purelib", vars={"base": str(copy / ".venv")})
    Path(packages, "copy.pth").write_text(f"{copy}\n{sysconfig.get_path('purelib')}\n", "utf-8")
    return copy


def noticed(copy: Path, tests: tuple[str, ...], patience: float | None = None, *, fill_caches: bool = False) -> bool:
    """Whether the tests fail in a copy of the checkout, or take longer than ``patience`` seconds."""
    python = copy / ".venv" / "bin" / "python"
    with subprocess.Popen(  # noqa: S603  the tests of this checkout
        [python, "-m", "pytest", "-x", "-q", "-n", "0", *tests],
        cwd=copy,
        env=os.environ if fill_caches else {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(patience) != 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return True


def survivors(copy: Path, room: Room, mutants: list[Mutant]) -> Iterator[Mutant]:
    """Those mutants that the tests of the room pass; SystemExit if they fail without any change."""
    began = time.monotonic()
    if noticed(copy, room.tests, fill_caches=True):
        sys.exit(f"The tests fail before anything is changed: pytest {' '.join(room.tests)}")
    patience = 20 + 1.5 * (time.monotonic() - began)
    for mutant in mutants:
        path = copy / mutant.path
        original = path.read_text("utf-8")
        path.write_text(mutant.text, "utf-8")
        if not noticed(copy, room.tests, patience):
            yield mutant
        path.write_text(original, "utf-8")


def main() -> None:
    """Every survivor with its place and change, then the score of each room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=60, help="how many in all")
    parser.add_argument("--seed", default="1", help="another seed, another sample")
    parser.add_argument("rooms", nargs="*", metavar="room", help=", ".join(ROOMS))
    asked = parser.parse_args()
    rooms = asked.rooms or list(ROOMS)
    if unknown := set(rooms) - set(ROOMS):
        parser.error(f"no such room: {', '.join(sorted(unknown))}; there are {', '.join(ROOMS)}")
    equivalents = known_equivalents()
    scores: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(folder)
        for place, name in enumerate(rooms):
            count = (asked.mutants + place) // len(rooms)
            dice = random.Random(f"{asked.seed} {name}")  # noqa: S311  a sample repeats
            mutants = list(sample(ROOMS[name], count, dice, equivalents)) if count else []
            passed = 0
            for mutant in survivors(copy, ROOMS[name], mutants) if mutants else ():
                passed += 1
                sys.stdout.write(f"{mutant.path}:{mutant.line}\n  - {mutant.was}\n  + {mutant.becomes}\n")
                sys.stdout.flush()
            if mutants:
                share = 100 * (len(mutants) - passed) // len(mutants)
                scores.append(f"{name:13} {len(mutants) - passed:3} of {len(mutants):3} noticed  {share:3} %")
    sys.stdout.write("\n".join(scores) + "\n")


if __name__ == "__main__":
    main()
