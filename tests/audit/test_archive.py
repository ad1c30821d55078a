"""A bundle that somebody has: whole, or what of it was changed, added, taken away."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from runbook.audit.archive import archive_of, check_archive, place_for
from runbook.errors import OutputError

DAY = date(2026, 11, 29)
DATA = b'{"a": 1}\n'
INDEX = f'<a href="../data/a.json">data/a.json</a></td><td>{sha256(DATA).hexdigest()}</td>'.encode()
FILES = {"data/a.json": DATA, "en/index.html": INDEX, "en/index.pdf": b"%PDF-1.7"}
ABOUT = {"audience": "role-only", "from": "2026-01-01", "to": "2026-11-29", "made_on": "2026-11-29"}


def made(folder: Path, files: dict[str, bytes] | None = None) -> Path:
    path = folder / "evidence.zip"
    path.write_bytes(archive_of(files or FILES, ABOUT, DAY).content)
    return path


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The bundle with other files in it, by somebody who does not know the manifest."""
    with zipfile.ZipFile(path) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as again:
        for name, content in files.items():
            again.writestr(name, content)
    return path


def rules(path: Path) -> set[tuple[str, str]]:
    problems = check_archive(path).problems
    assert {problem.where for problem in problems} <= {str(path)}
    return {(problem.rule, dict(problem.values).get("path", "")) for problem in problems}


def test_the_same_files_and_day_give_the_same_bytes_and_another_day_does_not() -> None:
    content = archive_of(FILES, ABOUT, DAY).content
    assert archive_of(dict(reversed(FILES.items())), ABOUT, DAY).content == content
    assert archive_of(FILES, ABOUT, date(2026, 11, 30)).content != content
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert {info.date_time for info in opened.infolist()} == {(2026, 11, 29, 0, 0, 0)}
        assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}


def test_one_that_nobody_touched_is_whole(tmp_path: Path) -> None:
    path = made(tmp_path)
    found = check_archive(path)
    assert (found.is_whole, found.files, found.about) == (True, 3, ABOUT)
    assert found.sha256 == sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda files: files.update({"data/a.json": b"{}"}), {("bundle-edited", "data/a.json")}),
        (lambda files: files.update({"data/b.json": b"{}"}), {("bundle-foreign", "data/b.json")}),
        (lambda files: files.update({"../a": b"{}"}), {("bundle-foreign", "../a")}),
        (lambda files: files.pop("en/index.pdf"), {("bundle-missing", "en/index.pdf")}),
        (lambda files: files.pop("SHA256SUMS"), {("bundle-missing", "SHA256SUMS")}),
        (lambda files: files.update({"SHA256SUMS": b""}), {("bundle-edited", "SHA256SUMS")}),
    ],
)
def test_whatever_was_changed_is_named(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], expected: set[tuple[str, str]]
) -> None:
    assert rules(rewritten(made(tmp_path), change)) == expected


def test_an_index_that_lies_is_found_even_if_the_manifest_knows_it(tmp_path: Path) -> None:
    lying = {**FILES, "en/index.html": INDEX.replace(sha256(DATA).hexdigest().encode(), b"0" * 64)}
    assert rules(made(tmp_path, lying)) == {("bundle-index", "en/index.html")}
    dead = {**FILES, "en/index.html": INDEX + b'<a href="gone.pdf">gone</a>'}
    assert rules(made(tmp_path, dead)) == {("bundle-link", "en/index.html")}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_in_it_twice_is_found(tmp_path: Path) -> None:
    path = made(tmp_path)
    with zipfile.ZipFile(path, "a") as again:
        again.writestr("data/a.json", DATA)
    assert ("bundle-twice", "data/a.json") in rules(path)


def test_a_manifest_that_was_edited_no_longer_fits(tmp_path: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        tree = json.loads(files["manifest.json"])
        tree["to"] = "2027-12-31"
        files["manifest.json"] = json.dumps(tree).encode()

    assert ("bundle-edited", "SHA256SUMS") in rules(rewritten(made(tmp_path), change))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"company:\n", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_bundle_is_neither_whole_nor_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    assert rules(path) == {("not-a-bundle", "")}
    with pytest.raises(OutputError) as refused:
        place_for(path)
    assert [problem.rule for problem in refused.value.problems] == ["not-a-bundle"]
    assert path.read_bytes() == content


def test_a_half_of_a_bundle_is_no_bundle(tmp_path: Path) -> None:
    path = made(tmp_path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        assert not check_archive(path).is_whole
    for place in range(30, len(whole), 53):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        check_archive(path)  # whatever it says, it says it


def test_a_bundle_may_be_replaced_by_another(tmp_path: Path) -> None:
    assert place_for(made(tmp_path)).before is not None
    assert place_for(tmp_path / "new.zip").before is None
