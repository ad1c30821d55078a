"""The AWS knowledge and the words of the handbook: nothing without a source, nothing in one language only."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml
from support.organisations import LANGUAGES

from runbook.knowledge.aws import Aws, Verdict, load_aws
from runbook.knowledge.commands import load_commands
from runbook.knowledge.handbook import Handbook, load_handbook
from runbook.knowledge.procedure_file import load_procedure
from runbook.organisation import Route
from runbook.resources import templates_dir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRINTED_HOSTS = {"console.aws.amazon.com", "support.aws.amazon.com", "aws.amazon.com", "repost.aws"}
AWS_HOSTS = PRINTED_HOSTS | {"docs.aws.amazon.com", "docs.amazonaws.cn"}
REPOSITORIES = (
    "/aws-samples/",
    "/boto/botocore/",
    "/prowler-cloud/prowler/",
    "/elastic/detection-rules/",
    "/MicrosoftDocs/entra-docs/",
)
LABELS_OF_THE_STEPS = [
    "root-user",
    "sign-in-root-email",
    "root-email",
    "next",
    "sign-in",
    "sign-out-all",
    "security-credentials",
    "forgot-password",
    "troubleshoot-mfa",
    "alternative-factors",
    "send-verification-email",
    "call-me-now",
    "try-another-mfa",
    "root-access-management",
    "take-privileged-action",
    "allow-password-recovery",
    "delete-root-credentials",
    "delete-s3-policy",
    "security-check",
    "access-keys",
    "account-and-billing",
    "support-center",
    "assign-mfa",
]
URLS_OF_THE_SHEETS = [
    "console",
    "security-credentials",
    "account-page",
    "organizations",
    "iam",
    "support-center",
    "cloudtrail",
    "cannot-sign-in",
    "lost-mfa",
    "report-abuse",
    "suspicious-mail",
    "compromise-help",
]

MINIMAL_AWS = """
checked_on: 2026-11-01
sources:
  ROOT: {url: "https://docs.aws.amazon.com/root.html", title: Root}
labels:
  next: {en: Next, checked: primary, source: ROOT}
urls:
  console: {url: "https://console.aws.amazon.com/", source: ROOT}
mail_senders: ["*@signin.aws"]
tasks:
  close: {management: root, standalone: root, member: organizations, sources: [ROOT], common: true, notes: [one]}
facts:
  one: {sources: [ROOT]}
statements: {}
frameworks: {cis: CIS}
controls:
  keys: {cis: "1.4", sources: [ROOT]}
glossary: [root-user]
"""

MINIMAL_HANDBOOK = """
sections:
  - {id: first, shows: [one, "own:advice", "code:rule", "table:tasks"]}
compare:
  - {id: number, sources: [ROOT]}
code:
  rule: {language: json, text: "{}"}
