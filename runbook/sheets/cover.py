"""What the cover asks: dates as a country writes them, numbers of forms, what past editions may still be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from runbook.organisation import DocumentControl, FormKind
from runbook.organisation.fields import Interval, Text

if TYPE_CHECKING:
    from runbook.knowledge.sheets import Sheet
    from runbook.organisation import Organisation, Person
    from runbook.sheets.marks import PastEdition
    from runbook.sheets.view import View

MOST_EDITIONS = 12
"""So many editions fit below the rest of the cover; older ones are in the register."""
_WHOLLY = {"checklist": FormKind.CHECKLIST}
_LIES_ON = {
    FormKind.CHECKLIST: "checklist",
    FormKind.CONTACT_TEST: "contacts",
    FormKind.OPENING_LOG: "custody",
    FormKind.PERIODIC: "routine",
    FormKind.REPLACEMENT: "register",
    FormKind.TOLD: "register",
}
"""The sheet (slug) on which the blank of a form is; packets are sheets of their own."""
_SHORTEST_NAME = 2  # signs; shorter ones are found in any sentence


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of form: its number as printed, the sheets with its blank (numbers), how long filled-in ones are kept."""

    kind: FormKind
    number: Text | str
    sheets: tuple[str, ...]
    kept: Interval | None


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover in the language of a view. A company without ``document`` has one that says what is known anyway."""

    view: View

    @property
    def control(self) -> DocumentControl:
        """What the company says of the document; all of it may be left out."""
        return self.view.organisation.document or DocumentControl()

    def day(self, day: date) -> str:
        """A day as it is written in a document of the language."""
        language = self.view.language
        month = language.words(f"document.months.{day.month}")
        return language.say("document.day", year=day.year, month=month, day=day.day)

    def forms(self) -> tuple[Form, ...]:
        """All forms of the set; none if the company does not number its forms."""
        return tuple(self._forms()) if self.view.organisation.document else ()

    def form_of(self, kind: str) -> Form | None:
        """A kind of form, if it is numbered."""
        return next((form for form in self.forms() if form.kind == kind), None)

    def form_of_sheet(self, sheet: Sheet) -> Form | None:
        """The form that a whole sheet is; readers of roles only fill in none."""
        if not self.view.is_full:
            return None
        return self.form_of(FormKind.PACKET if sheet.is_packet else _WHOLLY.get(sheet.slug, ""))

    def _forms(self) -> Iterator[Form]:
        number = 0
        for kind in FormKind:
            sheets = self._sheets_with(kind)
            if sheets:
                number += 1
                own = self.control.forms.get(kind)
                said = own.number if own and own.number else None
                shown = said or self.view.language.say("document.form_number", number=number)
                yield Form(kind, shown, sheets, own.keep_for if own else None)

    def _sheets_with(self, kind: FormKind) -> tuple[str, ...]:
        view = self.view
        if kind is FormKind.PACKET:
            numbers = [sheet.number for sheet in view.packets()]
            return (numbers[0], numbers[-1]) if numbers else ()
        if kind is FormKind.TOLD and not (self.control.acknowledgement and view.is_full):
            return ()
        if kind is FormKind.REPLACEMENT and not view.has_copies():
            return ()
        return tuple(sheet.number for sheet in view.sheets if sheet.slug == _LIES_ON[kind])

    def shows_retention(self) -> bool:
        """Whether the company says of any form how long it is kept."""
        return any(form.kept for form in self.forms())

    def other_classes(self) -> tuple[tuple[Text, tuple[str, ...]], ...]:
        """Handling marks of single sheets that differ from that of the set, with the numbers of those sheets."""
        whole = self.view.organisation.company.classification
        found: dict[Text, list[str]] = {}
        for sheet in self.view.sheets:
            mark = self.view.classification(sheet)
            if mark and mark != whole:
                found.setdefault(mark, []).append(sheet.number)
        return tuple((mark, tuple(dict.fromkeys(numbers))) for mark, numbers in found.items())

    def first_issued(self, history: Sequence[PastEdition]) -> date | None:
        """When the document was established: as the company says, else the first edition."""
        return self.control.established_on or (history[0].issued_on if history else None)

    def shown(self, history: Sequence[PastEdition]) -> tuple[PastEdition, ...]:
        """The newest editions, newest first."""
        return tuple(reversed(history[-MOST_EDITIONS:]))

    def approvers(self, edition: PastEdition) -> tuple[str, ...]:
        """Names of those who approved an edition; whoever the company no longer names is told as one who left."""
        present = {person.id for person in self.view.organisation.people}
        code = self.view.language.code
        left = self.view.language.words("document.left")
        return tuple(
            names.get(code) or next(iter(names.values())) if person in present else left
            for person, names in edition.approvals
        )

    def reason(self, edition: PastEdition, history: Sequence[PastEdition]) -> str | None:
        """Why an edition was issued; None if that names somebody whom the company no longer names."""
        gone = _names_gone(self.view.organisation, history)
        return None if any(name in edition.reason for name in gone) else edition.reason

    def decision(self, edition: PastEdition) -> str | None:
        """The number of the decision by which an edition was adopted."""
        return edition.decision.get(self.view.language.code)

    def told(self) -> tuple[Person, ...]:
        """Everyone who signs that they were told."""
        return self.view.organisation.people


def _names_gone(organisation: Organisation, history: Sequence[PastEdition]) -> frozenset[str]:
    """Names, and parts of names, of people in past editions whom the company no longer names."""
    present = {person.id for person in organisation.people}
    kept = {
        part
        for person in organisation.people
        for code in organisation.languages
        for part in _parts(person.name.in_language(code))
    }
    gone = {
        part
        for edition in history
        for person, names in edition.people.items()
        if person not in present
        for name in names
        for part in _parts(name)
    }
    return frozenset(part for part in gone - kept if len(part) >= _SHORTEST_NAME)


def _parts(name: str) -> tuple[str, ...]:
    return (name, *name.split())
