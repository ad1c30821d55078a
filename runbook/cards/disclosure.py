"""What a card must not tell whoever reads it, looked for in its finished words.

Names and titles come from the config, templates may be a company's own: what the cards mean to leave out is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from runbook.errors import Problem
from runbook.organisation.fields import PHONE_KINDS
from runbook.organisation.numbers import dialled_at_home

if TYPE_CHECKING:
    from runbook.organisation import Item, Organisation

_SHORTEST = 3  # signs: "E1" in a sentence is no trace of an item
_SPACES = re.compile(r"\s+")


def disclosures(name: str, text: str, organisation: Organisation, code: str, *, is_open: bool) -> Iterator[Problem]:
    """Each thing that the words of the card ``name`` tell in the language ``code`` and may not.

    On an open card no item, nor a place where one lies; on no card an account, a root address, an emergency user.
    """
    told = _plain(text)
    for number in _numbers(organisation):
        told = told.replace(_plain(number), " ")
    for secret in (*_of_accounts(organisation), *(_of_items(organisation, code) if is_open else ())):
        if len(secret) >= _SHORTEST and _pattern(secret).search(told):
            yield Problem.of("card-tells", name, text=secret)


def _of_accounts(organisation: Organisation) -> Iterator[str]:
    for account in organisation.accounts:
        yield from (account.id, account.shown_id)
        if account.root_email:
            yield account.root_email
    yield from (role.name for role in organisation.emergency_roles)


def _of_items(organisation: Organisation, code: str) -> Iterator[str]:
    for item in organisation.items:
        yield from _signs(item)
    for place in organisation.places:
        if organisation.items_in(place.id):
            yield place.name.in_language(code)


def _signs(item: Item) -> Iterable[str]:
    """What an item is known by."""
    return (sign for sign in (item.id, item.seal, item.serial, item.aws_name) if sign)


def _numbers(organisation: Organisation) -> Iterator[str]:
    """Telephone numbers, longest form first: an item's number may look like the end of one."""
    own = [
        contact.value for person in organisation.people for contact in person.contacts if contact.kind in PHONE_KINDS
    ]
    zone = organisation.company.time_zone
    for number in (*own, *(contact.phone for contact in organisation.contacts if contact.phone)):
        yield number
        if home := dialled_at_home(number, zone):
            yield home


def _pattern(secret: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z]){re.escape(_plain(secret))}(?![0-9A-Za-z])", re.IGNORECASE)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
