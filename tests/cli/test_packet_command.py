"""``runbook packet``: the packet of one case for one moment, in a folder of its own, or the better way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from support.command import Ended, Runbook
from support.config_texts import ENGLISH, EXAMPLE, MINIMAL, changed, in_memory
from support.organisations import ISSUED_ON, LANGUAGES, ORGANISATIONS, knowledge

from runbook.assessment import read_config, read_file
from runbook.cli.console import Console, reader_language
from runbook.cli.packets import request_of
from runbook.config import ConfigSource, Names, Reading, parse_organisation
from runbook.organisation import Organisation
from runbook.organisation.terms import in_office

PAYER, KEPT, MEMBER = "111122223333", "444455556666", "333344445555"
TASK = "restore-iam-permissions"
NIGHT = "2026-12-30T03:10"
OWN = {"manifest.json", "SHA256SUMS", ".gitignore", "README.md"}
Packet = Callable[..., Ended]


@pytest.fixture
def packet(runbook: Runbook, tmp_path: Path) -> Packet:
    """Asks for a packet of the example company as Markdown, in the night of 30 December."""

    def ask(*more: str | Path, at: str = NIGHT, config: Path = ORGANISATIONS["full"]) -> Ended:
        form = () if "--format" in more else ("--format", "md")
        return runbook("packet", "-c", config, "-o", tmp_path / "packet", "--at", at, *form, *more)

    return ask


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def text_of(folder: Path, language: str = "en") -> str:
    (path,) = (folder / language).glob("*.md")
    return path.read_text("utf-8")


@pytest.mark.paper
def test_only_that_packet_is_written_in_every_language_and_format(runbook: Runbook, tmp_path: Path) -> None:
    asked = ("packet", "--account", PAYER, "--task", TASK, "--at", NIGHT, "--drill")
    ended = runbook(*asked, "-c", ORGANISATIONS["minimal"], cwd=tmp_path)
    assert (ended.code, ended.stdout) == (0, "")
    sheets = {f"{language}/21-own-root-{PAYER}.{ending}" for language in LANGUAGES for ending in ("md", "html", "pdf")}
    bound = {f"{language}/runbook.{ending}" for language in LANGUAGES for ending in ("html", "pdf")}
    assert files(tmp_path) == {f"packet/{path}" for path in sheets | bound | OWN | {"index.html"}}
    for language in LANGUAGES:
        assert (tmp_path / f"packet/{language}/21-own-root-{PAYER}.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "packet/manifest.json").read_text("utf-8"))["kind"] == "packet"


@pytest.mark.slow
def test_a_time_that_the_clocks_leave_out_is_told_as_it_is_taken(packet: Packet, tmp_path: Path) -> None:
    elsewhere = tmp_path / "config.yaml"
    elsewhere.write_text(
        changed("K.}\n  time_zone: Asia/Tokyo", "K.}\n  time_zone: America/New_York", EXAMPLE), "utf-8"
    )
    ended = packet("--account", PAYER, "--task", TASK, at="2027-03-14T02:30", config=elsewhere)
    assert "2027-03-14T02:30 does not exist or exists twice" in ended.stderr
    assert "Made for 2027-03-14 03:30 EDT." in text_of(tmp_path / "packet")


@pytest.mark.slow
def test_findings_are_told_as_check_counts_them(runbook: Runbook, packet: Packet, tmp_path: Path) -> None:
    unsafe = tmp_path / "config.yaml"
    unsafe.write_text(changed("[[suzuki, sato], [ito, sato]]", "[[suzuki], [sato]]", EXAMPLE), "utf-8")
    asked = ("--account", PAYER, "--task", TASK)
    counts = json.loads(runbook("check", "-c", unsafe, "--date", NIGHT[:10], "--json").stdout)["counts"]
    assert counts["error"]
    assert counts["warning"]
    assert f"{counts['error']} finding" in packet(*asked, config=unsafe).stderr
    assert json.loads(packet(*asked, "--json", config=unsafe).stdout)["findings"] == counts


@pytest.mark.slow
def test_a_packet_reads_its_config_once(packet: Packet, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def parse(source: ConfigSource, names: Names) -> Reading:
        read.append(source.path)
        return parse_organisation(source, names)

    monkeypatch.setattr("runbook.assessment.parse_organisation", parse)
    read_config.cache_clear()
    assert packet("--account", PAYER, "--task", TASK).code == 0
    assert read == [str(ORGANISATIONS["full"])]


@pytest.mark.slow
def test_the_paper_says_the_moment_and_who_is_absent_then(packet: Packet, tmp_path: Path) -> None:
    assert packet("--account", PAYER, "--task", TASK).code == 0
    text = text_of(tmp_path / "packet")
    assert "Made for 2026-12-30 03:10 JST." in text
    away = dict(re.findall(r"\*\*([A-Z][a-zō]+ [A-Z][a-zō]+)\*\*[^|]*\(absent until ([0-9-]+)\)", text))
    assert away["Hanako Sato"] == "2027-01-04"
    assert away["Ken Kato"] == "2026-12-31"
    assert "Osamu Takahashi" not in away  # away from 1 January on
    assert "不在" in text_of(tmp_path / "packet", "ja")


@pytest.mark.slow
def test_on_another_day_others_are_absent(packet: Packet, tmp_path: Path) -> None:
    assert packet("--account", PAYER, at="2027-01-02T12:00").code == 0
    text = text_of(tmp_path / "packet")
    assert re.search(r"Osamu Takahashi[^|]*\(absent until 2027-01-03\)", text)
    assert not re.search(r"Ken Kato[^|]*\(absent", text)
    assert packet("--account", PAYER, at="2026-12-01T12:00").code == 0
    assert "absent until" not in text_of(tmp_path / "packet")


@pytest.mark.slow
def test_an_instant_with_an_offset_is_told_in_the_time_of_the_company(packet: Packet, tmp_path: Path) -> None:
    assert packet("--case", "alert", at="2026-12-27T16:00+00:00").code == 0
    text = text_of(tmp_path / "packet")
    assert "Made for 2026-12-28 01:00 JST." in text
    assert "(absent until 2026-12-31)" in text


@pytest.mark.slow
def test_a_drill_is_marked_and_a_use_is_not(packet: Packet, tmp_path: Path) -> None:
    assert packet("--account", PAYER, "--drill").code == 0
    assert "**DRILL.**" in text_of(tmp_path / "packet")
    assert "訓練" in text_of(tmp_path / "packet", "ja").split("\n## ")[0]
    assert packet("--account", PAYER).code == 0
    assert "**DRILL.**" not in text_of(tmp_path / "packet")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (("--account", PAYER), f"21-own-root-{PAYER}"),
        (("--account", "4444-5555-6666", "--task", "change-root-credentials"), f"21-own-root-{KEPT}"),
        (("--account", MEMBER, "--task", "s3-deny-policy"), "22-session"),
        (("--account", MEMBER, "--task", TASK), "23-bring-back"),
        (("--account", "777788889999"), "24-govcloud-777788889999"),
        (("--account", "888899990000", "--task", TASK), "26-china"),
        (("--account", PAYER, "--case", "lost-mfa"), f"31-lost-mfa-{PAYER}"),
        (("--account", MEMBER, "--case", "refused"), "35-refused"),
        (("--case", "alert"), "20-alert"),
        (("--account", MEMBER, "--case", "alert"), "20-alert"),
        (("--case", "lost-mailbox-removed"), "37-lost-mailbox-removed"),
        (("--account", PAYER, "--case", "emergency"), f"36-emergency-{PAYER}"),
        (("--account", MEMBER, "--case", "emergency"), f"36-emergency-{MEMBER}"),
    ],
)
def test_the_packet_of_an_account_a_task_or_a_case_is_found(
    packet: Packet, tmp_path: Path, asked: tuple[str, ...], name: str
) -> None:
    ended = packet(*asked)
    assert ended.code == 0, ended.stderr
    assert files(tmp_path / "packet") - OWN == {f"{language}/{name}.md" for language in LANGUAGES}


@pytest.mark.slow
def test_the_packet_of_an_emergency_names_its_user(packet: Packet, tmp_path: Path) -> None:
    assert packet("--account", PAYER, "--case", "emergency").code == 0
    assert "BreakGlassAdmin" in text_of(tmp_path / "packet")
    assert "BreakGlassNetwork" not in text_of(tmp_path / "packet")


@pytest.mark.parametrize("account", [(), ("--account", PAYER)])
def test_an_empty_case_is_none(packet: Packet, account: tuple[str, ...]) -> None:
    ended = packet("--case", "", *account)
    assert (ended.code, ended.stderr.startswith("--case : there is none. All: alert, ")) == (2, True)


@pytest.mark.slow
def test_the_only_packet_of_a_kind_needs_no_account(packet: Packet, tmp_path: Path) -> None:
    assert packet("--case", "own-root", config=ORGANISATIONS["minimal"]).code == 0
    assert files(tmp_path / "packet") - OWN == {f"{language}/21-own-root-{PAYER}.md" for language in LANGUAGES}


def test_one_sheet_is_no_sheets(packet: Packet, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(ENGLISH, "utf-8")
    ended = packet("--case", "own-root", config=config)
    assert "Wrote 1 sheet to " in ended.stderr


@pytest.mark.parametrize(
    ("language", "root", "way"),
    [
        ("en", "Close the account in 3333-4444-5555: root is not needed. Nothing was written.", "Organizations: "),
        ("ja", "3333-4444-5555", "Organizations"),
    ],
)
def test_a_task_that_needs_no_root_is_told_the_better_way(
    packet: Packet, tmp_path: Path, language: str, root: str, way: str
) -> None:
    ended = packet("--account", MEMBER, "--task", "close-account", "--talk", language)
    assert (ended.code, ended.stderr) == (1, "")
    first, second = ended.stdout.splitlines()
    assert root in first
    assert way in second
    assert not (tmp_path / "packet").exists()


TASKS = tuple(knowledge().aws.tasks)


@cache
def organisation() -> Organisation:
    """The example company, as every test may see it: nothing is made for it."""
    return in_office(read_config(in_memory(EXAMPLE), knowledge()).organisation, ISSUED_ON)


ACCOUNTS = tuple(re.findall(r'^  - {?id: "([0-9]{12})"(?!.*status: closed)', EXAMPLE, re.MULTILINE))


def test_these_are_the_accounts_of_the_example() -> None:
    assert tuple(each.id for each in organisation().accounts if not each.is_closed) == ACCOUNTS


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_task_of_every_account_ends_in_a_packet_or_a_way(account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runbook.cli.packets.read_file", cache(read_file))
    console = Console(reader_language("en"))
    for task in TASKS:
        request = request_of(
            console,
            ORGANISATIONS["full"],
            None,
            account=account,
            task=task,
            case=None,
            at=NIGHT,
            drill=False,
            no_cache=True,
        )
        if request.wanted is None:
            assert request.verdict in {"organizations", "iam", "support", "never", "none"}, task


@pytest.mark.parametrize("number", range(len(TASKS)))
def test_a_task_ends_in_a_packet_or_is_told_its_way(
    runbook: Runbook, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each task for one account, and without making the sheets: whoever comes so far has found a packet."""

    def build_packet(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("runbook.cli.packets.build_packet", build_packet)
    task, account = TASKS[number], ACCOUNTS[number % len(ACCOUNTS)]
    ended = runbook(
        *("packet", "-c", ORGANISATIONS["full"], "-o", tmp_path / "packet", "--at", NIGHT, "--json"),
        *("--account", account, "--task", task),
    )
    assert ended.code in {1, 130}, ended
    if ended.code == 1:
        record = json.loads(ended.stdout)
        assert (record["root"], record["task"]) == (False, task)
        assert record["account"] == account
        assert record["way"] in {"organizations", "iam", "support", "never", "none"}


def test_no_root_is_told_to_machines(packet: Packet) -> None:
    ended = packet("--account", MEMBER, "--task", "close-account", "--json")
    assert ended.code == 1
    assert json.loads(ended.stdout) == {
        "account": MEMBER,
        "task": "close-account",
        "root": False,
        "way": "organizations",
    }


@pytest.mark.slow
def test_a_packet_is_told_to_machines(packet: Packet, tmp_path: Path) -> None:
    ended = packet("--account", PAYER, "--task", TASK, "--json")
    assert (ended.code, ended.stderr) == (0, "")
    answer = json.loads(ended.stdout)
    assert answer["output"] == str(tmp_path / "packet")
    assert set(answer["files"]) == files(tmp_path / "packet") - OWN | {"README.md"}
    assert answer["codes"].keys() == {f"{language}/21-own-root-{PAYER}" for language in LANGUAGES}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "--account ID"),
        (("--task", TASK), "--account ID"),
        (("--account", "111122223334"), f"Nearest: {PAYER}"),
        (("--account", PAYER, "--task", "restore-iam-permission"), f"Nearest: {TASK}."),
        (("--case", "lost-mfas"), "Nearest: lost-mfa."),
        (("--case", "sealed"), "own-root"),
        (("--account", PAYER, "--case", "bring-back"), "no packet bring-back for 1111-2222-3333"),
        (("--account", PAYER, "--case", "bring-back"), "own-root, lost-mfa"),
        (("--case", "own-root"), f"{PAYER}, {KEPT}"),
        (("--case", "emergency"), f"{PAYER}, 222233334444, {MEMBER}"),
        (("--case", "alert", "--at", "yesterday"), "yesterday is not a time"),
        (("--case", "alert", "--at", "1026-12-30T03:10"), "1026-12-30T03:10 is not a time"),
        (("--case", "alert", "--format", "docx"), 'no format "docx"'),
    ],
)
def test_what_does_not_exist_or_is_not_said_is_told(
    packet: Packet, tmp_path: Path, asked: tuple[str, ...], told: str
) -> None:
    ended = packet(*asked)
    assert (ended.code, ended.stdout) == (2, "")
    assert told in ended.stderr
    assert "{" not in ended.stderr
    assert not (tmp_path / "packet").exists()


