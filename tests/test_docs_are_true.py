"""README, schema and examples say what the code does. ``--refresh-golden`` writes the help blocks anew."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import prose
from support.command import Runbook, run_process
from support.config_texts import EXAMPLE, changed
from support.organisations import ROOT, knowledge

from runbook.sheets.codes import Misread, read_code

README = ROOT / "README.md"
HELP = re.compile(r"(<!-- help: runbook (?P<arguments>[a-z -]+) -->\n```\n)(?P<text>.*?)(```\n<!-- end -->)", re.DOTALL)
CODE = re.compile(r"\b(?=[0-9A-Z-]*[0-9])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")
VERBS = (
    *("build", "packet", "cards", "issue", "diff", "verify", "leave", "check", "prove", "explain", "who", "due"),
    *("import", "reconcile", "init", "schema", "doctor"),
)


def help_of(arguments: str) -> str:
    """What a process prints to a terminal of 80 columns."""
    ended = run_process(*arguments.split(), environment={"COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1"})
    assert ended.code == 0, ended.stderr
    return ended.stdout


def test_readme_shows_the_real_help(request: pytest.FixtureRequest) -> None:
    readme = README.read_text("utf-8")
    true = HELP.sub(lambda match: match.group(1) + help_of(match.group("arguments")) + match.group(4), readme)
    if request.config.getoption("--refresh-golden"):
        README.write_text(true, "utf-8")
    assert len(HELP.findall(readme)) == 13
    assert readme == true or request.config.getoption("--refresh-golden")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example_in_its_help(runbook: Runbook, verb: str) -> None:
    assert re.search(f"Examples?: runbook {verb}", runbook(verb, "--help").stdout)


def test_help_names_every_verb(runbook: Runbook) -> None:
    text = runbook("--help").stdout
    assert [verb for verb in VERBS if not re.search(rf"^  {verb} ", text, re.MULTILINE)] == []


def test_readme_names_every_sheet_and_exit_code() -> None:
    readme = README.read_text("utf-8")
    for sheet in knowledge().sheets:
        assert f"| {sheet.number} {sheet.slug.replace('-', ' ')} |" in readme
    for kind in knowledge().procedure.cases:
        assert f"| {kind.number} {kind.id.replace('-', ' ')} |" in readme
    for code in (0, 1, 2, 3, 4, 5, 70, 130, 141):
        assert f"| {code} |" in readme


def test_the_quick_start_is_two_commands() -> None:
    quick_start = README.read_text("utf-8").split("## Quick start")[1].split("##")[0]
    assert re.findall(r"```\n(.*?)```", quick_start, re.DOTALL) == ["make demo\nmake test\n"]


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))])
def test_an_example_of_a_code_could_be_one(page: Path) -> None:
    shown = CODE.findall(page.read_text("utf-8"))
    assert [code for code in shown if isinstance(read_code(code), Misread)] == []
    assert shown or page.name not in {"README.md", "codes.md"} or page.parent not in {ROOT, ROOT / "docs"}


@pytest.mark.parametrize("page", prose.pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_exists(page: Path) -> None:
    assert prose.missing_paths(page) == []
    assert prose.missing_files(page) == []
    assert prose.missing_names(page) == []
    assert prose.cited_sources(page) - knowledge().aws.sources.keys() == set()


def test_a_name_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(
        '"""See docs/lost.md, docs/codes.md, templates/sheets/NN-<slug>.j2, templates/languages/<code>/lost.yaml;\n'
        "``lost.py``, ``page.py``, ``sheets.yaml``, ``messages.yaml``, ``messages-*.yaml``; ``vanished``,\n"
        "``Line.vanished``, ``wording.Line``, ``Line.written``, ``known``, ``sys.path``.\n\n"
        'Read in templates/aws.yaml: ROOT, LOST-TOO."""\n\nknown = 1  # tests/lost\n',
        "utf-8",
    )
    assert prose.missing_paths(page) == ["docs/lost.md", "templates/languages/<code>/lost.yaml", "tests/lost"]
    assert prose.missing_files(page) == ["lost.py", "messages.yaml"]
    assert prose.missing_names(page) == ["vanished", "Line.vanished", "wording.Line"]
    assert prose.cited_sources(page) - knowledge().aws.sources.keys() == {"LOST-TOO"}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_way_to_report_a_vulnerability_is_found_from(page: str) -> None:
    assert "](SECURITY.md)" in (ROOT / page).read_text("utf-8")


def test_the_sample_that_a_report_asks_for_is_stamped(tmp_path: Path, runbook: Runbook) -> None:
    commands = re.findall(r"`runbook (init[^`]*sample\.yaml)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert len(commands) == 2
    for command in commands:
        assert runbook(*command.split(), cwd=tmp_path).code == 0
        assert re.search(r"^sample: true\b", (tmp_path / "sample.yaml").read_text("utf-8"), re.MULTILINE)
        (tmp_path / "sample.yaml").unlink()


def test_the_stored_schema_is_the_printed_one(runbook: Runbook) -> None:
    assert json.loads(runbook("schema").stdout) == json.loads((ROOT / "config.schema.json").read_text("utf-8"))


def test_nothing_in_the_project_names_a_machine_path() -> None:
    found = subprocess.run(
        ["git", "grep", "-nIE", r"/(work|root|home)/[a-z]+/", "--", ":!uv.lock"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode in {0, 1}, found.stderr  # 1 is "nothing found"; anything else looked at nothing
    assert [line for line in found.stdout.splitlines() if "test_docs_are_true" not in line] == []


@pytest.mark.paper
def test_a_reader_who_follows_the_section_on_approvers_gets_what_it_promises(tmp_path: Path) -> None:
    """The commands of the section, typed one after the other by a shell, at a company that writes English only."""
    section = README.read_text("utf-8").split("## When approvers change")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 6
    (tmp_path / "config.example.yaml").write_text(changed("languages: [ja, en]", "languages: [en]", EXAMPLE), "utf-8")
    script = "set -e\n" + "".join(f"{block}echo '=====' $?\n" for block in blocks)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    ended = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    first, left, _, difference, second, verified = ended.stdout.split("===== 0\n")[:6]
    assert "From no edition to edition 1" in first
    assert "approvers.members[1].person: set until: 2027-01-31" in left
    for told in (difference, second):
        assert "Approver 2: Sakura Mori instead of Ken Kato, from 2027-02-01" in told
        assert "unchanged  04 Break Glass" in told
        assert "take out copies 1 to 2; put in copies 1 to 2" in told
    code = re.findall(r"Edition code, to be approved: (\S+)", difference)
    assert json.loads((tmp_path / "company/config.yaml.editions.json").read_text())["editions"][1]["code"] == code[0]
    assert "It holds edition 2." in verified
    made = {str(path.relative_to(tmp_path / "company")) for path in (tmp_path / "company").rglob("*.pdf")}
    assert {
        "leaver/en/leaver.pdf",
        "reprint/en/slip.pdf",
        "reprint/en/redline.pdf",
        "output/en/02-approvers.pdf",
    } <= made
