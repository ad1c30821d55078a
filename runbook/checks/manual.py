"""The page of a rule, as `runbook explain` shows it: made of the rule's own file, so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from runbook.checks.samples import ARROW, whole_lines
from runbook.knowledge.language import read_words
from runbook.resources import example_config

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.checks.rule import Rule
    from runbook.knowledge.aws import Aws
    from runbook.knowledge.language import Language
    from runbook.knowledge.loading import Knowledge


def controls(rule: Rule, aws: Aws) -> Mapping[str, tuple[str, ...]]:
    """The numbers of a rule's controls by the name of the framework, in the order of aws.yaml."""
    found: dict[str, dict[str, None]] = {}
    for framework, name in aws.frameworks.items():
        for control in rule.controls:
            for number in aws.controls[control].numbers.get(framework, ()):
                found.setdefault(name, {})[number] = None
    return {name: tuple(numbers) for name, numbers in found.items()}


def overview(rules: Sequence[Rule], language: Language) -> Iterator[str]:
    """A line for every rule: its id, how grave it is, what should be true."""
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        severity = language.words(f"checks.severity.{rule.severity.value}")
        yield f"{rule.id:{width}}  {severity}  {language.words(f'checks.rules.{rule.id}')}"


def page(rule: Rule, language: Language, knowledge: Knowledge) -> Iterator[str]:
    """Lines: title, severity, what it asks and why, wrong and right lines, control numbers, sources with their day."""
    aws = knowledge.aws

    def say(key: str, **values: str) -> str:
        return language.say(f"checks.page.{key}", **values)

    yield language.words(f"checks.rules.{rule.id}")
    yield say("severity", id=rule.id, severity=language.words(f"checks.severity.{rule.severity.value}"))
    yield from ("", manual(rule, language.code, knowledge.folder))
    right, wrong = whole_lines(example_config().decode(), rule.good, rule.bad)
    yield from ("", say("wrong"), *_indented(wrong), "", say("right"), *_indented(right))
    yield from ("", say("controls"))
    yield from (f"  {name}: {', '.join(numbers)}" for name, numbers in controls(rule, aws).items())
    if any(aws.controls[control].own for control in rule.controls):
        yield f"  {say('own')}"
    yield from ("", say("sources"))
    for source in (aws.sources[name] for name in rule.sources):
        yield f"  {source.title}  {source.url}  ({say('checked_on', day=str(source.checked_on))})"
    yield from ("", say("accept", id=rule.id) if not rule.refuses else say("refuses"))
    if rule.refuses_unaccepted:
        yield say("refuses_unaccepted")


def manual(rule: Rule, language: str, folder: Path) -> str:
    """What a rule asks and why: the docstring of its file in English, ``manuals/<code>.yaml`` in other languages."""
    path = folder / "manuals" / f"{language}.yaml"
    if not path.is_file():
        return rule.manual
    return str(read_words(path)[rule.id])


def _indented(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"    {line.replace(ARROW, '# ←')}".rstrip() for line in lines)
