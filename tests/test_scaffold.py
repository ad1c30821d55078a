"""What ``make rule`` and ``make sheet`` start: all that is needed, nothing overwritten, nothing delivered half done."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from support.organisations import ROOT, knowledge

from runbook.checks import RULES

PARTS = ("runbook", "templates", "tests", "scripts", "examples", "docs")
PAGES = ("config.example.yaml", "pyproject.toml", "README.md", "README.ja.md", "CHANGELOG.md", "CONTRIBUTING.md")
NEW_RULE, BEFORE_IT = "seals-are-numbered", "batteries-are-fresh"
NEW_SHEET = "night-guard"


def checkout(folder: Path) -> Path:
    """A copy of what the scaffold and the tests of its result need, and of what Python has compiled of it."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("golden", "*.ttf"))
    for page in PAGES:
        shutil.copy(ROOT / page, folder / page)
    return folder


def scaffold(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "scripts" / "scaffold.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def texts(folder: Path) -> Mapping[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for part in ("runbook", "templates")
        for path in (folder / part).rglob("*")
        if path.suffix in {".py", ".yaml", ".j2"}
    }


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """A checkout with a new rule and a new sheet, and its files as they were before."""
    folder = checkout(tmp_path_factory.mktemp("checkout"))
    before = texts(folder)
    for arguments in (("rule", "--after", BEFORE_IT, NEW_RULE), ("sheet", NEW_SHEET)):
        done = scaffold(folder, *arguments)
        assert (done.returncode, done.stderr) == (0, "")
    return folder, before


def test_files_are_made_and_lines_only_added(started: tuple[Path, Mapping[str, str]]) -> None:
    folder, before = started
    after = texts(folder)
    number = int(knowledge().sheets[-1].number) + 1
    assert after.keys() - before.keys() == {
        f"runbook/checks/rules/{NEW_RULE.replace('-', '_')}.py",
        f"templates/sheets/{number:02}-{NEW_SHEET}.j2",
    }
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "runbook/checks/rules/__init__.py",
        "templates/manuals/ja.yaml",
        *(
            f"templates/languages/{code}/{file}.yaml"
            for code in knowledge().languages
            for file in ("checks", "messages-checks", "sheets")
        ),
    }
    for name in changed:
        lines = iter(after[name].splitlines())
        assert all(line in lines for line in before[name].splitlines()), name


def test_a_rule_stands_behind_the_one_that_was_named(started: tuple[Path, Mapping[str, str]]) -> None:
    after = texts(started[0])
    ids = [rule.id for rule in RULES]
    place = ids.index(BEFORE_IT) + 1
    listed = re.findall(r'^    "([a-z-]+)",$', after["runbook/checks/rules/__init__.py"], re.MULTILINE)
    titles = yaml.safe_load(after["templates/languages/en/checks.yaml"])["rules"]
    pages = yaml.safe_load(after["templates/manuals/ja.yaml"])
    assert listed == list(titles) == list(pages) == [*ids[:place], NEW_RULE, *ids[place:]]
    sentences = list(yaml.safe_load(after["templates/languages/ja/messages-checks.yaml"])["problems"])
    assert sentences[sentences.index(NEW_RULE) - 1] == f"{BEFORE_IT}-unknown"


def failing(folder: Path, *tests: str) -> tuple[set[str], str]:
    """The tests of a checkout that fail, and what pytest said."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    environment = {**outer, "PYTHONPATH": str(folder)}  # a run of its own, that shares nothing with this one
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert re.search(r"^\d+ (passed|failed)", done.stdout, re.MULTILINE), done.stdout + done.stderr
    return set(re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)), done.stdout


@pytest.mark.slow
def test_the_tests_name_what_is_left_to_write_and_nothing_else(started: tuple[Path, Mapping[str, str]]) -> None:
    folder, before = started
    left = {
        "tests/test_scaffold.py::test_nothing_half_done_is_left",
        "tests/checks/test_rules.py::test_every_rule_has_its_words[en]",
        "tests/checks/test_rules.py::test_every_rule_has_its_words[ja]",
        f"tests/checks/test_rules.py::test_a_bad_sample_gives_its_own_finding_at_the_marked_line[{NEW_RULE}]",
        "tests/test_docs_are_true.py::test_the_pages_name_every_sheet_and_exit_code[en]",
        "tests/test_docs_are_true.py::test_the_pages_name_every_sheet_and_exit_code[ja]",
    }
    in_order = {
        "tests/checks/test_rules.py::test_no_page_or_sentence_is_without_a_rule",
        "tests/knowledge/test_parity.py::test_a_language_has_the_same_keys_and_no_empty_words",
        "tests/knowledge/test_parity.py::test_structure_holds_no_sentences",
        "tests/knowledge/test_parity.py::test_every_sheet_template_says_what_it_renders",
    }
    failed, said = failing(folder, *sorted(left | in_order))
    assert failed == left, said
    touched = {name for name, text in texts(folder).items() if before.get(name) != text}
    assert [name for name in touched if name not in said] == ["runbook/checks/rules/__init__.py"]


@pytest.mark.slow
def test_a_sheet_whose_words_are_written_is_made(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    assert scaffold(folder, "sheet", NEW_SHEET).returncode == 0
    for code, word in (("ja", "夜間"), ("en", "Night")):
        words = folder / "templates" / "languages" / code / "sheets.yaml"
        words.write_text(words.read_text("utf-8").replace("TODO", word), "utf-8")
    shape = "tests/knowledge/test_parity.py::test_both_languages_have_the_same_shape[minimal]"
    failed, said = failing(folder, shape)
    assert failed == set(), said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("rule", NEW_RULE), "is taken"),
        (("sheet", NEW_SHEET), "is taken"),
        (("rule", "batteries-are-fresh-unknown"), "is taken"),
        (("rule", "Seals"), "cannot be the id of a rule"),
        (("rule", "seals"), "cannot be the id of a rule"),
        (("rule", "a-" * 20 + "b"), "cannot be the id of a rule"),
        (("rule", "../../seals-are-here"), "cannot be the id of a rule"),
        (("rule", "--after", "no-such-rule", "seals-are-here"), "there is no rule no-such-rule"),
        (("sheet", "Night Guard"), "cannot be the name of a sheet"),
        (("sheet", ""), "cannot be the name of a sheet"),
        (("sheet", "index"), "is taken"),
    ],
)
def test_what_cannot_be_started_is_refused_and_nothing_touched(
    started: tuple[Path, Mapping[str, str]], arguments: tuple[str, ...], reason: str
) -> None:
    folder, _ = started
    before = texts(folder)
    done = scaffold(folder, *arguments)
    assert done.returncode == 2
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert texts(folder) == before


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    stray = folder / "runbook/checks/rules/seals_are_here.py"
    stray.write_text("mine\n", "utf-8")
    before = texts(folder)
    done = scaffold(folder, "rule", "seals-are-here")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "scaffold: runbook/checks/rules/seals_are_here.py exists; nothing was written\n"
    assert texts(folder) == before


def test_every_file_of_a_rule_is_listed() -> None:
    files = {path.stem.replace("_", "-") for path in (ROOT / "runbook/checks/rules").glob("[a-z]*.py")}
    assert files == {rule.id for rule in RULES}


def test_nothing_half_done_is_left() -> None:
    left = [name for name, text in texts(ROOT).items() if re.search(r"\bTODO\b", text)]
    assert left == [], "\n".join(left)
