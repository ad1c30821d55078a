"""What the shell is offered, asked as the shell asks: by an environment of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import run_process
from support.config_texts import MINIMAL, changed
from support.recording import add


def offered(line: str, cwd: Path) -> list[str]:
    """The words that bash would get for a line with the cursor at its end."""
    words = line.split(" ")
    environment = {
        "_RUNBOOK_COMPLETE": "complete_bash",
        "_PYTHON _M RUNBOOK_COMPLETE": "complete_bash",  # of `python -m runbook`
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    ended = run_process(cwd=cwd, environment=environment)
    assert ended.stderr == ""
    return ended.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("runbook leave s", ["sato", "suzuki"]),
        ("runbook issue --approved-by k", ["kato"]),
        ("runbook who --account 1111", ["111122223333"]),
        ("runbook due --person sat", ["sato"]),
        ("runbook due --role o", ["operator", "owner"]),
        ("runbook packet --task restore-", ["restore-iam-permissions"]),
        ("runbook packet --case lost-m", ["lost-mfa", "lost-mailbox", "lost-mailbox-removed"]),
        ("runbook whatif --without k", ["kato"]),
        ("runbook whatif --down safe", ["safe-a", "safe-b"]),
        ("runbook whatif --down m", ["mail", "mobile-network"]),
        ("runbook explain no-one-alone-is", ["no-one-alone-is-root"]),
        ("runbook check --select two-approvers,two-m", ["two-approvers,two-mfa-devices"]),
    ],
)
def test_ids_are_completed(tmp_path: Path, line: str, expected: list[str]) -> None:
    (tmp_path / "config.yaml").write_text(MINIMAL, "utf-8")
    assert sorted(offered(line, tmp_path)) == sorted(expected)


@pytest.mark.slow
def test_entries_that_stand_are_completed(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    assert offered("runbook record --corrects ", tmp_path) == []
    for subject in ("one", "two"):
        add(config, subject)
    assert offered("runbook record --corrects ", tmp_path) == ["1", "2"]
    config.with_name("config.yaml.records.json").write_text("{", "utf-8")
    assert offered("runbook record --corrects ", tmp_path) == []


def test_the_ids_are_those_of_the_config_that_the_line_names(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(MINIMAL, "utf-8")
    other = changed("id: sato", "id: sakura", MINIMAL)
    (tmp_path / "other.yaml").write_text(other, "utf-8")
    assert offered("runbook leave -c other.yaml s", tmp_path) == ["sakura", "suzuki"]


def test_accounts_of_the_accounts_file_are_completed_too(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(f"{MINIMAL}accounts_file: accounts.yaml\n", "utf-8")
    listed = "accounts:\n" + "".join(
        f'  - {{id: "{number}", name: x}}\n' for number in ("111122223333", "111199990000")
    )
    (tmp_path / "accounts.yaml").write_text(listed, "utf-8")
    assert offered("runbook who --account 1111", tmp_path) == ["111122223333", "111199990000"]


@pytest.mark.slow
@pytest.mark.parametrize("text", [None, "", "people: [", "people: [{id: sato}, {id: suzuki, name: x}, 3]\naccounts: 5"])
def test_a_config_that_is_missing_or_broken_is_no_reason_to_say_anything(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "config.yaml").write_text(text, "utf-8")
    assert set(offered("runbook leave s", tmp_path)) <= {"sato", "suzuki"}
    assert offered("runbook who --account 1", tmp_path) == []
