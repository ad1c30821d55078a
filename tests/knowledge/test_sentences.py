"""A step is read at night, once: no Japanese sentence of it is long, and what is to be done is said in a few."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml
from support.organisations import knowledge

STEPS = yaml.safe_load((knowledge().folder / "languages" / "ja" / "steps.yaml").read_text("utf-8"))["steps"]
LONGEST, MOST = 60, 3
# What stands on a screen or on a thing is as long as it is: placeholders, what is typed, quoted labels, addresses, ids.
AS_IT_IS = re.compile(
    r"""\{[^}]*\} | `[^`]*` | 「[^「」]*」
    | https?://[\w./-]+ | [\w-]+(?:\.[a-z][\w-]*)+   # an address, a host, a file
    | [0-9]{12} | [a-z]+:[A-Za-z]+ | [a-z]+(?:-[a-z]+)*-[0-9] | (?:[A-Z][a-z]+){3,}  # account, action, Region, field
    """,
    re.VERBOSE | re.ASCII,
)
# Steps of the alert and of a lost mailbox or device whose one action has conditions that nobody may miss: who, until
# when, what if not. Each of their sentences is short all the same.
SAID_IN_MORE = {
    *(
        "R-20",
        "R-50",
        "R-53",
        "R-54",
        "R-55",
        "R-58",
        "R-60",
        "R-62",
        "R-63",
        "R-73",
        "R-75",
        "R-79",
        "R-82",
        "R-84",
        "R-86",
        "R-87",
        "R-90",
    ),
}
IN_BRACKETS = re.compile(r"（[^（）]*）|「[^「」]*」")


def sentences(text: str) -> list[str]:
    """The sentences of a text; what stands in brackets is part of the one that it stands in."""
    whole = IN_BRACKETS.sub(lambda match: match[0].replace("。", "、"), text)
    return [sentence.strip() for sentence in whole.split("。") if sentence.strip()]


def length(sentence: str) -> int:
    return len(" ".join(AS_IT_IS.sub("", sentence).split()))


def texts(words: dict[str, str | dict[str, str]]) -> Iterator[str]:
    for part in words.values():
        yield from part.values() if isinstance(part, dict) else [part]


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("{item} を開封する", 5),
        ("「Edit」（編集）を選ぶ", 7),
        ("アカウント 536883072436 に kms:Encrypt を許可する", 13),
        ("us-east-1 の signin.aws.amazon.com", 1),
        ("20文字以上", 6),
    ],
)
def test_labels_ids_addresses_and_what_is_filled_in_are_not_counted(sentence: str, counted: int) -> None:
    assert length(sentence) == counted


def test_a_full_stop_in_brackets_ends_no_sentence() -> None:
    assert sentences("開ける（2人で。1人で開けない）。「済。」と言う。") == [
        "開ける（2人で、1人で開けない）",
        "「済、」と言う",
    ]


def long_sentences() -> dict[str, int]:
    return {
        step: length(sentence)
        for step, words in STEPS.items()
        for text in texts(words)
        for sentence in sentences(text)
        if length(sentence) > LONGEST
    }


def many_sentences() -> dict[str, int]:
    return {step: len(said) for step, words in STEPS.items() if len(said := sentences(words["do"])) > MOST}


def test_no_japanese_sentence_of_a_step_is_long() -> None:
    assert long_sentences() == {}


def test_what_a_step_asks_for_is_said_in_a_few_sentences() -> None:
    assert {step: count for step, count in many_sentences().items() if step not in SAID_IN_MORE} == {}


def test_only_a_step_that_needs_more_sentences_is_excused() -> None:
    assert SAID_IN_MORE - many_sentences().keys() == set()
