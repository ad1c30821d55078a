"""A file with its head: what, why, how to apply, test and undo it, where it was read; and its fingerprint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from runbook.guardrails.comments import command_lines, comment

if TYPE_CHECKING:
    from runbook.knowledge.aws import Source

_FORM = "%Y-%m-%dT%H:%MZ"
_SHEBANG = "#!"
_LINE = re.compile(
    r"(?:#|--) guardrail: (?P<path>[a-z0-9./-]+) (?P<language>[a-zA-Z-]{2,12})"
    r"(?: from (?P<start>\S{17}) to (?P<end>\S{17})(?: of (?P<account>[0-9]{12}))?)? sha256:(?P<hash>[0-9a-f]{64})"
)
_HEAD_LINES = 2  # the line stands first, or after the shebang


@dataclass(frozen=True, slots=True)
class Window:
    """The time that queries look at, in UTC and whole minutes, and the account if it is one."""

    start: datetime
    end: datetime
    account: str | None = None

    @property
    def told(self) -> str:
        """As it stands in the head of a file."""
        whose = f" of {self.account}" if self.account else ""
        return f" from {self.start.strftime(_FORM)} to {self.end.strftime(_FORM)}{whose}"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the content. ``sections`` are titles with sentences and what is typed, in order."""

    notes: Sequence[str]
    sections: Sequence[tuple[str, Sequence[str], Sequence[str]]]
    sources: tuple[str, Sequence[Source]]
    checked: str


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A file to be: ``path`` in the folder, ``mark`` of its comments, ``body`` below its head."""

    path: str
    kind: str
    language: str
    head: Head
    body: str
    mark: str = "#"
    shebang: str = ""
    window: Window | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything but the line that tells it."""
        return fingerprint_of(self._text(""))

    def content(self) -> bytes:
        """The file, UTF-8; the same config gives the same bytes."""
        told = self.window.told if self.window else ""
        line = f"{self.mark} guardrail: {self.path} {self.language}{told} sha256:{self.fingerprint}\n"
        return self._text(line).encode()

    def _text(self, line: str) -> str:
        shebang = f"{_SHEBANG}{self.shebang}\n" if self.shebang else ""
        head = "".join(each + "\n" for each in self._head())
        return f"{shebang}{line}{head}{self.body}"

    def _head(self) -> Iterator[str]:
        mark = self.mark
        for note in self.head.notes:
            yield from comment(note, mark)
        for title, sentences, commands in self.head.sections:
            yield mark
            yield from comment(title, mark)
            for sentence in sentences:
                yield from comment(sentence, mark, "  - ")
            for command in commands:
                yield from command_lines(command, mark, "    ")
        title, sources = self.head.sources
        yield mark
        yield from comment(title, mark)
        for source in sources:
            day = self.head.checked.format(day=source.checked_on)
            yield from comment(f"{source.id}: {source.title} ({day})", mark, "  - ")
            yield from command_lines(source.url, mark, "    ")
        yield mark


@dataclass(frozen=True, slots=True)
class FileHead:
    """What the head of a file on the disk says: which file it was, and the fingerprint that it had."""

    path: str
    language: str
    fingerprint: str
    window: Window | None = None


def head_of(text: str) -> FileHead | None:
    """What the head says, or None if this is no file of ours."""
    for line in text.splitlines()[:_HEAD_LINES]:
        if match := _LINE.fullmatch(line):
            try:
                window = _window(match.groupdict())
            except ValueError:
                return None
            return FileHead(match["path"], match["language"], match["hash"], window)
    return None


def _window(found: Mapping[str, str | None]) -> Window | None:
    start, end = (
        datetime.strptime(moment, _FORM).replace(tzinfo=UTC) if (moment := found[name]) else None
        for name in ("start", "end")
    )
    return Window(start, end, found["account"]) if start and end else None


def fingerprint_of(text: str) -> str:
    """SHA-256 of a file without the line that tells it; the line ends of Windows change nothing."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    kept = [line for number, line in enumerate(lines) if number >= _HEAD_LINES or not _LINE.fullmatch(line)]
    return sha256("\n".join(kept).encode()).hexdigest()
