"""``runbook guardrails``: files, checks and windows of time as a reader types them; exit codes and refusals."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from support.command import ELSEWHERE, Ended, Runbook, run_process
from support.config_texts import changed
from support.organisations import ORGANISATIONS, TODAY

from runbook.records.store import NONE, Entry, Kind, records_text

FULL = ORGANISATIONS["full"]
DAY = str(TODAY.day)
OWN = {"manifest.json", "SHA256SUMS", ".gitignore"}
STANDING = {
    *("README.md", "aws/root-use.yaml", "aws/guardduty.yaml", "aws/deny-member-root.yaml"),
    *("aws/contacts-111122223333.sh", "aws/contacts-101010102020.sh", "aws-us-gov/root-use.yaml"),
}
NIGHT = ("--from", "2026-12-29T03:10", "--to", "2026-12-29T05:40")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def guardrails(runbook: Runbook, *typed: str | Path, config: Path = FULL) -> Ended:
    return runbook("guardrails", "-c", config, "--date", DAY, "--talk", "en", *typed)


def test_the_files_are_written_and_what_is_not_made_is_said(runbook: Runbook, tmp_path: Path) -> None:
    ended = guardrails(runbook, "-o", tmp_path / "g")
    assert (ended.code, ended.stdout) == (0, "")
    assert "Wrote 6 files" in ended.stderr
    assert "Nothing was applied" in ended.stderr
    assert "Not made: aws-cn/root-use. In this partition an account has no root user." in ended.stderr
    assert files(tmp_path / "g") == STANDING | OWN
    assert json.loads((tmp_path / "g/manifest.json").read_text("utf-8"))["kind"] == "guardrails"
    assert "is as before" in guardrails(runbook, "-o", tmp_path / "g").stderr


@pytest.mark.slow
def test_the_language_is_that_of_the_config_or_the_one_asked_for(runbook: Runbook, tmp_path: Path) -> None:
    for typed, word in (((), "なぜ必要か"), (("--language", "en"), "# Why"), (("--lang", "ja"), "なぜ必要か")):
        assert guardrails(runbook, "-o", tmp_path / "g", *typed).code == 0
        assert word in (tmp_path / "g/aws/root-use.yaml").read_text("utf-8")


@pytest.mark.slow
def test_files_are_current_until_the_config_or_a_hand_changes_them(runbook: Runbook, tmp_path: Path) -> None:
    folder, config = tmp_path / "g", tmp_path / "config.yaml"
    shutil.copy(FULL, config)
    assert guardrails(runbook, "-o", folder, "--language", "en", config=config).code == 0
    ended = guardrails(runbook, "--check", folder, config=config)
    assert ended.code == 0
    assert "6 files are what the config says." in ended.stderr
    text = changed('spares: ["444455556666"]', 'spares: ["444455556666", "222233334444"]', text=FULL.read_text("utf-8"))
    config.write_text(text, "utf-8")
    hand = folder / "aws/guardduty.yaml"
    hand.write_text(hand.read_text("utf-8").replace("ENABLED", "DISABLED"), "utf-8")
    (folder / "aws/contacts-101010102020.sh").unlink()
    (folder / "aws/more.yaml").write_text("Resources: {}\n", "utf-8")
    ended = guardrails(runbook, "--check", folder, "--json", config=config)
    assert ended.code == 1
    states = {each["file"].removeprefix(f"{folder}/"): each["state"] for each in json.loads(ended.stdout)["files"]}
    assert states == {
        "aws/contacts-111122223333.sh": "current",
        "aws/deny-member-root.yaml": "outdated",
        "aws/guardduty.yaml": "edited",
        "aws/root-use.yaml": "current",
        "aws-us-gov/root-use.yaml": "current",
        "aws/contacts-101010102020.sh": "missing",
    }
    told = guardrails(runbook, "--check", folder, config=config)
    assert "3 files are not what the config says" in told.stderr
    assert "edited     " in told.stdout


def test_a_copy_elsewhere_is_checked_by_itself(runbook: Runbook, tmp_path: Path) -> None:
    assert guardrails(runbook, "-o", tmp_path / "g").code == 0
    copy = tmp_path / "infra" / "renamed.yml"
    copy.parent.mkdir()
    copy.write_bytes((tmp_path / "g/aws/root-use.yaml").read_bytes().replace(b"\n", b"\r\n"))
    ended = guardrails(runbook, "--check", copy)
    assert ended.code == 0
    assert ended.stdout.splitlines() == [f"current    {copy}"]


def test_a_file_that_would_not_be_made_any_more_is_told(runbook: Runbook, tmp_path: Path) -> None:
    assert guardrails(runbook, "-o", tmp_path / "g").code == 0
    config = tmp_path / "config.yaml"
    text = changed(
        'custody: none, partition: aws-us-gov, linked_account: "666677778888"}',
        'custody: none, partition: aws-us-gov, linked_account: "666677778888", status: closed}',
        text=FULL.read_text("utf-8"),
    )
    config.write_text(text, "utf-8")
    ended = guardrails(runbook, "--check", tmp_path / "g/aws-us-gov", config=config)
    assert ended.code == 1
    assert "withdrawn  " in ended.stdout


@pytest.mark.slow
def test_queries_have_a_folder_of_their_own_kind(runbook: Runbook, tmp_path: Path) -> None:
    ended = guardrails(runbook, *NIGHT, "--account", "1111-2222-3333", "-o", tmp_path / "q")
    assert ended.code == 0
    assert files(tmp_path / "q") == {"README.md", "history.sh", "lake.sql", "athena.sql", *OWN}
    assert "2026-12-28T18:10:00Z" in (tmp_path / "q/athena.sql").read_text("utf-8")
    assert guardrails(runbook, "--check", tmp_path / "q").code == 0
    assert guardrails(runbook, "-o", tmp_path / "q").code == 5
    assert guardrails(runbook, "-o", tmp_path / "g").code == 0
    ended = guardrails(runbook, *NIGHT, "-o", tmp_path / "g")
    assert ended.code == 5
    assert "holds files for AWS" in ended.stderr


@pytest.mark.parametrize("typed", [(), NIGHT])
def test_a_folder_is_verified_as_it_was_made_and_as_no_sheets(
    runbook: Runbook, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    assert guardrails(runbook, "-o", tmp_path / "g", *typed).code == 0
    verified = runbook("verify", "-c", FULL, "--output", tmp_path / "g", "--date", DAY, "--talk", "en")
    assert verified.code == 0
    assert "It holds files for AWS, no sheets." in verified.stdout
    next((tmp_path / "g").rglob("*.sh")).unlink()
    assert runbook("verify", "-c", FULL, "--output", tmp_path / "g", "--date", DAY).code == 1


def test_a_folder_with_a_file_of_somebody_else_is_left_alone(runbook: Runbook, tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g/mine.yaml").write_text("Resources: {}\n", "utf-8")
    assert guardrails(runbook, "-o", tmp_path / "g").code == 5
    assert files(tmp_path / "g") == {"mine.yaml"}


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("--language", "fr"), 2, "--language fr: choose one of en, ja."),
        (("--check", "nowhere"), 2, "cannot be read"),
        (("--check", "."), 2, "no file here that `runbook guardrails` made"),
        (("--check", ".", "-o", "x"), 2, "Leave -o out."),
        (("--check", ".", "--record", "1"), 2, "Leave --record out."),
        (("--from", "2026-12-29T03:10"), 2, "Give both ends"),
        (("--to", "2026-12-29T03:10"), 2, "Give both ends"),
        (("--from", "2026-12-29T05:10", "--to", "2026-12-29T05:10"), 2, "ends before it begins"),
        (("--from", "yesterday", "--to", "2026-12-29T05:10"), 2, "yesterday is not a time"),
        (("--account", "111122223333"), 2, "--account is about queries"),
        ((*NIGHT, "--account", "123"), 2, "There is no account 123"),
        (("--record", "7"), 2, "There is no entry 7 in the records. There are: –."),
        (("--record", "7", *NIGHT), 2, "say the same thing twice"),
        (("--record", "x"), 2, "takes a whole number"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    runbook: Runbook, in_empty_folder: Path, typed: tuple[str, ...], code: int, said: str
) -> None:
    ended = guardrails(runbook, *typed)
    assert (ended.code, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert files(in_empty_folder) == set()


def with_records(folder: Path, *records: Mapping[str, object]) -> Path:
    """The example with records beside it, as `runbook record` would keep them."""
    config, kept = folder / "config.yaml", NONE
    shutil.copy(FULL, config)
    for record in records:
        kept = kept.added(Entry(1, Kind.USE, TODAY.day or date.min, "x", date.max, None, {}, {}, (), record))
    config.with_name("config.yaml.records.json").write_bytes(records_text(kept))
    return config


USE: dict[str, object] = {
    "started": "2026-11-24T03:02:40+09:00",
    "ended": "2026-11-24T04:30:00+09:00",
    "account": "444455556666",
}


def test_a_record_gives_its_account_and_its_time_with_a_margin(runbook: Runbook, tmp_path: Path) -> None:
    config = with_records(tmp_path, USE, USE | {"ended": None, "account": None})
    assert guardrails(runbook, "--record", "1", "-o", tmp_path / "q", config=config).code == 0
    query = (tmp_path / "q/lake.sql").read_text("utf-8")
    assert "eventtime >= '2026-11-23 17:47:00'" in query
    assert "eventtime <= '2026-11-23 19:45:00'" in query
    assert query.count("recipientaccountid = '444455556666'") == 2
    typed = ("--record", "1", "--account", "111122223333", "-o", tmp_path / "q")
    assert guardrails(runbook, *typed, config=config).code == 0
    assert "444455556666" not in (tmp_path / "q/lake.sql").read_text("utf-8")


def test_a_record_that_was_not_closed_needs_an_end(runbook: Runbook, tmp_path: Path) -> None:
    config = with_records(tmp_path, USE, USE | {"ended": None, "account": None})
    ended = guardrails(runbook, "--record", "2", "-o", tmp_path / "q", config=config)
    assert (ended.code, files(tmp_path / "q")) == (2, set())
    assert "Entry 2 does not say when it ended." in ended.stderr
    typed = ("--record", "2", "--to", "2026-11-24T05:00:30", "-o", tmp_path / "q")
    assert guardrails(runbook, *typed, config=config).code == 0
    query = (tmp_path / "q/athena.sql").read_text("utf-8")
    assert "eventtime <= '2026-11-23T20:01:00Z'" in query
    assert "recipientaccountid =" not in query


def test_an_account_that_is_none_comes_into_no_query(runbook: Runbook, tmp_path: Path) -> None:
    config = with_records(tmp_path, USE | {"account": "1' OR '1'='1"})
    assert guardrails(runbook, "--record", "1", "-o", tmp_path / "q", config=config).code == 0
    assert "OR '1'" not in (tmp_path / "q/lake.sql").read_text("utf-8")
    assert "recipientaccountid =" not in (tmp_path / "q/lake.sql").read_text("utf-8")


@pytest.mark.slow
def test_the_same_config_gives_the_same_bytes_wherever_and_whenever_it_is_read(tmp_path: Path) -> None:
    made = []
    for name, day, environment in (("here", "2026-11-24", {}), ("there", "2027-01-05", ELSEWHERE)):
        typed = ("guardrails", "-c", FULL, "-o", tmp_path / name, "--date", day)
        assert run_process(*typed, environment=environment).code == 0
        made.append({path: (tmp_path / name / path).read_bytes() for path in files(tmp_path / name)})
    assert made[0] == made[1]
