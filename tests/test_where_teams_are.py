"""What a company copies into its repository works there: the hooks of pre-commit, and every line of the workflow.

The lines run in a shell as GitHub runs them, in a repository of their own. What is not here is played by a program that
only writes down how it was called: GitHub's own command `gh`, and what installs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from support.command import run_process
from support.config_texts import ENGLISH, changed
from support.organisations import ROOT
from support.papers import IN_FORCE, Papers

from runbook.resources import example_config

WORKFLOW = ROOT / "examples" / "github" / "runbook.yml"
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PAGES = [ROOT / "docs" / "how-to" / name for name in ("teams.md", "teams.ja.md")]
SARIF = json.loads((ROOT / "tests" / "support" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
EPOCH = str(int(datetime.combine(IN_FORCE, time(12), UTC).timestamp()))  # of the example, before it grows old
WRITES_DOWN = """#!/bin/sh
echo "${0##*/} $*" >> "$CALLS"
"""


def jobs() -> Mapping[str, Any]:
    tree = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    assert tree["permissions"] == {"contents": "read"}
    return tree["jobs"]  # type: ignore[no-any-return]


def steps(job: str) -> Iterator[dict[str, Any]]:
    yield from jobs()[job]["steps"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a config, as a company has it."""
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "config.yaml").write_text(ENGLISH, "utf-8")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    return folder


