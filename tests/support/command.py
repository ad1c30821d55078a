"""The command ``runbook`` as a reader types it, in this process or in one of its own; both know no locale or clock."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from typer.core import TyperGroup
from typer.main import get_group
from typer.testing import CliRunner

from runbook.cli import app
from support.organisations import ROOT

FORGOTTEN = (
    "RUNBOOK_CONFIG",
    "RUNBOOK_LANG",
    "RUNBOOK_DEBUG",
    "RUNBOOK_NO_CACHE",
    "SOURCE_DATE_EPOCH",
    "LC_ALL",
    "LC_MESSAGES",
)
LANG = "C.UTF-8"
# Another machine: nothing of this may change a byte of what is built.
ELSEWHERE = {
    "TZ": "America/New_York",
    "PYTHONHASHSEED": "7",
    "LANG": "C",
    "FONTCONFIG_FILE": "/dev/null",
    "RUNBOOK_NO_CACHE": "1",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    stdout: str
    stderr: str


class Runbook(Protocol):
    """What runs the command: arguments, the folder in which they are typed, what the environment says besides."""

    def __call__(
        self, *arguments: str | Path, cwd: Path = ..., environment: Mapping[str, str] | None = ...
    ) -> Ended: ...


@cache
def _commands() -> TyperGroup:
    """The application as Typer makes it of the functions, once: it does not change."""
    return get_group(app)


def run(*arguments: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None) -> Ended:
    """The command in this process: the same application, without the second that a start costs."""
    neutral = {**dict.fromkeys(FORGOTTEN), "LANG": LANG, **(environment or {})}
    with chdir(cwd), CliRunner().isolation(env=neutral) as (stdout, stderr, _):
        try:
            code = _commands().main([str(argument) for argument in arguments], prog_name="runbook")
        except SystemExit as end:
            code = end.code
        sys.stdout.flush()
        sys.stderr.flush()
        said = [stream.getvalue().decode().replace("\r\n", "\n") for stream in (stdout, stderr)]
    assert isinstance(code, int)
    return Ended(code, *said)


def run_process(
    *arguments: str | Path,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    start: Sequence[str] = ("-m", "runbook"),
) -> Ended:
    """The command in a process of its own, where streams, locale or start are what is tested."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "XDG_CACHE_HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**kept, "LANG": LANG, "HOME": str(cwd), **(environment or {})},
        stdin=subprocess.DEVNULL,
        timeout=600,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
