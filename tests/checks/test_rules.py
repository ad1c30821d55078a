"""Every rule: its sample gives exactly its own finding at the marked line; and what the frame does with findings."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from support.config_texts import EXAMPLE, MINIMAL
from support.organisations import ISSUED_ON, TODAY, built, knowledge, messages, sentences, sheets_of

from runbook.assessment import read_config
from runbook.build import draft
from runbook.checks import RULES, Finding, Rule, Severity, Speaker, case_of, counted, judge
from runbook.checks.manual import controls, manual
from runbook.checks.rules.no_example_values import ACCOUNTS
from runbook.cli.reports.findings import github, sarif
from runbook.config import ConfigSource, Reading, Scalar
from runbook.editions.facts import facts
from runbook.errors import ConfigError
from runbook.organisation.parsers import IDENTIFIER

MARK = re.compile(r"# <-")
BY_ID = {rule.id: rule for rule in RULES}
LANGUAGES = knowledge().languages


@cache
def reading_of(text: str) -> Reading:
    source = ConfigSource("config.yaml", "", text, tuple(text.split("\n")))
    return read_config(source, knowledge())


def findings_in(text: str, day: date = ISSUED_ON, rules: tuple[Rule, ...] = RULES) -> tuple[Finding, ...]:
    whole = reading_of(text)
    return judge(case_of(whole, day, knowledge().aws), whole, rules)


def broken_by(rule: Rule) -> str:
    """The example with the rule's right lines replaced by its wrong ones."""
    text = EXAMPLE
    good, bad = (lines.strip("\n").split("\n...\n") for lines in (rule.good, rule.bad))
    assert len(good) == len(bad)
    for right, wrong in zip(good, bad, strict=True):
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    return text


def marked_lines(text: str) -> set[int]:
    return {number + ("the next line" in line) for number, line in enumerate(text.splitlines(), 1) if MARK.search(line)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_bad_sample_gives_its_own_finding_at_the_marked_line(rule: Rule) -> None:
    text = broken_by(rule)
    known = findings_in(EXAMPLE)
    before = {finding.rule.id for finding in known}
    found = findings_in(text)
    # Where the example has a finding of this rule already, only those count that say something else.
    said = {(finding.key, finding.broken.values) for finding in known}
    own = {f.place.line for f in found if f.rule is rule and (f.key, f.broken.values) not in said}
    assert own
    assert own == marked_lines(text)
    assert {finding.rule.id for finding in found} - before - {rule.id} == set()
    for severity in (Severity.ERROR, Severity.WARNING):  # nothing else got worse either
        then = Counter(f.rule.id for f in known if f.rule.severity is severity)
        now = Counter(f.rule.id for f in found if f.rule.severity is severity and f.rule is not rule)
        assert now <= then


def test_the_example_has_no_error_and_says_which_risk_it_accepts() -> None:
    found = findings_in(EXAMPLE)
    assert counted(found)[Severity.ERROR] == 0
    assert [finding.rule.id for finding in found if finding.accepted] == ["drills-every-ninety-days"]


def test_an_acceptance_holds_up_to_its_last_day_and_for_what_it_is_about() -> None:
    rules = (BY_ID["drills-every-ninety-days"],)
    [last] = findings_in(EXAMPLE, ISSUED_ON, rules)
    assert last.accepted is not None
    about = EXAMPLE.replace("    accepted_by: sato\n", "    accepted_by: sato\n    about: drill\n")
    assert findings_in(about, ISSUED_ON, rules)[0].accepted
    elsewhere = EXAMPLE.replace("    accepted_by: sato\n", "    accepted_by: sato\n    about: seal_check\n")
    assert not findings_in(elsewhere, ISSUED_ON, rules)[0].accepted
    over = EXAMPLE.replace("until: 2027-11-30", f"until: {ISSUED_ON}")
    assert findings_in(over, ISSUED_ON, rules)[0].accepted
    past = EXAMPLE.replace("until: 2027-11-30", "until: 2026-11-01")
    assert not findings_in(past, ISSUED_ON, rules)[0].accepted


def test_an_acceptance_of_nothing_is_a_finding() -> None:
    text = EXAMPLE.replace("rule: drills-every-ninety-days", "rule: no-root-access-key")
    stale = [finding for finding in findings_in(text) if finding.rule.id == "accepted-risks-are-in-force"]
    assert [finding.key for finding in stale] == ["accepted-risks-are-in-force-unused"]


def test_an_acceptance_of_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ConfigError) as refused:
        reading_of(EXAMPLE.replace("rule: drills-every-ninety-days", "rule: drills-every-ninty-days"))
    assert [problem.rule for problem in refused.value.problems] == ["unknown-rule"]


