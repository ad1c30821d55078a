"""What is due in words: for the people of the company with every name, for a shared calendar with roles only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.agenda.copies import LOOK
from runbook.agenda.entry import Entry, Kind, State
from runbook.checks.accounts import accounts
from runbook.knowledge.phrases import Name, Speaker
from runbook.organisation import OwnTask, Role

if TYPE_CHECKING:
    from runbook.agenda.entry import Hand
    from runbook.organisation import Organisation
    from runbook.organisation.interval import Interval
    from runbook.organisation.localized import Text

_ROLES = frozenset(role.value for role in Role)
_ADMINISTRATION = "organization_admins"


@dataclass(frozen=True, slots=True)
class Wording:
    """Says entries in a language, by the names of a company.

    ``private`` are texts that may not be said. A name that the company gave to a task or role of its own, and in which
    one of them stands, is said by its id.
    """

    speaker: Speaker
    private: frozenset[str] = frozenset()

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of agenda.yaml."""
        return self.speaker.language.say(f"agenda.{key}", **values)

    def title(self, entry: Entry) -> str:
        """What is to be done, with the names of people, things and accounts."""
        if entry.kind is Kind.TASK:
            return self.task(entry.subject)
        if entry.kind is Kind.FINDING:
            return self._finding(entry)
        form = ""
        values: dict[str, object] = {"subject": entry.subject, "day": entry.ends, "count": len(entry.about)}
        match entry.kind:
            case Kind.CONTACT:
                values["person"] = self.speaker.person(entry.subject)
            case Kind.TEST | Kind.BATTERY:
                kind = self.speaker.organisation.item(entry.subject).kind
                values["kind"] = self.speaker.language.words(f"labels.item_kinds.{kind}")
            case Kind.CUSTODY:
                values["accounts"] = self.speaker.say(accounts(entry.about))
            case Kind.DOMAIN:
                form = "" if entry.ends else "_open"
            case Kind.RISK if entry.about:
                form, values["about"] = "_about", "".join(entry.about)
            case Kind.TERM | Kind.ABSENCE:
                values |= {"person": self.speaker.person(entry.subject), "roles": self.roles(entry.about)}
            case Kind.COPIES:
                form = "" if entry.state is State.UNCONFIRMED else f"_{entry.part or 'new'}"
                values["place"] = self.speaker.say(Name("place", entry.subject))
        return self.say(f"titles.{entry.kind.value}{form}", **values)

    def _finding(self, entry: Entry) -> str:
        if entry.part:
            return self.say("titles.finding_noticed", subject=entry.subject, day=entry.last, number=entry.part)
        form, about = "_about" if entry.about else "", "".join(entry.about)
        title = self.speaker.language.words(f"checks.rules.{entry.subject}")
        return self.say(f"titles.finding{form}", title=title, subject=entry.subject, about=about)

    def shared_title(self, entry: Entry, duties: Iterable[str]) -> str:
        """The same without a person, a place, an account or an accepted risk.

        ``duties`` are the roles of the person whom it is about.
        """
        key = f"shared.{entry.kind.value}"
        match entry.kind:
            case Kind.TASK:
                return self.task(entry.subject)
            case Kind.CONTACT | Kind.TERM | Kind.ABSENCE:
                return self.say(key, roles=self.roles(duties) or self.say("shared.no_role"))
            case Kind.TEST | Kind.BATTERY | Kind.DOMAIN:
                return self.say(key, subject=entry.subject)
            case Kind.COPIES:
                return self.say(f"{key}_look" if entry.part == LOOK else key)
            case Kind.CUSTODY | Kind.RISK | Kind.FINDING:
                return self.say(key)

    def task(self, task: str) -> str:
        """The name of a periodic task."""
        rule = self.speaker.organisation.rotation.tasks()[task]
        if isinstance(rule, OwnTask):
            return self._own(rule.name, task)
        return self.speaker.language.words(f"labels.tasks.{task}")

    def roles(self, names: Iterable[str]) -> str:
        """Roles by the names that they have in the config."""
        return self.speaker.commas(map(self.role, names))

    def role(self, name: str) -> str:
        """A role by the name that it has in the config."""
        if name in _ROLES:
            return self.speaker.language.words(f"labels.roles.{name}")
        own = next((role for role in self.speaker.organisation.own_roles if role.id == name), None)
        return self.say(_ADMINISTRATION) if own is None else self._own(own.name, name)

    def every(self, interval: Interval) -> str:
        """How often: every 3 months."""
        units = (self.speaker.language.say(f"labels.units.{unit}", count=number) for number, unit in interval.parts)
        return self.speaker.language.say("labels.formats.every", interval=self.speaker.commas(units))

    def who(self, entry: Entry) -> str:
        """Who does it: the role, and the people who hold it on that day."""
        people = self.speaker.commas(map(self._hand, entry.hands))
        if entry.role is None:
            return people
        role = self.role(entry.role.value)
        return self.say("who", role=role, people=people) if people else self.say("who_nobody", role=role)

    def where(self, entry: Entry) -> str:
        """At which places: one or two by name, of more the first."""
        if not entry.places:
            return ""
        first, *others = (self.speaker.say(Name("place", place)) for place in entry.places)
        if len(others) > 1:
            return self.say("places", place=first, count=len(others))
        return self.say("place", place=self.speaker.commas((first, *others)))

    def last(self, entry: Entry) -> str:
        """When it was done last, and how often it is to be done; "" for what is no matter of repetition."""
        if entry.every is None:
            return ""
        every = self.every(entry.every)
        if entry.source:
            every = self.say("by", every=every, source=entry.source)
        if entry.last is not None:
            return self.say("last", day=entry.last, every=every)
        if entry.kind is Kind.TASK:
            return self.say("last_unrecorded" if entry.due else "last_undated", every=every)
        return self.say("last_never", every=every)

    def _hand(self, hand: Hand) -> str:
        person = self.speaker.person(hand.person)
        if hand.stands_in_for:
            return self.say("stands_in", person=person, absent=self.speaker.person(hand.stands_in_for))
        return self.say("absent", person=person, until=hand.absent_until) if hand.absent_until else person

    def _own(self, name: Text, name_id: str) -> str:
        said = self.speaker.text(name)
        return name_id if any(_stands_in(text, said.casefold()) for text in self.private) else said


