"""The command, as a user types it: files, streams, exit codes, and an old output that stays whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest
from support.command import Ended, Runbook, run_process
from support.config_texts import ENGLISH, MINIMAL, changed
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, built, knowledge, sheets_of
from support.papers import Papers

from runbook.building import Inputs
from runbook.errors import RenderingRefusedError, UsageError
from runbook.paper import PaperSheet, print_sheets
from runbook.sheets.pages import paper_page
from runbook.sheets.templates import Templates

MINIMAL_FILE = ORGANISATIONS["minimal"]
OWN = {"manifest.json", "SHA256SUMS", ".gitignore"}


class TextBuild(Protocol):
    """Builds the minimal company in English, or another config, as text: no paper."""

    def __call__(
        self, output: Path, *more: str | Path, config: Path = ..., environment: Mapping[str, str] | None = ...
    ) -> Ended: ...


@pytest.fixture(scope="module")
def text_build(runbook: Runbook, tmp_path_factory: pytest.TempPathFactory) -> TextBuild:
    english = tmp_path_factory.mktemp("english") / "config.yaml"
    english.write_text(ENGLISH, "utf-8")

    def build(
        output: Path, *more: str | Path, config: Path = english, environment: Mapping[str, str] | None = None
    ) -> Ended:
        arguments = (
            "build",
            "-c",
            config,
            "-o",
            output,
            "--date",
            "2026-11-24",
            *(more if "--format" in more else ("--format", "md,html", *more)),
        )
        return runbook(*arguments, environment=environment)

    return build


@pytest.fixture(scope="module")
def first(text_build: TextBuild, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first") / "output"
    assert text_build(folder).code == 0
    return folder


@pytest.fixture
def output(first: Path, tmp_path: Path) -> Path:
    """The minimal company as text in English, built before."""
    return shutil.copytree(first, tmp_path / "output")


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with its fingerprint."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.paper
def test_build_leaves_every_sheet_in_every_language_and_format(papers: Papers) -> None:
    ended = papers.ended("full")
    assert (ended.code, ended.stdout) == (0, "")
    names = [sheet.sheet.name for sheet in sheets_of("full", "ja").values()]
    assert f"Wrote {len(names) * len(LANGUAGES)} sheets" in ended.stderr
    assert "rror" not in ended.stderr
    assert "arning" not in ended.stderr
    expected = {
        f"{language}/{sheet}.{ending}" for language in LANGUAGES for sheet in names for ending in ("md", "html", "pdf")
    }
    expected |= {f"{language}/runbook.{ending}" for language in LANGUAGES for ending in ("html", "pdf")}
    expected |= {
        f"{language}/{volume}.pdf" for language in LANGUAGES for volume in ("emergency", "reference", "handbook")
    }
    assert set(contents(papers.output("full"))) == expected | {"index.html", "README.md"} | OWN


@pytest.mark.paper
def test_the_checksums_hold_and_the_manifest_lists_every_file(papers: Papers) -> None:
    output = papers.output("full")
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=output, check=False).returncode == 0
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == set(contents(output)) - OWN
    assert "佐藤" not in (output / "manifest.json").read_text("utf-8")


@pytest.mark.paper
def test_the_index_leads_to_every_file(papers: Papers) -> None:
    output = papers.output("full")
    index = (output / "index.html").read_text("utf-8")
    for path in set(contents(output)) - OWN - {"index.html", "README.md"}:
        assert f'href="{path}"' in index


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "more", "words"),
    [
        ({"LANG": "ja_JP.UTF-8"}, (), "書き出しました"),
        ({"RUNBOOK_LANG": "ja"}, (), "書き出しました"),
        ({}, ("--talk", "ja"), "書き出しました"),
        ({"LANG": "fr_FR.UTF-8"}, (), "Wrote"),
    ],
)
def test_the_language_of_the_talk_is_chosen(
    text_build: TextBuild, tmp_path: Path, environment: Mapping[str, str], more: tuple[str, ...], words: str
) -> None:
    assert words in text_build(tmp_path / "output", "--format", "md", *more, environment=environment).stderr


@pytest.mark.slow
def test_quiet_is_quiet(text_build: TextBuild, tmp_path: Path) -> None:
    result = text_build(tmp_path / "output", "--quiet")
    assert (result.code, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.slow
def test_json_is_all_that_stands_on_stdout(text_build: TextBuild, tmp_path: Path) -> None:
    result = text_build(tmp_path / "output", "--json", config=MINIMAL_FILE)
    answer = json.loads(result.stdout)
    assert result.stderr == ""
    assert set(answer) == {"output", "audience", "files", "codes", "notes", "findings"}
    names = [sheet.sheet.name for sheet in sheets_of("minimal", "ja").values()]
    assert answer["codes"].keys() == {f"{language}/{sheet}" for language in LANGUAGES for sheet in names}


BROKEN = """\
config_version: 1
company: {name: Sample K.K., time_zone: Asia/Tokio}
languages: [ja, en]
people:
  - {id: sato, name: 佐藤, contacts: [{kind: mobile, value: "call me"}]}
