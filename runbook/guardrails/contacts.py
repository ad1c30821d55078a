"""Scripts that set the alternate contacts of accounts: one for each account that calls.

The config knows addresses only. Name, title and telephone, which AWS asks for, are typed into the script: a telephone
of somebody never comes into a file by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from shlex import quote
from typing import TYPE_CHECKING

from runbook.organisation import AccountKind, AlternateContacts, Partition, Route

if TYPE_CHECKING:
    from runbook.organisation import Account, Organisation

APPLY = "apply"
KINDS = tuple(field.name.upper() for field in fields(AlternateContacts))
"""BILLING, OPERATIONS, SECURITY: the words of AWS for them, and their names in the config."""

_TYPED = ("NAME", "TITLE", "PHONE")


@dataclass(frozen=True, slots=True)
class Contacts:
    """What one account sets: for itself, and for members of its organization. By account id: kind to address."""

    caller: str
    wanted: Mapping[str, Mapping[str, str]]
    unnamed: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of contact that any of them has."""
        return tuple(kind for kind in KINDS if any(kind in addresses for addresses in self.wanted.values()))


def contacts_of(organisation: Organisation, partition: Partition) -> Iterator[Contacts]:
    """What is set by whom: the management account sets its own and those of members, every other account its own.

    Closed accounts, those of a reseller, and those without alternate contacts are left out. For ``unnamed`` accounts
    the config has no security contact.
    """
    ours = [account for account in organisation.accounts if _has_contacts(account, partition)]
    payers = [account for account in ours if account.kind is AccountKind.MANAGEMENT]
    payer = payers[0] if len(payers) == 1 else None  # of several nobody says whose a member is
    groups: dict[str, list[Account]] = {}
    for account in ours:
        calling = payer if payer is not None and account.kind is AccountKind.MEMBER else account
        groups.setdefault(calling.id, []).append(account)
    for caller, accounts in groups.items():
        wanted = {account.id: _addresses(account, organisation) for account in accounts}
        unnamed = tuple(account_id for account_id, addresses in wanted.items() if KINDS[-1] not in addresses)
        if any(wanted.values()):
            yield Contacts(caller, {account_id: each for account_id, each in wanted.items() if each}, unnamed)


def _has_contacts(account: Account, partition: Partition) -> bool:
    is_ours = account.route not in (Route.RESELLER, Route.NEW_EXPERIENCE)
    return account.partition is partition and is_ours and not account.is_closed


def _addresses(account: Account, organisation: Organisation) -> dict[str, str]:
    """The account's own contacts, and the company's where it names none."""
    found: dict[str, str] = {}
    for kind in KINDS:
        own = getattr(account.alternate_contacts, kind.lower())
        if address := own or getattr(organisation.alternate_contacts, kind.lower()):
            found[kind] = address
    return found


def script(contacts: Contacts, texts: Mapping[str, str]) -> str:
    """The script: without an argument it shows what stands, with "apply" it sets what is wanted, and shows it.

    Any other argument is refused (exit code 2): a mistyped "apply" must not look like one. A call that AWS refuses
    ends the script (exit code 1).
    """
    return "".join(f"{line}\n" for line in _lines(contacts, texts))


def _lines(contacts: Contacts, texts: Mapping[str, str]) -> Iterator[str]:
    yield "set -eu"
    yield ""
    for kind in contacts.kinds:
        yield from (f"{kind}_{name}=''" for name in _TYPED)
    yield ""
    yield 'case "$#:${1:-}" in'
    yield f"0: | 1:{APPLY}) ;;"
    yield "*)"
    yield f"  echo {quote(texts['bad_argument'].format(apply=APPLY))} >&2"
    yield "  exit 2"
    yield "  ;;"
    yield "esac"
    yield ""
    yield f'if [ "$(aws sts get-caller-identity --query Account --output text)" != {quote(contacts.caller)} ]; then'
    yield f"  echo {quote(texts['wrong_account'].format(account=contacts.caller))} >&2"
    yield "  exit 1"
    yield "fi"
    yield ""
    yield "stopped() {"
    yield f"  echo {quote(texts['stopped'])} >&2"
    yield "  exit 1"
    yield "}"
    yield ""
    yield f'if [ "${{1:-}}" = {APPLY} ]; then'
    for kind in contacts.kinds:
        yield "  : " + " ".join(f'"${{{kind}_{name}:?}}"' for name in _TYPED)
    for account, addresses in contacts.wanted.items():
        for kind, address in addresses.items():
            yield f"  {_call('put', contacts, account, kind)} --email-address {quote(address)} \\"
            yield f'    --name "${kind}_NAME" --title "${kind}_TITLE" --phone-number "${kind}_PHONE" || stopped'
    yield "fi"
    yield ""
    for account, addresses in contacts.wanted.items():
        yield f"echo {quote(account)}"
        for kind in addresses:
            none = quote(texts["none"].format(kind=kind))
            yield f"{_call('get', contacts, account, kind)} || echo {none}"


def _call(verb: str, contacts: Contacts, account: str, kind: str) -> str:
    """The call; the management account does not name itself (templates/aws.yaml: ACC-ALT)."""
    whose = "" if account == contacts.caller else f" --account-id {quote(account)}"
    return f"aws account {verb}-alternate-contact{whose} --alternate-contact-type {kind}"
