"""``runbook evidence`` and ``runbook verify BUNDLE``: what is typed, what is refused, what is told."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.audits import company_with_a_past, reconciled
from support.command import Runbook
from support.organisations import LANGUAGES, ORGANISATIONS

from runbook.audit.archive import archive_of

DAY = ("--date", "2026-11-29")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The example with a past, in an empty folder."""
    return company_with_a_past(tmp_path)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--from", "2026-12-01", "--to", "2026-11-01"), "Write the earlier day first"),
        (("--to", "2026-11-30"), "no evidence of days to come"),
        (("--from", "2026-02-30"), '"2026-02-30" is not a date'),
        (("--from", "20260201"), "Write 2026-02-01"),
        (("--audience", "everybody"), "--audience everybody: choose one of full, role-only"),
        (("--language", "fr"), 'no language "fr"'),
        (("--timeline", "-o", "timeline.txt"), "written as .html or .pdf"),
        (("--templates", "nowhere"), "nowhere is not a folder"),
    ],
)
def test_what_is_no_bundle_is_refused_with_a_sentence(
    runbook: Runbook, company: Path, typed: tuple[str, ...], said: str
) -> None:
    ended = runbook("evidence", *typed, *DAY, cwd=company.parent)
    assert ended.code == 2
    assert said in ended.stderr
    assert not (company.parent / "evidence.zip").exists()


@pytest.mark.parametrize(
    ("file", "edit", "rule"),
    [
        (
            "config.yaml.editions.json",
            lambda text: text.replace("Yearly", "Daily").replace("First", "Last"),
            "register-",
        ),
        ("config.yaml.editions.json", lambda text: text[: len(text) // 2], "register-"),
        (
            "config.yaml.records.json",
            lambda text: text.replace('"taken_on": "2026-05-11"', '"taken_on": "2026-05-12"'),
            "records-",
        ),
        ("config.yaml.records.json", lambda _: "[]", "records-"),
    ],
)
def test_a_register_or_records_that_were_edited_are_no_evidence(
    runbook: Runbook, company: Path, file: str, edit: Callable[[str], str], rule: str
) -> None:
    place = company.with_name(file)
    before = place.read_text("utf-8")
    after = edit(before)
    assert after != before
    place.write_text(after, "utf-8")
    ended = runbook("evidence", *DAY, "--json", cwd=company.parent)
    assert ended.code == 5
    assert [problem["rule"].startswith(rule) for problem in json.loads(ended.stdout)["problems"]] == [True]
    assert not (company.parent / "evidence.zip").exists()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"problems": []}', reconciled().replace('"rule"', '"rules"') + "x", reconciled(("<b>",))]
)
def test_a_result_of_reconcile_that_is_none_is_refused(runbook: Runbook, company: Path, text: str) -> None:
    (company.parent / "reconcile.json").write_text(text, "utf-8")
    ended = runbook("evidence", "--reconcile", "reconcile.json", *DAY, cwd=company.parent)
    assert ended.code == 2
    assert "no result of `runbook reconcile --json`" in ended.stderr
    assert "Nothing was written" in ended.stderr


def test_a_secret_in_a_result_is_found_and_not_shown(runbook: Runbook, company: Path) -> None:
    text = reconciled(("root-key-present",)).replace("did it", "has the key AKIA" + "IOSFODNN7EXAMPLF")
    (company.parent / "reconcile.json").write_text(text, "utf-8")
    ended = runbook("evidence", "--reconcile", "reconcile.json", *DAY, cwd=company.parent)
    assert ended.code == 3
    assert "reconcile.json:1" in ended.stderr
    assert "IOSFODNN" not in ended.stderr


def test_one_that_is_not_there_is_refused_too(runbook: Runbook, company: Path) -> None:
    ended = runbook("evidence", "--reconcile", "nothing.json", *DAY, cwd=company.parent)
    assert ended.code == 2
    assert "cannot be read" in ended.stderr
    os.mkfifo(company.parent / "pipe")
    assert runbook("evidence", "--reconcile", "pipe", *DAY, cwd=company.parent).code == 2


@pytest.mark.parametrize("name", ["config.yaml", "config.yaml.records.json"])
def test_nothing_but_a_bundle_is_written_over(runbook: Runbook, company: Path, name: str) -> None:
    before = company.with_name(name).read_bytes()
    for more in ((), ("--timeline",)):
        ended = runbook("evidence", "-o", name, *DAY, *more, cwd=company.parent)
        assert ended.code in (2, 5)
        assert company.with_name(name).read_bytes() == before


@pytest.mark.paper
def test_a_bundle_without_a_past_is_made_says_so_and_can_be_verified(runbook: Runbook, tmp_path: Path) -> None:
    company = Path(shutil.copy(ORGANISATIONS["minimal"], tmp_path / "config.yaml"))
    made = runbook("evidence", company, *DAY, "--lang", "en", "--json", cwd=tmp_path)
    told = json.loads(made.stdout)
    assert (made.code, told["from"], told["to"], told["root_last_used"]) == (0, "2025-11-30", "2026-11-29", None)
    assert "edition" in told["missing"]["two-person-approval"]
    with zipfile.ZipFile(tmp_path / "evidence.zip") as opened:
        assert sorted(opened.namelist()) == sorted([*told["files"], "manifest.json", "SHA256SUMS"])
        page = opened.read("en/index.html").decode()
    assert "There is no register of editions" in page
    assert "when root was last used is not known from here" in page
    verified = runbook("verify", "evidence.zip", cwd=tmp_path)
    assert verified.code == 0
    assert told["sha256"] in verified.stdout
    again = runbook("evidence", company, *DAY, "--lang", "en", "--quiet", cwd=tmp_path)
    assert (again.code, again.stdout, again.stderr) == (0, "", "")
    assert (
        json.loads(runbook("verify", "evidence.zip", "--json", cwd=tmp_path).stdout)["bundles"][0]["sha256"]
        == told["sha256"]
    )
    (tmp_path / "out").mkdir()
    with zipfile.ZipFile(tmp_path / "evidence.zip") as opened:
        opened.extractall(tmp_path / "out")
    assert runbook("verify", "--output", "out", cwd=tmp_path).code == 0
    assert runbook("build", company, "-o", "out", "-f", "md", *DAY, cwd=tmp_path).code == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bundle_that_was_changed_is_a_finding_with_its_file(runbook: Runbook, tmp_path: Path, language: str) -> None:
    about = {"audience": "full", "from": "2026-01-01", "to": "2026-02-01", "made_on": "2026-02-02"}
    made = archive_of({"data/a.json": b"{}"}, about, date(2026, 2, 2))
    path = tmp_path / "evidence.zip"
    path.write_bytes(made.content.replace(b"{}PK", b"[]PK"))
    ended = runbook("verify", path, "--talk", language, cwd=tmp_path)
    assert ended.code == 1
    assert "data/a.json" in ended.stderr
    assert ended.stdout == ""


def test_a_bundle_is_verified_by_itself(runbook: Runbook, tmp_path: Path) -> None:
    for more in (("7K3M-9QTX-X",), ("--output", "output")):
        ended = runbook("verify", "evidence.zip", *more, cwd=tmp_path)
        assert ended.code == 2
        assert "by itself" in ended.stderr
    assert runbook("verify", "evidence.zip", cwd=tmp_path).code == 5
