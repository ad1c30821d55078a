from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support.organisations import knowledge

from runbook.cli import machine
from runbook.cli.machine import Diagnosis, examine, wrong_fonts
from runbook.knowledge.language import Language
from runbook.paper import libraries
from runbook.resources import fonts_dir

CHECKS = ["python", "encoding", *libraries.LIBRARIES, "fonts", "trial-page", "output", "leftovers", "cache"]


@pytest.fixture(autouse=True)
def _own_scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of other tests leave nothing that counts here."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))


EN = knowledge().language("en")


def named(diagnoses: tuple[Diagnosis, ...], check: str) -> Diagnosis:
    return next(diagnosis for diagnosis in diagnoses if diagnosis.check == check)


@pytest.mark.paper
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_machine_that_can_print_has_no_finding(language: str, tmp_path: Path) -> None:
    diagnoses = examine(tmp_path / "output", knowledge().language(language))
    assert [diagnosis.check for diagnosis in diagnoses] == CHECKS
    assert [diagnosis for diagnosis in diagnoses if not diagnosis.ok] == []
    assert "𠮷" in named(diagnoses, "trial-page").detail
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scratch"]


@pytest.mark.paper
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "LIBRARIES", {**libraries.LIBRARIES, "pangoft2": ("gone.so.0", "gone", "gone")})
    monkeypatch.setattr(machine, "install_command", lambda names: f"get {' '.join(names)}")
    found = named(examine(tmp_path / "output", EN), "pangoft2")
    assert (found.ok, found.remedy) == (False, "get pangoft2")
    assert "gone.so.0" in found.detail


@pytest.mark.parametrize(
    ("release", "user", "command"),
    [
        ({"ID": "debian"}, 0, "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0"),
        (
            {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"},
            1000,
            "sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0",
        ),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, 0, "dnf install pango harfbuzz"),
        ({"ID": "alpine"}, 0, "apk add pango harfbuzz-subset"),
        ({"ID": "arch"}, 0, "pacman -S pango harfbuzz"),
        ({"ID": "something"}, 0, ""),
    ],
)
def test_each_system_has_its_command(
    release: dict[str, str], user: int, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert libraries.install_command(["pangoft2", "harfbuzz-subset"]) == command


def test_a_mac_installs_with_brew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert libraries.install_command(["pango", "pangoft2"]) == "brew install pango"


def test_the_shipped_fonts_are_those_on_the_list() -> None:
    assert wrong_fonts(fonts_dir()) == []


def test_changed_missing_and_unknown_fonts_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    shutil.copytree(fonts_dir(), folder)
    (folder / "NotoSansJP-Bold.ttf").unlink()
    (folder / "Other.ttf").write_bytes(b"x")
    with (folder / "JetBrainsMono-Bold.ttf").open("ab") as font:
        font.write(b"x")
    assert wrong_fonts(folder) == ["JetBrainsMono-Bold.ttf", "NotoSansJP-Bold.ttf", "Other.ttf"]


@pytest.mark.paper
def test_a_trial_page_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_TRIAL_PAGE", machine._TRIAL_PAGE.replace("0O", "☐"))
    found = [diagnosis for diagnosis in examine(tmp_path / "output", EN) if not diagnosis.ok]
    assert {diagnosis.check for diagnosis in found} == {"trial-page"}
    assert any("U+2610" in diagnosis.detail for diagnosis in found)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryDirectory", refuse)
    words = Language("en", {"doctor": {"output": {"bad": "{folder}: {reason}", "remedy": "other"}}})
    assert list(machine._output(machine._Reporter(words), tmp_path / "a" / "b")) == [
        Diagnosis("output", ok=False, detail=f"{tmp_path}: Permission denied", remedy="other")
    ]


@pytest.mark.paper
def test_old_leftovers_are_named_and_those_of_a_run_at_work_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".output.new-abcdefgh").mkdir()
    assert named(examine(tmp_path / "output", EN), "leftovers").ok
    monkeypatch.setattr(machine, "_LONGEST_RUN", -10)
    (tmp_path / "scratch" / "runbook-paper-x").mkdir()
    found = named(examine(tmp_path / "output", EN), "leftovers")
    assert not found.ok
    assert ".output.new-abcdefgh" in found.detail
    assert "runbook-paper-x" in found.detail


@pytest.mark.slow
def test_another_encoding_than_utf_8_is_named(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from runbook.cli.machine import examine;"
        "from runbook.knowledge.loading import shipped_knowledge; en = shipped_knowledge().language('en');"
        "found = [d.ok for d in examine(Path(sys.argv[1]), en) if d.check == 'encoding'];"
        "sys.exit(found != [False])"
    )
    environment = {"PYTHONIOENCODING": "ascii", "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
