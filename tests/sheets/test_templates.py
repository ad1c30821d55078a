"""Templates read like code: short lines, no lists built in loops, and a first comment that names what they use."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from jinja2 import meta, nodes
from support.organisations import ROOT, view_of

from runbook.resources import templates_dir
from runbook.sheets.rendering import _environment
from runbook.sheets.translator import Translator

TEMPLATES = sorted(str(path.relative_to(templates_dir())) for path in templates_dir().rglob("*.j2"))
OF_THE_SCREEN = sorted(
    str(path.relative_to(templates_dir()))
    for pattern in ("*.js", "screen.css", "dark.css", "form.css")
    for path in (templates_dir() / "page").rglob(pattern)
)
LONGEST_LINE = 140
FIRST_COMMENT = re.compile(r"\{#.*?Context: (?P<names>.*?)\. #\}", re.DOTALL)
NAME = re.compile(r"(?P<name>[a-z_]+) \((?P<type>(?:[^()]|\([^()]*\))+)\)(?:,\s+|$)")
CLASS = re.compile(r"\b(?!Markdown\b)[A-Z][a-z]+[A-Za-z]*\b")
ENVIRONMENT = _environment((templates_dir(),), are_ours=True)


def source(template: str) -> str:
    return (templates_dir() / template).read_text("utf-8")


def told(text: str) -> Mapping[str, str]:
    """The names of the first comment with their types; AssertionError if there is more or less than these."""
    comment = FIRST_COMMENT.match(text)
    assert comment, "the first comment ends with Context: name (type), name (type)."
    assert not NAME.sub("", comment["names"]), "only names with types stand after Context:"
    return {entry["name"]: entry["type"] for entry in NAME.finditer(comment["names"])}


def used(text: str) -> set[str]:
    """The names that a template takes from its context; Jinja counts what is set under a condition among them."""
    tree = ENVIRONMENT.parse(text)
    targets = (name for node in tree.find_all(nodes.Assign) for name in node.find_all(nodes.Name))
    own = {name.name for name in targets if name.ctx == "store"}
    return meta.find_undeclared_variables(tree) - own - ENVIRONMENT.globals.keys()


def classes() -> set[str]:
    files = (ROOT / "runbook").rglob("*.py")
    return {name for path in files for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_names_every_name_that_it_uses_and_no_other(template: str) -> None:
    assert set(told(source(template))) == used(source(template))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_names_the_types_of_what_every_template_sees(template: str) -> None:
    view = view_of("minimal", "en")
    seen = {
        "view": type(view).__name__,
        "org": type(view.organisation).__name__,
        "language": type(view.language).__name__,
        "t": Translator.__name__,
        "blocks": "path of the blocks",
    }
    types = told(source(template))
    assert {name: types[name] for name in types.keys() & seen} == {name: seen[name] for name in types.keys() & seen}


def test_every_class_that_a_template_names_exists() -> None:
    named = {word for template in TEMPLATES for kind in told(source(template)).values() for word in CLASS.findall(kind)}
    assert len(named) > len({"View", "Organisation", "Language", "Translator"})
    assert named - classes() == set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_line_of_a_template_is_long(template: str) -> None:
    lines = source(template).split("\n")
    assert {number: line for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE} == {}


@pytest.mark.parametrize("file", OF_THE_SCREEN)
def test_no_line_of_the_design_and_the_script_of_a_screen_is_long_but_an_expression_that_nothing_can_break(
    file: str,
) -> None:
    lines = enumerate(source(file).split("\n"), 1)
    long = {number: line for number, line in lines if len(line) > LONGEST_LINE and not line.lstrip().startswith("/")}
    assert long == {}


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_collects_a_list_in_a_loop(template: str) -> None:
    assert "namespace(" not in source(template)


@pytest.mark.parametrize(
    "text",
    [
        "{{ view }}",
        "{# What it is. #}{{ view }}",
        "{# What it is. Context: view. #}{{ view }}",
        "{# What it is. Context: view (View) and more. #}{{ view }}",
    ],
)
def test_a_comment_without_names_and_types_is_noticed(text: str) -> None:
    with pytest.raises(AssertionError):
        told(text)


def test_names_in_macros_count_and_names_of_its_own_do_not() -> None:
    macro = "{% macro a(b) %}{{ b }}{{ view.day }}{% endmacro %}"
    assert used(macro + "{% if org %}{% set c = org %}{{ c }}{% endif %}{% for d in t %}{{ d }}{% endfor %}") == {
        "org",
        "t",
        "view",
    }


def test_a_type_may_have_brackets_of_its_own() -> None:
    types = told("{# Words. Context: org (list of (a, b)),\n   view (View). #}")
    assert types == {"org": "list of (a, b)", "view": "View"}
