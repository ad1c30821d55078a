"""A packet on paper: things of the company alone, forks with their targets, conditions, own words, drill, absences."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from support.config_texts import ENGLISH, MINIMAL, changed, in_memory, prepared, words_on
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, TODAY, knowledge, sheets_of, view_of
from support.packet_companies import Frame, Keys
from support.packet_companies import company as company_with
from support.packet_companies import packet as packet_of_company

from runbook.building import draft
from runbook.cli.interview import sample
from runbook.knowledge.sheets import Sheet
from runbook.organisation import SIGN_IN_REGIONS, Approver, Partition, Role, StepNote
from runbook.organisation.fields import Text
from runbook.packets.things import Handling, is_vault
from runbook.paper.readback import squeezed
from runbook.sheets.clauses import clauses_in
from runbook.sheets.notation import NOTATIONS
from runbook.sheets.packet_view import PacketView
from runbook.sheets.rendering import Renderer
from runbook.sheets.view import Occasion, View

COMPANIES = {**ORGANISATIONS, "alone": ROOT / "tests" / "support" / "alone.yaml"}
IN_A_VAULT = {"vault": ROOT / "tests" / "support" / "vault.yaml"}
ROW = re.compile(r"^#### ([A-Z]-[0-9]{2}(?:\.[0-9]+)?)$", re.MULTILINE)
RENDERER = Renderer([knowledge().folder])


@cache
def views(company: str) -> Mapping[str, View]:
    """What the sheets of a company are told, by language."""
    if company in ORGANISATIONS:
        return {language: view_of(company, language) for language in LANGUAGES}
    text = {**COMPANIES, **IN_A_VAULT}[company].read_text("utf-8")
    return {view.language.code: view for view in prepared(text).views}


def printed(view: View, sheet: Sheet, notation: str = "markdown") -> str:
    return RENDERER.render("packets/packet.j2", notation, view, sheet=sheet).text


def sheet_of(view: View, kind: str) -> Sheet:
    return view.packets_of(kind)[0]


def plain(text: str) -> str:
    """A text of a sheet without emphasis, escapes and tags."""
    return " ".join(re.sub(r"<[^>]+>|[*\\]", "", text).split())


def packets(view: View) -> list[tuple[Sheet, PacketView]]:
    return [(sheet, view.packet(sheet)) for sheet in view.packets()]


@pytest.mark.slow
@pytest.mark.parametrize("company", COMPANIES)
def test_a_packet_names_only_things_that_serve_its_case(company: str) -> None:
    view = views(company)["en"]
    ids = {item.id for item in view.organisation.items}
    for sheet, packet in packets(view):
        case = packet.packet.case
        needed = {name for thing in packet.things() for name in thing.place.needs}
        for thing in packet.things():
            item = view.organisation.item(thing.item.id)
            serves = case.account is not None and case.account.id in item.accounts
            of_class = bool(case.accounts) and {account.id for account in case.accounts} <= {*item.accounts}
            of_role = case.role is not None and item in view.organisation.items_of_role(case.role.name)
            assert serves or of_class or of_role or item.id in needed, (sheet.slug, item.id)
        if packet.kind != "alert":  # an alert counts everything that is kept
            text = printed(view, sheet)
            named = {name for name in ids if name in text}
            moved = {thing.item.id for thing in packet.things()}
            assert moved <= named <= {thing.item.id for thing in case.things}, sheet.slug


@pytest.mark.parametrize("company", COMPANIES)
def test_every_fork_is_printed_with_a_line_of_the_same_paper_or_goes_on(company: str) -> None:
    view = views(company)["en"]
    forks = 0
    for sheet, packet in packets(view):
        text = plain(printed(view, sheet))
        rows = [row for section in packet.packet.sections for row in section.rows]
        numbers = {row.first.number for row in rows}
        for row in rows:
            for way in packet.rows.ways(row):
                forks += 1
                assert way.target is None or way.target in numbers, (sheet.slug, row.first.number)
                said = view.language.words(way.words).partition("{")[0]
                go = "→ go on" if way.target is None else f"→ {way.target}"
                assert re.search(f"If: {re.escape(plain(said))}.*? {re.escape(go)}", text), (
                    sheet.slug,
                    row.first.number,
                )
    assert forks


@pytest.mark.parametrize("company", ["full", "vault"])
def test_whoever_uses_a_vault_can_sign_in_to_it_and_was_called_beforehand(company: str) -> None:
    view, found = views(company)["en"], 0
    for sheet, packet in packets(view):
        called = plain(printed(view, sheet)).partition("B-87")[2].partition("→")[0]
        for row in (row for section in packet.packet.sections for row in section.rows):
            place = row.first.place
            if place is None or not is_vault(place):
                continue
            openers = {name for group in place.opened_by for name in group}
            holders = [
                {name for entry in view.organisation.holders(role) for name in (entry.person, entry.deputy) if name}
                for role in packet.rows.who(row)
            ]
            assert all(openers & held for held in holders), (sheet.slug, row.first.number)
            assert all(view.organisation.person(name).name.in_language("en") in called for name in openers), sheet.slug
            found += 1
    assert found


def test_an_mfa_device_in_a_vault_is_no_business_of_who_handles_the_password() -> None:
    view = views("vault")["en"]
    text = plain(printed(view, sheet_of(view, "own-root")))
    assert "(MFA custodian + Mailbox custodian) Sign in to MFA vault (Second vault)." in text.replace(" ＋ ", " + ")
    assert "(Password custodian) Sign in to Root vault (Mihon Vault)." in text


@pytest.mark.parametrize("company", [*COMPANIES, *IN_A_VAULT])
@pytest.mark.parametrize("code", LANGUAGES)
def test_records_are_taken_where_a_sign_in_is_written_and_nowhere_else(company: str, code: str) -> None:
    view, found = views(company)[code], set()
    for sheet, packet in packets(view):
        text = plain(printed(view, sheet)).partition("#### B-82")[2].partition("####")[0]
        ours = {account.partition for account in packet.packet.case.accounts} <= {Partition.COMMERCIAL}
        if text:
            assert all((region in text) == (ours or sheet.number == "24") for region in SIGN_IN_REGIONS), sheet.slug
            assert view.language.words("labels.formats.none") not in text.replace("none of", ""), sheet.slug
        found.add(bool(text))
        if packet.kind in ("sovereign", "unknown"):  # nobody signed in: there is nothing to wait for
            assert not text, sheet.slug
    assert True in found


def step(text: str, number: str) -> str:
    """What is printed of a step, from its number to the next."""
    return text.partition(f"#### {number} ")[2].partition("####")[0]


@pytest.mark.parametrize("company", [*COMPANIES, *IN_A_VAULT])
def test_a_packet_speaks_only_of_custodians_sites_and_things_that_it_has(company: str) -> None:
    view = views(company)["en"]
    for sheet, packet in packets(view):
        text = plain(printed(view, sheet))
        people = text.partition("## People")[2].partition("## ")[0]
        cast = {role for role, _ in packet.cast()}
        both = {Role.PASSWORD_CUSTODIAN, Role.MFA_CUSTODIAN} <= cast
        assert ("touches no MFA device and no PIN" in people) == both, sheet.slug
        far = any(thing.travels or thing.by_telephone for thing in packet.things())
        assert ("At another site" in people) == far, sheet.slug
        taken = any("out(it)" in line.step.gives for line in packet.packet.lines)
        assert ("A thing missing, or a seal broken" in text) == (taken and packet.once() is not None), sheet.slug


def test_a_device_without_a_seal_is_not_sealed_and_one_that_travels_only_once() -> None:
    view = views("full")["en"]
    text = plain(printed(view, sheet_of(view, "own-root")))
    assert "Seal anew" not in step(text, "B-52.1")  # K-0101 and T-0201 have none
    assert "gets a new one" not in step(text, "B-55.2")
    assert "Seal anew" in step(text, "B-52.2")  # K-0102 has, and goes to the bank
    assert "gets a new one" not in step(text, "B-55.3")


def test_nobody_waits_for_a_reviewer_where_there_is_nothing_to_review() -> None:
    view = views("full")["en"]
    for kind, expected in (("unknown", False), ("own-root", True)):
        assert ("reviewer" in printed(view, sheet_of(view, kind)).lower()) == expected, kind


@pytest.mark.parametrize(
    ("company", "expected"), [("full", "A privileged session can do it: packet 22"), ("awkward", "IAM")]
)
def test_nobody_is_sent_to_a_privileged_session_that_does_not_exist(company: str, expected: str) -> None:
    view = views(company)["en"]
    assert f"| Not this if | {expected}" in printed(view, sheet_of(view, "bring-back"))


@pytest.mark.parametrize("company", [*COMPANIES, *IN_A_VAULT])
def test_the_password_is_entered_again_by_somebody_who_is_there(company: str) -> None:
    view = views(company)["en"]
    found = set()
    for sheet, packet in packets(view):
        text = step(plain(printed(view, sheet)), "B-35")
        if not text:
            continue
        cast = {view.language.words(f"labels.roles.{role}") for role, _ in packet.cast()}
        said = re.search("asked for again, (?:it is entered by: ([^;]+)|the operator enters that of the slip);", text)
        no_password = packet.packet.case.role is not None and not packet.things()
        assert (said is None) == no_password, sheet.slug
        assert said is None or said[1] is None or said[1] in cast, (sheet.slug, text)
        found.add(bool(said))
    assert True in found or company == "alone"


@pytest.mark.parametrize(("company", "somebody_must"), [("full", True), ("awkward", False), ("vault", False)])
def test_who_must_approve_is_asked_for_only_where_somebody_must(company: str, *, somebody_must: bool) -> None:
    for code, words in (("en", "must approve"), ("ja", "必須の承認者")):
        view = views(company)[code]
        text = plain(printed(view, sheet_of(view, "own-root")))
        assert all((words in step(text, number)) == somebody_must for number in ("B-03", "B-06")), (company, code)


def test_an_emergency_user_is_named_only_where_there_is_one() -> None:
    for code, words in (("en", "emergency user"), ("ja", "緊急用ユーザー")):
        with_one, without = (
            plain(printed(one, sheet_of(one, "own-root"))) for one in (views("full")[code], views("vault")[code])
        )
        assert words in with_one.replace("Emergency", "emergency")
        assert words not in without.replace("Emergency", "emergency")


def test_a_plan_asks_for_what_is_not_known_and_nothing_else() -> None:
    view = views("full")["en"]
    blanks = {packet.kind: packet.plan_blanks for _, packet in packets(view)}
    assert blanks["china"] == blanks["reseller"] == blanks["unknown"] == blanks["own-root"] == ()
    assert blanks["bring-back"] == ("account", "email")
    assert "root e-mail" not in plain(printed(view, sheet_of(view, "china"))).lower()
    (china,) = view.packet(sheet_of(view, "china")).packet.case.accounts
    assert f"{china.id}.signin.amazonaws.cn/console" in printed(view, sheet_of(view, "china"))


def test_a_task_is_looked_for_where_it_stands_and_under_the_word_that_stands_there() -> None:
    view = views("full")["en"]
    own, back = (step(plain(printed(view, sheet_of(view, kind))), "B-02") for kind in ("own-root", "bring-back"))
    assert 'The list says "root", or it stands under "Tasks"' in own
    assert 'The list says "bring back"' in back
    assert "Tasks" not in back


def test_more_approvals_are_asked_for_in_packets_that_can_do_what_takes_them() -> None:
    view = views("full")["en"]
    asked = {packet.kind for sheet, packet in packets(view) if "3 for: Close the account" in printed(view, sheet)}
    told = {packet.kind for sheet, packet in packets(view) if "3 approvals for: " in printed(view, sheet)}
    assert asked == told == {"own-root", "reseller", "china"}
    assert "### Close the account (3 approvers)" in plain(printed(view, sheet_of(view, "own-root")))


@pytest.mark.parametrize("kind", ["lost-password", "emergency"])
def test_a_vault_makes_and_keeps_a_new_password_before_it_is_entered(kind: str) -> None:
    organisation = company_with(Keys("vault-entry"), Frame(emergency="vault"))
    found = packet_of_company(organisation, kind)
    numbers = [line.step.id for line in found.lines]
    saved, entered, paper = {"lost-password": ("R-16", "R-14", "R-13"), "emergency": ("E-13", "E-08", "E-07")}[kind]
    assert numbers.index(saved) < numbers.index(entered)
    assert paper not in numbers
    line = next(line for line in found.lines if line.step.id == entered)
    refused = next(fork for fork in line.step.forks if fork.id == "refused")
    again = found.target(line, refused)
    assert again is not None
    assert again.step.id == saved


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_password_in_a_vault_is_spoken_of_as_an_entry_and_one_on_paper_as_paper(code: str) -> None:
    view = views("full")[code]
    of_paper = {"keep_on_paper", "no_paper_left", "shred", "that_holds"}
    for slug, expected in (("emergency-111122223333", of_paper), ("emergency-222233334444", {"keep_in_entry"})):
        text = squeezed(plain(printed(view, next(sheet for sheet in view.packets() if sheet.slug == slug))))
        words = {name: view.language.words(f"packets.clauses.{name}") for name in (*of_paper, "keep_in_entry")}
        assert {name for name, said in words.items() if squeezed(said) in text} == expected, slug


def test_it_is_said_which_device_is_registered_with_which_other_account() -> None:
    view = views("full")["en"]
    text = plain(printed(view, next(sheet for sheet in view.packets() if sheet.slug == "lost-mfa-111122223333")))
    assert "4444-5555-6666 (K-0102, K-0101)" in step(text, "R-97")  # the token is that of one root


@pytest.mark.parametrize(
    ("code", "words"), [("en", "second visit, if the key came"), ("ja", "2回目にキーを受け取っていれば")]
)
def test_a_key_of_kms_is_deleted_only_when_the_key_of_govcloud_came(code: str, words: str) -> None:
    view = views("full")[code]
    text = printed(view, sheet_of(view, "govcloud"))
    assert words in step(plain(text), "G-07")
    assert "schedule-key-deletion" in text


def test_every_block_says_who_acts_and_no_key_is_switched_off() -> None:
    view = views("full")["ja"]
    sheet = sheet_of(view, "own-root")
    packet = view.packet(sheet)
    for section in packet.packet.sections:
        for block in packet.rows.groups(section):
            assert packet.rows.names_actor(block[0], block), block[0].first.number
    text = plain(printed(view, sheet))
    key_alone = next(
        row.first.number
        for section in packet.packet.close
        for row in section.rows
        if row.first.step.id == "B-55"
        and {line.thing.item.kind for line in row.lines if line.thing} == {"security-key"}
    )
    assert "電源" not in step(text, key_alone)
    assert "MFA 担当が、次のどれかを取り出していれば" in text


def test_nobody_hears_of_another_site_where_everything_lies_at_one() -> None:
    vault, full = views("vault")["en"], views("full")["en"]
    assert "At another site" not in plain(printed(vault, sheet_of(vault, "own-root"))).partition("B-87")[2]
    assert "At another site they open only" in plain(printed(full, sheet_of(full, "own-root")))


@pytest.mark.parametrize("company", COMPANIES)
def test_every_step_that_can_go_wrong_says_each_of_its_forks_once_at_least(company: str) -> None:
    for _, packet in packets(views(company)["ja"]):
        rows = [row for section in packet.packet.sections for row in section.rows]
        said = {way.words for row in rows for way in packet.rows.ways(row)}
        steps = {line.step.id: line.step for line in packet.packet.lines}
        assert said == {f"steps.steps.{step.id}.forks.{fork.id}" for step in steps.values() for fork in step.forks}


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_condition_stands_in_what_closes_and_nowhere_else(company: str, code: str) -> None:
    view = views(company)[code]
    for sheet, packet in packets(view):
        lines = printed(view, sheet).split("\n")
        for section in packet.packet.close:
            for group in packet.rows.groups(section):
                said = Counter(name for row in group for name in packet.rows.conditions(row))
                asked = Counter(only.name for only in {row.first.only for row in group} if only)
                denied = Counter(
                    f"not-{row.first.unless.name}" for row in group if row.first.unless and not row.first.unless.about
                )
                assert said == asked + denied, sheet.slug
                for row in group:
                    for name in packet.rows.conditions(row):
                        under = lines[lines.index(f"#### {row.first.number}") :]
                        line = next(line for line in under if line.startswith("- [ ] "))
                        assert view.language.words(f"packets.conditions.{name}") in line
        others = (
            row for part in (packet.packet.main, packet.packet.detours) for section in part for row in section.rows
        )
        assert {packet.rows.conditions(row) for row in others} <= {()}


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("step", ["B-10", "B-51", "B-84"])
def test_the_companys_words_stand_around_or_instead_of_a_step(step: str, notation: str) -> None:
    view = views("full")["en"]
    sheet = sheet_of(view, "own-root")
    row = next(line for line in view.packet(sheet).packet.lines if line.step.id == step)
    own = view.language.words(f"steps.steps.{step}.do").partition("{")[0].strip()
    around = StepNote(before=Text.of("Oil the hinge."), after=Text.of("Bolt the gate."))
    texts = {
        name: plain(printed(with_note(view, step, note), sheet, notation))
        for name, note in {"around": around, "instead": StepNote(instead=Text.of("Ring the bell."))}.items()
    }
    assert texts["around"].count("Oil the hinge.") == texts["around"].count("Bolt the gate.") == 1, row.number
    before, after = texts["around"].index("Oil the hinge."), texts["around"].index("Bolt the gate.")
    assert own in texts["around"][before:after]
    assert "Ring the bell." in texts["instead"]
    assert not own or own not in texts["instead"]


def with_note(view: View, step: str, note: StepNote) -> View:
    organisation = dataclasses.replace(view.organisation, notes={step: note})
    return dataclasses.replace(view, organisation=organisation)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_own_words_about_a_place_stand_at_that_place_and_nowhere_else(notation: str) -> None:
    view = views("full")["en"]
    sheet = sheet_of(view, "own-root")
    note = StepNote(before=Text.of("Oil the hinge."), place="safe-a")
    text = plain(printed(with_note(view, "B-07", note), sheet, notation))
    there = re.findall(r"Oil the hinge\..*?Open ([^:,]+)", text)
    assert len(there) == 2  # for the password, and for the PIN of a further key
    assert {*there} == {"Head office safe A"}
    assert text.count("Oil the hinge.") == len(there)


def test_a_place_of_own_words_is_no_condition_where_a_step_is_done_at_no_place() -> None:
    view = views("full")["en"]
    sheet = sheet_of(view, "own-root")
    note = StepNote(before=Text.of("Oil the hinge."), place="safe-a")
    assert plain(printed(with_note(view, "B-51", note), sheet)).count("Oil the hinge.") == 1


@pytest.mark.parametrize("notation", NOTATIONS)
def test_own_words_about_things_of_a_place_stand_there_only(notation: str) -> None:
    view = views("full")["en"]
    sheet = sheet_of(view, "own-root")
    places = {row.place for row in view.packet(sheet).packet.lines if row.step.id == "B-08" and row.place}
    assert len(places) > 1
    for at in places:
        note = StepNote(before=Text.of("Oil the hinge."), place=at.id)
        text = plain(printed(with_note(view, "B-08", note), sheet, notation))
        rows = {row.number for row in view.packet(sheet).packet.lines if row.step.id == "B-08" and row.place == at}
        assert text.count("Oil the hinge.") == len(rows)


def test_own_words_stand_instead_of_a_step_on_a_sheet_too() -> None:
    view = views("full")["en"]
    usual = view.language.words("steps.steps.F-01.do")
    before, after = (
        " ".join(cell for line in words_on(text, "en/01-first-minutes") for cell in line.cells)
        for text in (ENGLISH, changed("copies:", "notes: {F-01: {instead: Ring the bell.}}\ncopies:", ENGLISH))
    )
    assert plain(usual) in before
    assert plain(usual) not in after
    assert "House rule, instead: Ring the bell." in after


def test_own_words_come_from_the_config() -> None:
    noted = changed("copies:", 'notes:\n  B-10: {instead: "Ring the bell."}\ncopies:', ENGLISH)
    packets = [sheet for sheet in draft(in_memory(noted), clock=TODAY).sheets if sheet.sheet.is_packet]
    said = {sheet.sheet.kind for sheet in packets if any("Ring the bell." in line.words for line in sheet.lines)}
    assert "own-root" in said
    rows = re.compile(r"^\W*(check box )?B-10(\.[0-9])? ")
    assert said == {sheet.sheet.kind for sheet in packets if any(rows.search(line.cells[0]) for line in sheet.lines)}


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_packet_on_demand_says_that_it_is_a_drill_and_who_is_away(code: str, notation: str) -> None:
    view = views("full")[code]
    sheet = sheet_of(view, "own-root")
    away = view.organisation.approvers.members[0].person
    occasion = Occasion("2026-11-24 09:00", {away: date(2026, 11, 30)}, is_drill=True)
    drill = plain(printed(dataclasses.replace(view, occasion=occasion), sheet, notation))
    usual = plain(printed(view, sheet, notation))
    word = {"en": "DRILL", "ja": "訓練"}[code]
    mark = plain(view.language.words("packets.notes.drill"))
    assert word in mark
    assert mark in drill.replace("&quot;", '"').replace("&#34;", '"')
    assert "2026-11-24 09:00" in drill
    assert mark not in usual.replace("&quot;", '"').replace("&#34;", '"')
    absent = plain(view.language.say("packets.notes.absent", day="2026-11-30"))
    assert absent in drill
    assert absent not in usual


@pytest.mark.slow
@pytest.mark.parametrize("company", COMPANIES)
def test_both_languages_have_the_same_rows(company: str) -> None:
    japanese, english = views(company)["ja"], views(company)["en"]
    assert [sheet.slug for sheet in japanese.packets()] == [sheet.slug for sheet in english.packets()]
    for here, there in zip(japanese.packets(), english.packets(), strict=True):
        rows = ROW.findall(printed(english, there))
        assert rows
        assert ROW.findall(printed(japanese, here)) == rows, here.slug


@pytest.mark.parametrize("company", COMPANIES)
def test_every_line_of_the_packet_is_a_row_in_its_order(company: str) -> None:
    view = views(company)["ja"]
    for sheet, packet in packets(view):
        rows = [row.first.number for section in packet.packet.on_paper for row in section.rows]
        assert ROW.findall(printed(view, sheet)) == rows


def test_who_works_alone_signs_alone_and_has_no_witness() -> None:
    view = views("alone")["en"]
    witness = view.language.words("labels.roles.witness")
    for sheet, packet in packets(view):
        assert witness not in {str(role) for row in packet.packet.lines for role in (row.step.who, row.step.second)}
        assert view.language.words("packets.record.sign_witness") not in plain(printed(view, sheet))


def test_a_new_device_gets_the_number_after_the_last_key() -> None:
    for company, number in {"full": "K-0104", "minimal": "K-0002", "alone": "K-2"}.items():
        view = views(company)["en"]
        keys = [item.id for item in view.organisation.items if item.kind == "security-key"]
        told = view.packet(sheet_of(view, "lost-mfa")).values.of_packet()["next_device"]
        assert told not in keys
        assert told == number, (company, keys)
        assert f"as {number}" in plain(printed(view, sheet_of(view, "lost-mfa")))


def test_who_may_be_needed_for_a_further_device_is_told_before_anything_is_opened() -> None:
    view = views("full")["en"]
    text = plain(printed(view, sheet_of(view, "own-root")))
    in_case = "Sho Kobayashi 090-0000-0008, Osamu Takahashi 090-0000-0003"
    assert f"Safe deposit box, Mihon Bank by the telephone, in case: {in_case}" in text
    assert "Deputy of Hanako Sato, Ken Kato, Yoko Tanaka: Osamu Takahashi 090-0000-0003" in text
    assert "It is here already: go on at B-17.1." in text


def test_whom_to_call_is_named_and_what_is_not_known_is_looked_up() -> None:
    told = {company: views(company)["en"] for company in ("full", "minimal")}
    texts = {company: plain(printed(view, sheet_of(view, "own-root"))) for company, view in told.items()}
    assert "Call the alert receiver: Yoko Tanaka 090-0000-0010." in texts["full"]
    named = ", ".join(told["minimal"].organisation.person(one.person).name.in_language("en") for one in approvers(told))
    assert all(f"{name} 0" in texts["minimal"] for name in named.split(", "))  # nobody was named: those who approve
    alert = plain(printed(told["minimal"], sheet_of(told["minimal"], "alert")))
    assert "goes on coming. (no number in this runbook: look it up now" in alert
    assert "in time: (none is named here: ask legal counsel" in alert
    values = told["full"].packet(sheet_of(told["full"], "alert")).values
    assert "look it up" not in str(values.of_line(values.packet.lines[0]))


def approvers(told: Mapping[str, View]) -> tuple[Approver, ...]:
    return told["minimal"].organisation.approvers.members


def test_people_at_another_site_are_marked_in_their_packet() -> None:
    view = views("full")["en"]
    values = view.packet(sheet_of(view, "own-root")).values
    told = {person.id: values.elsewhere(person.id) for person in view.organisation.people}
    assert told["mori"] == "Europe/Berlin"
    assert told["kobayashi"] == told["takahashi"] == "Osaka branch"
    assert not told["suzuki"]
    text = plain(printed(view, sheet_of(view, "own-root")))
    assert "Sho Kobayashi 090-0000-0008 (Osaka branch)" in text
    assert "Daisuke Suzuki 090-0000-0006 deputy:" in text
    assert "Daisuke Suzuki 090-0000-0006 (T" not in text


def test_a_card_has_only_the_lines_of_the_kind_of_account() -> None:
    view = views("full")["en"]
    management, member = (plain(printed(view, sheet)) for sheet in view.packets_of("own-root"))
    session = plain(printed(view, sheet_of(view, "session")))
    assert "A management or standalone account, as root" in management
    assert "A member account" not in management
    assert "A management or standalone account" not in member
    assert "A member account, no root" in session
    assert "A management or standalone account" not in session


def test_every_root_that_is_kept_has_the_card_about_its_own_keys() -> None:
    for company in COMPANIES:
        view = views(company)["en"]
        for sheet in view.packets_of("own-root"):
            assert "change-root-credentials" in view.packet(sheet).cards(), sheet.slug


@pytest.mark.parametrize("company", COMPANIES)
def test_an_alert_gives_every_line_that_is_done_at_the_same_time_to_one_role(company: str) -> None:
    view = views(company)["en"]
    packet = view.packet(sheet_of(view, "alert"))
    rows = [row for section in packet.packet.main for row in section.rows]
    (dealt,) = (row for row in rows if row.first.step.lists == "lanes")
    abreast = {line.number for section in packet.packet.main if section.phase.abreast for line in section.lines}
    told = [number for lane in packet.rows.listed(dealt) for number in lane.text.split(" \u00b7 ")]
    assert sorted(told) == sorted(abreast)
    assert len({lane.head for lane in packet.rows.listed(dealt)}) > 1


@pytest.mark.parametrize("company", COMPANIES)
def test_who_is_alone_in_an_alert_is_told_an_order_of_calls_that_the_packet_has(company: str) -> None:
    view = views(company)["en"]
    sheet = sheet_of(view, "alert")
    packet = view.packet(sheet)
    (alone,) = (line for line in packet.packet.lines if line.step.id == "R-50")
    numbers = re.findall("R-[0-9]{2}", str(packet.values.of_line(alone)["calls_alone"]))
    rows = ROW.findall(printed(view, sheet))
    assert numbers == [name for name in ("R-64", "R-67", "R-66", "R-62") if name in rows]
    assert numbers[0] == "R-64"


def test_who_may_take_over_the_watch_is_named_with_a_number_or_it_is_said_that_nobody_is() -> None:
    text = plain(printed(views("full")["en"], sheet_of(views("full")["en"], "alert")))
    assert "takes over: Sakura Mori 090-0000-0005, Akira Yoshida 090-0000-0004 (all are busy" in text
    alone = plain(printed(views("alone")["en"], sheet_of(views("alone")["en"], "alert")))
    assert "takes over: (this runbook names nobody else) (all are busy" in alone


def test_japanese_packets_have_brackets_and_colons_of_japanese_beside_japanese() -> None:
    view = views("full")["ja"]
    half_width = re.compile(r"[\u3040-\u30ff\u3400-\u9fff」）]:(?=\s|$)|[\u3040-\u30ff\u3400-\u9fff」）] ?\(|\):")
    found = {
        (sheet.slug, line)
        for sheet in view.packets()
        for line in printed(view, sheet).split("```")[0].splitlines()
        if half_width.search(plain(line))
    }
    assert found == set()


def test_an_alert_is_approved_before_its_end_and_its_log_stands_beside_the_record() -> None:
    text = printed(views("full")["en"], sheet_of(views("full")["en"], "alert"))
    end = text.index("END. Fill in the record")
    assert text.index("Approval: only at R-70") < text.index("R-60") < end < text.index("Events: one line each")
    assert text.index("Events: one line each") < text.index("Numbers of cases")


@pytest.mark.parametrize("company", COMPANIES)
def test_the_seal_of_a_device_is_broken_once_where_it_is_used_and_nothing_is_said_where_there_is_none(
    company: str,
) -> None:
    for _, packet in packets(views(company)["en"]):
        rows = [row for section in packet.packet.sections for row in section.rows]
        broken = [(row.first.thing.item.id, number) for row in rows
                  if row.first.thing and (number := packet.rows.breaks_seal(row))]  # fmt: skip
        sealed = {line.thing.item.id: line.thing.item.seal for line in packet.packet.lines
                  if line.thing and line.thing.handling is Handling.DEVICE and line.thing.item.seal}  # fmt: skip
        assert len(dict(broken)) == len(broken)
        assert dict(broken).items() <= sealed.items()
        used = {line.thing.item.id for line in packet.packet.lines if line.thing and line.step.id in ("B-26", "B-27")}
        assert used & sealed.keys() <= dict(broken).keys()
        carried = {line.thing.item.id for line in packet.packet.lines if line.thing and line.step.id == "B-12"}
        assert not carried & sealed.keys()  # it is carried as an envelope is


def test_what_cannot_go_home_has_its_call_its_log_and_its_signatures() -> None:
    text = plain(printed(views("full")["en"], sheet_of(views("full")["en"], "own-root")))
    assert '(closed? See the appendix, below its table of things. The rest of this block: "Still to be done")' in text
    assert "Call the two who open these, and put it in (K-0102: Osaka safe B). Write seal and time" in text
    assert "E-0041: no other place here is fit. Sealed anew, two people keep it together until Safe deposit" in text
    assert "both sign; lock." in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_thing_of_a_place_that_closes_has_a_place_of_its_own_or_two_people(code: str) -> None:
    """Also where the only other place that closes is the one that is meant (awkward), and beside no password."""
    for company in ("full", "awkward"):
        view = views(company)[code]
        for _, packet in packets(view):
            for place in packet.bound_hours(packet.things()):
                told = packet.values.places_meanwhile(place)
                lying = {thing.item.id for thing in packet.packet.case.things if thing.place == place}
                assert lying, place.id
                assert all(name in told for name in lying), (company, told)


def test_an_alert_names_the_devices_and_the_packets_of_the_management_account() -> None:
    text = plain(printed(views("full")["en"], sheet_of(views("full")["en"], "alert")))
    assert "Ours: K-0101 (root-key-1), K-0102 (root-key-2), T-0201 (TT-000201)" in text
    assert "packet 21 (1111-2222-3333), or that of R-51, from its B-87 to its B-31" in text
    assert "Then take packet 32 (1111-2222-3333) in place of packet 21 (1111-2222-3333)." in text
    assert "to Tokyo head office: there R-73" in text


@pytest.mark.parametrize("organisation", ["full", "minimal", "awkward"])
@pytest.mark.parametrize(("code", "named"), [("en", r"\b[Pp]ackets?:? (\d\d)\b"), ("ja", r"手順票[ ：]?(\d\d)\b")])
def test_no_sheet_sends_anybody_to_a_packet_that_the_company_does_not_have(
    organisation: str, code: str, named: str
) -> None:
    numbers = {sheet.number for sheet in view_of(organisation, code).packets()}
    texts = {name: sheet.section.text for name, sheet in sheets_of(organisation, code).items()}
    wrong = {
        (name, number)
        for name, text in texts.items()
        for number in re.findall(named, plain(text))
        if number not in numbers
    }
    assert wrong == set()


def test_copies_to_correct_are_all_that_print_the_address() -> None:
    """Sheet 10, and by the card of the task every packet on which the root address stands."""
    view, sheets = view_of("full", "en"), sheets_of("full", "en")
    told = 0
    for sheet in sheets.values():
        about = re.search(r"on its copies of sheets (.+?) write the new address", sheet.markdown)
        account = view.packet(sheet.sheet).account if about else None
        if about is None or account is None or account.root_email is None:
            continue
        with_address = {
            other.sheet.number
            for other in sheets.values()
            if re.search(rf"(?<![\w.-]){re.escape(account.root_email)}", other.markdown)
            and (other.sheet.is_packet or other.sheet.number == "10")
        }
        assert set(re.findall(r"\b\d\d\b", about[1])) == with_address
        told += 1
    assert told


TABLE_OF_FIELDS = re.compile(r"<table class=\"(?:fields|plan|fields long)\">.*?</table>", re.DOTALL)
NARROW = 21  # hundredths of the page: room for a date and a time, written by hand


def room_of_fields(html: str) -> dict[str, float]:
    """How wide each field of a packet is, in hundredths of the page, by its name."""
    found: dict[str, float] = {}
    for table in TABLE_OF_FIELDS.findall(html):
        widths = [float(width) for width in re.findall(r'<col style="width:([\d.]+)%">', table)]
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL):
            cells = re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL)
            for place, cell in enumerate(cells):
                if name := re.search(r'data-field="([^"]+)"', cell):
                    spans = widths[place:] if "colspan" in cell else widths[place : place + 1]
                    found[name[1]] = sum(spans)
    return found


@pytest.mark.parametrize("company", ORGANISATIONS)
def test_whatever_is_written_of_plan_and_record_has_room_for_a_hand(company: str) -> None:
    """A name with a department, a ticket, a moment; and a story, such as what was done otherwise and why."""
    planned = {f"plan.{name}" for name in ("task", "reason", "requester", "ticket", "start", "planned_end")}
    for sheet, packet in packets(views(company)["ja"]):
        room = room_of_fields(printed(views(company)["ja"], sheet, "html"))
        assert {name: width for name, width in room.items() if width < NARROW} == {}, sheet.name
        assert min(room["record.owed"], room["record.deviation"]) > 70, sheet.name
        assert packet.begins_at_once or planned <= set(room), sheet.name


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_somebody_carries_is_brought_and_given_back_and_no_lock_is_spoken_of(code: str) -> None:
    text = changed("name: 金庫B, opened_by: [[mori, kato]]", "name: 金庫B, kind: carried, opened_by: [[mori]]", MINIMAL)
    view = next(view for view in prepared(text).views if view.language.code == code)
    words, paper = view.language, printed(view, sheet_of(view, "own-root"))
    rows = dict(zip(ROW.findall(paper), map(plain, ROW.split(paper)[2::2]), strict=True))

    def said(step: str, form: str, times: int) -> None:
        sentence = words.words(f"steps.steps.{step}.{form}").format(
            openers="森 さくら", place="金庫B", place_at="金庫A"
        )
        found = [number for number, row in rows.items() if number.startswith(step) and plain(sentence) in row]
        assert len(found) == times, (step, form, rows)

    for step in ("B-07", "B-10", "B-53", "B-55", "B-56"):
        said(step, "carried.do", 1)
    said("B-07", "carried.expect", 1)
    said("B-07", "expect", 1)  # the safe is the first that is opened, wherever it stands
    said("B-10", "expect", 1)
    said("B-10", "again", 0)


@pytest.mark.parametrize(
    ("code", "asked", "silent"),
    [
        ("en", "who holds it (not in this runbook: ask now, write it here:", "holds it (none)"),
        ("ja", "持つ人（このランブックにない。今調べて書く：", "持つ人（なし）"),
    ],
)
def test_where_number_or_alert_is_not_written_the_sentence_says_so_or_what_aws_says(
    code: str, asked: str, silent: str
) -> None:
    config = in_memory(sample(knowledge().language(code), Path("config.yaml"), date(2026, 11, 24)))
    view = next(view for view in draft(config, clock=TODAY).views if view.language.code == code)
    text = plain(printed(view, sheet_of(view, "lost-phone")))
    assert asked in text
    assert silent not in text
    closing = plain(printed(view, sheet_of(view, "own-root")))
    assert "us-east-1" in closing
    assert "us-west-2" in closing


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_clause_that_packets_give_cause_for_is_silent_in_all_of_them(code: str) -> None:
    """A clause for which a sentence is given no cause is silent: this finds the sentence that was not asked."""
    given: set[str] = set()
    said: set[str] = set()
    for company in (*COMPANIES, *IN_A_VAULT):
        view = views(company)[code]
        for sheet, packet in packets(view):
            text = squeezed(printed(view, sheet))
            steps = {line.step.id for line in packet.packet.lines}
            asking = str([view.language.branch(f"steps.steps.{step}") for step in steps])
            asking += str(view.language.branch("packets.notes"))
            for name in clauses_in(packet.hands):
                words = view.language.words(f"packets.clauses.{name}")
                given.update({name} if f"clause[{name}]" in asking else ())
                if all(squeezed(part) in text for part in re.split(r"\{[^}]*\}", words)):
                    said.add(name)
    assert given - said == set()
