"""Everything in which a config and files of evidence differ. Where either says nothing, there is no difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from runbook.evidence import ContactKind
from runbook.organisation import AccountKind, AccountStatus, Custody
from runbook.organisation.fields import dialled
from runbook.reconciliation.difference import Difference

if TYPE_CHECKING:
    from runbook.config import Reading
    from runbook.config.tree import Path
    from runbook.evidence import Evidence, ListedAccount, RootState
    from runbook.organisation import Account, Organisation

_ACCOUNTS: Path = ("accounts",)


def differences(reading: Reading, evidence: Evidence) -> tuple[Difference, ...]:
    """All differences: those about a line of the config in its order, uses of root last, in the order of time."""
    organisation = reading.organisation
    found = [
        *_accounts(organisation, evidence),
        *_roots(organisation, evidence),
        *_features(organisation, evidence),
        *_alternate_contacts(organisation, evidence),
        *_phones(organisation, evidence),
    ]

    def place(difference: Difference) -> tuple[int, int]:
        span = reading.tree.span(difference.path)
        return span.line, span.column

    return (*sorted(found, key=place), *_uses(organisation, evidence))


def _places(organisation: Organisation) -> dict[str, tuple[Path, Account]]:
    return {account.id: ((*_ACCOUNTS, index), account) for index, account in enumerate(organisation.accounts)}


# --- The list of accounts -------------------------------------------------------------------------------------------


def _accounts(organisation: Organisation, evidence: Evidence) -> Iterator[Difference]:
    known = _places(organisation)
    for listed in evidence.accounts:
        if listed.id in known:
            yield from _account(organisation, *known[listed.id], listed)
        elif AccountStatus.CLOSED not in listed.statuses[:1]:
            name = listed.name or listed.id
            yield Difference.of("account-not-in-config", _ACCOUNTS, listed.place, account=listed.id, name=name)
    if evidence.lists_all:
        yield from _not_listed(organisation, evidence)


def _not_listed(organisation: Organisation, evidence: Evidence) -> Iterator[Difference]:
    """Accounts that should be in the organization: not those of others, alone, or in another partition."""
    listed = {account.id for account in evidence.accounts}
    partitions = {account.partition for account in evidence.accounts}
    (place, *_) = (account.place for account in evidence.accounts)
    for path, account in _places(organisation).values():
        outside = account.kind is AccountKind.STANDALONE or account.custody is Custody.RESELLER
        if account.id not in listed and not outside and account.partition in partitions and not account.is_closed:
            yield Difference.of("account-not-in-organization", (*path, "id"), place, account=account.id)


def _account(organisation: Organisation, path: Path, account: Account, listed: ListedAccount) -> Iterator[Difference]:
    """What the list says otherwise about an account."""

    def differs(field: str, ours: object, theirs: object) -> Difference:
        return Difference.of(
            "account-differs",
            (*path, field),
            listed.place,
            account=account.id,
            field=field,
            ours="–" if ours is None else ours,
            theirs=theirs,
        )

    names = [account.name.in_language(code) for code in organisation.languages]
    if listed.name is not None and listed.name not in names:
        yield differs("name", names[0], listed.name)
    if listed.email is not None and listed.email.lower() != (account.root_email or "").lower():
        yield differs("root_email", account.root_email, listed.email)
    if account.status not in listed.statuses:
        yield differs("status", account.status.value, listed.statuses[0].value)
    if listed.kind is not None and account.kind is not listed.kind:
        yield differs("kind", account.kind.value, listed.kind.value)
    if account.partition is not listed.partition:
        yield differs("partition", account.partition.value, listed.partition.value)


# --- Root users -----------------------------------------------------------------------------------------------------


def _roots(organisation: Organisation, evidence: Evidence) -> Iterator[Difference]:
    known = _places(organisation)
    for state in evidence.states:
        if state.account in known:
            path, account = known[state.account]
            yield from _root_key(path, account, state)
            if not account.is_closed:
                yield from _custody(path, account, state)


def _root_key(path: Path, account: Account, state: RootState) -> Iterator[Difference]:
    if state.access_key is not None and state.access_key is not account.root_access_key:
        rule = "root-key-present" if state.access_key else "root-key-gone"
        yield Difference.of(rule, (*path, "root_access_key"), state.place, account=account.id)


# Credentials where there should be none, and none where there should be some.
_BARE = frozenset({Custody.REMOVED, Custody.NONE})
_WRONG: tuple[tuple[frozenset[Custody], str, bool, str], ...] = (
    (_BARE, "password", True, "root-password-present"),
    (_BARE, "mfa", True, "root-mfa-present"),
    (_BARE, "certificate", True, "root-certificate-present"),
    (frozenset({Custody.SAFE}), "password", False, "root-password-missing"),
    (frozenset({Custody.SAFE, Custody.SEALED}), "mfa", False, "root-mfa-missing"),
)


def _custody(path: Path, account: Account, state: RootState) -> Iterator[Difference]:
    here = (*path, "custody")
    for custodies, field, value, rule in _WRONG:
        if account.custody in custodies and getattr(state, field) is value:
            yield Difference.of(rule, here, state.place, account=account.id)
    if account.custody is Custody.UNKNOWN and state.is_bare and account.kind is AccountKind.MEMBER:
        yield Difference.of("custody-can-be-told", here, state.place, account=account.id)


def _features(organisation: Organisation, evidence: Evidence) -> Iterator[Difference]:
    if evidence.features is None:
        return
    ours, theirs = organisation.central_root, evidence.features
    for field in ("credentials", "sessions"):
        if getattr(ours, field) is not getattr(theirs, field):
            rule = "feature-on" if getattr(theirs, field) else "feature-off"
            yield Difference.of(rule, ("central_root", field), theirs.place, field=field)


# --- Contacts -------------------------------------------------------------------------------------------------------


def _alternate_contacts(organisation: Organisation, evidence: Evidence) -> Iterator[Difference]:
    known = _places(organisation)
    for contact in evidence.alternate_contacts:
        if contact.account not in known:
            continue
        path, account = known[contact.account]
        own, common = (
            _address(of, contact.kind) for of in (account.alternate_contacts, organisation.alternate_contacts)
        )
        ours = own or common
        if ours is None or ours.lower() != contact.email.lower():
            said = (*path, "alternate_contacts") if own or not common else ("alternate_contacts",)
            yield Difference.of(
                "alternate-contact-differs",
                (*said, contact.kind.value),
                contact.place,
                account=account.id,
                field=contact.kind.value,
                ours=ours or "–",
                theirs=contact.email,
            )


def _address(contacts: object, kind: ContactKind) -> str | None:
    address: str | None = getattr(contacts, kind.value)
    return address


def _phones(organisation: Organisation, evidence: Evidence) -> Iterator[Difference]:
    """The telephone of the primary contact is the one that AWS calls (templates/aws.yaml: ACC-PRI)."""
    known = _places(organisation)
    for contact in evidence.primary_contacts:
        if contact.account not in known:
            continue
        phones = organisation.all_recovery_phones(contact.account)
        if not any(_digits(phone.number) == _digits(contact.phone) for phone in phones):
            first = next(iter(phones), None)
            path = ("recovery_phones", organisation.recovery_phones.index(first), "number") if first else ()
            yield Difference.of(
                "recovery-phone-differs",
                path or known[contact.account][0],
                contact.place,
                account=contact.account,
                ours=first.number if first else "–",
                theirs=contact.phone,
            )


def _digits(number: str) -> str:
    return "".join(sign for sign in dialled(number) if sign.isdigit())


# --- Uses -----------------------------------------------------------------------------------------------------------


def _uses(organisation: Organisation, evidence: Evidence) -> Iterator[Difference]:
    """Every use of root in the evidence, with the time of the company, because people remember that one.

    Records are not read here: whoever reads the difference looks for the record of that day.
    """
    known, zone = _places(organisation), ZoneInfo(organisation.company.time_zone)
    for use in evidence.uses:
        path = known[use.first.account][0] if use.first.account in known else _ACCOUNTS
        rule = "root-use-failed" if use.first.failed else "root-use-unexplained"
        if use.count > 1:
            rule = f"{rule}-again"
        yield Difference.of(
            rule,
            path,
            use.first.place,
            account=use.first.account,
            event=use.first.name,
            moment=f"{use.first.moment:%Y-%m-%d %H:%M:%S}",
            local=f"{use.first.moment.astimezone(zone):%Y-%m-%d %H:%M}",
            last=f"{use.last:%H:%M:%S}",
            count=use.count,
        )
