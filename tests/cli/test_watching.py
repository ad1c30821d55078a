"""`build --watch`: a save builds again, what is wrong is told and waited out, Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from support.config_texts import ENGLISH, changed

PATIENCE = 120  # seconds until a run that hangs is ended; no test depends on how fast it is
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/>'


class Watched:
    """A run of `build --watch` whose talk is read line by line."""

    def __init__(self, folder: Path) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "XDG_CACHE_HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "runbook", "build", "-f", "md", "--watch", "--date", "2026-11-23"],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            env={**kept, "LANG": "C.UTF-8", "HOME": str(folder)},
        )
        self.timer = Timer(PATIENCE, self.process.kill)
        self.timer.start()

    def until_it_waits(self) -> str:
        """Everything that was said up to the sentence that it waits for a save."""
        said = ""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            said += line
            if line.startswith("Waiting for "):
                return said
        pytest.fail(f"ended: {said}")

    def close(self) -> None:
        self.timer.cancel()
        self.process.kill()
        self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    (tmp_path / "config.yaml").write_text(ENGLISH, "utf-8")
    run = Watched(tmp_path)
    yield run
    run.close()


@pytest.mark.slow
def test_a_save_builds_again_errors_are_waited_out_and_ctrl_c_ends_it(watched: Watched, tmp_path: Path) -> None:
    config, contacts = tmp_path / "config.yaml", tmp_path / "output" / "en" / "03-contacts.md"
    assert "Wrote" in watched.until_it_waits()
    before = contacts.read_text("utf-8")

    config.write_text(changed("name: payer", "name: ledger", ENGLISH), "utf-8")
    assert "Wrote" in watched.until_it_waits()
    assert "ledger" in (tmp_path / "output" / "en" / "10-accounts.md").read_text("utf-8")
    assert contacts.read_text("utf-8") == before

    config.write_text(changed("required: 2", "required: two", ENGLISH), "utf-8")
    said = watched.until_it_waits()
    assert "config.yaml:13:13  approvers.required: This is not a whole number" in said
    assert contacts.read_text("utf-8") == before

    config.unlink()
    assert "There is no such file." in watched.until_it_waits()

    config.write_text(changed("+81 90 0000 0001", "+81 90 0000 0009", ENGLISH), "utf-8")
    assert "Wrote" in watched.until_it_waits()
    assert "+81 90 0000 0009" in contacts.read_text("utf-8")
    assert watched.end() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "named", "texts", "told"),
    [
        (
            "accounts.yaml",
            "accounts_file: accounts.yaml",
            ("accounts: []\n", "accounts: many\n"),
            "accounts.yaml:1:1: ",
        ),
        ("logo.svg", "look: {logo: logo.svg}", (f"{LOGO}</svg>", f"{LOGO}<script/></svg>"), "look.logo: "),
    ],
)
def test_a_save_of_a_file_that_the_config_names_builds_again(
    tmp_path: Path, file: str, named: str, texts: tuple[str, str], told: str
) -> None:
    good, bad = texts
    (tmp_path / file).write_text(good, "utf-8")
    (tmp_path / "config.yaml").write_text(f"{named}\n{ENGLISH}", "utf-8")
    run = Watched(tmp_path)
    try:
        assert "Wrote" in run.until_it_waits()
        (tmp_path / file).write_text(bad, "utf-8")
        assert told in run.until_it_waits()
        assert run.end() == 0
    finally:
        run.close()
