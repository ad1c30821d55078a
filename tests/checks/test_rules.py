"""Every rule: its sample gives exactly its own finding at the marked line; and what the frame does with findings."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from support.command import Ended, Runbook
from support.config_texts import EXAMPLE, MINIMAL, changed, in_memory
from support.organisations import ISSUED_ON, LANGUAGES, TODAY, built, knowledge, sheets_of

from runbook.build import draft, read_config
from runbook.checks import RULES, Finding, Rule, Severity, Speaker, case_of, counted, judge
from runbook.checks.manual import controls, manual
from runbook.checks.rules.no_example_values import ACCOUNTS
from runbook.cli.reports.findings import github, sarif
from runbook.config import Reading, Scalar
from runbook.editions.facts import facts
from runbook.errors import ConfigError
from runbook.knowledge.messages import load_messages, sentences
from runbook.organisation.parsers import IDENTIFIER

MARK = re.compile(r"# <-")
BY_ID = {rule.id: rule for rule in RULES}


@cache
def reading_of(text: str) -> Reading:
    return read_config(in_memory(text), knowledge())


def readings(text: str) -> tuple[Reading, Reading]:
    return reading_of(text), reading_of(text).as_of(ISSUED_ON)


@cache
def findings_in(text: str, day: date = ISSUED_ON, rules: tuple[Rule, ...] = RULES) -> tuple[Finding, ...]:
    whole = reading_of(text)
    return judge(case_of(whole, whole.as_of(day), day, knowledge().aws), whole, rules)


def broken_by(rule: Rule) -> str:
    """The example with the rule's right lines replaced by its wrong ones."""
    text = EXAMPLE
    good, bad = (lines.strip("\n").split("\n...\n") for lines in (rule.good, rule.bad))
    assert len(good) == len(bad)
    for right, wrong in zip(good, bad, strict=True):
        text = changed(right, wrong, text)
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
    about = changed("    accepted_by: sato\n", "    accepted_by: sato\n    about: drill\n", EXAMPLE)
    assert findings_in(about, ISSUED_ON, rules)[0].accepted
    elsewhere = changed("    accepted_by: sato\n", "    accepted_by: sato\n    about: seal_check\n", EXAMPLE)
    assert not findings_in(elsewhere, ISSUED_ON, rules)[0].accepted
    over = changed("until: 2027-11-30", f"until: {ISSUED_ON}", EXAMPLE)
    assert findings_in(over, ISSUED_ON, rules)[0].accepted
    past = changed("until: 2027-11-30", "until: 2026-11-01", EXAMPLE)
    assert not findings_in(past, ISSUED_ON, rules)[0].accepted


def test_an_acceptance_of_nothing_is_a_finding() -> None:
    text = changed("rule: drills-every-ninety-days", "rule: no-root-access-key", EXAMPLE)
    stale = [finding for finding in findings_in(text) if finding.rule.id == "accepted-risks-are-in-force"]
    assert [finding.key for finding in stale] == ["accepted-risks-are-in-force-unused"]


def test_an_acceptance_of_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ConfigError) as refused:
        reading_of(changed("rule: drills-every-ninety-days", "rule: drills-every-ninty-days", EXAMPLE))
    assert [problem.rule for problem in refused.value.problems] == ["unknown-rule"]


def test_every_rule_can_be_accepted_and_has_a_page_of_its_own_name() -> None:
    for rule in RULES:
        assert IDENTIFIER.fullmatch(rule.id), rule.id


