"""What a question is, and what is proposed where nothing is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runbook.interview.answers import (
    AgreedHours,
    EmergencyUsers,
    ListedAccount,
    NamedAlert,
    NamedDevice,
    NamedPerson,
    NamedPhone,
    NamedPlace,
    NamedVendor,
)
from runbook.interview.people import LEAST_APPROVERS
from runbook.interview.vocabulary import plain

if TYPE_CHECKING:
    from datetime import date

    from runbook.interview.answers import Answers
    from runbook.knowledge.language import Language

_UNKNOWN, _NONE = "-", "none"  # as they are shown: that nobody knows, and that somebody looked


def _always(_: Answers) -> bool:
    return True


def _nothing_proposed(_: Answers, __: Language) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its sentences stand under its name in ``interview.yaml``.

    ``applies`` says whether it is asked after what was told before; ``read`` makes the field of `Answers` of what was
    typed, or fails with RefusedAnswerError; ``proposed`` is the answer of an empty line, None if it has to be typed.
    ``line`` reads one line of an answer that has several, after what ``so_far`` makes of those before it; ``least`` is
    how many there must be, ``ends_with`` says that a line is the last.
    ``is_about_people``: it is asked with the list of people, and ``again`` is its answer with their ids: a number in
    the list means somebody else once the list is corrected. ``is_taken``: where something is proposed it is not asked,
    but shown at the end, where it can be corrected. ``as_read`` shows what an answer, or a line of it, was read as, for
    whoever typed it in a form of their own. ``stays_open``: the rule of `check` that asks on where nobody knows, and
    unless ``may_be_none`` where there is none.
    """

    name: str
    read: Callable[[str, Answers], object]
    applies: Callable[[Answers], bool] = _always
    proposed: Callable[[Answers, Language], str | None] = _nothing_proposed
    line: Callable[[str, Answers], object] | None = None
    so_far: Callable[[Sequence[str], Answers], Answers] = lambda _, told: told
    least: int = 1
    ends_with: Callable[[str], bool] = lambda _: False
    is_about_people: bool = False
    again: Callable[[object, str], str] = lambda _, typed: typed
    is_taken: bool = False
    as_read: Callable[[Any], str] = lambda _: ""
    stays_open: str = ""
    may_be_none: bool = False


def in_ids(people: object, typed: str) -> str:
    """People, or groups of them, by their ids.

    Where nobody was named it is what was typed: that there is none is not the same as that nobody knows.
    """
    listed = people if isinstance(people, tuple) else ()
    return ", ".join(one if isinstance(one, str) else " + ".join(one) for one in listed) or typed


def place_in_ids(place: object, typed: str) -> str:
    """A place with those who open it, if they were named with it."""
    if not isinstance(place, NamedPlace):
        return typed
    openers = f": {in_ids(place.openers, '')}" if place.openers else ""
    return f"{place_as_read(place)}{openers}"


def place_as_read(place: NamedPlace | None) -> str:
    """A place with its hours."""
    if place is None:
        return ""
    hours = f", {hours_as_read(place.hours)}" if place.hours else ""
    return f"{place.kind}, {place.name}{hours}"


def hours_as_read(agreed: AgreedHours | None) -> str:
    """Hours in the form in which they are proposed."""
    return f"{agreed.start}-{agreed.until} {agreed.days}" if agreed else ""


def person_as_read(person: NamedPerson) -> str:
    """A person as in the list of people."""
    return ", ".join(each for each in (person.name, person.phone, person.email, person.id) if each)


def account_as_read(account: ListedAccount) -> str:
    """An account as it may be typed."""
    return f"{account.id}, {account.name}, {account.email}"


def devices_as_read(devices: tuple[NamedDevice, ...]) -> str:
    """MFA devices by their kinds."""
    return ", ".join(device.kind for device in devices)


def day_as_read(confirmed: date | bool) -> str:  # noqa: FBT001  an answer, no switch
    """A day that was named; nothing where yes or no was said."""
    return "" if isinstance(confirmed, bool) else confirmed.isoformat()


