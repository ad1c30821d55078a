"""Shipped YAML is read from events; it must say what PyYAML says."""

from pathlib import Path

import pytest
import yaml

from runbook.knowledge.shipped_yaml import texts_in, values_in
from runbook.resources import templates_dir

SHIPPED = sorted(templates_dir().rglob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(templates_dir())))
def test_every_shipped_file_is_read_as_pyyaml_reads_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert texts_in(path) == yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  builds texts only
    assert values_in(path) == yaml.load(text, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize(
    "typed",
    ["2026-12-01", "0x1F", "012", "1_000", "1.5", "yes", "Off", "~", "null", ".inf", "12:30", '"12"', "no one", ""],
)
def test_a_value_is_what_pyyaml_reads(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(f"a: {typed}\n", "utf-8")
    assert values_in(path) == yaml.safe_load(f"a: {typed}")


def test_an_empty_file_has_no_tree(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("# nothing\n", "utf-8")
    assert values_in(path) is None


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: 1\nb: !!str 2\n", "a: &x [1]\n", "- 1\n- {a: !own {}}\n"])
def test_anchors_aliases_and_tags_are_refused_with_their_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"odd\.yaml: line [12]: an anchor, alias or tag"):
        values_in(path)
