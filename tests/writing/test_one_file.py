"""A single file of the user's: replaced in one step by one run, or left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from runbook.errors import OutputError
from runbook.writing import read_kept, replace_kept
from runbook.writing.lock import exclusive


def rules(caught: pytest.ExceptionInfo[OutputError]) -> list[tuple[str, str]]:
    return [(problem.rule, problem.where) for problem in caught.value.problems]


def test_a_file_is_made_for_its_owner_and_replaced_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    kept = read_kept(path)
    assert kept.before is None
    replace_kept(kept, b"one")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"one", 0o600)
    path.chmod(0o640)
    kept = read_kept(path)
    assert kept.before == b"one"
    replace_kept(kept, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)
    assert [left.name for left in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    if kind == "link":
        path.symlink_to(tmp_path / "b")
    else:
        path.mkdir()
    with pytest.raises(OutputError) as caught:
        read_kept(path)
    assert rules(caught) == [("kept-not-a-file", str(path))]


def test_a_file_that_became_a_link_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    kept = read_kept(path)
    path.symlink_to(tmp_path / "b")
    with pytest.raises(OutputError) as caught:
        replace_kept(kept, b"two")
    assert rules(caught) == [("kept-not-a-file", str(path))]
    assert path.is_symlink()


@pytest.mark.parametrize("theirs", [b"theirs", None])
def test_a_file_that_another_changed_is_left_alone(tmp_path: Path, theirs: bytes | None) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    kept = read_kept(path)
    path.unlink()
    if theirs is not None:
        path.write_bytes(theirs)
    with pytest.raises(OutputError) as caught:
        replace_kept(kept, b"two")
    assert rules(caught) == [("kept-changed", str(path))]
    assert (path.read_bytes() if path.exists() else None) == theirs


def test_only_one_run_writes_at_a_time(tmp_path: Path) -> None:
    kept = read_kept(tmp_path / "a")
    with exclusive(tmp_path / "a"), pytest.raises(OutputError) as caught:
        replace_kept(kept, b"two")
    assert rules(caught) == [("kept-locked", str(tmp_path / "a"))]
    assert not (tmp_path / "a").exists()


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".a.new-abcdefgh").write_bytes(b"half")
    (tmp_path / ".b.new-abcdefgh").write_bytes(b"of another file")
    replace_kept(read_kept(tmp_path / "a"), b"one")
    assert sorted(left.name for left in tmp_path.iterdir()) == [".b.new-abcdefgh", "a"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a"
    with pytest.raises(OutputError) as caught:
        replace_kept(read_kept(path), b"one")
    assert rules(caught) == [("output-disk-fault", str(path))]


def test_a_name_is_that_of_the_folder_in_which_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_kept(Path("a")).path == tmp_path / "a"
