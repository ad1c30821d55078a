"""The parent's side of printing: children that are given nothing they do not need, and how each of them ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from runbook.errors import Problem, RenderingRefusedError
from runbook.paper.archiving import archived
from runbook.paper.binding import bind
from runbook.paper.cache import NO_CACHE, PaperCache
from runbook.paper.count import counted
from runbook.paper.fonts import FAMILIES, write_configuration
from runbook.paper.keys import paper_keys
from runbook.paper.libraries import MAC_FOLDERS
from runbook.paper.protocol import Answer, Binding, Job, Paper, PaperSheet, decode_answer, encode_job
from runbook.paper.readback import missing_texts, page_count
from runbook.paper.scratch import scratch_folder
from runbook.paper.sharing import in_shares
from runbook.resources import fonts_dir
from runbook.stages import Stage, enter

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


def print_sheets(  # noqa: PLR0913  what to print, and what a run may use for it
    sheets: Sequence[PaperSheet],
    bindings: Sequence[Binding] = (),
    *,
    cache: PaperCache = NO_CACHE,
    printed: Mapping[str, Paper] | None = None,
    seconds: int | None = None,
    memory_bytes: int = _MEMORY,
    fonts: Path | None = None,
) -> Mapping[str, Paper]:
    """All sheets and bound documents as PDF, by name, in order; RenderingRefusedError with everything found.

    Not one PDF comes back unless all are clean: no message of the engine, no foreign font, no text lost, hidden or
    off the paper, and every expected text read back from the finished file. A sheet of the cache has passed all of
    this before, and is read back again; what is not whole there is printed as if it had never been. ``printed`` are
    papers of these sheets that an earlier call gave.
    """
    fonts = fonts or fonts_dir()
    stock = _Stock.of(cache, sheets, bindings, fonts)
    papers = dict(printed or {})
    stock.found.update(papers)
    papers |= {
        sheet.name: paper
        for sheet in sheets
        if sheet.name not in papers and (paper := stock.paper(sheet.name, sheet.texts))
    }
    fresh = [sheet for sheet in sheets if sheet.name not in papers]
    if fresh:
        papers |= _printed(Job(tuple(fresh), FAMILIES, memory_bytes), seconds or _time_allowed(fresh), fonts)
        _refuse_if_any(_lost_in_print({sheet.name: sheet.texts for sheet in fresh}, papers))
    papers |= _bound(sheets, bindings, papers, stock)
    stock.keep(papers)
    names = [*(sheet.name for sheet in sheets), *(binding.name for binding in bindings)]
    return {name: papers[name] for name in names}


@dataclass(frozen=True, slots=True)
class _Stock:
    """What the cache has of the papers of one job, by name; without a cache nothing, and no key is worked out."""

    cache: PaperCache
    keys: Mapping[str, str]
    found: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, cache: PaperCache, sheets: Sequence[PaperSheet], bindings: Sequence[Binding], fonts: Path) -> _Stock:
        if cache.folder is None:
            return cls(cache, {})
        try:
            return cls(cache, paper_keys(sheets, bindings, fonts))
        except OSError:  # fonts that cannot be read: printing says why
            return cls(NO_CACHE, {})

    def paper(self, name: str, texts: Sequence[str]) -> Paper | None:
        """A paper that was kept, if every text is found on it."""
        pdf = self.cache.taken(self.keys[name]) if name in self.keys else None
        if pdf is None:
            return None
        try:
            if missing_texts(pdf, texts):
                return None
            paper = Paper(name, pdf, page_count(pdf))
        except ValueError:
            return None
        self.found.add(name)
        return paper

    def keep(self, papers: Mapping[str, Paper]) -> None:
        """Keep what was not found; nothing is kept of a job that was refused."""
        new = {self.keys[name]: paper.pdf for name, paper in papers.items() if name in self.keys.keys() - self.found}
        if new:
            self.cache.keep(new)


def _printed(job: Job, seconds: int, fonts: Path) -> dict[str, Paper]:
    """The sheets of a job, printed by children, ready for archives."""
    shares = _shares(job)
    with scratch_folder() as folder:
        environment = _environment(folder, fonts)
        with counted(folder, len(job.sheets)), ThreadPoolExecutor(len(shares)) as pool:
            answers = list(pool.map(lambda share: _ask(share, seconds, environment), shares))
    _refuse_if_any(problem for answer in answers for problem in answer.problems)
    return {paper.name: replace(paper, pdf=archived(paper.pdf)) for answer in answers for paper in answer.papers}


def _bound(
    sheets: Sequence[PaperSheet], bindings: Sequence[Binding], papers: Mapping[str, Paper], stock: _Stock
) -> dict[str, Paper]:
    """The bound documents, made of clean sheets only: their faults would be named twice."""
    enter(Stage.BINDING)
    expected = {sheet.name: sheet.texts for sheet in sheets}
    texts = {
        binding.name: tuple(dict.fromkeys(text for part in binding.parts for text in expected[part]))
        for binding in bindings
    }
    bound: dict[str, Paper] = {}
    problems: list[Problem] = []
    for binding in bindings:
        kept = stock.paper(binding.name, texts[binding.name])
        try:
            bound[binding.name] = kept or bind(binding, [papers[part].pdf for part in binding.parts])
        except RenderingRefusedError as refused:
            problems += refused.problems
    _refuse_if_any(problems)
    _refuse_if_any(_lost_in_print({name: texts[name] for name in bound if name not in stock.found}, bound))
    return bound


def _refuse_if_any(problems: Iterable[Problem]) -> None:
    if found := tuple(dict.fromkeys(problems)):
        raise RenderingRefusedError(found)


def _shares(job: Job) -> list[Job]:
    """The job in parts for the processors of this machine, about as large as each other; each keeps the order."""
    is_worth_it = sum(len(sheet.html) for sheet in job.sheets) >= _WORTH_SHARING
    count = min(_processors(), len(job.sheets)) if is_worth_it else 1
    return [replace(job, sheets=share) for share in in_shares(job.sheets, count)]


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


def _lost_in_print(expected: Mapping[str, Sequence[str]], papers: Mapping[str, Paper]) -> list[Problem]:
    return [
        Problem.of("paper-text-missing", name, text=text)
        for name, texts in expected.items()
        for text in missing_texts(papers[name].pdf, texts)
    ]
