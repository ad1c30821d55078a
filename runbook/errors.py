"""What stops a run: every error knows its exit code.

The codes are an interface (docs/cli.md, "Exit codes", says what each means); nothing here prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input, and where.

    ``rule`` is the key of its sentences in ``templates/languages/<code>/messages-*.yaml`` (``problems.<rule>``: "what"
    and "remedy"); ``values`` fill the placeholders. Neither may ever carry a secret.
    ``file``, ``line`` and ``column`` (from 1) say where; ``source`` is that line as typed, or "" when it may not
    be shown; ``width`` is the number of characters that the caret underlines.
    """

    rule: str
    where: str = ""
    values: tuple[tuple[str, str], ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0
    source: str = ""
    width: int = 1

    @classmethod
    def of(cls, rule: str, where: str = "", /, **values: object) -> Problem:
        """A problem of the command line or of a file as a whole, with the values of its sentences."""
        return cls(rule, where, tuple((name, str(value)) for name, value in values.items()))


@dataclass
class RunbookError(Exception):
    """Base of all errors a user can meet. ``problems`` are shown together, in order."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)
    exit_code = 70
    # Whether it is sure that no output was written; a fault of the disk can come after the new output is in place.
    nothing_written = True


class ConfigError(RunbookError):
    """The config or the command line cannot be accepted."""

    exit_code = 2


class EvidenceError(RunbookError):
    """Files that should show how things are, or a record of what was done, cannot be read or contradict each other."""

    exit_code = 2


class UsageError(RunbookError):
    """The command line asks for something that does not exist: one sentence of talk.yaml, by key, with its values."""

    exit_code = 2

    def __init__(self, key: str, **values: object) -> None:
        """``key`` of talk.yaml."""
        super().__init__()
        self.key = key
        self.values = values


class JudgementError(RunbookError):
    """What was given can be read, but no paper may be made of it, or a record not be taken in as it is."""

    exit_code = 1


class SecretFoundError(RunbookError):
    """Something that looks like a secret; its value is in no problem."""

    exit_code = 3


class RenderingRefusedError(RunbookError):
    """The paper would be wrong: a blank, a missing glyph, a lost text, a broken template."""

    exit_code = 4


class OutputError(RunbookError):
    """The output folder cannot be replaced: edited by hand, not ours, locked, or a disk fault."""

    exit_code = 5
    nothing_written = False
