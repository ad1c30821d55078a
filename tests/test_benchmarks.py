"""What `make bench` writes: its arithmetic, and the form of the tables in docs/performance.md; no figure is judged."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from support.organisations import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import growth
import measuring
import ratios

PAGE = (ROOT / "docs" / "performance.md").read_text("utf-8")
MEASURED = PAGE.partition(ratios.BEGIN)[2].partition(ratios.END)[0]
RATIO = r"[0-9]+(?:\.[0-9]+)?"


def rows(head: str) -> list[list[str]]:
    """The cells of the table of the page that begins with a head."""
    found = re.search(rf"^\| {re.escape(head)} .*\n\|(?: --- \|)+\n((?:\|.*\n)+)", MEASURED, re.MULTILINE)
    assert found, head
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in found[1].splitlines()]


def test_the_page_says_when_and_with_what_it_was_measured() -> None:
    assert re.search(r"Measured on \d{4}-\d\d-\d\d: \w+ [0-9.]+, weasyprint [0-9.]+, .*, load [0-9.]+; ", MEASURED)
    assert re.search(r"; \d+ rounds, \d+ of what prints", MEASURED)


def test_each_command_of_the_page_has_a_ratio_its_range_and_its_memory() -> None:
    found = rows("command")
    names = {row[0] for row in found}
    assert {f"`runbook {name}`" for name in ("--help", "check", "who", "verify CODE")} <= names
    assert f"`{ratios.PACKET}`" in names
    for _, against, middle, span, peak in found:
        assert against in {measuring.PYTHON, ratios.WEASYPRINT, ratios.CHROMIUM, ratios.PACKET_BY_WEASYPRINT}
        assert re.fullmatch(RATIO, middle)
        assert re.fullmatch(rf"{RATIO}–{RATIO}", span)
        assert re.fullmatch("[0-9]+", peak)


def test_each_growth_of_the_page_has_all_its_sizes_and_an_exponent() -> None:
    found = rows("growth with")
    assert [row[0] for row in found] == [each.of for each in growth.GROWTHS]
    for row, each in zip(found, growth.GROWTHS, strict=True):
        sizes = [int(size.replace(",", "")) for size in re.findall(r"([0-9,]+): ", row[2])]
        assert sizes in ([*each.sizes], [*each.short])
        assert re.fullmatch(rf"-?{RATIO}|{growth.FLAT}", row[3])


@pytest.mark.parametrize(("power", "fixed"), [(1, 0.0), (1, 9.0), (2, 3.0)])
def test_the_exponent_is_of_what_comes_on_top_of_the_smallest(power: int, fixed: float) -> None:
    sizes = (1, 100, 1000, 10_000)
    assert measuring.exponent(sizes, [fixed + size**power for size in sizes]) == pytest.approx(power, abs=0.01)


def test_a_row_compares_the_costs_of_the_same_round() -> None:
    costs = {
        "one": [measuring.Cost(2.0, 10), measuring.Cost(8.0, 30), measuring.Cost(3.0, 20)],
        "other": [measuring.Cost(1.0, 1), measuring.Cost(2.0, 1), measuring.Cost(3.0, 1)],
    }
    found = measuring.row("one", "other", costs)
    assert (found.ratios, found.middle, found.peak) == ((2.0, 4.0, 1.0), 2.0, 30)
    figures = {"median": 2.0, "min": 1.0, "max": 4.0, "peak_mb": 30, "rounds": 3}
    assert found.record() == {"name": "one", "against": "other", **figures}


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    command = measuring.Command("wrong", [sys.executable, "-c", "raise SystemExit(7)"], tmp_path)
    with pytest.raises(SystemExit, match="wrong ended with 7"):
        measuring.cost_of(command)


def test_the_tables_are_put_between_the_marks_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr(ratios, "PAGE", page)
    page.write_text(f"before\n{ratios.BEGIN}\nold\n{ratios.END}\nafter\n", "utf-8")
    ratios.write("new\n")
    assert page.read_text("utf-8") == f"before\n{ratios.BEGIN}\n\nnew\n\n{ratios.END}\nafter\n"
    page.write_text("before\n", "utf-8")
    with pytest.raises(SystemExit, match="lacks the marks"):
        ratios.write("new\n")


def test_every_change_that_no_test_can_notice_is_one_of_a_line_that_is_there() -> None:
    import mutants  # noqa: PLC0415  it loads mutmut, which takes a second

    assert mutants.known_equivalents()


def test_what_is_changed_and_the_tests_that_have_to_notice_it_are_there() -> None:
    import mutants  # noqa: PLC0415  as above

    for room in mutants.ROOMS.values():
        named = (*room.sources, *(test.partition("::")[0] for test in room.tests if test.startswith("tests/")))
        assert [path for path in named if not (ROOT / path).exists()] == []
