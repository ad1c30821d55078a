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
from support.config_texts import EXAMPLE, MINIMAL, changed, in_memory, words_on
from support.organisations import ISSUED_ON, LANGUAGES, TODAY, built, knowledge, messages, sentences, sheets_of

from runbook.assessment import read_config
from runbook.building import draft
from runbook.checks import RULES, Finding, Rule, Severity, Speaker, case_of, counted, judge
from runbook.checks.judging import ACCEPTANCES
from runbook.checks.manual import controls, manual
from runbook.checks.rule import Case
from runbook.checks.rules.no_example_values import ACCOUNTS
from runbook.cli.reports.scanning import github, sarif
from runbook.config import Reading, Scalar
from runbook.editions.facts import facts
from runbook.errors import ConfigError
from runbook.organisation.parsers import IDENTIFIER

WARNINGS = (
    "no-one-alone-takes-root,open-questions-are-answered,custody-is-known,quorum-on-every-day,quorum-at-every-hour"
)
MARK = re.compile(r"# <-")
BY_ID = {rule.id: rule for rule in RULES}


@cache
def reading_of(text: str) -> Reading:
    return read_config(in_memory(text), knowledge())


@cache
def findings_in(text: str, day: date = ISSUED_ON, rules: tuple[Rule, ...] = RULES) -> tuple[Finding, ...]:
    whole = reading_of(text)
    return judge(case_of(whole, day, knowledge().aws), whole, rules)


def of_key(key: str) -> tuple[Rule, ...]:
    """The rules to judge for a kind of finding: its own; for what is accepted, those that may be accepted, too."""
    own = max((rule for rule in RULES if f"{key}-".startswith(f"{rule.id}-")), key=lambda rule: len(rule.id))
    return RULES if own.id == ACCEPTANCES else (own,)


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


# What follows from a sample beside its own finding: whoever controls a host, or reads more, takes more.
FOLLOWS = {
    "no-one-alone-is-root": {"no-one-alone-takes-root"},
    "no-one-alone-takes-root-unseen": {"accepted-risks-are-in-force"},
    # Rightly: with that site go both passwords, the key, the tokens and the telephone, and the key that is left at the
    # bank is of no use, because its PIN (E-0042) lies in the safe of the same site. With the PIN elsewhere it is none.
    "password-and-mfa-at-different-sites": {"no-single-loss-locks-out"},
    # Whoever is away stops packets, too: the alert, for which there is no other receiver; all that one place holds.
    "quorum-on-every-day": {"packets-on-every-day"},
    "way-in-on-every-day": {"packets-on-every-day"},
    "password-and-mfa-in-different-hands": {"packets-on-every-day"},
    "no-one-place-is-enough": {"packets-on-every-day"},
    "root-mailbox-outside-its-account": {
        "no-one-alone-takes-root",
        "no-one-alone-takes-root-unseen",
        "open-questions-are-answered",
    },
    "vault-outside-its-account": {
        "no-one-alone-takes-root",
        "no-one-alone-takes-root-unseen",
        "open-questions-are-answered",
    },
}


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
    follows = FOLLOWS.get(rule.id, set())
    assert {finding.rule.id for finding in found} - before - {rule.id} - follows == set()
    for severity in (Severity.ERROR, Severity.WARNING):  # nothing else got worse either
        then = Counter(f.rule.id for f in known if f.rule.severity is severity)
        others = (f.rule.id for f in found if f.rule.severity is severity and f.rule is not rule)
        now = Counter(name for name in others if name not in follows)
        assert now <= then


def test_the_example_has_no_error_and_says_which_risk_it_accepts() -> None:
    found = findings_in(EXAMPLE)
    assert counted(found)[Severity.ERROR] == 0
    assert {finding.rule.id for finding in found if finding.accepted} == {
        "drills-every-ninety-days",
        "no-one-alone-takes-root",
    }


def test_an_acceptance_holds_up_to_its_last_day_and_for_what_it_is_about() -> None:
    rules = (BY_ID["drills-every-ninety-days"],)
    [last] = findings_in(EXAMPLE, ISSUED_ON, rules)
    assert last.accepted is not None
    until = "    until: 2027-09-30\n"
    about = changed(until, f"{until}    about: drill\n", EXAMPLE)
    assert findings_in(about, ISSUED_ON, rules)[0].accepted
    elsewhere = changed(until, f"{until}    about: seal_check\n", EXAMPLE)
    assert not findings_in(elsewhere, ISSUED_ON, rules)[0].accepted
    over = changed("until: 2027-09-30", f"until: {ISSUED_ON}", EXAMPLE)
    assert findings_in(over, ISSUED_ON, rules)[0].accepted
    past = changed("until: 2027-09-30", "until: 2026-11-01", EXAMPLE)
    assert not findings_in(past, ISSUED_ON, rules)[0].accepted


def test_the_example_accepts_two_who_take_root_alone_and_nobody_else() -> None:
    rules = (BY_ID["no-one-alone-takes-root"],)
    assert {f.broken.about: bool(f.accepted) for f in findings_in(EXAMPLE, ISSUED_ON, rules)} == {
        "kobayashi": True,
        "tanaka": True,
    }
    third = changed("until: 2028-03-31, deputy: tanaka}\n\n# Whom", "deputy: kato}\n\n# Whom", EXAMPLE)
    accepted = {f.broken.about: bool(f.accepted) for f in findings_in(third, ISSUED_ON, rules)}
    assert accepted["kobayashi"]
    assert not accepted["kato"]


def test_a_slip_in_what_an_acceptance_is_about_accepts_nothing_and_is_told() -> None:
    slip = changed("about: kobayashi", "about: kobayashix", EXAMPLE)
    judged = (BY_ID["no-one-alone-takes-root"], BY_ID["accepted-risks-are-in-force"])
    found = findings_in(slip, ISSUED_ON, judged)
    assert {f.broken.about: bool(f.accepted) for f in found if f.rule is judged[0]} == {
        "kobayashi": False,
        "tanaka": True,
    }
    line = next(number for number, text in enumerate(slip.splitlines(), 1) if "about: kobayashix" in text) - 1
    assert [(f.key, f.place.line) for f in found if f.rule is judged[1]] == [
        ("accepted-risks-are-in-force-unused", line)
    ]


