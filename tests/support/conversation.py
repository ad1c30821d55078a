"""A conversation with the command at a real pseudo-terminal: a line is typed when the command asks for one."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from codecs import getincrementaldecoder
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.command import LANG

ASKED = re.compile(r"^> \Z", re.MULTILINE)
WAITING = -1  # the code of a command that waits for a line that nobody types
PATIENCE = 120  # seconds in which a command that hangs is given up; none of the tests depends on how fast it is
CTRL_C, CTRL_D = "\x03", "\x04"
# A Ctrl-C between the prompt and the reading of a line wakes nobody: people press it again, after so many looks.
PRESSED_AGAIN = 20


@dataclass(frozen=True, slots=True)
class Talk:
    """How it ended, and all that the terminal showed. ``asked`` counts the lines that were asked for."""

    code: int
    shown: str
    asked: int


def talk(*arguments: str | Path, typed: Sequence[str], cwd: Path, environment: Mapping[str, str] | None = None) -> Talk:
    """Run the command at a terminal and type each line when it asks; after the last one the terminal stays open."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "XDG_CACHE_HOME") if name in os.environ}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "runbook", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509  so that Ctrl-C reaches it, as from a keyboard
        env={**kept, "LANG": LANG, "HOME": str(cwd), "TERM": "dumb", "TZ": "Europe/Berlin", **(environment or {})},
    )
    os.close(theirs)
    lines, shown, since, asked, waits = list(typed), "", 0, 0, False
    pressed, silent = "", 0
    signs = getincrementaldecoder("utf-8")("replace")  # a terminal may be read in the middle of a sign
    end = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < end:
            if not select.select([ours], [], [], 0.1)[0]:
                if process.poll() is not None:
                    break
                silent += 1
                if pressed and silent % PRESSED_AGAIN == 0:
                    os.write(ours, pressed.encode())
                continue
            try:
                read = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not read:
                break
            shown = (shown + signs.decode(read)).replace("\r\n", "\n")
            if ASKED.search(shown[since:]):
                asked += 1
                waits = not lines
                if waits:
                    break
                line = lines.pop(0)
                since, silent = len(shown), 0
                pressed = line if line in (CTRL_C, CTRL_D) else ""
                os.write(ours, pressed.encode() or f"{line}\n".encode())
        code = WAITING if waits else process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)
    return Talk(code, shown, asked)


def _take_terminal() -> None:
    """The terminal becomes that of the process."""
    import fcntl  # noqa: PLC0415
    import termios  # noqa: PLC0415

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
