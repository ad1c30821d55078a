"""``runbook prove``: every packet closes, or the place is told and no paper is made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import MINIMAL, changed
from support.organisations import LANGUAGES, ORGANISATIONS, knowledge

from runbook.knowledge import loading
from runbook.resources import templates_dir

DAY = ("--date", "2026-11-24")
KIND_NUMBERS = {kind.id: kind.number for kind in knowledge().procedure.cases}


@pytest.fixture
def envelope_stays_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ships, with a B-54 that does not put the envelope back."""
    shipped = tmp_path / "shipped"
    shutil.copytree(templates_dir(), shipped)
    lines = (shipped / "procedure.yaml").read_text("utf-8").split("\n")
    (place,) = (place for place, line in enumerate(lines) if line.startswith("  - {id: B-54,"))
    lines[place] = changed("gives: [home(it)], ends: [out(it)], ", "", lines[place])
    (shipped / "procedure.yaml").write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(loading, "templates_dir", lambda: shipped)


@pytest.mark.parametrize("company", ORGANISATIONS)
def test_every_packet_of_the_examples_closes(runbook: Runbook, company: str) -> None:
    ended = runbook("prove", "-c", ORGANISATIONS[company], *DAY, "--json")
    assert (ended.code, ended.stderr) == (0, "")
    proven = json.loads(ended.stdout)
    assert proven
    assert [entry for entry in proven if not entry["closes"]] == []
    for entry in proven:
        assert entry.keys() == {"packet", "lines", "forks", "things", "closes"}
        number, _, slug = entry["packet"].partition("-")
        assert [kind for kind, own in KIND_NUMBERS.items() if own == number and slug.startswith(kind)]
        assert entry["lines"] > 0


def test_the_things_of_a_packet_are_told(runbook: Runbook) -> None:
    proven = {
        entry["packet"]: entry
        for entry in json.loads(runbook("prove", "-c", ORGANISATIONS["minimal"], "--json").stdout)
    }
    assert proven["21-own-root-111122223333"]["things"] == ["E-0001", "K-0001"]
    assert proven["20-alert"]["things"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_packet_has_a_line_for_people_and_the_last_says_what_is_not_proved(
    runbook: Runbook, language: str
) -> None:
    ended = runbook("prove", "-c", ORGANISATIONS["minimal"], *DAY, "--talk", language)
    assert (ended.code, ended.stderr) == (0, "")
    *packets, last = ended.stdout.splitlines()
    assert [line[:2] for line in packets] == ["20", "21", "31", "32", "33", "34", "35"]
    assert "1111-2222-3333" in packets[1]
    assert "docs/proof.md" in last
    assert "7" in last
    assert "{" not in ended.stdout


def test_quiet_tells_by_the_exit_code_alone(runbook: Runbook) -> None:
    ended = runbook("prove", "-c", ORGANISATIONS["minimal"], *DAY, "--quiet")
    assert (ended.code, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.usefixtures("envelope_stays_out")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_packet_that_leaves_something_out_is_refused_with_the_step_and_the_thing(
    runbook: Runbook, language: str
) -> None:
    ended = runbook("prove", "-c", ORGANISATIONS["minimal"], *DAY, "--talk", language)
    assert (ended.code, ended.stdout) == (4, "")
    assert "own-root-111122223333" in ended.stderr
    assert "B-08" in ended.stderr
    assert "out(E-0001)" in ended.stderr


@pytest.mark.usefixtures("envelope_stays_out")
def test_a_gap_is_told_to_machines(runbook: Runbook) -> None:
    ended = runbook("prove", "-c", ORGANISATIONS["minimal"], *DAY, "--json")
    assert ended.code == 4
    problems = json.loads(ended.stdout)["problems"]
    assert {problem["rule"] for problem in problems} >= {"packet-left", "packet-gone"}
    assert {problem["rule"] for problem in problems} <= {
        f"packet-{kind}" for kind in ("needs", "left", "gone", "never")
    }


@pytest.mark.usefixtures("envelope_stays_out")
@pytest.mark.parametrize(
    "typed",
    [("build", *DAY), ("packet", "--account", "111122223333", "--at", "2026-11-24T03:10")],
    ids=["build", "packet"],
)
def test_no_paper_is_made_of_a_packet_that_does_not_close(
    runbook: Runbook, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    output = tmp_path / "output"
    ended = runbook(*typed, "-c", ORGANISATIONS["minimal"], "-o", output, "--format", "md")
    assert ended.code == 4
    assert "out(E-0001)" in ended.stderr
    assert not output.exists()


def test_a_config_that_cannot_be_read_is_a_matter_of_the_config(runbook: Runbook, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(changed("copies:", "copeis:", MINIMAL), "utf-8")
    ended = runbook("prove", cwd=tmp_path)
    assert (ended.code, ended.stdout) == (2, "")
    assert "copeis" in ended.stderr
