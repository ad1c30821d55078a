"""What an earlier run has printed: taken only if it is whole and of the same press; nothing but time depends on it."""

from __future__ import annotations

import functools
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from support.paper_pages import page, sheet

from runbook.errors import RenderingRefusedError
from runbook.paper import NO_CACHE, Binding, Paper, PaperCache, PaperSheet, cache_folder, keys, print_sheets, process
from runbook.paper.keys import paper_keys, press_key
from runbook.resources import fonts_dir

KEY = hashlib.sha256(b"a").hexdigest()
OTHER = hashlib.sha256(b"b").hexdigest()
PDF = b"%PDF-1.7 of an invented company " * 40
SHEETS = tuple(PaperSheet(f"ja/{number:02}", sheet(number, rows=12), (f"{number:02}緊急", "B-11")) for number in (1, 2))
BOUND = Binding("ja/runbook", "合本", "ja", ("ja/01", "ja/02"))


@pytest.fixture
def cache(tmp_path: Path) -> PaperCache:
    return PaperCache(tmp_path / "cache" / "runbook")


@pytest.fixture
def broken_press(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on, whoever prints is refused."""
    return lambda: monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-I", "-c", "raise SystemExit(3)"))


def entry(cache: PaperCache, key: str = KEY) -> Path:
    assert cache.folder
    return cache.folder / f"{key}.paper"


def entries(cache: PaperCache) -> set[str]:
    assert cache.folder
    return {path.name for path in cache.folder.glob("*.paper")}


# ------------------------------------------------------------------------------------------------ an entry


def test_what_was_kept_is_taken_again_and_nothing_else(cache: PaperCache) -> None:
    assert cache.taken(KEY) is None
    cache.keep({KEY: PDF})
    assert cache.taken(KEY) == PDF
    assert cache.taken(OTHER) is None
    assert NO_CACHE.taken(KEY) is None


def with_its_own_hash(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + content


def in_its_place(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Something else under the name of the entry, which is moved aside."""

    def spoil(path: Path) -> None:
        path.rename(path.with_suffix(".real"))
        make(path)

    return spoil


SPOILS: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "only a hash": lambda path: path.write_bytes(hashlib.sha256(b"").hexdigest().encode()),
    "garbage": lambda path: path.write_bytes(os.urandom(2000)),
    "of another sheet": lambda path: path.write_bytes(with_its_own_hash(OTHER.encode() + PDF)),
    "a PDF alone": lambda path: path.write_bytes(PDF),
    "more behind it": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "longer than all may be": lambda path: os.truncate(path, 1 << 30),
    "others may write it": lambda path: path.chmod(0o620),
    "a folder": in_its_place(Path.mkdir),
    "a pipe": in_its_place(os.mkfifo),
    "a link": in_its_place(lambda path: path.symlink_to(path.with_suffix(".real"))),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_an_entry_that_is_not_as_it_was_written_is_none(cache: PaperCache, spoil: str) -> None:
    cache.keep({KEY: PDF})
    SPOILS[spoil](entry(cache))
    assert cache.taken(KEY) is None
    cache.keep({KEY: PDF, OTHER: PDF})  # whatever stands in the way
    assert cache.taken(KEY) in ({None} if spoil == "a folder" else {PDF})


@pytest.mark.slow
def test_an_entry_cut_anywhere_or_with_any_byte_changed_is_none(cache: PaperCache) -> None:
    cache.keep({KEY: PDF})
    whole = entry(cache).read_bytes()
    for place in range(len(whole)):
        entry(cache).write_bytes(whole[:place])
        assert cache.taken(KEY) is None
        entry(cache).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.taken(KEY) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_another_user_could_have_written_is_not_taken(cache: PaperCache) -> None:
    cache.keep({KEY: PDF})
    assert cache.folder
    os.chown(entry(cache), 12345, -1)
    assert cache.taken(KEY) is None
    entry(cache).unlink()
    os.chown(cache.folder, 12345, -1)
    cache.keep({OTHER: PDF})
    assert entries(cache) == set()


# ------------------------------------------------------------------------------------------------ the folder


def test_folder_and_files_are_for_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        cache = PaperCache(tmp_path / "home" / "above" / "runbook")
        cache.keep({KEY: PDF})
        assert cache.folder
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode)
            for path in (*cache.folder.parents[:2], cache.folder, *cache.folder.iterdir())
        }
        assert modes == {"home": 0o700, "above": 0o700, "runbook": 0o700, f"{KEY}.paper": 0o600, "CACHEDIR.TAG": 0o600}
        cache.folder.chmod(0o755)
        cache.keep({OTHER: PDF})
        assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_backup_programs_know_it_for_a_cache(cache: PaperCache) -> None:
    cache.keep({KEY: PDF})
    assert (
        (entry(cache).parent / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    )


@pytest.mark.parametrize("place", ["file/runbook", "file", "link", "x" * 300])
def test_where_nothing_can_be_kept_nothing_is_and_nobody_fails(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    cache = PaperCache(tmp_path / place)
    cache.keep({KEY: PDF})
    assert cache.taken(KEY) is None
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "gone").exists()


def test_a_full_disk_leaves_the_cache_as_it_was(cache: PaperCache) -> None:
    """No file of the process may be longer than 1000 bytes: the system refuses in the middle of an entry."""
    cache.keep({KEY: PDF})
    code = (
        "import resource, signal, sys; from pathlib import Path; from runbook.paper.cache import PaperCache;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "PaperCache(Path(sys.argv[1])).keep({sys.argv[2]: b'x' * 5000})"
    )
    subprocess.run([sys.executable, "-c", code, str(cache.folder), OTHER], check=True)
    assert entries(cache) == {f"{KEY}.paper"}
    assert {path.suffix for path in entry(cache).parent.iterdir()} == {".paper", ".TAG"}


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, Path("/x/runbook")),
        ({"HOME": "/h"}, Path("/h/.cache/runbook")),
        ({"XDG_CACHE_HOME": "", "HOME": "/h"}, Path("/h/.cache/runbook")),
        ({"XDG_CACHE_HOME": "x", "HOME": "/h"}, Path("/h/.cache/runbook")),
        ({"XDG_CACHE_HOME": "x", "HOME": "h"}, None),
        ({}, None),
    ],
)
def test_the_place_is_that_of_the_xdg_specification(environment: dict[str, str], place: Path | None) -> None:
    assert cache_folder(environment) == place


