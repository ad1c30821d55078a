"""The cards that anybody may come to read: the door sheet, the wallet card, the telephone card.

They name people, numbers, hours and roles; never an item, a place in which one lies, an account or a root address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runbook.cards.heads import foot_text, head_text
from runbook.cards.room import ems, laid_out, lines_of
from runbook.custody.call_list import called
from runbook.custody.on_call import Answer, Reached, Rota, coming_rotas, ordinary_answers
from runbook.custody.phrases import kept_hours
from runbook.organisation import Role
from runbook.organisation.hours import windows
from runbook.organisation.terms import held_roles

if TYPE_CHECKING:
    from runbook.organisation import Absence, Contact, Organisation, Person, Place
    from runbook.sheets.view import View

CALLS = 3  # people to call whom a card names for each hour
_WRITTEN_AFTERWARDS = frozenset({Role.REVIEWER, Role.OWNER})  # they act by day, when the paper is at hand
_FIRST_SHEETS = frozenset({"first-minutes", "alert"})  # where whoever comes with an emergency begins to read
# The wallet card as the stylesheet cards.css has it, in points: 54 mm without its padding; a line of 8 pt, of the name,
# of a call; what lies between paragraphs. Its width, in type sizes: of a line, of the name.
_ROOM, _LINE, _NAME_LINE, _CALL_LINE, _GAP = 140.0, 9.7, 12.7, 11.0, 1.3
_WIDTH, _NAME_WIDTH = 28.0, 21.0
_RULES = 6.0  # below the head and above what to say


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
    answers: tuple[tuple[tuple[str, ...], tuple[Reached, ...]], ...]
    absences: tuple[tuple[Person, Absence], ...]
    desks: tuple[Contact, ...]
    papers: tuple[str, ...]

    def still_holds(self, now: DoorSheet) -> bool:
        """Whether nothing on it is otherwise on the sheet of a later day; absences of its days may have passed."""
        same = (self.answers, self.desks, self.papers) == (now.answers, now.desks, now.papers)
        told = [entry for entry in now.absences if entry[1].start <= self.period.last]
        return same and all(entry in self.absences for entry in told)


@dataclass(frozen=True, slots=True)
class PhoneCard:
    """What lies beside a telephone: whom to call at every hour of the days to come."""

    period: Period
    rotas: tuple[Rota, ...]
    desks: tuple[Contact, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WalletPiece:
    """A part of somebody's wallet card: their roles, a call, what to say, or where the paper is."""

    kind: str
    height: float
    roles: tuple[Role, ...] = ()
    stands_in: tuple[Role, ...] = ()
    call: Reached | None = None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WalletCard:
    """One card of somebody; ``number`` of ``total``, because what does not fit goes on to another."""

    person: Person
    pieces: tuple[WalletPiece, ...]
    number: int
    total: int
    alert: str | None


def door_sheet(view: View) -> DoorSheet:
    """The door sheet of a language: the ordinary week of those in office, and who is away in the days to come."""
    present, period = view.organisation, Period.after(view.day)
    named = {person.id for person in called(present)}
    away = tuple(
        (person, absence) for person, absence in view.absences() if person.id in named and absence.start <= period.last
    )
    answers = ordinary_answers(present, view.day, CALLS)
    return DoorSheet(period, tuple(_said(view, answers)), away, desks(present), told_places(view))


def phone_card(view: View, whole: Organisation) -> PhoneCard:
    """The telephone card of a language; ``whole`` has all appointments, because some begin in its days."""
    period = Period.after(view.day)
    rotas = coming_rotas(whole, period.first, period.last, CALLS)
    return PhoneCard(period, rotas, desks(view.organisation), told_places(view))


def wallet_cards(view: View) -> Iterator[WalletCard]:
    """The cards of everyone who acts in an emergency, or stands in for somebody who does, in the order of people."""
    alert = alert_packet(view)
    for person in view.organisation.people:
        roles, stands_in = _roles_of(view.organisation, person)
        if roles or stands_in:
            cards = laid_out(_pieces(view, person, roles, stands_in), _room_of(view, person))
            for number, pieces in enumerate(cards, 1):
                yield WalletCard(person, pieces, number, len(cards), alert)


