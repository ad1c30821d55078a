"""How findings and results look in a terminal. The only module that prints: results on stdout, talk on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from runbook.knowledge.messages import sentences
from runbook.resources import templates_dir

if TYPE_CHECKING:
    from runbook.checks import Finding, Speaker
    from runbook.doctor import Diagnosis
    from runbook.errors import Problem

SHOWN_PROBLEMS = 20
FALLBACK_LANGUAGE = "en"


def reader_language(wanted: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The language to talk in: the option, else RUNBOOK_LANG, else the locale, else English."""
    known = [path.parent.name for path in (templates_dir() / "languages").glob("*/talk.yaml")]
    candidates = [wanted, *(environment.get(name) for name in ("RUNBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))]
    for candidate in candidates:
        code = (candidate or "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in known:
            return code
    return FALLBACK_LANGUAGE


@cache
def _talk(language: str) -> Mapping[str, str]:
    import yaml  # noqa: PLC0415  heavy for the start of the command line

    path = templates_dir() / "languages" / language / "talk.yaml"
    return dict(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader))  # noqa: S506  builds texts only


@dataclass(frozen=True, slots=True)
class Console:
    """Talks to one reader; ``quiet`` silences everything but errors."""

    language: str
    quiet: bool = False

    def say(self, key: str, **values: object) -> None:
        """A sentence of talk.yaml on stderr."""
        if not self.quiet:
            print(self.phrase(key, **values), file=sys.stderr)

    def complain(self, key: str, **values: object) -> None:
        """A sentence of talk.yaml on stderr, quiet or not."""
        print(self.phrase(key, **values), file=sys.stderr)

    def phrase(self, key: str, **values: object) -> str:
        """A sentence of talk.yaml."""
        return _talk(self.language)[key].format_map(values)

    def result(self, text: str) -> None:
        """A result on stdout."""
        print(text)

    def result_json(self, value: object) -> None:
        """A result for machines on stdout."""
        print(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))

    def finish(self) -> None:
        """Hand on what was printed; BrokenPipeError if nobody reads it any more (`| head`)."""
        sys.stdout.flush()

    def abandon_result(self) -> None:
        """Print the rest of the result to nowhere, so that the end of the process does not complain either."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def problems(self, problems: Sequence[Problem]) -> None:
        """Problems on stderr: place, what, the source line with a caret, what to write instead."""
        for problem in problems[:SHOWN_PROBLEMS]:
            print(self._shown(problem), file=sys.stderr)
        if len(problems) > SHOWN_PROBLEMS:
            self.complain("more", count=len(problems) - SHOWN_PROBLEMS)

    def finding(self, finding: Finding, speaker: Speaker) -> None:
        """A finding on stdout: like a problem, with its severity, its rule, and who accepted it until when."""
        severity = speaker.language.words(f"checks.severity.{finding.rule.severity.value}")
        print(self._shown(finding.problem(speaker), f"{severity} [{finding.rule.id}] "))
        if risk := finding.accepted:
            by = speaker.person(risk.accepted_by)
            print("  = " + self.phrase("accepted", by=by, until=risk.until, reason=speaker.text(risk.reason)))

    def problem_record(self, problem: Problem) -> dict[str, Any]:
        """A problem for machines; like the text, it never holds a secret."""
        what, remedy = sentences(problem, self.language)
        return {
            "rule": problem.rule,
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "path": problem.where,
            "what": what,
            "remedy": remedy,
        }

    def diagnoses(self, diagnoses: Sequence[Diagnosis]) -> None:
        """What the machine can do, one line each, and how to mend it, on stdout."""
        for diagnosis in diagnoses:
            mark = self.phrase("ok" if diagnosis.ok else "bad")
            print(f"[{mark}] {diagnosis.check}: {diagnosis.detail}")
            if not diagnosis.ok and diagnosis.remedy:
                print(f"      {diagnosis.remedy}")

    def _shown(self, problem: Problem, mark: str = "") -> str:
        what, remedy = sentences(problem, self.language)
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
        head = "  ".join(part for part in (place, problem.where) if part)
        lines = [f"{head}: {mark}{what}" if head else f"{mark}{what}"]
        if problem.source:
            number = str(problem.line)
            lines.append(f"  {number} | {problem.source}")
            before = "".join(_room(character) for character in problem.source[: problem.column - 1])
            lines.append(f"  {' ' * len(number)} | {before}{'^' * max(1, problem.width)}")
        if remedy:
            lines.append(f"  {'→'} {remedy}")
        return "\n".join(lines)


def _room(character: str) -> str:
    """White space as wide as ``character`` on a terminal, so that the caret stands under its place."""
    from unicodedata import east_asian_width  # noqa: PLC0415  only needed for errors

    if character == "\t":
        return "\t"
    return "  " if east_asian_width(character) in "WF" else " "


def make_streams_safe() -> None:
    """Never fail on a character that the terminal cannot show (LANG=C, PYTHONIOENCODING=ascii)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
