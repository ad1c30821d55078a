"""What a check or a finding may say, and what follows from it: days of tests and confirmations, seals, terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, get_args

from runbook.organisation.deadlines import has_battery, is_tested
from runbook.organisation.terms import appointments
from runbook.records.examination import Found, Weight, found_at, refused, told
from runbook.records.facts import CLOSES, fact
from runbook.records.forms import Part
from runbook.records.store import Kind
from runbook.text.nearest import near_one

if TYPE_CHECKING:
    from runbook.config.tree import Path
    from runbook.editions import Register
    from runbook.organisation import Item, Organisation
    from runbook.records.forms import Typed, TypedCheck, TypedFinding
    from runbook.records.store import Entry, Records

TASKS: Mapping[str, str] = {
    "seals": "seal_check",
    "mfa": "mfa_check",
    "contacts": "contact_test",
    "alerts": "alert_test",
    "access": "access_review",
    "review": "runbook_review",
}
"""The periodic task that a whole check is; a look at custody and mailboxes is a part of others."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a form is judged by: the company with all appointments and those of its day, register, records, today.

    ``instead_of`` is the number of the entry that it is going to correct.
    """

    whole: Organisation
    present: Organisation
    before: Records
    register: Register
    today: date
    instead_of: int | None = None

    def seals(self, day: date) -> Mapping[str, str]:
        """The seal that each item ought to have: by the records up to a day, else by the config."""
        by_config = {item.id: item.seal for item in self.whole.items if item.seal}
        return {**by_config, **self.before.last_seals(without=self.instead_of, until=day)}


def unexplained(rule: str, path: Path, note: object, /, **values: object) -> Found:
    """A finding that is refused unless a note says why it was so."""
    return found_at(Weight.EXPLAINED if note else Weight.REFUSED, rule, path, values)


def about_day_and_people(form: Typed, looked: Looked) -> Iterator[Found]:
    """Not after today, and by people of the company who held something on the day."""
    if form.day > looked.today:
        yield refused("record-in-future", ("day",), today=looked.today)
    known = {person.id for person in looked.whole.people}
    held = {
        name for _, _, each in appointments(looked.present) for name in (each.person, each.deputy) if name is not None
    }
    for at, person in enumerate(getattr(form, "by", ())):
        if person not in known:
            yield refused("typed-person", ("by", at), person=person, nearest=near_one(person, known))
        elif person not in held:
            yield refused("typed-person-not-in-office", ("by", at), person=person, day=form.day)


def about_check(check: TypedCheck, looked: Looked) -> Iterator[Found]:
    """Things that there are, seals as they are known, and of a whole check everything that belongs to it."""
    whole, notes = looked.whole, check.notes
    known, items = looked.seals(check.day), {item.id: item for item in whole.items}
    if not (check.of or tasks_of_check(check) or follows_of_check(check) or check.seals or notes):
        yield refused("typed-check-empty", ("record",))
    named: list[tuple[Path, str]] = [(("tested", at), item) for at, item in enumerate(check.tested)]
    named += [((part, item), item) for part in ("seals", "batteries") for item in getattr(check, part)]
    for path, item in named:
        if item not in items:
            yield refused("record-item-unknown", path, item=item)
    for item, number in check.seals.items():
        if item in items and known.get(item) != number:
            values = {"item": item, "number": number, "known": known.get(item, "–")}
            yield unexplained("typed-seal-differs", ("seals", item), notes.get(item), **values)
    yield from _unknown(check, whole)
    yield from _impossible(check, items)
    yield from _incomplete(check, known, whole)
    ids = {*_ids(whole), *get_args(Part)}
    for name, text in notes.items():
        if name not in ids:
            yield refused("typed-id", ("notes", name), id=name, nearest=near_one(name, ids))
        else:
            yield told("typed-note", ("notes", name), about=name, text=text)


def _unknown(check: TypedCheck, whole: Organisation) -> Iterator[Found]:
    people, accounts = {each.id for each in whole.people}, {each.id for each in whole.accounts}
    for at, person in enumerate(check.confirmed):
        if person not in people:
            yield refused("typed-person", ("confirmed", at), person=person, nearest=near_one(person, people))
    for at, account in enumerate(check.accounts):
        if account not in accounts:
            yield refused("typed-id", ("accounts", at), id=account, nearest=near_one(account, accounts))
    domains = {each.name for each in whole.domains}
    for domain in check.domains:
        if domain not in domains:
            yield refused("typed-id", ("domains", domain), id=domain, nearest=near_one(domain, domains))
    held = {(role, each.person) for role, _, each in appointments(whole)}
    for at, term in enumerate(check.terms):
        if (term.role, term.person) not in held:
            yield refused("typed-term", ("terms", at), role=term.role, person=term.person)
        elif term.until <= check.day:
            yield refused("typed-term-over", ("terms", at, "until"), until=term.until, day=check.day)


def _impossible(check: TypedCheck, items: Mapping[str, Item]) -> Iterator[Found]:
    """What is no device was not tested, what has no battery got no new one, and what is new does not end before."""
    tested = [name for name, item in items.items() if is_tested(item) or has_battery(item)]
    powered = [name for name, item in items.items() if has_battery(item) or item.battery_due is not None]
    for at, name in enumerate(check.tested):
        if name in items and name not in tested:
            yield refused("typed-not-tested", ("tested", at), item=name, known=", ".join(tested) or "–")
    for name in check.batteries:
        if name in items and name not in powered:
            yield refused("typed-no-battery", ("batteries", name), item=name, known=", ".join(powered) or "–")
    ending = [(("batteries", name), name, due) for name, due in check.batteries.items()]
    ending += [(("domains", name), name, end) for name, end in check.domains.items()]
    for path, name, last in ending:
        if last <= check.day:
            yield refused("typed-renewed-over", path, about=name, until=last, day=check.day)


def _incomplete(check: TypedCheck, seals: Mapping[str, str], whole: Organisation) -> Iterator[Found]:
    """What a check that is said to be whole says nothing about."""
    lists: Mapping[str, tuple[set[str], set[str]]] = {
        "seals": ({item.id for item in whole.items if item.id in seals}, {*check.seals}),
        "mfa": ({item.id for item in whole.items if "mfa" in item.keys}, {*check.tested}),
        "contacts": ({each.id for each in whole.people if each.contacts}, {*check.confirmed}),
    }
    for at, part in enumerate(check.of):
        wanted, said = lists.get(part, (set(), set()))
        if lacking := sorted(wanted - said - {*check.notes}):
            yield refused("typed-check-incomplete", ("of", at), part=part, lacking=", ".join(lacking))


def follows_of_check(check: TypedCheck) -> Mapping[str, str]:
    """Days by path of ids. Of what a note is about, nothing is known to be in order."""
    day, noted = str(check.day), {*check.notes}
    return {
        **{fact("items", item, "tested_on"): day for item in check.tested if item not in noted},
        **{fact("people", person, "confirmed_on"): day for person in check.confirmed if person not in noted},
        **{fact("accounts", account, "verified_on"): day for account in check.accounts if account not in noted},
        **{fact("items", item, "battery_due"): str(due) for item, due in check.batteries.items()},
        **{fact("domains", domain, "expires_on"): str(end) for domain, end in check.domains.items()},
        **{fact("terms", term.role, term.person): str(term.until) for term in check.terms},
    }


def tasks_of_check(check: TypedCheck) -> Mapping[str, date]:
    """The periodic tasks that were done with it."""
    return {TASKS[part]: check.day for part in check.of if part in TASKS}


def about_finding(finding: TypedFinding, looked: Looked) -> Iterator[Found]:
    """About something that there is; what it closes was found before, and is still open."""
    known = _ids(looked.whole)
    if finding.about not in known:
        yield refused("typed-id", ("about",), id=finding.about, nearest=near_one(finding.about, known))
    open_ones = {entry.number: entry for entry in open_findings(looked.before)}
    if finding.closes is not None:
        closed = open_ones.get(finding.closes)
        if closed is None:
            listed = ", ".join(map(str, open_ones)) or "–"
            yield refused("typed-closes-none", ("closes",), entry=finding.closes, known=listed)
        elif closed.subject != finding.about:
            yield refused("typed-closes-another", ("closes",), entry=finding.closes, about=closed.subject)
        elif closed.day > finding.day:
            yield refused("typed-closes-later", ("closes",), entry=finding.closes, day=closed.day)


def _ids(whole: Organisation) -> frozenset[str]:
    """Everything that can be spoken of by its id."""
    kinds = (whole.people, whole.places, whole.items, whole.accounts, whole.services, whole.sites)
    return frozenset(str(each.id) for kind in kinds for each in kind) | {domain.name for domain in whole.domains}


def follows_of_finding(finding: TypedFinding) -> Mapping[str, str]:
    """What it closes."""
    return {CLOSES: str(finding.closes)} if finding.closes is not None else {}


def open_findings(records: Records) -> tuple[Entry, ...]:
    """Entries of something that was found and that none ends so far."""
    closed = {entry.follows[CLOSES] for entry in records.standing if CLOSES in entry.follows}
    found = (entry for entry in records.standing if entry.kind is Kind.FINDING and CLOSES not in entry.follows)
    return tuple(entry for entry in found if str(entry.number) not in closed)