def phone_as_read(phone: NamedPhone | None) -> str:
    """The registered telephone with what works on it."""
    if phone is None:
        return ""
    works = (word for word, said in (("sms", phone.sms), ("voice", phone.voice)) if said)
    return ", ".join((phone.number, *works))


def vendor_as_read(vendor: NamedVendor | None) -> str:
    """A firm with its number."""
    return ", ".join(filter(None, (vendor.name, vendor.phone))) if vendor else ""


def alert_as_read(alert: NamedAlert | None) -> str:
    """An alert with its Regions."""
    return ", ".join((alert.destination, *alert.regions)) if alert else ""


def lines_in_ids(found: object, typed: str) -> str:
    """Lines of something and its people; nobody is that there is none of it."""
    pairs = found if isinstance(found, tuple) else ()
    return "\n".join(f"{name}: {in_ids(people, _NONE)}" for name, people in pairs) or typed


def users_in_ids(users: object, typed: str) -> str:
    """Who gets in, and how."""
    if not isinstance(users, EmergencyUsers) or not users.people:
        return typed
    return f"{in_ids(users.people, '')}: {users.how}"


def fixed(answer: str) -> Callable[[Answers, Language], str]:
    """Always the same answer."""
    return lambda _, __: answer


def in_words(key: str) -> Callable[[Answers, Language], str]:
    """A sentence of the language, below ``interview.proposed``."""
    return lambda _, language: language.words(f"interview.proposed.{key}")


def with_root_or_unknown(told: Answers, language: Language) -> str:
    """What belongs to the emergency user lies with what belongs to root, if that lies anywhere."""
    return language.words("interview.proposed.emergency_users") if told.has_safe else _UNKNOWN


def first_device_lies(told: Answers, language: Language) -> str:
    """Where the first MFA device lies, if that was said with its kind."""
    return _as_told(told.mfa_devices[0].where, told) or language.words("interview.proposed.unknown")


def second_device_lies(told: Answers, _: Language) -> str | None:
    """The same of the second; with the first, if nothing was said."""
    return _as_told(told.mfa_devices[1].where, told) or (told.mfa_place.name if told.mfa_place else None)


def _as_told(where: str, told: Answers) -> str:
    """A place by the name that it was told by: a product that keeps passwords may stand in it."""
    named = (place.name for place in told.places() if place.is_digital and where and plain(where) in plain(place.name))
    return next(named, where)


def first_two(told: Answers, _: Language) -> str:
    """The first people, as many as must approve."""
    return ", ".join(person.id for person in told.people[:LEAST_APPROVERS])


def besides(*taken: Callable[[Answers], tuple[str, ...]]) -> Callable[[Answers, Language], str]:
    """The first person who does none of what is named already; the last one if all do."""

    def proposed(told: Answers, _: Language) -> str:
        busy = {person for each in taken for person in each(told)}
        free = [person.id for person in told.people if person.id not in busy]
        return free[0] if free else told.people[-1].id

    return proposed


def keeper(place: Callable[[Answers], NamedPlace | None]) -> Callable[[Answers, Language], str]:
    """The first who opens a place, or else does nothing yet; never who alone answers for the password already."""

    def proposed(told: Answers, _: Language) -> str:
        named = place(told)
        openers = [person for group in (told.openers_of(named) if named else ()) for person in group]
        busy = {*told.approvers, *told.operator, *told.witness}
        everybody = [person.id for person in told.people]
        free = [person for person in everybody if person not in busy]
        return next(person for person in (*openers, *free, *everybody) if (person,) != told.password_custodian)

    return proposed


def first_place(told: Answers, _: Language) -> str | None:
    """The first place in which paper can lie; one that is closed at night only if there is no other."""
    on_paper = [place for place in told.places() if place.has_lock]
    return next((place.name for place in sorted(on_paper, key=lambda place: place.keeps_hours)), None)


def listed_management(told: Answers, _: Language) -> str | None:
    """The management account that the list names, if it is in the list; "-" for a single account."""
    known = {account.id for account in told.accounts}
    named = {account.organization for account in told.accounts if account.organization}
    if len(named & known) == 1:
        return (named & known).pop()
    return "-" if len(known) == 1 else None