"""


@pytest.fixture(scope="module")
def aws() -> Aws:
    return load_aws(templates_dir())


@pytest.fixture(scope="module")
def handbook(aws: Aws) -> Handbook:
    return load_handbook(templates_dir(), aws)


def words(language: str) -> dict[str, Any]:
    path = templates_dir() / "languages" / language / "facts.yaml"
    return dict(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))


def flat(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def pairs() -> list[tuple[str, str, str]]:
    english = dict(flat(words("en")))
    return [(key, text, english.get(key, "")) for key, text in flat(words("ja"))]


def shown(handbook: Handbook, kind: str) -> list[str]:
    return [item.id for section in handbook.sections for item in section.shows if item.kind == kind]


# --- what AWS says, and where ------------------------------------------------------------------------------------


def test_every_source_is_a_dated_page_on_a_known_host(aws: Aws) -> None:
    for source in aws.sources.values():
        address = urlsplit(source.url)
        assert address.scheme == "https"
        on_github = address.hostname == "github.com" and address.path.startswith(REPOSITORIES)
        on_github = on_github or address.path == "/aws-samples/aws-iam-root-user-activity-monitor"
        assert address.hostname in AWS_HOSTS or on_github, source.id
        assert date(2026, 1, 1) <= source.checked_on, source.id
        assert not address.query, source.id


def test_every_address_on_paper_is_on_an_aws_host(aws: Aws) -> None:
    for address in aws.urls.values():
        assert urlsplit(address.url).hostname in PRINTED_HOSTS, address.id
        assert urlsplit(address.url).scheme == "https", address.id
        assert address.url.isascii(), address.id


def test_every_source_is_cited_somewhere(aws: Aws, handbook: Handbook) -> None:
    cited = {source for fact in aws.facts.values() for source in fact.sources}
    cited |= {source for task in aws.tasks.values() for source in task.sources}
    cited |= {source for control in aws.controls.values() for source in control.sources}
    cited |= {source for row in handbook.compare for source in row.sources}
    cited |= {source for command in load_commands(templates_dir(), aws).values() for source in command.sources}
    cited |= {label.source for label in aws.labels.values()} | {address.source for address in aws.urls.values()}
    assert set(aws.sources) - cited == set()


def test_the_steps_cite_only_sources_of_this_file(aws: Aws) -> None:
    cited = {source for step in load_procedure(templates_dir()).steps() for source in step.sources}
    assert cited - set(aws.sources) == {"own"}


def test_the_labels_and_addresses_that_the_sheets_use_exist(aws: Aws) -> None:
    assert set(LABELS_OF_THE_STEPS) <= set(aws.labels)
    assert set(URLS_OF_THE_SHEETS) <= set(aws.urls)


def test_an_english_label_is_ascii_and_a_label_without_translation_is_unchecked(aws: Aws) -> None:
    for label in aws.labels.values():
        assert label.english.isascii(), label.id
        assert set(label.names) <= set(LANGUAGES), label.id
        assert "ja" in label.names or label.checked == "unchecked", label.id


def test_a_label_never_translated_is_shown_in_english(aws: Aws) -> None:
    assert aws.labels["sign-out-all"].shown_in("ja") == "Sign out of all sessions"
    assert aws.labels["next"].shown_in("ja") == "次へ"
    assert aws.labels["next"].shown_in("en") == "Next"


def test_the_tasks_follow_the_aws_list_for_each_kind_of_account(aws: Aws) -> None:
    needs = {task.id: (task.management, task.standalone, task.member) for task in aws.tasks.values()}
    assert needs["close-account"] == (Verdict.ROOT, Verdict.ROOT, Verdict.ORGANIZATIONS)
    assert needs["change-root-email"] == (Verdict.ROOT, Verdict.ROOT, Verdict.ORGANIZATIONS)
    assert needs["s3-deny-policy"] == needs["sqs-deny-policy"] == (Verdict.ROOT, Verdict.ROOT, Verdict.CENTRAL)
    assert needs["delete-root-credentials"] == (Verdict.NEVER, Verdict.NEVER, Verdict.CENTRAL)
    assert set(needs["govcloud"]) == {Verdict.ROOT}, "asked for by root of the linked account, a member or not"
    assert needs["reopen-account"] == (Verdict.ROOT, Verdict.ROOT, Verdict.SUPPORT)
    assert set(needs["kms-key"]) == {Verdict.SUPPORT}
    assert set(needs["no-root-needed"]) == {Verdict.IAM}
    for management, standalone, _ in needs.values():
        assert management is standalone
        assert management not in (Verdict.CENTRAL, Verdict.ORGANIZATIONS), "nobody stands above a management account"


def test_the_security_questions_control_is_dropped_because_aws_removed_them(aws: Aws) -> None:
    numbers = [number for control in aws.controls.values() for number in control.numbers.get("cis_1_4", ())]
    assert "1.3" not in numbers
    assert sorted(set(numbers)) == sorted(numbers), "one CIS number stands for one concern"


# --- the handbook shows everything once --------------------------------------------------------------------------


def test_every_fact_is_shown_exactly_once(aws: Aws, handbook: Handbook) -> None:
    assert sorted(shown(handbook, "fact")) == sorted(aws.facts)


def test_every_code_block_and_table_is_shown_exactly_once(handbook: Handbook) -> None:
    assert sorted(shown(handbook, "code")) == sorted(handbook.code)
    assert sorted(shown(handbook, "table")) == ["compare", "controls", "glossary", "labels", "sources", "tasks"]


def test_the_handbook_has_the_facts_of_a_partition_only_for_its_accounts(aws: Aws, handbook: Handbook) -> None:
    def facts(*routes: Route) -> set[str]:
        sections = handbook.sections_for(aws, routes)
        return {item.id for section in sections for item in section.shows if item.kind == "fact"}

    assert "china-no-root" in facts(Route.SAFE, Route.CHINA)
    assert facts(Route.SAFE, Route.CHINA) - facts(Route.SAFE) == {"china-no-root", "china-reset"}
    assert facts(*Route) == set(aws.facts)


def test_the_alert_blocks_say_what_aws_checks_for_to_the_letter(handbook: Handbook) -> None:
    assert handbook.code["cis-metric-filter"].text == (
        '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}'
    )
    rule = yaml.safe_load(handbook.code["eventbridge-root-use"].text)
    assert rule["detail"] == {"userIdentity": {"type": ["Root"]}}
    rekeying = yaml.safe_load(handbook.code["eventbridge-rekeying"].text)["detail"]
    assert rekeying["eventSource"] == ["account.amazonaws.com"]
    assert set(rekeying["eventName"]) == {
        "PutContactInformation",
        "StartPrimaryEmailUpdate",
        "AcceptPrimaryEmailUpdate",
    }
    policy = yaml.safe_load(handbook.code["scp-deny-member-root"].text)
    assert policy["Statement"][0]["Condition"]["Null"] == {"aws:AssumedRoot": "true"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_alert_section_names_the_three_sign_in_regions(language: str) -> None:
    facts, own = words(language)["facts"], words(language)["own"]
    for text in (facts["cloudtrail-three-regions"], own["alert-in-three-regions"]):
        assert {"`us-east-1`", "`us-east-2`", "`us-west-2`"} <= set(re.findall(r"`[^`]+`", text))


# --- both languages say the same ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_words_for_exactly_what_is_shown(language: str, aws: Aws, handbook: Handbook) -> None:
    text = words(language)
    assert set(text["facts"]) == set(aws.facts)
    assert set(text["own"]) == set(shown(handbook, "own"))
    assert set(text["sections"]) == {section.id for section in handbook.sections}
    assert set(text["compare"]) == {row.id for row in handbook.compare}
    assert set(text["tasks"]) == set(aws.tasks)
    assert set(text["controls"]) == set(aws.controls)
    assert set(text["glossary"]) == set(aws.glossary)


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert [key for key, _ in flat(words("ja"))] == [key for key, _ in flat(words("en"))]


# Japanese writes a figure where English has a word: 「1つ」 "one", 「2人」 "both", "two people".
ONE_OR_BOTH = re.compile(r"(?<![0-9.])(?:1(?:つ|人|回|本|件)|2人(?!以上))")


@pytest.mark.parametrize(("key", "japanese", "english"), pairs(), ids=[key for key, _, _ in pairs()])
def test_an_entry_says_the_same_in_both_languages(key: str, japanese: str, english: str) -> None:
    for text in (japanese, english):
        assert isinstance(text, str)
        assert text.strip() == text != ""
        assert "://" not in text, "addresses stand in aws.yaml"
        assert text.count("**") % 2 == 0
        assert "UNVERIFIED" not in text
        assert not re.search(r"\{(?!(label|sheet)\[[a-z-]+\]\})", text), "only labels and sheets are filled in"
    assert not re.search(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff5e]", english), "Japanese in the English text"
    counted = ONE_OR_BOTH.sub("", japanese)
    numbers = [{int(number) for number in re.findall(r"\d+", text)} for text in (counted, english)]
    assert numbers[0] == numbers[1]
    for pattern in (r"`[^`]+`", r"\{[^}]+\}"):
        assert sorted(re.findall(pattern, japanese)) == sorted(re.findall(pattern, english)), key
    assert japanese.count("**") == english.count("**")


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_named_in_the_words_exist(language: str, aws: Aws) -> None:
    named = {label for _, text in flat(words(language)) for label in re.findall(r"\{label\[([^]]+)\]\}", text)}
    assert named <= set(aws.labels)
    assert "root-user" in named


def test_task_names_fit_the_decision_table() -> None:
    assert {key: name for key, name in words("ja")["tasks"].items() if len(name) > 28} == {}
    assert {key: name for key, name in words("en")["tasks"].items() if len(name.split()) > 8} == {}


def test_japanese_keeps_a_space_between_japanese_and_latin_words() -> None:
    kana = r"[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff]"
    joined = re.compile(rf"{kana}[A-Za-z`]|[A-Za-z`]{kana}")
    faults = {}
    for key, text in flat(words("ja")):
        outside_code = re.sub(r"`[^`]*`", lambda code: "`" * len(code.group()), text)
        if found := joined.findall(outside_code.replace("**", "")):
            faults[key] = found
    assert faults == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("paragraph", "japanese", "english"),
    [
        ("session-length-unknown", "確認できていません", "not confirmed"),
        ("outage-not-root", "確認できていません", "not confirmed"),
        ("scp-and-sign-in", "確認できていません", "not confirmed"),
        ("sovereign-not-confirmed", "確認できていません", "not confirmed"),
    ],
)
def test_what_nobody_has_confirmed_is_our_advice_and_says_so(
    language: str, paragraph: str, japanese: str, english: str
) -> None:
    assert (japanese if language == "ja" else english) in words(language)["own"][paragraph]


# --- the readers are strict --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aws.yaml", "handbook.yaml", "languages/en/facts.yaml", "languages/ja/facts.yaml"])
def test_no_key_stands_twice_in_a_file(name: str) -> None:
    def repeated(node: yaml.Node) -> Iterator[str]:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            yield from (key for key in set(keys) if keys.count(key) > 1)
            for _, value in node.value:
                yield from repeated(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from repeated(value)

    text = (templates_dir() / name).read_text("utf-8")
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None
    assert list(repeated(root)) == []


def test_a_minimal_pair_of_files_is_read(tmp_path: Path) -> None:
    (tmp_path / "aws.yaml").write_text(MINIMAL_AWS, "utf-8")
    (tmp_path / "handbook.yaml").write_text(MINIMAL_HANDBOOK, "utf-8")
    aws = load_aws(tmp_path)
    assert aws.facts["one"].checked_on == date(2026, 11, 1)
    assert aws.facts["one"].confidence == "H"
    handbook = load_handbook(tmp_path, aws)
    assert [item.kind for item in handbook.sections[0].shows] == ["fact", "own", "code", "table"]


def test_an_entry_may_carry_its_own_day(tmp_path: Path) -> None:
    text = MINIMAL_AWS.replace("one: {sources: [ROOT]}", "one: {sources: [ROOT], checked_on: 2026-12-24}")
    (tmp_path / "aws.yaml").write_text(text, "utf-8")
    assert load_aws(tmp_path).facts["one"].checked_on == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("right", "wrong", "entry", "reason"),
    [
        ("checked_on: 2026-11-01", "", "checked_on", "required"),
        ("checked_on: 2026-11-01", "checked_on: soon", "checked_on", "valid date (given: 'soon')"),
        ("checked_on: 2026-11-01", "checked_on: 2026-11-01 10:00:00", "checked_on", "valid date"),
        ("https://docs", "http://docs", "sources.ROOT.url", "https://"),
        ("title: Root}", "title: Root, note: x}", "sources.ROOT.note", "Unexpected"),
        ("title: Root}", 'title: " "}', "sources.ROOT.title", "(given: ' ')"),
        ("title: Root}", "title: Root, id: ROOF}", "sources", "ROOT has an id beside its key"),
        ("ROOT: {url", "RO OT: {url", "sources.RO OT.[key]", "(given: 'RO OT')"),
        ("one: {sources: [ROOT]}", "one: {sources: [ROOF]}", "facts.one.sources", "unknown ROOF"),
        ("one: {sources: [ROOT]}", "one: {sources: []}", "facts.one.sources", "at least 1 item"),
        ("one: {sources: [ROOT]}", "one: {sources: [ROOT, ROOT]}", "facts.one.sources", "names something twice"),
        ("one: {sources: [ROOT]}", "one: {}", "facts.one.sources", "required"),
        ("one: {sources: [ROOT]}", "one: {sources: ROOT, routes: [mars]}", "facts.one.routes.0", "(given: 'mars')"),
        ("one: {sources: [ROOT]}", "one: {sources: ROOT, confidence: L}", "facts.one.confidence", "(given: 'L')"),
        ("one: {sources: [ROOT]}", "one: ROOT", "facts.one", "(given: 'ROOT')"),
        ("member: organizations", "member: somebody", "tasks.close.member", "(given: 'somebody')"),
        ("member: organizations, ", "", "tasks.close.member", "required"),
        ("common: true", 'common: "true"', "tasks.close.common", "(given: 'true')"),
        ("notes: [one]", "notes: [two]", "tasks.close.notes", "unknown two"),
        ("en: Next, ", "", "labels.next.names", "en is missing"),
        ("en: Next, ", "en: Next, colour: red, ", "labels.next.names.colour.[key]", "(given: 'colour')"),
        ("checked: primary", "checked: maybe", "labels.next.checked", "(given: 'maybe')"),
        ('cis: "1.4", ', "", "controls.keys.numbers", "at least 1 item"),
        ('cis: "1.4"', "cis: 1.4", "controls.keys.numbers.cis.0", "valid string (given: 1.4)"),
        ('cis: "1.4"', 'cis: "1.4", sis: "1.4"', "controls.keys.numbers", "unknown sis"),
        ('{cis: "1.4", sources: [ROOT]}', '{cis: "1.4"}', "controls.keys", "sources is missing"),
        ("statements: {}", "statements: {sheets.a.lead: [ROOF]}", "statements.sheets.a.lead", "unknown ROOF"),
        ("glossary:", "extra: x\nglossary:", "extra", "Unexpected"),
    ],
)
def test_a_fault_in_the_aws_file_names_the_entry(
    tmp_path: Path, right: str, wrong: str, entry: str, reason: str
) -> None:
    assert right in MINIMAL_AWS
    (tmp_path / "aws.yaml").write_text(MINIMAL_AWS.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ValueError, match=rf"^aws\.yaml: {re.escape(entry)}: .*{re.escape(reason)}"):
        load_aws(tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong", "entry", "reason"),
    [
        ("[one,", "[two,", "sections.first.shows.fact", "unknown two"),
        ("code:rule", "code:role", "sections.first.shows.code", "unknown role"),
        ("code:rule", "cold:rule", "sections.first.shows.2.kind", "(given: 'cold')"),
        ("table:tasks", "table:chairs", "sections.first.shows.table", "unknown chairs"),
        ('"own:advice"', "one", "sections.first.shows", "names something twice"),
        ("sources: [ROOT]", "sources: [ROOF]", "compare.number.sources", "unknown ROOF"),
        ("id: first,", "id: first, title: x,", "sections.first.title", "Unexpected"),
    ],
)
def test_a_fault_in_the_handbook_names_the_entry(
    tmp_path: Path, right: str, wrong: str, entry: str, reason: str
) -> None:
    assert right in MINIMAL_HANDBOOK
    (tmp_path / "aws.yaml").write_text(MINIMAL_AWS, "utf-8")
    (tmp_path / "handbook.yaml").write_text(MINIMAL_HANDBOOK.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ValueError, match=rf"^handbook\.yaml: {re.escape(entry)}: .*{re.escape(reason)}"):
        load_handbook(tmp_path, load_aws(tmp_path))


@pytest.mark.parametrize("text", ["", "just words", "- a\n- list"])
def test_a_file_that_is_no_mapping_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "aws.yaml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"^aws\.yaml: Input should be a dictionary"):
        load_aws(tmp_path)