def executable(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def on_the_path(repository: Path) -> Path:
    """A folder with the command that is tested, whatever environment the tests were started from."""
    folder = repository.parent / "bin"
    folder.mkdir(exist_ok=True)
    executable(folder / "runbook", f'#!/bin/sh\nexec "{sys.executable}" -m runbook "$@"\n')
    return folder


def play(job: str, repository: Path) -> tuple[int, list[str]]:
    """All lines of a job, one step after the other until one fails; its exit code, and how others were called."""
    others = on_the_path(repository)
    for name in ("gh", "sudo"):
        executable(others / name, WRITES_DOWN)
    calls, kept = repository.parent / "calls", repository.parent / "env"
    calls.touch()
    kept.touch()
    tree = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    environment = {
        **os.environ,
        **{name: str(value) for name, value in (tree["env"] | jobs()[job].get("env", {})).items()},
        "PATH": f"{others}:{os.environ['PATH']}",
        "CALLS": str(calls),
        "GITHUB_ENV": str(kept),
        "CHANGE": "https://github.example/a/b/pull/7",
        "PYTHONPATH": str(ROOT),
    }
    for step in steps(job):
        environment |= dict(line.split("=", 1) for line in kept.read_text("utf-8").splitlines())
        if not step.get("run") or step["run"].startswith("python -m pip"):
            continue
        if step.get("if") == "env.code != '0'" and environment["code"] == "0":
            continue
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=repository,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return done.returncode, calls.read_text("utf-8").splitlines()
    return 0, calls.read_text("utf-8").splitlines()


def test_actions_are_named_by_major_version_and_every_job_asks_for_little() -> None:
    used = [step["uses"] for job in jobs() for step in steps(job) if "uses" in step]
    assert used
    assert all(
        re.fullmatch(r"(actions|github/codeql-action)(/[a-z-]+)+@v\d+|github/[a-z-]+/[a-z-]+@v\d+", name)
        for name in used
    )
    writes = {
        job: {name for name, may in told.get("permissions", {}).items() if may == "write"}
        for job, told in jobs().items()
    }
    assert writes == {
        "check": {"security-events"},
        "build": set(),
        "compare": {"pull-requests"},
        "remind": {"issues"},
    }
    # What somebody else wrote (a title, a branch) is never made part of a line that a shell reads.
    assert [step["run"] for job in jobs() for step in steps(job) if "${{" in step.get("run", "")] == []


@pytest.mark.slow
def test_every_line_of_the_check_runs_and_leaves_valid_sarif(repository: Path) -> None:
    code, _ = play("check", repository)
    log = json.loads((repository / "runbook.sarif").read_text("utf-8"))
    jsonschema.Draft4Validator(SARIF).validate(log)
    assert log["runs"][0]["results"]
    assert code == 1  # the minimal example has findings: the change is stopped, by the annotations


@pytest.mark.slow
def test_a_config_that_cannot_be_read_leaves_sarif_too_and_stops(repository: Path) -> None:
    (repository / "config.yaml").write_text(changed("company:", "kompany:", ENGLISH), "utf-8")
    code, _ = play("check", repository)
    assert code == 2
    log = json.loads((repository / "runbook.sarif").read_text("utf-8"))
    assert log["runs"][0]["results"][0]["level"] == "error"


@pytest.mark.paper
def test_every_line_of_the_build_runs_and_the_artifact_is_the_output(repository: Path, papers: Papers) -> None:
    """The company has issued its first edition, so its sheets are printed already."""
    shutil.copy(papers.first_edition("minimal") / "config.yaml.editions.json", repository)
    code, calls = play("build", repository)
    assert (code, [" ".join(call.split()[:3]) for call in calls]) == (
        0,
        ["sudo apt-get update", "sudo apt-get install"],
    )
    [artifact] = [step["with"] for step in steps("build") if "upload-artifact" in step.get("uses", "")]
    assert (repository / artifact["path"] / "index.html").is_file()
    assert artifact["retention-days"] <= 7


@pytest.mark.paper
def test_the_difference_is_one_comment_at_the_change(repository: Path, papers: Papers) -> None:
    papers.first_edition("minimal")  # has printed nearly all sheets
    code, calls = play("compare", repository)
    assert code == 0
    assert calls[-1] == (
        "gh pr comment https://github.example/a/b/pull/7 --edit-last --create-if-none --body-file comment.md"
    )
    comment = (repository / "comment.md").read_text("utf-8")
    assert comment.startswith("~~~~text\nFrom no edition to this config")
    assert comment.endswith("~~~~\n")


@pytest.mark.slow
def test_a_reminder_is_an_issue_and_none_is_made_where_nothing_is_due(repository: Path) -> None:
    code, calls = play("remind", repository)
    assert code == 0
    assert [" ".join(call.split()[:3]) for call in calls] == ["gh issue list", "gh issue create"]
    assert "[two-mfa-devices]" in (repository / "due.md").read_text("utf-8")
    assert "What is due on" in (repository / "due.md").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_runs_the_command_on_the_config_of_the_repository(hook: dict[str, Any], repository: Path) -> None:
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    command, *arguments = hook["entry"].split()
    assert command == "runbook"
    assert run_process(*arguments, cwd=repository).code in {0, 1}
    (repository / "config.yaml").write_text(changed("company:", "kompany:", ENGLISH), "utf-8")
    assert run_process(*arguments, cwd=repository).code == 2


# What pre-commit does at a commit: the entry of each hook that a changed file is for, with the arguments of the page.
AS_PRE_COMMIT = """#!{python}
import re, shlex, subprocess, sys
changed = subprocess.run(["git", "diff", "--staged", "--name-only"], capture_output=True, text=True).stdout.split()
for entry, args, files in {hooks!r}:
    if any(re.search(files, path) for path in changed):
        print("ran", entry, file=sys.stderr)
        if subprocess.run([*shlex.split(entry), *args]).returncode:
            sys.exit(1)
"""


def commit(repository: Path, *paths: str, level: str = "warning") -> tuple[int, str]:
    """`git commit` of some files with the hooks as the page has them; its exit code, and all that was said.

    ``level`` is the one from which the page lets `check` refuse.
    """
    [block] = re.findall(r"```yaml\n(.*?)```", PAGES[0].read_text("utf-8"), re.DOTALL)
    own = changed("[--fail-on, warning]", f"[--fail-on, {level}]", block) if level != "warning" else block
    named = {hook["id"]: hook.get("args", []) for hook in yaml.safe_load(own)["repos"][0]["hooks"]}
    hooks = [(hook["entry"], named[hook["id"]], hook["files"]) for hook in HOOKS]
    executable(repository / ".git" / "hooks" / "pre-commit", AS_PRE_COMMIT.format(python=sys.executable, hooks=hooks))
    subprocess.run(["git", "-C", str(repository), "add", *paths], check=True)
    path = f"{on_the_path(repository)}:{os.environ['PATH']}"
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.co.jp", "commit", "-q", "-m", "Change"],
        cwd=repository,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_a_commit_is_refused_while_the_config_is_unsafe_unreadable_or_holds_a_secret(repository: Path) -> None:
    config, secret = repository / "config.yaml", "AKIAIOSFODNN7EXAMPLF"
    code, said = commit(repository, "config.yaml")
    assert code == 1
    assert "[two-mfa-devices]" in said
    config.write_text(changed("company:", "kompany:", ENGLISH), "utf-8")
    assert commit(repository, "config.yaml")[0] == 1
    config.write_text(f"{ENGLISH}# {secret}\n", "utf-8")
    code, said = commit(repository, "config.yaml")
    assert (code, secret in said) == (1, False)
    log = subprocess.run(["git", "-C", str(repository), "log"], capture_output=True, text=True, check=False)
    assert log.returncode != 0  # there is no commit at all


@pytest.mark.slow
def test_a_commit_of_a_safe_config_passes_both_hooks_and_one_of_other_files_asks_none(repository: Path) -> None:
    (repository / "config.yaml").write_bytes(example_config())
    code, said = commit(repository, "config.yaml", level="error")
    assert (code, re.findall("^ran (.*)$", said, re.MULTILINE)) == (0, [hook["entry"] for hook in HOOKS])
    (repository / "notes.txt").write_text("x", "utf-8")
    assert commit(repository, "notes.txt") == (0, "")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("config.yaml", True),
        ("aws/accounts.yaml", True),
        ("config.yaml.editions.json", False),
        ("myconfig.yaml", False),
    ],
)
def test_a_hook_runs_when_the_config_changes(hook: dict[str, Any], path: str, wanted: bool) -> None:  # noqa: FBT001
    assert bool(re.search(hook["files"], path)) is wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_names_the_hooks_and_jobs_that_there_are(page: Path) -> None:
    text = page.read_text("utf-8")
    [block] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    [named] = yaml.safe_load(block)["repos"]
    assert [hook["id"] for hook in named["hooks"]] == [hook["id"] for hook in HOOKS]
    assert [row for row in re.findall(r"^\| ([a-z]+) \|", text, re.MULTILINE) if row != "job"] == list(jobs())
