"""Accounts in a file of their own: read as if they stood in the config, each with its own place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.config_texts import MINIMAL, changed, in_memory, names

from runbook.assessment import read_file
from runbook.config import ConfigSource, Reading, json_schema, load_config, parse_organisation
from runbook.errors import ConfigError, Problem, SecretFoundError
from runbook.offboarding.edits import edits_for
from runbook.organisation import Custody, Organisation

PAYER = '  - {id: "111122223333", name: payer, kind: management, custody: safe, root_email: aws-root@example.co.jp}\n'
ALONE = changed(f"accounts:\n{PAYER}", "accounts_file: accounts.yaml  # beside this file\n")
BOTH = changed("accounts:\n", "accounts_file: accounts.yaml\naccounts:\n")
DEV = '  - {id: "222233334444", name: dev, kind: member, custody: unknown, status: suspended}\n'


def both(folder: Path, config: str, accounts: str) -> Reading:
    (folder / "config.yaml").write_text(config, "utf-8")
    (folder / "accounts.yaml").write_text(accounts, "utf-8")
    return parse_organisation(load_config(folder / "config.yaml"), names())


def problems(folder: Path, config: str, accounts: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        both(folder, config, accounts)
    return caught.value.problems


def test_accounts_of_the_file_are_as_those_of_the_config(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "config.yaml").write_text(MINIMAL, "utf-8")
    alone = both(tmp_path, ALONE, f"accounts:\n{PAYER}").organisation
    assert alone.accounts == read_file(tmp_path / "one" / "config.yaml").organisation.accounts


def test_an_account_that_stands_in_both_is_one(tmp_path: Path) -> None:
    listed = '  - {id: 1111-2222-3333, custody: unknown, ou: Root, verified_on: "2026-08-15"}\n'
    payer, dev = both(tmp_path, BOTH, f"accounts:\n{listed}{DEV}").organisation.accounts
    assert payer.ou is not None
    assert (payer.id, payer.custody, payer.ou.in_language("ja")) == ("111122223333", Custody.SAFE, "Root")
    assert payer.verified_on == date(2026, 8, 15)
    assert (dev.id, dev.status) == ("222233334444", "suspended")


def test_a_contradiction_is_refused_at_the_line_of_the_config(tmp_path: Path) -> None:
    text = f'accounts:\n  # seen\n  - {{id: "111122223333", name: other}}\n{DEV}'
    (problem,) = problems(tmp_path, BOTH, text)
    assert (problem.rule, problem.values) == ("accounts-file-contradicts", (("field", "name"), ("line", "3")))
    assert (problem.file, problem.where) == (str(tmp_path / "config.yaml"), "accounts[0].name")
    assert problem.source == PAYER.rstrip("\n")


def test_a_mistake_in_the_file_has_its_line_of_the_file(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, ALONE, f"accounts:\n{PAYER}# seen\n{DEV.replace('member', 'Member')}")
    assert (problem.rule, problem.file, problem.line) == ("choice", str(tmp_path / "accounts.yaml"), 4)
    assert problem.source == DEV.replace("member", "Member").rstrip("\n")
    assert problem.source[problem.column - 1 :].startswith("Member")


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("", "accounts-file-form", 1),
        ("- {id: 1}\n", "accounts-file-form", 1),
        ("accounts: none\n", "accounts-file-form", 1),
        (f"accounts:\n{PAYER}people: []\n", "accounts-file-key", 3),
        ("accounts:\n  - {name: x}\n", "accounts-file-id", 2),
        ("accounts:\n  - x\n", "accounts-file-id", 2),
        (f"accounts:\n{PAYER}{DEV}{DEV}", "duplicate-id", 4),
        ("accounts:\n  - {id: &a 1}\n", "yaml-alias", 2),
        ("accounts:\n  - {id: 1, id: 2}\n", "duplicate-key", 2),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_line(tmp_path: Path, text: str, rule: str, line: int) -> None:
    (problem,) = problems(tmp_path, ALONE, text)
    assert (problem.rule, problem.line, problem.file) == (rule, line, str(tmp_path / "accounts.yaml"))


def test_a_secret_in_the_file_is_refused_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SecretFoundError) as caught:
        both(tmp_path, ALONE, f"accounts:\n{PAYER}  # password: Kx7pQ2wz9Lm4\n")
    assert {(problem.file, problem.source) for problem in caught.value.problems} == {
        (str(tmp_path / "accounts.yaml"), "")
    }


def test_a_missing_file_is_told_at_its_name(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(ALONE, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "config.yaml")
    (problem,) = caught.value.problems
    assert problem.rule == "accounts-file-missing"
    assert problem.source[problem.column - 1 :][: problem.width] == "accounts.yaml"


def test_a_name_that_is_not_seen_before_parsing_is_not_passed_over(tmp_path: Path) -> None:
    hidden = changed("accounts_file: accounts.yaml\n", "accounts_file:\n  accounts.yaml\n", BOTH)
    (problem,) = problems(tmp_path, hidden, f"accounts:\n{DEV}")
    assert (problem.rule, problem.where) == ("accounts-file-line", "accounts_file")


@pytest.mark.parametrize("name", ["{}", "../other/accounts.yaml", "a/../../other/accounts.yaml", "~/accounts.yaml"])
def test_no_file_outside_the_folder_is_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "here" / "a").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "accounts.yaml").write_text("no: [yaml\n", "utf-8")
    named = name.format(tmp_path / "other" / "accounts.yaml")
    (tmp_path / "here" / "config.yaml").write_text(changed("accounts.yaml", f'"{named}"', BOTH), "utf-8")
    source = load_config(tmp_path / "here" / "config.yaml")
    assert source.accounts is None
    with pytest.raises(ConfigError) as caught:
        parse_organisation(source, names())
    assert "accounts-file-line" in {problem.rule for problem in caught.value.problems}


@pytest.mark.parametrize(
    "line", ['accounts_file: "a b.yaml"', "accounts_file:   'a b.yaml'\t", "accounts_file: a b.yaml # c"]
)
def test_a_name_may_be_quoted_or_have_a_remark(tmp_path: Path, line: str) -> None:
    (tmp_path / "config.yaml").write_text(changed("accounts_file: accounts.yaml", line, BOTH), "utf-8")
    (tmp_path / "a b.yaml").write_text(f"accounts:\n{DEV}", "utf-8")
    reading = parse_organisation(load_config(tmp_path / "config.yaml"), names())
    assert len(reading.organisation.accounts) == 2


def test_a_line_that_names_somebody_who_leaves_is_told_in_its_file(tmp_path: Path) -> None:
    text = f"accounts:\n# of the payer\n{PAYER.replace('}', ', administered_by: [mori]}')}"
    reading = both(tmp_path, ALONE, text)
    (edit,) = (
        edit
        for edit in edits_for(reading, reading.organisation.person("mori"), date(2026, 12, 1))
        if edit.path.startswith("accounts[0]")
    )
    assert (edit.file, edit.line, edit.source) == (str(tmp_path / "accounts.yaml"), 3, text.split("\n")[2].strip())


def test_a_remark_on_the_file_has_its_line_there(tmp_path: Path) -> None:
    again = DEV.replace("status: suspended", "root_email: AWS-root@example.co.jp")
    (note,) = both(tmp_path, ALONE, f"accounts:\n{PAYER}{again}").notes
    assert (note.rule, note.file, note.line) == ("note-root-email-shared", str(tmp_path / "accounts.yaml"), 3)


def test_mistakes_in_both_files_are_told_at_once_those_of_the_config_first(tmp_path: Path) -> None:
    config = changed("required: 2", "required: two", changed("count: 2", "count: two", BOTH))
    found = problems(tmp_path, config, f"accounts:\n{DEV.replace('member', 'Member')}")
    assert [(problem.rule, Path(problem.file).name) for problem in found] == [
        ("count", "config.yaml"),
        ("count", "config.yaml"),
        ("choice", "accounts.yaml"),
    ]


def test_the_schema_asks_for_accounts_or_for_their_file() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert schema["then"] == {"required": ["accounts"]}
    assert schema["if"] == {"not": {"required": ["accounts_file"]}}
    assert "accounts" not in schema["required"]


@pytest.mark.slow
@given(st.permutations(["id", "name", "kind", "custody", "root_email"]), st.integers(1, 4))
def test_wherever_the_fields_of_an_account_stand_the_account_is_the_same(order: list[str], cut: int) -> None:
    values = {"id": '"111122223333"', "name": "payer", "kind": "management", "custody": "safe"}
    values["root_email"] = "aws-root@example.co.jp"
    here, there = ["id", *[key for key in order[:cut] if key != "id"]], ["id", *[k for k in order[cut:] if k != "id"]]
    config, accounts = (f"  - {{{', '.join(f'{key}: {values[key]}' for key in keys)}}}\n" for keys in (here, there))
    source = _in_memory(changed(PAYER, config, BOTH), f"accounts:\n{accounts}")
    assert parse_organisation(source, names()).organisation.accounts == _whole().accounts


def _whole() -> Organisation:
    return parse_organisation(_in_memory(MINIMAL, None), names()).organisation


def _in_memory(config: str, accounts: str | None) -> ConfigSource:
    source = in_memory(config)
    return source if accounts is None else replace(source, accounts=in_memory(accounts))
