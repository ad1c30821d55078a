"""Facts of AWS come into the accounts file, and what people wrote stays, to the byte."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import aws_files as aws
from support.aws_files import DEV, LAB, PAYER
from support.organisations import LANGUAGES, sentences

from runbook.config.accounts_file import read_accounts
from runbook.config.source import load_text
from runbook.errors import ConfigError, EvidenceError, OutputError
from runbook.evidence import NamedFile, named_files
from runbook.intake import Intake, take_in
from runbook.writing import replace_kept

DAY = date(2026, 11, 20)
BARE = {"summary": aws.summary(), "features": aws.features("RootCredentialsManagement")}


def take(folder: Path, text: str | bytes | None, *answers: str, day: date | None = None, write: bool = True) -> Intake:
    """Import answers into an accounts file; an answer for an account is given as ACCOUNT=text."""
    accounts = folder / "accounts.yaml"
    if text is not None:
        accounts.write_bytes(text if isinstance(text, bytes) else text.encode())
    files: list[NamedFile] = []
    for number, answer in enumerate(answers):
        match = re.match(r"([0-9]{12})=", answer)
        path = folder / f"{number:02}.json"
        path.write_text(answer[13:] if match else answer, "utf-8")
        files += named_files([f"{match[1]}={path}" if match else str(path)])
    return take_in(files, accounts, day=day, header="First line\nSecond line", write=write)


def text_of(folder: Path) -> str:
    return (folder / "accounts.yaml").read_bytes().decode()


def listed(text: str) -> list[dict[str, Any]]:
    """The accounts of a file, every value as text, read by another reader."""
    found: list[dict[str, Any]] = yaml.load(text, Loader=yaml.BaseLoader)["accounts"]  # noqa: S506  text only
    return found


# --- A new file -----------------------------------------------------------------------------------------------------


def test_a_new_file_has_its_accounts_by_id_one_on_a_line(tmp_path: Path) -> None:
    entry = aws.account(LAB, Name="研究: #1", Status="SUSPENDED", State="SUSPENDED")
    take(tmp_path, None, aws.accounts(aws.account(PAYER, Name="payer"), entry))
    assert text_of(tmp_path) == (
        "# First line\n# Second line\naccounts:\n"
        '  - {id: "012345678901", name: "研究: #1", kind: member, custody: unknown,'
        " root_email: aws-root-012345678901@example.co.jp, status: suspended}\n"
        '  - {id: "111122223333", name: payer, kind: management, custody: unknown,'
        " root_email: aws-root-111122223333@example.co.jp, status: active}\n"
    )


def test_without_accounts_no_file_is_made(tmp_path: Path) -> None:
    intake = take(tmp_path, None, aws.features())
    assert not intake.is_written
    assert not (tmp_path / "accounts.yaml").exists()


def test_an_account_without_a_usable_name_is_called_by_its_id(tmp_path: Path) -> None:
    intake = take(tmp_path, None, aws.accounts(aws.account(Name="a\u202eb")))
    assert listed(text_of(tmp_path))[0]["name"] == DEV
    assert [remark.rule for remark in intake.remarks] == ["evidence-name"]


@pytest.mark.parametrize(
    "name",
    [
        "yes",
        "null",
        "~",
        "1.0",
        "a: b",
        "#a",
        "a #b",
        "'",
        '"\\',
        "{x}",
        "- a",
        "日本",
        "𠮷 🗻",
        "a\u00a0b",
        "%x",
        "&a",
        "*a",
        "!a",
        "@a",
        "`",
    ],
)
def test_any_name_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    take(tmp_path, None, aws.accounts(aws.account(Name=name)))
    tree, problems = read_accounts(load_text(tmp_path / "accounts.yaml", 10**6))
    assert problems == []
    assert tree.node(("accounts", 0, "name")) == " ".join(name.split())
    assert not take(tmp_path, None, aws.accounts(aws.account(Name=name))).is_written


def test_an_account_of_which_nothing_says_what_it_is_is_refused(tmp_path: Path) -> None:
    entry = aws.account()
    del entry["Arn"]
    with pytest.raises(EvidenceError) as caught:
        take(tmp_path, None, aws.accounts(entry))
    assert [problem.rule for problem in caught.value.problems] == ["evidence-kind"]
    take(tmp_path, None, aws.accounts(entry), aws.organization())
    assert listed(text_of(tmp_path))[0]["kind"] == "member"


def test_an_account_of_another_partition_has_no_root_to_keep(tmp_path: Path) -> None:
    arn = f"arn:aws-cn:organizations::{PAYER}:account/o-exampleorgid/{DEV}"
    take(tmp_path, None, aws.accounts(aws.account()).replace(aws.account()["Arn"], arn))
    assert {key: listed(text_of(tmp_path))[0][key] for key in ("custody", "partition")} == {
        "custody": "none",
        "partition": "aws-cn",
    }


# --- Custody and verification ---------------------------------------------------------------------------------------


def custody(folder: Path, text: str | None, *answers: str, day: date | None = DAY) -> tuple[str, str | None]:
    take(folder, text, aws.accounts(), *answers, day=day)
    (account,) = (account for account in listed(text_of(folder)) if account["id"].replace("-", "") == DEV)
    return account["custody"], account.get("verified_on")


def of(custody: str, more: str = "") -> str:
    return f'accounts:\n  - {{id: "{DEV}", name: x, kind: member, custody: {custody}{more}}}\n'


def test_without_credentials_under_central_root_access_custody_is_removed(tmp_path: Path) -> None:
    assert custody(tmp_path, None, f"{DEV}={BARE['summary']}", BARE["features"]) == ("removed", "2026-11-20")


@pytest.mark.parametrize("field", ["password", "mfa", "key", "certificate"])
def test_with_any_credential_custody_stays_unknown(tmp_path: Path, field: str) -> None:
    assert custody(tmp_path, None, f"{DEV}={aws.summary(**{field: 1})}", BARE["features"]) == ("unknown", None)


def test_custody_stays_unknown_as_long_as_anything_is_open(tmp_path: Path) -> None:
    for number, answers in enumerate(
        (
            [BARE["features"]],
            [f"{DEV}={BARE['summary']}"],
            [f"{DEV}={BARE['summary']}", aws.features("RootSessions")],
            [aws.report(), BARE["features"]],
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert custody(folder, None, *answers) == ("unknown", None)


def test_the_root_of_a_management_account_is_never_removed(tmp_path: Path) -> None:
    take(tmp_path, None, aws.accounts(), f"{PAYER}={BARE['summary']}", BARE["features"], day=DAY)
    payer = listed(text_of(tmp_path))[0]
    assert (payer["id"], payer["custody"], payer.get("verified_on")) == (PAYER, "unknown", None)


def test_what_is_known_of_custody_is_never_changed(tmp_path: Path) -> None:
    for number, known in enumerate(("safe", "sealed", "reseller", "none")):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert custody(folder, of(known), f"{DEV}={BARE['summary']}", BARE["features"]) == (known, None)
    (tmp_path / "removed").mkdir()
    assert custody(tmp_path / "removed", of("removed"), f"{DEV}={aws.summary(password=1)}") == ("removed", None)


def test_without_a_day_nothing_is_verified(tmp_path: Path) -> None:
    answers = (f"{DEV}={BARE['summary']}", BARE["features"])
    assert custody(tmp_path, of("removed"), *answers, day=None) == ("removed", None)
    assert custody(tmp_path, of("removed"), *answers) == ("removed", "2026-11-20")
    assert custody(tmp_path, None, *answers, day=date(2026, 12, 1)) == ("removed", "2026-12-01")
    assert custody(tmp_path, None, *answers, day=DAY) == ("removed", "2026-12-01")


# --- Facts of accounts that are there ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "state", "status"),
    [
        ("", "ACTIVE", None),
        ("", "CLOSED", "closed"),
        (", status: active", "SUSPENDED", "suspended"),
        (", status: closed", "ACTIVE", "active"),
        (", status: suspended", "CLOSED", "closed"),
    ],
)
def test_the_status_follows_the_list(tmp_path: Path, more: str, state: str, status: str | None) -> None:
    take(tmp_path, of("unknown", more), aws.accounts(aws.account(State=state)))
    assert listed(text_of(tmp_path))[0].get("status") == status


def test_what_is_known_to_be_closed_stays_so_while_the_list_says_suspended(tmp_path: Path) -> None:
    entry = aws.account(Status="SUSPENDED")
    del entry["State"]
    take(tmp_path, of("unknown", ", status: closed"), aws.accounts(entry))
    assert listed(text_of(tmp_path))[0]["status"] == "closed"


@pytest.mark.parametrize(
    ("more", "key", "found"),
    [("", 0, None), ("", 1, "true"), (", root_access_key: true", 0, "false"), (", root_access_key: true", 1, "true")],
)
def test_a_root_access_key_follows_the_summary(tmp_path: Path, more: str, key: int, found: str | None) -> None:
    intake = take(tmp_path, of("unknown", more), f"{DEV}={aws.summary(key=key)}")
    assert listed(text_of(tmp_path))[0].get("root_access_key") == found
    assert intake.is_written is (found is not None and found not in more)


def test_a_report_without_an_active_key_changes_nothing(tmp_path: Path) -> None:
    assert not take(tmp_path, of("unknown", ", root_access_key: true"), aws.report()).is_written


@pytest.mark.parametrize(
    "written",
    [
        "",
        ", alternate_contacts: {}",
        ", alternate_contacts: {billing: b@example.co.jp}",
        ", alternate_contacts: ",
        ", alternate_contacts: {security: old@example.co.jp, billing: b@example.co.jp}",
    ],
)
def test_alternate_contacts_are_set_each_for_itself(tmp_path: Path, written: str) -> None:
    take(
        tmp_path,
        of("unknown", written),
        f"{DEV}={aws.contact()}",
        f"{DEV}={aws.contact('OPERATIONS', 'o@example.co.jp')}",
    )
    contacts = listed(text_of(tmp_path))[0]["alternate_contacts"]
    billing = {"billing": "b@example.co.jp"} if "billing" in written else {}
    assert contacts == {"operations": "o@example.co.jp", "security": "aws-security@example.co.jp", **billing}


def test_an_address_is_the_same_in_capitals(tmp_path: Path) -> None:
    more = f", root_email: AWS-Root-{DEV}@example.co.jp, alternate_contacts: {{security: AWS-Security@example.co.jp}}"
    assert not take(tmp_path, of("unknown", more), aws.accounts(aws.account()), f"{DEV}={aws.contact()}").is_written


def test_what_is_about_an_account_that_nobody_lists_is_told_and_left_out(tmp_path: Path) -> None:
    intake = take(tmp_path, of("unknown"), f"{LAB}={aws.contact()}", f"{PAYER}={aws.summary(key=1)}")
    assert [(remark.rule, remark.where, Path(remark.file).name, remark.line) for remark in intake.remarks] == [
        ("evidence-account-not-listed", LAB, "00.json", 1),
        ("evidence-account-not-listed", PAYER, "01.json", 1),
    ]
    for language in LANGUAGES:
        assert LAB in sentences(intake.remarks[0], language)[0]
    assert not intake.is_written


def test_every_change_is_told(tmp_path: Path) -> None:
    more = ", root_email: old@example.co.jp"
    answers = (aws.accounts(), f"{DEV}={aws.summary()}", f"{DEV}={aws.contact()}", BARE["features"])
    intake = take(tmp_path, of("unknown", more), *answers, day=DAY)
    assert [(change.field, change.before, change.after) for change in intake.merged.changes] == [
        ("custody", "unknown", "removed"),
        ("root_email", "old@example.co.jp", f"aws-root-{DEV}@example.co.jp"),
        ("alternate_contacts.security", None, "aws-security@example.co.jp"),
        ("verified_on", None, "2026-11-20"),
    ]
    assert list(intake.merged.new) == [PAYER]


# --- The text ---------------------------------------------------------------------------------------------------------

WRITTEN = """\
# Our accounts
accounts:  # by hand

  # The payer 髙橋 𠮷
  - id: "111122223333"   # pay
    name: {ja: 支払い, en: Pay}
    status: active # so far
    # asked on Monday
    kind: management
    custody: safe
    note: >-
      Two lines
      of text

      # no remark
    # about the payer

  # The others
  - {kind: member, id: 2222-3333-4444, custody: unknown, name: 'dev'} # dev
