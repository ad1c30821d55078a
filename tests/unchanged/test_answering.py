"""A build that finds its work done says so and does nothing; whatever changed, and in every doubt, it builds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import FORGOTTEN, LANG, run, run_process
from support.config_texts import ENGLISH, changed
from support.organisations import ROOT
from typer.testing import CliRunner

from runbook.cli import watching
from runbook.clock import Clock
from runbook.unchanged import answering, surroundings
from runbook.unchanged.answering import ONCE, WATCHING, answer
from runbook.unchanged.entry import Entry, read_entry, write_entry
from runbook.unchanged.file_state import GONE, UNKNOWN, fingerprint_and_sign, sign_now
from runbook.unchanged.remembering import Beginning
from runbook.unchanged.surroundings import command_key, program_key
from runbook.writing.inspection import BROWSER_LITTER

PLAIN = ("build", "-f", "md", "--date", "2026-11-23")
TYPED = (*PLAIN[:-2], "--templates", "own", *PLAIN[-2:])
INPUTS = ("config.yaml", "accounts.yaml", "logo.svg", "own/page/notice.md.j2")
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 4"><path d="M0 0h10v4z"/></svg>\n'
LONG_AGO = time.time() - 1000


@dataclass(frozen=True)
class Company:
    """A folder with everything that a build reads, and a cache of its own; built once with what is typed there."""

    folder: Path
    typed: tuple[str, ...] = TYPED

    @property
    def cache(self) -> Path:
        return self.folder.parent / "cache"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.cache), "HOME": str(self.folder.parent), **more}

    @contextmanager
    def at_the_prompt(self, **more: str) -> Iterator[None]:
        """As a command that is typed there."""
        neutral = {**dict.fromkeys(FORGOTTEN), "LANG": LANG, **self.environment(more)}
        with chdir(self.folder), CliRunner().isolation(env=neutral):
            yield

    def asked(self, typed: tuple[str, ...] | None = None, purpose: str = ONCE, **more: str) -> tuple[str, str] | None:
        with self.at_the_prompt(**more):
            return answer(self.typed if typed is None else typed, purpose)

    def builds(self, typed: tuple[str, ...] | None = None, **more: str) -> tuple[str, str]:
        """A whole run: the command in the process of the tests never asks whether there is something to do."""
        ended = run(*(typed or self.typed), cwd=self.folder, environment=self.environment(more))
        assert ended.code == 0, ended.stderr
        return ended.stdout, ended.stderr

    def refused(self) -> str:
        """What a whole run says that refuses the folder."""
        ended = run(*self.typed, cwd=self.folder, environment=self.environment({}))
        assert ended.code == 5
        return ended.stderr

    def files(self) -> list[Path]:
        """Every file of input and output."""
        made = [path for path in self.output.rglob("*") if path.is_file()]
        return [*(self.folder / name for name in INPUTS), *sorted(made)]

    def entry(self) -> tuple[str, Entry]:
        with self.at_the_prompt():
            key = command_key(self.typed, ONCE)
        entry = read_entry(str(self.cache / "runbook"), key)
        assert entry
        return key, entry


def _made(folder: Path, typed: tuple[str, ...]) -> Company:
    company = Company(folder, typed)
    own = company.folder / "own" / "page"
    own.mkdir(parents=True)
    (own / "notice.md.j2").write_bytes((ROOT / "templates" / "page" / "notice.md.j2").read_bytes())
    (company.folder / "accounts.yaml").write_text("accounts: []\n", "utf-8")
    (company.folder / "logo.svg").write_text(LOGO, "utf-8")
    later = "    - {person: mori, from: 2026-12-10}"  # a remark will say that nobody sees it yet
    text = changed(
        "    - {person: kato, from: 2026-04-01}", f"    - {{person: kato, from: 2026-04-01}}\n{later}", ENGLISH
    )
    named = "accounts_file: accounts.yaml\nlook: {logo: logo.svg}\n"
    (company.folder / "config.yaml").write_text(f"{named}{text}", "utf-8")
    assert company.asked() is None
    company.builds()
    assert company.asked()
    return company


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Read by all tests of this file; what one changes it puts back."""
    return _made(tmp_path_factory.mktemp("unchanged") / "company", TYPED)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same without own templates, for tests of whole runs: a sheet with own templates is made by its own child."""
    return _made(tmp_path_factory.mktemp("unchanged") / "plain", PLAIN)


@pytest.mark.slow
def test_what_is_said_is_what_a_whole_run_says(plain: Company) -> None:
    _, talk = plain.asked() or ("", "")
    assert "config.yaml:" in talk  # a remark on the config
    assert "output is as before" in talk
    typed = (*PLAIN, "--json", "--talk", "ja")
    assert plain.builds(typed) == plain.asked(typed)
    assert json.loads((plain.asked(typed) or ("", ""))[0])["codes"]


@pytest.mark.slow
def test_nothing_heavy_is_imported_and_the_folder_stays(company: Company) -> None:
    listing = "import sys; print(*sys.modules, file=sys.stderr)"
    start = ("-c", f"from runbook.__main__ import main; main(); {listing}")
    environment = company.environment({})

    def ran(start: tuple[str, str]) -> tuple[str, set[str]]:
        ended = run_process(*TYPED, cwd=company.folder, environment=environment, start=start)
        assert ended.code == 0
        said, _, modules = ended.stderr.rstrip("\n").rpartition("\n")
        return said, {*modules.split()}

    _, bare = ran(("-c", listing))  # the guard of the tests, and what it imports
    assert run_process(*TYPED, cwd=company.folder, environment=environment).code == 0
    before = company.output.stat().st_ino
    for _ in range(2):
        said, modules = ran(start)
        assert "output is as before" in said
        others = {name for name in modules - bare if not name.startswith("runbook")}
        assert others <= {"__future__", "_blake2", "_hashlib", "gc", "hashlib"}
    assert company.output.stat().st_ino == before


@pytest.mark.slow
def test_where_it_cannot_be_said_a_whole_run_ends_as_it_always_does(plain: Company) -> None:
    line = [sys.executable, "-m", "runbook", *PLAIN, "--json"]
    world = {**os.environ, **plain.environment({}), "LANG": LANG}

    def ended(*more: str) -> tuple[int, str]:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [*line, *more],
                cwd=plain.folder,
                env=world,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        return done.returncode, done.stderr

    subprocess.run(line, cwd=plain.folder, env=world, check=True, capture_output=True)
    said = ended()
    assert said == ended("--force")
    assert "Traceback" not in said[1]


def edited(path: Path) -> None:
    """Another last byte, as long as before, with the times of before."""
    found, content = path.stat(), path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def replaced_by_a_link(path: Path) -> None:
    other = path.with_name(".elsewhere")
    path.rename(other)
    other.write_bytes(other.read_bytes() + b" ")
    path.symlink_to(other.name)


def replaced_by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def more_behind_it(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited": edited,
    "cut": lambda path: os.truncate(path, path.stat().st_size - 1),
    "emptied": lambda path: os.truncate(path, 0),
    "more behind it": more_behind_it,
    "removed": Path.unlink,
    "a pipe": replaced_by_a_pipe,
    "a link to another": replaced_by_a_link,
}


@contextmanager
def change(path: Path, name: str) -> Iterator[None]:
    content = path.read_bytes()
    CHANGES[name](path)
    try:
        yield
    finally:
        for there in (path, path.with_name(".elsewhere")):
            there.unlink(missing_ok=True)
        path.write_bytes(content)


def settle(company: Company) -> None:
    """As if all was written long ago: only then times are believed."""
    with company.at_the_prompt():
        folder, (key, entry) = str(company.cache / "runbook"), company.entry()
        for files in (entry.inputs, entry.outputs):
            files[:] = [  # type: ignore[index]  # a list, as it was read
                (path, fingerprint, GONE if fingerprint == GONE else fingerprint_and_sign(path)[1])
                for path, fingerprint, _ in files
            ]
        write_entry(folder, key, entry)


@pytest.mark.slow
def test_every_input_and_every_output_that_changes_makes_it_build(company: Company) -> None:
    for path in company.files():
        for name in ("edited", "removed") if path.parent.parent == company.output else CHANGES:
            settle(company)
            assert company.asked(), (path, "before")
            with change(path, name):
                assert company.asked() is None, (path, name)
    assert company.asked()


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.data())
def test_it_answers_only_while_every_byte_is_as_it_was(company: Company, data: st.DataObject) -> None:
    """Any file, any byte or length, with or without signs that were taken before, with times put back or not."""
    if data.draw(st.booleans(), label="signs are known"):
        settle(company)
    path = data.draw(st.sampled_from(company.files()))
    before, found = path.read_bytes(), path.stat()
    at = data.draw(st.integers(0, len(before)), label="at")
    after = before[:at] + data.draw(st.binary(max_size=3)) + before[data.draw(st.integers(at, len(before))) :]
    path.write_bytes(after)
    try:
        if data.draw(st.booleans(), label="times put back"):
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
        assert (company.asked() is not None) == (after == before)
    finally:
        path.write_bytes(before)
    assert company.asked()


ADDED = (
    "output/en/99-more.md",
    "output/more/note.txt",
    "output/.hidden",
    "output/en/manifest.json.sig",
    "own/Thumbs.db",
    "own/page/more.md.j2",
    "config.yaml.editions.json",
    "config.yaml.records.json",
    ".output.new-abcdefgh",
    ".output.old-abcdefgh",
    ".output.lock",
    ".config.yaml.editions.json.new-abcdefgh",
    "manifest.json",
)


@pytest.mark.parametrize("name", ADDED)
def test_a_file_more_makes_it_build(company: Company, name: str) -> None:
    path = company.folder / name
    is_new = not path.parent.exists()
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", "utf-8")
    try:
        assert company.asked() is None
    finally:
        path.unlink()
        if is_new:
            path.parent.rmdir()
    assert company.asked()


@pytest.mark.parametrize("name", ["output/more", "output/en/more"])
def test_an_empty_folder_in_the_output_makes_it_build_and_be_refused(company: Company, name: str) -> None:
    (company.folder / name).mkdir()
    try:
        assert company.asked() is None
        assert name in company.refused()
    finally:
        (company.folder / name).rmdir()
    assert company.asked()


def test_an_output_file_that_is_missing_makes_it_build(company: Company) -> None:
    sheet = company.output / "en" / "03-contacts.md"
    with change(sheet, "removed"):
        assert company.asked() is None
    assert company.asked()


def test_what_a_file_browser_an_editor_and_a_signature_leave_does_not_count(company: Company) -> None:
    names = ("output/.DS_Store", "output/manifest.json.sig", ".config.yaml.swp", "own/.git", "output-2")
    for name in names:
        (company.folder / name).write_text("x", "utf-8")
    try:
        assert company.asked()
    finally:
        for name in names:
            (company.folder / name).unlink()


def test_a_file_that_was_only_touched_is_compared_and_then_known(company: Company) -> None:
    for path in company.files():
        os.utime(path, (LONG_AGO, LONG_AGO))
    assert company.asked()
    (company.folder / "own").touch()
    assert company.asked()


def test_the_same_litter_is_allowed_as_in_a_whole_run() -> None:
    assert answering._LITTER == BROWSER_LITTER


def test_the_folder_that_became_a_link_makes_it_build(company: Company) -> None:
    company.output.rename(company.folder / "moved")
    company.output.symlink_to("moved")
    try:
        assert company.asked() is None
    finally:
        company.output.unlink()
        (company.folder / "moved").rename(company.output)
    assert company.asked()


@pytest.mark.parametrize(
    "more",
    [
        {"LANG": "ja_JP.UTF-8"},
        {"LC_ALL": "C"},
        {"RUNBOOK_LANG": "ja"},
        {"RUNBOOK_NO_CACHE": "1"},
        {"SOURCE_DATE_EPOCH": "1790000000"},
        {"SOURCE_DATE_EPOCH": "never"},
        {"NO_COLOR": "1"},
        {"HOME": "/"},
        {"LD_LIBRARY_PATH": "/opt"},
        {"PYTHONPATH": "/opt"},
        {"XDG_CACHE_HOME": "/nowhere"},
        {"XDG_CACHE_HOME": "", "HOME": ""},
    ],
)
def test_another_environment_makes_it_build(company: Company, more: dict[str, str]) -> None:
    with company.at_the_prompt(**more):
        assert answer(TYPED) is None


def test_another_command_line_or_place_makes_it_build(company: Company) -> None:
    for typed in ((*TYPED, "--force"), TYPED[:-2], (*TYPED[:-1], "2026-11-24"), ("build", "-f", "md,html"), ()):
        assert company.asked(typed) is None
    assert company.asked(purpose=WATCHING) is None
    assert Company(company.folder / "own").asked() is None


@pytest.mark.slow
@pytest.mark.parametrize("more", ["--force", "--no-cache"])
def test_nothing_is_remembered_of_a_run_that_was_told_not_to(plain: Company, more: str) -> None:
    plain.builds((*PLAIN, more))
    assert plain.asked((*PLAIN, more)) is None


@pytest.mark.slow
def test_another_day_makes_it_build(plain: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = PLAIN[:-2]
    plain.builds(typed)
    assert plain.asked(typed)
    since, until = Clock().moments_of_day("Asia/Tokyo")
    assert until - since == 86_400
    for moment, is_same in ((since - 1, False), (since, True), (until - 1, True), (until, False)):
        monkeypatch.setattr(time, "time", lambda moment=moment: float(moment))
        assert (plain.asked(typed) is not None) == is_same
    monkeypatch.undo()
    epoch = "1795392000"  # the day of PLAIN: the folder is as it was afterwards
    assert plain.asked(typed, SOURCE_DATE_EPOCH=epoch) is None
    plain.builds(typed, SOURCE_DATE_EPOCH=epoch)
    assert plain.asked(typed, SOURCE_DATE_EPOCH=epoch)
    assert plain.asked()


@pytest.mark.parametrize("where", ["package/build.py", "templates/steps.yaml"])
def test_another_program_is_another_program(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("package/build.py", "templates/steps.yaml", "package/__pycache__/build.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    monkeypatch.setattr(surroundings, "PACKAGE", str(tmp_path / "package"))
    monkeypatch.setattr(surroundings, "templates_place", lambda: str(tmp_path / "templates"))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    first = program_key()
    (tmp_path / "package" / "__pycache__" / "build.pyc").write_text("other", "utf-8")
    assert program_key() == first
    edited(tmp_path / where)
    second = program_key()
    (tmp_path / "weasyprint-71.dist-info").mkdir()
    assert len({first, second, program_key()}) == 3


# ------------------------------------------------------------------------------------------------ what is kept


def kept_file(company: Company) -> Path:
    return company.cache / "runbook" / f"{company.entry()[0]}.unchanged"


@pytest.mark.slow
def test_an_entry_cut_anywhere_or_with_any_byte_changed_says_nothing(company: Company) -> None:
    file = kept_file(company)
    whole = file.read_bytes()
    for at in range(0, len(whole), 7):
        for spoilt in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            file.write_bytes(spoilt)
            assert company.asked() is None
    file.write_bytes(whole)
    assert company.asked()


def with_its_own_hash(text: str) -> bytes:
    return (surroundings.hashed(text) + text).encode()


POISON: dict[str, Callable[[str], str]] = {
    "another version": lambda text: text.replace("runbook-unchanged-1", "runbook-unchanged-2"),
    "another program": lambda text: text.replace(text.split("\0")[2], "0" * 64),
    "of another command": lambda text: text.replace(text.split("\0")[1], "0" * 64),
    "no number": lambda text: text.replace("\0" + text.split("\0")[4] + "\0", "\0never\0", 1),
    "a field less": lambda text: text[: text.rindex("\0")],
    "nothing": lambda _: "",
    "only signs between": lambda _: "\0" * 40,
    "no input": lambda text: "\0".join([*text.split("\0")[:9], "0", *text.split("\0")[10:]]),
    "no file at all": lambda text: "\0".join([*text.split("\0")[:9], "0"]),
    "no output": lambda text: "\0".join(text.split("\0")[:-3]),
    "more inputs than files": lambda text: "\0".join([*text.split("\0")[:9], "9999", *text.split("\0")[10:]]),
}


@pytest.mark.parametrize("poison", POISON)
def test_a_poisoned_entry_says_nothing_and_the_next_run_builds(company: Company, poison: str) -> None:
    file = kept_file(company)
    whole = file.read_bytes()
    text = POISON[poison](whole[64:].decode())
    assert text.encode() != whole[64:]
    file.write_bytes(with_its_own_hash(text))
    assert company.asked() is None
    file.write_bytes(whole)
    assert company.asked()


@pytest.mark.parametrize("spoil", ["a link", "a pipe", "a folder", "others may write it", "longer than all may be"])
def test_what_others_could_have_written_says_nothing(company: Company, spoil: str) -> None:
    file = kept_file(company)
    real = file.with_name("real")
    file.rename(real)
    match spoil:
        case "a link":
            file.symlink_to(real)
        case "a pipe":
            os.mkfifo(file)
        case "a folder":
            file.mkdir()
        case "others may write it":
            file.write_bytes(real.read_bytes())
            file.chmod(0o620)
        case _:
            file.write_bytes(real.read_bytes())
            os.truncate(file, 1 << 30)
    assert company.asked() is None
    if file.is_dir():
        file.rmdir()
    real.replace(file)
    assert company.asked()


@pytest.mark.slow
def test_verify_believes_the_folder_and_not_what_is_remembered(plain: Company) -> None:
    sheet = plain.output / "en" / "03-contacts.md"
    with change(sheet, "edited"):
        key, entry = plain.entry()
        entry.outputs = [
            (path, *fingerprint_and_sign(path)) if path == str(sheet) else (path, fingerprint, sign)
            for path, fingerprint, sign in entry.outputs
        ]
        write_entry(str(plain.cache / "runbook"), key, entry)
        assert plain.asked()  # who can write there can make a run say so
        ended = run("verify", "--output", "output", cwd=plain.folder, environment=plain.environment({}))
        assert ended.code == 1
        assert "03-contacts.md" in ended.stdout + ended.stderr
        assert "03-contacts.md" in plain.refused()
    assert plain.asked() is None
    plain.builds()
    assert plain.asked()


def test_an_input_that_changes_while_it_is_built_is_not_remembered(tmp_path: Path) -> None:
    config, cache = tmp_path / "config.yaml", tmp_path / "cache"
    config.write_text("as it was", "utf-8")

    def remembered(meanwhile: Callable[[], object]) -> bool:
        beginning = Beginning.of(TYPED, ONCE, folder=cache, files=[config], own=None)
        assert beginning
        meanwhile()
        beginning.remember(tmp_path / "output", {}, (0, 1), ("", ""))
        found = [*cache.glob("*.unchanged")]
        for file in found:
            file.unlink()
        return bool(found)

    assert remembered(lambda: None)
    assert not remembered(lambda: config.write_text("as it is", "utf-8"))
    assert not remembered(lambda: config.write_text("as it is", "utf-8"))  # the same text, written once more
    assert not remembered(config.unlink)
    assert remembered(lambda: None)


def test_signs_of_a_young_file_are_not_believed(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text", "utf-8")
    fingerprint, sign = fingerprint_and_sign(str(file))
    now = file.stat().st_ctime_ns
    assert sign_now(str(file), fingerprint, UNKNOWN, now + 1_000_000_000, follow=False) == UNKNOWN
    assert sign_now(str(file), fingerprint, UNKNOWN, now + 3_000_000_000, follow=False) == sign
    assert sign_now(str(file), "0" * 64, sign, now, follow=False) == sign  # known signs are enough
    assert sign_now(str(file), "0" * 64, UNKNOWN, now, follow=False) is None


@pytest.mark.slow
def test_what_is_remembered_is_for_its_owner_alone_and_bounded(company: Company, tmp_path: Path) -> None:
    _, entry = company.entry()
    folder = tmp_path / "runbook"
    for number in range(400):
        write_entry(str(folder), f"{number:064}", entry)
    found = [*folder.glob("*.unchanged")]
    assert 0 < sum(file.stat().st_size for file in found) <= 4 << 20
    assert read_entry(str(folder), f"{399:064}")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


@pytest.mark.slow
def test_under_watch_a_save_that_changes_nothing_builds_nothing(
    plain: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ctrl_c(*_: object) -> None:
        raise KeyboardInterrupt

    def never(*_: object) -> None:
        pytest.fail("it was built")

    monkeypatch.setattr(watching, "_wait_for_change", ctrl_c)
    typed = (*PLAIN, "--watch")
    said = plain.builds(typed)
    monkeypatch.setattr("runbook.cli.building.build_folder", never)
    assert plain.builds(typed) == said
    assert plain.asked(typed) is None
