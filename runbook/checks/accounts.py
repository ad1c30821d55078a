"""Phrases that several rules use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runbook.custody import ClassResilience
from runbook.knowledge.phrases import Name, Phrase, Value


def accounts_of(classes: Iterable[ClassResilience]) -> Value:
    """The accounts of some classes: the first by name, the others counted."""
    return accounts(ids_of(classes))


def ids_of(classes: Iterable[ClassResilience]) -> Iterator[str]:
    """The ids of the accounts of some classes: how far a finding about them reaches."""
    return (account.id for entry in classes for account in entry.custody.accounts)


def accounts(ids: Iterable[str]) -> Value:
    """Some accounts: the first by name, the others counted."""
    first, *others = ids
    name = Name("account", first)
    if not others:
        return name
    return Phrase.of("account-and-more", account=name, count=str(len(others)))
