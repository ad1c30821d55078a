"""``runbook whatif``: what can still be done as text and as JSON; exit codes and refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import EXAMPLE, MINIMAL, changed
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT

from runbook.cli.completion import losses
from runbook.contingency.edits import COSTS

FULL = ORGANISATIONS["full"]
NOON = ("--at", "2026-11-24T12:00")
BANK_SHUT = ("--at", "2026-12-02T03:00")


@pytest.mark.parametrize("company", ["minimal", "full"])
def test_exit_code_0_if_everything_can_be_done(runbook: Runbook, company: str) -> None:
    for form in ((), ("--json",), ("--quiet",)):
        ended = runbook("whatif", ORGANISATIONS[company], *NOON, *form)
        assert (ended.code, ended.stderr) == (0, "")


def test_exit_code_1_if_a_packet_cannot_be_done(runbook: Runbook) -> None:
    for form in ((), ("--json",), ("--quiet",)):
        ended = runbook("whatif", ORGANISATIONS["minimal"], *NOON, "--without", "mori", *form)
        assert ended.code == 1
    assert ended.stdout == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_who_acts_what_is_stopped_and_what_is_not_known_are_told(
    runbook: Runbook, language: str
) -> None:
    typed = ("whatif", FULL, "--without", "watanabe,kobayashi", "--down", "mihon-mail", *BANK_SHUT)
    ended = runbook(*typed, "--talk", language)
    assert ended.code == 1
    assert "{" not in ended.stdout
    assert "None" not in ended.stdout
    for said in ("2026-12-02 03:00", "360", "22 ", "B-13", "docs/contingency.md"):
        assert said in ended.stdout


def test_a_mend_is_told_with_the_place_and_the_line_to_write(runbook: Runbook) -> None:
    ended = runbook("whatif", FULL, "--without", "tanaka", *NOON)
    [number] = [number for number, line in enumerate(EXAMPLE.splitlines(), 1) if "alert_receiver:" in line]
    assert (
        "20 Alert: somebody used root: nobody gets past R-60\n"
        "    would mend it (cost 1):\n"
        "        Hanako Sato stands in for Yoko Tanaka as Alert receiver\n"
        f"        {FULL}:{number + 1}:7  roles.alert_receiver[0]: write deputy: sato\n"
        "    or (cost 1):\n"
    ) in ended.stdout


def test_a_new_entry_is_told_at_the_list_that_it_joins(runbook: Runbook) -> None:
    ended = runbook("whatif", FULL, "--without", "kobayashi", "--without", "tanaka", *NOON, "--json")
    packets = {packet["packet"]: packet for packet in json.loads(ended.stdout)["packets"]}
    [edit] = packets["22-session"]["mends"][0]["edits"]
    [number] = [number for number, line in enumerate(EXAMPLE.splitlines(), 1) if "  central_admin:" in line]
    assert edit == {
        "kind": "holder",
        "says": "Hanako Sato also becomes Central root access admin",
        "file": str(FULL),
        "line": number,
        "column": 3,
        "path": "roles.central_admin",
        "write": "- {person: sato, from: 2026-11-24}",
    }
    assert packets["22-session"]["mends"][0]["cost"] == COSTS["holder"]
    assert packets["22-session"]["instead"] == ["35-refused"]


def test_machines_get_all_of_it(runbook: Runbook) -> None:
    ended = runbook("whatif", FULL, "--down", "osaka", "--at", "2026-12-30T03:00", "--json")
    told = json.loads(ended.stdout)
    assert told["moment"] == "2026-12-30T03:00:00+09:00"
    assert told["missing"] == [{"kind": "site", "id": "osaka"}]
    assert told["away"] == {"sato": "2027-01-04", "kato": "2026-12-31", "kobayashi": "2027-01-03"}
    assert told["closed"] == {"bank-vault": 360}
    [packet] = [packet for packet in told["packets"] if packet["packet"] == "21-own-root-111122223333"]
    assert packet["can_be_done"] is True
    # The bank opens after 360 minutes, and the drive to Tokyo takes 250.
    assert (packet["minutes"], packet["is_lower_bound"], packet["unknown_ways"]) == (610, False, [])
    assert packet["opened"] == {"safe-a": ["suzuki", "yoshida"], "bank-vault": ["watanabe", "takahashi"]}
    assert packet["roles"]["approver"] == ["tanaka", "takahashi"]
    assert (packet["signs_in_as"], packet["left_out"]) == ([], ["B-07.1"])


def test_nobody_waits_for_somebody_who_is_away_when_the_place_opens(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    absent = "    absences: [{from: 2026-12-03, until: 2026-12-03}]\n"
    text = changed("  - id: watanabe\n", f"  - id: watanabe\n{absent}", EXAMPLE)
    text = changed("    absences: [{from: 2026-12-30, until: 2027-01-03}]\n", absent, text)
    config.write_text(text, "utf-8")
    for day, code in (("2026-12-01T23:00", 0), ("2026-12-02T23:00", 1)):
        ended = runbook("whatif", config, "--down", "osaka", "--at", day, "--json")
        packets = {packet["packet"]: packet for packet in json.loads(ended.stdout)["packets"]}
        assert packets["21-own-root-111122223333"]["can_be_done"] is (code == 0)


def test_a_place_that_stays_closed_for_more_than_a_day_is_as_good_as_gone(runbook: Runbook) -> None:
    ended = runbook("whatif", FULL, "--down", "osaka", "--at", "2026-11-20T15:30", "--json")
    assert json.loads(ended.stdout)["closed"] == {"bank-vault": None}
    assert ended.code == 1


def test_a_built_in_name_means_the_services_of_its_kind(runbook: Runbook) -> None:
    by_kind = runbook("whatif", FULL, "--down", "idp", *NOON, "--json")
    by_name = runbook("whatif", FULL, "--down", "mihon-id", *NOON, "--json")
    assert by_kind.stdout == by_name.stdout
    assert json.loads(by_kind.stdout)["missing"] == [{"kind": "service", "id": "mihon-id"}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_slips_are_told_at_once_with_what_to_write(runbook: Runbook, language: str) -> None:
    typed = ("--without", "satoh,mihon-id", "--down", "osaca", "--down", "internet", "--down", "kato")
    ended = runbook("whatif", FULL, *typed, *NOON, "--talk", language)
    assert (ended.code, ended.stdout) == (2, "")
    for said in ("satoh", "sato", "--down mihon-id", "osaca", "osaka", "internet", "--without kato"):
        assert said in ended.stderr
    assert ended.stderr.count("→") == 5


@pytest.mark.parametrize("typed", ["noon", "2026-13-01T00:00", "", "9999-12-31T23:59"])
def test_a_time_that_is_none_is_refused(runbook: Runbook, typed: str) -> None:
    ended = runbook("whatif", FULL, "--at", typed)
    assert (ended.code, ended.stdout) == (2, "")


def test_a_way_to_nowhere_is_refused_with_its_line(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(changed("{id: sato, name", "{id: sato, minutes_to: {safe-x: 10}, name", MINIMAL), "utf-8")
    ended = runbook("whatif", config)
    assert ended.code == 2
    assert "config.yaml:8:" in ended.stderr
    assert "safe-a" in ended.stderr


def test_the_shell_completes_what_can_be_down(monkeypatch: pytest.MonkeyPatch) -> None:
    import click
    import typer.main

    from runbook.cli import app

    monkeypatch.setenv("RUNBOOK_CONFIG", str(FULL))
    context = click.Context(typer.main.get_command(app))
    assert {word for word, _ in losses(context, "")} >= {"osaka", "safe-a", "mihon-id", "K-0101", "111122223333", "idp"}
    assert {word for word, _ in losses(context, "mihon-m")} == {"mihon-mail", "mihon-mobile"}


def test_the_costs_are_those_of_the_page_that_declares_them() -> None:
    page = (ROOT / "docs" / "contingency.md").read_text("utf-8")
    for kind, cost in COSTS.items():
        assert f"| {kind.value} | {cost} |" in page
