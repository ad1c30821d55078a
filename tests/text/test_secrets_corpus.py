"""How many secrets are missed, how many harmless values are taken for one; and that a refused one is shown nowhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import MINIMAL
from support.organisations import ROOT
from support.secrets_corpus import HARMLESS_VALUES, SECRET_VALUES

from runbook.text.secrets import find_secrets

# A recovery code of letters, a hyphen and digits looks like the number of an envelope, and these are told in prose.
KNOWN_MISSES = {"recovery code": 2}


def test_the_corpus_is_large_and_of_different_values() -> None:
    secrets = [value for values in SECRET_VALUES.values() for value in values]
    harmless = [value for values in HARMLESS_VALUES.values() for value in values]
    assert len(set(secrets)) >= 200
    assert len(set(harmless)) >= 2000
    assert not set(secrets) & set(harmless)


def test_the_page_states_the_figures() -> None:
    secrets, harmless = (sum(map(len, values.values())) for values in (SECRET_VALUES, HARMLESS_VALUES))
    page = (ROOT / "docs" / "secrets.md").read_text("utf-8")
    assert f"| now | {sum(KNOWN_MISSES.values())} of {secrets} | 0 of {harmless:,} |" in page
    assert f"{secrets} secrets of {len(SECRET_VALUES)} kinds" in " ".join(page.split())
    assert f"{harmless:,} harmless values of {len(HARMLESS_VALUES)} kinds" in " ".join(page.split())


@pytest.mark.parametrize("kind", SECRET_VALUES)
def test_secrets_are_found(kind: str) -> None:
    missed = sum(not find_secrets(value) for value in SECRET_VALUES[kind])
    assert missed == KNOWN_MISSES.get(kind, 0)


@pytest.mark.parametrize("kind", SECRET_VALUES)
def test_secrets_are_found_within_a_line(kind: str) -> None:
    """As they stand in a file: after a key, in quotes, before a comment."""
    missed = sum(not find_secrets(f'  note: "{value}"  # keep\n') for value in SECRET_VALUES[kind])
    assert missed <= KNOWN_MISSES.get(kind, 0)


@pytest.mark.parametrize("kind", HARMLESS_VALUES)
def test_harmless_values_are_no_secrets(kind: str) -> None:
    assert [value for value in HARMLESS_VALUES[kind] if find_secrets(value)] == []
    assert [value for value in HARMLESS_VALUES[kind] if find_secrets(f'  note: "{value}"  # keep\n')] == []


def as_comment(secret: str) -> str:
    return f"{MINIMAL}# {secret}\n"


def as_note(secret: str) -> str:
    return f"{MINIMAL}notes: {{B-07: {{before: '{secret}'}}}}\n"


def as_unknown_key(secret: str) -> str:
    return f"{MINIMAL}remark: '{secret}'\n"


def in_broken_yaml(secret: str) -> str:
    return f"{MINIMAL}notes: [{{'{secret}'\n"


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("aws key id", as_comment),
        ("aws secret key", as_note),
        ("private key", as_comment),
        ("totp seed, upper case", as_note),
        ("password told in Japanese", as_note),
        ("payment card", as_unknown_key),
        ("json web token", in_broken_yaml),
        ("combination of a safe", as_comment),
    ],
)
def test_a_refused_secret_is_shown_nowhere(
    kind: str, place: object, tmp_path: Path, runbook: Runbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = SECRET_VALUES[kind][0]
    config = tmp_path / "config.yaml"
    config.write_text(place(secret), "utf-8")  # type: ignore[operator]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    for arguments in (["build"], ["check", "--json"], ["who"]):
        done = runbook(*arguments, cwd=tmp_path, environment={"RUNBOOK_DEBUG": "1"})
        assert done.code == 3
        assert secret not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != config]
    assert [path for path in written if secret.encode() in path.read_bytes()] == []
    assert not (tmp_path / "output").exists()
