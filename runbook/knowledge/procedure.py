"""The procedure: what must be done, in what order, by which role. Language-free; see templates/procedure.yaml.

``load_procedure`` reads the whole list; ``Procedure.for_organisation`` keeps what applies to one organisation, so
that no sheet tells anyone to open a safe that holds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from runbook.knowledge.strict_yaml import STRICT, Flag, Id, Reference, Several, read_strict, refuse_unknown
from runbook.organisation import Organisation, Role, Route

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import ConfigDict

CONDITIONS: Mapping[str, Callable[[Organisation], bool]] = {
    "central-sessions": lambda organisation: organisation.central_root.sessions,
    "no-central-sessions": lambda organisation: not organisation.central_root.sessions,
    "member-root-denied": lambda organisation: organisation.member_root_policy.denies_root,
    "sign-in-policy": lambda organisation: organisation.sign_in_policy.enabled,
    "approved-by-another": lambda organisation: not organisation.approves_alone,
    "approved-alone": lambda organisation: organisation.approves_alone,
    "witnessed": lambda organisation: not organisation.works_alone,
}

Evidence = Literal["time", "number", "photo", "screenshot", "log", "signature"]

# Who acts when nobody holds a role. Only approver, operator and witness are always filled.
STAND_INS: Mapping[Role, Role] = {
    Role.PASSWORD_CUSTODIAN: Role.OPERATOR,
    Role.MFA_CUSTODIAN: Role.WITNESS,
    Role.MAILBOX_CUSTODIAN: Role.OPERATOR,
    Role.PHONE_CUSTODIAN: Role.WITNESS,
    Role.CENTRAL_ADMIN: Role.OPERATOR,
    Role.ALERT_RECEIVER: Role.APPROVER,
    Role.INCIDENT_LEAD: Role.APPROVER,
    Role.REVIEWER: Role.APPROVER,
    Role.OWNER: Role.APPROVER,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, printed with its id in every language; loaded, it also has what its phase hands down."""

    id: Id
    who: Role
    sources: Several[str]
    second: Role | None = None
    evidence: Evidence | None = None
    stop: Flag = False
    routes: Several[Route] = ()
    when: Several[str] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps that belong together, in order; printed on one sheet (and its checklist)."""

    id: Id
    sheet: Id
    steps: tuple[Step, ...]
    routes: Several[Route] = tuple(Route)
    when: Several[str] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """All phases, in order."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    phases: tuple[Phase, ...]

    def steps(self) -> Iterator[Step]:
        """Every step, in order."""
        for phase in self.phases:
            yield from phase.steps

    def on_sheet(self, slug: str) -> tuple[Phase, ...]:
        """The phases printed on a sheet, for example "break-glass"."""
        return tuple(phase for phase in self.phases if phase.sheet == slug)

    def phase(self, phase_id: str) -> Phase | None:
        """The phase with this id, or None when it does not apply."""
        return next((phase for phase in self.phases if phase.id == phase_id), None)

    def for_organisation(self, organisation: Organisation) -> Procedure:
        """What applies here: routes in use, conditions that hold, roles that somebody holds."""
        phases = (_phase_for(phase, organisation) for phase in self.phases)
        return Procedure(tuple(phase for phase in phases if phase.steps))


def acting_role(role: Role, organisation: Organisation) -> Role:
    """The role itself when somebody holds it, else the one that stands in; who works alone is nobody's witness."""
    while role in STAND_INS and not organisation.holders(role):
        role = STAND_INS[role]
    return Role.OPERATOR if role is Role.WITNESS and organisation.works_alone else role


def load_procedure(folder: Path) -> Procedure:
    """Read ``procedure.yaml`` from a templates folder; ValueError names what is wrong in it."""
    path = folder / "procedure.yaml"
    procedure = read_strict(path, Procedure)
    refuse_unknown(path, _references(procedure))
    ids = [step.id for step in procedure.steps()]
    if duplicate := next((step_id for step_id in ids if ids.count(step_id) > 1), None):
        msg = f"{path.name}: step {duplicate} stands twice"
        raise ValueError(msg)
    return Procedure(tuple(_handed_down(phase) for phase in procedure.phases))


def _references(procedure: Procedure) -> Iterator[Reference]:
    for phase in procedure.phases:
        yield f"phases.{phase.id}.when", phase.when, CONDITIONS
        for step in phase.steps:
            yield f"phases.{phase.id}.steps.{step.id}.when", step.when, CONDITIONS


def _handed_down(phase: Phase) -> Phase:
    """A step without routes is for those of its phase, and only where the phase applies."""
    steps = (replace(step, routes=step.routes or phase.routes, when=(*phase.when, *step.when)) for step in phase.steps)
    return replace(phase, steps=tuple(steps))


def _phase_for(phase: Phase, organisation: Organisation) -> Phase:
    routes = tuple(route for route in phase.routes if route in organisation.routes)
    steps = tuple(
        replace(
            step,
            who=acting_role(step.who, organisation),
            second=_second(step, organisation),
            routes=tuple(route for route in step.routes if route in routes),
        )
        for step in phase.steps
        if set(step.routes) & set(routes) and all(CONDITIONS[name](organisation) for name in step.when)
    )
    return replace(phase, routes=routes, steps=steps)


def _second(step: Step, organisation: Organisation) -> Role | None:
    """The second person is never the same role as the first; where one works alone there is none."""
    if step.second is None or organisation.works_alone:
        return None
    second = acting_role(step.second, organisation)
    return second if second is not acting_role(step.who, organisation) else Role.WITNESS
