"""Both languages say the same: same words present, same steps, boxes, numbers, links and placeholders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from support.organisations import ORGANISATIONS, knowledge, sheets_of

from runbook.knowledge.plurals import plural_category
from runbook.knowledge.procedure import Step, bare_fact
from runbook.packets.things import Part

FOLDER = knowledge().folder / "languages"
# A glossary is about the words of its own language; tests/knowledge/test_glossary.py reads it.
FILES = sorted(path.name for path in (FOLDER / "ja").glob("*.yaml") if path.name != "glossary.yaml")
KANA_OR_KANJI = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
PLACEHOLDER = re.compile(r"\{[a-z_]+(?:\[[A-Za-z0-9_-]+\])?\}")


FORMS = {"zero", "one", "two", "few", "many", "other"}


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Dotted key and text of every leaf; of a sentence with forms by number, the form that every language has."""
    if isinstance(node, Mapping) and "other" in node and node.keys() <= FORMS:
        yield path, node["other"]
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, f"{path}[{number}]")
    else:
        yield path, node


def tree(language: str, file: str) -> Any:
    """A file of words as it stands, every leaf a text."""
    return yaml.load((FOLDER / language / file).read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  texts only


def words(language: str, file: str) -> dict[str, str]:
    return dict(leaves(tree(language, file)))


def other_languages() -> list[str]:
    return [code for code in knowledge().languages if code != "ja"]


@pytest.mark.parametrize("language", other_languages())
def test_a_language_has_the_same_files(language: str) -> None:
    files = {path.name for path in (FOLDER / language).glob("*.yaml")}
    assert files == {*FILES, "glossary.yaml"}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", other_languages())
def test_a_language_has_the_same_keys_and_no_empty_words(language: str, file: str) -> None:
    japanese, other = words("ja", file), words(language, file)
    assert other.keys() == japanese.keys()
    assert [key for key, text in (*other.items(), *japanese.items()) if not text.strip()] == []


def sentences_with_forms(node: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(node, Mapping):
        if "other" in node and node.keys() <= FORMS:
            yield node
        else:
            for value in node.values():
                yield from sentences_with_forms(value)


@pytest.mark.parametrize("language", knowledge().languages)
def test_a_sentence_has_only_forms_that_its_language_knows_and_all_fill_the_same_places(language: str) -> None:
    found = [sentence for file in FILES for sentence in sentences_with_forms(tree(language, file))]
    assert found
    numbers = Counter(plural_category(language, number) for number in range(200))
    for sentence in found:
        assert sentence.keys() <= numbers.keys()
        for form, text in sentence.items():
            every, printed = Counter(PLACEHOLDER.findall(sentence["other"])), Counter(PLACEHOLDER.findall(text))
            assert not printed - every
            # A form of one number alone need not print it: "every month", "every 3 months".
            assert (every - printed).keys() <= ({"{count}"} if numbers[form] == 1 else set())
        assert all(text.strip() for text in sentence.values())


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [("en", 1, "1 problem."), ("en", 0, "0 problems."), ("en", 2, "2 problems."), ("ja", 1, "問題が1件あります。")],
)
def test_a_sentence_agrees_with_its_number(language: str, count: int, expected: str) -> None:
    assert knowledge().language(language).say("talk.problems_only", count=count) == expected


# The languages differ here on purpose: Japanese prints both names of a console label, English one.
FREE_PLACEHOLDERS = ("formats.console_label", "formats.console_label_unconfirmed", "formats.every_day_hours")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", other_languages())
def test_a_language_fills_the_same_placeholders(language: str, file: str) -> None:
    japanese, other = words("ja", file), words(language, file)
    different = {
        key: (text, other[key])
        for key, text in japanese.items()
        if key not in FREE_PLACEHOLDERS
        and Counter(PLACEHOLDER.findall(text)) != Counter(PLACEHOLDER.findall(other[key]))
    }
    assert different == {}


@pytest.mark.parametrize("file", FILES)
def test_english_words_hold_no_japanese(file: str) -> None:
    assert {key: text for key, text in words("en", file).items() if KANA_OR_KANJI.search(text) and key != "name"} == {}


PROCEDURE = yaml.safe_load((knowledge().folder / "procedure.yaml").read_text("utf-8"))


@pytest.mark.parametrize("language", knowledge().languages)
@pytest.mark.parametrize("part", ["steps", "phases"])
def test_every_step_and_phase_has_its_words_in_the_order_of_the_procedure(part: str, language: str) -> None:
    assert list(tree(language, "steps.yaml")[part]) == [entry["id"] for entry in PROCEDURE[part]]


def steps_in_packets() -> list[Step]:
    """The steps that stand in some packet, not on a sheet."""
    phases = {name for kind in knowledge().procedure.cases for name in kind.phases}
    return [step for phase in knowledge().procedure.phases if phase.id in phases for step in phase.steps]


@pytest.mark.parametrize("language", knowledge().languages)
def test_every_step_of_a_packet_says_what_to_see_and_words_exactly_its_forks(language: str) -> None:
    step_words = tree(language, "steps.yaml")["steps"]
    for step in steps_in_packets():
        words_of_step = step_words[step.id]
        assert {"do", "expect"} <= set(words_of_step) <= {"do", "expect", "again", "carried", "forks"}, step.id
        assert list(words_of_step.get("forks", {})) == [fork.id for fork in step.forks], step.id


@pytest.mark.parametrize("language", knowledge().languages)
def test_only_a_step_that_comes_more_than_once_has_a_short_form(language: str) -> None:
    step_words = tree(language, "steps.yaml")["steps"]
    short = {name for name, texts in step_words.items() if "again" in texts}
    assert short
    repeated = {step.id for phase in knowledge().procedure.phases if phase.per for step in phase.steps}
    assert short <= repeated | {step.id for step in steps_in_packets() if step.per}


@pytest.mark.parametrize("language", knowledge().languages)
def test_a_step_at_a_place_has_words_for_what_somebody_carries_if_a_lock_or_log_is_in_its_own(language: str) -> None:
    step_words = tree(language, "steps.yaml")["steps"]
    carried = {name for name, texts in step_words.items() if "carried" in texts}
    at_a_lock = {step.id for step in steps_in_packets() if "physical-place" in step.when}
    assert carried == at_a_lock | {"B-54", "B-55"}  # where things go back
    assert all(set(step_words[name]["carried"]) == {"do", "expect"} for name in carried)


@pytest.mark.parametrize("language", knowledge().languages)
def test_packets_have_words_for_exactly_the_cases_and_conditions_that_exist(language: str) -> None:
    procedure, packet_words = knowledge().procedure, tree(language, "packets.yaml")
    assert set(packet_words["cases"]) == {kind.id for kind in procedure.cases}
    closing = {name for kind in procedure.cases for name in kind.close}
    asked = {step.only for phase in procedure.phases if phase.id in closing for step in phase.steps if step.only}
    denied = {step.unless for phase in procedure.phases if phase.id in closing for step in phase.steps if step.unless}
    negated = {f"not-{name}" for name in denied if bare_fact(name) == name}
    assert set(packet_words["conditions"]) == {bare_fact(name) for name in asked} | negated
    assert set(packet_words["parts"]) == {str(part) for part in Part}


@pytest.mark.parametrize("language", knowledge().languages)
def test_the_short_words_of_a_case_are_all_said(language: str) -> None:
    for case, said in tree(language, "packets.yaml")["cases"].items():
        assert set(said) == {"title", "when", "not_if", "aim"}, case


def test_every_source_of_a_step_is_known() -> None:
    known = {*knowledge().aws.sources, "own"}
    assert {source for step in knowledge().procedure.steps() for source in step.sources} <= known


class Shape(HTMLParser):
    """What a reader sees apart from the words: headings, boxes, rows, ids, links."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.links: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in {"h1", "h2", "h3", "table", "tr", "th", "td", "li", "pre"}:
            self.counts[tag] += 1
        for name in (attributes.get("class") or "").split():
            if name in {"box", "blank", "step", "stop", "node", "route", "chip", "note"}:
                self.counts[name] += 1
        if tag == "a":
            self.links.append(attributes.get("href") or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def shape(html: str) -> Shape:
    parser = Shape()
    parser.feed(html)
    return parser


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_both_languages_have_the_same_shape(organisation: str) -> None:
    assert sheets_of(organisation, "en").keys() == sheets_of(organisation, "ja").keys()
    for slug, sheet in sheets_of(organisation, "ja").items():
        japanese, english = shape(sheet.section.text), shape(sheets_of(organisation, "en")[slug].section.text)
        assert english.counts == japanese.counts, slug
        assert sorted(english.links) == sorted(japanese.links), slug


STEP_ID = re.compile(r"[A-Z]-[0-9]{2}(?:\.[0-9]+)?")
NUMBER = re.compile(r"[0-9]+")


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_both_languages_name_the_same_steps_in_the_same_order(organisation: str) -> None:
    for slug in sheets_of(organisation, "ja"):
        japanese, english = (
            [
                text
                for text in shape(sheets_of(organisation, code)[slug].section.text).texts
                if STEP_ID.fullmatch(text.strip())
            ]
            for code in ("ja", "en")
        )
        assert english == japanese, slug


# Words of number in Japanese idiom: 「2人で」 is "both" or "together", 「1つ」 "one".
NUMBER_IN_WORDS = {"1", "2"}
# Japanese has figures where English spells small numbers: 「3つの答え」 "three answers".
SPELT = {
    name: str(number)
    for number, name in enumerate(["three", "four", "five", "six", "seven", "eight", "nine", "ten"], 3)
}
# 「下4桁」 is "ending in".
NUMBER_IN_IDIOM = {"packets.yaml": {"notes.ending"}}


def numbers_in(text: str) -> set[str]:
    """The numbers that a sentence names, in figures or spelt."""
    bare = PLACEHOLDER.sub("", text)
    spelt = {SPELT[word] for word in re.findall(r"[a-z]+", bare.lower()) if word in SPELT}
    return ({*NUMBER.findall(bare)} | spelt) - NUMBER_IN_WORDS


@pytest.mark.parametrize("file", ["steps.yaml", "sheets.yaml", "labels.yaml", "tasks.yaml", "packets.yaml"])
def test_both_languages_give_the_same_numbers(file: str) -> None:
    japanese, english = words("ja", file), words("en", file)
    different = {
        key: (text, english[key])
        for key, text in japanese.items()
        if key not in NUMBER_IN_IDIOM.get(file, ()) and numbers_in(text) != numbers_in(english[key])
    }
    assert different == {}


def test_structure_holds_no_sentences() -> None:
    for path in [*knowledge().folder.glob("sheets/*.j2"), *knowledge().folder.glob("packets/*.j2")]:
        template = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not KANA_OR_KANJI.search(path.read_text("utf-8")), path.name
        assert not re.search(r"[A-Za-z]{2,}", re.sub(r"<br>", "", template)), path.name


def test_every_sheet_template_says_what_it_renders() -> None:
    for path in knowledge().folder.rglob("*.j2"):
        assert path.read_text("utf-8").startswith("{#"), path.name


# Words that make a sentence one about AWS, when it is more than a heading.
ABOUT_AWS = re.compile(r"AWS|SCP|S3|IAM|GovCloud|CloudTrail|console|root|password|MFA|mailbox|sign.?in", re.IGNORECASE)
SENTENCE_LENGTH = 38


@pytest.mark.parametrize("file", ["sheets.yaml", "labels.yaml", "tasks.yaml", "packets.yaml"])
def test_every_sentence_about_aws_on_a_sheet_names_its_source(file: str) -> None:
    stem = file.removesuffix(".yaml")
    sentences = {
        f"{stem}.{key}"
        for key, text in words("en", file).items()
        if len(text) > SENTENCE_LENGTH and ABOUT_AWS.search(text)
    }
    assert sentences - knowledge().aws.statements.keys() == set()


def test_every_listed_sentence_exists() -> None:
    files = ("sheets", "labels", "tasks", "packets")
    known = {f"{stem}.{key}" for stem in files for key in words("en", f"{stem}.yaml")}
    assert knowledge().aws.statements.keys() - known == set()
