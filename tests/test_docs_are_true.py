"""Pages, schema and examples say what the code does. ``--refresh-golden`` writes the help blocks anew."""

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
from support.organisations import ROOT, knowledge
from support.papers import Papers

from runbook.cli import COMMANDS
from runbook.sheets.codes import Misread, read_code

README = ROOT / "README.md"
DOCS = ROOT / "docs"
LANGUAGES = {"en": "", "ja": ".ja"}
"""What stands before the suffix of a page in each language."""

HELP = re.compile(
    r"(<!-- help: runbook (?P<arguments>[a-z -]+) -->\n```text\n)(?P<text>.*?)(```\n<!-- end -->)", re.DOTALL
)
CODE = re.compile(r"\b(?=[0-9A-Z-]*[0-9])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
VERBS = tuple(command.__name__.rstrip("_") for command in COMMANDS)
# A reader's own shell: the name that was typed is that of the installed command.
AS_TYPED = "import sys; sys.argv[0] = 'runbook'; from runbook.__main__ import main; main()"


def help_of(arguments: str, language: str) -> str:
    """What the command prints to a terminal of 80 columns."""
    environment = {"COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1", "RUNBOOK_LANG": language}
    ended = run_process(*arguments.split(), environment=environment, start=("-c", AS_TYPED))
    assert ended.code == 0, ended.stderr
    return ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_the_command_line_shows_the_real_help_of_every_command(
    request: pytest.FixtureRequest, language: str
) -> None:
    page = DOCS / f"cli{LANGUAGES[language]}.md"
    shown = page.read_text("utf-8")
    true = HELP.sub(lambda found: found[1] + help_of(found["arguments"], language) + found[4], shown)
    if request.config.getoption("--refresh-golden"):
        page.write_text(true, "utf-8")
    assert [found["arguments"] for found in HELP.finditer(shown)] == ["--help", *(f"{verb} --help" for verb in VERBS)]
    assert shown == true or request.config.getoption("--refresh-golden")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example_in_its_help(runbook: Runbook, verb: str) -> None:
    assert re.search(f"Examples?: runbook {verb}", runbook(verb, "--help").stdout)


def test_help_names_every_verb(runbook: Runbook) -> None:
    text = runbook("--help").stdout
    assert [verb for verb in VERBS if not re.search(rf"^  {verb} ", text, re.MULTILINE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_name_every_sheet_and_exit_code(language: str) -> None:
    sheets = (DOCS / f"sheets{LANGUAGES[language]}.md").read_text("utf-8")
    for sheet in knowledge().sheets:
        assert f"| {sheet.number} {sheet.slug.replace('-', ' ')} |" in sheets
    for kind in knowledge().procedure.cases:
        assert f"| {kind.number} {kind.id.replace('-', ' ')} |" in sheets
    codes = (DOCS / f"cli{LANGUAGES[language]}.md").read_text("utf-8")
    for code in (0, 1, 2, 3, 4, 5, 70, 130, 141):
        assert f"| {code} |" in codes


@pytest.mark.parametrize(("page", "heading"), [("README.md", "See it first"), ("README.ja.md", "まず見てみる")])
def test_a_clone_shows_itself_with_two_commands(page: str, heading: str) -> None:
    part = (ROOT / page).read_text("utf-8").split(f"## {heading}")[1].split("##")[0]
    assert re.findall(r"```\n(.*?)```", part, re.DOTALL) == ["make demo\nmake test\n"]


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_what_readme_types_first_is_what_every_way_to_install_is_tried_with(page: str) -> None:
    first = [text for kind, text in BLOCK.findall((ROOT / page).read_text("utf-8")) if kind == "sh"][:2]
    assert first[0] == "uv tool install .\n"
    commands = [line.partition("#")[0].split() for line in first[1].splitlines()]
    assert len(commands) == 5
    tried = (ROOT / "scripts" / "try-install").read_text("utf-8")
    assert [command for command in commands if " ".join(command) not in tried] == []


def in_both_languages() -> list[Path]:
    """The English pages that a Japanese one stands beside."""
    return [page for page in (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))) if japanese(page).is_file()]


def japanese(page: Path) -> Path:
    return page.with_suffix(".ja.md")


SAMPLE = {"archer": "sato", "baker": "kato", "carter": "mori", "draper": "suzuki"}
"""Who does the same in the two invented companies of `init --sample`: each language has its own people."""


def typed(page: Path) -> list[tuple[str, str]]:
    """What a page gives to type, block by block, without remarks and what is quoted: words of the reader.

    A message with its line to write (→) is the program's, in the language of the page.
    """
    blocks = [block for block in BLOCK.findall(HELP.sub("", page.read_text("utf-8"))) if "  → " not in block[1]]
    for name, other in SAMPLE.items():
        blocks = [(kind, re.sub(rf"(?<=by ){name}\b", other, text)) for kind, text in blocks]
    return [(kind, re.sub(r'(?m)\s*#.*$|"[^"]*"|(?<=reason: ).*', "", text)) for kind, text in blocks]


def test_what_a_reader_needs_stands_in_both_languages() -> None:
    names = {str(page.relative_to(ROOT)) for page in in_both_languages()}
    assert names >= {
        *("README.md", "docs/cli.md", "docs/sheets.md", "docs/how-to/install.md", "docs/how-to/teams.md"),
        *("docs/how-to/check-safety.md", "docs/how-to/change-approvers.md"),
    }


@pytest.mark.parametrize("page", in_both_languages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_as_deep_in_both_languages(page: Path) -> None:
    """The same headings, pictures, blocks to type, rows of tables and links, which lead to pages of the language."""
    texts = {code: HELP.sub("", path.read_text("utf-8")) for code, path in (("en", page), ("ja", japanese(page)))}
    for mark in (r"^##+ ", r"^!\[", r"^- \*\*", r"^\|", r"^\d+\. "):
        counts = {code: len(re.findall(mark, text, re.MULTILINE)) for code, text in texts.items()}
        assert counts["en"] == counts["ja"], mark
    assert typed(page) == typed(japanese(page))
    links = {code: [(page.parent / target).resolve() for target in LINK.findall(text)] for code, text in texts.items()}
    there = {japanese(target) if japanese(target).is_file() else target for target in links["en"]} - {page.resolve()}
    assert set(links["ja"]) - {page.resolve()} == there - {japanese(page).resolve()}


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))])
def test_an_example_of_a_code_could_be_one(page: Path) -> None:
    shown = CODE.findall(page.read_text("utf-8"))
    assert [code for code in shown if isinstance(read_code(code), Misread)] == []
    assert shown or page not in {README, japanese(README), DOCS / "codes.md"}


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


def test_the_map_says_of_each_long_file_why_it_stays_whole() -> None:
    files = [path for path in (ROOT / "runbook").rglob("*.py") if path.read_text("utf-8").count("\n") > 300]
    page = (DOCS / "architecture.md").read_text("utf-8")
    told = page.partition("longer than 300 lines")[2].partition("A test holds this list")[0]
    assert set(re.findall(r"`(runbook/[^`]+)`", told)) == {path.relative_to(ROOT).as_posix() for path in files}


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
def test_a_reader_who_follows_the_page_on_approvers_gets_what_it_promises(papers: Papers, tmp_path: Path) -> None:
    """The commands of the page, typed one after the other by a shell, at a company that writes English only."""
    papers.first_edition("full")  # has printed nearly all sheets of the first edition
    page = DOCS / "how-to" / "change-approvers.md"
    blocks = [text for kind, text in BLOCK.findall(page.read_text("utf-8")) if kind == "sh"]
    assert len(blocks) == 6
    start, first_edition = blocks[0].splitlines(keepends=True)
    blocks[0] = f"{start}sed -i 's/languages: .ja, en./languages: [en]/' config.yaml\n{first_edition}"
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
