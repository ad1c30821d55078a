"""Account ids as people read them."""

from __future__ import annotations


def shown_account_id(account_id: str) -> str:
    """An account id in groups of four, as AWS prints it: 1111-2222-3333."""
    return f"{account_id[:4]}-{account_id[4:8]}-{account_id[8:]}"
