"""An edition as it was issued, the register of all of them, and what can be asked of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from runbook.audience import Audience
from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import edition_code
from runbook.sheets.marks import Mark, PastEdition

_DECISION = "document/decision/number/"  # a fact of an organisation, before the language
_PERSON = re.compile(r"people/([^/]+)/name(?:/[^/]+)?")


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """A sheet of an edition. ``since`` is the day from which this revision is in force; ``pages`` those of its PDF."""

    code: str
    revision: int
    since: date
    pages: int


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved, by id and by name in each language as in the config of that day, and the edition code approved."""

    person: str
    names: Mapping[str, str]
    code: str


@dataclass(frozen=True, slots=True)
class IssuedEdition:
    """Everything that was recorded of an edition.

    ``words`` are the lines of each sheet (``Line.written``); ``facts`` the organisation, flat; ``changes`` what changed
    since the edition before, in sentences by language; ``copies`` the number of copies by sheet and place
    ("02-approvers", "safe-a"), by language too where that makes a difference ("ja/02-approvers"), of the
    role-only edition always ("role-only/ja/02-approvers"); ``places`` the names
    of the places by id and language. ``role_only`` are the codes of the same edition for readers of roles only, without
    pages; empty if none can be made of the config.
    """

    number: int
    code: str
    issued_on: date
    effective: date
    reason: str
    required: int
    approvals: tuple[Approval, ...]
    tool: str
    time_zone: str
    sheets: Mapping[SheetName, IssuedSheet]
    changes: Mapping[str, tuple[str, ...]]
    copies: Mapping[str, Mapping[str, int]]
    places: Mapping[str, Mapping[str, str]]
    facts: Mapping[str, str]
    words: Mapping[SheetName, tuple[str, ...]]
    role_only: Mapping[SheetName, IssuedSheet] = field(default_factory=dict)

    def of(self, audience: Audience) -> Mapping[SheetName, IssuedSheet]:
        """The sheets for an audience."""
        return self.sheets if audience is Audience.FULL else self.role_only

    @property
    def codes(self) -> Mapping[SheetName, str]:
        """The code of every sheet by name."""
        return codes_of(self.sheets)

    def mark_of(self, name: SheetName, audience: Audience = Audience.FULL) -> Mark:
        """What a sheet that this edition brought prints; of readers of roles only without those who approved."""
        approvers = self.approvers(name.language) if audience is Audience.FULL else ()
        return _mark(self.of(audience)[name], self, approvers)

    def copies_of(self, name: SheetName, audience: Audience = Audience.FULL) -> Mapping[str, int]:
        """How many copies of a sheet in its language lie in each place, by id."""
        if audience is not Audience.FULL:
            return self.copies.get(f"{audience}/{name}", {})
        return self.copies.get(str(name), self.copies.get(name.sheet.name, {}))

    def approvers(self, language: str) -> tuple[str, ...]:
        """The names of those who approved."""
        return tuple(approval.names.get(language) or next(iter(approval.names.values())) for approval in self.approvals)

    @property
    def approved(self) -> bool:
        """Whether enough people approved exactly these codes; approvals of anything else do not count."""
        bound = edition_code(self.codes)
        people = {approval.person for approval in self.approvals if approval.code == bound}
        return self.code == bound and len(people) >= self.required


