"""Each difference between a config and files of AWS is told with both places; agreement is silent."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support import aws_files as aws
from support.aws_files import DEV, LAB, PAYER
from support.config_texts import MINIMAL, changed, read
from support.organisations import LANGUAGES, messages
from support.organisations import ROOT as CHECKOUT

from runbook.config import Reading
from runbook.evidence import Explains, NamedFile, named_files, nothing_explains, read_evidence
from runbook.reconciliation import Difference, differences

MEMBER = f'  - {{id: "{DEV}", name: dev, kind: member, custody: removed, root_email: aws-root-dev@example.co.jp}}\n'
PAYER_LINE = next(line for line in MINIMAL.split("\n") if "custody: safe" in line)
CONFIG = changed("copies:\n", f"{MEMBER}central_root: {{credentials: true, sessions: true}}\ncopies:\n")
CONFIG = changed("places:\n", "  central_admin: [{person: mori, from: 2026-04-01}]\nplaces:\n", CONFIG)
PAYER_ENTRY = aws.account(PAYER, Name="payer", Email="aws-root@example.co.jp")
DEV_ENTRY = aws.account(DEV, Name="dev", Email="aws-root-dev@example.co.jp")
WITH_PASSWORD = {"password_enabled": "true"}


def line_of(text: str, config: str = CONFIG) -> int:
    (line,) = (number for number, line in enumerate(config.split("\n"), 1) if text in line)
    return line


def compared(
    folder: Path, *answers: str, config: str = CONFIG, explains: Explains = nothing_explains
) -> tuple[Reading, tuple[Difference, ...]]:
    """The differences between a config and answers; one for an account is given as ACCOUNT=text."""
    files: list[NamedFile] = []
    for number, answer in enumerate(answers):
        match = re.match(r"([0-9]{12})=", answer)
        path = folder / f"{number}.json"
        path.write_text(answer[13:] if match else answer, "utf-8")
        files += named_files([f"{match[1]}={path}" if match else str(path)])
    reading = read(config, folder)
    return reading, differences(reading, read_evidence(files, (), explains))


def found(folder: Path, *answers: str, config: str = CONFIG) -> list[tuple[str, int, str]]:
    """Rule, line of the config, and path of each difference."""
    reading, told = compared(folder, *answers, config=config)
    problems = [difference.problem(reading) for difference in told]
    return [(problem.rule, problem.line, problem.where) for problem in problems]


AGREEING = (
    aws.accounts(PAYER_ENTRY, DEV_ENTRY),
    aws.features("RootCredentialsManagement", "RootSessions"),
    f"{PAYER}={aws.summary(password=1, mfa=1)}",
    f"{DEV}={aws.summary()}",
)


def test_what_agrees_is_not_told(tmp_path: Path) -> None:
    assert found(tmp_path, *AGREEING) == []
    assert found(tmp_path, aws.report(), aws.trail(aws.record("GetUser", "iam", who="IAMUser"))) == []


# --- The list of accounts ---------------------------------------------------------------------------------------------


def test_an_account_that_the_config_does_not_know(tmp_path: Path) -> None:
    reading, (difference,) = compared(tmp_path, aws.accounts(PAYER_ENTRY, DEV_ENTRY, aws.account(LAB)))
    assert (difference.rule, difference.account) == ("account-not-in-config", LAB)
    assert difference.problem(reading).where == "accounts"
    text = (tmp_path / "0.json").read_text("utf-8").split("\n")
    assert LAB in "".join(text[difference.place.line - 1 : difference.place.line + 2])


def test_a_closed_account_need_not_be_known(tmp_path: Path) -> None:
    assert found(tmp_path, aws.accounts(PAYER_ENTRY, DEV_ENTRY, aws.account(LAB, State="CLOSED"))) == []


def test_an_account_that_the_organization_does_not_have(tmp_path: Path) -> None:
    assert found(tmp_path, aws.accounts(PAYER_ENTRY)) == [
        ("account-not-in-organization", line_of("dev@"), "accounts[1].id")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: member, custody: removed", "kind: standalone, custody: safe"),
        ("custody: removed", "custody: reseller, reseller: kumo"),
        ("custody: removed", "custody: removed, status: closed"),
        ("custody: removed", "custody: none, partition: aws-cn"),
    ],
)
def test_an_account_that_need_not_be_in_the_organization(tmp_path: Path, old: str, new: str) -> None:
    config = CONFIG.replace(
        "copies:\n", "contacts: [{id: kumo, name: Kumo, kind: reseller, phone: '+81 3 0000 0021'}]\ncopies:\n"
    )
    assert found(tmp_path, aws.accounts(PAYER_ENTRY), config=changed(old, new, config)) == []


def test_a_list_that_is_not_whole_says_of_no_account_that_it_is_gone(tmp_path: Path) -> None:
    assert found(tmp_path, '{"Accounts": []}') == []
    assert found(tmp_path, aws.accounts(PAYER_ENTRY, NextToken="next")) == []
    assert found(tmp_path, aws.answer("organizations", "DescribeAccount", {"Account": PAYER_ENTRY})) == []


@pytest.mark.parametrize(
    ("entry", "field", "ours", "theirs"),
    [
        ({"Name": "devel"}, "name", "dev", "devel"),
        ({"Email": "other@example.co.jp"}, "root_email", "aws-root-dev@example.co.jp", "other@example.co.jp"),
        ({"State": "SUSPENDED"}, "status", "active", "suspended"),
        ({"State": "CLOSED"}, "status", "active", "closed"),
        ({"Arn": aws.account(DEV, payer=DEV)["Arn"]}, "kind", "member", "management"),
    ],
)
def test_a_field_that_differs(tmp_path: Path, entry: dict[str, str], field: str, ours: str, theirs: str) -> None:
    reading, told = compared(tmp_path, aws.accounts(PAYER_ENTRY, DEV_ENTRY | entry))
    (difference,) = told
    assert (difference.rule, dict(difference.values)) == (
        "account-differs",
        {"account": DEV, "field": field, "ours": ours, "theirs": theirs},
    )
    problem = difference.problem(reading)
    assert (problem.line, problem.where) == (line_of("dev@"), f"accounts[1].{field}")
    assert DEV in (tmp_path / "0.json").read_text("utf-8").split("\n")[difference.place.line]


def test_another_partition(tmp_path: Path) -> None:
    text = aws.accounts(DEV_ENTRY).replace("arn:aws:", "arn:aws-eusc:")
    assert found(tmp_path, text)[0] == ("account-differs", line_of("dev@"), "accounts[1].partition")


def test_a_root_address_that_the_config_does_not_say(tmp_path: Path) -> None:
    config = changed("removed, root_email: aws-root-dev@example.co.jp", "unknown", CONFIG)
    _, (difference,) = compared(tmp_path, aws.accounts(DEV_ENTRY, PAYER_ENTRY), config=config)
    assert dict(difference.values)["ours"] == "–"


@pytest.mark.parametrize("name", ["開発", "dev"])
def test_a_name_is_the_same_in_any_language(tmp_path: Path, name: str) -> None:
    config = changed("name: dev,", "name: {ja: 開発, en: dev},", CONFIG)
    assert found(tmp_path, aws.accounts(PAYER_ENTRY, DEV_ENTRY | {"Name": name}), config=config) == []


def test_an_older_list_calls_a_closed_account_suspended(tmp_path: Path) -> None:
    config = changed("custody: removed", "custody: removed, status: closed", CONFIG)
    entry = DEV_ENTRY | {"Status": "SUSPENDED"}
    del entry["State"]
    assert found(tmp_path, aws.accounts(PAYER_ENTRY, entry), config=config) == []
    assert [rule for rule, *_ in found(tmp_path, aws.accounts(PAYER_ENTRY, entry))] == ["account-differs"]


# --- Root users -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "rule", "where"),
    [
        (f"{DEV}={aws.summary(key=1)}", "root-key-present", "accounts[1].root_access_key"),
        (aws.report(access_key_2_active="true"), "root-key-present", "accounts[1].root_access_key"),
        (f"{DEV}={aws.summary(password=1)}", "root-password-present", "accounts[1].custody"),
        (aws.report(**WITH_PASSWORD), "root-password-present", "accounts[1].custody"),
        (f"{DEV}={aws.summary(mfa=1)}", "root-mfa-present", "accounts[1].custody"),
        (aws.report(mfa_active="true"), "root-mfa-present", "accounts[1].custody"),
        (f"{DEV}={aws.summary(certificate=1)}", "root-certificate-present", "accounts[1].custody"),
        (aws.report(cert_1_active="true"), "root-certificate-present", "accounts[1].custody"),
        (f"{PAYER}={aws.summary(mfa=1)}", "root-password-missing", "accounts[0].custody"),
        (f"{PAYER}={aws.summary(password=1)}", "root-mfa-missing", "accounts[0].custody"),
        (aws.report(PAYER, **WITH_PASSWORD), "root-mfa-missing", "accounts[0].custody"),
    ],
)
def test_root_is_not_as_it_is_written(tmp_path: Path, answer: str, rule: str, where: str) -> None:
    line = line_of("dev@") if where.startswith("accounts[1]") else line_of(PAYER_LINE)
    assert found(tmp_path, answer) == [(rule, line, where)]


def test_a_root_key_that_is_gone(tmp_path: Path) -> None:
    config = changed("custody: removed", "custody: removed, root_access_key: true", CONFIG)
    line = line_of("dev@", config)
    assert found(tmp_path, f"{DEV}={aws.summary()}", config=config) == [
        ("root-key-gone", line, "accounts[1].root_access_key")
    ]
    assert found(tmp_path, f"{DEV}={aws.summary(key=1)}", config=config) == []
    assert found(tmp_path, aws.report(), config=config) == []  # an inactive key looks like none


@pytest.mark.parametrize(
    ("custody", "answer", "rules"),
    [
        ("unknown", aws.summary(), ["custody-can-be-told"]),
        ("unknown", aws.summary(mfa=1), []),
        ("sealed", aws.summary(password=1, mfa=1), []),
        ("sealed", aws.summary(password=1), ["root-mfa-missing"]),
        ("removed, status: closed", aws.summary(password=1), []),
        ("removed, status: closed", aws.summary(key=1), ["root-key-present"]),
    ],
)
def test_other_custodies(tmp_path: Path, custody: str, answer: str, rules: list[str]) -> None:
    config = changed("custody: removed", f"custody: {custody}", CONFIG)
    assert [rule for rule, *_ in found(tmp_path, f"{DEV}={answer}", config=config)] == rules


@pytest.mark.parametrize(
    ("enabled", "rules"),
    [
        (("RootCredentialsManagement",), [("feature-off", "central_root.sessions")]),
        (("RootSessions",), [("feature-off", "central_root.credentials")]),
        ((), [("feature-off", "central_root.credentials"), ("feature-off", "central_root.sessions")]),
    ],
)
def test_central_root_access_is_off(tmp_path: Path, enabled: tuple[str, ...], rules: list[tuple[str, str]]) -> None:
    assert [(rule, where) for rule, _, where in found(tmp_path, aws.features(*enabled))] == rules


def test_central_root_access_is_on(tmp_path: Path) -> None:
    config = changed("sessions: true", "sessions: false", CONFIG)
    assert found(tmp_path, AGREEING[1], config=config) == [
        ("feature-on", line_of("sessions: false", config), "central_root.sessions")
    ]


# --- Contacts ---------------------------------------------------------------------------------------------------------

COMMON = "alternate_contacts: {security: aws-security@example.co.jp}\ncopies:\n"


@pytest.mark.parametrize(
    ("own", "common", "where"),
    [
        ("", "", "accounts[1].alternate_contacts.security"),
        ("", "security: aws-security@example.co.jp", None),
        ("", "security: old@example.co.jp", "alternate_contacts.security"),
        ("security: AWS-Security@example.co.jp", "security: old@example.co.jp", None),
        (
            "security: old@example.co.jp",
            "security: aws-security@example.co.jp",
            "accounts[1].alternate_contacts.security",
        ),
        ("billing: aws-security@example.co.jp", "", "accounts[1].alternate_contacts.security"),
    ],
)
def test_an_alternate_contact_that_differs(tmp_path: Path, own: str, common: str, where: str | None) -> None:
    config = changed("custody: removed", f"custody: removed, alternate_contacts: {{{own}}}", CONFIG)
    config = changed("copies:\n", f"alternate_contacts: {{{common}}}\ncopies:\n", config)
    told = found(tmp_path, f"{DEV}={aws.contact()}", config=config)
    assert [(rule, place) for rule, _, place in told] == ([("alternate-contact-differs", where)] if where else [])


PHONES = "recovery_phones: [{{number: '{}', account: '{}', sms: true, voice: true}}]\ncopies:\n"


@pytest.mark.parametrize(
    ("number", "account", "where"),
    [
        ("+81 3-0000-0032", DEV, None),
        ("03-0000-0032", DEV, None),
        ("+81 3 0000 0033", DEV, "recovery_phones[0].number"),
        ("+81 3 0000 0032", PAYER, "accounts[1]"),
    ],
)
def test_a_registered_telephone_that_differs(tmp_path: Path, number: str, account: str, where: str | None) -> None:
    config = changed("copies:\n", PHONES.format(number, account), CONFIG)
    told = found(tmp_path, f"{DEV}={aws.primary()}", config=config)
    assert [(rule, place) for rule, _, place in told] == ([("recovery-phone-differs", where)] if where else [])


def test_what_is_about_an_account_that_the_config_does_not_know_is_no_difference(tmp_path: Path) -> None:
    answers = (aws.contact("BILLING"), aws.primary(), aws.summary(key=1))
    assert found(tmp_path, *(f"{LAB}={answer}" for answer in answers)) == []


# --- Uses of root -----------------------------------------------------------------------------------------------------


def test_a_use_of_root_has_its_moment_in_both_times(tmp_path: Path) -> None:
    reading, (difference,) = compared(tmp_path, aws.trail(aws.record()))
    assert (difference.rule, dict(difference.values)["moment"], dict(difference.values)["local"]) == (
        "root-use-unexplained",
        "2026-11-20 18:10:05",
        "2026-11-21 03:10",
    )
    problem = difference.problem(reading)
    assert (problem.line, problem.where) == (line_of("dev@"), "accounts[1]")
    assert (difference.place.line, difference.place.column) == (1, len('{"Records":[') + 1)


@pytest.mark.parametrize(
    ("records", "rule"),
    [
        ([aws.assume_root()], "root-use-unexplained"),
        ([aws.record("PasswordRecoveryRequested")] * 3, "root-use-unexplained-again"),
        ([aws.record(errorMessage="x")], "root-use-failed"),
        ([aws.record(errorMessage="x")] * 2, "root-use-failed-again"),
    ],
)
def test_uses_of_root(tmp_path: Path, records: list[Any], rule: str) -> None:
    assert found(tmp_path, aws.trail(*records)) == [(rule, line_of("dev@"), "accounts[1]")]


def test_a_use_in_an_account_that_the_config_does_not_know(tmp_path: Path) -> None:
    assert [(rule, where) for rule, _, where in found(tmp_path, aws.trail(aws.assume_root(LAB)))] == [
        ("root-use-unexplained", "accounts")
    ]


def test_a_use_that_a_record_explains_is_no_difference(tmp_path: Path) -> None:
    _, told = compared(tmp_path, aws.trail(aws.record()), explains=lambda event: event.account == DEV)
    assert told == ()


def test_differences_stand_in_the_order_of_the_config_and_uses_last(tmp_path: Path) -> None:
    files = (aws.trail(aws.record()), f"{DEV}={aws.summary(key=1)}", f"{PAYER}={aws.summary()}", aws.features())
    lines = [line for _, line, _ in found(tmp_path, *files)]
    assert lines[:-1] == sorted(lines[:-1])
    assert found(tmp_path, *files)[-1][0] == "root-use-unexplained"


def test_a_difference_about_an_account_of_the_accounts_file_has_its_line_there(tmp_path: Path) -> None:
    (tmp_path / "accounts.yaml").write_text(f"accounts:\n\n{MEMBER}", "utf-8")
    config = changed(MEMBER, "accounts_file: accounts.yaml\n", CONFIG)
    reading, (difference,) = compared(tmp_path, f"{DEV}={aws.summary(key=1)}", config=config)
    problem = difference.problem(reading)
    assert (problem.file, problem.line, problem.source) == (str(tmp_path / "accounts.yaml"), 3, MEMBER.rstrip())


def test_every_difference_has_sentences_and_every_sentence_a_difference(tmp_path: Path) -> None:
    source = (CHECKOUT / "runbook" / "reconciliation" / "comparing.py").read_text("utf-8")
    named = set(re.findall(r'"((?:account|root|custody|feature|alternate|recovery)-[a-z-]+)"', source))
    named |= {f"{rule}-again" for rule in named if rule.startswith("root-use-")}
    everything = (CHECKOUT / "templates" / "languages" / "en" / "messages-reconcile.yaml").read_text("utf-8")
    assert named == set(re.findall(r"^  ([a-z-]+):$", everything, re.MULTILINE))
    files = (
        *(aws.accounts(aws.account(LAB), PAYER_ENTRY, DEV_ENTRY | {"Name": "x"}), aws.features()),
        *(f"{DEV}={aws.summary(password=1, mfa=1, key=1, certificate=1)}", f"{DEV}={aws.contact()}"),
        *(f"{DEV}={aws.primary()}", f"{PAYER}={aws.summary()}", aws.trail(aws.record(), *[aws.assume_root()] * 2)),
    )
    reading, told = compared(tmp_path, *files)
    assert len({difference.rule for difference in told}) >= 13
    for language in LANGUAGES:
        for difference in told:
            for text in messages(language)[difference.rule]:
                assert text.format_map(dict(difference.problem(reading).values))
    assert json.dumps([difference.values for difference in told])
