"""What the output folder holds, and every reason for not touching it. Kills and disk faults: test_writing_crash.py."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import itertools
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from support import publishing
from support.organisations import sentences
from support.publishing import REGISTER, edition, fail, publish_edition, recorded, whole

from runbook.errors import OutputError, Problem
from runbook.writing import (
    About,
    Kind,
    Published,
    publish,
    read_ledger,
    refuse_early,
    refuse_unless_apart,
    verify_folder,
    write_new,
)
from runbook.writing.exchange import exchange
from runbook.writing.faults import disk_faults
from runbook.writing.inspection import is_disposable
from runbook.writing.lock import exclusive
from runbook.writing.staging import remove_old

SCRIPT = Path(publishing.__file__)
FILES = {"index.html": b"<p>", "ja/01.md": "緊急".encode(), "role-only/ja/01.md": b"x"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def publish_files(output: Path, files: dict[str, bytes] | None = None, kind: Kind = Kind.SHEETS) -> Published:
    made = FILES if files is None else files
    return publish(made, output, config=output.parent / "config.yaml", about=About(kind, {"tool": "t"}))


def refused(action: Callable[[], object]) -> list[tuple[str, str]]:
    """Rule and place of each problem; every one has its sentences in both languages."""
    with pytest.raises(OutputError) as caught:
        action()
    assert caught.value.exit_code == 5
    for problem in caught.value.problems:
        assert all(sentences(problem, language) for language in ("ja", "en"))
    return [(problem.rule, problem.where) for problem in caught.value.problems]


def snapshot(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


# ------------------------------------------------------------------------------------------------- what is written


def test_the_folder_holds_the_files_a_manifest_and_checksums(output: Path) -> None:
    publish_files(output)
    assert {str(path.relative_to(output)) for path in output.rglob("*") if path.is_file()} == {
        *FILES,
        ".gitignore",
        "SHA256SUMS",
        "manifest.json",
    }
    assert {path: (output / path).read_bytes() for path in FILES} == FILES
    manifest = json.loads((output / "manifest.json").read_bytes())
    assert manifest["tool"] == "t"
    assert manifest["files"]["ja/01.md"] == {"sha256": sha256(FILES["ja/01.md"]).hexdigest(), "bytes": 6}
    sums = [line.split("  ") for line in (output / "SHA256SUMS").read_text().splitlines()]
    assert [path for _, path in sums] == sorted([*FILES, ".gitignore", "manifest.json"])
    assert [digest for digest, _ in sums] == [sha256((output / path).read_bytes()).hexdigest() for _, path in sums]


def test_only_the_owner_can_read_what_was_written(output: Path) -> None:
    publish_files(output)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (output, *output.rglob("*")) if path.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in output.rglob("*") if path.is_file()} == {0o600}


def test_the_mode_of_an_existing_folder_is_kept(output: Path) -> None:
    output.mkdir()
    output.chmod(0o750)
    publish_files(output)
    assert stat.S_IMODE(output.stat().st_mode) == 0o750


def test_the_manifest_reads_the_same_whatever_the_order_in_which_files_and_facts_were_given(output: Path) -> None:
    config = output.parent / "config.yaml"
    publish({"b.md": b"2", "a.md": "緊".encode()}, output, config=config, about=About(Kind.SHEETS, {"x": "金", "b": 1}))
    hashes = [sha256(text).hexdigest() for text in ("緊".encode(), b"2")]
    assert (
        (output / "manifest.json").read_text("utf-8")
        == f"""\
{{
 "b": 1,
 "files": {{
  "a.md": {{
   "bytes": 3,
   "sha256": "{hashes[0]}"
  }},
  "b.md": {{
   "bytes": 1,
   "sha256": "{hashes[1]}"
  }}
 }},
 "kind": "sheets",
 "manifest_version": 1,
 "x": "金"
}}
"""
    )
    before = output.stat()
    publish({"a.md": "緊".encode(), "b.md": b"2"}, output, config=config, about=About(Kind.SHEETS, {"b": 1, "x": "金"}))
    assert output.stat() == before


def test_git_does_not_see_the_output(output: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(output.parent)], check=True)
    publish_files(output)
    command = ["git", "-C", str(output.parent), "status", "--porcelain", "--untracked-files=all"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == ""


def test_a_file_that_is_not_made_any_more_disappears(output: Path) -> None:
    publish_files(output, {"a.md": b"1", "b.md": b"2", "c.md": b"3"})
    published = publish_files(output, {"a.md": b"1", "b.md": b"two", "d.md": b"4"})
    assert (published.written, published.removed, published.unchanged) == (("b.md", "d.md"), ("c.md",), ("a.md",))
    assert not (output / "c.md").exists()


def test_the_same_files_leave_the_folder_untouched(output: Path) -> None:
    publish_files(output)
    before = (output.stat(), (output / "index.html").stat())
    published = publish_files(output)
    assert (published.written, published.removed, published.unchanged) == ((), (), tuple(sorted(FILES)))
    assert (output.stat(), (output / "index.html").stat()) == before


def test_a_deleted_file_comes_back(output: Path) -> None:
    publish_files(output)
    (output / "index.html").unlink()
    publish_files(output)
    assert (output / "index.html").read_bytes() == FILES["index.html"]


def test_missing_parents_of_the_folder_are_made_for_their_owner_alone(output: Path) -> None:
    before = stat.S_IMODE(output.parent.stat().st_mode)
    publish_files(output / "by" / "team")
    assert (output / "by" / "team" / "index.html").exists()
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (output, output / "by")} == {0o700}
    assert stat.S_IMODE(output.parent.stat().st_mode) == before


@pytest.mark.parametrize("path", ["../evil", "/evil", "a/../../evil", "", "manifest.json", ".gitignore"])
def test_no_file_can_leave_the_folder_or_stand_in_for_the_manifest(output: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        publish_files(output, {path: b""})
    assert not output.exists()


@pytest.mark.parametrize("names", [[], [".gitignore"], [".gitignore", ".DS_Store"], ["Thumbs.db"], ["desktop.ini"]])
def test_a_folder_without_anything_of_the_users_is_taken(output: Path, names: list[str]) -> None:
    output.mkdir()
    for name in names:
        (output / name).write_bytes(b"*\n")
    publish_files(output)
    assert verify_folder(output).problems == ()


def test_a_name_with_wildcards_is_taken_as_it_is(tmp_path: Path) -> None:
    output = tmp_path / "out[1]*"
    publish_files(output)
    (tmp_path / ".out[1]*.new-abcdefgh").mkdir()
    publish_files(output)
    assert [path.name for path in tmp_path.iterdir()] == ["out[1]*"]


# ------------------------------------------------------------------------------------------- what is left alone


def make_foreign_file(output: Path) -> list[tuple[str, str]]:
    (output / "notes.txt").write_text("mine")
    return [("output-foreign", str(output / "notes.txt"))]


def make_foreign_folder(output: Path) -> list[tuple[str, str]]:
    (output / "ja" / "photos").mkdir()
    (output / "ja" / "photos" / "1.jpg").write_text("mine")
    return [("output-foreign", str(output / "ja" / "photos"))]


def make_link(output: Path) -> list[tuple[str, str]]:
    (output / "index.html").rename(output.parent / "elsewhere.html")
    (output / "index.html").symlink_to(output.parent / "elsewhere.html")
    return [("output-foreign", str(output / "index.html"))]


def make_link_to_folder(output: Path) -> list[tuple[str, str]]:
    (output / "ja").rename(output.parent / "elsewhere")
    (output / "ja").symlink_to(output.parent / "elsewhere")
    return [("output-foreign", str(output / "ja"))]


def make_file_of_folder(output: Path) -> list[tuple[str, str]]:
    (output / "ja" / "01.md").unlink()
    (output / "ja").rmdir()
    (output / "ja").write_text("mine")
    return [("output-foreign", str(output / "ja"))]


def make_pipe(output: Path) -> list[tuple[str, str]]:
    os.mkfifo(output / "pipe")
    return [("output-foreign", str(output / "pipe"))]


def edit(output: Path) -> list[tuple[str, str]]:
    (output / "ja" / "01.md").write_text("緊急！")
    return [("output-edited", str(output / "ja" / "01.md"))]


def edit_two_and_add_one(output: Path) -> list[tuple[str, str]]:
    (output / "index.html").write_text("")
    return [*make_foreign_file(output), ("output-edited", str(output / "index.html")), *edit(output)]


def edit_manifest(output: Path) -> list[tuple[str, str]]:
    path = output / "manifest.json"
    path.write_text(path.read_text().replace('"t"', '"T"'))
    return [("output-edited", str(output / "SHA256SUMS"))]


def break_manifest(output: Path) -> list[tuple[str, str]]:
    (output / "manifest.json").write_text("{")
    names = ("SHA256SUMS", "index.html", "ja", "manifest.json", "role-only")
    return [("output-foreign", str(output / name)) for name in names]


CHANGES = [
    make_foreign_file,
    make_foreign_folder,
    make_link,
    make_link_to_folder,
    make_file_of_folder,
    make_pipe,
    edit,
    edit_two_and_add_one,
    edit_manifest,
]


@pytest.mark.parametrize("change", [*CHANGES, break_manifest])
def test_a_folder_that_was_changed_is_refused_and_left_alone(
    output: Path, change: Callable[[Path], list[tuple[str, str]]]
) -> None:
    publish_files(output)
    problems = change(output)
    before = snapshot(output.parent)
    config = output.parent / "config.yaml"
    assert refused(lambda: publish_files(output, {"new.md": b""})) == problems
    assert refused(lambda: refuse_early(output, Kind.SHEETS, config=config)) == problems
    assert snapshot(output.parent) == before


def test_a_folder_of_somebody_else_is_refused_by_naming_what_lies_in_it(output: Path) -> None:
    (output / "photos").mkdir(parents=True)
    (output / ".gitignore").write_text("*.pyc\n")
    before = snapshot(output)
    problems = [("output-foreign", str(output / "photos")), ("output-edited", str(output / ".gitignore"))]
    assert refused(lambda: publish_files(output)) == problems
    assert snapshot(output) == before


def test_a_link_a_file_and_a_place_that_holds_more_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    work = tmp_path / "work"
    for folder in (home / "deep", work / "deep"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home / "deep"))
    monkeypatch.chdir(work / "deep")
    (tmp_path / "link").symlink_to(work)
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    (tmp_path / "file").write_text("x")
    (tmp_path / "configs").mkdir()
    (tmp_path / "config.yaml").symlink_to(tmp_path / "configs" / "real.yaml")
    expected = {
        tmp_path / "link": "output-is-link",
        tmp_path / "dangling": "output-is-link",
        tmp_path / "file": "output-is-file",
        tmp_path / "file" / "below": "output-below-file",
        tmp_path / "file" / "far" / "below": "output-below-file",
        Path("/dev/null/x"): "output-below-file",
        tmp_path / "a\nb": "output-name",
        tmp_path / "a\x1bb" / "output": "output-name",
        home: "output-holds-home",
        home / "deep": "output-holds-home",
        work: "output-holds-working-folder",
        Path(): "output-holds-working-folder",
        Path(".."): "output-holds-working-folder",
        tmp_path: "output-holds-config",
        tmp_path / "configs": "output-holds-config",
        Path("/"): "output-holds-config",
        Path("/dev"): "output-mount-point",
    }
    before = snapshot(tmp_path)
    write = partial(publish, FILES, config=tmp_path / "config.yaml", about=About(Kind.SHEETS, {}))
    found = {place: refused(partial(write, place)) for place in expected}
    named = {place: str(place if place.is_absolute() else place.resolve()) for place in expected}
    assert found == {place: [(rule, named[place])] for place, rule in expected.items()}
    assert snapshot(tmp_path) == before


def test_what_the_output_would_take_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("home", "work", "configs"):
        (tmp_path / name / "deep").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home" / "deep"))
    monkeypatch.chdir(tmp_path / "work" / "deep")
    config = tmp_path / "configs" / "deep" / "config.yaml"
    for name, rule, kept in (
        ("home", "output-holds-home", tmp_path / "home" / "deep"),
        ("work", "output-holds-working-folder", tmp_path / "work" / "deep"),
        ("configs", "output-holds-config", config),
    ):
        with pytest.raises(OutputError) as caught:
            refuse_early(tmp_path / name, Kind.SHEETS, config=config)
        assert caught.value.problems == (Problem(rule, str(tmp_path / name), (("kept", str(kept)),)),)


@pytest.mark.parametrize(
    ("there", "wanted", "rule"),
    [(Kind.SHEETS, Kind.NOTICE, "output-holds-sheets"), (Kind.NOTICE, Kind.SHEETS, "output-holds-notice")],
)
def test_a_folder_of_one_kind_never_replaces_one_of_the_other(
    output: Path, there: Kind, wanted: Kind, rule: str
) -> None:
    publish_files(output, kind=there)
    before = snapshot(output)
    assert refused(lambda: refuse_early(output, wanted, config=output.parent / "c.yaml")) == [(rule, str(output))]
    assert refused(lambda: publish_files(output, kind=wanted)) == [(rule, str(output))]
    assert snapshot(output) == before


@pytest.mark.parametrize(
    ("about", "kind"),
    [({"reprint": 1}, Kind.NOTICE), ({"leaver": "2027-01-31"}, Kind.NOTICE), ({"tool": "t"}, Kind.SHEETS)],
)
def test_a_folder_made_before_kinds_is_known_by_what_its_manifest_says(
    output: Path, about: dict[str, object], kind: Kind
) -> None:
    publish(FILES, output, config=output.parent / "config.yaml", about=About(kind, about))
    manifest, sums = output / "manifest.json", output / "SHA256SUMS"
    told = sha256(manifest.read_bytes()).hexdigest()
    manifest.write_text("".join(line for line in manifest.read_text().splitlines(keepends=True) if "kind" not in line))
    sums.write_text(sums.read_text().replace(told, sha256(manifest.read_bytes()).hexdigest()))
    other = Kind.SHEETS if kind is Kind.NOTICE else Kind.NOTICE
    assert refused(lambda: publish_files(output, kind=other))[0][0] == f"output-holds-{kind}"
    assert publish_files(output, {**FILES, "new.md": b"n"}, kind=kind).written == ("new.md",)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("inside", ["r", "ja/r", "new/r"])
def test_no_folder_is_made_inside_one_of_ours(output: Path, kind: Kind, inside: str) -> None:
    publish_files(output)
    before = snapshot(output)
    refusals = [("output-inside-output", str(output / inside))]
    assert refused(lambda: refuse_early(output / inside, kind, config=output.parent / "c.yaml")) == refusals
    assert refused(lambda: publish_files(output / inside, kind=kind)) == refusals
    assert snapshot(output) == before


@pytest.mark.parametrize(("sheets", "notices"), [("o", "o"), ("o", "o/r"), ("r/o", "r"), ("o", "link/o/r")])
def test_the_two_folders_of_an_issue_lie_apart(tmp_path: Path, sheets: str, notices: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert refused(lambda: refuse_unless_apart(tmp_path / sheets, tmp_path / notices))[0][0] == "output-not-apart"
    refuse_unless_apart(tmp_path / "o", tmp_path / "o2")


def test_a_config_that_is_a_loop_of_links_lies_in_no_folder(output: Path) -> None:
    loop = output.parent / "loop"
    loop.symlink_to(loop)
    refuse_early(output, Kind.SHEETS, config=loop)


def test_what_is_no_folder_cannot_be_verified(output: Path) -> None:
    output.write_text("x")
    assert refused(lambda: verify_folder(output)) == [("output-disk-fault", str(output))]


def test_a_link_above_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    publish_files(tmp_path / "link" / "output")
    assert (tmp_path / "real" / "output" / "index.html").exists()


def test_verifying_names_what_is_missing_edited_or_foreign(output: Path) -> None:
    assert [problem.rule for problem in verify_folder(output).problems] == ["output-no-manifest"]
    publish_files(output)
    assert verify_folder(output).problems == ()
    (output / "index.html").unlink()
    expected = [*make_foreign_file(output), *edit(output), ("output-missing", str(output / "index.html"))]
    assert [(problem.rule, problem.where) for problem in verify_folder(output).problems] == expected


@pytest.mark.parametrize(
    ("about", "number"),
    [
        ({"edition": {"number": 3}}, 3),
        ({"edition": {"number": "3"}}, None),
        ({"edition": {}}, None),
        ({"edition": "3"}, None),
        ({}, None),
    ],
)
def test_verifying_tells_the_number_of_an_issued_edition(
    output: Path, about: dict[str, object], number: int | None
) -> None:
    publish(FILES, output, config=output.parent / "config.yaml", about=About(Kind.SHEETS, about))
    assert verify_folder(output).edition == number


@pytest.mark.parametrize("text", ["[]", "{}", '{"manifest_version": 1}', '{"manifest_version": 1, "files": {"a": 1}}'])
def test_a_manifest_that_no_run_wrote_is_a_file_of_somebody_else(output: Path, text: str) -> None:
    output.mkdir()
    (output / "manifest.json").write_text(text)
    assert refused(lambda: publish_files(output)) == [("output-foreign", str(output / "manifest.json"))]
    folder = verify_folder(output)
    assert (folder.problems, folder.edition) == ((Problem("output-no-manifest", str(output)),), None)


def test_a_manifest_of_another_version_is_not_ours(output: Path) -> None:
    publish_files(output)
    path = output / "manifest.json"
    path.write_text(path.read_text().replace('"manifest_version": 1', '"manifest_version": 2'))
    assert "output-foreign" in {rule for rule, _ in refused(lambda: publish_files(output))}


# ------------------------------------------------------------------------------------------------ runs and their disk


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (errno.ENOSPC, "output-disk-full"),
        (errno.EDQUOT, "output-disk-full"),
        (errno.EFBIG, "output-disk-full"),
        (errno.EROFS, "output-read-only"),
        (errno.EACCES, "output-denied"),
        (errno.EPERM, "output-denied"),
        (errno.EBUSY, "output-mount-point"),
        (errno.EXDEV, "output-cannot-move"),
        (errno.EIO, "output-disk-fault"),
    ],
)
def test_an_error_of_the_disk_names_the_place_and_the_reason(output: Path, number: int, rule: str) -> None:
    with pytest.raises(OutputError) as caught, disk_faults(output):
        raise OSError(number, "said by somebody else")
    assert caught.value.problems == (Problem(rule, str(output), (("reason", os.strerror(number)),)),)


def test_an_error_without_a_number_is_told_in_its_own_words(output: Path) -> None:
    with pytest.raises(OutputError) as caught, disk_faults(output):
        raise OSError("no such luck")
    assert caught.value.problems == (Problem("output-disk-fault", str(output), (("reason", "no such luck"),)),)


def test_a_register_that_is_no_file_is_named(output: Path) -> None:
    register = output.parent / REGISTER
    register.mkdir()
    assert refused(lambda: read_ledger(output.parent / "config.yaml")) == [("register-not-a-file", str(register))]


def test_a_register_in_use_or_changed_since_it_was_read_is_left_alone(output: Path) -> None:
    publish_edition("A", output)
    register = output.parent / REGISTER
    with exclusive(register):
        assert refused(lambda: publish_edition("B", output)) == [("register-locked", str(register))]
    read = read_ledger(output.parent / "config.yaml")
    register.write_text("register B\n")
    before = snapshot(output.parent)
    for ledger in (read, replace(read, after=b"register C\n")):
        write = partial(
            publish, {}, output, config=output.parent / "config.yaml", about=About(Kind.SHEETS, {}), ledger=ledger
        )
        assert refused(write) == [("register-changed", str(register))]
        assert snapshot(output.parent) == before


def test_a_run_that_has_nothing_to_enter_clears_up_after_a_killed_one_if_it_can(output: Path) -> None:
    publish_edition("A", output)
    register, left = output.parent / REGISTER, output.parent / f".{REGISTER}.new-abcdefgh"
    write = partial(publish, FILES, output, config=output.parent / "config.yaml", about=About(Kind.SHEETS, {}))
    left.touch()
    with exclusive(register):
        write(ledger=read_ledger(output.parent / "config.yaml"))
        assert left.exists()
    kept = output.parent / f".{REGISTER}.new-idea"
    kept.touch()
    write(ledger=read_ledger(output.parent / "config.yaml"))
    assert {path.name for path in output.parent.iterdir()} == {"output", REGISTER, kept.name}


def test_a_second_run_is_refused_while_the_first_one_writes(output: Path) -> None:
    publish_files(output)
    with (output.parent / ".output.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert refused(lambda: publish_files(output, {})) == [("output-locked", str(output))]
    publish_files(output, {})
    assert [path.name for path in output.parent.iterdir()] == ["output"]


def test_the_lock_is_for_the_owner_alone_and_follows_no_link(output: Path) -> None:
    lock = output.parent / ".output.lock"
    with exclusive(output):
        assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    lock.symlink_to(output.parent / "elsewhere")
    assert [rule for rule, _ in refused(lambda: publish_files(output))] == ["output-disk-fault"]
    assert not (output.parent / "elsewhere").exists()


def test_a_lock_on_a_file_that_the_run_before_removed_is_not_believed(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = output.parent / ".output.lock"
    locked = fcntl.flock

    def too_late(file: int, operation: int) -> None:
        monkeypatch.undo()
        path.unlink()
        locked(file, operation)

    monkeypatch.setattr(fcntl, "flock", too_late)
    with exclusive(output):
        assert refused(lambda: publish_files(output)) == [("output-locked", str(output))]


@pytest.mark.slow
def test_many_runs_at_once_leave_one_whole_edition(output: Path) -> None:
    publish_edition("A", output)
    command = [sys.executable, str(SCRIPT), "once", str(output), "exchange"]
    runs = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in "BABABA"]
    said = {run.communicate(timeout=60)[0].strip() for run in runs}
    assert "done" in said
    assert said <= {"done", "output-locked", "register-changed", "register-locked"}
    assert recorded(output) == whole(output)
    assert {path.name for path in output.parent.iterdir()} == {"output", REGISTER}


def test_the_register_is_made_for_its_owner_alone_and_keeps_the_mode_that_it_was_given(output: Path) -> None:
    config, register = output.parent / "config.yaml", output.parent / REGISTER
    config.touch()
    config.chmod(0o644)
    publish_edition("A", output)
    assert register.stat().st_mode & 0o777 == 0o600
    register.chmod(0o660)
    publish_edition("B", output)
    assert register.stat().st_mode & 0o777 == 0o660


def test_without_a_config_only_the_owner_may_read_the_register(output: Path) -> None:
    publish_edition("A", output)
    assert stat.S_IMODE((output.parent / REGISTER).stat().st_mode) == 0o600


def test_what_killed_runs_left_is_removed_but_nothing_else(output: Path) -> None:
    publish_files(output)
    ours = output.parent / ".output.new-abcdefgh"
    (ours / "ja").mkdir(parents=True)
    (ours / ".gitignore").write_bytes(b"*\n")
    (ours / "ja" / "02.md").write_text("somebody who has left")
    (output.parent / ".output.old-abcdefgh").mkdir()
    (output.parent / ".output.lock").touch()
    kept = output.parent / ".output.new-somebody"
    kept.mkdir()
    (kept / "thesis.txt").touch()
    publish_files(output)
    assert {path.name for path in output.parent.iterdir()} == {"output", ".output.new-somebody"}


@pytest.mark.parametrize("mark", [{".gitignore": ""}, {".gitignore": "*"}, {}, {".gitignore": "*\n", "02.md": "x"}])
def test_a_folder_that_a_killed_run_had_only_begun_is_removed(output: Path, mark: dict[str, str]) -> None:
    left = output.parent / ".output.new-abcdefgh"
    left.mkdir()
    for name, text in mark.items():
        (left / name).write_text(text)
    publish_files(output)
    assert [path.name for path in output.parent.iterdir()] == ["output"]


def test_what_only_looks_like_the_folder_of_a_killed_run_is_left_alone(output: Path) -> None:
    mine = output.parent / "mine"
    mine.mkdir()
    (output.parent / ".output.new-abcdefgh").symlink_to(mine)
    (output.parent / ".output.old-abcdefgh").touch()
    (output.parent / ".output.new-someones").mkdir()
    (output.parent / ".output.new-someones" / ".gitignore").write_text("*.pyc\n")
    (output.parent / ".output.new-toolong99").mkdir()
    before = snapshot(output.parent)
    publish_files(output)
    after = snapshot(output.parent)
    assert {path: text for path, text in after.items() if not path.startswith(str(output))} == before


def test_a_folder_on_its_way_out_comes_back_if_there_is_no_other(output: Path) -> None:
    """As a run leaves it that was killed between its two steps on a drive that cannot exchange."""
    publish_files(output)
    (output / "notes.txt").write_text("written in between")
    output.rename(output.parent / ".output.old-abcdefgh")
    (output.parent / ".output.old-bcdefghi").mkdir()
    assert refused(lambda: publish_files(output)) == [("output-foreign", str(output / "notes.txt"))]
    assert [path.name for path in output.parent.iterdir()] == ["output"]


def test_a_folder_that_is_being_removed_is_known_as_disposable_until_it_is_gone(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever the run is killed, the next one may go on removing."""
    publish_files(output, {"00.md": b"", "zz.md": b"", "ja/01.md": b""})
    removed: list[str] = []
    unlink, rmtree = Path.unlink, shutil.rmtree

    def unlinked(path: Path) -> None:
        assert is_disposable(output)
        removed.append(path.name)
        unlink(path)

    def tree_removed(path: Path) -> None:
        assert is_disposable(output)
        removed.append(path.name)
        rmtree(path)

    monkeypatch.setattr(Path, "unlink", unlinked)
    monkeypatch.setattr(shutil, "rmtree", tree_removed)
    remove_old(output)
    assert sorted(removed) == sorted([".gitignore", "00.md", "SHA256SUMS", "ja", "manifest.json", "zz.md"])
    assert removed[-1] == ".gitignore"
    assert not output.exists()


