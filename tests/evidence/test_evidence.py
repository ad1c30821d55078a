"""Files of AWS are known by their content, say what the service models mean, and are refused clearly otherwise."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import aws_files as aws
from support.aws_files import DEV, LAB, PAYER
from support.organisations import LANGUAGES, messages
from support.organisations import ROOT as CHECKOUT

from runbook.errors import EvidenceError, Problem
from runbook.evidence import (
    ContactKind,
    Evidence,
    FileKind,
    ListedAccount,
    NamedFile,
    Place,
    RootState,
    documents,
    named_files,
    read_evidence,
)
from runbook.evidence import trail as trail_module
from runbook.organisation import AccountKind, AccountStatus, Partition

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file and returns its path."""

    def written(content: str | bytes, name: str = "file") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return written


def problems(*files: str, known: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    with pytest.raises(EvidenceError) as caught:
        read_evidence(named_files(files), known)
    return caught.value.problems


def read(*files: str, known: tuple[str, ...] = ()) -> Evidence:
    return read_evidence(named_files(files), known)


# --- What each answer says ------------------------------------------------------------------------------------------


def test_the_list_of_accounts(write: Write) -> None:
    path = write(aws.accounts(aws.account(PAYER), aws.account(LAB, Name="研究")))
    found = read(path)
    assert [(file.kind, file.count) for file in found.files] == [(FileKind.ACCOUNTS, 2)]
    lab, payer = found.accounts
    assert lab == ListedAccount(
        LAB,
        "研究",
        f"aws-root-{LAB}@example.co.jp",
        (AccountStatus.ACTIVE,),
        AccountKind.MEMBER,
        Partition.COMMERCIAL,
        Place(path, 1),
    )
    assert payer.kind is AccountKind.MANAGEMENT
    assert (
        json.loads(
            "\n".join(Path(path).read_text("utf-8").split("\n")[lab.place.line - 1 :]).partition("\n        }")[0] + "}"
        )["Id"]
        == LAB
    )
    assert found.lists_all


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ({"State": "ACTIVE", "Status": "ACTIVE"}, ["active"]),
        ({"State": "CLOSED", "Status": "SUSPENDED"}, ["closed"]),
        ({"State": "SUSPENDED", "Status": "SUSPENDED"}, ["suspended"]),
        ({"State": "PENDING_ACTIVATION", "Status": "ACTIVE"}, ["active"]),
        ({"State": "PENDING_CLOSURE", "Status": "PENDING_CLOSURE"}, ["active"]),
        ({"Status": "SUSPENDED"}, ["suspended", "closed"]),
        ({"Status": "ACTIVE"}, ["active"]),
        ({"Status": "PENDING_CLOSURE"}, ["active"]),
    ],
)
def test_the_state_of_an_account_is_asked_before_its_older_status(
    write: Write, said: dict[str, str], statuses: list[str]
) -> None:
    entry = aws.account()
    del entry["State"], entry["Status"]
    (account,) = read(write(aws.accounts(entry | said))).accounts
    assert list(account.statuses) == statuses


def test_every_state_of_the_service_model_is_known() -> None:
    for name, known in (("AccountState", "STATES"), ("AccountStatus", "_STATUSES")):
        assert aws.choices("organizations", name) == set(getattr(documents, known))


def test_an_account_of_another_partition(write: Write) -> None:
    arn = f"arn:aws-us-gov:organizations::{PAYER}:account/o-exampleorgid/{DEV}"
    text = json.dumps({"Accounts": [aws.account() | {"Arn": arn}]})
    assert read(write(text)).accounts[0].partition is Partition.GOVCLOUD
    (problem,) = problems(write(text.replace("aws-us-gov", "aws-moon")))
    assert problem.rule == "evidence-partition"


def test_a_list_in_pages_is_whole_only_with_its_last_page(write: Write) -> None:
    first = write(aws.accounts(aws.account(PAYER), NextToken="next"), "1")
    assert not read(first).lists_all
    assert not read(first, write(aws.accounts(aws.account()), "2")).lists_all
    assert read(str(Path(first).parent / "2")).lists_all
    assert not read(write(json.dumps([aws.account()]), "picked")).lists_all


