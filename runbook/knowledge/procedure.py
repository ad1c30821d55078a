"""The procedure: what must be done, in what order, by which role. Language-free; see templates/procedure.yaml.

`procedure_file.py` reads the whole list; ``Procedure.for_organisation`` keeps what applies to one organisation, so that
no sheet tells anyone to open a safe that holds nothing. What a step needs and changes stands here as names of facts;
`runbook/packets` binds them to things and proves that every packet closes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from runbook.knowledge.strict_yaml import Flag, Id, Several
from runbook.organisation import Account, AccountKind, Organisation, Role, Route


def _members(organisation: Organisation) -> tuple[Account, ...]:
    """The member accounts of the organization whose root AWS lets its management account act on."""
    routes = {Route.SAFE, Route.SEALED, Route.REMOVED, Route.UNKNOWN}
    return tuple(one for one in organisation.accounts if one.kind is AccountKind.MEMBER and one.route in routes)


def _refuses_sessions(organisation: Organisation) -> bool:
    """Whether the policy that denies members their root denies privileged sessions, too."""
    policy = organisation.member_root_policy
    return policy.denies_root and not policy.exempts_assume_root


CONDITIONS: Mapping[str, Callable[[Organisation], bool]] = {
    "central-sessions": lambda organisation: organisation.central_root.sessions,
    "no-central-sessions": lambda organisation: not organisation.central_root.sessions,
    "sign-in-policy": lambda organisation: organisation.sign_in_policy.enabled,
    "approved-by-another": lambda organisation: not organisation.approves_alone,
    "approved-alone": lambda organisation: organisation.approves_alone,
    "witnessed": lambda organisation: not organisation.works_alone,
    "has-places": lambda organisation: bool(organisation.items),
    "has-phone": lambda organisation: bool(organisation.recovery_phones),
    "has-reseller": lambda organisation: Route.RESELLER in organisation.routes,
    "has-members": lambda organisation: bool(_members(organisation)),
    "members-denied": lambda organisation: bool(_members(organisation)) and _refuses_sessions(organisation),
    "has-own-root": lambda organisation: bool({Route.SAFE, Route.SEALED} & {*organisation.routes}),
    "has-emergency": lambda organisation: bool(organisation.emergency_roles),
    "no-emergency": lambda organisation: not organisation.emergency_roles,
    "has-govcloud": lambda organisation: Route.GOVCLOUD in organisation.routes,
    "has-china": lambda organisation: Route.CHINA in organisation.routes,
    "removed-here": lambda organisation: Route.REMOVED in organisation.routes,
}
"""Conditions that the organisation alone decides."""


class SceneCondition(StrEnum):
    """Conditions that a packet decides: its case, and the thing and place of a line (runbook/packets/scene.py)."""

    PHYSICAL_PLACE = "physical-place"
    VAULT_PLACE = "vault-place"
    TRAVELS = "travels"
    SEALED = "sealed"
    UNSEALED = "unsealed"
    BY_TELEPHONE = "by-telephone"
    SECURITY_KEY = "security-key"
    TOKEN = "token"  # noqa: S105  a kind of MFA device, no token
    CODES_AT_HAND = "codes-at-hand"
    CODES_BY_TELEPHONE = "codes-by-telephone"
    MAILBOX_WITHOUT_DEVICE = "mailbox-without-device"
    PASSWORD_UNLISTED = "password-unlisted"  # noqa: S105  the name of a condition
    PASSWORD_IN_NO_VAULT = "password-in-no-vault"  # noqa: S105  the name of a condition
    MFA_LISTED = "mfa-listed"
    MFA_UNLISTED = "mfa-unlisted"
    ACCOUNT_DENIED = "account-denied"
    LINKED_REMOVED = "linked-removed"
    LINKED_KEPT = "linked-kept"
    HAS_CREDENTIALS = "has-credentials"
    ASSUMED_ROLE = "assumed-role"
    PHONE_SHARED = "phone-shared"
    PHONE_KEPT = "phone-kept"
    PHONE_IN_NO_PLACE = "phone-in-no-place"
    DEVICE_SHARED = "device-shared"
    MEMBER_ACCOUNT = "member-account"


Listing = Literal["kept", "senders", "lanes"]
"""What may be listed below a step: all that is kept, who has to go where, by place; the lines that each role does."""
Evidence = Literal["time", "number", "photo", "screenshot", "log", "signature"]
Kept = Literal["open", "kept", "owed", "state"]
Means = Literal["password", "mfa", "mailbox", "phone", "session", "emergency", "sign-in"]
"""What a way into root rests on, and what people may know to fail."""

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


class Way(StrEnum):
    """Where a fork may lead besides to a step: the closing part, the next line, or the next thing to try.

    ``NEXT_DEVICE`` is what comes after a further device, for a line that is about one, and the closing part for the
    only device that there is; for other lines the fork has a second choice.
    """

    STOP = "stop"
    ON = "on"
    ANOTHER = "another-way"
    NEXT_DEVICE = "next-device"


PLACE = "place"
SPARE = "spare"

ASK_AWS, ASK_AWS_MFA = "ask-aws", "ask-aws-mfa"
FORMS = frozenset({ASK_AWS, ASK_AWS_MFA})
"""Where a packet ends that only AWS can take further, by its two forms: no packet of ours."""
ALERT = "alert"
"""The kind of case that every other one may lead to, whoever uses it."""


@dataclass(frozen=True, slots=True)
class Fork:
    """What may happen instead of what one should see, and where one goes on then.

    ``then`` is the packet that one takes afterwards, the first of these that helps; ``fails`` does not work in that one
    either, ``mends`` works again.
    """

    id: Id
    go: Several[str]
    then: Several[str] = ()
    fails: Means | None = None
    mends: Means | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, printed with its id in every language; loaded, it also has what its phase hands down.

    ``calls`` are kinds of packets of the management account that are done in between; ``lists`` is what is printed
    below its sentence, with a box for each.
    """

    id: Id
    who: Role
    sources: Several[str]
    second: Role | None = None
    evidence: Evidence | None = None
    stop: Flag = False
    turn: Flag = False
    together: Flag = False
    routes: Several[Route] = ()
    when: Several[str] = ()
    per: Several[str] = ()
    of: Several[str] = ()
    only: str | None = None
    unless: str | None = None
    needs: Several[str] = ()
    gives: Several[str] = ()
    ends: Several[str] = ()
    forks: tuple[Fork, ...] = ()
    command: str | None = None
    calls: Several[str] = ()
    lists: Listing | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps that belong together, in order; printed on one sheet, or in the packets of the cases that name it.

    ``abreast``: each role goes down its own lines, all at the same time.
    """

    id: Id
    steps: tuple[Step, ...]
    sheet: Id | None = None
    routes: Several[Route] = tuple(Route)
    when: Several[str] = ()
    per: Literal["place", "spare"] | None = None
    parts: Several[str] = ()
    far_first: Flag = False
    abreast: Flag = False


@dataclass(frozen=True, slots=True)
class CaseKind:
    """One reason to pick up paper, and the phases of its packet: what is done, what is tried instead, what closes.

    ``aim`` are the facts that are true at END where everything goes well.
    ``detours`` are phases that only a fork leads to, under the name that forks use; after them one goes on at
    ``returns``. ``once``: whoever was sent on from it does not go back to it for what it knows already.
    ``lost``: what it is there to do without, or to bring back.
    """

    id: Id
    number: str
    steps: Several[str]
    close: Several[str]
    aim: Several[str]
    routes: Several[Route] = ()
    per: Literal["account", "role"] | None = None
    members: Flag = False
    once: Flag = False
    lost: Means | None = None
    when: Several[str] = ()
    detours: Mapping[str, Several[str]] = field(default_factory=dict)
    returns: str | None = None

    @property
    def phases(self) -> tuple[str, ...]:
        """The ids of all its phases."""
        return (*self.steps, *self.close, *(phase for group in self.detours.values() for phase in group))


@dataclass(frozen=True, slots=True)
class Procedure:
    """All phases and kinds of case, in order, and what is known of each fact."""

    phases: tuple[Phase, ...]
    cases: tuple[CaseKind, ...] = ()
    facts: Mapping[str, Kept] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """Every step once, in order."""
        yield from {step.id: step for phase in self.phases for step in phase.steps}.values()

    def on_sheet(self, slug: str) -> tuple[Phase, ...]:
        """The phases printed on a sheet, for example "custody"."""
        return tuple(phase for phase in self.phases if phase.sheet == slug)

    def phase(self, phase_id: str) -> Phase | None:
        """The phase with this id, or None when it does not apply."""
        return next((phase for phase in self.phases if phase.id == phase_id), None)

    @property
    def at_places(self) -> frozenset[str]:
        """The ids of the steps that are done at a place, or before one leaves it: once for each place of a packet."""
        return frozenset(step.id for phase in self.phases if phase.per == PLACE for step in phase.steps)

    def for_organisation(self, organisation: Organisation) -> Procedure:
        """What applies here: routes in use, conditions that hold, roles that somebody holds."""
        used = frozenset(organisation.routes)
        phases = (_phase_for(phase, organisation, used) for phase in self.phases)
        cases = tuple(
            kind
            for kind in self.cases
            if (not kind.routes or used & set(kind.routes)) and _holds(kind.when, organisation)
        )
        return Procedure(tuple(phase for phase in phases if phase.steps), cases, self.facts)


def bare_fact(name: str) -> str:
    """The name of a fact without what it is about: "open" of "open(here)"."""
    return name.partition("(")[0]


def acting_role(role: Role, organisation: Organisation) -> Role:
    """The role itself when somebody holds it, else the one that stands in; who works alone is nobody's witness."""
    while role in STAND_INS and not organisation.holders(role):
        role = STAND_INS[role]
    return Role.OPERATOR if role is Role.WITNESS and organisation.works_alone else role


def _holds(conditions: tuple[str, ...], organisation: Organisation) -> bool:
    """Whether all of the conditions that the organisation decides are true."""
    return all(CONDITIONS[name](organisation) for name in conditions if name in CONDITIONS)


def _phase_for(phase: Phase, organisation: Organisation, used: frozenset[Route]) -> Phase:
    routes = tuple(route for route in phase.routes if route in used)
    steps = tuple(
        replace(
            step,
            who=acting_role(step.who, organisation),
            second=_second(step, organisation),
            routes=tuple(route for route in step.routes if route in routes),
        )
        for step in phase.steps
        if set(step.routes) & set(routes) and _holds(step.when, organisation)
    )
    return replace(phase, routes=routes, steps=steps)


def _second(step: Step, organisation: Organisation) -> Role | None:
    """The second person is never the same role as the first; where one works alone there is none."""
    if step.second is None or organisation.works_alone:
        return None
    second = acting_role(step.second, organisation)
    return second if second is not acting_role(step.who, organisation) else Role.WITNESS
