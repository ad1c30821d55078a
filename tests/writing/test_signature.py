"""A detached signature of the manifest, by the commands of docs/how-to/sign-an-edition.md and the real ssh-keygen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from support.organisations import ROOT
from support.publishing import publish_edition, whole

from runbook.writing import verify_folder

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not here")
PAGE = (ROOT / "docs" / "how-to" / "sign-an-edition.md").read_text("utf-8")


def command(words: str) -> str:
    """The command of the page that has these words."""
    lines = [line for line in PAGE.replace("\\\n", " ").splitlines() if line.startswith("ssh-keygen") and words in line]
    assert len(lines) == 1, words
    return lines[0]


def run(folder: Path, words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(words), shell=True, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S602  as a reader types it


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "signing-key"], cwd=tmp_path, check=True)
    public = (tmp_path / "signing-key.pub").read_text().split()
    (tmp_path / "allowed-signers").write_text(f"owner@example.co.jp {public[0]} {public[1]}\n")
    publish_edition("A", tmp_path / "output")
    made = run(tmp_path, "-Y sign")
    assert made.returncode == 0, made.stderr
    return tmp_path


def test_a_signature_is_made_and_verified(signed: Path) -> None:
    assert (signed / "output" / "manifest.json.sig").is_file()
    checked = run(signed, "-Y verify")
    assert checked.returncode == 0, checked.stderr
    assert "owner@example.co.jp" in checked.stdout


def test_a_changed_manifest_is_not_what_was_signed(signed: Path) -> None:
    manifest = signed / "output" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"A"', b'"B"'))
    assert run(signed, "-Y verify").returncode != 0


def test_the_signature_is_no_foreign_file_and_goes_with_its_manifest(signed: Path) -> None:
    output = signed / "output"
    assert verify_folder(output).problems == ()
    publish_edition("A", output)  # the same edition: the signature stays
    assert (output / "manifest.json.sig").is_file()
    publish_edition("B", output)
    assert whole(output) == "B"
    assert not (output / "manifest.json.sig").exists()


def test_a_signature_without_a_manifest_is_a_foreign_file(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "manifest.json.sig").write_text("who knows")
    assert verify_folder(output).problems[0].rule == "output-no-manifest"
