"""The config made of what was told, as text with comments in the reader's language. It may be edited by hand."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from runbook.interview.questions import ROLES
from runbook.interview.told import NamedPlace, Told
from runbook.organisation import AccountKind, Custody, ServiceKind

if TYPE_CHECKING:
    from runbook.interview.told import ListedAccount
    from runbook.knowledge.language import Language

SCHEMA = "config.schema.json"
_WIDTH = 140

# Letters, digits, blanks and the signs of names and addresses, beginning with a letter: YAML reads them as they stand, between braces too.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./@-]*[\w.-])?")
_NOT_A_TEXT = frozenset(("y", "n", "yes", "no", "true", "false", "on", "off", "null"))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Value = str | int | bool | list["Value"] | dict[str, "Value"]


def draft(told: Told, language: Language, day: date, *, is_sample: bool = False) -> str:
    """The whole file. All appointments begin on ``day``; ``is_sample`` says that everything in it is invented."""

    def comment(name: str) -> Iterator[str]:
        return _comment(language.words(f"interview.comments.{name}"))

    lines = [f"# yaml-language-server: $schema=./{SCHEMA}", "#", *comment("head"), "config_version: 1"]
    if is_sample:
        lines += [*comment("sample"), "sample: true"]
    lines += ["", *comment("company"), *_block("company", {"name": told.company, "time_zone": told.time_zone})]
    lines += [f"languages: {_flow(list(told.languages))}"]
    lines += ["", *comment("people"), "people:"]
    for person in told.people:
        contacts: list[Value] = [{"kind": "mobile", "value": person.phone}]
        contacts += [{"kind": "email", "value": person.email}] if person.email else []
        lines += _entry({"id": person.id, "name": person.name}, contacts=contacts)
    lines += ["", *comment("approvers"), "approvers:", "  required: 2", f"  out_of_band: {_flow(told.out_of_band)}"]
    lines += ["  members:", *(f"    - {_flow(_appointed(person, day))}" for person in told.approvers)]
    lines += ["", *comment("roles"), "roles:"]
    for role in ROLES:
        if holders := getattr(told, role.value):
            lines += [f"  {role.value}:", *(f"    - {_flow(_appointed(person, day))}" for person in holders)]
    lines += ["", *comment("places"), "places:"]
    names = place_ids(told)
    for place in told.places():
        lines += _entry(dict(_place(place, told, names)))
    if items := list(_items(told, names)):
        lines += ["", *comment("items"), *_list("items", items)]
    if services := list(_services(told, names)):
        lines += ["", *comment("services"), *_list("services", services)]
    if told.organization_admins:
        admins = [_appointed(person, day) for person in told.organization_admins]
        lines += ["", *comment("organization_admins"), *_list("organization_admins", admins)]
    if channels := [*_mailboxes(told), *_phones(told)]:
        lines += ["", *comment("recovery"), *channels]
    lines += ["", *comment("accounts"), *_list("accounts", [_account(account, told) for account in told.accounts])]
    if told.kept_as(Custody.REMOVED):
        central: dict[str, Value] = {"credentials": True, "sessions": told.sessions}
        central |= {"admin_role": told.admin_role} if told.admin_role else {}
        lines += ["", *comment("central_root"), *_block("central_root", central)]
    paper = names[told.paper_place] if told.paper_place else next(iter(names.values()))
    lines += ["", *comment("copies"), *_list("copies", [{"sheet": "*", "place": paper}])]
    return "\n".join(lines) + "\n"


def place_ids(told: Told) -> Mapping[NamedPlace, str]:
    """An id for each place: its kind and a number."""
    return {place: f"{place.kind}-{number}" for number, place in enumerate(told.places(), 1)}


def _appointed(person: str, day: date) -> dict[str, Value]:
    return {"person": person, "from": day.isoformat()}


def _place(place: NamedPlace, told: Told, names: Mapping[NamedPlace, str]) -> Iterator[tuple[str, Value]]:
    yield from {"id": names[place], "name": place.name, "kind": place.kind}.items()
    if place.is_digital:
        yield "service", f"service-{names[place]}"
    if groups := told.openers_of(place):
        yield "opened_by", [list(group) for group in groups]


def _items(told: Told, names: Mapping[NamedPlace, str]) -> Iterator[dict[str, Value]]:
    """The password of each kept root, then each MFA device with all of them."""
    kept = told.kept_as(Custody.SAFE)
    if told.password_place is None or told.mfa_place is None or not kept:
        return
    for number, account in enumerate(kept, 1):
        seal = told.seals[number - 1] if number <= len(told.seals) else None
        kind, letter = ("envelope", "E") if seal else ("document", "D")
        if told.password_place.is_digital:
            kind, letter = "vault-entry", "V"
        item: dict[str, Value] = {"id": f"{letter}-{number:04d}", "kind": kind, "holds": "password"}
        item |= {"place": names[told.password_place], "account": account.id}
        yield item | ({"seal": seal} if seal and kind == "envelope" else {})
    accounts: Value = kept[0].id if len(kept) == 1 else [account.id for account in kept]
    for number, device in enumerate(told.mfa_devices, 1):
        yield {
            "id": f"M-{number:04d}",
            "kind": device,
            "holds": "mfa",
            "place": names[told.mfa_place if number == 1 else told.second_mfa_place or told.mfa_place],
            "account": accounts,
        }


def _services(told: Told, names: Mapping[NamedPlace, str]) -> Iterator[dict[str, Value]]:
    for place in told.places():
        if place.is_digital:
            service: dict[str, Value] = {"id": f"service-{names[place]}", "kind": ServiceKind.VAULT.value}
            service |= {"name": place.name}
            yield service | ({"administered_by": list(told.vault_admins)} if told.vault_admins else {})


def _mailboxes(told: Told) -> Iterator[str]:
    addresses = dict.fromkeys(
        account.email.lower() for account in told.kept_as(Custody.SAFE, Custody.SEALED, Custody.REMOVED)
    )
    if not addresses or not told.mailbox_custodian:
        return
    boxes: list[dict[str, Value]] = [
        {"address": address, "group": told.mailbox_group, "readers": list(told.mailbox_custodian)}
        for address in _patterns(list(addresses))
    ]
    yield from _list("mailboxes", boxes)


def _patterns(addresses: list[str]) -> list[str]:
    """One pattern for addresses that begin alike on one domain, else each of them."""
    domains = {address.rpartition("@")[2] for address in addresses}
    start = os.path.commonprefix([address.rpartition("@")[0] for address in addresses])
    if len(addresses) > 1 and len(domains) == 1 and start:
        return [f"{start}*@{domains.pop()}"]
    return addresses


def _phones(told: Told) -> Iterator[str]:
    if told.recovery_phone is None:
        return
    phone: dict[str, Value] = {"number": told.recovery_phone, "held_by": list(told.phone_custodian)}
    yield from _list("recovery_phones", [phone | {"sms": told.phone_answers, "voice": told.phone_answers}])


def _account(account: ListedAccount, told: Told) -> dict[str, Value]:
    kind = AccountKind.MEMBER if told.management else AccountKind.STANDALONE
    kind = AccountKind.MANAGEMENT if account.id == told.management else kind
    found: dict[str, Value] = {"id": account.id, "name": account.name, "kind": kind.value}
    found |= {"custody": str(told.custody_of(account)), "root_email": account.email}
    found |= {"partition": account.partition} if account.partition != "aws" else {}
    return found | ({"status": account.status} if account.status != "active" else {})


# --- YAML -----------------------------------------------------------------------------------------------------------


def _comment(words: str) -> Iterator[str]:
    return (f"# {line}".rstrip() for line in words.strip().splitlines())


def _block(name: str, fields: Mapping[str, Value]) -> list[str]:
    return [f"{name}:", *(f"  {key}: {_flow(value)}" for key, value in fields.items())]


def _list(name: str, entries: Iterable[Mapping[str, Value]]) -> list[str]:
    """A list with an entry on each line, or on several where one would be too long."""
    lines = [f"{name}:"]
    for entry in entries:
        line = f"  - {_flow(dict(entry))}"
        lines += [line] if len(line) <= _WIDTH else _entry(entry)
    return lines


def _entry(fields: Mapping[str, Value], **lists: list[Value]) -> list[str]:
    """An entry of a list with each field on its own line, and each element of its lists too."""
    lines = [f"    {key}: {_flow(value)}" for key, value in fields.items()]
    for key, elements in lists.items():
        lines += [f"    {key}:", *(f"      - {_flow(element)}" for element in elements)]
    return [f"  - {lines[0].strip()}", *lines[1:]]


def _flow(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    is_plain = _DAY.fullmatch(text) or (_PLAIN.fullmatch(text) and text.lower() not in _NOT_A_TEXT)
    return text if is_plain else json.dumps(text, ensure_ascii=False)
