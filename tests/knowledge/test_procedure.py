"""Which steps an organisation gets: no empty safe, no console where there is none, no role nobody holds."""

from __future__ import annotations

import dataclasses
import html
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from support.organisations import LANGUAGES, knowledge, sheets_of, view_of
from support.packet_companies import ROUTES as FRAMES
from support.packet_companies import Frame, Keys, shipped
from support.packet_companies import company as built_company

from runbook.knowledge.procedure import STAND_INS, Procedure, acting_role
from runbook.knowledge.procedure_file import load_procedure
from runbook.organisation import Account, AccountKind, CentralRoot, Custody, Organisation, Partition, Role, Route
from runbook.organisation.fields import Text
from runbook.packets import Packet
from runbook.packets.proving import packets_of


@cache
def company(name: str) -> Organisation:
    return view_of(name, "en").organisation


def only(*accounts: Account, central_root: CentralRoot | None = None) -> Organisation:
    """The full company with these accounts alone, and with nothing in its safes."""
    full = company("full")
    return dataclasses.replace(
        full, accounts=accounts, items=(), emergency_roles=(), central_root=central_root or full.central_root
    )


def account(kind: AccountKind, custody: Custody, **more: object) -> Account:
    return Account(id="111122223333", name=Text.of("x"), kind=kind, custody=custody, **more)  # type: ignore[arg-type]


def packets(organisation: Organisation) -> dict[str, Packet]:
    """The packets of the kinds of case that an organisation has; no company here has two of a kind."""
    return {packet.case.kind.id: packet for packet in packets_of(organisation, knowledge().procedure)}


def told(organisation: Organisation) -> set[str]:
    """The ids of all steps of all packets."""
    return {line.step.id for packet in packets(organisation).values() for line in packet.lines}


def on_sheets(organisation: Organisation) -> set[str]:
    """The ids of the steps that stand on sheets."""
    phases = knowledge().procedure.for_organisation(organisation).phases
    return {step.id for phase in phases if phase.sheet for step in phase.steps}


SAFE = account(AccountKind.MANAGEMENT, Custody.SAFE)
REMOVED = account(AccountKind.MEMBER, Custody.REMOVED)
RESOLD = account(AccountKind.MEMBER, Custody.RESELLER)
GOVCLOUD = account(AccountKind.STANDALONE, Custody.NONE, partition=Partition.GOVCLOUD)
CHINA = account(AccountKind.STANDALONE, Custody.NONE, partition=Partition.CHINA)
SOVEREIGN = account(AccountKind.STANDALONE, Custody.SAFE, partition=Partition.SOVEREIGN)
NEW = account(AccountKind.STANDALONE, Custody.NONE, signup="new")
SEALED = account(AccountKind.STANDALONE, Custody.SEALED)
UNKNOWN = account(AccountKind.STANDALONE, Custody.UNKNOWN)


@pytest.mark.parametrize(
    ("given", "kind", "expected"),
    [
        (SAFE, "own-root", ["begin", "sign-in", "work", "close", "finish", "other-factors"]),
        (REMOVED, "session", ["begin-session", "admin-in", "session-work", "session-close", "finish"]),
        (
            REMOVED,
            "bring-back",
            ["begin", "re-enable", "reset-removed", "work", "remove-again", "reseal", "finish"],
        ),
        (SEALED, "sealed", ["unseal", "begin", "reset-sealed", "work", "seal-shut", "reseal", "finish"]),
        (RESOLD, "reseller", ["begin-asking-announced", "ask-reseller", "finish"]),
        (
            GOVCLOUD,
            "govcloud",
            [
                *("gov-owner", "begin-recovery", "gov-before", "re-enable", "reset-removed", "gov-work"),
                *("gov-close", "remove-again", "reseal", "finish"),
            ],
        ),
        (CHINA, "china", ["begin-asking-announced", "china-admin", "china-out", "finish"]),
        (SOVEREIGN, "sovereign", ["begin-asking", "sovereign-ask", "finish-asking"]),
        (NEW, "new-experience", ["begin-asking-announced", "new-experience-owner", "finish"]),
        (UNKNOWN, "unknown", ["begin-asking", "find-out", "finish-asking"]),
    ],
)
def test_a_packet_has_only_the_phases_of_its_route(given: Account, kind: str, expected: list[str]) -> None:
    assert [section.phase.id for section in packets(only(given))[kind].sections] == expected


