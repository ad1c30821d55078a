"""What files of evidence change in an accounts file: facts of AWS, and never what only people know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from runbook.errors import EvidenceError, Problem
from runbook.intake.entry import Entry, in_order
from runbook.organisation import ROOTLESS, AccountKind, AccountStatus, Custody, Partition

if TYPE_CHECKING:
    from runbook.config.tree import Node
    from runbook.evidence import Evidence, ListedAccount, Place, RootState

_CONTACTS = "alternate_contacts"


@dataclass(frozen=True, slots=True)
class Change:
    """A value of an account that changes: its path below the account, and the values; None where there is none."""

    account: str
    field: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Accounts to add, by id; values to set, by place in the list; the same as changes; how many stay as they are."""

    new: Mapping[str, Entry]
    edits: Mapping[int, Entry]
    changes: tuple[Change, ...]
    kept: int
    remarks: tuple[Problem, ...]


def merge(evidence: Evidence, accounts: Mapping[str, tuple[int, Mapping[str, Node]]], day: date | None) -> Merge:
    """What the evidence changes in the accounts of a file, given by id with their place in its list.

    Custody changes only from unknown to removed, and `verified_on` only where the files show it, to the day on which
    they were fetched. Names are never changed. EvidenceError for a new account of which nothing says what it is.
    """
    listed = {account.id: account for account in evidence.accounts}
    states = {state.account: state for state in evidence.states}
    contacts: dict[str, dict[str, str]] = {}
    for contact in evidence.alternate_contacts:
        contacts.setdefault(contact.account, {})[contact.kind.value] = contact.email
    is_central = evidence.features is not None and evidence.features.credentials
    unclear = [account for account in evidence.accounts if account.id not in accounts and account.kind is None]
    if unclear:
        raise EvidenceError(
            tuple(
                Problem("evidence-kind", one.id, (), one.place.file, one.place.line, one.place.column)
                for one in unclear
            )
        )

    def facts(name: str, account: Mapping[str, Node]) -> Iterator[tuple[str, str | Mapping[str, str]]]:
        return _facts(
            _Known(listed.get(name), states.get(name), contacts.get(name, {}), is_central=is_central, day=day), account
        )

    new = {
        name: {**(begun := _begun(account)), **dict(facts(name, begun))}
        for name, account in listed.items()
        if name not in accounts
    }
    edits = {place: dict(facts(name, account)) for name, (place, account) in accounts.items()}
    edits = {place: entry for place, entry in sorted(edits.items()) if entry}
    return Merge(
        {name: in_order(entry) for name, entry in new.items()},
        {place: in_order(entry) for place, entry in edits.items()},
        tuple(
            change
            for name, (place, account) in sorted(accounts.items())
            for change in _changes(name, account, edits.get(place, {}))
        ),
        kept=len(accounts) - len(edits),
        remarks=tuple(
            Problem("evidence-account-not-listed", name, (("account", name),), place.file, place.line, place.column)
            for name, place in _strangers(evidence, {*accounts, *listed})
        ),
    )


def _strangers(evidence: Evidence, known: set[str]) -> Iterator[tuple[str, Place]]:
    """Accounts that something is said of and that no list has."""
    found = {contact.account: contact.place for contact in evidence.alternate_contacts}
    found |= {state.account: state.place for state in evidence.states}
    yield from sorted((name, place) for name, place in found.items() if name not in known)


def _begun(account: ListedAccount) -> dict[str, str]:
    """What is written of an account that is new. Its custody is unknown until somebody, or the evidence, knows it."""
    assert account.kind is not None  # noqa: S101  `merge` has refused others
    entry = {
        "id": account.id,
        "name": account.name or account.id,
        "kind": account.kind.value,
        "custody": (Custody.NONE if account.partition in ROOTLESS else Custody.UNKNOWN).value,
        "status": account.statuses[0].value,
    }
    if account.partition is not Partition.COMMERCIAL:
        entry["partition"] = account.partition.value
    return entry


@dataclass(frozen=True, slots=True)
class _Known:
    """What the evidence says of one account."""

    listed: ListedAccount | None
    state: RootState | None
    contacts: Mapping[str, str]
    is_central: bool
    day: date | None

    def shows_removed(self, account: Mapping[str, Node]) -> bool:
        """Whether it shows that root has no credentials, as central root access leaves it."""
        bare = self.state is not None and self.state.is_bare
        return bare and self.is_central and _text(account, "kind") == AccountKind.MEMBER


def _facts(known: _Known, account: Mapping[str, Node]) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """The values that differ from those of an account, as it is or as it begins."""
    custody = _text(account, "custody")
    if custody == Custody.UNKNOWN and known.shows_removed(account):
        custody = Custody.REMOVED.value
        yield "custody", custody
    if known.listed is not None:
        if (email := known.listed.email) and email.lower() != (_text(account, "root_email") or "").lower():
            yield "root_email", email
        statuses = [status.value for status in known.listed.statuses]
        if (_text(account, "status") or AccountStatus.ACTIVE) not in statuses:
            yield "status", statuses[0]
    if known.state is not None and known.state.access_key is not None:
        key = str(known.state.access_key).lower()
        if key != (_text(account, "root_access_key") or "false"):
            yield "root_access_key", key
    written = account.get(_CONTACTS)
    written = written if isinstance(written, dict) else {}
    contacts = {
        kind: email for kind, email in known.contacts.items() if email.lower() != (_text(written, kind) or "").lower()
    }
    if contacts:
        yield _CONTACTS, contacts
    if known.day and custody == Custody.REMOVED and known.shows_removed(account):
        day = known.day.isoformat()
        if day > (_text(account, "verified_on") or ""):
            yield "verified_on", day


def _changes(name: str, account: Mapping[str, Node], entry: Entry) -> Iterator[Change]:
    for key, value in in_order(entry).items():
        if isinstance(value, Mapping):
            inner = account.get(key)
            inner = inner if isinstance(inner, dict) else {}
            yield from (Change(name, f"{key}.{kind}", _text(inner, kind), text) for kind, text in value.items())
        else:
            yield Change(name, key, _text(account, key), value)


def _text(account: Mapping[str, Node], key: str) -> str | None:
    value = account.get(key)
    return value.strip() if isinstance(value, str) else None
