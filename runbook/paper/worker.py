"""The child process: reads a job from stdin, limits itself, prints, writes the answer to stdout."""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from contextlib import suppress

from runbook.errors import Problem
from runbook.paper.count import count_one
from runbook.paper.listener import Listener
from runbook.paper.protocol import Answer, Job, decode_job, encode_answer


def main() -> None:
    """One job, one answer. Whatever a library prints meanwhile goes to stderr."""
    gc.disable()  # the process ends after the job: collecting would cost a sixth of its time
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    job = decode_job(sys.stdin.buffer.read())
    _limit(job.memory_bytes)
    with answers:
        answers.write(encode_answer(_answer(job)))
    os._exit(0)  # nothing is left to do; taking all boxes apart takes as long as a sheet


def _limit(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold every name and number
    with suppress(ValueError, OSError):  # macOS knows this limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _answer(job: Job) -> Answer:
    listener = Listener()
    logging.getLogger("weasyprint").addHandler(listener)
    warnings.simplefilter("always")
    warnings.showwarning = listener.warn
    try:
        from runbook.paper.press import Press  # noqa: PLC0415  imports the engine, which may fail for want of Pango
    except OSError as fault:
        reason = str(fault).splitlines()[0]
        return Answer((Problem.of("paper-no-pango", reason=reason),), ())
    return Press(job, listener).run(count_one)