@pytest.mark.parametrize("last", ["TEB-004510", "TEB-999999999999", "BLUE", "TEX-004520", "TEB-4520"])
def test_a_row_of_seals_that_does_not_count_up_is_refused(last: str) -> None:
    with pytest.raises(ConfigError) as refused:
        reading_of(changed("last: TEB-004520", f"last: {last}", EXAMPLE))
    assert [(problem.rule, problem.where) for problem in refused.value.problems] == [("seal-row", "seals[0].last")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_words(language: str) -> None:
    words = knowledge().language(language)
    messages = load_messages(language)
    for rule in RULES:
        assert words.words(f"checks.rules.{rule.id}")
        assert len(manual(rule, language, knowledge().folder)) > 20
        assert any(key == rule.id or key.startswith(f"{rule.id}-") for key in messages)
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


def part(start: str, end: str) -> str:
    """The text of the example from the one place up to the next occurrence of the other."""
    first = EXAMPLE.index(start)
    return EXAMPLE[first : EXAMPLE.index(end, first)]


Edit = tuple[str, str] | tuple[str, str, int]


def edited(*edits: Edit, text: str = EXAMPLE) -> str:
    """The example with each place replaced, of which there is exactly one, or as many as the edit says."""
    for old, new, *times in edits:
        text = changed(old, new, text, times=times[0] if times else 1)
    return text


# Every other case of a rule: its key, the edits of the example, and the line (as it starts) that the finding points at.
CASES: Mapping[str, tuple[list[Edit], str]] = {
    "recovery-phone-is-nobodys-own": (
        [('{kind: phone, value: "+81 6 0000 0012"', '{kind: phone, value: "06-0000-0013"')],
        "  - {number:",
    ),
    "quorum-on-every-day-duty": (
        [
            (
                "en: Internal Audit}\n",
                "en: Internal Audit}\n    absences: [{from: 2027-02-01, until: 2027-02-05}]\n",
            ),
            (
                "en: Head of General Affairs}\n",
                "en: Head of General Affairs}\n    absences: [{from: 2027-02-03, until: 2027-02-03}]\n",
            ),
        ],
        "    absences: [{from: 2027-02-03",
    ),
    "no-single-loss-locks-out-already": (
        [
            (part("    - {person: mori, from: 2026-04-01, deputy: yoshida}", "  password_custodian:"), ""),
            (
                "  operator:\n",
                "  operator: [{person: suzuki, from: 2026-04-01}]\n  witness: [{person: suzuki, from: 2026-04-01}]\n",
            ),
        ],
        '  - id: "111122223333"',
    ),
    "approval-works-without-identity-provider-unreachable": (
        [
            ("depends_on: [mobile-network]", "depends_on: [idp, mail, internet]", 4),
            (
                '{kind: satellite, value: "+881 6 0000 0003", confirmed_on: 2026-10-02}',
                '{kind: chat, value: "@t", confirmed_on: 2026-10-02, depends_on: [chat]}',
            ),
            ("depends_on: [office]", "depends_on: [idp]", 3),
        ],
        "  required: 2",
    ),
    "batteries-are-fresh-unknown": (
        [("TT-000202, tested_on: 2026-09-15, battery_due: 2029-03-31", "TT-000202, tested_on: 2026-09-15")],
        "  - {id: T-0202",
    ),
    "root-mailbox-is-a-group-unknown": (
        [("aws-root-*@", "aws-root-p*@")],
        "    root_email: aws-root-backup@",
    ),
    "recovery-phone-takes-text-and-calls-voice": ([("voice: true", "voice: false")], "  - {number:"),
    "recovery-phone-takes-text-and-calls-form": ([("+81 6 0000 0013", "06-0000-0013")], "  - {number:"),
    "recovery-phone-takes-text-and-calls-toll-free": ([("+81 6 0000 0013", "+81 120 000 013")], "  - {number:"),
    "recovery-phone-takes-text-and-calls-unknown": (
        [('account: ["111122223333", "444455556666"], sms', 'account: "111122223333", sms')],
        '  - id: "444455556666"',
    ),
    "contacts-are-confirmed-never": (
        [('"+81 90 0000 0005", confirmed_on: 2026-10-01', '"+81 90 0000 0005"')],
        '      - {kind: mobile, value: "+81 90 0000 0005"',
    ),
    "safe-opened-for-root-tasks-only-unknown": (
        [("kept_for: [change-root-email", "kept_for: [fly-to-the-moon")],
        "    kept_for:",
    ),
    "alerts-in-three-regions-none": (
        [(part("# Where the alert on root use", "# The way in that comes before root."), "")],
        "config_version",
    ),
    "access-reviewed-quarterly-event": (
        [
            (
                "access_review: {every: P3M, on: [custodian-left, approver-changed]",
                "access_review: {every: P3M, on: [approver-changed]",
            )
        ],
        "  access_review:",
    ),
}


@pytest.mark.parametrize("key", CASES)
def test_every_other_case_of_a_rule_is_found_at_its_line(key: str) -> None:
    edits, line = CASES[key]
    text = edited(*edits)
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
    text = edited(("+81 6 0000 0013", "090-0000-0004"))
    assert [f.broken.about for f in findings_in(text) if f.rule.id == "no-one-alone-is-root"] == ["yoshida"]


@pytest.mark.parametrize(
    "value",
    ["03-0000-0011", "+81 90 0000 0001", "https://portal.example.com/", "見本商会", "1234-5678-9012", "root@x.example"],
)
def test_example_values_are_known_in_every_form(value: str) -> None:
    scalar = Scalar(("contacts", 0, "url"), value, 1, 1)
    whole, present = readings(edited(("sample: true", "sample: false")))
    case = replace(case_of(whole, present, ISSUED_ON, knowledge().aws), scalars=(scalar,))
    assert list(BY_ID["no-example-values"].check(case))


def test_a_single_example_value_is_told_alone() -> None:
    text = edited(
        ("sample: true", "sample: false"),
        ("Sample K.K.", "Kou K.K."),
        ("111122223333", "200000000001", 3),
        ("example.co.jp", "kou.co.jp"),
        text=MINIMAL,
    )
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


@pytest.fixture
def run(runbook: Runbook, tmp_path: Path) -> Callable[..., Ended]:
    """The command in the folder of the test, in English."""

    def run(*arguments: str) -> Ended:
        return runbook(*arguments, "--talk", "en", cwd=tmp_path)

    return run


@pytest.fixture
def unsafe(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(broken_by(BY_ID["no-one-alone-is-root"]), "utf-8")
    return tmp_path


DAY = ("--date", str(ISSUED_ON))


@pytest.mark.usefixtures("unsafe")
def test_check_tells_the_proof_and_fails(run: Callable[..., Ended]) -> None:
    done = run("check", *DAY)
    assert done.code == 1
    assert "error [no-one-alone-is-root] Akira Yoshida alone can become root of sample-payer" in done.stdout
    assert "Akira Yoshida: reads the root mailbox. Akira Yoshida: answers the registered telephone." in done.stdout
    assert "1 errors" in done.stderr


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
@pytest.mark.usefixtures("unsafe")
def test_check_exits_as_asked(run: Callable[..., Ended], options: tuple[str, ...], code: int) -> None:
    done = run("check", *DAY, *options)
    assert done.code == code
    assert "Traceback" not in done.stderr


def test_check_tells_machines_the_same(run: Callable[..., Ended], unsafe: Path) -> None:
    done = run("check", *DAY, "--json")
    told = json.loads(done.stdout)
    assert done.code == 1
    assert told["counts"]["error"] == 1
    [error] = [finding for finding in told["findings"] if finding["severity"] == "error"]
    assert error["rule"] == "no-one-alone-is-root"
    assert error["line"] == min(marked_lines((unsafe / "config.yaml").read_text("utf-8")))
    assert error["controls"]["PCI DSS 4.0.1"] == ["8.2.2"]
    assert [finding["accepted"]["by"] for finding in told["findings"] if finding["accepted"]] == ["sato"]
    answer = case_of(*readings((unsafe / "config.yaml").read_text("utf-8")), ISSUED_ON, knowledge().aws).resilience
    classes = told["custody"]["classes"]
    assert classes[0]["accounts"] == ["111122223333"]
    assert {"people": ["yoshida"], "path": "recovery"} in classes[0]["groups"]
    assert [len(entry["losses"]) for entry in classes] == [len(entry.losses) for entry in answer.classes]
    assert [gap["from"] for gap in told["custody"]["days_without_team"]][-1] == "2027-01-01"


@pytest.mark.usefixtures("unsafe")
def test_quiet_check_says_nothing(run: Callable[..., Ended]) -> None:
    done = run("check", *DAY, "--quiet")
    assert (done.code, done.stdout, done.stderr) == (1, "", "")


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

    lines = list(page(rule, knowledge().language(language), knowledge().aws, knowledge().folder))
    assert rule.id in lines[1]
    assert all(knowledge().aws.sources[source].url in "\n".join(lines) for source in rule.sources)
    assert capsys.readouterr().out == ""


def test_explain_lists_all_rules(run: Callable[..., Ended]) -> None:
    done = run("explain")
    assert done.code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [rule.id for rule in RULES]


def test_example_values_stop_every_paper(run: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(broken_by(BY_ID["no-example-values"]), "utf-8")
    done = run("build", *DAY)
    assert done.code == 1
    assert "is an example value" in done.stderr
    assert not (tmp_path / "output").exists()


# --- On paper -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "stamp"), [("ja", "見本"), ("en", "SAMPLE")])
def test_an_example_is_stamped_on_every_sheet_and_a_real_config_on_none(language: str, stamp: str) -> None:
    for name, sheet in sheets_of("full", language).items():
        assert f'<strong class="sample-mark">{stamp}</strong>' in sheet.section.text, name
        assert f"**{stamp}**" in sheet.markdown.split("\n\n")[1], name
    real = edited(("sample: true", "sample: false"))
    for old, new in (
        ("サンプル", "甲"),
        ("Sample", "Kou"),
        ("sample-", "kou-"),
        ("見本", "乙"),
        ("example.co.jp", "kou.co.jp"),
    ):
        assert old in real
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
        "佐藤 花子": edited(("sms: true, voice: true}", "sms: true, voice: true, held_by: [sato]}")),
        "置き場所を開けた人": EXAMPLE,
        "登録電話担当": re.sub(r"  - \{id: P-0301.*\n", "", EXAMPLE),
    }
    for words, text in said.items():
        drafted = draft(reading_of(text).source, clock=TODAY)
        lines = next(sheet.lines for sheet in drafted.sheets if sheet.name == "ja/06-custody")
        assert [line for line in lines if "0013" in line.words and words in line.words], words
