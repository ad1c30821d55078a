"""``runbook import`` and ``runbook reconcile``: from files of the AWS CLI to a config that builds, and back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support import aws_files as aws
from support.aws_files import DEV, LAB, PAYER
from support.command import Runbook, run_process
from support.config_texts import ENGLISH, changed

CONFIG = changed(
    "accounts:\n",
    "central_root: {credentials: true, sessions: true}\naccounts_file: accounts.yaml\naccounts:\n",
    changed("places:\n", "  central_admin: [{person: mori, from: 2026-04-01}]\nplaces:\n", ENGLISH),
)
ENTRIES = (
    aws.account(PAYER, Name="payer", Email="aws-root@example.co.jp"),
    aws.account(DEV, Name="dev"),
    aws.account(LAB, Name="研究 lab", State="CLOSED"),
)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A folder with a config that names an accounts file, and the answers of AWS in another."""
    (tmp_path / "aws").mkdir()
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "aws" / "accounts.json").write_text(aws.accounts(*ENTRIES), "utf-8")
    features = aws.features("RootCredentialsManagement", "RootSessions")
    (tmp_path / "aws" / "features.json").write_text(features, "utf-8")
    (tmp_path / "aws" / f"{DEV}-summary.json").write_text(aws.summary(), "utf-8")
    (tmp_path / "aws" / f"{PAYER}-summary.json").write_text(aws.summary(password=1, mfa=1), "utf-8")
    return tmp_path


@pytest.mark.slow
def test_what_was_imported_can_be_read_reconciled_and_built(company: Path, runbook: Runbook) -> None:
    taken = runbook("import", "aws", "--day", "2026-11-20", cwd=company)
    assert taken.code == 0
    assert taken.stdout.splitlines()[-3:] == [
        f"{LAB}: new. 研究 lab, member, custody unknown, closed",
        f"{PAYER}: new. payer, management, custody unknown, active",
        f"{DEV}: new. dev, member, custody removed, active",
    ]
    assert taken.stderr == "Wrote accounts.yaml: 3 new, 0 changed, 0 as before.\n"

    again = runbook("import", "aws", "--day", "2026-11-20", cwd=company)
    assert (again.code, again.stderr) == (0, "accounts.yaml is as before: nothing new, nothing changed.\n")

    agreed = runbook("reconcile", "aws", cwd=company)
    assert agreed.code == 0
    assert agreed.stderr == (
        "Not compared: uses of root. No CloudTrail file is among the files.\nNo difference in what these files say.\n"
    )

    built = runbook("build", "-f", "md", "--date", "2026-11-24", cwd=company)
    assert built.code == 0, built.stderr
    text = "".join(path.read_text("utf-8") for path in (company / "output").rglob("*.md"))
    assert "研究 lab" in text
    assert f"aws-root-{DEV}@example.co.jp" in text
    manifest = json.loads((company / "output" / "manifest.json").read_text("utf-8"))
    assert re.fullmatch("[0-9a-f]{64}", manifest["accounts_sha256"])

    checked = runbook("check", "--json", "--date", "2026-11-24", cwd=company)
    never = [one for one in json.loads(checked.stdout)["findings"] if one["rule"] == "custody-is-known"]
    assert [one["file"] for one in never] == ["accounts.yaml"]


def test_a_trial_shows_the_lines_and_writes_nothing(company: Path, runbook: Runbook) -> None:
    trial = runbook("import", "aws", "--dry-run", cwd=company)
    assert trial.code == 0
    added = [line for line in trial.stdout.splitlines() if line.startswith("+")]
    assert [line for line in added if DEV in line]
    assert trial.stderr == "accounts.yaml would have 3 new, 0 changed, 0 as before. Nothing was written.\n"
    assert not (company / "accounts.yaml").exists()


def test_the_record_of_an_import(company: Path, runbook: Runbook) -> None:
    record = json.loads(runbook("import", "aws", "--json", cwd=company).stdout)
    assert record["written"] is True
    assert [(one["file"], one["kind"], one["count"]) for one in record["files"]] == [
        (f"aws/{PAYER}-summary.json", "summary", 1),
        (f"aws/{DEV}-summary.json", "summary", 1),
        ("aws/accounts.json", "accounts", 3),
        ("aws/features.json", "features", 1),
    ]
    assert [one["id"] for one in record["added"]] == [LAB, PAYER, DEV]
    assert (record["changed"], record["notes"], record["problems"]) == ([], [], [])
    (company / "aws" / "accounts.json").write_text(aws.accounts(ENTRIES[1] | {"State": "SUSPENDED"}), "utf-8")
    record = json.loads(runbook("import", "aws/accounts.json", "--json", cwd=company).stdout)
    assert record["changed"] == [{"account": DEV, "field": "status", "before": "active", "after": "suspended"}]
    assert record["as_before"] == 2


