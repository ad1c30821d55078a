"""The lines that `runbook explain` shows can be read on their own, and stand in the example as they are shown."""

from __future__ import annotations

from functools import cache

import pytest
import yaml

from runbook.checks import RULES, Rule
from runbook.checks.samples import whole_lines
from runbook.resources import example_config

EXAMPLE = example_config().decode()


@cache
def keys_of_the_example() -> frozenset[str]:
    return frozenset(yaml.safe_load(EXAMPLE))


def shown(rule: Rule) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return whole_lines(EXAMPLE, rule.good, rule.bad)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_wrong_and_right_lines_are_whole_and_can_be_read_as_yaml(rule: Rule) -> None:
    for lines in shown(rule):
        content = yaml.safe_load("\n".join(line for line in lines if line.strip() != "..."))
        assert set(content) <= keys_of_the_example()
        assert None not in content.values()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_right_lines_are_those_of_the_example_in_its_order(rule: Rule) -> None:
    left = iter(EXAMPLE.split("\n"))
    assert all(line in left for line in shown(rule)[0] if line.strip() != "...")


def test_lines_that_are_left_out_are_marked_and_a_flow_is_shown_to_its_end() -> None:
    example = "a:\n  - id: x\n    b: 1\n    # c\n    d: {e: 1,\n      f: 2,\n      g: 3}\n  - id: y\n"
    right, wrong = whole_lines(example, "e: 1", "e: 9  # <-")
    assert right == ("a:", "  - id: x", "    ...", "    d: {e: 1,", "      f: 2,", "      g: 3}")
    assert wrong[3] == "    d: {e: 9  # <-,"
