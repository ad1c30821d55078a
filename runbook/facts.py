"""Stub."""

from __future__ import annotations

from collections.abc import Mapping

from runbook.organisation import Organisation


def facts(organisation: Organisation) -> Mapping[str, str]:
    """Stub."""
    return (
        {"company.name": str(organisation.company.name)}
        | {p.id: str(p) for p in organisation.people}
        | {"a": str(organisation.approvers)}
    )