def test_every_rule_can_be_accepted_and_has_a_page_of_its_own_name() -> None:
    for rule in RULES:
        assert IDENTIFIER.fullmatch(rule.id), rule.id


@pytest.mark.parametrize("last", ["TEB-004510", "TEB-999999999999", "BLUE", "TEX-004520", "TEB-4520"])
def test_a_row_of_seals_that_does_not_count_up_is_refused(last: str) -> None:
    with pytest.raises(ConfigError) as refused:
        reading_of(EXAMPLE.replace("last: TEB-004520", f"last: {last}"))
    assert [(problem.rule, problem.where) for problem in refused.value.problems] == [("seal-row", "seals[0].last")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_words(language: str) -> None:
    words = knowledge().language(language)
    problems = messages(language)
    for rule in RULES:
        assert words.words(f"checks.rules.{rule.id}")
        assert len(manual(rule, language, knowledge().folder)) > 20
        assert any(key == rule.id or key.startswith(f"{rule.id}-") for key in problems)
        assert all(control in knowledge().aws.controls for control in rule.controls)
        assert rule.sources
        assert all(source in knowledge().aws.sources for source in rule.sources)
        assert controls(rule, knowledge().aws)


def test_no_page_or_sentence_is_without_a_rule() -> None:
    import yaml  # noqa: PLC0415  only here

    pages = yaml.safe_load((knowledge().folder / "manuals/ja.yaml").read_text("utf-8"))
    assert set(pages) == set(BY_ID)
    for language in LANGUAGES:
        path = knowledge().folder / "languages" / language / "messages-checks.yaml"
        for key in yaml.safe_load(path.read_text("utf-8"))["problems"]:
            assert any(key == rule.id or key.startswith(f"{rule.id}-") for rule in RULES)


def without(start: str, end: str) -> str:
    """The example without the lines from one text up to another."""
    first = EXAMPLE.index(start)
    return EXAMPLE[:first] + EXAMPLE[EXAMPLE.index(end, first) :]


BEHIND = "depends_on: [idp, mail, internet]"
# Every other case of a rule: its key, the config, and the line (as it starts) that the finding points at.
CASES = {
    "recovery-phone-is-nobodys-own": (
        EXAMPLE.replace('{kind: phone, value: "+81 6 0000 0012"', '{kind: phone, value: "06-0000-0013"'),
        "  - {number:",
    ),
    "quorum-on-every-day-duty": (
        EXAMPLE.replace(
            "en: Internal Audit}\n", "en: Internal Audit}\n    absences: [{from: 2027-02-01, until: 2027-02-05}]\n"
        ).replace(
            "en: Head of General Affairs}\n",
            "en: Head of General Affairs}\n    absences: [{from: 2027-02-03, until: 2027-02-03}]\n",
        ),
        "    absences: [{from: 2027-02-03",
    ),
    "no-single-loss-locks-out-already": (
        without("    - {person: mori, from: 2026-04-01, deputy: yoshida}", "  password_custodian:").replace(
            "  operator:\n",
            "  operator: [{person: suzuki, from: 2026-04-01}]\n  witness: [{person: suzuki, from: 2026-04-01}]\n",
        ),
        '  - id: "111122223333"',
    ),
    "approval-works-without-identity-provider-unreachable": (
        EXAMPLE.replace("depends_on: [mobile-network]", BEHIND)
        .replace(
            '{kind: satellite, value: "+881 6 0000 0003", confirmed_on: 2026-10-02}',
            '{kind: chat, value: "@t", confirmed_on: 2026-10-02, depends_on: [chat]}',
        )
        .replace("depends_on: [office]", "depends_on: [idp]"),
        "  required: 2",
    ),
    "batteries-are-fresh-unknown": (
        EXAMPLE.replace(
            "TT-000202, tested_on: 2026-09-15, battery_due: 2029-03-31", "TT-000202, tested_on: 2026-09-15"
        ),
        "  - {id: T-0202",
    ),
    "root-mailbox-is-a-group-unknown": (
        EXAMPLE.replace("aws-root-*@", "aws-root-p*@"),
        "    root_email: aws-root-backup@",
    ),
    "recovery-phone-takes-text-and-calls-voice": (EXAMPLE.replace("voice: true", "voice: false"), "  - {number:"),
    "recovery-phone-takes-text-and-calls-form": (
        EXAMPLE.replace("+81 6 0000 0013", "06-0000-0013"),
        "  - {number:",
    ),
    "recovery-phone-takes-text-and-calls-toll-free": (
        EXAMPLE.replace("+81 6 0000 0013", "+81 120 000 013"),
        "  - {number:",
    ),
    "recovery-phone-takes-text-and-calls-unknown": (
        EXAMPLE.replace('account: ["111122223333", "444455556666"], sms', 'account: "111122223333", sms'),
        '  - id: "444455556666"',
    ),
    "contacts-are-confirmed-never": (
        EXAMPLE.replace('"+81 90 0000 0005", confirmed_on: 2026-10-01', '"+81 90 0000 0005"'),
        '      - {kind: mobile, value: "+81 90 0000 0005"',
    ),
    "safe-opened-for-root-tasks-only-unknown": (
        EXAMPLE.replace("kept_for: [change-root-email", "kept_for: [fly-to-the-moon"),
        "    kept_for:",
    ),
    "alerts-in-three-regions-none": (
        without("# Where the alert on root use", "# The way in that comes before root."),
        "config_version",
    ),
    "access-reviewed-quarterly-event": (
        EXAMPLE.replace(
            "access_review: {every: P3M, on: [custodian-left, approver-changed]",
            "access_review: {every: P3M, on: [approver-changed]",
        ),
        "  access_review:",
    ),
}


@pytest.mark.parametrize("key", CASES)
def test_every_other_case_of_a_rule_is_found_at_its_line(key: str) -> None:
    text, line = CASES[key]
    assert text != EXAMPLE
    found = [finding for finding in findings_in(text) if finding.key == key]
    assert found
    assert text.splitlines()[found[0].place.line - 1].startswith(line)
    for language in LANGUAGES:
        speaker = Speaker(knowledge().language(language), reading_of(text).organisation)
        for said in sentences(found[0].problem(speaker), language):
            assert said
            assert not re.search(r"[{}]|None|\(\)|  ", said)


def test_every_sentence_of_the_rules_is_said_by_some_test() -> None:
    """No case of a rule is left out above."""
    said = {finding.key for rule in RULES for finding in findings_in(broken_by(rule))} | set(CASES)
    said |= {"accepted-risks-are-in-force-unused", "no-example-values-single"}  # tested by themselves
    path = knowledge().folder / "languages/en/messages-checks.yaml"
    keys = re.findall(r"^  ([a-z-]+):$", path.read_text("utf-8"), re.MULTILINE)
    assert set(keys) - said == set()


def test_a_number_of_a_mailbox_readers_own_makes_them_root() -> None:
    """Nobody is named as carrying the registered telephone, but it is the reader's mobile."""
    text = EXAMPLE.replace("+81 6 0000 0013", "090-0000-0004")
    assert [f.broken.about for f in findings_in(text) if f.rule.id == "no-one-alone-is-root"] == ["yoshida"]


@pytest.mark.parametrize(
    "value",
    ["03-0000-0011", "+81 90 0000 0001", "https://portal.example.com/", "見本商会", "1234-5678-9012", "root@x.example"],
)
def test_example_values_are_known_in_every_form(value: str) -> None:
    scalar = Scalar(("contacts", 0, "url"), value, 1, 1)
    whole = reading_of(EXAMPLE.replace("sample: true", "sample: false"))
    case = replace(case_of(whole, ISSUED_ON, knowledge().aws), scalars=(scalar,))
    assert list(BY_ID["no-example-values"].check(case))


def test_a_single_example_value_is_told_alone() -> None:
    text = MINIMAL.replace("sample: true", "sample: false").replace("Sample K.K.", "Kou K.K.")
    text = text.replace("111122223333", "200000000001").replace("example.co.jp", "kou.co.jp")
    text = re.sub(r"(\+81 90) 0000 (000[2-4])", r"\1 1234 \2", text)
    [only] = [finding for finding in findings_in(text) if finding.rule.id == "no-example-values"]
    assert only.key == "no-example-values-single"
    assert "+81 90 0000 0001" in text.splitlines()[only.place.line - 1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_finding_is_said_whole_in_every_language(rule: Rule, language: str) -> None:
    whole = reading_of(broken_by(rule))
    speaker = Speaker(knowledge().language(language), whole.organisation)
    for finding in findings_in(broken_by(rule), rules=(rule,)):
        for text in sentences(finding.problem(speaker), language):
            assert text
            assert not re.search(r"[{}]|None|\(\)|  ", text)


# --- The command ----------------------------------------------------------------------------------------------------


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "runbook", *arguments, "--talk", "en"],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


@pytest.fixture
def unsafe(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(broken_by(BY_ID["no-one-alone-is-root"]), "utf-8")
    return tmp_path


DAY = ("--date", str(ISSUED_ON))


def test_check_tells_the_proof_and_fails(unsafe: Path) -> None:
    done = run("check", *DAY, folder=unsafe)
    assert done.returncode == 1
    assert "error [no-one-alone-is-root] Akira Yoshida alone can become root of sample-payer" in done.stdout
    assert "Akira Yoshida: reads the root mailbox. Akira Yoshida: answers the registered telephone." in done.stdout
    assert "1 error," in done.stderr


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fail-on", "never"), 0),
        (("--fail-on", "info"), 1),
        (("--select", "no-root-access-key"), 0),
        (("--ignore", "no-one-alone-is-root"), 0),
        (("--ignore", "no-one-alone-is-root", "--fail-on", "warning"), 1),
        (("--ignore", "no-one-alone-is-root,quorum-on-every-day", "--fail-on", "warning"), 0),
        (("--select", "no-such-rule"), 2),
        (("--fail-on", "fatal"), 2),
        (("--format", "xml"), 2),
    ],
)
def test_check_exits_as_asked(unsafe: Path, options: tuple[str, ...], code: int) -> None:
    done = run("check", *DAY, *options, folder=unsafe)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_check_tells_machines_the_same(unsafe: Path) -> None:
    done = run("check", *DAY, "--json", folder=unsafe)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["counts"]["error"] == 1
    [error] = [finding for finding in told["findings"] if finding["severity"] == "error"]
    assert error["rule"] == "no-one-alone-is-root"
    assert error["line"] == min(marked_lines((unsafe / "config.yaml").read_text("utf-8")))
    assert error["controls"]["PCI DSS 4.0.1"] == ["8.2.2"]
    assert [finding["accepted"]["by"] for finding in told["findings"] if finding["accepted"]] == ["sato"]
    answer = case_of(reading_of((unsafe / "config.yaml").read_text("utf-8")), ISSUED_ON, knowledge().aws).resilience
    classes = told["custody"]["classes"]
    assert classes[0]["accounts"] == ["111122223333"]
    assert {"people": ["yoshida"], "path": "recovery"} in classes[0]["groups"]
    assert [len(entry["losses"]) for entry in classes] == [len(entry.losses) for entry in answer.classes]
    assert [gap["from"] for gap in told["custody"]["days_without_team"]][-1] == "2027-01-01"


