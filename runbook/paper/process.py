"""The parent's side of printing: start the child once, give it nothing it does not need, judge how it ended."""

from __future__ import annotations

import os
import signal
import subprocess  # noqa: S404  the engine can crash or hang: it must not be in this process
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from runbook.errors import Problem, RenderingRefusedError
from runbook.paper.fonts import FAMILIES, write_configuration
from runbook.paper.protocol import Answer, Binding, Job, Paper, PaperSheet, decode_answer, encode_job
from runbook.paper.readback import missing_texts
from runbook.resources import fonts_dir

SCRATCH_PREFIX = "runbook-paper-"

_SECONDS = 300
_BYTES_PER_EXTRA_SECOND = 5_000
_MEMORY = 2 << 30
_COMMAND = (sys.executable, "-I", "-m", "runbook.paper")
# Where the native libraries are may be said by these only; nothing else of the caller's world may change the paper.
_PASSED_ON = (
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES",
    "SYSTEMROOT",
)
_NOISE = ("CRITICAL", "WARNING", "Fontconfig")
# GLib ends the process when it gets no memory: abort, or a trap.
_OUT_OF_MEMORY = {getattr(signal, name) for name in ("SIGABRT", "SIGTRAP", "SIGKILL") if hasattr(signal, name)}


def print_sheets(
    sheets: Sequence[PaperSheet],
    bindings: Sequence[Binding] = (),
    *,
    seconds: int | None = None,
    memory_bytes: int = _MEMORY,
    fonts: Path | None = None,
) -> Mapping[str, Paper]:
    """All sheets and bound documents as PDF, by name, in order; RenderingRefusedError with everything found.

    Not one PDF comes back unless all are clean: no message of the engine, no foreign font, no text lost, hidden or
    off the paper, and every expected text read back from the finished file.
    """
    job = Job(tuple(sheets), tuple(bindings), FAMILIES, memory_bytes)
    answer = _ask(job, seconds or _time_allowed(sheets), fonts or fonts_dir())
    problems = answer.problems or tuple(_lost_in_print(job, answer))
    if problems:
        raise RenderingRefusedError(problems)
    return {paper.name: paper for paper in answer.papers}


def _time_allowed(sheets: Sequence[PaperSheet]) -> int:
    return _SECONDS + sum(len(sheet.html) for sheet in sheets) // _BYTES_PER_EXTRA_SECOND


def _ask(job: Job, seconds: int, fonts: Path) -> Answer:
    with tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX, ignore_cleanup_errors=True) as folder:
        environment = _environment(Path(folder), fonts)
        try:
            child = subprocess.run(  # noqa: S603  our own interpreter and module
                _COMMAND, input=encode_job(job), capture_output=True, timeout=seconds, env=environment, cwd=folder, check=False
            )
        except subprocess.TimeoutExpired:
            raise RenderingRefusedError((Problem("paper-timeout", values=(("seconds", str(seconds)),)),)) from None
    noise = tuple(_noise(child.stderr))
    if child.returncode:
        raise RenderingRefusedError((_explain(child.returncode, child.stderr), *noise))
    try:
        answer = decode_answer(child.stdout)
    except ValueError as fault:
        raise RenderingRefusedError((Problem("paper-crash", values=(("reason", str(fault)),)), *noise)) from fault
    return Answer((*answer.problems, *noise), answer.papers)


def _environment(folder: Path, fonts: Path) -> dict[str, str]:
    scratch = str(folder)
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "FONTCONFIG_FILE": str(write_configuration(folder, fonts)),
        "HOME": scratch,
        "XDG_CACHE_HOME": scratch,
        "XDG_CONFIG_HOME": scratch,
        "TMPDIR": scratch,
        "TEMP": scratch,
        "TMP": scratch,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        # An empty folder: looking for a library must not run the compiler of the machine (86 processes otherwise).
        "PATH": scratch,
    }


def _noise(stderr: bytes) -> list[Problem]:
    """What the C libraries said: they report trouble only here, and go on."""
    lines = dict.fromkeys(stderr.decode(errors="replace").splitlines())
    return [Problem("paper-noise", values=(("line", line),)) for line in lines if any(word in line for word in _NOISE)]


def _explain(code: int, stderr: bytes) -> Problem:
    if code == -signal.SIGSEGV:
        return Problem("paper-no-font")
    if -code in _OUT_OF_MEMORY:
        return Problem("paper-memory", values=(("signal", signal.Signals(-code).name),))
    last = stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"exit {code}"]
    return Problem("paper-crash", values=(("reason", last[0]),))


def _lost_in_print(job: Job, answer: Answer) -> list[Problem]:
    papers = {paper.name: paper for paper in answer.papers}
    expected = {sheet.name: sheet.texts for sheet in job.sheets}
    for binding in job.bindings:
        expected[binding.name] = tuple(dict.fromkeys(text for part in binding.parts for text in expected[part]))
    return [
        Problem("paper-text-missing", where=name, values=(("text", text),))
        for name, texts in expected.items()
        for text in missing_texts(papers[name].pdf, texts)
    ]
