from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import ENGLISH, changed
from support.organisations import ISSUED_ON

TEXTS = ("-f", "md", "--date", str(ISSUED_ON), "--talk", "en")


@pytest.mark.slow
def test_each_edition_has_a_folder_of_its_own(
    tmp_path: Path, runbook: Runbook, write_config: Callable[[str], Path]
) -> None:
    config = write_config(ENGLISH)
    for audience in ("full", "role-only"):
        ended = runbook("build", config, "--audience", audience, *TEXTS, cwd=tmp_path)
        assert ended.code == 0, ended.stderr
    full, role_only = (json.loads((tmp_path / name / "manifest.json").read_bytes()) for name in ("output", "role-only"))
    assert (full["kind"], role_only["kind"]) == ("sheets", "role-only")
    assert "config_sha256" in full
    assert "config_sha256" not in role_only
    assert "en/11-resilience.md" in full["files"].keys() - role_only["files"].keys()


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), [("full", "role-only"), ("role-only", "full")])
def test_neither_edition_is_written_over_the_other(
    tmp_path: Path, runbook: Runbook, write_config: Callable[[str], Path], first: str, second: str
) -> None:
    config = write_config(ENGLISH)
    assert runbook("build", config, "-o", "here", "--audience", first, *TEXTS, cwd=tmp_path).code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "here").rglob("*") if path.is_file()}
    ended = runbook("build", config, "-o", "here", "--audience", second, *TEXTS, cwd=tmp_path)
    assert ended.code == 5
    assert before == {path: path.read_bytes() for path in (tmp_path / "here").rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_text_that_names_somebody_stops_it_with_its_line_and_without_the_name(
    tmp_path: Path, runbook: Runbook, write_config: Callable[[str], Path]
) -> None:
    text = changed("name: payer", "name: sandbox of 森 さくら", ENGLISH)
    line = text[: text.index("sandbox")].count("\n") + 1
    config = write_config(text)
    ended = runbook("build", config, "--audience", "role-only", *TEXTS, cwd=tmp_path)
    assert ended.code == 4
    assert f"{config.name}:{line}:" in ended.stderr
    assert "people[2].name" in ended.stderr
    assert "さくら" not in ended.stdout + ended.stderr
    assert not (tmp_path / "role-only").exists()
    assert runbook("build", config, *TEXTS, cwd=tmp_path).code == 0


@pytest.mark.slow
def test_own_templates_are_searched_like_ours(
    tmp_path: Path, runbook: Runbook, write_config: Callable[[str], Path]
) -> None:
    own = tmp_path / "own" / "sheets"
    own.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "templates" / "sheets" / "07-recovery.j2"
    (own / "07-recovery.j2").write_text(shipped.read_text("utf-8") + '{{ b.p("加藤 健") }}\n', "utf-8")
    config = write_config(ENGLISH)
    ended = runbook("build", config, "--audience", "role-only", "--templates", tmp_path / "own", *TEXTS, cwd=tmp_path)
    assert ended.code == 4
    assert "en/07-recovery.md" in ended.stderr
    assert "people[1].name" in ended.stderr
    assert "加藤" not in ended.stderr
    assert not (tmp_path / "role-only").exists()


def test_another_audience_is_refused(tmp_path: Path, runbook: Runbook, write_config: Callable[[str], Path]) -> None:
    ended = runbook("build", write_config(ENGLISH), "--audience", "everybody", *TEXTS, cwd=tmp_path)
    assert ended.code == 2
    assert "full, role-only" in ended.stderr
