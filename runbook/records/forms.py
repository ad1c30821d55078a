"""What is typed from paper: a short YAML of a packet, a check, a placement of copies, or of something that was found.

Only what cannot be told without the paper stands in it. `blank.py` writes one to fill in, `form_reading.py` reads it,
`expanding.py` makes the record of a packet of it. What has no value counts as left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from runbook.organisation.fields import AccountId, Identifier, Label
from runbook.records.choices import one_of
from runbook.records.typed_values import Clock, Code, Number, Numbers, OwnDay, SheetPath, StepId, Words, YesOrNo

CHECK, PLACEMENT, FINDING = "check", "placement", "finding"
_STRICT = ConfigDict(extra="forbid", hide_input_in_errors=True)
_Few = Field(min_length=1)
_Answer = Literal["yes", "no"]
_Kind = Literal["use", "drill"]


@dataclass(frozen=True, slots=True)
class TypedApproval:
    """What an approver said, and when."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    person: Identifier
    answer: Annotated[_Answer, one_of(_Answer)] | None = None
    at: Clock | None = None


@dataclass(frozen=True, slots=True)
class TypedSeal:
    """The numbers of a bag before and after."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    old: Label | None = None
    new: Label | None = None


@dataclass(frozen=True, slots=True)
class TypedStop:
    """The last step that was done before one stopped, and why."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    after: StepId
    why: Words


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A packet, or another sheet that is filled in.

    Its steps count as done where they were for those who did the others; ``left_out``, ``stopped`` and ``also_done``
    (of detours) say what was otherwise. Times are those of the decisive steps, without a day that of ``day`` or, if
    earlier than ``begun``, of the day after.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: str
    code: Code
    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{2,17}$")]
    kind: Annotated[_Kind, one_of(_Kind)]
    day: OwnDay
    begun: Clock
    people: Annotated[Mapping[Label, Words], _Few]
    ended: Clock | None = None
    operator: tuple[Identifier, ...] = ()
    task: Words | None = None
    approvals: tuple[TypedApproval, ...] = ()
    times: Mapping[StepId, Clock] = field(default_factory=dict)
    seals: Mapping[Identifier, TypedSeal] = field(default_factory=dict)
    numbers: Mapping[StepId, Words] = field(default_factory=dict)
    left_out: Mapping[StepId, Words] = field(default_factory=dict)
    stopped: TypedStop | None = None
    also_done: tuple[StepId, ...] = ()
    notes: Mapping[StepId, Words] = field(default_factory=dict)
    exceptions: Words | None = None
    ticked: Mapping[Identifier, OwnDay] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedTerm:
    """A term that was renewed."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    role: Identifier
    person: Identifier
    until: OwnDay


Part = Literal["seals", "mfa", "contacts", "custody", "alerts", "mailbox", "access", "review"]


@dataclass(frozen=True, slots=True)
class TypedCheck:
    """A check: what of it was done as a whole (``of``), what was seen of each thing, and what was not as it should be.

    ``notes`` are by the id that they are about.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: Literal["check"]
    day: OwnDay
    by: Annotated[tuple[Identifier, ...], _Few]
    of: tuple[Annotated[Part, one_of(Part)], ...] = ()
    seals: Mapping[Identifier, Label] = field(default_factory=dict)
    tested: tuple[Identifier, ...] = ()
    confirmed: tuple[Identifier, ...] = ()
    accounts: tuple[AccountId, ...] = ()
    batteries: Mapping[Identifier, OwnDay] = field(default_factory=dict)
    domains: Mapping[str, OwnDay] = field(default_factory=dict)
    terms: tuple[TypedTerm, ...] = ()
    notes: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedCopies:
    """Copies of a sheet in a place, by their numbers: 1-2. ``code`` is that which stands on them."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    sheet: SheetPath
    copies: Numbers
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class TypedPlacement:
    """What was laid into a place of an edition, and what was taken out of it and shredded; ``note`` explains it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: Literal["placement"]
    day: OwnDay
    by: Annotated[tuple[Identifier, ...], _Few]
    place: Identifier
    edition: Number
    put_in: tuple[TypedCopies, ...] = ()
    taken_out: tuple[TypedCopies, ...] = ()
    shredded: YesOrNo | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class TypedFinding:
    """Something that was found, about an id of the config; ``closes`` the number of an entry that it ends."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    record: Literal["finding"]
    day: OwnDay
    by: Annotated[tuple[Identifier, ...], _Few]
    about: Label
    found: Words
    done: Words | None = None
    closes: Number | None = None


Typed = TypedSheet | TypedCheck | TypedPlacement | TypedFinding
FORMS: Mapping[str, type[Typed]] = {CHECK: TypedCheck, PLACEMENT: TypedPlacement, FINDING: TypedFinding}
FORM_NAMES = tuple(FORMS)
