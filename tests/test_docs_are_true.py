"""README, schema and examples say what the code does. ``--refresh-golden`` writes the help blocks anew."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, knowledge

README = ROOT / "README.md"
HELP = re.compile(r"(<!-- help: runbook (?P<arguments>[a-z -]+) -->\n```\n)(?P<text>.*?)(```\n<!-- end -->)", re.DOTALL)
VERBS = ("build", "check", "schema", "doctor", "init")


def help_of(arguments: str) -> str:
    """What the real command prints, at a fixed width."""
    environment = {**os.environ, "COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1", "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "runbook", *arguments.split()]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_readme_shows_the_real_help(request: pytest.FixtureRequest) -> None:
    readme = README.read_text("utf-8")
    true = HELP.sub(lambda match: match.group(1) + help_of(match.group("arguments")) + match.group(4), readme)
    if request.config.getoption("--refresh-golden"):
        README.write_text(true, "utf-8")
    assert len(HELP.findall(readme)) == 2
    assert readme == true or request.config.getoption("--refresh-golden")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example_in_its_help(verb: str) -> None:
    assert f"Example: runbook {verb}" in help_of(f"{verb} --help")


def test_help_names_every_verb() -> None:
    text = help_of("--help")
    assert [verb for verb in VERBS if not re.search(rf"^  {verb} ", text, re.MULTILINE)] == []


def test_readme_names_every_sheet_and_exit_code() -> None:
    readme = README.read_text("utf-8")
    for sheet in knowledge().sheets:
        assert f"| {sheet.number} {sheet.slug.replace('-', ' ')} |" in readme
    for code in (0, 1, 2, 3, 4, 5, 70, 130):
        assert f"| {code} |" in readme


def test_the_quick_start_is_two_commands() -> None:
    quick_start = README.read_text("utf-8").split("## Quick start")[1].split("##")[0]
    assert re.findall(r"```\n(.*?)```", quick_start, re.DOTALL) == ["make demo\nmake test\n"]


@pytest.mark.parametrize("page", [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_stored_schema_is_the_printed_one() -> None:
    command = [sys.executable, "-m", "runbook", "schema"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(printed) == json.loads((ROOT / "config.schema.json").read_text("utf-8"))


def test_nothing_in_the_project_names_a_machine_path() -> None:
    found = subprocess.run(
        ["git", "grep", "-nIE", r"/(work|root|home)/[a-z]+/", "--", ":!uv.lock"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert [line for line in found.splitlines() if "test_docs_are_true" not in line] == []
