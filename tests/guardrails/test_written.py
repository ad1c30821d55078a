"""Heads, fingerprints and comments of all files; and what a company may be called without breaking one."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.command_lines import faults
from support.config_texts import changed
from support.guardrails import example, files_of, files_of_the_example, left_out_of, of_text
from support.organisations import LANGUAGES, ORGANISATIONS, TODAY, knowledge
from support.policy_evaluator import denies, root

from runbook.errors import ConfigError, JudgementError
from runbook.guardrails.comments import WIDTH, comment
from runbook.guardrails.folder import judged
from runbook.guardrails.making import for_a_window, regions_of, standing
from runbook.guardrails.reach import Reach, reach_of
from runbook.guardrails.readme import readme
from runbook.guardrails.written import Guardrail, Window, fingerprint_of, head_of
from runbook.knowledge.guardrails import load_guardrails
from runbook.organisation import Partition
from runbook.text.characters import visible
from runbook.text.regions import is_region
from runbook.text.secrets import find_secrets

FULL = ORGANISATIONS["full"]
NIGHT = Window(datetime(2026, 12, 28, 18, 10, tzinfo=UTC), datetime(2026, 12, 28, 20, 40, tzinfo=UTC), "111122223333")
STATEMENTS = {"aws/deny-member-root.yaml": "DenyMemberRoot", "aws/root-use.yaml": "RootUse"}


def all_files(language: str) -> list[Guardrail]:
    return [*files_of_the_example(language).values(), *for_a_window(example().basis(language), NIGHT)]


def body_lines(text: str, mark: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith((mark, "#!"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_says_what_it_is_why_how_and_where_it_was_read(language: str) -> None:
    words = knowledge().language(language).branch("guardrails.sections")
    assert isinstance(words, dict)
    for file in all_files(language):
        head = [line.removeprefix(file.mark).strip() for line in file.content().decode().splitlines()]
        places = [head.index(title) for title in words.values()]
        assert places == sorted(places), file.path
        assert all(after - before > 1 for before, after in pairwise(places)), file.path
        assert re.search(r"https://docs\.aws\.amazon\.com/\S+", "\n".join(head[places[-1] :])), file.path
        assert re.search(r"\d{4}-\d\d-\d\d", "\n".join(head[places[-1] :])), file.path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_is_stamped_and_no_file_holds_a_gap_or_a_secret(language: str) -> None:
    stamp = knowledge().language(language).words("guardrails.notes.sample")
    for file in all_files(language):
        text = file.content().decode()
        assert stamp in text
        assert not re.search(r"\{[a-z_]+\}|None", re.sub(r"\$\{.*?\}", "", text)), file.path
        assert find_secrets(text) == [], file.path


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_of_a_comment_is_no_wider_than_a_screen_unless_it_is_copied(language: str) -> None:
    for file in all_files(language):
        for line in file.content().decode().splitlines()[1:]:
            if line.startswith(file.mark) and not re.search(r"aws |https://|guardrail: ", line):
                assert sum(2 if ord(sign) > 0x2E80 else 1 for sign in line) <= WIDTH + 4, line


def test_commands_in_the_heads_are_those_of_aws() -> None:
    facts = load_guardrails(knowledge().folder, knowledge().aws)
    lines = [line for file in facts.files.values() for line in (*file.apply, *file.test, *file.undo)]
    calls = [line for line in lines if not line.startswith(("export ", "unset "))]
    assert len(calls) > 20
    assert {line: faults(line) for line in calls if faults(line)} == {}


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ('"DetailType"', '"Kind"', "--entries: unknown key Kind"),
        ('"Source":"guardrail.test"', '"Source":["guardrail.test"]', "--entries: ['guardrail.test'] does not belong"),
        ("put-events", "put-event", "unknown operation events put-event"),
    ],
)
def test_a_fault_in_an_event_that_is_typed_would_be_seen(right: str, wrong: str, fault: str) -> None:
    facts = load_guardrails(knowledge().folder, knowledge().aws)
    (line,) = (line for line in facts.files["root-use"].test if "put-events" in line)
    assert right in line
    assert [found for found in faults(line.replace(right, wrong)) if found.startswith(fault)]


def test_a_shell_takes_every_query_as_one_word() -> None:
    facts = load_guardrails(knowledge().folder, knowledge().aws)
    lines = [line for file in facts.files.values() for line in (*file.apply, *file.test, *file.undo)]
    queries = [line.partition("--query ")[2] for line in lines if "--query " in line]
    assert len(queries) > 5
    assert [query for query in queries if not re.match(r"'[^']+'", query)] == []


def test_the_scripts_and_queries_for_a_window_ask_for_this_window_only() -> None:
    history, lake, athena = for_a_window(example().basis("en"), NIGHT)
    calls = [line for line in history.body.replace("\\\n", "").splitlines() if "lookup-events" in line]
    assert len(calls) == 6
    assert {line: faults(line) for line in calls if faults(line)} == {}
    assert all("--start-time 2026-12-28T18:10:00Z --end-time 2026-12-28T20:40:00Z" in line for line in calls)
    for file, start, end in (
        (lake, "2026-12-28 18:10:00", "2026-12-28 20:40:00"),
        (athena, "2026-12-28T18:10:00Z", "2026-12-28T20:40:00Z"),
    ):
        queries = re.findall(r"(?s)SELECT .*?;", file.body)
        assert len(queries) == 4
        for query in queries:
            assert f"eventtime >= '{start}'\n  AND eventtime <= '{end}'" in query
            assert query.count("FROM ") == query.count("ORDER BY") == 1
        assert file.body.count("recipientaccountid = '111122223333'") == 2
    everywhere = for_a_window(example().basis("en"), Window(NIGHT.start, NIGHT.end))
    assert "recipientaccountid =" not in everywhere[1].body


# The columns of AWS's table for CloudTrail logs in Athena (templates/guardrails.yaml: ATHENA); Lake has the same names.
COLUMNS = frozenset(
    {
        "eventversion",
        "useridentity",
        "eventtime",
        "eventsource",
        "eventname",
        "awsregion",
        "sourceipaddress",
        "useragent",
        "errorcode",
        "errormessage",
        "requestparameters",
        "responseelements",
        "additionaleventdata",
        "requestid",
        "eventid",
        "resources",
        "eventtype",
        "apiversion",
        "readonly",
        "recipientaccountid",
        "serviceeventdetails",
        "sharedeventid",
        "vpcendpointid",
    }
)


def test_queries_ask_for_columns_that_aws_documents() -> None:
    _, lake, athena = for_a_window(example().basis("en"), NIGHT)
    for query in re.findall(r"(?s)SELECT .*?;", lake.body + athena.body):
        selected = query.partition("\nFROM")[0].removeprefix("SELECT ").split(", ")
        compared = re.findall(r"([a-z.]+) (?:=|>=|<=) '", query)
        assert len(selected) == 14
        assert {name.partition(".")[0] for name in (*selected, *compared)} <= COLUMNS
        assert {name for name in (*selected, *compared) if "." in name} <= {
            "useridentity.type",
            "useridentity.accesskeyid",
        }


def test_a_shell_finds_nothing_wrong_with_the_scripts(tmp_path: Path) -> None:
    scripts = [file for file in all_files("ja") if file.path.endswith(".sh")]
    assert len(scripts) == 3
    for file in scripts:
        path = tmp_path / "script.sh"
        path.write_bytes(file.content())
        assert subprocess.run(["/bin/sh", "-n", str(path)], check=False).returncode == 0


# --- fingerprints -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_tells_what_it_is_and_its_own_fingerprint(language: str) -> None:
    for file in all_files(language):
        text = file.content().decode()
        told = head_of(text)
        assert told is not None, file.path
        assert (told.path, told.language, told.window) == (file.path, language, file.window)
        assert told.fingerprint == file.fingerprint == fingerprint_of(text)
        assert fingerprint_of("\ufeff" + text.replace("\n", "\r\n")) == told.fingerprint
        assert fingerprint_of(text + " ") != told.fingerprint


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# guardrail: aws/root-use.yaml en sha256:12",
        "# guardrail: ../x/../y.YAML en sha256:" + "0" * 64,
        "# guardrail: lake.sql en from 2026-13-28T18:10Z to 2026-12-28T20:40Z sha256:" + "0" * 64,
        "prefix # guardrail: aws/root-use.yaml en sha256:" + "0" * 64,
    ],
)
def test_what_is_no_head_of_ours_is_not_taken_for_one(line: str) -> None:
    assert head_of(f"{line}\nmore\n") is None


def test_the_same_config_gives_the_same_bytes() -> None:
    again = files_of(example())
    assert {path: file.content() for path, file in again.items()} == {
        path: file.content() for path, file in files_of_the_example().items()
    }


# --- what people write --------------------------------------------------------------------------------------------

HOSTILE = (
    "*/ DROP TABLE x; -- \"quoted\" 'single'",
    "a: [b, {c: &d *e}] # !!python/object %TAG",
    "$(touch pwned) `touch pwned` ${HOME} \\\\ \\n",
    "{company} {0} {{}} %s <script>",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_company_may_be_called_anything(tmp_path: Path, name: str) -> None:
    quoted = name.replace("'", "''")
    text = changed(
        "name: {ja: サンプル商事株式会社, en: Sample Trading K.K.}", f"name: '{quoted}'", text=FULL.read_text("utf-8")
    )
    made = files_of(of_text(text, tmp_path))
    assert made.keys() == files_of_the_example().keys()
    for path, file in made.items():
        ours = files_of_the_example()[path]
        assert file.body == ours.body
        assert body_lines(file.content().decode(), file.mark) == body_lines(ours.content().decode(), ours.mark)
    for path, name_of in STATEMENTS.items():
        assert name_of in yaml.safe_load(made[path].content())["Resources"]
    policy = yaml.safe_load(made["aws/deny-member-root.yaml"].content())["Resources"]["DenyMemberRoot"]["Properties"]
    assert denies(policy["Content"], root("222233334444").asks("s3:PutBucketPolicy"))


@pytest.mark.slow
@given(st.text(min_size=1, max_size=400), st.sampled_from(["#", "--"]), st.sampled_from(["", "  - "]))
def test_whatever_is_said_in_a_comment_stays_in_it(text: str, mark: str, bullet: str) -> None:
    lines = list(comment(text, mark, bullet))
    assert lines
    assert all(line.startswith(mark) for line in lines)
    assert not [line for line in lines if len(line.splitlines()) > 1]
    kept = "".join("".join(line.removeprefix(mark) for line in lines).split())
    assert kept == "".join((bullet + visible(text, kept="\t\n\r")).split())


def test_a_readme_names_every_file_and_everything_that_is_left_out() -> None:
    basis = example().basis("en")
    files = tuple(files_of_the_example().values())
    left_out = left_out_of(example())
    assert left_out == {
        "aws-us-gov/guardduty": "govcloud-guardduty",
        "aws-us-gov/deny-member-root": "no-member",
        "aws-us-gov/contacts": "not-read",
        **{f"aws-cn/{kind}": "no-root" for kind in ("root-use", "guardduty", "deny-member-root")},
        "aws-cn/contacts": "not-read",
    }
    page = readme(basis, files, standing(basis)[1])
    for name in (*files_of_the_example(), *left_out):
        assert page.count(f"{name}") >= 1, name
    assert "Sample Trading" not in page
    assert "GuardDuty exists in GovCloud" in page
    assert "https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-guardduty.html" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_alert_on_root_use_names_who_gets_own_stacks_and_whom_it_does_not_reach(language: str) -> None:
    head = files_of_the_example(language)["aws/root-use.yaml"].content().decode()
    for accounts in ("111122223333, 555566667777", "111122223333, 101010102020", "999900001111", "202020203030"):
        assert accounts in re.sub(r"\n#\s+", " ", head)
    govcloud = files_of_the_example(language)["aws-us-gov/root-use.yaml"].content().decode()
    assert "777788889999" in govcloud
    assert "999900001111" not in govcloud


def by_partition(node: object) -> list[dict[str, str]]:
    """Texts that are not the same in every partition, wherever they stand."""
    below = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    own = [node] if isinstance(node, dict) and any(key.startswith("aws") for key in node) else []
    return [*own, *(found for each in below for found in by_partition(each))]


def test_texts_by_partition_name_partitions_for_which_files_are_made_and_the_same_in_every_language() -> None:
    english, japanese = (by_partition(knowledge().language(code).branch("guardrails")) for code in ("en", "ja"))
    assert [list(texts) for texts in english] == [list(texts) for texts in japanese]
    assert len(english) > 6
    assert {name for texts in english for name in texts} == {"aws", "aws-us-gov"}
    assert all(text.strip() for texts in (*english, *japanese) for text in texts.values())


def test_accounts_are_reached_by_one_way_each() -> None:
    organisation = example().assessment.whole.organisation
    assert reach_of(organisation, Partition.COMMERCIAL) == Reach(
        own=("111122223333", "101010102020"),
        managers=("111122223333",),
        openers=("111122223333", "555566667777"),
        others=("999900001111",),
        closed=("202020203030",),
    )
    assert reach_of(organisation, Partition.GOVCLOUD) == Reach(("777788889999",), (), (), (), ())


def test_a_member_without_its_management_account_is_not_forgotten(tmp_path: Path) -> None:
    text = changed(
        "kind: standalone, custody: none, partition: aws-us-gov",
        "kind: member, custody: none, partition: aws-us-gov",
        text=FULL.read_text("utf-8"),
    )
    made = of_text(text, tmp_path)
    assert reach_of(made.assessment.whole.organisation, Partition.GOVCLOUD) == Reach(("777788889999",), (), (), (), ())
    assert "one in each Region: 777788889999" in files_of(made)["aws-us-gov/root-use.yaml"].content().decode()


def test_example_values_make_no_files_and_a_region_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    text = FULL.read_text("utf-8")
    with pytest.raises(JudgementError):
        of_text(changed("sample: true  #", "sample: false  #", text=text), tmp_path)
    wrong = changed("regions: [us-east-1, us-east-2, us-west-2]", "regions: [us-east-1, tokyo, us-west-2]", text=text)
    with pytest.raises(ConfigError) as refused:
        of_text(wrong, tmp_path)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.where) == ("guardrail-region", "alerts.regions[1]")
    assert problem.line > 0
    assert "tokyo" in problem.source


@pytest.mark.parametrize(
    ("name", "fits"),
    [("us-east-1", True), ("ap-northeast-1", True), ("us-gov-west-1", True), ("eusc-de-east-1", True)]
    + [(name, False) for name in ("", "us", "us-east", "US-EAST-1", "us-east-1;id", "us-east-1 ", "us east 1", "東京")],
)
def test_a_region_is_called_as_aws_calls_it(name: str, *, fits: bool) -> None:
    assert is_region(name) is fits


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("GD-OFTEN, EB-GD,", "GD-OFTEN, EB-GDD,", "files.guardduty.sources: unknown EB-GDD"),
        ("sources: [GD-GOV]}", "sources: [GD-GOVV]}", "not_made.aws-us-gov/guardduty: unknown GD-GOVV"),
        ("aws-us-gov: [GOV, EB-GOV]", "aws-us-gov: [GOV, NOWHERE]", "partition_sources.aws-us-gov: unknown NOWHERE"),
        ("key_prefix: AKIA", "key_prefx: AKIA", "key_prefix: Field required"),
        ("checked_on: 2026-11-29}\n  EB-READ", "checked_on: soon}\n  EB-READ", "sources.EB-CT.checked_on"),
    ],
)
def test_a_fault_in_the_shipped_file_names_the_entry(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    text = (knowledge().folder / "guardrails.yaml").read_text("utf-8")
    (tmp_path / "guardrails.yaml").write_text(changed(right, wrong, text=text), "utf-8")
    with pytest.raises(ValueError, match=rf"^guardrails\.yaml: {re.escape(reason)}"):
        load_guardrails(tmp_path, knowledge().aws)


def test_every_source_of_its_own_is_a_dated_page_of_aws_and_cited() -> None:
    facts = load_guardrails(knowledge().folder, knowledge().aws)
    cited = {name for file in facts.files.values() for name in file.sources}
    cited |= {name for names in facts.partition_sources.values() for name in names}
    cited |= {name for each in facts.not_made.values() for name in each.sources}
    assert facts.sources.keys() <= cited
    assert facts.sources.keys().isdisjoint(knowledge().aws.sources)
    for source in facts.sources.values():
        assert re.match(r"https://(docs\.aws\.amazon\.com|repost\.aws)/", source.url)
        assert source.checked_on.year == 2026


@pytest.mark.parametrize("organisation", ["minimal", "awkward"])
def test_other_companies_have_whole_files_too(organisation: str) -> None:
    made = judged(ORGANISATIONS[organisation], TODAY)
    for language in LANGUAGES:
        files = files_of(made, language)
        assert "aws/root-use.yaml" in files
        for file in files.values():
            text = file.content().decode()
            assert not re.search(r"\{[a-z_]+\}|None", re.sub(r"\$\{.*?\}", "", text)), file.path
            assert head_of(text) is not None
            if file.path.endswith(".yaml"):
                assert yaml.safe_load(text)["Resources"]


@pytest.mark.slow
def test_of_very_many_accounts_a_sentence_names_the_first_and_says_how_many_more(tmp_path: Path) -> None:
    more = "".join(
        f'  - {{id: "{300000000000 + number}", name: big-{number}, kind: member, custody: removed, '
        f"root_email: aws-root-{number}@example.co.jp}}\n"
        for number in range(2500)
    )
    text = changed(
        '  - {id: "222233334444", name: sample-production',
        f'{more}  - {{id: "222233334444", name: sample-production',
        text=FULL.read_text("utf-8"),
    )
    made = files_of(of_text(text, tmp_path))
    policy = made["aws/deny-member-root.yaml"].content().decode()
    head = re.sub(r"\n#\s+", " ", policy.partition("AWSTemplateFormatVersion")[0])
    assert "300000000039 and 2464 more." in head
    assert "300000000040" not in head
    assert "The file is larger than the 51,200 bytes that a call takes" in head
    assert policy.count("- '3000000") == 2500
    assert "larger than" not in files_of_the_example()["aws/deny-member-root.yaml"].content().decode()
    assert made["aws/contacts-111122223333.sh"].body.count("put-alternate-contact --account-id 3000") == 2500


def test_a_linked_standard_account_is_named_because_its_root_is_asked_for_govcloud_keys(tmp_path: Path) -> None:
    head = files_of_the_example()["aws/deny-member-root.yaml"].content().decode()
    assert "a GovCloud account beside them: 666677778888." in re.sub(r"\n#\s+", " ", head)
    closed = changed(
        'partition: aws-us-gov, linked_account: "666677778888"}',
        'partition: aws-us-gov, linked_account: "666677778888", status: closed}',
        text=FULL.read_text("utf-8"),
    )
    made = files_of(of_text(closed, tmp_path))
    assert "GovCloud account beside" not in made["aws/deny-member-root.yaml"].content().decode()
    assert not [path for path in made if path.startswith("aws-us-gov/")]


def test_a_region_of_the_config_is_added_where_it_belongs(tmp_path: Path) -> None:
    text = changed(
        "regions: [us-east-1, us-east-2, us-west-2]",
        "regions: [us-east-1, us-east-2, us-west-2, ap-northeast-1, us-gov-west-1, cn-north-1]",
        text=FULL.read_text("utf-8"),
    )
    basis = of_text(text, tmp_path).basis("en")
    three = ("us-east-1", "us-east-2", "us-west-2")
    assert regions_of(basis, Partition.COMMERCIAL) == (*three, "ap-northeast-1")
    assert regions_of(basis, Partition.GOVCLOUD) == ("us-gov-east-1", "us-gov-west-1")
    history = for_a_window(basis, NIGHT)[0]
    assert history.body.count("--region ap-northeast-1") == 2
