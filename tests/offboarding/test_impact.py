"""What a leaver touches: roles, places, items, rules that break and when, and the lines of the config to edit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import EXAMPLE, KATO, MINIMAL, changed, drafted, in_memory
from support.organisations import LANGUAGES, TODAY, knowledge, sentences

from runbook.assessment import assess, judged, read_config
from runbook.building import Draft, draft
from runbook.custody import Reach, custody_classes, reaches
from runbook.editions.titles import SheetTitles
from runbook.errors import ConfigError
from runbook.knowledge.phrases import Speaker
from runbook.offboarding.breaks import Break, Locked
from runbook.offboarding.departure import Departure, departure_of, sheets_naming
from runbook.offboarding.impact import Leaving, leaving
from runbook.offboarding.leaver_list import departure_notices
from runbook.offboarding.record import departure_record
from runbook.offboarding.remaining import without
from runbook.offboarding.report import report_on
from runbook.organisation import OwnRole, Role
from runbook.organisation.offices import NobodyWhoMust, NoQuorum, OneHand, Vacancy
from runbook.organisation.terms import in_office

MARCH = date(2027, 2, 28)
SUZUKI = "    - {person: suzuki, from: 2026-04-01, deputy: ito}"


@cache
def full() -> Draft:
    return drafted(EXAMPLE)


@cache
def left(person: str, last_day: date = MARCH, text: str = EXAMPLE) -> Leaving:
    return leaving(assess(in_memory(text), TODAY, knowledge(), rules=()), person, last_day)


@cache
def departure(person: str) -> Departure:
    return departure_of(full(), person, MARCH)


def roles(found: Leaving) -> set[tuple[str, str | None]]:
    return {
        (entry.role.id if isinstance(entry.role, OwnRole) else entry.role.value, entry.stands_in_for)
        for entry in found.held
    }


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("kato", {("approver", None)}),
        ("takahashi", {("communications", None), *(("approver", name) for name in (None, "sato", "kato", "tanaka"))}),
        ("mori", {("operator", None), ("mailbox_custodian", "yoshida")}),
        ("suzuki", {("witness", None), ("password_custodian", None), ("phone_custodian", "watanabe")}),
        ("kobayashi", {("mfa_custodian", None), ("central_admin", None)}),
        ("watanabe", {("phone_custodian", None)}),
        ("ito", {("witness", None), ("reviewer", None), ("password_custodian", "suzuki")}),
    ],
)
def test_roles_and_deputyships_are_found(person: str, expected: set[tuple[str, str | None]]) -> None:
    assert roles(left(person)) == expected


def test_places_items_passwords_and_tasks_of_a_custodian() -> None:
    found = left("suzuki")
    assert [(entry.place.id, entry.groups_left) for entry in found.places] == [("safe-a", (("ito", "sato"),))]
    assert [item.id for item in found.places[0].items] == [
        *("E-0031", "E-0032", "E-0042", "D-0302"),
        *("E-0051", "E-0052", "KIT-01", "D-0401"),
    ]
    assert [account.id for account in found.passwords] == ["111122223333", "444455556666"]
    assert {task for task, _ in found.tasks} == {"password", "access_review", "combination", "drill"}
    assert [account.id for account in found.telephones] == ["111122223333", "444455556666"]
    assert not found.mailboxes


@pytest.mark.parametrize(
    ("person", "controls"),
    [
        ("mori", [("service", name) for name in ("mihon-id", "mihon-mail", "mihon-chat", "deploy")]),
        ("ito", [("domain", "example.co.jp")]),
        ("tanaka", [("organization", "organization"), ("service", "mihon-id"), ("account", "555566667777")]),
        ("yoshida", [
            *(("service", "mihon-vault"), ("service", "deploy")),
            *(("account", "333344445555"), ("emergency", "BreakGlassStaging")),
        ]),
        ("sato", []),
    ],
)  # fmt: skip
def test_everything_that_a_leaver_administers_is_taken_away(person: str, controls: list[tuple[str, str]]) -> None:
    found = left(person)
    assert [(control.kind, control.id) for control in found.controls] == controls
    edited = [edit.path for edit in found.edits if "administer" in edit.path or "used_by" in edit.path]
    assert len(edited) == len([control for control in found.controls if control.kind != "organization"])


def test_a_spare_key_is_taken_back() -> None:
    text = changed("    kind: bank\n    keys_kept_by: []\n", "    kind: bank\n    keys_kept_by: [mori]\n", EXAMPLE)
    assert ("lock", "bank-vault") in [(control.kind, control.id) for control in left("mori", text=text).controls]


def test_a_place_that_others_can_still_open_names_them() -> None:
    found = left("ito")
    assert [(entry.place.id, entry.groups_left) for entry in found.places] == [("safe-a", (("suzuki", "sato"),))]
    assert not [entry for entry in found.breaks if isinstance(entry.lack, Locked)]
    assert Break(Locked("safe-a"), date(2027, 3, 1), None) in left("sato").breaks


def test_an_approver_makes_drill_and_contact_test_due() -> None:
    assert {task for task, _ in left("takahashi").tasks} >= {"access_review", "contact_test", "drill"}
    assert left("kato").calls
    assert not left("mori").calls


def test_alternate_contacts_that_are_the_leavers_own_address() -> None:
    text = changed("security: aws-security@example.co.jp", "security: tanaka@example.co.jp", EXAMPLE, times=2)
    found = left("tanaka", text=text)
    assert [account.id for account in found.alternates] == ["111122223333"]
    actions = [(edit.action, edit.line) for edit in found.edits]
    line = text.split("\n").index("      security: tanaka@example.co.jp") + 1
    assert ("replace-address", line) in actions


def test_rules_break_from_the_day_after_until_a_successor_begins() -> None:
    text = changed(
        SUZUKI, "    - {person: suzuki, from: 2026-04-01, deputy: ito}\n    - {person: ito, from: 2028-03-05}", EXAMPLE
    )
    found = left("suzuki", date(2028, 2, 28), text)
    vacant = [entry for entry in found.breaks if entry.lack == Vacancy(Role.PASSWORD_CUSTODIAN)]
    assert vacant == [Break(Vacancy(Role.PASSWORD_CUSTODIAN), date(2028, 2, 29), date(2028, 3, 4))]


@pytest.mark.slow
def test_a_quorum_that_breaks_is_told_but_not_one_that_breaks_anyway() -> None:
    assert Break(NoQuorum(2, 1), date(2028, 4, 1), None) in left("takahashi", date(2026, 12, 31)).breaks
    assert Break(NobodyWhoMust("", 0), date(2027, 1, 1), None) in left("tanaka", date(2026, 12, 31)).breaks
    text = changed(
        "{person: tanaka, from: 2026-10-01,", "{person: tanaka, from: 2026-10-01, until: 2028-03-31,", EXAMPLE
    )
    assert not [entry for entry in left("kato", date(2028, 4, 30), text).breaks if isinstance(entry.lack, NoQuorum)]


def test_both_halves_in_one_hand_after_the_deputy_steps_in() -> None:
    text = changed(SUZUKI, "    - {person: suzuki, from: 2026-04-01, deputy: kobayashi}", EXAMPLE)
    together = [entry for entry in left("suzuki", text=text).breaks if isinstance(entry.lack, OneHand)]
    assert together == [
        Break(OneHand((Role.PASSWORD_CUSTODIAN, Role.MFA_CUSTODIAN), "kobayashi"), date(2027, 3, 1), None)
    ]


@pytest.mark.parametrize("person", ["sato", "kato", "takahashi", "mori", "suzuki", "kobayashi", "watanabe", "yoshida"])
def test_every_line_that_refers_to_the_person_is_to_be_edited(person: str) -> None:
    found = left(person)
    lines = EXAMPLE.split("\n")
    for edit in found.edits:
        assert lines[edit.line - 1][edit.column - 1 :].startswith(person)
        assert edit.source == lines[edit.line - 1].strip()
    # Every mention outside comments and outside the person's own addresses.
    mentions = [
        (number, column + 1)
        for number, line in enumerate(lines, 1)
        for column in range(len(line))
        if line.startswith(person, column) and not line.strip().startswith("#")
        and line[column - 1 : column] in " [" and line[column + len(person) : column + len(person) + 1] in ",]} "
    ]  # fmt: skip
    assert [(edit.line, edit.column) for edit in found.edits] == mentions


@pytest.mark.slow
def test_a_term_that_ends_by_then_needs_no_edit() -> None:
    paths = {edit.path: edit.action for edit in left("kato", date(2028, 3, 31)).edits}
    assert "approvers.members[1].person" not in paths
    assert left("kato", date(2028, 3, 30)).edits
    assert {edit.path for edit in left("kato", date(2028, 3, 30)).edits} > set(paths)


def test_texts_that_name_the_person_are_to_be_written_anew() -> None:
    text = changed(
        "en: First tell the guard (extension 9)", "en: First tell Sakura Mori and the guard (extension 9)", EXAMPLE
    )
    assert ("rewrite", "notes.B-07.before.en") in {(e.action, e.path) for e in left("mori", text=text).edits}


NAMES_OF_MORI = {"ja": "森 さくら", "en": "Sakura Mori"}


@pytest.mark.slow
def test_sheets_are_found_by_their_words_and_not_by_a_search_for_the_name() -> None:
    named = {f"{code}/{s}" for code in ("ja", "en") for s in ("03-contacts", "06-custody", "11-resilience")}
    packets = {
        str(s.name) for s in full().sheets if s.sheet.number >= "20" and NAMES_OF_MORI[s.name.language] in repr(s.lines)
    }
    assert packets
    named |= packets
    assert set(map(str, sheets_naming(full(), "mori"))) == named
    # A name that is also part of other words and names.
    text = changed("{ja: 森 さくら, en: Sakura Mori}", '{ja: 東京, en: "Safe"}', EXAMPLE)
    english = draft(in_memory(changed("languages: [ja, en]", "languages: [en]", text)), clock=TODAY)
    assert set(map(str, sheets_naming(english, "mori"))) == {name for name in named if name.startswith("en/")}


def test_an_unknown_person_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigError) as error:
        left("suzki")
    [problem] = error.value.problems
    assert (problem.where, dict(problem.values)["nearest"]) == ("PERSON", "suzuki")
    assert all("suzki" in sentences(problem, language)[0] for language in LANGUAGES)


@pytest.mark.slow
def test_the_command_changes_nothing_and_answers_in_json(
    runbook: Runbook, write_config: Callable[[str], Path], tmp_path: Path
) -> None:
    company = drafted(MINIMAL)
    config = write_config(MINIMAL)
    arguments = ("leave", "suzuki", "--on", "2027-02-28", "-c", config, "--json", "--date", "2026-11-24")
    ended = runbook(*arguments, cwd=tmp_path)
    assert ended.code == 0, ended.stderr
    answer = json.loads(ended.stdout)
    expected = departure_record(departure_of(company, "suzuki", MARCH))
    assert [edit["line"] for edit in answer["edits"]] == [edit["line"] for edit in expected["edits"]]
    assert answer | {"edits": []} == expected | {"edits": []}
    assert {"ja/03-contacts", "en/06-custody"} <= {*answer["sheets"]} < {str(sheet.name) for sheet in company.sheets}
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]
    assert config.read_text("utf-8") == MINIMAL


def test_everything_that_a_leaving_can_touch_is_told_to_machines_as_it_is() -> None:
    record = departure_record(departure("suzuki"))
    assert json.loads(json.dumps(record)) == record
    empty = {name for name, told in record.items() if not told}
    assert empty == {"mailboxes", "alternate_contacts", "in_order_of_call"}


@pytest.mark.slow
def test_a_registered_telephone_that_is_the_leavers_own_number_is_told() -> None:
    text = changed('number: "+81 6 0000 0013"', 'number: "+81 90 0000 0004"', EXAMPLE)
    assert read_config(in_memory(text), knowledge()).organisation.person("yoshida").answers("+81 90 0000 0004")
    assert [account.id for account in left("yoshida", text=text).telephones] == ["111122223333", "444455556666"]
    assert not left("yoshida").telephones


def test_every_rule_speaks_for_the_leaver_and_only_of_what_the_leaving_changes() -> None:
    found = {(finding.key, finding.broken.about, finding.place.where) for finding in left("yoshida").findings}
    assert ("root-mailbox-has-two-readers", "aws-root-*@example.co.jp", "mailboxes[0].readers") in found
    as_it_is = {
        (finding.key, finding.broken.about, finding.place.where)
        for finding in judged(full().assessment.whole, MARCH + timedelta(days=1), knowledge())
    }
    assert not found & as_it_is
    assert {"no-single-loss-locks-out"} <= {rule for rule, _, _ in found}


def test_who_has_left_opens_reads_and_answers_nothing_and_stands_in_for_nobody() -> None:
    organisation = full().assessment.whole.organisation
    for person in organisation.people:
        after = without(organisation, person.id, MARCH)
        for account_class in custody_classes(in_office(after, MARCH + timedelta(days=1))):
            reached = reaches(account_class, person.id)
            assert set(reached.values()) <= {Reach.NONE}, (person.id, reached)


@pytest.mark.slow
def test_what_a_leaving_breaks_on_a_coming_day_is_told_with_that_day_and_not_if_it_breaks_by_then_anyway() -> None:
    """Kato's term ends in May, Sato's in March after; without Sato, two approvers are left from June on."""
    text = changed(KATO, KATO.replace("2028-03-31", "2027-05-31"), EXAMPLE)

    def losses(person: str, config: str) -> dict[str, date | None]:
        found = left(person, text=config).findings
        return {f.broken.about: f.since for f in found if f.rule.id == "no-single-loss-locks-out"}

    assert losses("sato", text)["takahashi"] == losses("sato", text)["tanaka"] == date(2027, 6, 1)
    sato = "    - {person: sato, from: 2026-04-01, until: 2028-03-31"
    anyway = changed(sato, sato.replace("2028-03-31", "2027-02-28"), text)
    assert "takahashi" not in losses("sato", anyway)


@pytest.mark.slow
def test_what_somebody_else_breaks_anyway_today_and_more_of_it_later_is_not_told_of_a_leaver() -> None:
    """Yoshida alone is root of one account, and of more from 2 December on; Ito, who leaves, has no part in it."""
    text = changed("sms: true, voice: true}", "sms: true, voice: true, held_by: [yoshida]}", EXAMPLE)
    text = changed(
        "  central_admin:\n    - {person: kobayashi, from: 2026-04-01, deputy: tanaka}\n",
        "  central_admin:\n    - {person: kobayashi, from: 2026-04-01, until: 2026-12-01, deputy: tanaka}\n"
        "    - {person: yoshida, from: 2026-12-02}\n",
        text,
    )
    day = date(2026, 11, 25)
    whole = assess(in_memory(text), TODAY, knowledge(), rules=()).whole
    anyway = [f.since for f in judged(whole, day + timedelta(days=1), knowledge()) if f.broken.about == "yoshida"]
    assert None in anyway
    assert date(2026, 12, 2) in anyway
    assert not [f for f in left("ito", day, text).findings if f.broken.about == "yoshida"]


@pytest.mark.parametrize(("name", "told"), [("{ja: 夜勤, en: Yakin}", True), ("{ja: 夜, en: Y}", False)])
def test_a_name_of_one_sign_is_no_name_in_a_text(name: str, *, told: bool) -> None:
    text = changed("{ja: 森 さくら, en: Sakura Mori}", name, EXAMPLE)
    text = changed("en: First tell the guard (extension 9)", "en: First tell 夜勤 (Yes 9)", text)
    assert (("rewrite", "notes.B-07.before.en") in {(e.action, e.path) for e in left("mori", text=text).edits}) is told


def test_the_list_to_sign_is_made_in_every_language_and_names_every_section() -> None:
    leaver = departure("suzuki")
    made = {notice.name: notice.markdown for notice in departure_notices(full(), leaver)}
    assert made.keys() == {"ja/leaver", "en/leaver"}
    for name, markdown in made.items():
        language = knowledge().language(name[:2])
        titles = SheetTitles(language, {"ja": "日本語", "en": "English"})
        report = report_on(leaver, Speaker(language, leaver.organisation), titles)
        for section in (report.roles, report.breaks, report.findings, report.same_day, report.items, report.sheets):
            assert section
            assert all(sentence.split("（")[0].split(" (")[0] in markdown for sentence in section)
