"""Every rule has its sentences, in every language alike, and no sentence is without a rule."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from support.organisations import LANGUAGES, ROOT, messages, sentences

from runbook.errors import Problem

READER = [
    *(ROOT / "runbook" / "config").glob("*.py"),
    ROOT / "runbook" / "organisation" / "parsers.py",
    ROOT / "runbook" / "organisation" / "localized.py",
    *(ROOT / "runbook" / "text").glob("secret*.py"),
]
_RULE = re.compile(r'"([a-z]+(?:-[a-z]+)*)"')
_RAISING = re.compile(
    r"(?:refuse|Fault|[Pp]roblem|_refuse|_unknown|_outside)(?:\.of)?\(|[Rr]ule\b|_RULES|_EXPECTED|_LENGTHS|_LIMITS|unknown-|secret-|expected-|yaml-"
)


def placeholders(words: tuple[str, str]) -> set[str]:
    return {name for text in words for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_rules_and_placeholders() -> None:
    first, *others = (messages(language) for language in LANGUAGES)
    for other in others:
        assert set(first) == set(other)
        assert {rule for rule in first if placeholders(first[rule]) != placeholders(other[rule])} == set()


def test_every_message_of_the_config_belongs_to_a_rule() -> None:
    source = "".join(path.read_text("utf-8") for path in READER)
    rules = re.findall(
        r"^  ([a-z-]+):$", (ROOT / "templates/languages/en/messages-config.yaml").read_text("utf-8"), re.MULTILINE
    )
    assert len(rules) > 100
    assert [rule for rule in rules if f'"{rule}"' not in source] == []


def test_every_rule_of_the_config_has_a_message() -> None:
    known = messages("en")
    named = {
        name
        for path in READER
        for line in path.read_text("utf-8").splitlines()
        if _RAISING.search(line) and not line.lstrip().startswith("#")
        for name in _RULE.findall(line)
        if "-" in name
    }
    assert len(named) > 80
    assert named - set(known) <= {"aws-us-gov", "putty-user-key", "security-key"}


def test_a_message_without_its_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentences(Problem("missing"), "en")
    with pytest.raises(KeyError):
        sentences(Problem("no-such-rule"), "en")
    with pytest.raises(FileNotFoundError):
        messages("xx")


def test_japanese_sentences_are_japanese() -> None:
    for rule, words in messages("ja").items():
        assert all(re.search("[\u3041-\u3096\u4e00-\u9fff]", text) for text in words), rule
    for rule, words in messages("en").items():
        assert not any(re.search("[\u3041-\u30ff\u4e00-\u9fff]", text) for text in words), rule
