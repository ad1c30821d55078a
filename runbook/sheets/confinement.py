"""Work of templates that are not ours, in a child process with limits: it ends, whatever they ask for.

A limit within this process would not do: one multiplication or sum can take hours without ever looking at a signal.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

SECONDS = 20  # of processor time; the largest sheet of the largest organisation takes about one
MEMORY = 512 << 20  # bytes that the work may ask for beyond what the process had when it was forked
ANSWER = 32 << 20

_GRACE = 5  # after which work that does not look at signals is killed


class TooLongError(Exception):
    """The work took more processor time than it may. Raised where it stands, or after it was killed."""


class TooLargeError(Exception):
    """The work gave back more than it may, or was ended for want of memory."""


def confined(work: Callable[[], bytes], *, seconds: int = SECONDS, memory: int = MEMORY, most: int = ANSWER) -> bytes:
    """What ``work`` gives; it may see TooLongError and MemoryError, which it should answer.

    TooLongError or TooLargeError if it gave no answer; it must not write anything or start anything.
    """
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which this process has none of
        child = os.fork()
    if not child:
        os.close(reader)
        _answer(work, writer, seconds, memory)
    os.close(writer)
    status = None
    try:
        with os.fdopen(reader, "rb") as pipe:
            answer = pipe.read(most + 1)
        if len(answer) <= most:
            status = os.waitpid(child, 0)[1]
    finally:
        if status is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if status == 0:
        return answer
    if status is not None and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        raise TooLongError
    raise TooLargeError


def _answer(work: Callable[[], bytes], writer: int, seconds: int, memory: int) -> None:
    """The child's side; it never returns."""
    code = 1
    try:
        _limit(seconds, memory)
        answer = work()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(answer)
        code = 0
    finally:  # nothing of the parent's may be flushed, removed or told twice
        os._exit(code)


def _limit(seconds: int, memory: int) -> None:
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGVTALRM, _too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold every name and number
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + _GRACE, seconds + _GRACE + 1))
    if sys.platform != "darwin":  # macOS knows this limit and refuses to set it
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            most = _address_space() + memory
            resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _address_space() -> int:
    """Bytes that this process has mapped already: a child has them from its first moment, and the limit counts them.

    0 where the system does not tell (proc(5), ``statm``).
    """
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


def free_memory() -> None:
    """Lift the limit of memory of a child that has met it, so that it can say where."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
