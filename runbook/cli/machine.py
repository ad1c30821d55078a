"""Whether this machine can make everything: what is missing, and the one thing to do about it. Prints nothing.

The engine is never imported here: the trial page is printed as every paper is, in the child process.
"""

from __future__ import annotations

import glob
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from runbook.errors import RunbookError
from runbook.knowledge.language import Language
from runbook.paper import PaperSheet, cache_folder, print_sheets
from runbook.paper.libraries import LIBRARIES, install_command, missing_libraries
from runbook.paper.scratch import PREFIX
from runbook.resources import fonts_dir
from runbook.writing.exchange import exchange
from runbook.writing.staging import NEW, OLD

CHECKSUMS = "SHA256SUMS"
_OLDEST_PYTHON = (3, 11)
_LONGEST_RUN = 3600  # seconds

_TRIAL_TEXTS = ("緊急", "0O", "𠮷田")
_TRIAL_PAGE = """<!DOCTYPE html><html lang="ja"><head><title>緊急</title><style>
body { font-family: "BIZ UDPGothic", "Noto Sans JP"; font-size: 10pt } code { font-family: "JetBrains Mono" }
</style></head><body><main><h1>緊急</h1><p>𠮷田 <code>0O</code></p></main></body></html>"""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One check: its id, how it went, what was found and, if it went badly, what to do."""

    check: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Reporter:
    """Says diagnoses in a language."""

    language: Language

    def good(self, check: str, **values: object) -> Diagnosis:
        return Diagnosis(check, ok=True, detail=self.language.say(f"doctor.{check}.good", **values))

    def bad(self, check: str, **values: object) -> Diagnosis:
        detail, remedy = (self.language.say(f"doctor.{check}.{part}", **values) for part in ("bad", "remedy"))
        return Diagnosis(check, ok=False, detail=detail, remedy=remedy)


def examine(output: Path, language: Language) -> tuple[Diagnosis, ...]:
    """All checks of this machine, for a build into ``output``, in the words of ``language``."""
    reporter = _Reporter(language)
    return tuple(diagnosis for check in _checks(output) for diagnosis in check(reporter))


def _checks(output: Path) -> tuple[Callable[[_Reporter], Iterator[Diagnosis]], ...]:
    return (
        _python,
        _encoding,
        _libraries,
        _fonts,
        _trial_page,
        lambda reporter: _output(reporter, output),
        lambda reporter: _leftovers(reporter, output),
        _cache,
    )


def _python(reporter: _Reporter) -> Iterator[Diagnosis]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    is_good = sys.version_info[:2] >= _OLDEST_PYTHON
    yield (reporter.good if is_good else reporter.bad)("python", version=version)


def _encoding(reporter: _Reporter) -> Iterator[Diagnosis]:
    """File names and what the terminal shows; both can be something else although every file is UTF-8."""
    names = {sys.getfilesystemencoding(), getattr(sys.stdout, "encoding", None) or "utf-8"}
    others = sorted(name for name in names if name.lower().replace("-", "") != "utf8")
    yield reporter.bad("encoding", names=", ".join(others)) if others else reporter.good("encoding")


def _libraries(reporter: _Reporter) -> Iterator[Diagnosis]:
    missing = missing_libraries()
    command = install_command(list(missing))
    for name in LIBRARIES:
        if name not in missing:
            yield Diagnosis(name, ok=True, detail=reporter.language.words("doctor.library.good"))
            continue
        found = reporter.bad("library" if command else "library-unknown", reason=missing[name], command=command)
        yield Diagnosis(name, ok=False, detail=found.detail, remedy=found.remedy)


def _fonts(reporter: _Reporter) -> Iterator[Diagnosis]:
    wrong = wrong_fonts(fonts_dir())
    if wrong:
        yield reporter.bad("fonts", names=", ".join(wrong))
    else:
        yield reporter.good("fonts", count=len(list(fonts_dir().glob("*.ttf"))))


def wrong_fonts(folder: Path) -> list[str]:
    """Names of shipped font files that are missing, changed or not on the list of checksums."""
    lines = (folder / CHECKSUMS).read_text("ascii").splitlines()
    expected = {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
    present = {path.name for path in folder.glob("*.ttf")}
    changed = {name for name, checksum in expected.items() if _sha256(folder / name) != checksum}
    return sorted(changed | (present - expected.keys()))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _trial_page(reporter: _Reporter) -> Iterator[Diagnosis]:
    try:
        print_sheets([PaperSheet("trial", _TRIAL_PAGE, _TRIAL_TEXTS)])
    except RunbookError as error:
        for problem in error.problems:
            what, remedy = reporter.language.problem(problem)
            yield Diagnosis("trial-page", ok=False, detail=what, remedy=remedy)
    else:
        yield reporter.good("trial-page", texts=" ".join(_TRIAL_TEXTS))


def _output(reporter: _Reporter, output: Path) -> Iterator[Diagnosis]:
    """A folder beside the output can be made, and two folders can change places in one step."""
    beside = next(folder for folder in Path(os.path.abspath(output)).parents if folder.is_dir())  # noqa: PTH100  keeps links
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".runbook-doctor-", dir=beside) as first,
            tempfile.TemporaryDirectory(prefix=".runbook-doctor-", dir=beside) as second,
        ):
            in_one_step = exchange(Path(first), Path(second))
    except OSError as fault:
        yield reporter.bad("output", folder=beside, reason=fault.strerror or fault)
    else:
        yield reporter.good("output" if in_one_step else "output-two-steps", folder=beside)


def _leftovers(reporter: _Reporter, output: Path) -> Iterator[Diagnosis]:
    """What killed runs left: staging folders (the next build removes them) and scratch folders of the PDF process.

    A young one may belong to a run that is at work.
    """
    place = Path(os.path.abspath(output))  # noqa: PTH100  keeps links
    staged = [path for kind in (NEW, OLD) for path in place.parent.glob(f".{glob.escape(place.name)}.{kind}-*")]
    scratch = Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    oldest_run = time.time() - _LONGEST_RUN
    found = sorted(str(path) for path in (*staged, *scratch) if path.lstat().st_mtime < oldest_run)
    yield reporter.bad("leftovers", names=", ".join(found)) if found else reporter.good("leftovers")


def _cache(reporter: _Reporter) -> Iterator[Diagnosis]:
    """Where printed sheets are kept. It is no fault to have none: then every sheet is printed anew."""
    folder = cache_folder(os.environ)
    yield reporter.good("cache", folder=folder) if folder else reporter.good("cache-nowhere")