# ------------------------------------------------------------------------------------------------ how much, how long


def ages(cache: PaperCache, **days: float) -> None:
    """Set when entries were last used."""
    for key, age in days.items():
        moment = time.time() - age * 86_400
        os.utime(entry(cache, key), (moment, moment))


def test_beyond_the_limit_the_longest_unused_goes_first(cache: PaperCache) -> None:
    assert cache.folder
    small = PaperCache(cache.folder, limit=5 * (len(PDF) + 80))
    for key in "abcd":
        small.keep({key: PDF})
    ages(small, a=4, b=3, c=2, d=1)
    assert small.taken("a") == PDF  # used now
    small.keep({"e": PDF, "f": PDF})
    assert entries(small) == {f"{key}.paper" for key in "acdef"}
    assert sum(path.stat().st_size for path in cache.folder.glob("*.paper")) <= small.limit
    assert small.taken("b") is None


def test_what_was_not_used_for_thirty_days_goes(cache: PaperCache) -> None:
    cache.keep({"a": PDF, "b": PDF})
    ages(cache, a=31, b=29)
    cache.keep({"c": PDF})
    assert entries(cache) == {"b.paper", "c.paper"}


def test_what_a_killed_run_left_goes_after_an_hour_and_foreign_files_stay(cache: PaperCache) -> None:
    cache.keep({"a": PDF})
    folder = entry(cache).parent
    for name, age in ((".old.half", 2), (".young.half", 0), ("mine.txt", 900)):
        (folder / name).write_text("x")
        moment = time.time() - age * 3600
        os.utime(folder / name, (moment, moment))
    cache.keep({"b": PDF})
    assert {path.name for path in folder.iterdir()} == {"a.paper", "b.paper", ".young.half", "mine.txt", "CACHEDIR.TAG"}


# ------------------------------------------------------------------------------------------------ two at once, kills

_WRITER = """
import sys
from pathlib import Path
from runbook.paper.cache import PaperCache
cache, content = PaperCache(Path(sys.argv[1])), {key: key.encode() * 20_000 for key in "abcdef"}
print("ready", flush=True)
while True:
    cache.keep(content)
    for key in content:
        assert cache.taken(key) in (None, content[key])
"""


def writer(cache: PaperCache) -> subprocess.Popen[bytes]:
    started = subprocess.Popen([sys.executable, "-c", _WRITER, str(cache.folder)], stdout=subprocess.PIPE)
    assert started.stdout
    assert started.stdout.readline() == b"ready\n"
    return started


@pytest.mark.kills
def test_a_run_killed_while_it_writes_leaves_whole_entries_or_none(cache: PaperCache) -> None:
    for delay in (0, 0.001, 0.003, 0.01, 0.02, 0.05):
        with writer(cache) as run:
            time.sleep(delay)
            run.send_signal(signal.SIGKILL)
        for key in "abcdef":
            if entry(cache, key).exists():
                assert cache.taken(key) == key.encode() * 20_000


@pytest.mark.kills
def test_two_runs_at_once_see_whole_entries_or_none(cache: PaperCache) -> None:
    with writer(cache) as one, writer(cache) as two:
        time.sleep(0.5)
        assert (one.poll(), two.poll()) == (None, None)
        for run in (one, two):
            run.kill()
    assert all(cache.taken(key) == key.encode() * 20_000 for key in "abcdef")


# ------------------------------------------------------------------------------------------------ the key


@pytest.fixture
def forgetful() -> Iterator[None]:
    """The hash of the press is worked out once in a process; here it is asked for in several worlds."""
    press_key.cache_clear()
    yield
    press_key.cache_clear()


