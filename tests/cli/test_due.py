"""``runbook due``: what is due as text, as JSON and as a calendar; exit codes and refusals."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import EXAMPLE, MINIMAL, changed
from support.histories import START, issued
from support.organisations import LANGUAGES, ORGANISATIONS

from runbook.editions import EMPTY, register_text

FULL, MINIMAL_FILE = ORGANISATIONS["full"], ORGANISATIONS["minimal"]
DAY = ("--date", "2026-11-24")
LATE = ("--date", "2026-12-20")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "more", "code"),
    [
        ("2026-11-24", (), 0),
        ("2026-12-15", (), 0),
        ("2026-12-16", (), 1),
        ("2026-12-16", ("--place", "bookcase"), 0),
        ("2026-12-16", ("--person", "ito"), 0),
        ("2026-12-16", ("--person", "kobayashi"), 1),
        ("2026-12-16", ("--role", "mfa_custodian"), 1),
    ],
)
def test_exit_code_1_if_something_of_it_is_overdue(
    runbook: Runbook, day: str, more: tuple[str, ...], code: int
) -> None:
    for form in ((), ("--json",), ("--quiet",)):
        assert runbook("due", FULL, "--date", day, *more, *form).code == code


def test_what_was_never_done_is_exit_code_1_too(runbook: Runbook) -> None:
    ended = runbook("due", ORGANISATIONS["minimal"], *DAY)
    assert ended.code == 1
    assert "Never done, so due now\n  Confirm the contacts of" in ended.stdout
    assert "6 overdue or never done" in ended.stderr


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", ["day", "person", "place"])
@pytest.mark.parametrize("company", ORGANISATIONS)
def test_every_company_is_told_in_every_language(runbook: Runbook, company: str, by: str, language: str) -> None:
    ended = runbook("due", ORGANISATIONS[company], *LATE, "--by", by, "--talk", language, "--within", "3y")
    assert ended.code == 1
    assert "2026-12-31" in ended.stdout
    assert "None" not in ended.stdout + ended.stderr
    blocks = ended.stdout.split("\n\n")
    assert len(blocks) > 2
    assert all(line.startswith("  ") for block in blocks[1:] for line in block.splitlines()[1:])


def test_a_line_says_what_who_where_since_when_and_what_to_write(runbook: Runbook) -> None:
    ended = runbook("due", "-c", FULL, *LATE)
    [number] = [number for number, line in enumerate(EXAMPLE.splitlines(), 1) if "- {id: K-0101," in line]
    column = EXAMPLE.splitlines()[number - 1].index("2026-09-15") + 1
    assert (
        "Overdue\n"
        "  2026-12-15  Test K-0101 (Security key)\n"
        "      MFA custodian: Sho Kobayashi, at Osaka safe B\n"
        "      every 3 months (rotation.mfa_check); last 2026-09-15\n"
        f"      then edit {FULL}:{number}:{column}  items[2].tested_on\n"
    ) in ended.stdout


def test_machines_get_all_of_it(runbook: Runbook) -> None:
    ended = runbook("due", FULL, *LATE, "--json", "--within", "30d")
    told = json.loads(ended.stdout)
    assert (told["day"], told["until"], told["late"]) == ("2026-12-20", "2027-01-19", 7)
    assert (told["problems"], told["on_events"], told["has_editions"]) == ([], [], False)
    [entry] = [entry for entry in told["entries"] if entry["subject"] == "mfa_check"]
    assert entry == {
        "kind": "task",
        "subject": "mfa_check",
        "part": None,
        "about": [],
        "title": "Custody and MFA check",
        "state": "due",
        "due": "2026-12-31",
        "ends": None,
        "last": None,
        "every": "P3M",
        "source": "rotation.mfa_check",
        "rule": None,
        "role": "mfa_custodian",
        "people": [{"id": "tanaka", "stands_in_for": "kobayashi", "absent_until": None}],
        "places": ["safe-b", "bank-vault"],
        "edit": None,
    }
    assert sum(entry["state"] in {"overdue", "never"} for entry in told["entries"]) == told["late"]
    dated = [entry for entry in told["entries"] if entry["state"] != "open"]
    assert all(entry["due"] <= "2027-01-19" for entry in dated)
    opened = [entry for entry in told["entries"] if entry["state"] == "open"]
    assert {(entry["kind"], entry["due"]) for entry in opened} == {("finding", None)}
    assert ("quorum-at-every-hour", "quorum-at-every-hour") in {(each["subject"], each["rule"]) for each in opened}
    assert {entry["edit"]["path"] for entry in told["entries"] if entry["kind"] == "test"} >= {"items[2].tested_on"}


@pytest.mark.parametrize(
    ("window", "until"),
    [
        ((), "2027-02-22"),
        (("--within", "90d"), "2027-02-22"),
        (("--within", "2W"), "2026-12-08"),
        (("--within", "3m"), "2027-02-24"),
        (("--within", "1y"), "2027-11-24"),
        (("--until", "2026-12-31"), "2026-12-31"),
        (("--until", "2026-11-24"), "2026-11-24"),
    ],
)
def test_one_looks_so_far_ahead(runbook: Runbook, window: tuple[str, ...], until: str) -> None:
    assert json.loads(runbook("due", MINIMAL_FILE, *DAY, *window, "--json").stdout)["until"] == until


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--within", "90"), "90d"),
        (("--within", "0d"), "90d"),
        (("--within", "-3d"), "90d"),
        (("--within", "9999y"), "90d"),
        (("--within", "200y"), "90d"),
        (("--until", "2026-11-23"), "2026-11-24"),
        (("--until", "soon"), "soon"),
        (("--until", "2026-12-31", "--within", "90d"), "--within"),
        (("--by", "week"), "person"),
        (("--person", "satoh"), "sato"),
        (("--place", "safe-c"), "safe-b"),
        (("--role", "boss"), "owner"),
    ],
)
def test_a_slip_is_told_with_what_to_write(
    runbook: Runbook, tmp_path: Path, typed: tuple[str, ...], said: str, language: str
) -> None:
    calendar = tmp_path / "root.ics"
    ended = runbook("due", MINIMAL_FILE, *DAY, *typed, "--talk", language, "--ics", calendar)
    assert (ended.code, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert not calendar.exists()


def test_a_fact_that_lies_ahead_is_refused_and_silences_nothing(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        changed("SK-20260101, tested_on: 2026-09-15", "SK-20260101, tested_on: 2096-09-15", EXAMPLE), "utf-8"
    )
    ended = runbook("due", config, *DAY)
    assert (ended.code, ended.stdout) == (2, "")
    assert "items[2].tested_on" in ended.stderr


def test_a_register_that_was_edited_is_refused(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(EXAMPLE, "utf-8")
    (tmp_path / "config.yaml.editions.json").write_text("{}", "utf-8")
    assert runbook("due", config, *DAY).code == 5


@pytest.mark.parametrize(
    ("language", "there", "none"),
    [
        ("en", "Nobody has confirmed it\n  2026-12-01  Copies in Head office safe A: 1 sheet", "No edition"),
        ("ja", "確認の記録がないもの\n  2026-12-01  本社金庫Aの控え（1シート）", "発行した版がない"),
    ],
)
def test_of_copies_is_said_what_the_register_knows(
    runbook: Runbook, tmp_path: Path, language: str, there: str, none: str
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(EXAMPLE, "utf-8")
    typed = ("due", config, "--date", "2026-12-02", "--talk", language)
    assert none in runbook(*typed).stderr
    (tmp_path / "config.yaml.editions.json").write_bytes(register_text(issued(EMPTY, {"ja/02-approvers": "a"}, START)))
    ended = runbook(*typed)
    assert ended.code == 0
    assert there in ended.stdout
    assert none not in ended.stderr
    assert "runbook verify" in ended.stderr


def test_nothing_due_is_said_in_one_sentence(runbook: Runbook) -> None:
    ended = runbook("due", FULL, *DAY, "--within", "1d")
    assert ended.stdout.startswith("Nothing is overdue, and nothing is due up to 2026-11-25.\n\nOpen, without a day\n")
    assert ended.code == 0, "a finding has no day, so it cannot be late"
    ended = runbook("due", FULL, *DAY, "--within", "1d", "--person", "takahashi")
    assert ended.stdout == "Nothing of this is overdue, and nothing is due up to 2026-11-25.\n"


def test_a_task_that_is_never_over_is_told(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(changed("combination: {every: P1Y,", "combination: {every: P18M,", EXAMPLE), "utf-8")
    ended = runbook("due", config, *DAY)
    assert ended.code == 1
    assert "never due. Write `from`" in ended.stdout
    assert "rotation.combination.from" in ended.stdout


@pytest.mark.slow
def test_the_calendar_is_written_in_one_file_for_its_owner(runbook: Runbook, tmp_path: Path) -> None:
    calendar = tmp_path / "root.ics"
    ended = runbook("due", FULL, *LATE, "--ics", calendar)
    assert ended.code == 1
    written = calendar.read_bytes()
    assert f"Wrote {calendar}: {written.count(b'BEGIN:VEVENT')} events." in ended.stderr
    assert stat.S_IMODE(calendar.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["root.ics"]
    assert runbook("due", FULL, *LATE, "--ics", calendar, "--within", "1d", "--by", "place").code == 1
    assert calendar.read_bytes() == written  # how the text is put together does not change the calendar
    runbook("due", FULL, *LATE, "--ics", calendar, "--role", "reviewer", "--talk", "ja")
    assert "監査担当".encode() in calendar.read_bytes()
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") < written.count(b"BEGIN:VEVENT")


@pytest.mark.slow
def test_the_moment_is_that_of_the_clock(runbook: Runbook, tmp_path: Path) -> None:
    calendar = tmp_path / "root.ics"
    for zone in ("UTC", "America/New_York"):
        epoch = int(datetime(2026, 11, 26, 18, 29, 59, tzinfo=UTC).timestamp())
        environment = {"SOURCE_DATE_EPOCH": str(epoch), "TZ": zone}
        told = runbook("due", FULL, "--ics", calendar, "--json", environment=environment)
        assert json.loads(told.stdout)["day"] == "2026-11-27"  # in Tokyo
        written = calendar.read_bytes()
        assert written.count(b"DTSTAMP:20261126T182959Z") == written.count(b"BEGIN:VEVENT") > 10


@pytest.mark.parametrize("there", ["config", "folder", "link"])
def test_what_is_no_calendar_is_left_alone(runbook: Runbook, tmp_path: Path, there: str) -> None:
    config, target = tmp_path / "config.yaml", tmp_path / "config.yaml"
    config.write_text(MINIMAL, "utf-8")
    if there == "folder":
        (target := tmp_path / "folder").mkdir()
    elif there == "link":
        (target := tmp_path / "root.ics").symlink_to(config)
    ended = runbook("due", config, *DAY, "--ics", target)
    assert (ended.code, ended.stdout) == (5, "")
    assert "--ics" in ended.stderr
    assert config.read_text("utf-8") == MINIMAL
