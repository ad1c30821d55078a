"""The Markdown of the output where teams read it: GitHub, MkDocs, Zensical; markdownlint; links that lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, built, sheets_of

from runbook.sheets.markdown_pages import INDEX, step_anchor
from runbook.sheets.notation import escape_markdown

LINTER = "markdownlint-cli2"
NO_LINTER = (
    f"no {LINTER} was found, so markdownlint looked at nothing: npm install --prefix .venv/markdownlint {LINTER}, "
    "or name it: RUNBOOK_MARKDOWNLINT=/path/to/it"
)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
MKDOCS = """\
site_name: runbook
theme: {name: mkdocs}
plugins: []
markdown_extensions: [pymdownx.tasklist, pymdownx.tilde]
validation: {omitted_files: warn, absolute_links: warn, unrecognized_links: warn, anchors: warn, not_found: warn}
"""


def linter() -> str | None:
    """What the environment names, what lies on the PATH, or what `scripts/setup` installs where changes are judged."""
    own = ROOT / ".venv" / "markdownlint" / "node_modules" / ".bin" / LINTER
    return os.environ.get("RUNBOOK_MARKDOWNLINT") or shutil.which(LINTER) or (str(own) if own.exists() else None)


@cache
def pages(organisation: str) -> dict[str, str]:
    """The Markdown files of an output by path."""
    return {path: data.decode() for path, data in built(organisation).files.items() if path.endswith(".md")}


def written(organisation: str, folder: Path) -> Path:
    """A folder of pages, as one gets it who copies the Markdown of an output."""
    for path, text in pages(organisation).items():
        (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / path).write_text(text, "utf-8")
    return folder


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a page: level and words."""
    found = re.findall(r"^(#+) (.+)$", FENCED.sub("", text), re.MULTILINE)
    return [(len(marks), words) for marks, words in found]


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_link_between_pages_leads_to_a_file_and_a_step(organisation: str) -> None:
    steps = {
        path: {step_anchor(words) for _, words in headings(text) if re.fullmatch(r"[A-Z]+-[0-9.]+", words)}
        for path, text in pages(organisation).items()
    }
    found = 0
    for path, text in pages(organisation).items():
        for target, anchor in re.findall(r"(?<!\\)\]\(([^)#]*)#?([^)]*)\)", FENCED.sub("", text)):
            file = os.path.normpath(os.path.join(os.path.dirname(path), target)) if target else path  # noqa: PTH118, PTH120
            assert file in built(organisation).files, (path, target)
            assert not anchor or anchor in steps[file], (path, target, anchor)
            found += 1
    assert found > len(pages(organisation))


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_sheets_and_steps_lead_there(language: str) -> None:
    sheets = {path.partition("/")[2]: text for path, text in pages("full").items() if path.startswith(f"{language}/")}
    alert = sheets["20-alert.md"]
    assert "[R-80](#r-80)" in alert
    assert "](24-govcloud-777788889999.md)" in alert
    assert re.search(r"\]\(21-own-root-111122223333\.md\) ?[(（]1111-2222-3333", alert)
    assert f"](../{INDEX})" in sheets["01-first-minutes.md"]  # a number that several packets have
    assert "](20-alert.md)**" in sheets["04-break-glass.md"]
    # What a sheet says of itself, headings, and what is typed are no links.
    assert "](20-alert.md" not in alert
    assert not re.search(r"^#.*\]\(", alert, re.MULTILINE)
    assert all("](" not in block for block in FENCED.findall("\n".join(sheets.values())))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packets_of_a_column_are_those_of_its_accounts(language: str) -> None:
    """Two packets are called 21; the column says of which account each is, and who has not found out goes to 29."""
    first = pages("full")[f"{language}/01-first-minutes.md"]
    [heads] = [line for line in first.splitlines() if line.startswith("|") and "](22-session.md)" in line]
    assert re.findall(r"\[21\]\(([^)]*)\)", heads) == ["21-own-root-111122223333.md", "21-own-root-444455556666.md"]
    assert "[29](29-unknown.md)" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_change_no_word(language: str) -> None:
    for sheet in sheets_of("full", language).values():
        shown = pages("full")[f"{sheet.name}.md"]
        assert re.sub(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\([^)]*\)", r"\1", shown) == sheet.markdown


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_the_index_leads_to_every_file_once_from_its_list_and_begins_with_the_alert(organisation: str) -> None:
    index = pages(organisation)[INDEX]
    first = re.findall(r"^- \*\*\[[^\]]*\]\(([^)]*)\)", index, re.MULTILINE)
    assert sorted(first) == sorted(path for path in pages(organisation) if path != INDEX)
    assert first[0].endswith("/20-alert.md")
    for sheet in built(organisation).sheets:
        assert f"]({sheet.name}.md) | {sheet.code}" in index


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_nothing_that_renderers_read_differently_is_written(organisation: str) -> None:
    """Also where markdownlint is not: HTML, a list in a list, a heading twice or too deep, code of no language."""
    for path, text in pages(organisation).items():
        plain = re.sub(r"`[^`\n]*`", "", FENCED.sub("", text))
        assert not re.search(r"(?<!\\)<(?!https://|[^<>\s@]+@)", plain), path
        assert not re.search(r"^ +(?:[-*+]|\d+\.) ", plain, re.MULTILINE), path
        assert all(fence.split("\n")[0] in {"```text", "```mermaid"} for fence in FENCED.findall(text)), path
        levels = headings(text)
        assert levels[0][0] == 1
        assert len({words for _, words in levels}) == len(levels), path
        assert all(after <= before + 1 for (before, _), (after, _) in pairwise(levels)), path


