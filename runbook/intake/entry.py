"""An account as it stands in the accounts file: values by key, and the order of the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Entry = Mapping[str, "str | Mapping[str, str]"]

KEYS = (
    *("id", "name", "kind", "custody", "root_email", "partition", "status", "root_access_key"),
    *("alternate_contacts", "verified_on", "billing", "operations", "security"),
)
"""The order in which keys are written; a new key comes after the one that stands before it here."""


def in_order(entry: Mapping[str, Any]) -> Entry:
    """The same values in this order; a key that is none of these is left out."""
    return {key: entry[key] for key in KEYS if key in entry}
