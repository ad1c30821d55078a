"""Which steps an organisation gets: no empty safe, no console where there is none, no role nobody holds."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest
from support.organisations import knowledge, sheets_of, view_of

from runbook.knowledge.procedure import STAND_INS, Procedure, acting_role, load_procedure
from runbook.organisation import Account, AccountKind, CentralRoot, Custody, Organisation, Partition, Role, Route
from runbook.organisation.fields import Text


@cache
def company(name: str) -> Organisation:
    return view_of(name, "en").organisation


def only(*accounts: Account, central_root: CentralRoot | None = None) -> Organisation:
    full = company("full")
    return dataclasses.replace(full, accounts=accounts, central_root=central_root or full.central_root)


def account(kind: AccountKind, custody: Custody, **more: object) -> Account:
    return Account(id="111122223333", name=Text.of("x"), kind=kind, custody=custody, **more)  # type: ignore[arg-type]


def phases(organisation: Organisation) -> list[str]:
    procedure = knowledge().procedure.for_organisation(organisation)
    return [phase.id for phase in procedure.on_sheet("break-glass")]


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
    ("given", "expected"),
    [
        (SAFE, ["prepare", "open", "sign-in", "work", "close", "report"]),
        (REMOVED, ["prepare", "central-session", "re-enable", "sign-in", "work", "remove-again", "report"]),
        (SEALED, ["prepare", "unseal", "seal-shut", "report"]),
        (RESOLD, ["prepare", "ask-reseller", "report"]),
        (GOVCLOUD, ["prepare", "govcloud-keys", "report"]),
        (CHINA, ["prepare", "china-admin", "report"]),
        (SOVEREIGN, ["prepare", "sovereign-ask", "report"]),
        (NEW, ["prepare", "new-experience-owner", "report"]),
        (UNKNOWN, ["prepare", "find-out", "report"]),
    ],
)
def test_an_account_gets_only_the_phases_of_its_route(given: Account, expected: list[str]) -> None:
    assert phases(only(given)) == expected


@pytest.mark.parametrize("given", [REMOVED, SEALED, RESOLD, GOVCLOUD, CHINA, SOVEREIGN, NEW, UNKNOWN])
def test_nobody_is_told_to_open_a_safe_that_holds_nothing(given: Account) -> None:
    steps = {step.id for step in knowledge().procedure.for_organisation(only(given)).steps()}
    assert steps.isdisjoint({"B-07", "B-08", "B-10", "B-45", "B-46", "C-01", "C-03", "T-10", "R-02"})


@pytest.mark.parametrize("given", [RESOLD, GOVCLOUD, CHINA, SOVEREIGN, NEW, UNKNOWN])
def test_nobody_is_sent_to_a_console_that_does_not_exist(given: Account) -> None:
    steps = {step.id for step in knowledge().procedure.for_organisation(only(given)).steps()}
    assert steps.isdisjoint({"B-21", "B-22", "B-23", "B-24"})


def test_without_central_sessions_the_feature_is_switched_on_first() -> None:
    off = only(REMOVED, central_root=CentralRoot(credentials=True, sessions=False))
    on = only(REMOVED, central_root=CentralRoot(credentials=True, sessions=True))
    assert "central-session" not in phases(off)
    assert "B-14" in {step.id for step in knowledge().procedure.for_organisation(off).steps()}
    assert "B-14" not in {step.id for step in knowledge().procedure.for_organisation(on).steps()}


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


def test_every_route_has_a_way_through_the_flow() -> None:
    for route in Route:
        own = [phase for phase in knowledge().procedure.on_sheet("break-glass") if route in phase.routes]
        assert own[0].id == "prepare"
        assert own[-1].id == "report"
        assert len(own) >= 3, route


def test_the_picture_shows_every_phase_of_every_route() -> None:
    for language in ("ja", "en"):
        sheet = sheets_of("awkward", language)["break-glass"]
        picture = sheet.section.text.split('<div class="flow">')[1].split("<h2>")[0]
        columns = picture.split('<div class="branch">')[1:]
        view = view_of("awkward", language)
        assert len(columns) == len(view.organisation.routes)
        for column, route in zip(columns, view.organisation.routes, strict=True):
            own = [phase for phase in view.procedure.on_sheet("break-glass")[1:-1] if route in phase.routes]
            nodes = column.split('<div class="node">')[1:]
            headings = [view.language.words(f"steps.phases.{phase.id}.heading") for phase in own]
            shown = [node.split("<strong>")[1].split("</strong>")[0].replace("&#x27;", "'") for node in nodes]
            assert shown[: len(headings)] == headings


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
        ("{id: X-1, who: operator, sources: [own]}], routes: [door", "routes.0", "'door'"),
        ("{id: X-1, who: operator, sources: [own]}], when: [moon", "when", "unknown moon"),
    ],
)
def test_a_fault_in_the_list_of_steps_is_named(tmp_path: Path, step: str, entry: str, reason: str) -> None:
    (tmp_path / "procedure.yaml").write_text(f"phases: [{{id: a, sheet: b, steps: [{step}]}}]", "utf-8")
    with pytest.raises(ValueError, match=rf"^procedure\.yaml: phases\.a\.{re.escape(entry)}: .*{reason}"):
        load_procedure(tmp_path)


def test_a_step_is_for_the_routes_and_on_the_conditions_of_its_phase(tmp_path: Path) -> None:
    steps = (
        "{id: X-1, who: operator, sources: own}, "
        "{id: X-2, who: operator, sources: own, routes: safe, when: sign-in-policy}"
    )
    text = f"phases: [{{id: a, sheet: b, routes: [safe, removed], when: central-sessions, steps: [{steps}]}}]"
    (tmp_path / "procedure.yaml").write_text(text, "utf-8")
    first, second = load_procedure(tmp_path).steps()
    assert (first.routes, first.when) == ((Route.SAFE, Route.REMOVED), ("central-sessions",))
    assert (second.routes, second.when) == ((Route.SAFE,), ("central-sessions", "sign-in-policy"))


def test_a_step_id_stands_once(tmp_path: Path) -> None:
    step = "{id: X-1, who: operator, sources: [own]}"
    (tmp_path / "procedure.yaml").write_text(f"phases: [{{id: a, sheet: b, steps: [{step}, {step}]}}]", "utf-8")
    with pytest.raises(ValueError, match="X-1 stands twice"):
        load_procedure(tmp_path)


def test_the_whole_list_is_kept_for_an_organisation_with_every_route() -> None:
    awkward = view_of("awkward", "en")
    missing = {step.id for step in knowledge().procedure.steps()} - {step.id for step in awkward.procedure.steps()}
    assert missing == {"A-07", "A-08", "B-11", "B-12", "B-13"}  # others approve; its central sessions are off
    assert isinstance(awkward.procedure, Procedure)
