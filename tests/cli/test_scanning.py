"""`runbook check` for programs that show findings beside the lines: valid SARIF 2.1.0, also of what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from support.command import Ended, Runbook
from support.config_texts import EXAMPLE, MINIMAL, changed

from runbook.checks import RULES

SCHEMA = json.loads((Path(__file__).parents[1] / "support" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
DAY = ("--date", "2026-11-29")
SECRET = "AKIAIOSFODNN7EXAMPLE"  # noqa: S105  AWS's own example of a key id
# What code scanning of GitHub takes at most.
LONGEST_DESCRIPTION = 1024
TWO_FAULTS = changed("kind: security-key", "kind: token-key", changed("languages: [ja, en]", "languages: [ja, xx]"))


def check(runbook: Runbook, folder: Path, text: str, *options: str) -> Ended:
    (folder / "config.yaml").write_text(text, "utf-8")
    return runbook("check", "config.yaml", *DAY, *options, cwd=folder)


def valid_run(ended: Ended) -> Any:
    """The one run of a log, which keeps to the standard and holds what code scanning asks for."""
    log = json.loads(ended.stdout)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["help"]["text"].strip()
        for name in ("shortDescription", "fullDescription"):
            assert 0 < len(rule[name]["text"]) <= LONGEST_DESCRIPTION
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        [location] = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "config.yaml"
        region = location["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"] >= 1
        assert region["endColumn"] > region["startColumn"] >= 1
        assert result["partialFingerprints"]["primaryLocationLineHash"]
    return run


@pytest.mark.parametrize("language", ["en", "ja"])
def test_findings_are_valid_sarif_with_every_rule(runbook: Runbook, tmp_path: Path, language: str) -> None:
    ended = check(runbook, tmp_path, EXAMPLE, "--format", "sarif", "--talk", language)
    run = valid_run(ended)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    assert run["results"]


def test_a_schema_that_is_not_kept_is_noticed(runbook: Runbook, tmp_path: Path) -> None:
    log = json.loads(check(runbook, tmp_path, EXAMPLE, "--format", "sarif").stdout)
    log["runs"][0]["results"][0]["level"] = "grave"
    assert not jsonschema.Draft4Validator(SCHEMA).is_valid(log)


@pytest.mark.slow
def test_fingerprints_stay_when_lines_move(runbook: Runbook, tmp_path: Path) -> None:
    first = valid_run(check(runbook, tmp_path, EXAMPLE, "--format", "sarif"))["results"]
    moved = valid_run(check(runbook, tmp_path, f"# a line\n{EXAMPLE}", "--format", "sarif"))["results"]
    assert [result["partialFingerprints"] for result in first] == [result["partialFingerprints"] for result in moved]
    lines = [
        [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results]
        for results in (first, moved)
    ]
    assert [line + 1 for line in lines[0]] == lines[1]


def test_what_is_refused_is_valid_sarif_at_its_lines_and_the_exit_code_stays(runbook: Runbook, tmp_path: Path) -> None:
    told = check(runbook, tmp_path, TWO_FAULTS)
    ended = check(runbook, tmp_path, TWO_FAULTS, "--format", "sarif")
    results = valid_run(ended)["results"]
    assert (ended.code, told.code) == (2, 2)
    assert ended.stderr == told.stderr  # a person at the log of the run reads the same
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in results]
    places = [(int(line), int(column)) for line, column in re.findall(r"(?m)^config\.yaml:(\d+):(\d+) ", told.stderr)]
    assert [(region["startLine"], region["startColumn"]) for region in regions] == places
    assert len(places) > 1


def test_what_is_refused_is_annotated(runbook: Runbook, tmp_path: Path) -> None:
    ended = check(runbook, tmp_path, TWO_FAULTS, "--format", "github")
    lines = ended.stdout.splitlines()
    assert ended.code == 2
    assert len(lines) > 1
    assert all(re.fullmatch(r"::error file=config\.yaml,line=\d+,col=\d+,title=[a-z_-]+::.+", line) for line in lines)


@pytest.mark.parametrize("form", ["sarif", "github", "json"])
def test_a_secret_is_told_and_never_repeated(runbook: Runbook, tmp_path: Path, form: str) -> None:
    text = f"{MINIMAL}\n# {SECRET}\n"
    ended = check(runbook, tmp_path, text, "--format", form)
    assert ended.code == 3
    assert SECRET not in ended.stdout + ended.stderr
    assert str(len(text.splitlines())) in ended.stdout


def test_a_config_that_is_not_there_is_a_result(runbook: Runbook, tmp_path: Path) -> None:
    ended = runbook("check", "config.yaml", "--format", "sarif", cwd=tmp_path)
    assert ended.code == 2
    assert len(valid_run(ended)["results"]) == 1
