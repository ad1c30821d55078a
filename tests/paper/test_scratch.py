from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from runbook.paper.scratch import PREFIX, remove_abandoned, scratch_folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(folder: Path, *, hours: float = 2) -> Path:
    """A folder as a killed run left it some hours ago."""
    folder.mkdir()
    (folder / "fonts.conf").write_text("x")
    (folder / "font-cache").mkdir()
    grow_old(folder, hours)
    return folder


def grow_old(folder: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(folder, (then, then))


def test_what_killed_runs_left_is_gone_after_the_next_run(temporary: Path) -> None:
    for name in ("abcdefgh", "12345678"):
        left(temporary / f"{PREFIX}{name}")
    with scratch_folder() as folder:
        assert list(temporary.iterdir()) == [folder]
    assert list(temporary.iterdir()) == []


def test_a_folder_in_use_or_young_or_of_somebody_else_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = left(temporary / f"{PREFIX}otherone")
    for name in ("elsewhere", f"{PREFIX}longername"):
        left(temporary / name)
    young = left(temporary / f"{PREFIX}youngone", hours=0.9)
    link = temporary / f"{PREFIX}linkaway"
    link.symlink_to(temporary / "elsewhere")
    file = temporary / f"{PREFIX}filefile"
    file.write_text("x")
    os.utime(file, (0, 0))
    with scratch_folder() as folder:
        assert not others.exists()
        grow_old(folder, 2)
        remove_abandoned()
        assert folder.exists()
        others = left(temporary / f"{PREFIX}otherone")
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
        remove_abandoned()
    assert all(path.exists() for path in (others, young, file, temporary / "elsewhere" / "fonts.conf"))
    assert link.is_symlink()
    assert (temporary / f"{PREFIX}longername").exists()
