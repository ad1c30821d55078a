"""Lists of accounts as sheets: names, words and codes follow from the organisation, in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from support.organisations import ORGANISATIONS, TODAY, knowledge

from runbook.audience import Audience
from runbook.building import Build, build
from runbook.config import load_config
from runbook.knowledge.sheets import Sheet, SheetName
from runbook.knowledge.titles import sheet_title

COUNT = 205
ROLES = (
    "central_root: {credentials: true, sessions: true}\nroles:\n  central_admin: [{person: mori, from: 2026-04-01}]\n"
)
CHANGED, ADDED = "member 007", "100000000999"


def config(folder: Path, *more: str, renamed: str = "") -> Path:
    """The minimal company, and members without root credentials in two lists: ids that begin with 1 and with 3."""
    folder.mkdir()
    lines = [
        f'  - {{id: "{(1 + number % 2 * 2) * 100_000_000_000 + number}", name: member {number:03}, kind: member,'
        f" custody: removed, root_email: root-{number}@example.co.jp, ou: {'Web' if number % 3 else 'Data'}}}\n"
        for number in range(COUNT)
    ]
    lines += [
        f'  - {{id: "{each}", name: added, kind: member, custody: removed, root_email: added@example.co.jp}}\n'
        for each in more
    ]
    text = "".join(lines)
    if renamed:
        assert text.count(CHANGED) == 1
        text = text.replace(CHANGED, renamed)
    (folder / "accounts.yaml").write_text(f"accounts:\n{text}", "utf-8")
    whole = ORGANISATIONS["minimal"].read_text("utf-8").replace("roles:\n", ROLES)
    path = folder / "config.yaml"
    path.write_text(f"accounts_file: accounts.yaml\n{whole}", "utf-8")
    return path


@cache
def large(folder: Path) -> Build:
    return made(config(folder / "large"))


def made(path: Path, audience: Audience = Audience.FULL) -> Build:
    return build(load_config(path), clock=TODAY, formats=("md",), audience=audience)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


def codes(of: Build) -> dict[str, str]:
    return {str(sheet.name): sheet.code for sheet in of.sheets}


def changed(before: Build, after: Build) -> set[str]:
    assert codes(before).keys() == codes(after).keys()
    return {name for name, code in codes(before).items() if code != codes(after)[name]}


@pytest.mark.slow
def test_each_list_is_a_sheet_behind_sheet_10_in_each_language(folder: Path) -> None:
    languages = large(folder).assessment.whole.organisation.languages
    for language in languages:
        names = [sheet.sheet.name for sheet in large(folder).sheets if sheet.name.language == language]
        at = names.index("10-accounts")
        assert names[at : at + 4] == ["10-accounts", "10-accounts-removed-1", "10-accounts-removed-3", "11-resilience"]


@pytest.mark.slow
def test_sheet_10_says_which_list_has_which_how_many_and_by_unit(folder: Path) -> None:
    sheet = large(folder).files["en/10-accounts.md"].decode()
    assert "10-accounts-removed-1.md" in sheet
    assert "member 007" not in sheet
    assert "| Web | 136 |" in sheet


@pytest.mark.slow
def test_a_changed_name_prints_one_list_anew(folder: Path) -> None:
    after = made(config(folder / "renamed", renamed="member with another name"))
    named = {name for name in changed(large(folder), after) if not name.endswith("00-register")}
    assert {name.partition("/")[2] for name in named} == {"10-accounts-removed-3"}


@pytest.mark.slow
def test_an_account_that_comes_prints_its_list_and_what_counts_anew(folder: Path) -> None:
    after = made(config(folder / "added", ADDED))
    named = {name.partition("/")[2] for name in changed(large(folder), after)}
    assert "10-accounts-removed-1" in named
    assert "10-accounts" in named
    assert "10-accounts-removed-3" not in named


@pytest.mark.slow
def test_readers_of_roles_get_the_same_lists_without_root_addresses(folder: Path) -> None:
    role_only = made(config(folder / "roles"), Audience.ROLE_ONLY)
    text = role_only.files["en/10-accounts-removed-1.md"].decode()
    assert "1000-0000-0000" in text
    assert "root-0@example.co.jp" not in text


@pytest.mark.parametrize(
    "text", ["en/10-accounts-removed-1", "ja/10-accounts-unknown", "en/10-accounts-safe-123456789012"]
)
def test_the_name_of_a_list_says_what_it_holds(text: str) -> None:
    name = SheetName.read(text)
    assert str(name) == text
    assert name.sheet.accounts_listed is not None
    assert name.sheet == Sheet.listing(*name.sheet.accounts_listed)
    assert name.sheet.kind == "accounts"
    assert name.sheet.template == "annexes/account-list.j2"
    assert name.sheet.accounts_listed[1] in sheet_title(name.sheet, knowledge().language(name.language))
    assert "10" in name.sheet.references
    assert "accounts" in name.sheet.references
