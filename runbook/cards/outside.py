"""The cards that anybody may come to read: the door sheet, the wallet card, the telephone card.

They name people, numbers, hours and roles; never an item, a place in which one lies, an account or a root address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.cards.room import laid_out, lines_of
from runbook.custody.call_list import called
from runbook.custody.on_call import Answer, Reached, Rota, coming_rotas, ordinary_answers
from runbook.custody.phrases import week_hours
from runbook.organisation import Role
from runbook.organisation.hours import windows
from runbook.organisation.terms import held_roles

if TYPE_CHECKING:
    from runbook.organisation import Absence, Contact, Organisation, Person, Place
    from runbook.sheets.view import View

CALLS = 3  # people to call whom a card names for each hour
_WRITTEN_AFTERWARDS = frozenset({Role.REVIEWER, Role.OWNER})  # they act by day, when the paper is at hand
_FIRST_SHEETS = frozenset({"first-minutes", "alert"})  # where whoever comes with an emergency begins to read
# The wallet card: 79 mm of text, in lines of 8 pt, and how many of them stand between head and foot.
_WIDTH, _ROOM = 27.0, 9


@dataclass(frozen=True, slots=True)
class Period:
    """The days for which a card is made, both included."""

    first: date
    last: date

    @classmethod
    def after(cls, day: date) -> Period:
        """From a day to the end of the next month."""
        after = (day.replace(day=1) + timedelta(days=62)).replace(day=1)
        return cls(day, after - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class DoorSheet:
    """What hangs outside: whom to call at which hour, who is away, who lets one into the building, where to read on."""

    period: Period
    answers: tuple[tuple[str, tuple[Reached, ...]], ...]
    absences: tuple[tuple[Person, Absence], ...]
    desks: tuple[Contact, ...]
    papers: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PhoneCard:
    """What lies beside a telephone: whom to call at every hour of the days to come."""

    period: Period
    rotas: tuple[Rota, ...]
    desks: tuple[Contact, ...]
    papers: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WalletPiece:
    """A part of somebody's wallet card: their roles, a call, what to say, or where the paper is."""

    kind: str
    lines: int
    roles: tuple[Role, ...] = ()
    stands_in: tuple[Role, ...] = ()
    call: Reached | None = None
    papers: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class WalletCard:
    """One card of somebody; ``number`` of ``total``, because what does not fit goes on to another."""

    person: Person
    pieces: tuple[WalletPiece, ...]
    number: int
    total: int


def door_sheet(view: View) -> DoorSheet:
    """The door sheet of a language: the ordinary week of those in office, and who is away in the days to come."""
    present, period = view.organisation, Period.after(view.day)
    named = {person.id for person in called(present)}
    away = tuple(
        (person, absence)
        for person, absence in view.absences()
        if person.id in named and absence.start <= period.last
    )
    answers = ordinary_answers(present, view.day, CALLS)
    return DoorSheet(period, tuple(_said(view, answers)), away, desks(present), paper_places(view))


def phone_card(view: View, whole: Organisation) -> PhoneCard:
    """The telephone card of a language; ``whole`` has all appointments, because some begin in its days."""
    period = Period.after(view.day)
    rotas = coming_rotas(whole, period.first, period.last, CALLS)
    return PhoneCard(period, rotas, desks(view.organisation), paper_places(view))


def wallet_cards(view: View) -> Iterator[WalletCard]:
    """The cards of everyone who acts in an emergency, or stands in for somebody who does, in the order of people."""
    for person in view.organisation.people:
        roles, stands_in = _roles_of(view.organisation, person)
        if roles or stands_in:
            cards = laid_out(_pieces(view, person, roles, stands_in), _ROOM)
            for number, pieces in enumerate(cards, 1):
                yield WalletCard(person, pieces, number, len(cards))


def desks(organisation: Organisation) -> tuple[Contact, ...]:
    """Contacts inside the company that can be called, such as the guard who lets one in."""
    return tuple(contact for contact in organisation.contacts if contact.kind == "inside" and contact.phone)


def paper_places(view: View) -> tuple[Place, ...]:
    """Where one begins to read, as far as it may be told outside: places with a first sheet, and without any item."""
    found = (place for sheet in view.sheets if sheet.kind in _FIRST_SHEETS for place, _ in view.copies_of(sheet))
    named = {place.id: place for place in found if not view.organisation.items_in(place.id)}
    return tuple(named.values())


def _said(view: View, answers: tuple[Answer, ...]) -> Iterator[tuple[str, tuple[Reached, ...]]]:
    yield from ((view.speaker.say(week_hours(answer.week)), answer.people) for answer in answers)


def _roles_of(organisation: Organisation, person: Person) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """What somebody does in an emergency, and for what else they stand in."""
    held = [(role, entry) for role, _, entry in held_roles(organisation) if role not in _WRITTEN_AFTERWARDS]
    roles = dict.fromkeys(role for role, entry in held if entry.person == person.id)
    stands_in = dict.fromkeys(role for role, entry in held if entry.deputy == person.id and role not in roles)
    return tuple(roles), tuple(stands_in)


def _pieces(view: View, person: Person, roles: tuple[Role, ...], stands_in: tuple[Role, ...]) -> Iterator[WalletPiece]:
    language, organisation = view.language, view.organisation
    said = [language.words(f"labels.roles.{role}") for role in (*roles, *stands_in)]
    yield WalletPiece("roles", lines_of("、".join(said) + " " * 12, _WIDTH), roles, stands_in)
    for call in _calls_of(organisation, person):
        name = organisation.person(call.person.id).name.in_language(language.code)
        number = view.numbers(call.person)[0]
        yield WalletPiece("call", lines_of(f"{name}  {number}", _WIDTH), call=call)
    yield WalletPiece("say", lines_of(language.words("cards.wallet.say"), _WIDTH))
    papers = paper_places(view)
    where = "、".join(place.name.in_language(language.code) for place in papers)
    told = where or language.words("cards.papers.none")
    yield WalletPiece("papers", lines_of(language.words("cards.wallet.papers") + told, _WIDTH), papers=papers)


def _calls_of(organisation: Organisation, person: Person) -> tuple[Reached, ...]:
    """The first others of the call list; and, if none of them can be reached round the clock, the first who can."""
    others = [other for other in called(organisation) if other.id != person.id]
    first = others[:CALLS]
    by_night = next((other for other in others if _is_round_the_clock(other)), None)
    if by_night and not any(map(_is_round_the_clock, first)):
        first.append(by_night)
    return tuple(Reached(other) for other in first)


def _is_round_the_clock(person: Person) -> bool:
    return any(window.round_the_clock for window in windows(person.hours))