# The end
"""
EDITED = """\
# Our accounts
accounts:  # by hand
  - <012345678901>

  # The payer 髙橋 𠮷
  - id: "111122223333"   # pay
    name: {ja: 支払い, en: Pay}
    status: suspended # so far
    # asked on Monday
    kind: management
    custody: safe
    root_email: aws-root-111122223333@example.co.jp
    note: >-
      Two lines
      of text

      # no remark
    # about the payer
  - <111122223334>

  # The others
  - {kind: member, id: 2222-3333-4444, custody: unknown, name: 'dev', <more>} # dev
  - <999988887777>
# The end
""".replace("<more>", f"root_email: aws-root-{DEV}@example.co.jp, status: suspended")


def edited() -> str:
    """What stands in the file afterwards, with each <id> as the line of a new account."""

    def line(match: re.Match[str]) -> str:
        fields = f"kind: member, custody: unknown, root_email: aws-root-{match[1]}@example.co.jp, status: active"
        return f'{{id: "{match[1]}", name: account {match[1]}, {fields}}}'

    return re.sub("<([0-9]{12})>", line, EDITED)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_lines_that_are_meant_change(tmp_path: Path, line_break: str, mark: str) -> None:
    gone = {"State": "SUSPENDED"}
    entries = [
        aws.account(PAYER, **gone),
        aws.account(DEV, **gone),
        *(aws.account(name) for name in (LAB, "111122223334", "999988887777")),
    ]
    take(tmp_path, mark + WRITTEN.replace("\n", line_break), aws.accounts(*entries))
    assert text_of(tmp_path) == mark + edited().replace("\n", line_break)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            'accounts:\n  - id: "111122223333"\n    administered_by:\n      - mori  # him\n\n# end\n',
            'accounts:\n  - id: "111122223333"\n    administered_by:\n      - mori  # him\n  - <new>\n\n# end\n',
        ),
        (
            "accounts: []\n",
            "accounts: \n  - <new>\n",
        ),
        (
            "accounts: []  # none",
            "accounts: \n  - <new>  # none",
        ),
        (
            'accounts:\n- {id: "111122223333", name: p}',
            'accounts:\n- {id: "111122223333", name: p}\n- <new>',
        ),
        (
            'accounts: [{id: "111122223333"}, {id: "333322221111"}]\n',
            'accounts: [{id: "111122223333"}, <new>, {id: "333322221111"}]\n',
        ),
        (
            'accounts: [{id: "333322221111"}]\n',
            'accounts: [<new>, {id: "333322221111"}]\n',
        ),
        *(
            (
                f'accounts:{br}  - id: "111122223333"{br}    note: |{br}      of{br}',
                f'accounts:{br}  - id: "111122223333"{br}    note: |{br}      of{br}  - <new>{br}',
            )
            for br in ("\n", "\r\n")
        ),
        *(
            (
                f'accounts:{br}  - id: "111122223333"{br}    note: two{br}      lines  # said{br}  - id: "999"{br}',
                (
                    f'accounts:{br}  - id: "111122223333"{br}    note: two{br}      lines  # said{br}  - <new>{br}'
                    f'  - id: "999"{br}'
                ),
            )
            for br in ("\n", "\r\n")
        ),
    ],
)
def test_an_account_is_added_in_every_style(tmp_path: Path, text: str, after: str) -> None:
    entry = aws.account(Name="x")
    del entry["Email"]
    take(tmp_path, text, aws.accounts(entry))
    new = f'{{id: "{DEV}", name: x, kind: member, custody: unknown, status: active}}'
    assert text_of(tmp_path) == after.replace("<new>", new)


@pytest.mark.parametrize(
    "text", ["accounts:\n  - {id: &a 1}\n", "accounts: x\n", "people: []\n", "accounts:\n  - {name: x}\n", "\u202e"]
)
def test_a_file_that_is_no_accounts_file_is_left_alone(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        take(tmp_path, text, aws.accounts())
    assert text_of(tmp_path) == text


def test_what_cannot_be_edited_without_a_loss_is_left_alone(tmp_path: Path) -> None:
    text = f'accounts:\n  - id: "{DEV}"\n    alternate_contacts:\n      ? billing\n      : b@example.co.jp\n'
    with pytest.raises(ConfigError) as caught:
        take(tmp_path, text, f"{DEV}={aws.contact()}")
    assert [problem.rule for problem in caught.value.problems] == ["accounts-file-style"]
    assert text_of(tmp_path) == text


def test_a_trial_writes_nothing_and_shows_the_same(tmp_path: Path) -> None:
    trial = take(tmp_path, WRITTEN, aws.accounts(), write=False)
    assert text_of(tmp_path) == WRITTEN
    assert not trial.is_written
    assert take(tmp_path, None, aws.accounts()).after == trial.after == text_of(tmp_path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text(WRITTEN, "utf-8")
    (tmp_path / "accounts.yaml").symlink_to(tmp_path / "real")
    with pytest.raises(OutputError) as caught:
        take(tmp_path, None, aws.accounts())
    assert [problem.rule for problem in caught.value.problems] == ["kept-not-a-file"]
    assert (tmp_path / "real").read_text("utf-8") == WRITTEN


def test_a_file_that_somebody_changes_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*arguments: Any) -> None:
        (tmp_path / "accounts.yaml").write_text("theirs", "utf-8")
        replace_kept(*arguments)

    monkeypatch.setattr("runbook.intake.taking.replace_kept", meanwhile)
    with pytest.raises(OutputError) as caught:
        take(tmp_path, WRITTEN, aws.accounts())
    assert [problem.rule for problem in caught.value.problems] == ["kept-changed"]
    assert text_of(tmp_path) == "theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00.json", "accounts.yaml"]


def test_who_may_read_the_file_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "accounts.yaml").write_text(WRITTEN, "utf-8")
    (tmp_path / "accounts.yaml").chmod(0o644)
    take(tmp_path, None, aws.accounts())
    assert (tmp_path / "accounts.yaml").stat().st_mode & 0o777 == 0o644


# --- Any organisation -------------------------------------------------------------------------------------------------

IDS = st.from_regex(r"[0-9]{12}", fullmatch=True)
OURS = {"name": ["x", "'a: b'", '"日本 # x"', "{ja: 甲, en: A}"], "custody": ["safe", "unknown", "removed", "reseller"]}
OURS |= {"note": ["text", '"}, {"', "'- x'"], "kind": ["member"], "ou": ["Root"], "kept_for": ["[close-account]"]}
THEIRS = {"status": ["active", "closed", "'suspended'"], "root_email": ["a@example.co.jp", '"b@example.co.jp"']}
THEIRS |= {
    "alternate_contacts": [
        "{}",
        "{security: s@example.co.jp}",
        "{billing: b@example.co.jp, operations: o@example.co.jp}",
    ]
}
THEIRS |= {"root_access_key": ["true", "false"], "verified_on": ["2026-01-01"]}


@st.composite
def files(draw: st.DrawFn, ids: list[str]) -> str:
    """An accounts file as people write it: any order and style, with remarks anywhere."""
    chance = draw(st.randoms(use_true_random=False))
    line_break = chance.choice(["\n", "\r\n"])
    dash = " " * chance.choice([0, 2, 4])
    out = ["# the accounts", "accounts:"]
    for name in ids:
        keys = [key for key in (*OURS, *THEIRS) if key in {"kind", "custody", "name"} or chance.random() < 0.4]
        pairs = [f"{key}: {chance.choice((OURS | THEIRS)[key])}" for key in keys]
        chance.shuffle(pairs)
        pairs.insert(chance.randint(0, len(pairs)), f'id: "{name}"')
        out += [f"{dash}# before {name}"] * chance.randint(0, 1)
        if chance.random() < 0.5:
            out.append(f"{dash}- {{{', '.join(pairs)}}}{chance.choice(['', ' # flow'])}")
        else:
            remarks = [chance.choice(["", "  # block"]) for _ in pairs]
            out += [
                f"{dash}{'- ' if number == 0 else '  '}{pair}{remarks[number]}" for number, pair in enumerate(pairs)
            ]
            out += [f"{dash}  # after {name}"] * chance.randint(0, 1)
        out += [""] * chance.randint(0, 1)
    return line_break.join(out) + line_break * chance.randint(0, 1)


@st.composite
def evidence(draw: st.DrawFn, ids: list[str]) -> list[str]:
    """Answers about some of these accounts and others."""
    found = draw(st.lists(st.sampled_from([*ids, PAYER, DEV]), unique=True, min_size=1))
    states = st.sampled_from(["ACTIVE", "SUSPENDED", "CLOSED"])
    names = st.text(min_size=1, max_size=8)
    answers = [
        aws.accounts(*(aws.account(name, State=draw(states), Name=draw(names)) for name in found)),
        aws.features(*draw(st.sampled_from([[], ["RootCredentialsManagement"]]))),
    ]
    bits = st.integers(0, 1)
    answers += [f"{name}={aws.summary(password=draw(bits), key=draw(bits))}" for name in found if draw(st.booleans())]
    return answers + [f"{name}={aws.contact()}" for name in found if draw(st.booleans())]


def remarks_of(text: str) -> list[str]:
    return re.findall(r"# (?:the accounts|before [0-9]+|after [0-9]+|flow|block)", text)


@pytest.mark.slow
@given(st.data(), st.lists(IDS, unique=True, max_size=5))
def test_an_import_loses_nothing_and_the_second_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, ids: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    before = data.draw(files(ids)) if ids else "accounts: []\n"
    answers = data.draw(evidence(ids))
    intake = take(folder, before, *answers, day=DAY)
    after = text_of(folder)

    again = take(folder, None, *answers, day=DAY)
    assert (text_of(folder), again.is_written, again.merged.changes, again.merged.new) == (after, False, (), {})

    assert remarks_of(after) == remarks_of(before)
    found = {account["id"]: account for account in listed(after)}
    for account in listed(before):
        now = found[account["id"]]
        assert {key: now.get(key) for key in OURS if key != "custody"} == {
            key: account.get(key) for key in OURS if key != "custody"
        }
        assert now["custody"] == account["custody"] or (account["custody"], now["custody"]) == ("unknown", "removed")
        contacts = account.get("alternate_contacts") or {}
        assert {**contacts, **(now.get("alternate_contacts") or {})} == (now.get("alternate_contacts") or {})
    assert [name for name in found if name in {account["id"] for account in listed(before)}] == [
        account["id"] for account in listed(before)
    ]
    assert set(found) == {account["id"] for account in listed(before)} | set(intake.merged.new)


@pytest.mark.slow
@given(st.data(), st.lists(IDS, unique=True, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, ids: list[str], chance: random.Random
) -> None:
    before, answers = data.draw(files(ids)), data.draw(evidence(ids))
    texts = set()
    for order in (answers, chance.sample(answers, len(answers))):
        folder = tmp_path_factory.mktemp("order")
        take(folder, before, *order, day=DAY)
        texts.add(text_of(folder))
    assert len(texts) == 1


@pytest.mark.slow
@given(st.data(), st.lists(IDS, unique=True, max_size=6), st.randoms(use_true_random=False))
def test_accounts_taken_in_one_by_one_stand_as_if_taken_in_together(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, ids: list[str], chance: random.Random
) -> None:
    new = data.draw(st.lists(IDS.filter(lambda name: name not in ids), unique=True, min_size=1, max_size=5))
    before = data.draw(files(sorted(ids))) if ids else None
    together, apart = tmp_path_factory.mktemp("together"), tmp_path_factory.mktemp("apart")
    take(together, before, aws.accounts(*map(aws.account, new)))
    for number, name in enumerate(chance.sample(new, len(new))):
        take(apart, before if number == 0 else None, aws.accounts(aws.account(name)))
    assert text_of(apart) == text_of(together)
    assert [account["id"] for account in listed(text_of(apart))] == sorted([*ids, *new])
