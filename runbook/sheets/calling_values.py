"""Whom a packet says to call or to tell, and who of the organisation acts: the same in all its packets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from runbook.knowledge.procedure import acting_role
from runbook.organisation import Contact, Role, ServiceKind

if TYPE_CHECKING:
    from runbook.organisation.fields import Text
    from runbook.sheets.naming import Naming


# Who keeps password and MFA devices, and who answers the telephone: whoever reads the mailbox is none of them.
_KEEPERS = (Role.PASSWORD_CUSTODIAN, Role.MFA_CUSTODIAN, Role.PHONE_CUSTODIAN)


def of_calling(naming: Naming) -> Mapping[str, str]:
    """The values of its sentences; of whom nobody has written down, a phrase that says so."""
    look_up = naming.word("packets.notes.look_up")
    contracts = naming.view.organisation.services_of(ServiceKind.PHONE_CONTRACT)
    telephone = _vendors(naming, [one.name for one in contracts])
    return {
        "alert_receivers": _alert_receivers(naming),
        "reseller": naming.contacts("reseller") or look_up,
        "mail_providers": _mail_providers(naming) or look_up,
        "registrars": _registrars(naming) or look_up,
        "phone_company": naming.joined(
            (*(service.name or service.id for service in contracts), *map(naming.contact, telephone))
        )
        or look_up,
        "authorities": _authorities(naming) or naming.word("packets.notes.no_authority"),
        "guards": naming.contacts("inside") or naming.word("packets.notes.no_guard"),
        "barred": _holders(naming, (Role.PASSWORD_CUSTODIAN, Role.MAILBOX_CUSTODIAN), "barred"),
        "keepers": _holders(naming, _KEEPERS, "keepers"),
        "watchers": _taking_turns(naming, Role.OPERATOR),
        "smallest_groups": _smallest_groups(naming),
    }


def _alert_receivers(naming: Naming) -> str:
    """Who receives the alert, or stands in where nobody was named, with numbers."""
    organisation = naming.view.organisation
    return naming.all_reached(
        one.person for one in organisation.holders(acting_role(Role.ALERT_RECEIVER, organisation))
    )


def _mail_providers(naming: Naming) -> str:
    """The mail services, each with its administrators; of the vendors those that name one or a registrar, else all."""
    organisation = naming.view.organisation
    services = organisation.services_of(ServiceKind.MAIL)
    asked = [service.name for service in services] + [domain.registrar for domain in organisation.domains]
    with_admins = (
        naming.with_aside(naming.text(service.name or service.id), admins) if admins else service.name or service.id
        for service in services
        for admins in [naming.all_reached(service.administered_by)]
    )
    return naming.joined([*with_admins, *map(naming.contact, _vendors(naming, asked))])


def _vendors(naming: Naming, asked: Iterable[Text | None]) -> list[Contact]:
    """The vendors whose names hold one that is asked for, without what stands there in brackets; if none does, all."""
    names = [re.split(r"\s*[（(]", naming.text(name))[0] for name in asked if name]
    vendors = [contact for contact in naming.view.organisation.contacts if contact.kind == "vendor"]
    return [one for one in vendors if any(name in naming.text(one.name) for name in names)] or vendors


def _registrars(naming: Naming) -> str:
    """The vendors among the contacts, and registrars of domains that are none of them."""
    vendors = naming.contacts("vendor")
    registrars = dict.fromkeys(domain.registrar for domain in naming.view.organisation.domains if domain.registrar)
    others = [name for name in map(naming.text, registrars) if name not in vendors]
    return naming.joined([*([vendors] if vendors else []), *others])


def _authorities(naming: Naming) -> str:
    """Whom the company has to tell, and by when."""

    def told(contact: Contact) -> str:
        by_when = naming.text(contact.deadline) if contact.deadline else ""
        return naming.with_aside(naming.contact(contact), by_when) if by_when else naming.contact(contact)

    return naming.joined(told(one) for one in naming.view.organisation.contacts if one.kind == "authority")


def _holders(naming: Naming, roles: Iterable[Role], unnamed: str) -> str:
    """Who holds one of some roles, or stands in; where nobody does, a phrase of the packets."""
    named = (one for role in roles for one in naming.view.organisation.holders(role))
    people = dict.fromkeys(name for one in named for name in (one.person, one.deputy) if name)
    return naming.names(people) or naming.word(f"packets.notes.{unnamed}")


def _taking_turns(naming: Naming, role: Role) -> str:
    """Who may take over from each other in a role, with numbers; one person alone has nobody to take over."""
    organisation = naming.view.organisation
    named = organisation.holders(acting_role(role, organisation))
    people = dict.fromkeys([*(one.person for one in named), *(one.deputy for one in named if one.deputy)])
    return naming.word("packets.notes.nobody_else") if len(people) == 1 else naming.all_reached(people)


def _smallest_groups(naming: Naming) -> str:
    """Some of the smallest groups that can sign in as root, each with the accounts of which."""
    if not naming.view.is_full:
        return naming.view.language.withheld("groups")
    accounts: dict[tuple[frozenset[str], ...], list[str]] = {}
    for entry in naming.view.resilience.classes:
        if groups := tuple(proof.people for proof in entry.proofs[:2]):
            accounts.setdefault(groups, []).append(entry.custody.accounts[0].shown_id)
    return naming.joined(
        naming.with_aside(naming.joined(naming.together(sorted(group)) for group in groups), naming.joined(ids))
        for groups, ids in accounts.items()
    )