def test_a_closed_account_has_no_packet_of_its_own(
    packet: Packet, tmp_path: Path, write_config: Callable[[str], Path]
) -> None:
    config = write_config(
        changed("administered_by: [yoshida], custody: removed", "status: closed, custody: removed", EXAMPLE)
    )
    ended = packet("--account", MEMBER, config=config)
    assert ended.code == 2, ended
    assert "3333-4444-5555" in ended.stderr
    assert not (tmp_path / "packet").exists()


@pytest.mark.slow
def test_a_packet_never_replaces_sheets_nor_sheets_a_packet(runbook: Runbook, packet: Packet, tmp_path: Path) -> None:
    sheets = ("build", "-c", ORGANISATIONS["minimal"], "--date", "2026-11-24", "--format", "md", "-o")
    asked = ("--account", PAYER)
    assert packet(*asked, config=ORGANISATIONS["minimal"]).code == 0
    before = {path: (tmp_path / "packet" / path).read_bytes() for path in files(tmp_path / "packet")}
    refused = runbook(*sheets, tmp_path / "packet")
    assert refused.code == 5
    assert {path: (tmp_path / "packet" / path).read_bytes() for path in files(tmp_path / "packet")} == before
    assert runbook(*sheets, tmp_path / "sheets").code == 0
    built = files(tmp_path / "sheets")
    refused = packet(*asked, "-o", tmp_path / "sheets", config=ORGANISATIONS["minimal"])
    assert refused.code == 5
    assert files(tmp_path / "sheets") == built


@pytest.mark.slow
def test_a_packet_replaces_the_packet_before(packet: Packet, tmp_path: Path) -> None:
    assert packet("--account", PAYER).code == 0
    assert packet("--case", "alert").code == 0
    assert files(tmp_path / "packet") - OWN == {f"{language}/20-alert.md" for language in LANGUAGES}


def test_what_a_build_refuses_is_no_packet_either(
    packet: Packet, tmp_path: Path, write_config: Callable[[str], Path]
) -> None:
    config = write_config(changed("required: 2", "required: 1", MINIMAL))
    ended = packet("--account", PAYER, config=config)
    assert ended.code == 1
    assert "accepted_risks" in ended.stderr
    assert not (tmp_path / "packet").exists()