def desks(organisation: Organisation) -> tuple[Contact, ...]:
    """Contacts inside the company that can be called, such as the guard who lets one in."""
    return tuple(contact for contact in organisation.contacts if contact.kind == "inside" and contact.phone)


def paper_places(view: View) -> tuple[Place, ...]:
    """Where one begins to read, as far as it may be told outside: places with a first sheet, and without any item."""
    found = (place for sheet in view.sheets if sheet.kind in _FIRST_SHEETS for place, _ in view.copies_of(sheet))
    named = {place.id: place for place in found if not view.organisation.items_in(place.id)}
    return tuple(named.values())


def alert_packet(view: View) -> str | None:
    """The number of the packet that is taken on an alert, and when a seal is broken."""
    return next((sheet.number for sheet in view.packets_of("alert")), None)


def told_places(view: View) -> tuple[str, ...]:
    """Those places in words: name, site, floor and room."""
    return tuple(_told_place(view, place) for place in paper_places(view))


def _told_place(view: View, place: Place) -> str:
    text, name = view.speaker.text, view.speaker.text(place.name)
    parts = [text(view.organisation.site(place.site).name)] if place.site else []
    parts += [text(place.location)] if place.location else []
    return view.language.say("cards.papers.at", place=name, whereabouts=view.speaker.commas(parts)) if parts else name


def _said(view: View, answers: tuple[Answer, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Reached, ...]]]:
    """The hours of each answer in words, and whom to call then."""
    for answer in answers:
        yield tuple(map(view.speaker.say, kept_hours(answer.week).values)), answer.people


def _roles_of(organisation: Organisation, person: Person) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """What somebody does in an emergency, and for what else they stand in."""
    held = [(role, entry) for role, _, entry in held_roles(organisation) if role not in _WRITTEN_AFTERWARDS]
    roles = dict.fromkeys(role for role, entry in held if entry.person == person.id)
    stands_in = dict.fromkeys(role for role, entry in held if entry.deputy == person.id and role not in roles)
    return tuple(roles), tuple(stands_in)


def _room_of(view: View, person: Person) -> float:
    """What head, name and foot leave of somebody's card, in points."""
    name = f"{person.name.in_language(view.language.code)}  {view.language.say('cards.wallet.part', number=9, total=9)}"
    lines = lines_of(head_text(view), _WIDTH) + lines_of(foot_text(view), _WIDTH)
    return _ROOM - _RULES - lines * _LINE - lines_of(name, _NAME_WIDTH) * _NAME_LINE - _GAP


def _pieces(view: View, person: Person, roles: tuple[Role, ...], stands_in: tuple[Role, ...]) -> Iterator[WalletPiece]:
    language, organisation = view.language, view.organisation
    held = [language.words(f"labels.roles.{role}") for role in roles]
    held += [language.say("cards.wallet.stands_in", role=language.words(f"labels.roles.{role}")) for role in stands_in]
    yield WalletPiece("roles", _height(view.speaker.commas(held)), roles, stands_in)
    for call in _calls_of(organisation, person):
        number = view.numbers(call.person)[0]
        number = view.at_home(number) or number
        name = f"{call.person.name.in_language(language.code)} {language.words('cards.people.no_phone')}"
        lines = lines_of(name, _WIDTH - ems(number) * 9 / 8 - 1) if ems(number) < _WIDTH / 2 else 0
        yield WalletPiece("call", (lines or lines_of(f"{name} {number}", _WIDTH) + 1) * _CALL_LINE, call=call)
    yield WalletPiece("say", _height(language.say("cards.wallet.say", packet="20")))
    papers = tuple(view.speaker.text(place.name) for place in paper_places(view))
    told = view.speaker.commas(papers) or language.words("cards.papers.none")
    yield WalletPiece("papers", _height(f"{language.words('cards.wallet.papers')} {told}"), papers=papers)


def _height(text: str) -> float:
    return lines_of(text, _WIDTH) * _LINE + _GAP


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
