"""The config made of what was told, as text with comments in the reader's language. It may be edited by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from runbook.interview.answers import AgreedHours, Answers, NamedPerson, NamedPlace
from runbook.interview.guarding import administered, administration_alerts, domains, root_addresses, services
from runbook.interview.lines import block, comment, entries, entry
from runbook.interview.people import LEAST_APPROVERS
from runbook.interview.questions import ROLES
from runbook.interview.reach import ORGANIZATION
from runbook.organisation import AccountKind, Custody
from runbook.text.yaml_flow import Value, flow

if TYPE_CHECKING:
    from runbook.interview.answers import ListedAccount
    from runbook.knowledge.language import Language

SCHEMA = "config.schema.json"
_WORDS = re.compile("[-+._]")  # what stands between the words of an address
_UP_TO_A_SIGN = re.compile(".*[-+._]")
_SEVERAL = 3  # addresses
_MAYBE_PRIVATE = ("phone", "tablet", "authenticator-app")  # until somebody says that it is the company's
_FOR_ONE_ACCOUNT = ("totp-token",)  # it shows the code of one secret; a security key can serve many root users


def draft(told: Answers, language: Language, day: date, *, is_sample: bool = False) -> str:
    """The whole file. All appointments begin on ``day``; ``is_sample`` says that everything in it is invented."""
    lines = [f"# yaml-language-server: $schema=./{SCHEMA}", "#", *comment(language, "head"), "config_version: 1"]
    if is_sample:
        lines += [*comment(language, "sample"), "sample: true"]
    for name, section in _sections(told, language, day):
        if section:
            lines += ["", *comment(language, name), *section]
    return "\n".join(lines) + "\n"


def _sections(told: Answers, language: Language, day: date) -> Iterator[tuple[str, list[str]]]:
    """The parts of the file in their order, each under the name of its comment; a part may be empty."""
    names = place_ids(told)
    workstation: dict[str, Value] = {"workstation": told.workstation} if told.workstation else {}
    company = block("company", {"name": told.company, "time_zone": told.time_zone, **workstation})
    yield "company", [*company, f"languages: {flow(list(told.languages))}"]
    yield "people", ["people:", *(line for person in told.people for line in _person(person, told, day))]
    yield "approvers", _approvers(told, day)
    yield "roles", ["roles:", *_roles(told, day)]
    yield (
        "places",
        ["places:", *(line for place in told.places() for line in entry(_place(place, told, names, language)))],
    )
    yield "items", entries("items", (*_items(told, names), *_emergency_items(told, names)))
    yield "services", entries("services", services(told, names, language))
    without: list[Value] = [kind for kind, admins in administered(told).items() if admins == ()]
    yield "without", [f"without: {flow(without)}"] if without else []
    yield "domains", entries("domains", domains(told))
    admins = (_appointed(person, day) for person in told.admins_of(ORGANIZATION) or ())
    yield "organization_admins", entries("organization_admins", admins)
    yield "recovery", [*entries("mailboxes", _mailboxes(told)), *entries("recovery_phones", _phones(told))]
    yield "accounts", entries("accounts", (_account(account, told) for account in told.accounts))
    yield "alternate_contacts", block("alternate_contacts", _contacts(told))
    yield "contacts", entries("contacts", _vendors(told))
    yield "alerts", block("alerts", _alert(told))
    yield "administration_alerts", entries("administration_alerts", administration_alerts(told, names))
    yield "emergency_roles", entries("emergency_roles", _emergency_roles(told))
    yield "central_root", block("central_root", _central_root(told))
    paper = names[told.paper_place] if told.paper_place else next(iter(names.values()))
    yield "copies", entries("copies", [{"sheet": "*", "place": paper}])


def place_ids(told: Answers) -> Mapping[NamedPlace, str]:
    """An id for each place: its kind and a number."""
    return {place: f"{place.kind}-{number}" for number, place in enumerate(told.places(), 1)}


def _appointed(person: str, day: date) -> dict[str, Value]:
    return {"person": person, "from": day.isoformat()}


def _person(person: NamedPerson, told: Answers, day: date) -> list[str]:
    fields: dict[str, Value] = {"id": person.id, "name": person.name}
    if told.hours:
        fields["hours"] = _hours(told.hours)
    dialled = day if told.confirmed is True else told.confirmed
    confirmed = {"confirmed_on": dialled.isoformat()} if dialled else {}
    contacts: list[Value] = [{"kind": "mobile", "value": person.phone, **confirmed}]
    contacts += [{"kind": "email", "value": person.email}] if person.email else []
    return entry(fields, contacts=contacts)


def _hours(agreed: AgreedHours) -> dict[str, Value]:
    return {"from": agreed.start, "until": agreed.until, "days": agreed.days}


def _approvers(told: Answers, day: date) -> list[str]:
    members = (f"    - {flow(_appointed(person, day))}" for person in told.approvers)
    lines = block("approvers", {"required": LEAST_APPROVERS, "out_of_band": told.out_of_band})
    return [*lines, "  members:", *members]


def _roles(told: Answers, day: date) -> Iterator[str]:
    for role in ROLES:
        if holders := getattr(told, role.value):
            yield f"  {role.value}:"
            yield from (f"    - {flow(_appointed(person, day))}" for person in holders)


def _place(place: NamedPlace, told: Answers, names: Mapping[NamedPlace, str], language: Language) -> dict[str, Value]:
    name = language.say("interview.carried", name=place.name) if place.is_carried else place.name
    fields: dict[str, Value] = {"id": names[place], "name": name, "kind": place.kind}
    if place.is_digital:
        fields["service"] = f"service-{names[place]}"
    if groups := told.openers_of(place):
        fields["opened_by"] = [list(group) for group in groups]
        if told.spare_keys is not None and place.has_lock:  # asked where it was told who opens them
            fields["keys_kept_by"] = list(told.spare_keys)
    if hours := told.hours_of(place):
        fields["hours"] = _hours(hours)
    return fields


def _items(told: Answers, names: Mapping[NamedPlace, str]) -> Iterator[dict[str, Value]]:
    """The password of each kept root, then the MFA devices: each for all of them, except a token, which is for one.

    What lies where nobody knows, or where nobody knows who opens it, is no item: then `check` says that it is missing.
    """
    kept = told.kept_as(Custody.SAFE)
    yield from _passwords(told, kept, names)
    number = 0
    for device, place in _devices(told):
        for served in [(account,) for account in kept] if device in _FOR_ONE_ACCOUNT else [kept]:
            number += 1
            item: dict[str, Value] = {"id": f"M-{number:04d}", "kind": device, "holds": "mfa", "place": names[place]}
            item["account"] = served[0].id if len(served) == 1 else [account.id for account in served]
            yield item | ({"personal": True} if place.is_carried and device in _MAYBE_PRIVATE else {})


def _passwords(
    told: Answers, kept: tuple[ListedAccount, ...], names: Mapping[NamedPlace, str]
) -> Iterator[dict[str, Value]]:
    place = told.password_place
    if place is None or not told.openers_of(place):
        return
    for number, account in enumerate(kept, 1):
        seal = told.seals[number - 1] if told.seals and number <= len(told.seals) else None
        kind, letter = ("envelope", "E") if seal else ("document", "D")
        if place.is_digital:
            kind, letter = "vault-entry", "V"
        item: dict[str, Value] = {"id": f"{letter}-{number:04d}", "kind": kind, "holds": "password"}
        item |= {"place": names[place], "account": account.id}
        unsealed = {"sealed": False} if told.seals == () and kind == "document" else {}
        yield item | ({"seal": seal} if seal and kind == "envelope" else {}) | unsealed


def _devices(told: Answers) -> Iterator[tuple[str, NamedPlace]]:
    """Each MFA device of which it is known where it lies, and who opens that."""
    for each, device in enumerate(told.mfa_devices):
        place = told.mfa_place if each == 0 else told.second_mfa_place
        if place is not None and told.openers_of(place):
            yield device.kind, place


def _emergency_items(told: Answers, names: Mapping[NamedPlace, str]) -> Iterator[dict[str, Value]]:
    """Password and MFA device of the emergency user, where those of root lie, if that was told."""
    users, password = told.emergency_users, told.password_place
    if told.emergency is None or users is None or users.people:
        return
    halves: list[tuple[str, str, NamedPlace]] = []
    if password is not None and told.openers_of(password):
        halves.append(("password", "vault-entry" if password.is_digital else "document", password))
    halves += [("mfa", device, place) for device, place in _devices(told)][:1]
    for number, (half, kind, place) in enumerate(halves, 1):
        item: dict[str, Value] = {"id": f"N-{number:04d}", "kind": kind, "holds": half}
        yield item | {"place": names[place], "emergency_role": told.emergency}


def _emergency_roles(told: Answers) -> Iterator[dict[str, Value]]:
    if told.emergency is None or told.management is None:
        return
    role: dict[str, Value] = {"name": told.emergency, "account": told.management}
    users = told.emergency_users
    if users and users.people:
        role["used_by"] = list(users.people)
    yield role | ({"kept": users.how} if users and users.how else {})


def _vendors(told: Answers) -> Iterator[dict[str, Value]]:
    """Who is called about the domains, if there is a number to call."""
    if told.registrar and told.registrar.phone:
        yield {"name": told.registrar.name, "kind": "vendor", "phone": told.registrar.phone}


def _contacts(told: Answers) -> dict[str, Value]:
    return {"security": told.security_contact} if told.security_contact else {}


def _alert(told: Answers) -> dict[str, Value]:
    return {"destination": told.alert.destination, "regions": list(told.alert.regions)} if told.alert else {}


def _central_root(told: Answers) -> dict[str, Value]:
    """Nothing if no root was removed: then nobody was asked about it."""
    if not told.kept_as(Custody.REMOVED):
        return {}
    central: dict[str, Value] = {"credentials": True}
    if told.sessions is None:
        return central
    central["sessions"] = told.sessions.are_on
    return central | ({"admin_role": told.sessions.role} if told.sessions.role else {})


def _mailboxes(told: Answers) -> Iterator[dict[str, Value]]:
    group: dict[str, Value] = {} if told.mailbox_group is None else {"group": told.mailbox_group}
    for address in _patterns(root_addresses(told)):
        yield {"address": address} | group | {"readers": list(told.mailbox_custodian)}


def _patterns(addresses: list[str]) -> Iterator[str]:
    """One pattern for several addresses that begin with the same words ("aws+", "aws-root-"), else each of them.

    A pattern ends in the sign that stands before what is an address's own: letters that are alike by chance, as those
    of "anna" and "aws", are not one mailbox.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for address in addresses:
        name, _, domain = address.rpartition("@")
        sign = _WORDS.search(name)
        alike.setdefault((name[: sign.end()] if sign else name, domain), []).append(name)
    for (_, domain), names in alike.items():
        start = _UP_TO_A_SIGN.match(_beginning(names)) if len(names) >= _SEVERAL else None
        yield from [f"{start[0]}*@{domain}"] if start else (f"{name}@{domain}" for name in names)


def _beginning(names: list[str]) -> str:
    """What all of them begin with."""
    pairs = zip(min(names), max(names), strict=False)  # all others stand between these two
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _phones(told: Answers) -> Iterator[dict[str, Value]]:
    if phone := told.recovery_phone:
        number: dict[str, Value] = {"number": phone.number, "held_by": list(told.phone_custodian)}
        yield number | {"sms": phone.sms, "voice": phone.voice}


def _account(account: ListedAccount, told: Answers) -> dict[str, Value]:
    kind = AccountKind.MEMBER if told.management else AccountKind.STANDALONE
    kind = AccountKind.MANAGEMENT if account.id == told.management else kind
    found: dict[str, Value] = {"id": account.id, "name": account.name, "kind": kind.value}
    found |= {"custody": str(told.custody_of(account)), "root_email": account.email}
    found |= {"partition": account.partition} if account.partition != "aws" else {}
    return found | ({"status": account.status} if account.status != "active" else {})
