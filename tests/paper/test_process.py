"""How the child is started and how it may end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from support.paper_pages import page, sheet

from runbook.errors import RenderingRefusedError
from runbook.paper import PaperSheet, print_sheets, process
from runbook.paper.protocol import Job
from runbook.resources import fonts_dir

pytestmark = pytest.mark.paper

TESTS = Path(__file__).resolve().parents[1]
GOOD = PaperSheet("s", page("<p>x</p>"))


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files of this test; empty again when it ends, however the child ended."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def refused(sheets: list[PaperSheet], **options: object) -> list[str]:
    """Rules of the problems that stop a job."""
    with pytest.raises(RenderingRefusedError) as error:
        print_sheets(sheets, **options)  # type: ignore[arg-type]
    return [problem.rule for problem in error.value.problems]


def digests(*numbers: int, **environment: str) -> dict[str, str]:
    """Checksums of papers printed by a process of its own, in another world."""
    outer = {name: value for name, value in os.environ.items() if name not in {"LC_ALL", "TZ"}} | environment
    run = subprocess.run(
        [sys.executable, str(TESTS / "support" / "paper_digest.py"), *map(str, numbers)],
        env=outer | {"PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split(" ", 1) for line in run.stdout.splitlines())


@cache
def usual() -> Mapping[str, str]:
    """Checksums in a plain world."""
    return digests(1, 2, TZ="UTC", PYTHONHASHSEED="0")


def test_another_time_zone_and_hash_seed_change_no_byte() -> None:
    assert digests(1, 2, TZ="Asia/Tokyo", PYTHONHASHSEED="7", LANG="ja_JP.UTF-8") == usual()


def test_fonts_and_font_settings_of_the_system_change_no_byte(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy(fonts_dir() / "NotoSansJP-Bold.ttf", fonts / "BIZUDPGothic-Regular.ttf")
    world = {
        "FONTCONFIG_FILE": "/dev/null",
        "FONTCONFIG_PATH": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "HOME": str(tmp_path),
    }
    assert digests(1, 2, **world) == usual()


def test_a_sheet_does_not_depend_on_the_sheets_printed_with_it() -> None:
    assert digests(2)["ja/02"] == usual()["ja/02"]


def test_no_way_for_the_child_to_have_python_settings_of_the_caller(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise SystemExit(9)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.chdir(tmp_path)
    assert print_sheets([GOOD])["s"].pages == 1


def test_the_parent_never_imports_the_engine() -> None:
    code = (
        "import sys, runbook.cli.machine, runbook.sheets.gate; from runbook.paper import *;"
        "print_sheets([PaperSheet('s', sys.argv[1])]);"
        "sys.exit(any(name.split('.')[0] in {'weasyprint', 'pydyf', 'fontTools'} for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code, GOOD.html], check=True)


def test_a_child_without_fonts_is_named_as_such(tmp_path: Path, scratch: Path) -> None:
    assert refused([GOOD], fonts=tmp_path / "none") == ["paper-no-font"]
    assert scratch.is_dir()


def test_a_child_that_takes_too_long_is_ended(scratch: Path) -> None:
    endless = PaperSheet("s", page(f"<p>{'あ' * 400_000}</p>"))
    assert refused([endless], seconds=2) == ["paper-timeout"]
    assert scratch.is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")
def test_a_child_gets_no_more_memory_than_it_may_use(scratch: Path) -> None:
    hungry = PaperSheet("s", page("<table>" + "<tr><td>y</td></tr>" * 3000 + "</table>"))
    assert set(refused([hungry], memory_bytes=220 << 20)) <= {"paper-crash", "paper-memory"}
    assert scratch.is_dir()


def test_a_child_without_pango_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (
        "import ctypes.util, sys; ctypes.util.find_library = lambda name: None\n"
        "import cffi; opened = cffi.FFI.dlopen\n"
        "def dlopen(ffi, name, flags=0):\n"
        "    if 'pango' in name: raise OSError(f'cannot load library {name!r}')\n"
        "    return opened(ffi, name, flags)\n"
        "cffi.FFI.dlopen = dlopen\n"
        "from runbook.paper.worker import main; main()"
    )
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-I", "-c", broken))
    with pytest.raises(RenderingRefusedError) as error:
        print_sheets([GOOD])
    assert [problem.rule for problem in error.value.problems] == ["paper-no-pango"]
    assert "pango" in dict(error.value.problems[0].values)["reason"]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "paper-memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "paper-crash"),
        ("raise SystemExit(3)", "paper-crash"),
        ("print('not an answer')", "paper-crash"),
        ("pass", "paper-crash"),
    ],
)
def test_a_child_that_ends_badly_gives_no_paper(code: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        process, "_COMMAND", (sys.executable, "-I", "-c", f"import sys; sys.stdin.buffer.read(); {code}")
    )
    assert refused([GOOD]) == [rule]


def test_what_the_libraries_complain_about_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    noisy = (
        "import os; os.write(2, b'(process:7): Pango-CRITICAL **: 03:46:42.629: bad\\n');"
        "from runbook.paper.worker import main; main()"
    )
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-I", "-c", noisy))
    with pytest.raises(RenderingRefusedError) as error:
        print_sheets([GOOD])
    assert [problem.values for problem in error.value.problems] == [(("line", "Pango-CRITICAL **: bad"),)]


def test_one_bad_sheet_keeps_all_papers_back() -> None:
    assert refused([PaperSheet("a", sheet(1)), PaperSheet("b", page("<p>☐</p>"))]) == ["paper-glyph-missing"]


def test_the_processors_get_about_as_much_to_print_as_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_processors", lambda: 2)
    sizes = {"ja/01": 9, "en/01": 30, "ja/02": 10, "en/02": 12, "ja/09": 40, "en/09": 1}
    job = Job(tuple(PaperSheet(name, "x" * size * 1000) for name, size in sizes.items()), (), 0)
    assert [[sheet.name for sheet in share.sheets] for share in process._shares(job)] == [
        ["ja/02", "ja/09", "en/09"],
        ["ja/01", "en/01", "en/02"],
    ]


def test_a_small_job_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_processors", lambda: 2)
    job = Job((PaperSheet("a", "x"), PaperSheet("b", "x")), (), 0)
    assert process._shares(job) == [job]
