"""The parent's side of printing: children that are given nothing they do not need, and how each of them ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from runbook.errors import Problem, RenderingRefusedError
from runbook.paper.fonts import FAMILIES, write_configuration
from runbook.paper.libraries import MAC_FOLDERS
from runbook.paper.protocol import Answer, Binding, Job, Paper, PaperSheet, decode_answer, encode_job
from runbook.paper.readback import missing_texts
from runbook.paper.scratch import scratch_folder
from runbook.resources import fonts_dir

_SECONDS = 300
_BYTES_PER_EXTRA_SECOND = 5_000
# The largest organisation the model allows takes 1.8 GiB of addresses when one process prints both languages.
_MEMORY = 4 << 30
_WORTH_SHARING = 40_000  # bytes of HTML: below, starting the engine twice costs more than it gains
_COMMAND = (sys.executable, "-I", "-m", "runbook.paper")
# Where the native libraries are may be said by these only; nothing else of the caller's world may change the paper.
_PASSED_ON = (
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "WEASYPRINT_DLL_DIRECTORIES",
    "SYSTEMROOT",
)
_PROCESS_AND_TIME = re.compile(r"\(process:\d+\): |\d\d:\d\d:\d\d\.\d+: ")
# fontconfig parses the templates of the system without using them; their faults are not ours.
_ABOUT_THE_SYSTEM = re.compile(r'Fontconfig \w+: "[^"]*conf\.avail')
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
    whole = Job(tuple(sheets), tuple(bindings), FAMILIES, memory_bytes)
    shares = _shares(whole)
    allowed = seconds or _time_allowed(sheets)
    with scratch_folder() as folder:
        environment = _environment(folder, fonts or fonts_dir())
        with ThreadPoolExecutor(len(shares)) as pool:
            answers = list(pool.map(lambda share: _ask(share, allowed, environment), shares))
    problems = tuple(dict.fromkeys(problem for answer in answers for problem in answer.problems))
    papers = {paper.name: paper for answer in answers for paper in answer.papers}
    problems = problems or tuple(_lost_in_print(whole, papers))
    if problems:
        raise RenderingRefusedError(problems)
    names = [*(sheet.name for sheet in whole.sheets), *(binding.name for binding in whole.bindings)]
    return {name: papers[name] for name in names}


def _shares(job: Job) -> list[Job]:
    """The job in parts for the processors of this machine; sheets that are bound together stay together."""
    weights = {sheet.name: len(sheet.html) for sheet in job.sheets}
    bound = [set(binding.parts) for binding in job.bindings]
    alone = [{name} for name in weights if not any(name in group for group in bound)]
    groups = sorted([*bound, *alone], key=lambda group: -sum(weights[name] for name in group))
    count = min(_processors(), len(groups)) if sum(weights.values()) >= _WORTH_SHARING else 1
    shares: list[set[str]] = [set().union(*groups[first::count]) for first in range(count)]
    return [
        replace(
            job,
            sheets=tuple(sheet for sheet in job.sheets if sheet.name in share),
            bindings=tuple(binding for binding in job.bindings if share.issuperset(binding.parts)),
        )
        for share in shares
    ]


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _time_allowed(sheets: Sequence[PaperSheet]) -> int:
    return _SECONDS + sum(len(sheet.html) for sheet in sheets) // _BYTES_PER_EXTRA_SECOND


def _ask(job: Job, seconds: int, environment: Mapping[str, str]) -> Answer:
    try:
        child = subprocess.run(  # noqa: S603  our own interpreter and module
            _COMMAND,
            input=encode_job(job),
            capture_output=True,
            timeout=seconds,
            env=environment,
            cwd=environment["HOME"],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer((Problem.of("paper-timeout", seconds=seconds),), ())
    said = _said(child.stderr)
    if child.returncode:
        return Answer((_explain(child.returncode, said),), ())
    try:
        answer = decode_answer(child.stdout)
    except ValueError as fault:
        return Answer((Problem.of("paper-crash", reason=fault),), ())
    noise = [Problem.of("paper-noise", line=line) for line in said if _is_noise(line)]
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
        **({"DYLD_FALLBACK_LIBRARY_PATH": ":".join(MAC_FOLDERS)} if sys.platform == "darwin" else {}),
    }


def _said(stderr: bytes) -> list[str]:
    """What the C libraries said, each once: they report trouble only here, and go on."""
    lines = (_PROCESS_AND_TIME.sub("", line).strip() for line in stderr.decode(errors="replace").splitlines())
    return [line for line in dict.fromkeys(lines) if line]


def _is_noise(line: str) -> bool:
    return any(word in line for word in _NOISE) and not _ABOUT_THE_SYSTEM.match(line)


def _explain(code: int, said: Sequence[str]) -> Problem:
    if code == -signal.SIGSEGV and any("pango_font" in line for line in said):
        return Problem("paper-no-font")
    if -code in _OUT_OF_MEMORY:
        return Problem.of("paper-memory", signal=signal.Signals(-code).name)
    ended = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return Problem.of("paper-crash", reason="; ".join([ended, *said[-1:]]))


def _lost_in_print(job: Job, papers: Mapping[str, Paper]) -> list[Problem]:
    expected = {sheet.name: sheet.texts for sheet in job.sheets}
    for binding in job.bindings:
        expected[binding.name] = tuple(dict.fromkeys(text for part in binding.parts for text in expected[part]))
    return [
        Problem.of("paper-text-missing", name, text=text)
        for name, texts in expected.items()
        for text in missing_texts(papers[name].pdf, texts)
    ]
