"""Files of `runbook guardrails`, made of a config in a language, and what stands in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from runbook.guardrails.folder import Judged, judged
from runbook.guardrails.making import standing
from runbook.guardrails.written import Guardrail
from support.organisations import ORGANISATIONS, TODAY


@cache
def example() -> Judged:
    """The invented company that uses every field."""
    return judged(ORGANISATIONS["full"], TODAY)


@cache
def files_of_the_example(language: str = "en") -> dict[str, Guardrail]:
    """All its standing files by path."""
    return files_of(example(), language)


def files_of(config: Judged, language: str = "en") -> dict[str, Guardrail]:
    """All standing files of a config by path."""
    return {file.path: file for file in standing(config.basis(language))[0]}


def left_out_of(config: Judged) -> dict[str, str]:
    """What is not made of a config, and why."""
    return {each.name: each.reason for each in standing(config.basis("en"))[1]}


def template(file: Guardrail) -> Any:
    """A template, read as AWS does: comments are none of it."""
    return yaml.safe_load(file.content().decode())


def rules(file: Guardrail) -> dict[str, Any]:
    """The rules of EventBridge in a template, by their names."""
    resources = template(file)["Resources"]
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == "AWS::Events::Rule"}


def policy(file: Guardrail) -> Any:
    """The properties of the policy in a template."""
    return template(file)["Resources"]["DenyMemberRoot"]["Properties"]


def of_text(text: str, folder: Path) -> Judged:
    """A config with this text."""
    path = folder / "config.yaml"
    path.write_text(text, "utf-8")
    return judged(path, TODAY)
