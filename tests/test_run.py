"""How the tests themselves are run: none is lost when they are dealt out, and what is shared is made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import shared
from support.order import dealt


@given(st.integers(0, 60).flatmap(lambda count: st.tuples(st.just(count), *[st.sets(st.integers(0, 60))] * 2)))
def test_every_test_is_dealt_out_once(drawn: tuple[int, set[int], set[int]]) -> None:
    count, printed, long = drawn
    tests = range(count)
    order = dealt(tests, [test for test in tests if test in printed], [test for test in tests if test in long])
    assert sorted(order) == list(tests)


def test_each_of_two_processes_begins_with_what_takes_long() -> None:
    order = dealt(range(100), of_papers=[40, 41], long=[41, 90, 91, 92])
    assert order[:2] == [40, 41]
    assert order[50:53] == [90, 91, 92]
    assert order[2:50] == [*range(40), *range(42, 50)]


def test_where_a_change_is_judged_no_sheet_of_an_earlier_run_is_taken(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_this_run = shared.folder_of_run(tmp_path_factory)
    monkeypatch.setenv("CI", "true")
    assert shared.printed_before(request.config).parent == of_this_run
    monkeypatch.delenv("CI")
    keeps = hasattr(request.config, "cache")  # unless pytest was told to keep nothing
    assert (of_this_run in shared.printed_before(request.config).parents) != keeps


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run of its own."""
    monkeypatch.setattr(shared, "_FOLDERS", [tmp_path])
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_what_is_shared_is_made_once_and_everybody_has_a_copy() -> None:
    made = []

    def make() -> list[int]:
        made.append(1)
        return [1]

    first, second, other = shared.value("a", make), shared.value("a", make), shared.value("b", make)
    assert first == second == other == [1]
    assert second is not first
    assert len(made) == len({"a", "b"})


@pytest.mark.usefixtures("folder")
def test_what_could_not_be_made_is_made_by_whoever_asks_next() -> None:
    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        shared.value("a", fail)
    assert shared.value("a", lambda: 1) == 1


def test_nothing_is_made_while_tests_are_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_FOLDERS", [None])
    with pytest.raises(AssertionError, match="ask for it in a test"):
        shared.value("a", list)
