"""The scripts for alternate contacts, run by a shell with an ``aws`` that only writes down how it was called."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from support.command_lines import faults
from support.config_texts import changed
from support.guardrails import files_of, files_of_the_example, of_text
from support.organisations import LANGUAGES, ORGANISATIONS

from runbook.guardrails.written import Guardrail

PAYER, MEMBER = "111122223333", "444455556666"
PATH = f"aws/contacts-{PAYER}.sh"
FULL = ORGANISATIONS["full"]


def ran(script: str, folder: Path, *arguments: str, account: str = PAYER) -> tuple[int, list[str], str]:
    """Exit code of a script, the calls of ``aws`` in it, and what it wrote to standard error."""
    calls, aws, file = folder / "calls", folder / "aws", folder / "script.sh"
    calls.write_text("")
    aws.write_text(
        '#!/bin/sh\nprintf "%s\\037" "$@" >> "$CALLS"; echo >> "$CALLS"\n'
        f'case "$2" in get-caller-identity) echo {account};; get-*) exit 254;; esac\n'
        'case "$*" in *refused*) exit 254;; esac\n'
    )
    aws.chmod(0o700)
    file.write_text(script, "utf-8")
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "CALLS": str(calls), "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["/bin/sh", str(file), *arguments], capture_output=True, text=True, check=False, env=environment, cwd=folder
    )
    return done.returncode, calls.read_text("utf-8").splitlines(), done.stderr


def filled(script: Guardrail) -> str:
    """The script with what a person types at its top."""
    return re.sub(r"(?m)^([A-Z]+_(?:NAME|TITLE|PHONE))=''$", r"\1='T \1'", script.content().decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_argument_it_only_looks(tmp_path: Path, language: str) -> None:
    code, calls, _ = ran(files_of_the_example(language)[PATH].content().decode(), tmp_path)
    assert code == 0
    assert len(calls) == 9
    assert not [call for call in calls if "put-alternate-contact" in call]


def test_it_sets_nothing_until_everything_is_typed_in(tmp_path: Path) -> None:
    code, calls, said = ran(files_of_the_example()[PATH].content().decode(), tmp_path, "apply")
    assert code != 0
    assert "BILLING_NAME" in said
    assert not [call for call in calls if "put-alternate-contact" in call]


def test_it_sets_the_contacts_of_the_config_and_names_no_account_for_its_own(tmp_path: Path) -> None:
    code, calls, _ = ran(filled(files_of_the_example()[PATH]), tmp_path, "apply")
    assert code == 0
    put = [call.split("\037") for call in calls if "put-alternate-contact" in call]
    assert len(put) == 8
    own, others = put[:3], put[3:]
    assert not [call for call in own if "--account-id" in call]
    assert [call[call.index("--account-id") + 1] for call in others] == [
        MEMBER,
        "222233334444",
        "333344445555",
        "555566667777",
        "666677778888",
    ]
    assert [call[call.index("--alternate-contact-type") + 1] for call in own] == ["BILLING", "OPERATIONS", "SECURITY"]
    assert {call[call.index("--email-address") + 1] for call in others} == {"aws-security@example.co.jp"}
    assert own[0][own[0].index("--phone-number") + 1] == "T BILLING_PHONE"


@pytest.mark.parametrize("arguments", [("Apply",), ("--apply",), ("apply", "now"), ("",), ("apply ",)])
def test_a_mistyped_argument_is_refused_and_nothing_is_asked(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, calls, said = ran(filled(files_of_the_example()[PATH]), tmp_path, *arguments)
    assert (code, calls) == (2, [])
    assert "Nothing was done" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_call_ends_the_script_and_says_to_run_it_again(tmp_path: Path, language: str) -> None:
    script = filled(files_of_the_example(language)[PATH]).replace(f"--account-id {MEMBER}", "--account-id refused")
    code, calls, said = ran(script, tmp_path, "apply")
    assert code == 1
    assert len([call for call in calls if "put-alternate-contact" in call]) == 4
    assert not [call for call in calls if "get-alternate-contact" in call]
    assert {"en": "run it again", "ja": "もう一度実行"}[language] in said


def test_only_an_account_with_members_speaks_of_members() -> None:
    alone = files_of_the_example()["aws/contacts-101010102020.sh"].content().decode()
    assert "members" not in alone.replace("\n#     ", " ")
    assert "For members (444455556666, 222233334444," in files_of_the_example()[PATH].content().decode()


@pytest.mark.parametrize("arguments", [(), ("apply",)])
def test_with_credentials_of_another_account_it_stops(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, calls, said = ran(filled(files_of_the_example()[PATH]), tmp_path, *arguments, account="999999999999")
    assert (code, len(calls)) == (1, 1)
    assert PAYER in said


def test_every_call_is_one_of_aws() -> None:
    for file in files_of_the_example().values():
        if file.kind == "contacts":
            body = re.sub(r'"\$\w+"', "<value>", file.body.replace("\\\n", " "))
            calls = [line.partition(" || ")[0].strip() for line in body.splitlines() if " aws " in f" {line.strip()}"]
            found = [line for line in calls if line.startswith("aws ")]
            assert len(found) >= 2
            assert {line: faults(line) for line in found if faults(line)} == {}


def test_no_telephone_of_the_config_stands_in_any_file() -> None:
    text = FULL.read_text("utf-8")
    numbers = {re.sub(r"\D", "", number) for number in re.findall(r'"(\+[0-9 ]+)"', text)}
    assert len(numbers) > 10
    for file in files_of_the_example().values():
        digits = re.sub(r"[ +()-]", "", file.content().decode())
        assert [number for number in numbers if number in digits] == []


def test_accounts_without_contacts_of_their_own_are_left_out() -> None:
    written = {path for path in files_of_the_example() if "contacts" in path}
    assert written == {PATH, "aws/contacts-101010102020.sh"}
    body = files_of_the_example()[PATH].body
    for account in ("999900001111", "202020203030", "777788889999", "888899990000"):
        assert account not in body


def test_an_account_without_a_security_contact_is_named(tmp_path: Path) -> None:
    text = changed(
        "alternate_contacts:\n  security: aws-security@example.co.jp\n",
        "alternate_contacts: {billing: aws-billing@example.co.jp}\n",
        text=FULL.read_text("utf-8"),
    )
    script = files_of(of_text(text, tmp_path))[PATH].content().decode()
    assert "Without a security contact in the config: 444455556666, 222233334444," in script
    assert "Without a security contact" not in files_of_the_example()[PATH].content().decode()


def test_an_address_is_one_word_of_the_shell_whatever_it_holds(tmp_path: Path) -> None:
    strange = "aws+$id`id`'&{x}*|@example.co.jp"
    text = FULL.read_text("utf-8").replace("billing: aws-billing@example.co.jp", f'billing: "{strange}"')
    made = of_text(text, tmp_path)
    _, calls, _ = ran(filled(files_of(made)[PATH]), tmp_path, "apply")
    put = next(call.split("\037") for call in calls if "put-alternate-contact" in call)
    assert put[put.index("--email-address") + 1] == strange