def test_differences_are_told_with_both_places(company: Path, runbook: Runbook) -> None:
    runbook("import", "aws", cwd=company)
    (company / "trail.json").write_text(aws.trail(aws.record()), "utf-8")
    told = runbook("reconcile", "trail.json", f"{DEV}=aws/{PAYER}-summary.json", cwd=company)
    assert told.code == 1
    line = next(n for n, line in enumerate((company / "accounts.yaml").read_text().split("\n"), 1) if DEV in line)
    assert f"accounts.yaml:{line}:" in told.stdout
    assert f"  = seen in aws/{PAYER}-summary.json:1:1\n" in told.stdout
    assert "  = seen in trail.json:1:13\n" in told.stdout
    assert told.stderr.endswith("\n3 differences.\n")

    record = json.loads(runbook("reconcile", "trail.json", "--json", cwd=company).stdout)
    (difference,) = record["differences"]
    assert (difference["rule"], difference["account"], difference["seen"]) == (
        "root-use-unexplained",
        DEV,
        {"file": "trail.json", "line": 1, "column": 13},
    )
    assert (difference["file"], difference["line"], record["untold_uses"]) == ("accounts.yaml", line, 0)
    assert record["not_compared"] == {"parts": ["accounts", "features"], "roots": [PAYER, DEV]}


@pytest.mark.parametrize("verb", ["import", "reconcile"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_files_that_cannot_be_read_end_with_two_and_write_nothing(
    company: Path, runbook: Runbook, verb: str, language: str
) -> None:
    (company / "accounts.yaml").write_text(f'accounts:\n  - {{id: "{DEV}", name: x, kind: member, custody: unknown}}\n')
    before = (company / "accounts.yaml").read_bytes()
    (company / "aws" / "cut.json").write_text(aws.accounts()[:99], "utf-8")
    ended = runbook(verb, "aws", "missing", "--talk", language, cwd=company)
    assert (ended.code, ended.stdout) == (2, "")
    assert re.search(r"^aws/cut\.json:[0-9]+:[0-9]+: ", ended.stderr, re.MULTILINE)
    assert re.search(r"^missing: ", ended.stderr, re.MULTILINE)
    assert ended.stderr.count("→") == 2
    assert (company / "accounts.yaml").read_bytes() == before
    record = json.loads(runbook(verb, "missing", "--json", cwd=company).stdout)
    assert [problem["rule"] for problem in record["problems"]] == ["evidence-missing"]


def test_in_japanese_everything_is_in_japanese(company: Path, runbook: Runbook) -> None:
    taken = runbook("import", "aws", "--talk", "ja", cwd=company)
    told = runbook("reconcile", "aws/accounts.json", f"{PAYER}=aws/{DEV}-summary.json", "--talk", "ja", cwd=company)
    assert told.code == 1
    for text in (taken.stdout, taken.stderr, told.stdout, told.stderr, (company / "accounts.yaml").read_text("utf-8")):
        lines = [line for line in text.splitlines() if not re.match(r" *(?:[0-9]+ )?\||  - |accounts:", line)]
        assert [line for line in lines if not re.search("[ぁ-んァ-ヶ一-龠]", line)] == []


def test_quiet_is_quiet(company: Path, runbook: Runbook) -> None:
    ended = runbook("import", "aws", "-q", cwd=company)
    assert (ended.code, ended.stdout, ended.stderr) == (0, "", "")
    ended = runbook("reconcile", f"{PAYER}=aws/{DEV}-summary.json", "-q", cwd=company)
    assert (ended.code, ended.stdout, ended.stderr) == (1, "", "")


@pytest.mark.parametrize("day", ["2026-13-01", "20261120", "yesterday"])
def test_a_day_that_is_none_is_refused(company: Path, runbook: Runbook, day: str) -> None:
    assert runbook("import", "aws", "--day", day, cwd=company).code == 2
    assert not (company / "accounts.yaml").exists()


def test_a_terminal_cannot_be_driven_by_what_a_file_says(company: Path, runbook: Runbook) -> None:
    entry = aws.account("999988887777", Name="\x1b[2Jx")
    (company / "evil.json").write_text(aws.accounts(entry), "utf-8")
    (company / "t.json").write_text(aws.trail(aws.record("\x1b]0;x\x07")), "utf-8")
    runbook("import", "aws", cwd=company)
    for verb in ("reconcile", "import"):
        ended = runbook(verb, "evil.json", "t.json", cwd=company)
        assert "\x1b" not in ended.stdout + ended.stderr + (company / "accounts.yaml").read_text("utf-8")


@pytest.mark.slow
def test_the_other_commands_do_not_load_what_reads_evidence(company: Path) -> None:
    (company / "accounts.yaml").write_text(f'accounts:\n  - {{id: "{DEV}", name: x, kind: member, custody: unknown}}\n')
    ended = run_process("who", cwd=company, environment={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ended.code in {0, 1}
    assert "runbook.organisation" in ended.stderr
    assert [room for room in ("evidence", "intake", "reconciliation") if f"runbook.{room}" in ended.stderr] == []