def test_the_name_of_a_sheet_is_no_part_of_its_key_but_every_word_of_it_is() -> None:
    def key(*sheets: PaperSheet) -> set[str]:
        return set(paper_keys(sheets, (), fonts_dir()).values())

    assert key(PaperSheet("a", "<p>", ("x",))) == key(PaperSheet("b", "<p>", ("x",)))
    others = (PaperSheet("a", "<p>", ("xy",)), PaperSheet("b", "<p>x", ()), PaperSheet("c", "<p>", ("x", "y")))
    assert len(key(PaperSheet("o", "<p>", ("x",)), *others)) == 4


def test_the_key_of_a_bound_document_follows_its_parts_their_order_title_and_language() -> None:
    sheets = (PaperSheet("a", "<p>"), PaperSheet("b", "<b>"))
    bindings = [
        Binding("1", "t", "ja", ("a", "b")),
        Binding("2", "t", "ja", ("b", "a")),
        Binding("3", "t", "en", ("a", "b")),
        Binding("4", "u", "ja", ("a", "b")),
        Binding("5", "t", "ja", ("a",)),
    ]
    assert len(set(paper_keys(sheets, bindings, fonts_dir()).values())) == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOOL", "runbook 99"),
        ("FAMILIES", ("Other",)),
        ("_version", lambda package: "1" if package == "pydyf" else ""),
        ("native_versions", lambda: ["pango b'9'"]),
        ("_room", lambda: ["another gate"]),
    ],
)
@pytest.mark.usefixtures("forgetful")
def test_another_version_of_anything_that_prints_or_judges_is_another_key(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    ours = press_key(fonts_dir())
    press_key.cache_clear()
    monkeypatch.setattr(keys, name, value)
    assert press_key(fonts_dir()) != ours


@pytest.mark.usefixtures("forgetful")
def test_other_fonts_are_another_key(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"a")
    one = press_key(tmp_path)
    press_key.cache_clear()
    assert press_key(tmp_path) == one
    press_key.cache_clear()
    (tmp_path / "a.ttf").write_bytes(b"b")
    assert press_key(tmp_path) != one


def test_the_key_knows_the_versions_of_the_engine_and_its_libraries() -> None:
    told = list(keys._engine())
    assert "weasyprint 70.0" in told
    assert not [line for line in told if line.endswith((" ", " none"))]
    assert {line.split()[0] for line in told} >= {"pydyf", "pango", "harfbuzz", "fontconfig", "pikepdf"}


# ------------------------------------------------------------------------------------------------ printing


@functools.cache
def fresh() -> Mapping[str, Paper]:
    """What is printed where nothing is kept."""
    return print_sheets(SHEETS, [BOUND])


@pytest.mark.paper
def test_a_paper_of_an_earlier_run_is_the_same_bytes_and_is_not_printed_again(
    cache: PaperCache, broken_press: Callable[[], None]
) -> None:
    assert print_sheets(SHEETS, [BOUND], cache=cache) == fresh()
    assert len(entries(cache)) == 3
    broken_press()
    kept = print_sheets(SHEETS, [BOUND], cache=cache)
    assert kept == fresh()
    assert list(kept) == ["ja/01", "ja/02", "ja/runbook"]
    again = Binding("x", "別の合本", "ja", ("ja/02", "ja/01"))
    assert print_sheets(SHEETS, [again], cache=cache)["x"].pages == fresh()["ja/runbook"].pages  # without the press
    with pytest.raises(RenderingRefusedError):
        print_sheets(SHEETS, [BOUND])


@pytest.mark.paper
def test_poison_in_the_cache_changes_nothing_but_the_time(cache: PaperCache) -> None:
    """Whole entries that are no paper, or one without the words of the sheet, though their own hash is right."""
    one, two, bound = paper_keys(SHEETS, [BOUND], fonts_dir()).values()
    cache.keep({one: fresh()["ja/02"].pdf, two: b"no paper at all", bound: fresh()["ja/01"].pdf})
    assert print_sheets(SHEETS, [BOUND], cache=cache) == fresh()
    assert [cache.taken(key) for key in (one, two, bound)] == [paper.pdf for paper in fresh().values()]


@pytest.mark.paper
def test_nothing_is_kept_of_a_job_that_was_refused(cache: PaperCache) -> None:
    with pytest.raises(RenderingRefusedError):
        print_sheets([SHEETS[0], PaperSheet("bad", page("<p>☐</p>"))], cache=cache)
    with pytest.raises(RenderingRefusedError):
        print_sheets([PaperSheet("s", page("<p>x</p>"), ("not on the paper",))], cache=cache)
    assert cache.folder
    assert not cache.folder.exists()


@pytest.mark.paper
@pytest.mark.parametrize("processors", [1, 2])
def test_the_number_of_processors_changes_no_byte(monkeypatch: pytest.MonkeyPatch, processors: int) -> None:
    monkeypatch.setattr(process, "_WORTH_SHARING", 1)
    monkeypatch.setattr(process, "_processors", lambda: processors)
    assert print_sheets(SHEETS, [BOUND]) == fresh()