def test_accounts_picked_by_a_query_and_one_that_was_described(write: Write) -> None:
    picked = write(json.dumps([aws.account(), aws.account(LAB)]), "picked")
    described = write(aws.answer("organizations", "DescribeAccount", {"Account": aws.account(PAYER)}), "described")
    assert [account.id for account in read(picked, described).accounts] == [LAB, PAYER, DEV]


def test_the_organization_says_which_account_is_its_management_account(write: Write) -> None:
    entry = aws.account(PAYER), aws.account()
    for one in entry:
        del one["Arn"]
    listed = write(json.dumps({"Accounts": entry}), "accounts")
    assert [account.kind for account in read(listed).accounts] == [None, None]
    told = read(listed, write(aws.organization(), "organization"))
    assert [account.kind for account in told.accounts] == [AccountKind.MANAGEMENT, AccountKind.MEMBER]


@pytest.mark.parametrize("enabled", [(), ("RootSessions",), ("RootCredentialsManagement", "RootSessions")])
def test_the_features_of_central_root_access(write: Write, enabled: tuple[str, ...]) -> None:
    assert set(enabled) <= aws.choices("iam", "FeatureType")
    found = read(write(aws.features(*enabled))).features
    assert found is not None
    assert (found.credentials, found.sessions) == (len(enabled) == 2, "RootSessions" in enabled)


@pytest.mark.parametrize("field", ["password", "mfa", "key", "certificate"])
def test_an_account_summary_says_which_credentials_there_are(write: Write, field: str) -> None:
    (bare,) = read(f"{DEV}={write(aws.summary())}").states
    (state,) = read(f"2222-3333-4444={write(aws.summary(**{field: 1}))}").states
    assert bare.is_bare
    assert not state.is_bare
    assert (state.account, state.password, state.mfa, state.access_key, state.certificate) == (
        DEV,
        *(field == name for name in ("password", "mfa", "key", "certificate")),
    )


def test_an_older_summary_does_not_say_that_there_is_no_password(write: Write) -> None:
    text = json.loads(aws.summary())
    del text["SummaryMap"]["AccountPasswordPresent"]
    (state,) = read(f"{DEV}={write(json.dumps(text))}").states
    assert state.password is None
    assert not state.is_bare


@pytest.mark.parametrize("form", [str, aws.wrapped, lambda text: "\ufeff" + text])
@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, (False, False, None, None)),
        ({"password_enabled": "TRUE", "mfa_active": "True"}, (True, True, None, None)),
        ({"password_enabled": "not_supported"}, (None, False, None, None)),
        ({"access_key_1_active": "true"}, (False, False, True, None)),
        ({"access_key_2_active": "true", "cert_2_active": "true"}, (False, False, True, True)),
    ],
)
def test_a_credential_report_says_what_is_active(
    write: Write, form: Callable[[str], str], said: dict[str, str], state: tuple[bool | None, ...]
) -> None:
    path = write(form(aws.report(**said)))
    password, mfa, access_key, certificate = state
    assert read(path).states == (RootState(DEV, password, mfa, access_key, certificate, Place(path, 2)),)


def test_the_columns_of_a_report_may_stand_in_another_order(write: Write) -> None:
    columns = ("user", "arn", *reversed(aws.REPORT_COLUMNS[2:]), "additional_credentials_info")
    (state,) = read(write(aws.report(columns=columns, mfa_active="true"))).states
    assert (state.password, state.mfa) == (False, True)


def test_a_summary_and_a_report_say_together_what_each_leaves_open(write: Write) -> None:
    said = read(f"{DEV}={write(aws.summary(), 'summary')}", write(aws.report(), "report"))
    assert said.states[0].is_bare
    (problem,) = problems(f"{DEV}={write(aws.summary(password=1), 'summary')}", write(aws.report(), "report"))
    assert problem.rule == "evidence-contradicts"


