"""Who controls what guards the keys, and what each of them can do with it: every means that an organisation gives.

All that is modelled stands here once; what follows from it is worked out in `takeover.py`. Sources in
templates/aws.yaml: ACC-MAIL, ACC-PRI, PRIV, ORG-ACC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from runbook.custody.keys import (
    KEYS_OF,
    CustodyClass,
    Holder,
    Key,
    RootPath,
    devices,
    opening_groups,
    stand_ins,
    twins,
)
from runbook.custody.powers import Act, Means, Power, PowerKind
from runbook.organisation import ORGANIZATION, AccountKind, Route, ServiceKind

if TYPE_CHECKING:
    from runbook.organisation import Account, Item, Organisation, Service


_ORGANIZATION = Power(PowerKind.ACCOUNT, ORGANIZATION)


def means_of(organisation: Organisation, classes: Sequence[CustodyClass]) -> tuple[Means, ...]:
    """Every means that follows from an organisation, for the first account of each class and for every guard."""
    model = _Model(organisation, classes)
    return (
        *model.ways_to_root(),
        *model.accounts(),
        *model.services(),
        *model.domains(),
        *model.places(),
        *model.emergency_roles(),
    )


class _Model:
    def __init__(self, organisation: Organisation, classes: Sequence[CustodyClass]) -> None:
        self._organisation = organisation
        self._classes = classes
        self._stand_ins = stand_ins(organisation)
        self._class_of = {account.id: entry for entry in classes for account in entry.accounts}
        self._accounts = {account.id: account for account in organisation.accounts}
        self._devices = devices(organisation)
        self._pipelines = [
            (service.id, frozenset(service.acts_in)) for service in organisation.services_of(ServiceKind.PIPELINE)
        ]

    # --- Root and its keys ------------------------------------------------------------------------------------------

    def ways_to_root(self) -> Iterator[Means]:
        for entry in self._classes:
            account = entry.accounts[0]
            for path in self._paths(entry):
                needs = tuple(Power(PowerKind.KEY, account.id, key) for key in KEYS_OF[path])
                yield Means(Power(PowerKind.ROOT, account.id), needs=needs, path=path)
            for key in dict.fromkeys(key for path in self._paths(entry) for key in KEYS_OF[path]):
                power = Power(PowerKind.KEY, account.id, key)
                if key is not Key.CENTRAL or RootPath.CENTRAL in entry.paths:
                    yield from (Means(power, way.group, way=way) for way in entry.ways_to(key))
                yield from self._taken_out(power, entry)
            yield from self._mailbox(Power(PowerKind.KEY, account.id, Key.MAILBOX), entry)
            yield from self._number(Power(PowerKind.KEY, account.id, Key.PHONE), entry)
            yield from self._session(Power(PowerKind.KEY, account.id, Key.CENTRAL), entry)

    def _paths(self, entry: CustodyClass) -> tuple[RootPath, ...]:
        """The central path is there for every member: who administers the organization can switch it on."""
        if entry.kind is not AccountKind.MEMBER or RootPath.CENTRAL in entry.paths:
            return entry.paths
        return (*entry.paths, RootPath.CENTRAL)

    def _taken_out(self, power: Power, entry: CustodyClass) -> Iterator[Means]:
        """What lies in a place is taken by whoever can open that place by an act."""
        for item in entry.items:
            for twin in twins(item, self._devices) if power.key is not None and power.key.value in item.keys else ():
                yield Means(power, needs=(Power(PowerKind.PLACE, twin.place),), item=twin)

    def _mailbox(self, power: Power, entry: CustodyClass) -> Iterator[Means]:
        for service in self._serving(ServiceKind.MAIL, {box.service for box in entry.mailboxes}):
            yield self._by_service(power, service, Act.RESET_MAILBOX)
        for mail in self._meant(entry.signed_in, ServiceKind.MAIL):
            yield self._by_service(power, mail, Act.RESET_MAILBOX)
        for needs in (entry.signed_in, *(box.depends_on for box in entry.mailboxes)):
            for provider in self._providers(needs):
                yield self._by_service(power, provider, Act.BECOME_READER)
        for box in entry.mailboxes:
            if box.hosted_in:
                yield Means(power, needs=(_account(box.hosted_in),), act=Act.CHANGE_HOST, guard=box.address)
        for domain in entry.domains:
            yield Means(power, needs=(Power(PowerKind.DOMAIN, domain.name),), act=Act.REDIRECT_MAIL, guard=domain.name)
        if entry.kind is AccountKind.MEMBER:
            yield from self._from_above(power, Act.MOVE_ADDRESS)

    def _serving(self, kind: ServiceKind, named: set[str | None]) -> tuple[Service, ...]:
        """The services that entries name; every one of the kind, where an entry names none or there is no entry."""
        every = self._organisation.services_of(kind)
        return every if not named or None in named else tuple(service for service in every if service.id in named)

    def _number(self, power: Power, entry: CustodyClass) -> Iterator[Means]:
        for service in self._serving(ServiceKind.PHONE_CONTRACT, {phone.service for phone in entry.phones}):
            yield self._by_service(power, service, Act.MOVE_NUMBER)
        if entry.kind is AccountKind.MEMBER:
            yield from self._from_above(power, Act.CHANGE_NUMBER)
        yield Means(power, needs=(_account(entry.accounts[0].id),), act=Act.CHANGE_NUMBER, guard=ORGANIZATION)

    def _session(self, power: Power, entry: CustodyClass) -> Iterator[Means]:
        delegated = self._organisation.central_root.delegated_admin
        if entry.kind is AccountKind.MEMBER:
            yield Means(power, needs=(_ORGANIZATION,), act=Act.OPEN_SESSION, guard=ORGANIZATION)
            if delegated and RootPath.CENTRAL in entry.paths:
                yield Means(power, needs=(_account(delegated),), act=Act.OPEN_SESSION, guard=ORGANIZATION)

    def _from_above(self, power: Power, act: Act) -> Iterator[Means]:
        """What the management account, or the delegated administrator of Account Management, does to a member."""
        delegated = self._organisation.account_management_admin
        for needed in (_ORGANIZATION, *([_account(delegated)] if delegated else ())):
            yield Means(power, needs=(needed,), act=act, guard=ORGANIZATION)

    # --- Guards -----------------------------------------------------------------------------------------------------

    def accounts(self) -> Iterator[Means]:
        """Administrator access: in the management account it is control of the organization, and so of every member."""
        for admin in self._organisation.organization_admins:
            for person in (admin.person, *([admin.deputy] if admin.deputy else ())):
                yield Means(_ORGANIZATION, (Holder(person),))
        for provider in self._organisation.services_of(ServiceKind.IDENTITY_PROVIDER):
            if provider.aws_sign_in:
                yield self._by_service(_ORGANIZATION, provider, Act.BECOME_ADMINISTRATOR)
        for account_id in self._asked_for():
            yield from self._administrators(account_id)

    def _asked_for(self) -> Sequence[str]:
        """The accounts whose administrators matter: the first of each class, delegated ones, and hosts of a guard."""
        organisation = self._organisation
        hosts = [
            *(service.hosted_in for service in organisation.services),
            *(domain.hosted_in for domain in organisation.domains),
            *(place.hosted_in for place in organisation.places),
            *(box.hosted_in for box in organisation.mailboxes),
            organisation.central_root.delegated_admin,
            organisation.account_management_admin,
            *(account.id for account in organisation.accounts if account.kind is AccountKind.MANAGEMENT),
        ]
        return tuple(dict.fromkeys((*(entry.accounts[0].id for entry in self._classes), *filter(None, hosts))))

    def _administrators(self, account_id: str) -> Iterator[Means]:
        power, account = _account(account_id), self._accounts.get(account_id)
        for person in (account.administered_by or ()) if account else ():
            yield Means(power, (Holder(person),))
        for service, reach in self._pipelines:
            if account_id in reach:
                yield Means(power, needs=(Power(PowerKind.SERVICE, service),), act=Act.RUN_PIPELINE, guard=service)
        for role in self._organisation.emergency_roles:
            if role.account == account_id:
                yield Means(power, needs=(Power(PowerKind.EMERGENCY, role.name),))
        if entry := self._class_of.get(account_id):
            yield Means(power, needs=(Power(PowerKind.ROOT, entry.accounts[0].id),))
        if account and account.kind is AccountKind.MANAGEMENT:
            yield Means(_ORGANIZATION, needs=(power,))
            yield Means(power, needs=(_ORGANIZATION,))
        elif _is_member(account):
            yield Means(power, needs=(_ORGANIZATION,), act=Act.ENTER_ACCOUNT, guard=ORGANIZATION)

    def services(self) -> Iterator[Means]:
        for service in self._organisation.services:
            power = Power(PowerKind.SERVICE, service.id)
            yield from (Means(power, group) for group in _administering(service))
            for provider in self._providers(service.depends_on):
                if provider is not service:
                    yield self._by_service(power, provider, Act.BECOME_ADMINISTRATOR)
            if service.hosted_in:
                yield Means(power, needs=(_account(service.hosted_in),), act=Act.CHANGE_HOST, guard=service.id)
            for item in self._organisation.items:
                if item.opens == service.id:
                    yield from self._with_item(power, item)

    def _providers(self, depends_on: Iterable[str]) -> Iterator[Service]:
        """The identity providers through which users sign in to what depends on these."""
        return self._meant(depends_on, ServiceKind.IDENTITY_PROVIDER)

    def _meant(self, depends_on: Iterable[str], kind: ServiceKind) -> Iterator[Service]:
        """The services of a kind among what something depends on."""
        meant = (name for entry in depends_on for name in self._organisation.meant_by(entry))
        for name in dict.fromkeys(meant):
            found = self._organisation.service(name)
            if found is not None and found.kind is kind:
                yield found

    def domains(self) -> Iterator[Means]:
        for domain in self._organisation.domains:
            power = Power(PowerKind.DOMAIN, domain.name)
            yield from (Means(power, (Holder(person),)) for person in domain.administered_by)
            if domain.hosted_in:
                yield Means(power, needs=(_account(domain.hosted_in),), act=Act.CHANGE_HOST, guard=domain.name)

    def places(self) -> Iterator[Means]:
        """Opening a place otherwise than its groups do; those stand beside the keys, with the things that they take."""
        for place in self._organisation.places:
            power = Power(PowerKind.PLACE, place.id)
            for person in place.keys_kept_by or ():
                keeper = Holder(person, self._stand_ins.get(person, ()))
                yield Means(power, (keeper,), act=Act.OPEN_LOCK, guard=place.id)
            if place.service:
                needs = (Power(PowerKind.SERVICE, place.service),)
                yield Means(power, needs=needs, act=Act.OPEN_VAULT, guard=place.service)
            for provider in self._providers(place.depends_on):
                yield self._by_service(power, provider, Act.OPEN_VAULT)
            if place.hosted_in:
                yield Means(power, needs=(_account(place.hosted_in),), act=Act.CHANGE_HOST, guard=place.id)

    def emergency_roles(self) -> Iterator[Means]:
        """Signing in past the identity provider: with one credential of each kind that lies somewhere, or without."""
        for role in self._organisation.emergency_roles:
            power = Power(PowerKind.EMERGENCY, role.name)
            yield from (Means(power, (Holder(person),)) for person in role.used_by)
            items = self._organisation.items_of_role(role.name)
            for item in items:
                yield from self._with_item(Power(PowerKind.ITEM, item.id), item)
            kinds = [[item.id for item in items if key.value in item.keys] for key in (Key.PASSWORD, Key.MFA)]
            for things in product(*filter(None, kinds)) if any(kinds) else ():
                yield Means(power, needs=tuple(Power(PowerKind.ITEM, thing) for thing in dict.fromkeys(things)))

    def _with_item(self, power: Power, item: Item) -> Iterator[Means]:
        for twin in twins(item, self._devices):
            for group in opening_groups(self._organisation.place(twin.place), self._stand_ins):
                yield Means(power, group, item=twin)
            yield Means(power, needs=(Power(PowerKind.PLACE, twin.place),), item=twin)

    @staticmethod
    def _by_service(power: Power, service: Service, act: Act) -> Means:
        return Means(power, needs=(Power(PowerKind.SERVICE, service.id),), act=act, guard=service.id)


def _account(account_id: str) -> Power:
    return Power(PowerKind.ACCOUNT, account_id)


def _is_member(account: Account | None) -> bool:
    """An account that is not listed is taken for a member: a delegated administrator is always one."""
    return account is None or (account.kind is AccountKind.MEMBER and account.route is not Route.RESELLER)


def _administering(service: Service) -> Iterator[tuple[Holder, ...]]:
    """Who administers a service: each alone, or any two where an act takes two."""
    people = tuple(dict.fromkeys(service.administered_by))
    for group in combinations(people, 2 if service.two_person else 1):
        yield tuple(map(Holder, group))


def watchers(organisation: Organisation) -> Mapping[str, frozenset[str]]:
    """Whom the alerts on acts at each guard reach."""
    found: dict[str, frozenset[str]] = {}
    for alert in organisation.administration_alerts:
        for guard in alert.on:
            found[guard] = found.get(guard, frozenset()) | frozenset(alert.reaches)
    return found
