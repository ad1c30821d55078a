"""Several machines print a share each. That their shares are the whole, machines that have the wheel show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.command import Runbook
from support.organisations import ORGANISATIONS
from support.papers import IN_FORCE

from runbook.paper import PaperSheet, Shard

DAY = ("--date", str(IN_FORCE))


def company(folder: Path) -> Path:
    """The minimal company in one language."""
    text = ORGANISATIONS["minimal"].read_text("utf-8")
    assert text.count("languages: [ja, en]") == 1
    path = folder / "config.yaml"
    path.write_text(text.replace("languages: [ja, en]", "languages: [en]"), "utf-8")
    return path


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