def test_contacts(write: Write) -> None:
    found = read(
        f"{DEV}={write(aws.contact(), '1')}",
        f"{DEV}={write(aws.contact('BILLING', ' b@example.co.jp'), '2')}",
        f"{DEV}={write(aws.primary('+81  3-0000-0032'), '3')}",
    )
    assert [(one.account, one.kind, one.email) for one in found.alternate_contacts] == [
        (DEV, ContactKind.BILLING, "b@example.co.jp"),
        (DEV, ContactKind.SECURITY, "aws-security@example.co.jp"),
    ]
    assert [(one.account, one.phone) for one in found.primary_contacts] == [(DEV, "+81 3-0000-0032")]
    assert {kind.value.upper() for kind in ContactKind} == aws.choices("account", "AlternateContactType")


# --- Which account, which files -------------------------------------------------------------------------------------


def test_an_account_in_the_name_of_a_file_counts_only_if_it_is_known(write: Write) -> None:
    path = write(aws.summary(), f"summary-{DEV}.json")
    (problem,) = problems(path)
    assert (problem.rule, problem.where) == ("evidence-account-unknown", path)
    assert read(path, known=(DEV,)).states[0].account == DEV
    assert read(path, write(aws.accounts(), "list")).states[0].account == DEV


@pytest.mark.parametrize("name", ["summary.json", f"{DEV}-{PAYER}", "20261120181005.json", f"{DEV}0"])
def test_a_file_that_names_no_account_is_asked_for_one(write: Write, name: str) -> None:
    (problem,) = problems(write(aws.summary(), name), known=(DEV, PAYER))
    assert problem.rule == "evidence-no-account"
    assert DEV not in name or "=" in messages("en")[problem.rule][1]


def test_a_report_given_for_another_account_is_refused(write: Write) -> None:
    assert [problem.rule for problem in problems(f"{PAYER}={write(aws.report())}")] == ["evidence-other-account"]
    assert read(f"{DEV}={write(aws.report())}").states


