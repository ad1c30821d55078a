"""What runs before a commit is what ``make check`` runs."""

from __future__ import annotations

import os
import re

import yaml
from support.organisations import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
HOOKS_FOLDER = ROOT / "scripts" / "hooks"


def commands_of(target: str) -> list[str]:
    """The lines of a target of the Makefile, as the shell gets them."""
    [recipe] = re.findall(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    [tools] = re.findall(r"^BIN := (.*)$", MAKEFILE, re.MULTILINE)
    return [line.strip().removeprefix("@").replace("$(BIN)", tools) for line in recipe.splitlines()]


def test_pre_commit_runs_exactly_what_make_check_runs() -> None:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [hook["entry"] for hook in repository["hooks"]] == commands_of("check")


def test_pre_commit_fetches_nothing_and_looks_at_everything() -> None:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert (hook["language"], hook["pass_filenames"], hook["always_run"]) == ("system", False, True)


def test_the_plain_hook_runs_make_check() -> None:
    hook = HOOKS_FOLDER / "pre-commit"
    assert os.access(hook, os.X_OK)
    assert hook.read_text("utf-8").splitlines()[-1] == "exec make --no-print-directory check"
    assert f"git config core.hooksPath {HOOKS_FOLDER.relative_to(ROOT)}`" in (ROOT / "CONTRIBUTING.md").read_text(
        "utf-8"
    )