def private_texts(organisation: Organisation) -> frozenset[str]:
    """What stands in no shared calendar, without case: names, numbers, addresses, places, accounts, seals, serials.

    Of the names of people also each part that has two signs.
    """
    return frozenset(text.casefold() for text in _private(organisation) if len(text) > 1)


def _stands_in(text: str, said: str) -> bool:
    """Whether one text is in another: in Latin letters as whole words, because "ito" is no part of "monitoring"."""
    if text not in said or not text.isascii():
        return text in said
    return re.search(rf"(?<![a-z0-9]){re.escape(text)}(?![a-z0-9])", said) is not None


def _private(organisation: Organisation) -> Iterator[str]:
    for person in organisation.people:
        yield from (part for name in _words(person.name) for part in (name, *name.split()))
        yield from (contact.value for contact in person.contacts)
    for place in organisation.places:
        yield from (*_words(place.name), *_words(place.location))
    for site in organisation.sites:
        yield from (*_words(site.name), *_words(site.address))
    for account in organisation.accounts:
        yield from (*_words(account.name), account.id, account.shown_id, account.root_email or "")
    for item in organisation.items:
        yield from (item.seal or "", item.serial or "")
    for contact in organisation.contacts:
        yield from (contact.phone or "", contact.email or "")
    yield from (box.address for box in organisation.mailboxes)
    yield from (phone.number for phone in organisation.recovery_phones)


def _words(text: Text | None) -> tuple[str, ...]:
    if text is None:
        return ()
    return (text.words,) if isinstance(text.words, str) else tuple(words for _, words in text.words)
