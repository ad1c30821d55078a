"""What a terminal gets. The only module that prints: results on stdout, talk on stderr."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

import typer

from runbook.cli.colour import has_colour, painted
from runbook.cli.progress import ProgressLine
from runbook.errors import UsageError
from runbook.knowledge.language import Language, available_languages, load_language
from runbook.resources import templates_dir
from runbook.stages import watched_by
from runbook.text.characters import refused, refused_offsets, visible

if TYPE_CHECKING:
    from runbook.cli.reports.report import Report
    from runbook.errors import Problem, RunbookError

FINDINGS = 1
SHOWN_PROBLEMS = 20
FALLBACK_LANGUAGE = "en"


def reader_language(wanted: str | None, environment: Mapping[str, str] = os.environ) -> Language:
    """The language to talk in: the option, else RUNBOOK_LANG, else the locale, else English."""
    known = available_languages(templates_dir())
    candidates = [wanted, *(environment.get(name) for name in ("RUNBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))]
    codes = [_code(candidate or "") for candidate in candidates]
    return load_language(templates_dir(), next((code for code in codes if code in known), FALLBACK_LANGUAGE))


def refuse_unknown_language(wanted: str | None) -> None:
    """UsageError for a language that was asked for and that nobody here speaks; a locale may well be another."""
    known = available_languages(templates_dir())
    if wanted is not None and _code(wanted) not in known:
        raise UsageError("bad_choice", option="--talk", value=wanted, known=", ".join(known))


def _code(locale: str) -> str:
    """The language in the name of a locale: ja of ja_JP.UTF-8."""
    return locale.replace("-", "_").split("_")[0].split(".")[0].lower()


@dataclass(frozen=True, slots=True)
class Console:
    """Talks to one reader; ``quiet`` silences everything but errors, ``json`` all but the result."""

    language: Language
    quiet: bool = False
    json: bool = False
    progress: ProgressLine = field(default_factory=ProgressLine, repr=False)

    def say(self, key: str, **values: object) -> None:
        """A sentence of talk.yaml on stderr."""
        if not self.quiet:
            self.complain(key, **values)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Meanwhile the stages of the work are shown to somebody who sits before a terminal and waits."""
        if self.quiet or self.json or not sys.stderr.isatty():
            yield
            return
        try:
            with watched_by(lambda stage, done, total: self.progress.show(self.language, stage, done, total)):
                yield
        finally:
            self.progress.clear()

    def complain(self, key: str, **values: object) -> None:
        """A sentence of talk.yaml on stderr, quiet or not."""
        self.progress.clear()
        print(visible(self.language.say(f"talk.{key}", **values)), file=sys.stderr)

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits there who can be asked: never without a terminal, and never if told to be quiet."""
        return not self.quiet and not self.json and sys.stdin.isatty() and sys.stderr.isatty()

    def tell(self, *lines: str) -> None:
        """Sentences on stderr as they are, unless quiet."""
        self.progress.clear()
        for line in () if self.quiet else lines:
            print(visible(line, kept="\t\n"), file=sys.stderr)

    def tell_problem(self, problem: Problem) -> None:
        """One problem with its remedy, in the middle of a conversation."""
        self._problems((problem,))

    def ask(self, prompt: str) -> str:
        """A line that somebody types; KeyboardInterrupt if there is no more."""
        shown = visible(prompt)
        try:
            if sys.stdout.isatty():
                import readline  # noqa: F401, PLC0415  lets the line be edited; only for a conversation

                return input(shown)
            print(shown, end="", file=sys.stderr, flush=True)
            return input()
        except EOFError:
            raise KeyboardInterrupt from None

    def show(self, report: Report) -> None:
        """A result as JSON or for people; ends the command with exit code 1 if it is a finding."""
        self.progress.clear()
        if self.json or report.is_record_only:
            self._print_json(report.record())
        else:
            if not self.quiet:
                self._problems(report.remarks)
            if not self.quiet or report.is_for_programs:
                for line in report.lines:
                    print(self._painted(visible(line, kept="\t\n"), sys.stdout))
            self._problems(report.problems)
            for sentence in () if self.quiet else report.talk:
                print(visible(sentence), file=sys.stderr)
        if report.is_finding:
            raise typer.Exit(FINDINGS)

    def said(self, report: Report) -> tuple[str, str]:
        """What `show` would print on stdout and stderr, as these streams are."""
        out, err = _Copy(sys.stdout), _Copy(sys.stderr)
        with redirect_stdout(out), redirect_stderr(err):
            self.show(report)
        return out.getvalue(), err.getvalue()

    def repeat(self, said: tuple[str, str]) -> None:
        """Print what was said of such a report before."""
        self.progress.clear()
        for text, stream in zip(said, (sys.stdout, sys.stderr), strict=True):
            print(text, end="", file=stream)

    def show_problems(self, error: RunbookError) -> None:
        """What went wrong, and whether anything was written."""
        from runbook.cli.reports.problems import problem_record  # noqa: PLC0415  only needed for errors

        if self.json:
            self._print_json({"problems": [problem_record(problem, self.language) for problem in error.problems]})
        else:
            self._problems(error.problems)
        self.complain("problems" if error.nothing_written else "problems_only", count=len(error.problems))

    def finish(self) -> None:
        """Hand on what was printed; BrokenPipeError if nobody reads it any more (`| head`)."""
        sys.stdout.flush()

    def abandon_result(self) -> None:
        """Print the rest of the result to nowhere, so that the end of the process does not complain either."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _problems(self, problems: Sequence[Problem]) -> None:
        from runbook.cli.reports.problems import problem_lines  # noqa: PLC0415  only needed for errors

        self.progress.clear()
        for problem in problems[:SHOWN_PROBLEMS]:
            for line in problem_lines(problem, self.language):
                print(self._painted(line, sys.stderr), file=sys.stderr)
        if len(problems) > SHOWN_PROBLEMS:
            self.complain("more", count=len(problems) - SHOWN_PROBLEMS)

    def _painted(self, line: str, stream: TextIO) -> str:
        return painted(line, self.language) if has_colour(stream) else line

    def _print_json(self, value: object) -> None:
        print(json_text(value))


class _Copy(io.StringIO):
    """Takes what is meant for a stream, and is a terminal if that is one."""

    def __init__(self, stream: TextIO) -> None:
        """``stream`` is only asked."""
        super().__init__()
        self._is_terminal = stream.isatty()

    def isatty(self) -> bool:
        return self._is_terminal


def json_text(value: object) -> str:
    """A value as JSON, in the one form in which it is printed and stored."""
    import json  # noqa: PLC0415  help is shown without

    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    if refused_offsets(text):  # outside of strings JSON has none of them
        text = "".join(json.dumps(sign)[1:-1] if refused(sign) else sign for sign in text)
    return text


def make_streams_safe() -> None:
    """Never fail on a character that the terminal cannot show (LANG=C, PYTHONIOENCODING=ascii)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
