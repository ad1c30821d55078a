"""What guards the keys, as it stands in the config: services, domains, and the alerts on those who administer them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from runbook.interview.reach import DOMAINS, IDENTITY, MAIL, MAY_BE_NONE, ORGANIZATION, PHONE, PIPELINE, VAULT
from runbook.organisation import Custody, ServiceKind

if TYPE_CHECKING:
    from runbook.interview.answers import Answers, NamedPlace
    from runbook.knowledge.language import Language
    from runbook.text.yaml_flow import Value

_KINDS = {
    MAIL: ServiceKind.MAIL,
    PHONE: ServiceKind.PHONE_CONTRACT,
    IDENTITY: ServiceKind.IDENTITY_PROVIDER,
    PIPELINE: ServiceKind.PIPELINE,
}
_SERVICE_IDS = {ServiceKind.MAIL.value: "mail-service"}  # `mail` is a built-in name; a row of ids is no recovery phrase


def administered(told: Answers) -> Mapping[str, tuple[str, ...] | None]:
    """Who administers each kind of service that is no place; None is not known, () that there is none."""
    return {
        kind.value: told.admins_of(guard) if guard in MAY_BE_NONE else told.admins_of(guard) or None
        for guard, kind in _KINDS.items()
    }


def services(told: Answers, names: Mapping[NamedPlace, str], language: Language) -> Iterator[dict[str, Value]]:
    """The service of each digital place, then each other one of which it is known who administers it."""
    for place in told.places():
        if place.is_digital:
            service: dict[str, Value] = {"id": f"service-{names[place]}", "kind": ServiceKind.VAULT.value}
            service |= {"name": place.name}
            admins_of_vault = told.admins_of(VAULT)
            yield service | ({"administered_by": list(admins_of_vault)} if admins_of_vault else {})
    for kind, admins in administered(told).items():
        if admins:
            service = {
                "id": _SERVICE_IDS.get(kind, kind),
                "kind": kind,
                "name": language.words(f"interview.services.{kind}"),
            }
            service["administered_by"] = list(admins)
            is_pipeline = kind == ServiceKind.PIPELINE.value
            yield service | ({"acts_in": list(told.pipeline_accounts)} if is_pipeline else {})


def _hosts(told: Answers) -> list[str]:
    """The domains of the root addresses, each once."""
    return list(dict.fromkeys(address.rpartition("@")[2] for address in root_addresses(told)))


def domains(told: Answers) -> Iterator[dict[str, Value]]:
    """Each domain of the root addresses, if it is known who administers or registered it."""
    admins = told.admins_of(DOMAINS)
    if not admins and not told.registrar:
        return
    registrar: dict[str, Value] = {"registrar": told.registrar.name} if told.registrar else {}
    for host in _hosts(told):
        yield {"name": host} | registrar | ({"administered_by": list(admins)} if admins else {})


def administration_alerts(told: Answers, names: Mapping[NamedPlace, str]) -> Iterator[dict[str, Value]]:
    """One for all that reaches the same people."""
    watched: dict[tuple[str, ...], list[Value]] = {}
    for guard, people in told.administration_alerts:
        watched.setdefault(people, []).extend(_watched(guard, told, names))
    for people, about in watched.items():
        yield {"on": about, "reaches": list(people)}


def _watched(guard: str, told: Answers, names: Mapping[NamedPlace, str]) -> Iterator[str]:
    """What an alert on a guard watches, by the names that the file gives it."""
    if guard == ORGANIZATION:
        yield ORGANIZATION
    elif guard == VAULT:
        yield from (f"service-{names[place]}" for place in told.places() if place.is_digital)
    elif guard == DOMAINS:
        yield from _hosts(told)
    else:
        kind = _KINDS[guard].value
        yield _SERVICE_IDS.get(kind, kind)


def root_addresses(told: Answers) -> list[str]:
    """The root addresses of accounts whose root is ours to reach, each once."""
    kept = told.kept_as(Custody.SAFE, Custody.SEALED, Custody.REMOVED)
    return list(dict.fromkeys(account.email.lower() for account in kept))
