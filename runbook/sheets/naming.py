"""How a packet names people, places, contacts, devices and packets of the organisation, as text of a language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.organisation import Contact, Item, Person, Place

if TYPE_CHECKING:
    from runbook.sheets.view import View


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of an organisation in the language of a view."""

    view: View

    def word(self, key: str) -> str:
        """A sentence that needs no values."""
        return self.view.language.words(key)

    def text(self, value: object) -> str:
        """A text of the config, in the language if it is said in several."""
        in_language = getattr(value, "in_language", None)
        return in_language(self.view.language.code) if in_language else str(value)

    def joined(self, values: Iterable[object]) -> str:
        """Texts as a list; empty if there are none."""
        return self.word("labels.formats.list_separator").join(map(self.text, values))

    def with_aside(self, text: str, aside: str) -> str:
        """A text and what is said beside it, in brackets of the language."""
        return self.view.language.say("labels.formats.with_aside", text=text, aside=aside)

    def introducing(self, head: str, text: str) -> str:
        """What a text is about, a colon of the language, and the text."""
        return self.view.language.say("labels.formats.introducing", head=head, text=text)

    def names(self, people: Iterable[str]) -> str:
        """People, each of whom is meant."""
        return self.joined(self._person(name).name for name in people)

    def _person(self, person_id: str) -> Person:
        return self.view.organisation.person(person_id)

    def together(self, group: Iterable[str]) -> str:
        """People of whom all are needed."""
        return self.word("packets.notes.and").join(self.text(self._person(name).name) for name in group)

    def reached(self, person_id: str) -> str:
        """A person with the first number to call."""
        return f"{self.text(self._person(person_id).name)} {self._number(person_id)}"

    def all_reached(self, people: Iterable[str]) -> str:
        """People, each with the first number to call."""
        return self.joined(map(self.reached, people))

    def _number(self, person_id: str) -> str:
        number = self.view.numbers(self._person(person_id))[0]
        return self.view.at_home(number) or number

    def openers(self, place: Place | None) -> str:
        """Who opens a place: groups of names."""
        if place is None:
            return ""
        groups = (self.together(group) for group in place.opened_by)
        return self.word("packets.notes.or").join(groups)

    def numbers_of_openers(self, place: Place | None) -> str:
        """All who can open a place, with the number of each."""
        people = dict.fromkeys(name for group in (place.opened_by if place else ()) for name in group)
        return self.all_reached(people)

    def people_at(self, place: Place | None) -> str:
        """The first group that opens a place: who goes there."""
        return self.together(place.opened_by[0]) if place and place.opened_by else self.openers(place)

    def place_at(self, place: Place | None) -> str:
        """A place, with site and room as far as the organisation says them."""
        if place is None:
            return ""
        site = [self.view.organisation.site(place.site).name] if place.site else []
        location = self.joined([*site, *([place.location] if place.location else [])])
        name = self.text(place.name)
        return self.view.language.say("packets.notes.place_at", place=name, location=location) if location else name

    def vault(self, place: Place | None) -> str:
        """A place that one signs in to, with the service that it is, as far as the organisation says it."""
        if place is None:
            return ""
        service = self.view.organisation.service(place.service) if place.service else None
        name, kind = self.text(place.name), self.text(service.name) if service and service.name else ""
        return self.with_aside(name, kind) if kind and kind != name else name

    def site_of(self, place: Place | None) -> str:
        """The site of a place; the place itself if it belongs to none."""
        if place is None:
            return ""
        return self.text(self.view.organisation.site(place.site).name if place.site else place.name)

    def marked(self, items: Iterable[Item]) -> str:
        """Devices with the name by which AWS lists them, or the number on them."""
        marks = ((item.id, item.aws_name or item.serial) for item in items)
        return self.joined(self.with_aside(name, mark) if mark else name for name, mark in marks)

    def contacts(self, kind: str) -> str:
        """All contacts of a kind; empty if there are none."""
        return self.joined(self.contact(contact) for contact in self.view.organisation.contacts if contact.kind == kind)

    def contact(self, contact: Contact) -> str:
        """A contact with the first way to reach it."""
        home = self.view.at_home(contact.phone) if contact.phone else None
        address = home or contact.phone or contact.email or contact.url or ""
        return f"{self.text(contact.name)} {address}".strip()

    def packet(self, slug: str) -> str:
        """The number of a packet, with the account whose it is."""
        sheet = next(sheet for sheet in self.view.sheets if sheet.slug == slug)
        return self.with_aside(sheet.number, self.view.shown_id(sheet.account)) if sheet.account else sheet.number