def losing(file: int) -> None:
    """As a disk that says it has what was written, and has not."""
    if stat.S_ISREG(os.fstat(file).st_mode):
        os.truncate(file, 0)


def test_what_the_disk_does_not_give_back_is_noticed(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_edition("A", output)
    before = snapshot(output.parent)
    monkeypatch.setattr(os, "fsync", losing)
    assert refused(lambda: publish_edition("B", output)) == [("output-disk-fault", str(output))]
    assert snapshot(output.parent) == before
    ledger = replace(read_ledger(output.parent / "config.yaml"), after=b"register B\n")
    write = partial(
        publish, edition("A"), output, config=output.parent / "config.yaml", about=About(Kind.SHEETS, {"edition": "A"})
    )
    assert refused(lambda: write(ledger=ledger)) == [("output-disk-fault", str(output.parent / REGISTER))]
    assert snapshot(output.parent) == before


@pytest.mark.parametrize(("number", "is_believed"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_a_drive_that_cannot_confirm_names_is_believed(
    output: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, is_believed: bool
) -> None:
    def unable(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", unable)
    if is_believed:
        publish_edition("A", output)
        assert recorded(output) == whole(output) == "A"
    else:
        assert refused(lambda: publish_edition("A", output)) == [("output-disk-fault", str(output))]
        assert list(output.parent.iterdir()) == []


def test_the_first_fault_is_told_even_if_clearing_up_fails_too(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_files(output)
    monkeypatch.setattr(os, "fsync", lambda _file: fail_full())
    monkeypatch.setattr(shutil, "rmtree", fail)
    assert refused(lambda: publish_files(output, {"ja/02.md": b""})) == [("output-disk-full", str(output))]


def fail_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


FAULTS = """
mount -t tmpfs -o size={size} tmpfs {folder} && cd / && {python} {script} once {folder}/output exchange A || exit
{change}
{python} {script} once {folder}/output exchange B
{python} -c 'from publishing import *; print(recorded(Path("{folder}/output")) + whole(Path("{folder}/output")))'
LC_ALL=C ls -A {folder}
"""


def can_mount() -> bool:
    """Whether this process may mount a small disk of its own, unseen by others."""
    command = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def on_a_small_disk(tmp_path: Path, size: str, change: str) -> list[str]:
    script = FAULTS.format(size=size, change=change, folder=tmp_path, python=sys.executable, script=SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(SCRIPT.parent)}
    command = ["unshare", "--mount", "sh", "-c", script]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.split()


needs_mounts = pytest.mark.skipif(not can_mount(), reason="this user may not mount a disk (Linux and root)")


@needs_mounts
def test_a_full_disk_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    assert on_a_small_disk(tmp_path, "150k", ":") == ["done", "output-disk-full", "AA", REGISTER, "output"]


@needs_mounts
def test_a_read_only_disk_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    change = f"mount -o remount,ro {tmp_path}"
    assert on_a_small_disk(tmp_path, "4m", change) == ["done", "output-read-only", "AA", REGISTER, "output"]


@needs_mounts
def test_a_mount_point_is_refused(tmp_path: Path) -> None:
    change = f"cd {tmp_path} && mkdir other && mount --bind other output && rmdir other"
    assert on_a_small_disk(tmp_path, "4m", change)[:2] == ["done", "output-mount-point"]


def test_a_drive_that_does_not_confirm_the_exchange_is_reported_and_the_old_folder_kept_for_the_next_run(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_edition("A", output)
    monkeypatch.setattr("runbook.writing.sync_folder", fail)
    assert refused(lambda: publish_edition("B", output)) == [("output-unconfirmed", str(output))]
    assert whole(output) == "B"
    assert {whole(path) for path in output.parent.glob(".output.new-*")} == {"A"}
    monkeypatch.undo()
    publish_edition("B", output)
    assert {path.name for path in output.parent.iterdir()} == {"output", REGISTER}


def fail_without_a_number(*_arguments: object) -> None:
    """As a library that has words of its own."""
    raise OSError("no such luck")


FAULTS_SAID = {os.strerror(errno.EIO): fail, "no such luck": fail_without_a_number}


@pytest.mark.parametrize("reason", FAULTS_SAID)
@pytest.mark.parametrize(
    ("step", "rule"), [("runbook.writing.sync_folder", "output-unconfirmed"), ("shutil.rmtree", "output-old-left")]
)
def test_what_went_wrong_after_the_exchange_is_told_with_its_reason(
    output: Path, monkeypatch: pytest.MonkeyPatch, reason: str, step: str, rule: str
) -> None:
    publish_files(output)
    monkeypatch.setattr(step, FAULTS_SAID[reason])
    with pytest.raises(OutputError) as caught:
        publish_files(output, {"new.md": b""})
    [problem] = caught.value.problems
    assert (problem.rule, problem.values) == (rule, (("reason", reason),))
    assert Path(problem.where).parent == output.parent


def test_a_folder_that_cannot_be_read_is_named_early(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runbook.writing.inspect", fail)
    assert refused(lambda: refuse_early(output, Kind.SHEETS, config=output.parent / "config.yaml")) == [
        ("output-disk-fault", str(output))
    ]


def cannot_move(*_folders: Path) -> bool:
    """As a folder from a lower layer of a container image."""
    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))


@pytest.mark.parametrize("names", [[], [".gitignore"]])
def test_a_folder_that_cannot_be_moved_is_made_anew_if_it_holds_nothing(
    output: Path, monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    output.mkdir()
    for name in names:
        (output / name).write_bytes(b"*\n")
    monkeypatch.setattr("runbook.writing.exchange.exchange", cannot_move)
    publish_files(output)
    assert verify_folder(output).problems == ()
    before = snapshot(output.parent)
    assert refused(lambda: publish_files(output, {"new.md": b""})) == [("output-cannot-move", str(output))]
    assert snapshot(output.parent) == before


def test_a_drive_that_cannot_exchange_has_the_old_folder_beside_the_new_one(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runbook.writing.exchange.exchange", lambda _first, _second: False)
    publish_edition("A", output)
    monkeypatch.setattr("runbook.writing.sync_folder", fail)
    assert refused(lambda: publish_edition("B", output)) == [("output-unconfirmed", str(output))]
    assert whole(output) == "B"
    assert [whole(path) for path in output.parent.glob(".output.old-*")] == ["A"]
    monkeypatch.undo()
    publish_edition("A", output)
    assert {path.name for path in output.parent.iterdir()} == {"output", REGISTER}


@pytest.mark.parametrize("known", ["", "A"])
def test_a_folder_that_cannot_be_replaced_takes_its_edition_out_of_the_register_again(
    output: Path, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    """Also the first one, before which there was no register."""
    if known:
        publish_edition(known, output)
    before = snapshot(output.parent)
    monkeypatch.setattr("runbook.writing.put_in_place", fail)
    assert refused(lambda: publish_edition("B", output)) == [("output-disk-fault", str(output))]
    assert snapshot(output.parent) == before


@pytest.mark.parametrize("failing", [1, 2])
def test_a_fault_between_the_two_steps_leaves_the_old_folder_where_it_was(
    output: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    publish_edition("A", output)
    monkeypatch.setattr("runbook.writing.exchange.exchange", lambda _first, _second: False)
    rename, calls = Path.rename, itertools.count(1)

    def renamed(path: Path, target: Path) -> Path:
        if next(calls) == failing:
            fail()
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)
    assert refused(lambda: publish_edition("B", output)) == [("output-disk-fault", str(output))]
    assert recorded(output) == whole(output) == "A"
    assert {path.name for path in output.parent.iterdir()} == {"output", REGISTER}


def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert [[path.name for path in (tmp_path / name).iterdir()] for name in "ab"] == [["b"], ["a"]]
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "a", tmp_path / "nowhere")


@dataclass(frozen=True)
class System:
    """A C library whose exchange fails with an error of the system, or has been asked for something."""

    number: int
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def __call__(self, *arguments: object) -> int:
        self.asked.append(arguments)
        return -1 if self.number else 0


def with_system(monkeypatch: pytest.MonkeyPatch, platform: str, name: str, number: int) -> System:
    system = System(number)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_arguments, **_names: SimpleNamespace(**{name: system}))
    monkeypatch.setattr(ctypes, "get_errno", lambda: number)
    return system


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_each_system_is_asked_for_an_exchange_in_its_own_way(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """renameat2 with RENAME_EXCHANGE and AT_FDCWD of linux/fs.h and fcntl.h; renamex_np with RENAME_SWAP of stdio.h."""
    expected: tuple[object, ...] = (b"a", b"b", 2) if platform == "darwin" else (-100, b"a", -100, b"b", 2)
    system = with_system(monkeypatch, platform, "renamex_np" if platform == "darwin" else "renameat2", 0)
    assert exchange(Path("a"), Path("b"))
    assert system.asked == [expected]


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP])
def test_a_drive_that_says_it_cannot_exchange_is_believed(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    with_system(monkeypatch, "linux", "renameat2", number)
    assert not exchange(Path("a"), Path("b"))


def test_a_system_without_an_exchange_is_no_fault_and_another_error_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with_system(monkeypatch, "linux", "another", 0)
    assert not exchange(Path("a"), Path("b"))
    with_system(monkeypatch, "linux", "renameat2", errno.EACCES)
    with pytest.raises(PermissionError):
        exchange(Path("a"), Path("b"))


def test_a_limit_on_file_size_is_a_full_disk(output: Path) -> None:
    publish_edition("A", output)
    command = ["sh", "-c", f"ulimit -f 8; {sys.executable} {SCRIPT} once {output} exchange B"]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    assert result.stdout.strip() == "output-disk-full"
    assert recorded(output) == whole(output) == "A"
    assert {path.name for path in output.parent.iterdir()} == {"output", REGISTER}


# --------------------------------------------------------------------------------------------------- single new files


def test_a_new_file_is_made_once_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    assert write_new(path, b"1")
    assert not write_new(path, b"2")
    assert path.read_bytes() == b"1"
    (tmp_path / "any").touch()
    assert path.stat().st_mode == (tmp_path / "any").stat().st_mode, "as any new file: the user edits and shares it"
    nowhere = tmp_path / "no" / "folder.yaml"
    assert refused(lambda: write_new(nowhere, b"")) == [("output-disk-fault", str(nowhere))]


def test_half_a_new_file_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", fail)
    path = tmp_path / "config.yaml"
    assert refused(lambda: write_new(path, b"1")) == [("output-disk-fault", str(path))]
    assert list(tmp_path.iterdir()) == []
