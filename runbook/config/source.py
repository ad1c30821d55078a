"""The config file as bytes and text: read once, UTF-8 only, free of invisible characters."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from runbook.errors import ConfigError, Problem
from runbook.text.characters import code_point, refused_offsets
from runbook.text.secret_values import may_be_secret
from runbook.text.secrets import is_secret_name

if TYPE_CHECKING:
    from pathlib import Path

# 5,000 accounts are about 0.6 MB of YAML, 200 people and 2,000 items in two languages about 1 MB; a normal config stays
# below 50 kB. More is a wrong file, and is not even read to its end.
SIZE_LIMIT = 2 * 1024 * 1024

# 10,000 accounts as `runbook import` writes them are about 2 MB.
ACCOUNTS_SIZE_LIMIT = 8 * 1024 * 1024

# `accounts_file: accounts.yaml`, on a line of its own: it is looked for before the file is parsed.
_ACCOUNTS_FILE = re.compile(
    r"""^(?P<key>["']?accounts_file["']?)[ \t]*:[ \t]+(?P<quote>["']?)(?P<name>[^"'#\s][^"'#\r\n]*?)(?P=quote)[ \t]*"""
    r"""(?:[ \t]\#[^\r\n]*)?\r?$""",
    re.MULTILINE,
)
# `logo: mark.svg`, on a line of its own or within braces.
_LOGO = re.compile(r"""\blogo["']?[ \t]*:[ \t]+["']?(?P<name>[^"'#,}\r\n]+)""")
LINE_BREAK = re.compile(r"\r\n|\r|\n")
_KEY_AND_VALUE = re.compile(r"""(?<![\w.-])([\w.-]{1,80})["']?[ \t]*[:：=][ \t\u3000]*[^\s{\[]""")
_TOKEN = re.compile(r"[^\s,{}\[\]\"'「」]+")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
_NOT_JAPANESE = re.compile("[\x80-\x9f\ue000-\uf8ff]")  # what CP932 makes of bytes that mean nothing in it
_OPEN_RULES = {
    errno.ENOENT: "config-missing",
    errno.ENOTDIR: "config-missing",
    errno.ENAMETOOLONG: "config-name-too-long",
    errno.ELOOP: "config-link-loop",
    errno.EACCES: "config-unreadable",
    errno.EPERM: "config-unreadable",
}


class Span(NamedTuple):
    """Where a key or value stands: line and column from 1, and its width on that line.

    A tuple, as a config of ten thousand accounts has some two hundred thousand.
    """

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class ConfigSource:
    """One version of the config file: everything later is made from these bytes, whatever happens to the file.

    ``accounts`` is the file that ``accounts_file`` names, read with it. After ``with_accounts`` the lines of both stand
    one after the other, ``own_lines`` of them those of the config, and ``origin`` tells them apart.
    """

    path: str
    sha256: str
    text: str
    lines: tuple[str, ...] = field(repr=False)
    accounts: ConfigSource | None = field(default=None, repr=False)
    own_lines: int | None = None

    def with_accounts(self, accounts: ConfigSource) -> ConfigSource:
        """The same with the lines of another file after its own."""
        text, lines = f"{self.text}\n{accounts.text}", (*self.lines, *accounts.lines)
        return replace(self, text=text, lines=lines, accounts=accounts, own_lines=len(self.lines))

    def origin(self, line: int) -> tuple[str, int]:
        """The file in which a line stands, and its number there, from 1."""
        if self.accounts is None or self.own_lines is None or line <= self.own_lines:
            return self.path, line
        return self.accounts.path, line - self.own_lines

    def problem(
        self,
        rule: str,
        span: Span,
        *,
        where: str = "",
        values: tuple[tuple[str, str], ...] = (),
        hidden: bool = False,
    ) -> Problem:
        """A problem at a place of this file, with the line as typed unless it may not be shown.

        A value of its sentences that may be a secret is left out of them, too.
        """
        shown = self.lines[span.line - 1] if 0 < span.line <= len(self.lines) else ""
        if hidden or _announces_secret(shown) or _holds_secret(shown):
            shown = ""
        values = tuple((name, "…" if _holds_secret(value) else value) for name, value in values)
        path, line = self.origin(span.line)
        return Problem(rule, where, values, path, line, span.column, shown, span.width)

    def place(self, offset: int) -> Span:
        """Where an offset of the text is, both from 1."""
        breaks = list(LINE_BREAK.finditer(self.text, 0, offset))
        return Span(len(breaks) + 1, offset - (breaks[-1].end() if breaks else 0) + 1)


def load_config(path: Path) -> ConfigSource:
    """Read the file once, and its accounts file; ConfigError if one is no readable UTF-8 text of reasonable size."""
    source = load_text(path, SIZE_LIMIT)
    named = _named_accounts_file(source.text)
    if named is None:
        return source
    file = path.parent / named["name"]
    try:
        return replace(source, accounts=load_text(file, ACCOUNTS_SIZE_LIMIT))
    except ConfigError as error:
        if error.problems[0].rule not in {"config-missing", "config-name-too-long"}:
            raise
        at = source.place(named.start("name"))
        span = Span(at.line, at.column, len(named["name"]))
        problem = source.problem("accounts-file-missing", span, where="accounts_file", values=(("file", str(file)),))
        raise ConfigError((problem,)) from None


def files_named_by(config: Path) -> tuple[Path, ...]:
    """The files beside it that a config names as it is now, whether they are there or not; none if it cannot be read.

    Found without parsing, so perhaps one that only looks as if it were named. What a run has really read it knows from
    the organisation.
    """
    try:
        text = load_text(config, SIZE_LIMIT).text
    except ConfigError:
        return ()
    accounts = _named_accounts_file(text)
    names = [accounts["name"]] if accounts else []
    names += (named["name"].strip() for named in _LOGO.finditer(text))
    return tuple(config.parent / name for name in dict.fromkeys(names))


def _named_accounts_file(text: str) -> re.Match[str] | None:
    """Where a file is named that may be opened: beside the config or below. The reader refuses other names."""
    named = _ACCOUNTS_FILE.search(text)
    if named is None or named["name"].startswith(("/", "~")) or ".." in named["name"].split("/"):
        return None
    return named


def load_text(path: Path, limit: int) -> ConfigSource:
    """A file read once; ConfigError if it is no readable UTF-8 text, or has more bytes than the limit."""
    return source_of(_bytes(path, limit), str(path))


def source_of(raw: bytes, path: str) -> ConfigSource:
    """The same of bytes that are, or are going to be, the file of this name; ConfigError if they are no UTF-8 text."""
    text = _decoded(raw, path).removeprefix("\ufeff")
    return ConfigSource(path, hashlib.sha256(raw).hexdigest(), text, tuple(LINE_BREAK.split(text)))


def character_problems(source: ConfigSource) -> list[Problem]:
    """Invisible and unassigned characters anywhere in the file, comments included."""
    problems = []
    for number, line in enumerate(source.lines, 1):
        for offset in refused_offsets(line):
            if line[offset] == "\x1b" and line[offset + 1 : offset + 2] in ("$", "("):
                return [
                    source.problem(
                        "encoding", Span(number, offset + 1), values=(("encoding", "ISO-2022-JP"),), hidden=True
                    )
                ]
            rule = "character-lost" if line[offset] == "\ufffd" else "character-refused"
            problems.append(
                source.problem(rule, Span(number, offset + 1), values=(("character", code_point(line[offset])),))
            )
    return problems


def _announces_secret(line: str) -> bool:
    """Whether a line holds ``password: something``: the file may be too broken for the secret scan of its values."""
    return any(is_secret_name(match[1]) for match in _KEY_AND_VALUE.finditer(line))


def _holds_secret(text: str) -> bool:
    """Whether anything in a text had better not be shown."""
    return any(map(may_be_secret, _TOKEN.findall(text)))


def _bytes(path: Path, limit: int) -> bytes:
    """Bytes of a regular file. Opened without waiting, because a FIFO would wait for ever."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        rule = _OPEN_RULES.get(getattr(error, "errno", None) or 0, "config-unreadable")
        raise ConfigError((Problem(rule, file=str(path)),)) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ConfigError((Problem("config-not-a-file", file=str(path)),))
    with os.fdopen(handle, "rb") as file:
        try:
            raw = file.read(limit + 1)
        except OSError:
            raise ConfigError((Problem("config-unreadable", file=str(path)),)) from None
    if len(raw) > limit:
        values = (("most", f"{limit // 1024} KiB"),)
        raise ConfigError((Problem("config-too-large", values=values, file=str(path)),))
    return raw


def _decoded(raw: bytes, path: str) -> str:
    if raw.startswith(_UTF16_MARKS) or b"\0" in raw[:200]:
        raise ConfigError((Problem("encoding", values=(("encoding", "UTF-16"),), file=path, line=1, column=1),))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = len(re.findall(rb"\r\n|\r|\n", before)) + 1
        column = error.start - max(before.rfind(b"\n"), before.rfind(b"\r"))
        likely = _likely_encoding(raw)
        values = (("encoding", likely),) if likely else ()
        rule = "encoding" if likely else "encoding-unknown"
        raise ConfigError((Problem(rule, values=values, file=path, line=line, column=column),)) from None


def _likely_encoding(raw: bytes) -> str | None:
    """The Japanese encoding whose reading has the fewest half-width kana; they come from reading EUC-JP as CP932."""
    readings = {}
    for codec, name in (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _NOT_JAPANESE.search(text):
            readings[name] = len(_HALF_WIDTH_KANA.findall(text))
    return min(readings, key=lambda name: readings[name]) if readings else None
