"""What of the surroundings tells two builds apart, although their command lines are the same."""

from __future__ import annotations

import pytest

from runbook.unchanged.surroundings import command_key

TYPED = ("build", "-c", "config.yaml")


@pytest.mark.parametrize(
    "name",
    [
        *("RUNBOOK_LANG", "SOURCE_DATE_EPOCH", "TZ", "TZDIR", "LANG", "LANGUAGE", "LC_ALL", "TERM", "NO_COLOR"),
        *("COLUMNS", "HOME", "XDG_CACHE_HOME", "PYTHONUTF8", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "FONTCONFIG_FILE"),
        *("FC_DEBUG", "PANGOCAIRO_BACKEND", "GIO_EXTRA_MODULES", "G_DEBUG", "MALLOC_ARENA_MAX"),
    ],
)
def test_a_variable_that_the_build_listens_to_makes_it_another(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name, raising=False)
    without = command_key(TYPED, "once")
    monkeypatch.setenv(name, "one")
    one = command_key(TYPED, "once")
    monkeypatch.setenv(name, "two")
    assert len({without, one, command_key(TYPED, "once")}) == 3


def test_a_variable_that_nothing_of_it_reads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = command_key(TYPED, "once")
    monkeypatch.setenv("EDITOR", "ed")
    assert command_key(TYPED, "once") == before


def test_a_build_that_watches_and_one_that_was_typed_otherwise_are_others() -> None:
    assert len({command_key(TYPED, "once"), command_key(TYPED, "watching"), command_key(TYPED[:1], "once")}) == 3