@pytest.mark.parametrize("given", [SAFE, REMOVED, SEALED, RESOLD, GOVCLOUD, CHINA, SOVEREIGN, NEW, UNKNOWN])
def test_nobody_is_told_to_open_a_safe_that_holds_nothing(given: Account) -> None:
    places = {line.place.id for packet in packets(only(given)).values() for line in packet.lines if line.place}
    assert places == set()
    assert told(only(given)).isdisjoint(
        {"B-07", "B-08", "B-09", "B-10", "B-16", "B-49", "B-53", "B-54", "B-55", "R-62"}
    )


@pytest.mark.parametrize("given", [REMOVED, SEALED, RESOLD, GOVCLOUD, CHINA, SOVEREIGN, NEW, UNKNOWN])
def test_no_sheet_opens_or_checks_a_safe_where_no_account_is_kept_in_one(given: Account) -> None:
    assert on_sheets(only(given)).isdisjoint({"C-01", "C-03", "C-05", "T-02", "T-10", "T-41"})
    assert {"C-01", "C-03", "C-05", "T-02", "T-10", "T-41"} <= on_sheets(only(SAFE))


@pytest.mark.parametrize("name", ["full", "minimal", "awkward", "vault", "bags"])
def test_every_place_that_is_opened_holds_a_thing_of_the_packet(name: str) -> None:
    for packet in packets_of(shipped()[name], knowledge().procedure):
        opened = {line.place.id for line in packet.lines if line.place and line.step.per == ("place",)}
        holding = {thing.place.id for thing in packet.case.things}
        assert opened <= holding, packet.case.slug


@pytest.mark.parametrize("given", [RESOLD, CHINA, SOVEREIGN, NEW, UNKNOWN])
def test_nobody_is_sent_to_a_console_that_does_not_exist(given: Account) -> None:
    assert told(only(given)).isdisjoint({"B-20", "B-21", "B-22", "B-23", "B-24", "B-68", "R-11"})
    given_by = {fact.name for packet in packets(only(given)).values() for line in packet.lines for fact in line.gives}
    assert given_by.isdisjoint({"root-session", "password-new"})


def test_without_central_sessions_the_feature_is_switched_on_first() -> None:
    off = only(REMOVED, central_root=CentralRoot(credentials=True, sessions=False))
    on = only(REMOVED, central_root=CentralRoot(credentials=True, sessions=True))
    assert "session" in packets(on)
    assert "session" not in packets(off)
    back = [line.step.id for line in packets(off)["bring-back"].lines]
    assert back.index("B-60") < back.index("B-65") < back.index("B-67")
    assert "B-65" not in told(on)


def test_no_step_switches_role_as_root() -> None:
    for code in knowledge().languages:
        language = knowledge().language(code)
        for step in knowledge().procedure.steps():
            words = language.words(f"steps.steps.{step.id}.do")
            assert "switch role" not in words.lower()
            assert "ロールを切り替え" not in words


@pytest.mark.parametrize("name", ["full", "minimal"])
def test_every_role_that_acts_is_held_by_somebody(name: str) -> None:
    organisation = company(name)
    for step in knowledge().procedure.for_organisation(organisation).steps():
        assert organisation.holders(step.who), step.id
        assert step.second is None or organisation.holders(step.second), step.id


def test_the_second_person_is_never_the_first() -> None:
    for organisation in (company("full"), company("minimal")):
        for step in knowledge().procedure.for_organisation(organisation).steps():
            assert step.second is not step.who, step.id


def test_a_chain_of_stand_ins_always_ends() -> None:
    nobody = dataclasses.replace(company("full"), roles={})
    for role in STAND_INS:
        assert acting_role(role, nobody) in {Role.APPROVER, Role.OPERATOR, Role.WITNESS}