def test_quiet_check_says_nothing(unsafe: Path) -> None:
    done = run("check", *DAY, "--quiet", folder=unsafe)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_sarif_names_rules_places_and_suppressions() -> None:
    found = findings_in(EXAMPLE)
    speaker = Speaker(knowledge().language("en"), reading_of(EXAMPLE).organisation)
    [run_] = sarif(found, RULES, speaker, knowledge(), "runbook 1.2")["runs"]
    assert (run_["tool"]["driver"]["name"], run_["tool"]["driver"]["version"]) == ("runbook", "1.2")
    assert [rule["id"] for rule in run_["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    assert len(run_["results"]) == len(found)
    for result, finding in zip(run_["results"], found, strict=True):
        assert RULES[result["ruleIndex"]].id == result["ruleId"] == finding.rule.id
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (finding.place.line, finding.place.column)
        assert ("suppressions" in result) == (finding.accepted is not None)
    assert len({result["partialFingerprints"]["runbook/v1"] for result in run_["results"]}) == len(found)


def test_github_annotations_are_one_line_each() -> None:
    speaker = Speaker(knowledge().language("ja"), reading_of(EXAMPLE).organisation)
    found = findings_in(EXAMPLE)
    lines = list(github(found, speaker))
    assert len(lines) == sum(finding.accepted is None for finding in found)
    assert all(
        re.fullmatch(r"::(error|warning|notice) file=[^,:]*,line=\d+,col=\d+,title=[a-z-]+::.+", line) for line in lines
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_covers_every_rule(rule: Rule, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    from runbook.checks.manual import page  # noqa: PLC0415  beside its use

    lines = list(page(rule, knowledge().language(language), knowledge()))
    assert rule.id in lines[1]
    assert all(knowledge().aws.sources[source].url in "\n".join(lines) for source in rule.sources)
    assert capsys.readouterr().out == ""


def test_explain_lists_all_rules(tmp_path: Path) -> None:
    done = run("explain", folder=tmp_path)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [rule.id for rule in RULES]


def test_example_values_stop_every_paper(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(broken_by(BY_ID["no-example-values"]), "utf-8")
    done = run("build", *DAY, folder=tmp_path)
    assert done.returncode == 1
    assert "is an example value" in done.stderr
    assert not (tmp_path / "output").exists()


# --- On paper -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "stamp"), [("ja", "見本"), ("en", "SAMPLE")])
def test_an_example_is_stamped_on_every_sheet_and_a_real_config_on_none(language: str, stamp: str) -> None:
    for name, sheet in sheets_of("full", language).items():
        assert f'<strong class="sample-mark">{stamp}</strong>' in sheet.section.text, name
        assert f"**{stamp}**" in sheet.markdown.split("\n\n")[1], name
    real = EXAMPLE.replace("sample: true", "sample: false")
    for old, new in (
        ("サンプル", "甲"),
        ("Sample", "Kou"),
        ("sample-", "kou-"),
        ("見本", "乙"),
        ("example.co.jp", "kou.co.jp"),
    ):
        real = real.replace(old, new)
    for number, account in enumerate(ACCOUNTS):
        real = real.replace(account, f"20000000000{number}")
    real = re.sub(r"(\+8[0-9]+ [0-9]+) 0000 ", r"\1 1234 ", real).replace("(sample)", "").replace("（乙）", "")
    reading = reading_of(real)
    assert not [found for found in findings_in(real) if found.rule.id == "no-example-values"]
    drafted = draft(reading.source, clock=TODAY)
    assert not any(stamp in line.words for sheet in drafted.sheets for line in sheet.lines)


def test_an_accepted_risk_is_printed_with_who_accepted_it() -> None:
    for language, words in (
        ("ja", ("90 日ごとに訓練する", "佐藤 花子")),
        ("en", ("practised every 90 days", "Hanako Sato")),
    ):
        [row] = [line for line in sheets_of("full", language)["register"].markdown.splitlines() if words[0] in line]
        assert words[1] in row
        assert "2027-11-30" in row


def test_the_number_registered_with_aws_is_on_no_paper() -> None:
    whole = "+81 6 0000 0013"
    assert whole in EXAMPLE
    for path, content in built("full").files.items():
        if path.endswith((".md", ".html")):
            assert whole not in content.decode(), path
    assert whole not in "\n".join(facts(reading_of(EXAMPLE).organisation).values())
    assert "0013" in sheets_of("full", "en")["custody"].markdown


@pytest.mark.parametrize("arguments", [("check",), ("check", "--json", "--fail-on", "info"), ("explain",), ("who",)])
def test_a_reader_who_goes_away_is_no_fault(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(EXAMPLE, "utf-8")
    command = [sys.executable, "-m", "runbook", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        talk = process.stderr.read()
    assert process.returncode == 141
    assert b"BrokenPipe" not in talk
    assert b"Traceback" not in talk


def test_who_has_a_registered_telephone_is_said_on_paper() -> None:
    """Carried by people, lying in a place, or with its custodians: never a place that holds none."""
    said = {
        "佐藤 花子": EXAMPLE.replace("sms: true, voice: true}", "sms: true, voice: true, held_by: [sato]}"),
        "置き場所を開けた人": EXAMPLE,
        "登録電話担当": re.sub(r"  - \{id: P-0301.*\n", "", EXAMPLE),
    }
    for words, text in said.items():
        drafted = draft(reading_of(text).source, clock=TODAY)
        lines = next(sheet.lines for sheet in drafted.sheets if str(sheet.name) == "ja/06-custody")
        assert [line for line in lines if "0013" in line.words and words in line.words], words