def test_a_step_is_a_task_of_a_task_list_under_its_own_heading() -> None:
    steps = re.findall(r"^#{3,4} ([A-Z]{1,2}-[0-9.]+)\n\n((?:- .*\n)+)", pages("full")["en/20-alert.md"], re.MULTILINE)
    assert len(steps) > 20
    assert all(any(line.startswith("- [ ] ") for line in lines.splitlines()) for _, lines in steps)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_markdownlint_has_nothing_to_say(organisation: str, tmp_path: Path) -> None:
    command = linter()
    if command is None:
        pytest.skip(NO_LINTER)
    written(organisation, tmp_path)
    (tmp_path / ".markdownlint.json").write_text('{"default": true, "MD013": false}', "utf-8")
    done = run(command, "docs/**/*.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr[:2000]
    (tmp_path / "docs" / "bad.md").write_text("# A\n\n### B <br>\n", "utf-8")
    assert "MD033" in run(command, "docs/**/*.md", cwd=tmp_path).stderr


@pytest.mark.slow
def test_mkdocs_builds_it_and_every_link_and_anchor_leads_somewhere(tmp_path: Path) -> None:
    folder = written("full", tmp_path)
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    command = (sys.executable, "-m", "mkdocs", "build", "--strict")  # quiet, it would count no warning
    done = run(*command, cwd=folder)
    assert done.returncode == 0, done.stderr
    alert = (folder / "site" / "en" / "20-alert" / "index.html").read_text("utf-8")
    assert '<h4 id="r-60">R-60</h4>' in alert
    assert alert.count('type="checkbox"') > 20
    assert '<a href="#r-80">R-80</a>' in alert
    assert (folder / "site" / "index.html").is_file()
    (folder / "docs" / "en" / "20-alert.md").write_text("# A\n\n[gone](22-session.md#r-00)\n", "utf-8")
    assert run(*command, cwd=folder).returncode != 0


@pytest.mark.slow
def test_zensical_builds_it_and_draws_the_flow(tmp_path: Path) -> None:
    folder = written("full", tmp_path)
    (folder / "zensical.toml").write_text('[project]\nsite_name = "runbook"\n', "utf-8")
    done = run(sys.executable, "-m", "zensical", "build", "--strict", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'id="r-60"' in (folder / "site" / "ja" / "20-alert" / "index.html").read_text("utf-8")
    assert '<pre class="mermaid">' in (folder / "site" / "en" / "04-break-glass" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        ("aws-root@example.co.jp", "<aws-root@example.co.jp>"),
        ("a_b@mail.example.co.jp, c@example.jp", "<a_b@mail.example.co.jp>, <c@example.jp>"),
        ("https://example.co.jp/a?b=1", "<https://example.co.jp/a?b=1>"),
        ("see https://example.co.jp/a.", "see <https://example.co.jp/a>."),
        ("user@host", "user@host"),
        ("http://example.co.jp", "http://example.co.jp"),
        ("`a@example.jp`", "\\`a@example.jp\\`"),
        ("1. a_b", "1\\. a\\_b"),
    ],
)
def test_addresses_are_links_and_stay_what_they_were(typed: str, markdown: str) -> None:
    assert escape_markdown(typed) == markdown
    html = MarkdownIt("commonmark").renderInline(markdown)
    assert re.sub(r"<[^>]*>", "", html).replace("&amp;", "&") == typed
