"""Several machines print a share each; where their caches come together, all is bound as if one had printed it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.command import Runbook
from support.organisations import ORGANISATIONS
from support.papers import IN_FORCE, Papers

from runbook.paper import PaperSheet, Shard

DAY = ("--date", str(IN_FORCE))


def company(folder: Path) -> Path:
    """The minimal company in one language."""
    text = ORGANISATIONS["minimal"].read_text("utf-8")
    assert text.count("languages: [ja, en]") == 1
    path = folder / "config.yaml"
    path.write_text(text.replace("languages: [ja, en]", "languages: [en]"), "utf-8")
    return path


def kept(cache: Path) -> set[str]:
    return {path.name for path in cache.rglob("*.paper")}


def whole(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.paper
def test_the_shares_of_all_machines_are_the_whole(runbook: Runbook, papers: Papers, tmp_path: Path) -> None:
    """What one machine prints of the edition in force, the test run has printed before, in one job."""
    alone = papers.in_japanese()
    for name in ("config.yaml", "config.yaml.editions.json"):
        shutil.copy(alone / name, tmp_path)
    caches = [tmp_path / "one", tmp_path / "two"]
    told = []
    for number, cache in enumerate(caches, 1):
        ended = runbook(
            *("build", *DAY, "--shard", f"{number}/2", "--json"),
            cwd=tmp_path,
            environment={"XDG_CACHE_HOME": str(cache)},
        )
        assert ended.code == 0, ended.stderr
        told.append(json.loads(ended.stdout))
    assert not (tmp_path / "output").exists()
    first, second = map(kept, caches)
    assert not first & second
    assert [len(first), len(second)] == [each["sheets"] for each in told]
    assert sum(each["sheets"] for each in told) == told[0]["all_sheets"]

    together = tmp_path / "together"
    for cache in caches:
        shutil.copytree(cache, together, dirs_exist_ok=True)
    bound = runbook("build", *DAY, cwd=tmp_path, environment={"XDG_CACHE_HOME": str(together)})
    assert bound.code == 0, bound.stderr
    assert whole(tmp_path / "output") == whole(alone / "output")
    sheets = {path.stem for path in (tmp_path / "output" / "ja").glob("[0-9]*.pdf")}
    assert len(sheets) == told[0]["all_sheets"]
    books = {path.stem for path in (tmp_path / "output" / "ja").glob("[a-z]*.pdf")}
    assert len(kept(together) - first - second) == 2 * len(books)  # books and contents: no sheet twice


def names(sheets: Sequence[PaperSheet]) -> list[str]:
    return [sheet.name for sheet in sheets]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_every_sheet_is_in_exactly_one_share_wherever_it_is_worked_out(count: int) -> None:
    sheets = [PaperSheet(f"en/{number:02}", "x" * (number * 37 % 11), ()) for number in range(23)]
    shares = [Shard(number, count).of(sheets) for number in range(1, count + 1)]
    assert sorted(name for share in shares for name in names(share)) == names(sheets)
    again = [Shard(number, count).of(sheets[::-1]) for number in range(1, count + 1)]
    assert [sorted(names(share)) for share in again] == [sorted(names(share)) for share in shares]


@pytest.mark.parametrize(
    "typed", ["0/2", "3/2", "2", "1/0", "-1/2", "1/2/3", "one/two", "", "1 / 2", "1/1000", "１/２"]
)
def test_what_is_no_share_is_refused_with_an_example(runbook: Runbook, tmp_path: Path, typed: str) -> None:
    ended = runbook("build", company(tmp_path), *DAY, f"--shard={typed}", cwd=tmp_path)
    assert ended.code == 2
    assert "1/4" in ended.stderr


@pytest.mark.parametrize("more", [("-o", "output"), ("--watch",), ("--open",), ("-f", "md")])
def test_a_share_is_only_printed(runbook: Runbook, tmp_path: Path, more: tuple[str, ...]) -> None:
    ended = runbook("build", company(tmp_path), *DAY, "--shard", "1/2", *more, cwd=tmp_path)
    assert ended.code == 2
    assert "--output" in ended.stderr


def test_a_share_needs_a_cache(runbook: Runbook, tmp_path: Path) -> None:
    ended = runbook("build", company(tmp_path), *DAY, "--shard", "1/2", "--no-cache", cwd=tmp_path)
    assert ended.code == 2
    assert "XDG_CACHE_HOME" in ended.stderr
    assert not (tmp_path / "output").exists()
