"""The wheel, installed somewhere else, does everything: templates, fonts and examples travel inside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from support.command import ELSEWHERE
from support.organisations import ROOT
from support.papers import IN_FORCE, Papers


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the checkout with the locked build backend, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``runbook`` of a fresh environment that has the wheel, and borrows only the dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder), cwd=folder)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel), cwd=folder)
    # A path in a .pth file is searched last, and .pth files in it are not read: the checkout stays out of sight.
    own = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    Path(own, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(str(python), "-c", "import runbook; print(runbook.__file__)", cwd=folder)
    assert where.startswith(str(folder))
    return folder / "bin" / "runbook"


def run(*command: str, cwd: Path, more: Mapping[str, str] = MappingProxyType({})) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RUNBOOK", "PIP_"))
    } | dict(more)
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=3600, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_holds_what_is_needed_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = (
        {f"runbook/{path.relative_to(ROOT)}" for path in (ROOT / "templates").rglob("*") if path.is_file()}
        | {str(path.relative_to(ROOT)) for path in (ROOT / "runbook").rglob("*.py")}
        | {"runbook/examples/config.example.yaml", "runbook/examples/config.schema.json"}
        | {f"runbook/{path.relative_to(ROOT)}" for path in (ROOT / "examples").rglob("*") if path.is_file()}
    )
    own = {name for name in names if ".dist-info/" not in name}
    assert own == expected
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE"} | {path.name for path in (ROOT / "templates" / "fonts").glob("OFL-*.txt")}


@pytest.mark.slow
def test_the_installed_command_knows_its_version_and_schema(installed: Path, tmp_path: Path) -> None:
    assert run(str(installed), "--version", cwd=tmp_path).startswith("runbook ")
    schema = json.loads(run(str(installed), "schema", cwd=tmp_path))
    assert schema == json.loads((ROOT / "config.schema.json").read_text("utf-8"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def company(organisation: Path, folder: Path) -> Path:
    """The folder with config and register of a company that has issued."""
    folder.mkdir()
    for name in ("config.yaml", "config.yaml.editions.json"):
        shutil.copy(organisation / name, folder)
    return folder


BUILD = ("build", "-c", "config.yaml", "-o", "output", "--date", str(IN_FORCE))


@pytest.mark.paper
def test_the_installed_command_starts_a_config_and_renders_it_as_the_checkout_does(
    installed: Path, papers: Papers, tmp_path: Path
) -> None:
    """In another time zone, locale, hash seed and font configuration, too: not one byte is other."""
    run(str(installed), "init", "started.yaml", cwd=tmp_path)
    run(str(installed), "build", "-c", "started.yaml", "-o", "started", "-f", "md", cwd=tmp_path)
    both = company(papers.first_edition("minimal"), tmp_path / "both")
    run(str(installed), *BUILD, "-f", "md", "-f", "html", cwd=both, more=ELSEWHERE)
    texts = texts_of(both / "output")
    assert {"ja/runbook.html", "en/runbook.html", "ja/00-register.md"} <= texts.keys()
    assert texts == texts_of(papers.output("minimal"))


def kept(cache: Path) -> set[str]:
    return {path.name for path in cache.rglob("*.paper")}


@pytest.mark.paper
def test_the_shares_that_two_machines_with_the_wheel_print_are_the_whole_that_the_checkout_prints(
    installed: Path, papers: Papers, tmp_path: Path
) -> None:
    """Elsewhere, too, in the language that needs more fonts: not one byte is other.

    A test of `issue` prints the other language elsewhere, and in one job.
    """
    alone = papers.in_japanese()
    folder = company(alone, tmp_path / "company")

    def typed(cache: Path, *more: str) -> str:
        elsewhere = {**ELSEWHERE, "RUNBOOK_NO_CACHE": "0", "XDG_CACHE_HOME": str(cache)}
        return run(str(installed), *more, cwd=folder, more=elsewhere)

    caches = [tmp_path / "one", tmp_path / "two"]
    shard = ("build", "--date", str(IN_FORCE), "--json", "--shard")
    told = [json.loads(typed(cache, *shard, f"{number}/2")) for number, cache in enumerate(caches, 1)]
    assert not (folder / "output").exists()
    first, second = map(kept, caches)
    assert not first & second
    assert [len(first), len(second)] == [each["sheets"] for each in told]
    assert sum(each["sheets"] for each in told) == told[0]["all_sheets"]

    together = tmp_path / "together"
    for cache in caches:
        shutil.copytree(cache, together, dirs_exist_ok=True)
    typed(together, *BUILD)
    made = files(folder / "output")
    assert {
        "index.html",
        "README.md",
        "manifest.json",
        "SHA256SUMS",
        "ja/runbook.pdf",
        "ja/runbook.html",
    } <= made.keys()
    assert len([name for name in made if name.endswith(".pdf")]) == 23
    assert made == files(alone / "output")
    sheets = {path.stem for path in (folder / "output" / "ja").glob("[0-9]*.pdf")}
    assert len(sheets) == told[0]["all_sheets"]
    books = {path.stem for path in (folder / "output" / "ja").glob("[a-z]*.pdf")}
    assert len(kept(together) - first - second) == 2 * len(books)  # books and contents: no sheet twice


def texts_of(output: Path) -> dict[str, bytes]:
    """The sheets of a folder that are no paper; its index names the papers, too."""
    return {name: content for name, content in files(output).items() if "/" in name and not name.endswith(".pdf")}


@pytest.mark.slow
def test_the_full_example_travels_too(installed: Path, tmp_path: Path) -> None:
    run(str(installed), "init", "full.yaml", "--full", cwd=tmp_path)
    assert (tmp_path / "full.yaml").read_bytes() == (ROOT / "config.example.yaml").read_bytes()
