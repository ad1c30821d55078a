"""``runbook whatif``: what can still be done as text and as JSON; exit codes and refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import EXAMPLE, MINIMAL, changed
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT

from runbook.contingency.edits import COSTS, EditKind

FULL = ORGANISATIONS["full"]
NOON = ("--at", "2026-11-24T12:00")
BANK_SHUT = ("--at", "2026-12-02T03:00")


@pytest.mark.slow
@pytest.mark.parametrize("company", ["minimal", "full"])
def test_exit_code_0_if_everything_can_be_done(runbook: Runbook, company: str) -> None:
    for form in ((), ("--json",), ("--quiet",)):
        ended = runbook("whatif", ORGANISATIONS[company], *NOON, *form)
        assert (ended.code, ended.stderr) == (0, "")


@pytest.mark.slow
def test_exit_code_1_if_a_packet_cannot_be_done(runbook: Runbook) -> None:
    for form in ((), ("--json",), ("--quiet",)):
        ended = runbook("whatif", ORGANISATIONS["minimal"], *NOON, "--without", "mori", *form)
        assert (ended.code, bool(ended.stdout)) == (1, form != ("--quiet",))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_who_acts_what_is_stopped_and_what_is_not_known_are_told(
    runbook: Runbook, language: str
) -> None:
    ended = runbook("whatif", FULL, "--down", "safe-b", *BANK_SHUT, "--talk", language)
    assert ended.code == 1
    assert "{" not in ended.stdout
    assert "None" not in ended.stdout
    for said in ("2026-12-02 03:00", "360", "21 ", "B-07.1", "docs/contingency.md"):
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


@pytest.mark.slow
def test_a_new_entry_is_told_at_the_list_that_it_joins(runbook: Runbook, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    text = changed(
        "approvers:\n  required",
        """  - {id: ito, name: 伊藤 美咲, contacts: [{kind: mobile, value: "+81 90 0000 0005"}]}
  - {id: goto, name: 後藤 学, contacts: [{kind: mobile, value: "+81 90 0000 0006"}]}
approvers:
  required""",
    )
    text = changed("witness: [{person: suzuki, from: 2026-04-01}]",
                   "witness: [{person: suzuki, from: 2026-04-01, deputy: ito}]", text)  # fmt: skip
    config.write_text(text, "utf-8")
    ended = runbook("whatif", config, "--without", "suzuki", "--without", "ito", *NOON, "--json")
    packets = {packet["packet"]: packet for packet in json.loads(ended.stdout)["packets"]}
    [mend] = packets["35-refused"]["mends"]
    assert mend["cost"] == COSTS[EditKind.HOLDER]
    [edit] = mend["edits"]
    assert edit == {
        "kind": "holder",
        "says": "後藤 学 also becomes Witness",
        "file": str(config),
        "line": next(number for number, line in enumerate(text.splitlines(), 1) if "  witness:" in line),
        "column": 3,
        "path": "roles.witness",
        "write": "- {person: goto, from: 2026-11-24}",
    }


@pytest.mark.slow
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


@pytest.mark.slow
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
    assert "safe-b" in ended.stderr


def test_the_costs_are_those_of_the_page_that_declares_them() -> None:
    page = (ROOT / "docs" / "contingency.md").read_text("utf-8")
    for kind, cost in COSTS.items():
        assert f"| {kind.value} | {cost} |" in page