@pytest.mark.parametrize("frame", FRAMES)
def test_every_route_has_a_way_from_its_beginning_to_its_end(frame: str) -> None:
    organisation = built_company(Keys(), Frame(frame))
    for route in organisation.routes:
        own = [packet for packet in packets_of(organisation, knowledge().procedure) if route in packet.case.kind.routes]
        assert own, route
        for packet in own:
            assert packet.main[-1].lines, packet.case.slug
            assert packet.close[-1].phase.id in ("finish", "finish-asking"), packet.case.slug
            assert packet.after(packet.close[-1].lines[-1]) is None


def test_every_route_is_in_a_case_that_is_tried() -> None:
    tried = {route for frame in FRAMES for route in built_company(Keys(), Frame(frame)).routes}
    assert tried == set(Route)


def _headings_to_end(packet: str) -> list[str]:
    """The headings among the rows of a packet up to END, as they are printed."""
    to_end = packet.split('class="end"', maxsplit=1)[0]
    assert to_end != packet
    return [html.unescape(text) for text in re.findall(r'<tr class="section"><th [^>]*>(.*?)</th>', to_end)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", ["awkward", "full", "minimal"])
def test_the_picture_of_the_flow_shows_the_headings_of_packets_in_their_order(company: str, language: str) -> None:
    view = view_of(company, language)
    sheets, picture = sheets_of(company, language), view.flow()
    assert {branch.route for branch in picture.branches} == set(view.organisation.routes)
    for branch in picture.branches:
        headings = [text for text in (picture.begin, *branch.headings, picture.end) if text]
        own = [sheet for sheet in view.packets() if sheet.number == branch.packet]
        printed = [_headings_to_end(sheets[sheet.slug].section.text) for sheet in own]
        assert headings in printed, (branch.packet, headings)
    text = sheets["break-glass"].section.text.split('<div class="flow">')[1].split("<h2>")[0]
    shown = re.findall(r'class="node"><strong>(.*?)</strong>', text)
    branches = [text for branch in picture.branches for text in branch.headings]
    begin = picture.begin or view.language.words("sheets.break-glass.flow_start")
    assert [html.unescape(text) for text in shown[:-1]] == [begin, *branches]


def test_packets_of_one_number_that_differ_in_their_parts_are_two_ways() -> None:
    ways = [branch for branch in view_of("awkward", "en").flow().branches if branch.packet == "21"]
    assert ["Take the things out" in branch.headings for branch in ways] == [True, False]
    assert ways[1].endings == ("0007",)


def written(folder: Path, steps: str, phase: str = "", cases: str = "", ids: str = "") -> Path:
    """A folder with a procedure of one phase that has all of its steps."""
    ids = ids or ", ".join(re.findall(r"id: (X-[0-9])", steps))
    text = (
        f"facts: {{a: open, b: kept}}\nsteps: [{steps}]\n"
        f"phases: [{{id: p, sheet: s, steps: [{ids or 'X-1'}]{phase}}}]\ncases: [{cases}]\n"
    )
    (folder / "procedure.yaml").write_text(text, "utf-8")
    return folder


GOOD = "{id: X-1, who: operator, sources: [own]}"
CASE = "id: c, number: '20', aim: [b]"


@pytest.mark.parametrize(
    ("step", "entry", "reason"),
    [
        ("{id: X-1, who: operator, sources: [own], colour: red}", "steps.X-1.colour", "Unexpected"),
        ("{id: X-1, who: nobody, sources: [own]}", "steps.X-1.who", "'nobody'"),
        ("{id: X-1, who: operator, when: [moon], sources: [own]}", "steps.X-1.when", "unknown moon"),
        ("{id: X-1, who: operator, evidence: smell, sources: [own]}", "steps.X-1.evidence", "'smell'"),
        ("{id: X-1, who: operator, evidence: no, sources: [own]}", "steps.X-1.evidence", "False"),
        ("{id: X-1, who: operator}", "steps.X-1.sources", "required"),
        ("{who: operator, sources: [own]}", "steps.0.id", "required"),
        ("{id: X-1, who: operator, routes: [], sources: [own]}", "steps.X-1.routes", "at least 1 item"),
        ("{id: X-1, who: operator, sources: own, gives: moon}", "steps.X-1 (facts)", "unknown moon"),
        ("{id: X-1, who: operator, sources: own, needs: a}", "steps.X-1 (facts that a step gives)", "unknown a"),
        ("{id: X-1, who: operator, sources: own, forks: [{id: f, go: X-9}]}", "steps.X-1.forks.f.go", "unknown X-9"),
        (
            "{id: X-1, who: operator, sources: own, forks: [{id: f, go: stop, then: moon}]}",
            "steps.X-1.forks.f.then",
            "unknown moon",
        ),
    ],
)
def test_a_fault_in_a_step_is_named(tmp_path: Path, step: str, entry: str, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^procedure\.yaml: {re.escape(entry)}: .*{reason}"):
        load_procedure(written(tmp_path, step))


@pytest.mark.parametrize(
    ("phase", "case", "entry", "reason"),
    [
        (", routes: [door]", "", "phases.p.routes.0", "'door'"),
        (", when: [moon]", "", "phases.p.when", "unknown moon"),
        (", per: moon", "", "phases.p.per", "'moon'"),
        ("", f"{{{CASE}, steps: [moon], close: [p]}}", "cases.c", "unknown moon"),
        ("", f"{{{CASE}, steps: [p], close: [p], when: [moon]}}", "cases.c.when", "unknown moon"),
        ("", f"{{{CASE}, steps: [p], close: [p], returns: X-9}}", "cases.c.returns", "unknown X-9"),
        ("", f"{{{CASE}, steps: [p], close: [p], detours: {{d: [moon]}}}}", "cases.c", "unknown moon"),
    ],
)
def test_a_fault_in_a_phase_or_a_case_is_named(tmp_path: Path, phase: str, case: str, entry: str, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^procedure\.yaml: {re.escape(entry)}: .*{reason}"):
        load_procedure(written(tmp_path, GOOD, phase, case))


def test_a_step_that_no_phase_uses_is_refused(tmp_path: Path) -> None:
    steps = f"{GOOD}, {{id: X-2, who: operator, sources: own}}"
    phases = "phases: [{id: p, sheet: s, steps: [X-1]}]"
    (tmp_path / "procedure.yaml").write_text(f"facts: {{}}\nsteps: [{steps}]\n{phases}\ncases: []", "utf-8")
    with pytest.raises(ValueError, match=r"^procedure\.yaml: steps: unknown X-2"):
        load_procedure(tmp_path)


def test_a_step_is_for_the_routes_and_on_the_conditions_of_its_phase(tmp_path: Path) -> None:
    steps = f"{GOOD}, {{id: X-2, who: operator, sources: own, routes: safe, when: sign-in-policy}}"
    folder = written(tmp_path, steps, ", routes: [safe, removed], when: central-sessions")
    first, second = load_procedure(folder).steps()
    assert (first.routes, first.when) == ((Route.SAFE, Route.REMOVED), ("central-sessions",))
    assert (second.routes, second.when) == ((Route.SAFE,), ("central-sessions", "sign-in-policy"))


def test_a_step_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="X-1 stands twice"):
        load_procedure(written(tmp_path, f"{GOOD}, {GOOD}", ids="X-1"))


def test_every_step_and_phase_is_used() -> None:
    procedure = knowledge().procedure
    in_cases = {name for kind in procedure.cases for name in kind.phases}
    assert {phase.id for phase in procedure.phases if phase.sheet is None} == in_cases
    file = yaml.safe_load((knowledge().folder / "procedure.yaml").read_text("utf-8"))
    assert {step["id"] for step in file["steps"]} == {step.id for step in procedure.steps()}


def test_the_whole_list_is_kept_for_an_organisation_with_every_route() -> None:
    awkward = view_of("awkward", "en")
    missing = {step.id for step in knowledge().procedure.steps()} - {step.id for step in awkward.procedure.steps()}
    assert missing == {
        "A-07",
        "A-08",
        "F-02",
        "R-44",
        "R-88",
        "R-89",
        "R-67",
    }  # others approve; no emergency user, no removed root, no telephone
    assert isinstance(awkward.procedure, Procedure)