def test_at_one_site_with_the_safes_the_pin_of_the_key_that_is_left_locks_out() -> None:
    one_site = broken_by(BY_ID["password-and-mfa-at-different-sites"])
    at_the_bank = changed(
        "id: E-0042, kind: envelope, holds: pin, place: safe-a",
        "id: E-0042, kind: envelope, holds: pin, place: bank-vault",
        one_site,
    )
    loss = (BY_ID["no-single-loss-locks-out"],)
    assert {finding.broken.about for finding in findings_in(one_site, ISSUED_ON, loss)} >= {"tokyo"}
    assert "tokyo" not in {finding.broken.about for finding in findings_in(at_the_bank, ISSUED_ON, loss)}


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
                "    title: {ja: 内部監査室, en: Internal Audit}\n",
                (
                    "    title: {ja: 内部監査室, en: Internal Audit}\n"
                    "    absences: [{from: 2027-02-01, until: 2027-02-05}]\n"
                ),
            ),
            (
                "en: Head of General Affairs}\n",
                "en: Head of General Affairs}\n    absences: [{from: 2027-02-03, until: 2027-02-03}]\n",
            ),
        ],
        "    absences: [{from: 2027-02-03",
    ),
    "quorum-on-every-day-must": (
        [
            (
                "deputy: takahashi, must: true}",
                "until: 2027-02-27, must: true}\n    - {person: kobayashi, from: 2027-03-02, must: true}",
            )
        ],
        "    - {person: sato",
    ),
    "quorum-at-every-hour-duty": (
        [
            (
                'General Affairs}\n    site: tokyo\n    hours: {from: "00:00", until: "23:59", days: every-day}',
                'General Affairs}\n    site: tokyo\n    hours: {from: "09:00", until: "18:00", days: every-day}',
            ),
        ],
        "    - {person: suzuki",
    ),
    "accepted-risks-are-in-force-own": (
        [
            ("rule: drills-every-ninety-days", "rule: contacts-are-confirmed"),
            ('0001", personal: true, confirmed_on: 2026-10-01', '0001", personal: true, confirmed_on: 2026-03-01'),
        ],
        "    accepted_by: sato",
    ),
    "accepted-risks-are-in-force-long": ([("until: 2027-09-30", "until: 2027-11-26")], "    until: 2027-11-26"),
    "emergency-address-works-oauth": (
        [
            (
                "https://111122223333.signin.aws.amazon.com/console?region=ap-northeast-1",
                "https://eu-west-1.signin.aws.amazon.com/oauth",
            )
        ],
        "    url:",
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
    "open-questions-are-answered-organization": ([(part("organization_admins:", "# Whom the alert"), "")], "config"),
    "open-questions-are-answered-identity-provider": (
        [("kind: identity-provider", "kind: chat"), ("    aws_sign_in: true\n", "")],
        "  - id: mihon-id",
    ),
    "open-questions-are-answered-mail": (
        [("{id: mihon-mail, kind: mail,", "{id: mihon-mail, kind: chat,"), ("    service: mihon-mail\n", "")],
        "  - id: mihon-id",
    ),
    "open-questions-are-answered-domain": (
        [("administered_by: [ito], expires_on", "expires_on")],
        "  - {name: example.co.jp",
    ),
    "open-questions-are-answered-phone-contract": (
        [("kind: phone-contract", "kind: chat"), ("service: mihon-mobile, sms", "sms")],
        "  - id: mihon-id",
    ),
    "open-questions-are-answered-service": (
        [("en: Mihon Mail}, administered_by: [mori]", "en: Mihon Mail}")],
        "  - {id: mihon-mail",
    ),
    "open-questions-are-answered-carried": (
        [
            (
                "    opened_by: [[kobayashi, watanabe]]\n    kind: safe\n    keys_kept_by: []\n",
                "    opened_by: [[kobayashi]]\n    kind: carried\n",
            )
        ],
        "  - id: safe-b",
    ),
    "open-questions-are-answered-account": (
        [("kind: member, administered_by: [tanaka], custody", "kind: member, custody")],
        "  delegated_admin:",
    ),
    "open-questions-are-answered-administrators": (
        [("    administered_by: []\n    verified_on", "    verified_on")],
        '  - id: "444455556666"',
    ),
    "open-questions-are-answered-reach": (
        [('    acts_in: ["222233334444", "333344445555"]\n', "")],
        "  - id: deploy",
    ),
    "open-questions-are-answered-pipeline": (
        [(part("  - id: deploy", "domains:"), ""), ("mihon-vault, deploy]", "mihon-vault]")],
        "  - id: mihon-id",
    ),
    "open-questions-are-answered-emergency": (
        [('account: "333344445555", used_by: [yoshida]}', 'account: "333344445555"}')],
        "  - {name: BreakGlassStaging",
    ),
    "open-questions-are-answered-vault": (
        [
            (
                "    opened_by: [[kobayashi, watanabe]]\n    kind: safe",
                "    opened_by: [[kobayashi, watanabe]]\n    kind: vault",
            )
        ],
        "  - id: safe-b",
    ),
    "open-questions-are-answered-lock": (
        [("    kind: bank\n    keys_kept_by: []\n", "    kind: bank\n")],
        "  - id: bank-vault",
    ),
    "every-entry-applies-phone": (
        [
            (
                "service: mihon-mobile, sms: true, voice: true}\n",
                (
                    "service: mihon-mobile, sms: true, voice: true}\n"
                    '  - {number: "+81 6 0000 0014", account: [], sms: true, voice: true}\n'
                ),
            )
        ],
        '  - {number: "+81 6 0000 0014"',
    ),
    "locks-for-two-need-two-third": (
        [("{person: suzuki, from: 2026-04-01, deputy: ito}", "{person: suzuki, from: 2026-04-01, deputy: takahashi}")],
        "    opened_by: [[suzuki, sato]",
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
        [('account: ["111122223333", "444455556666"], service', 'account: "111122223333", service')],
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
    "custody-is-verified-never": ([("    verified_on: 2026-08-16\n", "")], '  - id: "444455556666"'),
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
    found = [finding for finding in findings_in(text, rules=of_key(key)) if finding.key == key]
    assert found
    assert text.splitlines()[found[0].place.line - 1].startswith(line)
    for language in LANGUAGES:
        speaker = Speaker(knowledge().language(language), reading_of(text).organisation)
        for said in sentences(found[0].problem(speaker), language):
            assert said
            assert not re.search(r"[{}]|None|\(\)|  ", said)


# What a finding is about, and its values in English: of the bad sample of each rule, and of every other case.
SAID: dict[str, list[tuple[str, dict[str, str]]]] = {
    "no-one-alone-is-root": [
        (
            "yoshida",
            {
                "person": "Akira Yoshida",
                "accounts": "sample-payer (111122223333) and 1 more",
                "proof": "Path: lost-MFA recovery through mailbox and telephone. "
                "Akira Yoshida: reads the root mailbox. Akira Yoshida: answers the registered phone.",
            },
        )
    ],
    "no-single-loss-locks-out": [
        ("suzuki", {"loss": "Daisuke Suzuki", "accounts": "sample-payer (111122223333) and 5 more"})
    ],
    "pairs-of-losses-are-known": [
        (
            "111122223333",
            {
                "count": "20",
                "accounts": "sample-payer (111122223333)",
                "pairs": "E-0031 and Mihon Mail; E-0031 and the VPN; E-0042 and Osaka safe B; 17 more",
            },
        ),
        (
            "444455556666",
            {
                "count": "20",
                "accounts": "Backup vault (444455556666)",
                "pairs": "E-0032 and Mihon Mail; E-0032 and the VPN; E-0042 and Osaka safe B; 17 more",
            },
        ),
    ],
    "quorum-on-every-day": [
        ("tanaka", {"days": "2027-02-11", "count": "1", "approvals": "1", "required": "2", "roles": ""})
    ],
    "packets-on-every-day": [
        (
            "lost-mfa-111122223333",
            {
                "packets": "31-lost-mfa-111122223333, 31-lost-mfa-444455556666, 34-lost-phone-111122223333, "
                "34-lost-phone-444455556666, 36-emergency-111122223333",
                "count": "1",
                "days": "2027-02-09",
            },
        )
    ],
    "way-in-on-every-day": [
        (
            "222233334444",
            {"accounts": "sample-production (222233334444) and 3 more", "count": "1", "days": "2027-02-09"},
        )
    ],
    "quorum-at-every-hour": [
        ("", {"hours": "every day 20:00 to 08:30", "approvals": "1", "required": "2", "role": ""})
    ],
    "closed-places-lock-nobody-out": [
        (
            "safe-b",
            {
                "places": "Osaka safe B and Safe deposit box, Mihon Bank",
                "hours": "every day 20:00 to 08:00",
                "accounts": "sample-payer (111122223333) and 1 more",
            },
        )
    ],
    "hours-are-known": [("", {"count": "1", "people": "Daisuke Suzuki"})],
    "approval-works-without-identity-provider": [("", {})],
    "duties-are-apart": [("mori", {"person": "Sakura Mori", "first": "Operator", "second": "Witness"})],
    "deputies-do-not-circle": [("sato", {"role": "Runbook owner", "people": "Hanako Sato and Akira Yoshida"})],
    "locks-for-two-need-two": [
        ("safe-a", {"person": "Hanako Sato", "others": "Daisuke Suzuki", "place": "Head office safe A"})
    ],
    "password-and-mfa-in-different-hands": [("ito", {"person": "Misaki Ito"})],
    "no-one-place-is-enough": [
        (
            "bank-vault",
            {
                "place": "Safe deposit box, Mihon Bank",
                "accounts": "Backup vault (444455556666)",
                "path": "password reset through the mailbox, then MFA",
            },
        )
    ],
    "password-and-mfa-at-different-sites": [
        (
            "safe-b",
            {
                "place": "Osaka safe B",
                "site": "Tokyo head office",
                "accounts": "sample-payer (111122223333) and 1 more",
            },
        )
    ],
    "two-mfa-devices": [("444455556666", {"account": "Backup vault (444455556666)", "item": "T-0202"})],
    "mfa-of-two-kinds": [("444455556666", {"account": "Backup vault (444455556666)"})],
    "mfa-in-two-places": [
        ("111122223333", {"account": "sample-payer (111122223333)", "place": "Osaka safe B"}),
        ("444455556666", {"account": "Backup vault (444455556666)", "place": "Osaka safe B"}),
    ],
    "mfa-at-most-eight": [("444455556666", {"account": "Backup vault (444455556666)", "count": "9"})],
    "mfa-on-no-private-phone": [("T-0202", {"item": "T-0202"})],
    "batteries-are-fresh": [("T-0201", {"item": "T-0201", "day": "2026-10-31"})],
    "root-mailbox-is-a-group": [("aws-root-*@example.co.jp", {"address": "aws-root-*@example.co.jp"})],
    "root-mailbox-has-two-readers": [
        ("aws-root-*@example.co.jp", {"address": "aws-root-*@example.co.jp", "person": "Akira Yoshida"})
    ],
    "root-mailbox-outside-its-account": [
        ("111122223333", {"address": "aws-root-*@example.co.jp", "account": "sample-payer (111122223333)"})
    ],
    "root-mailbox-without-identity-provider": [("aws-root-*@example.co.jp", {"address": "aws-root-*@example.co.jp"})],
    "vault-outside-its-account": [
        ("safe-a", {"place": "Head office safe A", "account": "sample-payer (111122223333)"})
    ],
    "recovery-phone-takes-text-and-calls": [("0013", {"number": "0013"})],
    "recovery-phone-is-nobodys-own": [("0012", {"number": "0012", "person": "Aoi Watanabe"})],
    "contacts-are-confirmed": [("sato", {"person": "Hanako Sato", "contact": "+81 90 0000 0001", "day": "2026-03-01"})],
    "security-contact-present": [("444455556666", {"accounts": "Backup vault (444455556666) and 4 more"})],
    "custody-is-known": [("", {"accounts": "Former web shop (999900001111) and 1 more", "count": "2", "total": "11"})],
    "custody-is-verified": [("", {"accounts": "sample-payer (111122223333)", "count": "1"})],
    "custody-is-verified-never": [("", {"accounts": "Backup vault (444455556666)", "count": "1"})],
    "two-approvers": [("", {})],
    "kept-keys-are-listed": [("444455556666", {"account": "Backup vault (444455556666)", "keys": "password"})],
    "no-root-access-key": [("111122223333", {"account": "sample-payer (111122223333)"})],
    "alerts-in-three-regions": [("", {"regions": "us-east-2, us-west-2"})],
    "scp-spares-central-sessions": [("", {})],
    "admins-pass-the-sign-in-policy": [("", {})],
    "numbers-name-what-there-is": [("E-0039", {"number": "E-0039"})],
    "kept-root-is-not-denied": [("444455556666", {"account": "Backup vault (444455556666)"})],
    "central-root-is-no-recovery": [("", {})],
    "emergency-address-works": [
        ("BreakGlassAdmin", {"role": "BreakGlassAdmin", "url": "https://us-east-1.signin.aws.amazon.com/console"})
    ],
    "emergency-address-works-oauth": [
        ("BreakGlassAdmin", {"role": "BreakGlassAdmin", "url": "https://eu-west-1.signin.aws.amazon.com/oauth"})
    ],
    "emergency-users-have-both-keys": [("BreakGlassNetwork", {"role": "BreakGlassNetwork", "keys": "MFA"})],
    "pins-lie-apart-from-their-keys": [("K-0103", {"item": "K-0103", "pin": "E-0052", "place": "Osaka safe B"})],
    "safe-opened-for-root-tasks-only": [
        (
            "111122223333",
            {"task": "support-plan", "account": "sample-payer (111122223333)", "instead": "IAM permissions are enough"},
        )
    ],
    "drills-every-ninety-days": [("drill", {"events": "custodian-left"})],
    "seals-looked-at-monthly": [("seal_check", {"every": "P3M", "days": "30"})],
    "access-reviewed-quarterly": [("access_review", {"every": "P1Y", "days": "90"})],
    "seal-numbers-are-unique": [("TEB-004512", {"seal": "TEB-004512", "item": "E-0031"})],
    "seal-numbers-without-gaps": [("TEB-004516", {"before": "TEB-004514", "after": "TEB-004516", "count": "1"})],
    "no-example-values": [
        ("", {"value": "サンプル商事株式会社", "lines": "32, 41, 55, 56, 57, 66, 67, 76, 77, 86, …", "count": "78"})
    ],
    "accepted-risks-are-in-force": [
        ("drills-every-ninety-days", {"rule": "drills-every-ninety-days", "day": "2026-01-31", "person": "Hanako Sato"})
    ],
    "quorum-on-every-day-duty": [
        ("suzuki", {"days": "2027-02-03", "count": "1", "approvals": "4", "required": "2", "roles": "Witness"})
    ],
    "every-task-can-be-approved": [("", {"tasks": "Close the account", "required": "4", "count": "3"})],
    "quorum-on-every-day-must": [
        (
            "",
            {"days": "2027-02-28 to 2027-03-01", "count": "2", "approvals": "1", "required": "2", "roles": ""},
        )
    ],
    "quorum-at-every-hour-duty": [
        ("witness", {"hours": "every day 18:00 to 09:00", "approvals": "1", "required": "2", "role": "Witness"})
    ],
    "accepted-risks-are-in-force-own": [
        ("contacts-are-confirmed", {"rule": "contacts-are-confirmed", "person": "Hanako Sato"})
    ],
    "accepted-risks-are-in-force-long": [
        (
            "drills-every-ninety-days",
            {"rule": "drills-every-ninety-days", "day": "2027-11-26", "latest": "2027-11-25"},
        )
    ],
    "no-single-loss-locks-out-already": [
        ("", {"accounts": "sample-payer (111122223333)"}),
        ("", {"accounts": "Backup vault (444455556666)"}),
        ("", {"accounts": "sample-production (222233334444) and 3 more"}),
    ],
    "approval-works-without-identity-provider-unreachable": [("", {"count": "1", "required": "2"})],
    "batteries-are-fresh-unknown": [("T-0202", {"item": "T-0202"})],
    "root-mailbox-is-a-group-unknown": [
        ("444455556666", {"account": "Backup vault (444455556666)", "address": "aws-root-backup@example.co.jp"})
    ],
    "recovery-phone-takes-text-and-calls-voice": [("0013", {"number": "0013"})],
    "recovery-phone-takes-text-and-calls-form": [("0013", {"number": "0013"})],
    "recovery-phone-takes-text-and-calls-toll-free": [("0013", {"number": "0013"})],
    "recovery-phone-takes-text-and-calls-unknown": [("444455556666", {"account": "Backup vault (444455556666)"})],
    "contacts-are-confirmed-never": [("mori", {"person": "Sakura Mori", "contact": "+81 90 0000 0005", "day": "None"})],
    "safe-opened-for-root-tasks-only-unknown": [
        (
            "111122223333",
            {
                "task": "fly-to-the-moon",
                "known": ", ".join(knowledge().aws.tasks),
            },
        )
    ],
    "alerts-in-three-regions-none": [("", {})],
    "access-reviewed-quarterly-event": [("access_review", {"events": "custodian-left"})],
    "no-one-alone-takes-root-unseen": [
        (
            "kobayashi",
            {
                "person": "Sho Kobayashi",
                "accounts": "Backup vault (444455556666) and 4 more",
                "others": "",
                "proof": "Path: central root session, then password reset through "
                "the mailbox. Sho Kobayashi: opens a central root "
                "session and allows password recovery. Sho Kobayashi: "
                "has administrator access in the organization. As "
                "administrator of the organization: moves the root "
                "address to another mailbox; the code goes to the new "
                "one.",
            },
        ),
        (
            "tanaka",
            {
                "person": "Yoko Tanaka",
                "accounts": "Backup vault (444455556666) and 4 more",
                "others": "",
                "proof": "Path: central root session, then password reset through "
                "the mailbox. Yoko Tanaka (deputy of Sho Kobayashi, Root "
                "access admin): opens a central root session and allows "
                "password recovery. Yoko Tanaka: has administrator "
                "access in the organization. As administrator of the "
                "organization: moves the root address to another "
                "mailbox; the code goes to the new one.",
            },
        ),
    ],
    "no-one-alone-takes-root": [
        (
            "mori",
            {
                "person": "Sakura Mori",
                "accounts": "sample-payer (111122223333) and 5 more",
                "others": "Misaki Ito and Yoko Tanaka",
                "proof": "Path: lost-MFA recovery through mailbox and telephone. Sakura Mori: reads the root mailbox. "
                "Sakura Mori: administers Mihon ID. As administrator of Mihon ID: signs in as an administrator "
                "of the organization. As administrator of sample-payer (111122223333): registers another "
                "telephone number with AWS.",
            },
        )
    ],
    "open-questions-are-answered": [
        (
            "example.co.jp",
            {
                "question": "Whoever administers the domain example.co.jp can receive the root mail of sample-payer "
                "(111122223333) and 5 more."
            },
        )
    ],
    "devices-are-written-once": [("T-0202", {"item": "T-0202", "other": "T-0201", "serial": "TT-000201"})],
    "every-entry-applies": [("awsroot-*@example.co.jp", {"address": "awsroot-*@example.co.jp"})],
    "domains-do-not-expire": [("example.co.jp", {"domain": "example.co.jp", "day": "2026-12-31", "days": "60"})],
    "open-questions-are-answered-organization": [
        (
            "organization",
            {
                "question": "Whoever has administrator access in the management account can take root of sample-payer "
                "(111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-identity-provider": [
        (
            "identity-provider",
            {
                "question": "Whoever administers the identity provider can sign in as an "
                "administrator or a reader of the "
                "root mailbox: sample-payer (111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-mail": [
        (
            "mail",
            {
                "question": "Whoever administers the mail service can read the root mailbox of sample-payer "
                "(111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-domain": [
        (
            "example.co.jp",
            {
                "question": "Whoever administers the domain example.co.jp can receive the root mail of sample-payer "
                "(111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-phone-contract": [
        (
            "phone-contract",
            {
                "question": "Whoever administers the contract of the registered phone can answer for sample-payer "
                "(111122223333) and 1 more."
            },
        )
    ],
    "open-questions-are-answered-service": [
        (
            "mihon-mail",
            {
                "question": "Whoever administers Mihon Mail controls what it guards for "
                "sample-payer (111122223333) and 5 "
                "more."
            },
        )
    ],
    "open-questions-are-answered-carried": [
        (
            "safe-b",
            {
                "question": "Whoever else can unlock it, or has a copy of it, takes what lies in Osaka safe B for "
                "sample-payer (111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-account": [
        (
            "555566667777",
            {
                "question": "Whoever has administrator access in sample-log-archive (555566667777) "
                "reaches Backup vault "
                "(444455556666) and 4 more from there."
            },
        )
    ],
    "open-questions-are-answered-administrators": [
        (
            "444455556666",
            {
                "question": "Whoever has administrator access in Backup vault (444455556666) can register "
                "another telephone for it."
            },
        )
    ],
    "open-questions-are-answered-reach": [
        (
            "deploy",
            {
                "question": "Where Deployment pipeline acts as administrator is not said; it may reach sample-payer "
                "(111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-pipeline": [
        (
            "pipeline",
            {
                "question": "Whoever decides what a pipeline with administrator access runs reaches sample-payer "
                "(111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-emergency": [
        (
            "BreakGlassStaging",
            {"question": "Whoever has the credentials of BreakGlassStaging reaches sample-staging (333344445555)."},
        )
    ],
    "open-questions-are-answered-vault": [
        (
            "safe-b",
            {
                "question": "Whoever administers the service behind Osaka safe B opens it, and "
                "takes what lies there for "
                "sample-payer (111122223333) and 5 more."
            },
        )
    ],
    "open-questions-are-answered-lock": [
        (
            "bank-vault",
            {
                "question": "Whoever has a spare key or reset code of Safe deposit box, Mihon Bank "
                "takes what lies there "
                "for sample-payer (111122223333) and 1 more."
            },
        )
    ],
    "every-entry-applies-phone": [("0014", {"digits": "0014"})],
    "locks-for-two-need-two-third": [
        (
            "safe-a",
            {"person": "Osamu Takahashi", "others": "Daisuke Suzuki and Hanako Sato", "place": "Head office safe A"},
        )
    ],
}


@pytest.mark.parametrize("key", [*BY_ID, *CASES])
def test_a_finding_tells_what_it_is_about_and_its_values(key: str) -> None:
    text = broken_by(BY_ID[key]) if key in BY_ID else edited(*CASES[key][0])
    speaker = Speaker(knowledge().language("en"), reading_of(text).organisation)

    def told(config: str) -> list[tuple[str, dict[str, str]]]:
        found = [f for f in findings_in(config, rules=of_key(key)) if key in (f.key, f.rule.id)]
        return [(finding.broken.about, dict(finding.problem(speaker).values)) for finding in found]

    known = told(EXAMPLE)
    assert [entry for entry in told(text) if entry not in known] == SAID[key]


def test_the_cases_above_are_all_told() -> None:
    assert set(SAID) == set(BY_ID) | set(CASES)


def everywhere(*edits: tuple[str, str]) -> str:
    """The example with some texts replaced wherever they stand; each stands somewhere."""
    text = EXAMPLE
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


CONFIRMED = '"+81 90 0000 0006", personal: true, confirmed_on: 2026-10-03'
NO_INTERVAL = (
    "contact_test: {every: P3M, on: [approver-changed], owner: owner}",
    "contact_test: {on: [approver-changed], owner: owner}",
)
HALF_A_YEAR = ("contact_test: {every: P3M", "contact_test: {every: P6M")
DIGITS = ("TEB-", "")
READERS = ("    readers: [yoshida, mori]\n", "")
HOSTED = ("    readers: [yoshida, mori]\n", "    readers: [yoshida, mori]\n    hosted_in: ")
MORE_TOKENS = "".join(
    f'  - {{id: T-021{n}, kind: totp-token, holds: mfa, place: safe-b, account: "444455556666", '
    "battery_due: 2029-03-31}\n"
    for n in range(5)
)


NO_ESCAPE = (part("  escape: {ja: ロール", "\n# Where the alert"), "")
IAM_ROLE = (part("  admin_role:", "  delegated_admin:"), "  admin_role: IAM role CentralRootAdmin\n")


def confirmed(day: str) -> tuple[str, str]:
    return CONFIRMED, CONFIRMED.replace("2026-10-03", day)


def deputies(*pairs: tuple[str, str]) -> tuple[str, str]:
    held = "\n".join(f"    - {{person: {one}, from: 2026-04-01, deputy: {other}}}" for one, other in pairs)
    return "    - {person: sato, from: 2026-04-01, deputy: yoshida}", held


# A rule, edits of the example, and what is found then: on both sides of each limit.
EDGES: list[tuple[str, tuple[tuple[str, str], ...], list[str]]] = [
    ("contacts-are-confirmed", (confirmed("2026-08-24"),), []),
    ("contacts-are-confirmed", (confirmed("2026-08-23"),), ["suzuki"]),
    ("contacts-are-confirmed", (confirmed("2026-08-24"), NO_INTERVAL), []),
    ("contacts-are-confirmed", (confirmed("2026-08-23"), NO_INTERVAL), ["suzuki"]),
    ("contacts-are-confirmed", (confirmed("2026-05-24"), HALF_A_YEAR), []),
    ("contacts-are-confirmed", (confirmed("2026-05-23"), HALF_A_YEAR), ["suzuki"]),
    (
        "contacts-are-confirmed",
        (
            ('0001", personal: true, confirmed_on: 2026-10-01', '0001", personal: true, confirmed_on: 2026-03-01'),
            ('0011", confirmed_on: 2026-10-01', '0011"'),
        ),
        ["sato"],
    ),
    ("every-task-can-be-approved", (("[close-account], required: 3", "[close-account], required: 4"),), []),
    (
        "recovery-phone-takes-text-and-calls",
        (("custody: unknown", "custody: sealed\n    root_email: aws-root-soft@example.co.jp"),),
        ["101010102020"],
    ),
    (
        "every-task-can-be-approved",
        (
            ("[close-account], required: 3", "[close-account], required: 4"),
            ("until: 2028-03-31, deputy: takahashi", "until: 2028-03-31, deputy: ito"),
            ("{person: tanaka, from: 2026-10-01, deputy: takahashi", "{person: tanaka, from: 2028-01-01, deputy: ito"),
        ),
        [""],
    ),
    ("custody-is-known", (("custody: unknown", "custody: reseller\n    reseller: kumo"),), []),
    ("custody-is-verified", (("verified_on: 2026-08-15", "verified_on: 2025-11-24"),), []),
    ("custody-is-verified", (("verified_on: 2026-08-15", "verified_on: 2025-11-23"),), [""]),
    (
        "custody-is-verified",
        (("status: active\n    verified_on: 2026-08-15", "status: closed\n    verified_on: 2025-11-23"),),
        [],
    ),
    ("batteries-are-fresh", (("battery_due: 2029-03-31", "battery_due: 2026-11-24"),), []),
    ("batteries-are-fresh", (("battery_due: 2029-03-31", "battery_due: 2026-11-23"),), ["T-0201", "T-0202"]),
    ("batteries-are-fresh", ((", battery_due: 2029-03-31", ""),), ["T-0201", "T-0202"]),
    ("batteries-are-fresh", ((", battery_due: 2028-09-30", ""),), ["P-0301", "D-0302"]),
    ("batteries-are-fresh", (("serial: SK-20260101, tested_on: 2026-09-15", "battery_due: 2026-11-23"),), ["K-0101"]),
    ("mfa-at-most-eight", (("  - {id: E-0041,", f"{MORE_TOKENS}  - {{id: E-0041,"),), []),
    ("access-reviewed-quarterly", (("access_review: {every: P3M", "access_review: {every: P92D"),), []),
    ("access-reviewed-quarterly", (("access_review: {every: P3M", "access_review: {every: P93D"),), ["access_review"]),
    ("seals-looked-at-monthly", (("seal_check: {every: P1M", "seal_check: {every: P31D"),), []),
    ("seals-looked-at-monthly", (("seal_check: {every: P1M", "seal_check: {every: P32D"),), ["seal_check"]),
    ("seal-numbers-without-gaps", (), []),
    ("seal-numbers-without-gaps", (DIGITS,), []),
    ("seal-numbers-without-gaps", (DIGITS, ("first: 004515", "first: 004517")), ["004517"]),
    ("seal-numbers-without-gaps", (("seal: TEB-004522", "seal: TEB-004524"),), ["TEB-004523"]),
    ("seal-numbers-without-gaps", (("seal: TEB-004523", "seal: TEB-004527"),), ["TEB-004527"]),
    ("seal-numbers-without-gaps", (("seal: TEB-004523", "seal: TEX-004527"),), []),
    ("seal-numbers-without-gaps", (("seal: TEB-004523", "seal: TEB-04527"),), []),
    ("seal-numbers-without-gaps", (("seal: TEB-004523", "seal: TEB-4527-A"),), []),
    ("seal-numbers-are-unique", (("first: TEB-004515", "first: TEB-004514"),), ["TEB-004514"]),
    ("deputies-do-not-circle", (deputies(("sato", "mori"), ("mori", "ito"), ("ito", "sato")),), ["sato"]),
    ("deputies-do-not-circle", (deputies(("sato", "mori"), ("mori", "ito"), ("ito", "mori")),), ["mori"]),
    ("deputies-do-not-circle", (deputies(("sato", "mori"), ("mori", "ito"), ("ito", "kato")),), []),
    (
        "deputies-do-not-circle",
        (deputies(("sato", "mori"), ("mori", "sato"), ("ito", "kato"), ("kato", "ito")),),
        ["sato", "ito"],
    ),
    (
        "deputies-do-not-circle",
        (
            ("central_admin:\n    - {person: kobayashi", "central_admin:\n    - {person: tanaka"),
            ("deputy: tanaka}\n  alert", "deputy: kobayashi}\n  alert"),
        ),
        [],
    ),
    (
        "duties-are-apart",
        (
            (
                "    - {person: ito, from: 2026-04-01}\n  password",
                "    - {person: ito, from: 2026-04-01, deputy: yoshida}\n  password",
            ),
        ),
        ["yoshida"],
    ),
    (
        "duties-are-apart",
        (("    - {person: ito, from: 2026-04-01}\n  password", "    - {person: mori, from: 2026-12-01}\n  password"),),
        [],
    ),
    (
        "duties-are-apart",
        (("    - {person: ito, from: 2026-04-01}\n  password", "    - {person: mori, from: 2026-11-24}\n  password"),),
        ["mori"],
    ),
    (
        "locks-for-two-need-two",
        (("opened_by: [[suzuki, sato], [ito, sato]]", "opened_by: [[suzuki, ito], [suzuki], [ito]]"),),
        ["safe-a"],
    ),
    (
        "locks-for-two-need-two",
        (("opened_by: [[suzuki, sato], [ito, sato]]", "opened_by: [[suzuki], [ito, sato]]"),),
        [],
    ),
    (
        "locks-for-two-need-two",
        (("opened_by: [[suzuki, sato], [ito, sato]]", "opened_by: [[sato], [suzuki, ito]]"),),
        ["safe-a"],
    ),
    ("accepted-risks-are-in-force", (("until: 2027-09-30", "until: 2026-11-24"),), []),
    ("accepted-risks-are-in-force", (("until: 2027-09-30", "until: 2026-11-23"),), ["drills-every-ninety-days"]),
    ("locks-for-two-need-two", (("opened_by: [[suzuki, sato], [ito, sato]]", "opened_by: [[suzuki, ito, sato]]"),), []),
    (
        "password-and-mfa-in-different-hands",
        (
            (
                "kobayashi, from: 2026-04-01, deputy: tanaka}\n  mailbox",
                "kobayashi, from: 2026-04-01, deputy: suzuki}\n  mailbox",
            ),
        ),
        ["suzuki"],
    ),
    (
        "password-and-mfa-in-different-hands",
        (("kobayashi, from: 2026-04-01, deputy: tanaka}\n  mailbox", "ito, from: 2026-04-01}\n  mailbox"),),
        ["ito"],
    ),
    (
        "password-and-mfa-in-different-hands",
        (
            (
                "kobayashi, from: 2026-04-01, deputy: tanaka}\n  mailbox",
                "kobayashi, from: 2026-04-01, deputy: tanaka}\n    - {person: ito, from: 2026-12-01}\n  mailbox",
            ),
        ),
        [],
    ),
    ("root-mailbox-has-two-readers", (READERS,), []),
    (
        "root-mailbox-has-two-readers",
        (READERS, ("yoshida, from: 2026-04-01, deputy: mori", "yoshida, from: 2026-04-01")),
        ["aws-root-*@example.co.jp"],
    ),
    ("root-mailbox-outside-its-account", ((HOSTED[0], f'{HOSTED[1]}"222233334444"\n'),), ["222233334444"]),
    ("root-mailbox-outside-its-account", ((HOSTED[0], f'{HOSTED[1]}"777788889999"\n'),), []),
    (
        "root-mailbox-outside-its-account",
        ((HOSTED[0], f'{HOSTED[1]}"222233334444"\n'), ("aws-root-*@", "aws-root-p*@")),
        ["222233334444"],
    ),
    (
        "root-mailbox-outside-its-account",
        ((HOSTED[0], f'{HOSTED[1]}"222233334444"\n'), ("aws-root-*@", "aws-root-b*@")),
        [],
    ),
    ("scp-spares-central-sessions", (("exempts_assume_root: true", "exempts_assume_root: false"),), [""]),
    (
        "scp-spares-central-sessions",
        (("exempts_assume_root: true", "exempts_assume_root: false"), ("  sessions: true", "  sessions: false")),
        [""],
    ),
    (
        "scp-spares-central-sessions",
        (("exempts_assume_root: true", "exempts_assume_root: false"), ("denies_root: true", "denies_root: false")),
        [],
    ),
    (
        "kept-root-is-not-denied",
        (("denies_root: true", "denies_root: false"), ('spares: ["444455556666"]', "spares: []")),
        [],
    ),
    ("kept-root-is-not-denied", (('spares: ["444455556666"]', 'spares: ["222233334444"]'),), ["444455556666"]),
    (
        "kept-root-is-not-denied",
        (
            ('spares: ["444455556666"]', "spares: []"),
            ("kind: member\n    custody: safe", "kind: standalone\n    custody: safe"),
        ),
        [],
    ),
    (
        "duties-are-apart",
        (("reviewer:\n    - {person: ito, from: 2026-04-01}", "reviewer:\n    - {person: mori, from: 2026-04-01}"),),
        ["mori"],
    ),
    (
        "duties-are-apart",
        (("reviewer:\n    - {person: ito, from: 2026-04-01}", "reviewer:\n    - {person: kato, from: 2026-04-01}"),),
        ["kato"],
    ),
    (
        "duties-are-apart",
        (
            (
                "reviewer:\n    - {person: ito, from: 2026-04-01}",
                "reviewer:\n    - {person: suzuki, from: 2026-04-01, deputy: watanabe}",
            ),
        ),
        [],
    ),
    ("admins-pass-the-sign-in-policy", (NO_ESCAPE, ("  enabled: true", "  enabled: false")), []),
    ("admins-pass-the-sign-in-policy", (NO_ESCAPE, ("    aws_sign_in: true\n", "    aws_sign_in: false\n")), []),
    ("admins-pass-the-sign-in-policy", (NO_ESCAPE, IAM_ROLE), []),
    ("numbers-name-what-there-is", (("asset PC-0007", "asset E-0042, T-21, TEB-004517"),), []),
    ("numbers-name-what-there-is", (("asset PC-0007", "asset TEB-004530, sealed"),), ["TEB-004530"]),
    ("numbers-name-what-there-is", (("asset PC-0007", "K-0999 and K-0999"),), ["K-0999"]),
    ("numbers-name-what-there-is", (("asset PC-0007", "X-K-0999, K-09991, K-0999A"),), []),
    ("emergency-address-works", (("region=ap-northeast-1", "region=us-east-1"),), ["BreakGlassAdmin"]),
    ("emergency-address-works", (("region=ap-northeast-1", "region=us-east-2"),), []),
    ("emergency-address-works", (("?region=ap-northeast-1", ""),), []),
    (
        "emergency-address-works",
        (("111122223333.signin.aws.amazon.com/console?", "us-east-1.signin.aws.amazon.com/console?"),),
        [],
    ),
    (
        "emergency-users-have-both-keys",
        (("holds: [password, mfa], place: vault", "holds: mfa, place: vault"),),
        ["BreakGlassNetwork"],
    ),
    (
        "emergency-users-have-both-keys",
        (
            ("holds: [password, mfa], place: vault", "holds: mfa, place: vault"),
            ("{name: BreakGlassNetwork, ", "{name: BreakGlassNetwork, used_by: [mori], "),
        ),
        [],
    ),
    ("pins-lie-apart-from-their-keys", ((", unlocked_by: E-0041", ""),), ["K-0102"]),
    ("pins-lie-apart-from-their-keys", (("unlocked_by: E-0041", "unlocked_by: E-0042"),), ["K-0102"]),
    (
        "pins-lie-apart-from-their-keys",
        (("holds: pin, place: bank-vault", "holds: pin, place: safe-b"),),
        ["K-0101"],
    ),
    (
        "pins-lie-apart-from-their-keys",
        ((", unlocked_by: E-0041", ""), ("id: K-0102, kind: security-key", "id: K-0102, kind: totp-token")),
        [],
    ),
    (
        "pins-lie-apart-from-their-keys",
        (
            (" unlocked_by: E-0052,", ""),
            ("holds: pin, place: safe-a, emergency", "holds: pin, place: safe-b, emergency"),
        ),
        ["K-0103"],
    ),
    (
        "mfa-of-two-kinds",
        (
            ("id: K-0101, kind: security-key", "id: K-0101, kind: totp-token"),
            ("id: K-0102, kind: security-key", "id: K-0102, kind: totp-token"),
        ),
        ["111122223333", "444455556666"],
    ),
    ("mfa-in-two-places", (("holds: mfa, place: bank-vault", "holds: mfa, place: safe-a"),), []),
    (
        "mfa-on-no-private-phone",
        (("holds: mfa, place: bank-vault", "holds: mfa, personal: true, place: bank-vault"),),
        ["K-0102"],
    ),
    ("mfa-on-no-private-phone", (("kind: tablet, holds", "kind: tablet, personal: true, holds"),), []),
    (
        "vault-outside-its-account",
        (("    site: osaka\n    location", '    site: osaka\n    hosted_in: "444455556666"\n    location'),),
        ["safe-b"],
    ),
    (
        "vault-outside-its-account",
        (("    site: osaka\n    location", '    site: osaka\n    hosted_in: "222233334444"\n    location'),),
        [],
    ),
    ("alerts-in-three-regions", (("us-east-2, us-west-2]", "us-west-2, us-east-2, eu-west-1]"),), []),
    (
        "no-root-access-key",
        (("    custody: safe\n    partition", "    custody: safe\n    root_access_key: false\n    partition"),),
        [],
    ),
]


@pytest.mark.parametrize(("rule", "edits", "expected"), EDGES)
def test_a_rule_holds_up_to_its_limit_and_no_further(
    rule: str, edits: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    known = [finding.broken for finding in findings_in(EXAMPLE, rules=(BY_ID[rule],))]
    today = [finding for finding in findings_in(everywhere(*edits), rules=(BY_ID[rule],)) if finding.since is None]
    found = [finding.broken for finding in today]
    assert [entry.about for entry in found if entry not in known] == expected


@pytest.mark.parametrize(
    ("service", "reached"), [("idp", "1"), ("chat", "1"), ("mail", "1"), ("internet", None), ("office", None)]
)
def test_approvers_are_not_reached_by_what_needs_the_identity_provider_chat_or_mail(
    service: str, reached: str | None
) -> None:
    """Each of the three alone; one approver has a telephone that needs none of them."""
    text = re.sub(r"depends_on: \[[^]]*\]", f"depends_on: [{service}]", EXAMPLE)
    text = re.sub(r"\{kind: satellite, .*\}", f'{{kind: chat, value: "@t", depends_on: [{service}]}}', text)
    found = findings_in(text, rules=(BY_ID["approval-works-without-identity-provider"],))
    told = [dict(finding.broken.values).get("count") for finding in found]
    assert told == ([] if reached is None else [reached])


@pytest.mark.parametrize(
    ("edits", "proof"),
    [
        (
            (
                ("opened_by: [[suzuki, sato], [ito, sato]]", "opened_by: [[tanaka]]"),
                ("opened_by: [[kobayashi, watanabe]]", "opened_by: [[kobayashi]]"),
            ),
            (
                "Path: sign-in with password and MFA.",
                "Yoko Tanaka: opens Head office safe A, takes E-0031 (password).",
                "Yoko Tanaka (deputy of Sho Kobayashi, MFA custodian): opens Osaka safe B, takes K-0101 (MFA device).",
            ),
        ),
        (
            (
                READERS,
                (
                    "yoshida, from: 2026-04-01, deputy: mori}\n  phone",
                    "yoshida, from: 2026-04-01, deputy: tanaka}\n  phone",
                ),
            ),
            (
                "Path: central root session, then password reset through the mailbox.",
                (
                    "Yoko Tanaka (deputy of Sho Kobayashi, Root access admin): "
                    "opens a central root session and allows password recovery."
                ),
                "Yoko Tanaka (deputy of Akira Yoshida, Mailbox custodian): reads the root mailbox.",
            ),
        ),
    ],
)
def test_how_one_person_becomes_root_is_told_step_by_step(
    edits: tuple[tuple[str, str], ...], proof: tuple[str, ...]
) -> None:
    text = edited(*edits)
    speaker = Speaker(knowledge().language("en"), reading_of(text).organisation)
    [found] = findings_in(text, rules=(BY_ID["no-one-alone-is-root"],))
    assert dict(found.problem(speaker).values)["proof"] == " ".join(proof)


def test_every_sentence_of_the_rules_is_said_by_some_test() -> None:
    """No case of a rule is left out above."""
    said = {finding.key for rule in RULES for finding in findings_in(broken_by(rule), rules=of_key(rule.id))}
    said |= set(CASES)
    said |= {"accepted-risks-are-in-force-unused", "no-example-values-single"}  # tested by themselves
    late = ("drills-every-ninety-days", "seals-looked-at-monthly", "access-reviewed-quarterly")
    said |= {f"{rule}-late" for rule in late}  # by records: tests/records/test_recorded.py
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
    whole = reading_of(edited(("sample: true", "sample: false")))
    case = replace(case_of(whole, ISSUED_ON, knowledge().aws), scalars=(scalar,))
    assert list(BY_ID["no-example-values"].check(case))


@pytest.mark.parametrize(
    "value",
    [
        *("a@example.com", "www.example.net", "example.org", "Example.JP", "a.example.co.jp", "host.example"),
        *("Sample Trading", "Lorem Ipsum", "changeme", "TODO", "xxx", "xxxxx", "サンプル", "見本"),
        *("+81 3 0000 0011", "+1-0000-0011", "03 0000-0011", "0120-0000 0011", "555-0123"),
        *("123456789012", "111122223333", "4444 5555 6666", "777788889999", "111111111111"),
        *("222222222222", "999999999999"),
    ],
)
def test_an_example_value_is_one(value: str) -> None:
    assert example_values(value) == [value]


@pytest.mark.parametrize(
    "value",
    [
        *("counterexample.com", "example.community", "examples", "resample", "sampled", "changemen", "xx", "todos"),
        *("+81 3 1234 0011", "+81 30000 0011", "90000-0011", "0000-0011", "555-0223", "5555-0123", "555-01234"),
        *("123456789013", "1234567890120", "200000000001"),
    ],
)
def test_what_looks_like_an_example_value_may_be_real(value: str) -> None:
    assert example_values(value) == []


def test_a_free_text_may_speak_of_samples() -> None:
    for path in (("notes", "B-07", "before"), ("contacts", 0, "note"), ("accepted_risks", 0, "reason"), ("sample",)):
        assert example_values("sample", path=path) == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([5, 5], ("5", "", "0")),
        ([5, 7, 6, 7], ("5", "6, 7", "2")),
        ([5, *range(10, 20)], ("5", "10, 11, 12, 13, 14, 15, 16, 17, 18, 19", "10")),
        ([5, *range(10, 21)], ("5", "10, 11, 12, 13, 14, 15, 16, 17, 18, 19, …", "11")),
    ],
)
def test_example_values_are_told_by_their_lines(lines: list[int], told: tuple[str, str, str]) -> None:
    case = case_with([Scalar(("company", line), f"sample {line}", line, 1) for line in lines])
    [found] = BY_ID["no-example-values"].check(case)
    assert found.path == ("company", lines[0])
    assert found.values == (("value", f"sample {told[0]}"), ("lines", told[1]), ("count", told[2]))
    assert found.says == ("" if told[1] else "single")


def case_with(scalars: list[Scalar]) -> Case:
    whole = reading_of(EXAMPLE.replace("sample: true", "sample: false"))
    return replace(case_of(whole, ISSUED_ON, knowledge().aws), scalars=tuple(scalars))


def example_values(value: str, path: tuple[str | int, ...] = ("company", "name")) -> list[object]:
    found = BY_ID["no-example-values"].check(case_with([Scalar(path, value, 1, 1)]))
    return [dict(entry.values)["value"] for entry in found]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        *(
            (number, {"toll-free"})
            for number in ("+81 120 000 013", "+81-800-000-0013", "+81120000013", "+800 1234 5678")
        ),
        *((f"+1 8{part} 555 0123", {"toll-free"}) for part in ("00", 33, 44, 55, 66, 77, 88)),
        *((number, set()) for number in ("+81 90 1200 0000", "+1 822 555 0123", "+44 800 123 4567", "+81 3 8001 2000")),
        *((number, {"form"}) for number in ("03-1234-0000", "0120-000-013")),
    ],
)
def test_a_number_that_aws_cannot_ring_is_told(number: str, says: set[str]) -> None:
    rule = BY_ID["recovery-phone-takes-text-and-calls"]
    found = findings_in(edited(("+81 6 0000 0013", number)), rules=(rule,))
    assert {finding.broken.says for finding in found} == says


def tanaka_absent(since: str, until: str) -> tuple[str, dict[str, str]]:
    """The key and the values of what is found when the approver who is there every day is not."""
    hours = '    hours: {from: "00:00", until: "23:59", days: every-day}\n'
    contacts = '    contacts:\n      - {kind: mobile, value: "+81 90 0000 0010"'
    absences = f"    absences: [{{from: {since}, until: {until}}}]\n"
    text = edited((hours + contacts, hours + absences + contacts))
    [found] = [f for f in findings_in(text, rules=(BY_ID["quorum-on-every-day"],)) if f.broken.about == "tanaka"]
    return found.key, dict(found.problem(Speaker(knowledge().language("en"), reading_of(text).organisation)).values)


@pytest.mark.parametrize(
    ("until", "last", "count"),
    [
        ("2027-02-10", "", "11"),
        ("2027-02-11", ", and 1 more gaps", "12"),
        ("2027-02-14", ", and 2 more gaps", "14"),
    ],
)
def test_of_many_days_without_a_team_five_stretches_are_shown(until: str, last: str, count: str) -> None:
    days = (
        "01-09 to 2027-01-11",
        "01-16 to 2027-01-17",
        "01-23 to 2027-01-24",
        "01-30 to 2027-01-31",
        "02-06 to 2027-02-07",
    )
    assert tanaka_absent("2027-01-05", until) == (
        "quorum-on-every-day",
        {
            "days": ", ".join(f"2027-{stretch}" for stretch in days) + last,
            "count": count,
            "approvals": "1",
            "required": "2",
            "roles": "",
        },
    )


def test_days_without_a_team_are_looked_for_up_to_the_end_of_the_next_year() -> None:
    """Christmas Day of 2027 is a Saturday, so is New Year's Day of 2028."""
    _, values = tanaka_absent("2027-12-25", "2028-01-31")
    assert (values["days"], values["count"]) == ("2027-12-25 to 2027-12-26", "2")


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
    assert "Akira Yoshida: reads the root mailbox. Akira Yoshida: answers the registered phone." in done.stdout
    assert "1 error," in done.stderr


UNCONFIRMED = re.sub(r", confirmed_on: 20\d\d-\d\d-\d\d", "", EXAMPLE)


@pytest.mark.parametrize(("options", "is_once"), [((), True), (("--select", "contacts-are-confirmed"), False)])
def test_what_is_the_same_of_many_lines_is_said_once_with_them(
    run: Callable[..., Ended], tmp_path: Path, options: tuple[str, ...], *, is_once: bool
) -> None:
    (tmp_path / "config.yaml").write_text(UNCONFIRMED, "utf-8")
    found = [
        finding["line"]
        for finding in json.loads(run("check", *DAY, "--json").stdout)["findings"]
        if finding["rule"] == "contacts-are-confirmed"
    ]
    assert len(found) > 3
    shown = run("check", *DAY, *options).stdout
    assert shown.count("[contacts-are-confirmed]") == (1 if is_once else len(found))
    others = ", ".join(map(str, found[1:]))
    assert (f"the same {len(found) - 1} times more: lines {others}." in shown) == is_once


def test_errors_are_each_told_for_they_name_other_people(run: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(re.sub(r", deputy: \w+", "", EXAMPLE), "utf-8")
    found = json.loads(run("check", *DAY, "--json").stdout)["findings"]
    errors = [finding for finding in found if finding["severity"] == "error" and not finding["accepted"]]
    assert len(errors) > len({finding["rule"] for finding in errors})
    assert run("check", *DAY).stdout.count(": error [") >= len(errors)


def test_what_the_company_has_accepted_comes_last(run: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(EXAMPLE, "utf-8")
    told = re.split(r"^(?=config\.yaml:)", run("check", *DAY).stdout, flags=re.MULTILINE)
    accepted = ["accepted by" in finding for finding in told]
    assert any(accepted)
    assert accepted == sorted(accepted)
    lines = [int(finding.split(":")[1]) for finding in told if finding]
    assert lines != sorted(lines)  # in the order of the file they would stand between the others


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fail-on", "never"), 0),
        (("--fail-on", "info"), 1),
        (("--select", "no-root-access-key"), 0),
        (("--ignore", "no-one-alone-is-root"), 0),
        (("--ignore", "no-one-alone-is-root", "--fail-on", "warning"), 1),
        (("--ignore", f"no-one-alone-is-root,{WARNINGS}", "--fail-on", "warning"), 0),
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
    assert {finding["accepted"]["by"] for finding in told["findings"] if finding["accepted"]} == {"sato"}
    answer = case_of(reading_of((unsafe / "config.yaml").read_text("utf-8")), ISSUED_ON, knowledge().aws).resilience
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

    lines = list(page(rule, knowledge().language(language), knowledge()))
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


@pytest.mark.slow
@pytest.mark.parametrize(("language", "stamp"), [("ja", "見本"), ("en", "SAMPLE")])
def test_an_example_is_stamped_on_every_sheet_and_a_real_config_on_none(language: str, stamp: str) -> None:
    for name, sheet in sheets_of("full", language).items():
        assert f'<strong class="sample-mark">{stamp}</strong>' in sheet.section.text, name
        assert f"**{stamp}**" in sheet.markdown.split("\n\n")[1], name
    real = edited(("sample: true", "sample: false"), ("languages: [ja, en]", f"languages: [{language}]"))
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
    assert {sheet.name.language for sheet in drafted.sheets} == {language}
    assert not any(stamp in line.words for sheet in drafted.sheets for line in sheet.lines)


def test_an_accepted_risk_is_printed_with_who_accepted_it() -> None:
    for language, words in (
        ("ja", ("90日ごとに訓練する", "佐藤 花子")),
        ("en", ("practised every 90 days", "Hanako Sato")),
    ):
        [row] = [line for line in sheets_of("full", language)["register"].markdown.splitlines() if words[0] in line]
        assert words[1] in row
        assert "2027-09-30" in row


def test_the_number_registered_with_aws_is_on_no_paper() -> None:
    whole = "+81 6 0000 0013"
    assert whole in EXAMPLE
    for path, content in built("full").files.items():
        if path.endswith((".md", ".html")):
            assert whole not in content.decode(), path
    assert whole not in "\n".join(facts(reading_of(EXAMPLE).organisation).values())
    assert "0013" in sheets_of("full", "en")["custody"].markdown


@pytest.mark.slow
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


@pytest.mark.slow
def test_who_has_a_registered_telephone_is_said_on_paper() -> None:
    """Carried by people, lying in a place, or with its custodians: never a place that holds none."""
    said = {
        "佐藤 花子": edited(
            (
                "service: mihon-mobile, sms: true, voice: true}",
                "service: mihon-mobile, sms: true, voice: true, held_by: [sato]}",
            )
        ),
        "保管場所を開けた人": EXAMPLE,
        "登録電話担当": re.sub(r"  - \{id: P-0301.*\n", "", EXAMPLE),
    }
    for words, text in said.items():
        lines = words_on(text, "ja/06-custody")
        assert [line for line in lines if "0013" in line.words and words in line.words], words


@pytest.mark.parametrize(
    ("edits", "keys"),
    [
        ((("holds: password", "holds: pin"),), "password"),
        ((("holds: mfa", "holds: phone"),), "MFA"),
        ((("holds: password", "holds: pin"), ("holds: mfa", "holds: phone")), "password and MFA"),
    ],
)
def test_a_kept_root_without_items_is_a_finding_and_no_refusal_and_no_other_verdict(
    edits: tuple[tuple[str, str], ...], keys: str
) -> None:
    text = MINIMAL
    for old, new in edits:
        text = changed(old, new, text)
    speaker = Speaker(knowledge().language("en"), reading_of(text).organisation)
    [missing] = [found for found in findings_in(text) if found.rule.id == "kept-keys-are-listed"]
    assert dict(missing.problem(speaker).values)["keys"] == keys
    assert not [found for found in findings_in(text) if found.rule.id == "no-single-loss-locks-out"]


@pytest.mark.slow
def test_a_verdict_counts_the_open_questions_and_gives_machines_all_of_them(
    run: Callable[..., Ended], unsafe: Path
) -> None:
    done = run("check", *DAY, "--json")
    custody = json.loads(done.stdout)["custody"]
    whole = reading_of((unsafe / "config.yaml").read_text("utf-8"))
    answer = case_of(whole, ISSUED_ON, knowledge().aws).resilience
    assert [entry["about"] for entry in custody["open_questions"]] == [asked.about for asked in answer.questions]
    assert [len(entry["takeovers"]) for entry in custody["classes"]] == [len(e.takeovers) for e in answer.classes]
    alone = [found for entry in custody["classes"] for found in entry["takeovers"] if found["people"] == ["kobayashi"]]
    assert alone
    assert {found["acts"][-1] for found in alone} <= {"move-address", "change-number"}
    assert all(found["seen_by"] == ["ito", "tanaka"] for found in alone)
    spoken = run("check", *DAY, "--talk", "en").stderr
    assert f"as far as is named: {len(answer.questions)} open questions" in spoken