aprovers: {}
"""


def test_a_broken_config_gives_all_errors_with_their_places_and_writes_nothing(
    runbook: Runbook, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(BROKEN, "utf-8")
    for verb in (["check"], ["build", "-o", tmp_path / "output"]):
        result = runbook(*verb, "-c", config)
        assert (result.code, result.stdout) == (2, "")
        for place in ("config.yaml:2:41", "config.yaml:5:59", "config.yaml:6:1"):
            assert place in result.stderr
        assert "approvers" in result.stderr
        assert "^" in result.stderr
        assert "Traceback" not in result.stderr
    assert not (tmp_path / "output").exists()


def test_a_caret_stands_under_its_place_behind_wide_characters(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(BROKEN, "utf-8")
    lines = runbook("check", "-c", config).stderr.splitlines()
    source = max(number for number, line in enumerate(lines) if "call me" in line)
    width = sum(2 if ord(character) > 0x2E7F else 1 for character in lines[source][: lines[source].index('"call me"')])
    assert lines[source + 1].index("^") == width


def test_check_as_json_names_rule_and_place(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(BROKEN, "utf-8")
    result = runbook("check", "-c", config, "--json")
    assert result.code == 2
    problems = json.loads(result.stdout)["problems"]
    assert all(problem["rule"] and problem["what"] and problem["remedy"] for problem in problems)
    assert {problem["line"] for problem in problems} >= {2, 5, 6}


def test_a_secret_is_refused_and_never_shown(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    secret = "AKIA" + "IOSFODNN7EXAMPLQ"
    config.write_text(changed("name: payer", f"name: {secret}"), "utf-8")
    result = runbook("build", "-c", config, "-o", tmp_path / "output")
    assert result.code == 3
    assert secret not in result.stdout + result.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("character", "point"), [("😀", "U+1F600"), ("한", "U+D55C"), ("ก", "U+0E01")])
def test_a_missing_glyph_is_named_and_the_old_output_stays(
    text_build: TextBuild, output: Path, tmp_path: Path, character: str, point: str
) -> None:
    before = contents(output)
    config = tmp_path / "config.yaml"
    config.write_text(changed("鈴木 大輔", f"鈴木 {character}", ENGLISH), "utf-8")
    result = text_build(output, config=config)
    assert result.code == 4
    assert f"({point})" in result.stderr
    assert "config.yaml:11:" in result.stderr
    assert contents(output) == before


@pytest.mark.slow
def test_a_template_with_an_undefined_name_is_refused_and_the_old_output_stays(
    text_build: TextBuild, output: Path, tmp_path: Path
) -> None:
    before = contents(output)
    own = tmp_path / "own" / "sheets"
    own.mkdir(parents=True)
    (own / "02-approvers.j2").write_text("{# ours #}\n{{ org.aprovers }}\n", "utf-8")
    result = text_build(output, "--templates", own.parent)
    assert result.code == 4
    assert "02-approvers.j2:2" in result.stderr
    assert "aprovers" in result.stderr
    assert contents(output) == before


@pytest.mark.slow
def test_own_templates_are_marked_and_listed(text_build: TextBuild, tmp_path: Path) -> None:
    own = tmp_path / "own" / "sheets"
    own.mkdir(parents=True)
    shipped = (ROOT / "templates" / "sheets" / "02-approvers.j2").read_text("utf-8")
    never = '{{ b.note("never"'
    (own / "02-approvers.j2").write_text(changed(never, f"{{{{ b.p(org.company.name) }}}}\n{never}", shipped), "utf-8")
    output = tmp_path / "output"
    assert text_build(output, "--templates", own.parent).code == 0
    assert "Customised templates" in (output / "en" / "02-approvers.md").read_text("utf-8")
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    assert "sheets/02-approvers.j2" in json.dumps(manifest)


@pytest.mark.slow
def test_a_template_that_drops_the_telephone_numbers_is_refused(text_build: TextBuild, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    shipped = (ROOT / "templates" / "parts.j2").read_text("utf-8")
    (own / "parts.j2").write_text(
        changed("number(item.value) if view.is_phone(item.kind)", "b.dash() if view.is_phone(item.kind)", shipped),
        "utf-8",
    )
    result = text_build(tmp_path / "output", "--templates", own)
    assert result.code == 4
    assert "+81 90 0000 0003" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("dropped", ["{{ code }}", "{{ body }}"])
def test_a_page_shell_without_code_or_body_is_refused(text_build: TextBuild, tmp_path: Path, dropped: str) -> None:
    own = tmp_path / "own" / "page"
    own.mkdir(parents=True)
    shipped = (ROOT / "templates" / "page" / "sheet.html.j2").read_text("utf-8")
    (own / "sheet.html.j2").write_text(changed(dropped, "", shipped), "utf-8")
    assert text_build(tmp_path / "output", "--templates", own.parent).code == 4


PAPER_MUTANTS = {
    "an unknown property": "body { text-wrap: balance; }",
    "a style from the network": '@import url("https://example.com/x.css");',
    "a hidden telephone number": ".whole { display: none; }",
    "a table head taller than the page": "thead th { height: 300mm; }",
    "white text": ".whole { color: #fff; }",
    "text of one point": ".whole { font-size: 1pt; }",
    "a font of the system": 'body { font-family: "DejaVu Sans"; }',
    "a block off the paper": ".calls { position: absolute; left: 400mm; }",
    "text cut off": "td { overflow: hidden; height: 2mm; }",
    "steps that may split": (
        "@page { size: 120mm 60mm; margin: 20mm 5mm; } "
        "tr { break-inside: auto !important; } td { font-size: 18pt !important; }"
    ),
}


SPOILED = "contacts"  # the sheet on which every one of them shows, alone


def spoilt(folder: Path, mutant: str) -> Path:
    """A folder of own templates with a stylesheet that spoils the paper."""
    own = folder / "own" / "page"
    own.mkdir(parents=True)
    shipped = (ROOT / "templates" / "page" / "paper.css").read_text("utf-8")
    rule = PAPER_MUTANTS[mutant]
    (own / "paper.css").write_text(
        f"{rule}\n{shipped}" if rule.startswith("@import") else f"{shipped}\n{rule}\n", "utf-8"
    )
    return own.parent


@pytest.mark.paper
@pytest.mark.parametrize("mutant", PAPER_MUTANTS)
def test_a_stylesheet_that_spoils_the_paper_is_refused(tmp_path: Path, mutant: str) -> None:
    templates = Templates.of(knowledge(), spoilt(tmp_path, mutant))
    marked = next(marked for marked in built("minimal").sets if marked.language == "en")
    [sheet] = [sheet for sheet in marked if sheet.sheet.slug == SPOILED]
    with pytest.raises(RenderingRefusedError) as refused:
        print_sheets([PaperSheet(str(sheet.name), paper_page(sheet, marked.view, templates), sheet.texts)])
    assert all(problem.rule.startswith("paper-") for problem in refused.value.problems), refused.value.problems


@pytest.mark.paper
def test_a_build_with_a_stylesheet_that_spoils_the_paper_ends_with_its_own_code_and_writes_nothing(
    runbook: Runbook, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(changed("languages: [ja, en]", "languages: [en]"), "utf-8")
    own, output = spoilt(tmp_path, "a style from the network"), tmp_path / "output"  # refused before it is laid out
    result = runbook("build", "-c", config, "-o", output, "--format", "pdf", "--templates", own)
    assert result.code == 4, result.stderr
    assert "Traceback" not in result.stderr
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--date", "2026-13-01"], "2026-13-01"),
        (["build", "--date", "tomorrow"], "tomorrow"),
        (["build", "--date", "9999-12-31"], "9999-12-31"),
        (["build", "--date", "0001-01-01"], "0001-01-01"),
        (["build", "--date", "20261201"], "Write 2026-12-01"),
        (["build", "--date", "2026-W49-2"], "Write 2026-12-01"),
        (["build", "--format", "docx"], "docx"),
        (["check", "--talk", "fr"], "--talk fr: choose one of en, ja"),
        (["schema", "--talk", ""], "choose one of en, ja"),
        (["diff", "0", "0"], "runbook diff 0"),
        (["diff", "2", "1"], "runbook diff 2"),
        (["build", "--templates", "nowhere"], "nowhere"),
        (["build", "--templates", "x" * 300], "xxx"),
        (["build", "-c", "nowhere.yaml"], "nowhere.yaml"),
        (["build", "--nosuch"], "--nosuch"),
        (["biuld"], "biuld"),
        (["check", "-c", "."], "folder"),
    ],
)
def test_a_wrong_command_line_is_answered_with_2_and_the_word_that_is_wrong(
    runbook: Runbook, tmp_path: Path, arguments: list[str], words: str
) -> None:
    (tmp_path / "config.yaml").write_text(MINIMAL, "utf-8")
    result = runbook(*arguments, cwd=tmp_path)
    assert result.code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "output").exists()


def test_a_clock_that_is_no_number_is_refused(runbook: Runbook, tmp_path: Path) -> None:
    result = runbook(
        "build", "-c", MINIMAL_FILE, "-o", tmp_path / "o", "--format", "md", environment={"SOURCE_DATE_EPOCH": "abc"}
    )
    assert result.code == 2
    assert "abc" in result.stderr


def test_the_config_is_found_in_the_environment_or_the_current_folder(runbook: Runbook, tmp_path: Path) -> None:
    asked = ("check", "--fail-on", "never")
    assert runbook(*asked, environment={"RUNBOOK_CONFIG": str(MINIMAL_FILE)}, cwd=tmp_path).code == 0
    (tmp_path / "config.yaml").write_text(MINIMAL, "utf-8")
    assert runbook(*asked, cwd=tmp_path).code == 0


def test_a_foreign_file_in_the_output_is_never_touched(text_build: TextBuild, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "notes.txt").write_text("mine", "utf-8")
    result = text_build(output)
    assert result.code == 5
    assert "notes.txt" in result.stderr
    assert contents(output).keys() == {"notes.txt"}


@pytest.mark.slow
def test_a_second_build_says_that_nothing_changed(text_build: TextBuild, output: Path) -> None:
    assert "as before" in text_build(output).stderr


@pytest.mark.slow
def test_a_person_removed_from_the_config_is_in_no_file(text_build: TextBuild, output: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    assert b"0000 0004" in b"".join(path.read_bytes() for path in output.rglob("*.md"))
    text = changed("+81 90 0000 0004", "+81 90 0000 0009", changed("鈴木 大輔", "中野 翠", ENGLISH))
    config.write_text(text.replace("suzuki", "nakano"), "utf-8")
    assert text_build(output, config=config).code == 0
    for path in output.rglob("*"):
        if path.is_file():
            assert "鈴木" not in path.read_text("utf-8")
            assert "0000 0004" not in path.read_text("utf-8")


@pytest.mark.slow
def test_init_starts_a_config_that_builds_and_never_overwrites(runbook: Runbook, tmp_path: Path) -> None:
    assert runbook("init", cwd=tmp_path).code == 0
    assert runbook("check", cwd=tmp_path).code == 1  # four people cannot be safe, and check says why
    assert runbook("build", "--format", "md", cwd=tmp_path).code == 0
    (tmp_path / "config.yaml").write_text("mine", "utf-8")
    again = runbook("init", cwd=tmp_path)
    assert again.code == 2
    assert (tmp_path / "config.yaml").read_text("utf-8") == "mine"
    assert runbook("init", "full.yaml", "--full", cwd=tmp_path).code == 0
    assert runbook("check", "-c", "full.yaml", cwd=tmp_path).code == 0


@pytest.mark.slow
def test_a_terminal_that_knows_only_ascii_is_no_reason_to_fail(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(BROKEN, "utf-8")
    for environment in (
        {"LANG": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "RUNBOOK_LANG": "ja", "PYTHONIOENCODING": "ascii"},
    ):
        result = run_process("check", "-c", config, environment=environment)
        assert result.code == 2
        assert "Traceback" not in result.stderr


def test_the_version_is_answered_before_anything_heavy_is_imported() -> None:
    result = run_process("--version")
    assert result.stdout == "runbook 0.1.0\n"
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "runbook", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stderr
    assert "typer" not in imported


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_answered_among_other_arguments_too(option: str, runbook: Runbook) -> None:
    assert run_process(option).stdout == "runbook 0.1.0\n"
    ended = runbook(option, "check", "-c", "nowhere.yaml")
    assert (ended.code, ended.stdout, ended.stderr) == (0, "runbook 0.1.0\n", "")


def test_help_imports_nothing_heavy() -> None:
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "runbook", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stderr
    for heavy in ("yaml", "jinja2", "weasyprint", "fontTools", "pypdfium2", "markdown_it", "runbook.config", "rich"):
        assert f" {heavy}\n" not in imported, heavy


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "who"])
def test_judging_and_calling_load_no_template_and_no_format(command: str) -> None:
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "runbook", command, "-c", str(MINIMAL)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    ).stderr
    assert " runbook.assessment\n" in imported
    for heavy in (
        "jinja2",
        "markdown_it",
        "segno",
        "weasyprint",
        "runbook.building",
        "runbook.formats",
        "runbook.sheets",
    ):
        assert f" {heavy}\n" not in imported, heavy


@pytest.mark.slow
def test_text_formats_never_touch_the_pdf_engine(tmp_path: Path) -> None:
    code = (
        "import sys; from runbook.__main__ import main; sys.argv[1:] = sys.argv[1:]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "assert not {'weasyprint', 'pypdfium2'} & set(sys.modules), sorted(sys.modules)"
    )
    (tmp_path / "config.yaml").write_text(ENGLISH, "utf-8")
    arguments = ["build", "-c", str(tmp_path / "config.yaml"), "-o", str(tmp_path / "output"), "--format", "md,html"]
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("typed", "environment", "place"),
    [
        ((), {"XDG_CACHE_HOME": "/nowhere/cache"}, Path("/nowhere/cache/runbook")),
        ((), {"XDG_CACHE_HOME": "/nowhere/cache", "RUNBOOK_NO_CACHE": "0"}, Path("/nowhere/cache/runbook")),
        (("--no-cache",), {"XDG_CACHE_HOME": "/nowhere/cache"}, None),
        ((), {"XDG_CACHE_HOME": "/nowhere/cache", "RUNBOOK_NO_CACHE": "1"}, None),
    ],
)
@pytest.mark.parametrize(
    ("verb", "path"),
    [
        (("build",), "runbook.cli.building.build_folder"),
        (("diff",), "runbook.issuing.diff_folder"),
        (("issue", "--reason", "Why", "--approved-by", "sato"), "runbook.issuing.issue_folder"),
    ],
)
def test_a_cache_is_used_unless_it_is_turned_off(  # noqa: PLR0913, PLR0917  a table
    runbook: Runbook,
    monkeypatch: pytest.MonkeyPatch,
    typed: tuple[str, ...],
    environment: dict[str, str],
    place: Path | None,
    verb: tuple[str, ...],
    path: str,
) -> None:
    def stop(inputs: Inputs, *_: object) -> None:
        assert inputs.cache.folder == place
        raise UsageError("bad_date", value="reached")

    monkeypatch.setattr(path, stop)
    ended = runbook(*verb, *typed, environment=environment)
    assert ended.code == 2
    assert "reached" in ended.stderr


def test_a_process_that_ends_does_not_look_for_circles() -> None:
    """What it holds is frozen: of that nothing is looked at when the interpreter takes itself apart."""
    script = (
        "import atexit, gc; from runbook.__main__ import main\n"
        "atexit.register(lambda: print(len(gc.get_objects()) < gc.get_freeze_count()))\n"
        "main()"
    )
    ended = subprocess.run([sys.executable, "-c", script, "explain"], capture_output=True, text=True, check=True)
    assert ended.stdout.endswith("True\n")