@dataclass(frozen=True)  # without slots: which editions count is worked out once
class Register:
    """All editions, oldest first; numbers count from 1."""

    editions: tuple[IssuedEdition, ...] = ()

    @property
    def time_zone(self) -> str:
        """Where the company is, as the last edition says; UTC if there is none."""
        return self.latest.time_zone if self.latest else "UTC"

    @cached_property
    def issued(self) -> tuple[IssuedEdition, ...]:
        """The editions that count: those with enough approvals of exactly their codes."""
        return tuple(edition for edition in self.editions if edition.approved)

    @property
    def latest(self) -> IssuedEdition | None:
        """The edition issued last, in force or still to come."""
        return next(reversed(self.issued), None)

    def edition(self, number: int) -> IssuedEdition | None:
        """The edition with this number."""
        return next((edition for edition in self.editions if edition.number == number), None)

    def in_force(self, day: date) -> IssuedEdition | None:
        """The edition in force on a day."""
        return next((edition for edition in reversed(self.issued) if edition.effective <= day), None)

    @property
    def timeline(self) -> tuple[IssuedEdition, ...]:
        """The editions that came or will come into force: not those replaced before their day."""
        found: list[IssuedEdition] = []
        for edition in reversed(self.issued):
            if not found or edition.effective < found[-1].effective:
                found.append(edition)
        return tuple(reversed(found))

    def issued_with(
        self, codes: Mapping[SheetName, str], day: date, audience: Audience = Audience.FULL
    ) -> IssuedEdition | None:
        """The edition that has exactly these sheets: the one issued last, or the one in force."""
        candidates = (self.latest, self.in_force(day))
        return next((edition for edition in candidates if edition and codes_of(edition.of(audience)) == codes), None)

    def marks(
        self, codes: Mapping[SheetName, str], day: date, audience: Audience = Audience.FULL
    ) -> Mapping[SheetName, Mark]:
        """The marks of those sheets that are issued with these codes: in force on the day, or issued for later.

        Those of readers of roles only name nobody who approved.
        """
        candidates = [edition for edition in (self.latest, self.in_force(day)) if edition]
        found = {}
        for name, code in codes.items():
            sheets = (edition.of(audience).get(name) for edition in candidates)
            sheet = next((sheet for sheet in sheets if sheet and sheet.code == code), None)
            if sheet:
                edition = next(each for each in self.editions if each.of(audience).get(name) == sheet)
                found[name] = edition.mark_of(name, audience)
        return found

    @property
    def history(self) -> tuple[PastEdition, ...]:
        """What the cover tells of the issued editions, oldest first."""
        before = (None, *self.issued)
        return tuple(_past(old, new) for old, new in zip(before, self.issued, strict=False))

    def revised(self, name: SheetName, code: str, effective: date, audience: Audience = Audience.FULL) -> IssuedSheet:
        """The entry of a sheet in the next edition: as before if its code is the same, else the next revision."""
        known = self.latest.of(audience).get(name) if self.latest else None
        if known and known.code == code:
            return known
        sheets = (edition.of(audience).get(name) for edition in self.editions)
        revisions = (sheet.revision for sheet in sheets if sheet)
        return IssuedSheet(code, max(revisions, default=0) + 1, effective, pages=0)


def codes_of(sheets: Mapping[SheetName, IssuedSheet]) -> Mapping[SheetName, str]:
    """The code of every sheet by name."""
    return {name: sheet.code for name, sheet in sheets.items()}


def _mark(sheet: IssuedSheet, edition: IssuedEdition, approvers: tuple[str, ...]) -> Mark:
    return Mark(
        revision=sheet.revision,
        since=sheet.since,
        number=edition.number,
        issued_on=edition.issued_on,
        effective=edition.effective,
        approvers=approvers,
        tool=edition.tool,
    )


def _past(old: IssuedEdition | None, new: IssuedEdition) -> PastEdition:
    known = codes_of(old.sheets) if old else {}
    changed = {name.sheet.number for name, code in new.codes.items() if known.get(name) != code} if old else set()
    decisions = {key: number for key, number in new.facts.items() if key.startswith(_DECISION)}
    people: dict[str, tuple[str, ...]] = {}
    for key, value in new.facts.items():
        if match := _PERSON.fullmatch(key):
            people[match[1]] = (*people.get(match[1], ()), value)
    return PastEdition(
        number=new.number,
        issued_on=new.issued_on,
        effective=new.effective,
        reason=new.reason,
        sheets=tuple(sorted(changed)),
        approvals=tuple((approval.person, approval.names) for approval in new.approvals),
        decision={
            key.removeprefix(_DECISION): number
            for key, number in decisions.items()
            if old is None or old.facts.get(key) != number
        },
        people=people,
    )