def test_a_folder_stands_for_the_files_below_it(write: Write, tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    one, two = write(aws.accounts(), "deep/er/a"), write(aws.features(), "b")
    write("nothing", ".c")
    write("nothing", ".hidden/d")
    assert {file.path for file in named_files([str(tmp_path)])} == {one, two}
    assert [file.file for file in read(str(tmp_path)).files] == sorted([one, two])


def test_a_file_that_is_called_like_an_account_and_a_file_is_that_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(aws.accounts(), f"{DEV}=x")
    monkeypatch.chdir(Path(path).parent)
    assert named_files([f"{DEV}=x"]) == (NamedFile(f"{DEV}=x", DEV, is_typed=False),)


@pytest.mark.slow
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("files")
    texts = [
        aws.accounts(),
        aws.features("RootSessions"),
        aws.report(),
        aws.trail(aws.record()),
        aws.lookup(aws.assume_root()),
    ]
    paths = [folder / str(number) for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    files = [str(path) for path in paths]
    shuffled = chance.sample(files, len(files))
    assert repr(read(*shuffled)) == repr(read(*files))


# --- Events ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [aws.trail, aws.lookup, aws.lines, lambda *r: json.dumps(r), lambda *r: gzip.compress(aws.trail(*r).encode())],
)
def test_events_are_read_in_every_form(write: Write, form: Callable[..., str | bytes]) -> None:
    found = read(write(form(aws.record(), aws.record("GetUser", "iam", who="IAMUser"), aws.assume_root(LAB))))
    assert [(file.kind, file.count) for file in found.files] == [(FileKind.EVENTS, 3)]
    assert [(use.first.account, use.first.name, use.count) for use in found.uses] == [
        (LAB, "AssumeRoot", 1),
        (DEV, "ConsoleLogin", 1),
    ]
    assert f"{found.uses[0].first.moment:%F %T %Z}" == "2026-11-20 18:10:05 UTC"


ROOT: list[Any] = [
    aws.record(),
    aws.record("CreateUser", "iam"),
    aws.record(
        "AttachUserPolicy", "iam", userIdentity={"type": "Root", "accountId": DEV, "invokedBy": "signin.amazonaws.com"}
    ),
    aws.record("PasswordRecoveryRequested"),
    aws.record("PasswordRecoveryCompleted", userIdentity=None),
    aws.record("PasswordUpdated"),
    aws.record("EmailUpdated", userIdentity={}),
    aws.assume_root(),
    aws.assume_root(f"arn:aws:iam::{DEV}:root"),
    aws.record(
        "StartPrimaryEmailUpdate", "account", who="AssumedRole", where=PAYER, requestParameters={"accountId": DEV}
    ),
    aws.record("AcceptPrimaryEmailUpdate", "account", who="AssumedRole"),
]
OTHERS: list[Any] = [
    aws.record("ConsoleLogin", who="IAMUser"),
    aws.record("AssumeRole", "sts", who="AssumedRole"),
    aws.record("RotateKey", "kms", eventType="AwsServiceEvent"),
    aws.record(
        "Decrypt", "kms", userIdentity={"type": "Root", "accountId": DEV, "invokedBy": "cloudtrail.amazonaws.com"}
    ),
    aws.record("PasswordUpdated", "example", who="IAMUser"),
    aws.record("PutAlternateContact", "account", who="AssumedRole"),
]


@pytest.mark.parametrize("event", ROOT, ids=lambda event: event["eventName"])
def test_what_is_a_use_of_root_is_told(write: Write, event: Any) -> None:
    (use,) = read(write(aws.trail(event))).uses
    assert (use.first.account, use.first.name, use.first.failed) == (DEV, event["eventName"], False)


def test_the_account_is_that_which_was_acted_on_else_that_of_root(write: Write) -> None:
    identity = {"type": "Root", "accountId": PAYER}
    for record, account in (
        (aws.record(userIdentity=identity), DEV),
        (aws.record(userIdentity=identity, recipientAccountId=None), PAYER),
        (aws.assume_root(LAB), LAB),
        (aws.record("StartPrimaryEmailUpdate", "account", requestParameters={"accountId": LAB}), LAB),
        (aws.record("PasswordUpdated", requestParameters={"accountId": LAB, "targetPrincipal": LAB}), LAB),
        (aws.record("CreateUser", "iam", requestParameters={"accountId": LAB}), DEV),
    ):
        assert [use.first.account for use in read(write(aws.trail(record))).uses] == [account]


@pytest.mark.parametrize("event", OTHERS, ids=lambda event: event["eventName"])
def test_what_is_no_use_of_root_is_not_told(write: Write, event: Any) -> None:
    assert read(write(aws.trail(event))).uses == ()


@pytest.mark.parametrize(
    "more",
    [
        {"responseElements": {"ConsoleLogin": "Failure"}},
        {"errorCode": "AccessDenied"},
        {"errorMessage": "Failed authentication"},
    ],
)
def test_a_use_that_failed_is_told_as_such(write: Write, more: dict[str, Any]) -> None:
    (use,) = read(write(aws.trail(aws.record(**more)))).uses
    assert use.first.failed


def test_uses_of_one_name_account_and_day_are_one(write: Write) -> None:
    times = ["2026-11-20T03:00:00Z", "2026-11-20T01:00:00Z", "2026-11-20T23:59:59+00:00", "2026-11-21T08:00:00+09:00"]
    again = "2026-11-21T00:00:00Z"
    found = read(write(aws.trail(*(aws.record(eventTime=time) for time in (*times, again)))))
    assert [(f"{use.first.moment:%d %H:%M}", f"{use.last:%d %H:%M}", use.count) for use in found.uses] == [
        ("20 01:00", "20 23:59", 4),
        ("21 00:00", "21 00:00", 1),
    ]


def test_a_use_that_a_record_explains_is_left_out(write: Write) -> None:
    path = write(aws.trail(aws.record(), aws.assume_root()))
    found = read_evidence(named_files([path]), explains=lambda event: event.name == "AssumeRoot")
    assert [use.first.name for use in found.uses] == ["ConsoleLogin"]


def test_uses_beyond_those_that_are_told_are_counted(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail_module, "MOST_USES", 2)
    found = read(write(aws.trail(*(aws.record(name) for name in "abcab"))))
    assert ([use.count for use in found.uses], found.untold_uses) == ([2, 2], 1)


def test_nothing_of_a_credential_is_kept(write: Write, tmp_path: Path) -> None:
    root = aws.record(sharedEventID="example-share")
    root["userIdentity"]["accessKeyId"] = "ASIA" + "EXAMPLE2" * 2
    write(aws.trail(aws.assume_root(), root), "1")
    write(aws.report(access_key_1_active="true"), "2")
    write(aws.contact(), f"{DEV}-3")
    kept = repr(read(str(tmp_path), known=(DEV,)))
    for text in ("EXAMPLE2", "example-token", "mori", "192.0.2.1", "+81 3 0000 0031"):
        assert text not in kept


# --- What cannot be read --------------------------------------------------------------------------------------------


def _changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "evidence-empty"),
    "white": (" \n\t\n", "evidence-empty"),
    "cut": (aws.accounts()[:-20], "evidence-json-cut"),
    "cut csv": (aws.report()[:60], "evidence-columns"),
    "yaml": ("Accounts:\n- Id: '111122223333'\n", "evidence-json"),
    "table": ("-----\n| ListAccounts |\n", "evidence-json"),
    "utf-16": (aws.accounts().encode("utf-16"), "evidence-utf-16"),
    "utf-16 without a mark": (aws.accounts().encode("utf-16-le"), "evidence-utf-16"),
    "cp932": (aws.accounts(aws.account(Name="研究")).encode("cp932"), "evidence-encoding"),
    "gzip cut": (gzip.compress(aws.trail(*[aws.record()] * 99).encode())[:-30], "evidence-gzip"),
    "gzip damaged": (gzip.compress(aws.accounts().encode())[:12] + b"\0\1\2" * 30, "evidence-gzip"),
    "id as a number": (_changed(aws.accounts(), f'"Id": "{PAYER}"', f'"Id": {PAYER}'), "evidence-id-number"),
    "id without its zero": (
        _changed(aws.accounts(aws.account(LAB)), f'"Id": "{LAB}"', f'"Id": "{LAB[1:]}"'),
        "evidence-id",
    ),
    "id missing": (_changed(aws.accounts(aws.account()), f'"Id": "{DEV}",', ""), "evidence-id"),
    "another arn": (_changed(aws.accounts(aws.account()), f'"Id": "{DEV}"', f'"Id": "{LAB}"'), "evidence-arn"),
    "no state": (
        _changed(_changed(aws.accounts(aws.account()), '"Status"', '"x"'), '"State"', '"y"'),
        "evidence-field",
    ),
    "unknown state": (
        _changed(aws.accounts(aws.account()), '"State": "ACTIVE"', '"State": "ASLEEP"'),
        "evidence-status",
    ),
    "name of another kind": (_changed(aws.accounts(aws.account()), f'"account {DEV}"', "[1]"), "evidence-field"),
    "account of another kind": ('{"Accounts": [1]}', "evidence-field"),
    "twice, differently": (aws.accounts(aws.account(), aws.account(Name="x")), "evidence-contradicts"),
    "a key twice": (_changed(aws.accounts(aws.account()), '"State"', '"Status"'), "evidence-json-key"),
    "another answer": ('{"Users": []}', "evidence-unknown"),
    "a number": ("42", "evidence-unknown"),
    "two answers": (aws.features() + aws.accounts(), "evidence-mixed"),
    "features of another kind": ('{"EnabledFeatures": "RootSessions"}', "evidence-field"),
    "summary of another kind": ('{"SummaryMap": []}', "evidence-field"),
    "summary with text": ('{"SummaryMap": {"AccountMFAEnabled": "1"}}', "evidence-field"),
    "summary with a switch": ('{"SummaryMap": {"AccountMFAEnabled": true}}', "evidence-field"),
    "contact of another kind": ('{"AlternateContact": []}', "evidence-field"),
    "contact of no kind": ('{"AlternateContact": {"EmailAddress": "a@example.co.jp"}}', "evidence-field"),
    "contact without address": ('{"AlternateContact": {"AlternateContactType": "BILLING"}}', "evidence-field"),
    "telephone of another kind": ('{"ContactInformation": {"PhoneNumber": "03-0000-0000"}}', "evidence-field"),
    "report without root": (aws.report().replace("<root_account>", "root"), "evidence-no-root-row"),
    "report of another arn": (aws.report().replace(":root", ":user/root"), "evidence-root-arn"),
    "report without a column": (aws.report(columns=aws.REPORT_COLUMNS[:7]), "evidence-columns"),
    "report with a huge field": (aws.report().replace("<root_account>", '"' + "x" * 200_000 + '"', 1), "evidence-csv"),
    "report not in base64": (_changed(aws.wrapped(aws.report()), '"Content": "', '"Content": "*'), "evidence-field"),
    "organization of another kind": ('{"Organization": {"MasterAccountId": 1}}', "evidence-id-number"),
    "records of S3": (
        aws.trail({"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "eventTime": "x"}),
        "evidence-event",
    ),
    "event without a time": (aws.trail(aws.record(eventTime=None)), "evidence-event"),
    "event without an account": (
        aws.trail(aws.record(userIdentity={"type": "Root"}, recipientAccountId=None)),
        "evidence-event",
    ),
    "lookup without an event": ('{"Events": [{"EventId": "1"}]}', "evidence-event"),
    "lookup of no JSON": ('{"Events": [{"CloudTrailEvent": "{"}]}', "evidence-event"),
    "deep": ('{"Records": [' + "[" * 100_000, "evidence-json-deep"),
}


def test_an_id_that_lost_its_zeros_is_told_with_its_field(write: Write) -> None:
    content, _ = BROKEN["organization of another kind"]
    [problem] = problems(f"{DEV}={write(content)}")
    assert dict(problem.values)["field"] == "MasterAccountId"


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_with_its_place_and_in_both_languages(write: Write, kind: str) -> None:
    content, rule = BROKEN[kind]
    path = write(content)
    found = problems(f"{DEV}={path}")
    assert {(problem.rule, problem.file, problem.line > 0) for problem in found} == {
        (rule, path, kind not in {"gzip cut", "gzip damaged", "cp932", "utf-16", "utf-16 without a mark"})
    }
    for language in LANGUAGES:
        what, remedy = messages(language)[rule]
        values = dict(found[0].values)
        assert what.format_map(values)
        assert remedy.format_map(values)


def test_a_report_is_wrong_at_its_first_line(write: Write) -> None:
    (problem,) = problems(write(aws.report(columns=aws.REPORT_COLUMNS[:7])))
    assert (problem.line, dict(problem.values)["columns"].split(", ")[0]) == (1, "mfa_active")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    names = [str(tmp_path / "missing"), str(tmp_path / "pipe"), str(link), str(tmp_path / ("x" * 300)), "a\0b"]
    assert [(problem.rule, problem.file) for problem in problems(*names)] == sorted(
        zip(["evidence-missing", "evidence-not-a-file", *["evidence-missing"] * 3], names, strict=True),
        key=lambda found: found[1],
    )


def test_all_broken_files_are_told_at_once(write: Write) -> None:
    files = [write(content, f"{number:02}") for number, (content, _) in enumerate(BROKEN.values())]
    assert {problem.file for problem in problems(*files)} == set(files)


def test_a_file_that_is_wrong_throughout_is_told_ten_times(write: Write) -> None:
    found = problems(write(json.dumps({"Accounts": [{"Id": number} for number in range(1000)]})))
    assert [problem.rule for problem in found] == ["evidence-id-number"] * 10
    assert len({problem.column for problem in found}) == 10


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("Name", "a\u202eb", "evidence-name"),
        ("Name", "a\u0000b", "evidence-name"),
        ("Name", "\ud800", "evidence-name"),
        ("Name", "x" * 201, "evidence-name"),
        ("Name", " \n ", "evidence-name"),
        ("Name", "password: Kx7pQ2wz9Lm4", "evidence-name-secret"),
        ("Email", "ルート@example.co.jp", "evidence-email"),
    ],
)
def test_what_cannot_stand_in_a_config_is_left_out_and_told(write: Write, field: str, value: str, rule: str) -> None:
    found = read(write(json.dumps({"Accounts": [aws.account() | {field: value}]})))
    assert getattr(found.accounts[0], field.lower()) is None
    (remark,) = found.remarks
    assert (remark.rule, remark.where) == (rule, DEV)
    assert value.strip() not in str(remark) or not value.strip()


def test_every_rule_of_this_room_has_sentences() -> None:
    source = "".join(path.read_text("utf-8") for path in (CHECKOUT / "runbook").rglob("*.py"))
    named = set(re.findall(r'"(evidence-[a-z0-9-]+)"', source))
    known = {rule for rule in messages("en") if rule.startswith("evidence-")}
    assert named == known
