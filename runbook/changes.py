"""Stub."""

from __future__ import annotations

from collections.abc import Mapping

from runbook.language import Language


def changes(before: Mapping[str, str], after: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """Stub."""
    return tuple(f"{key} {language.code}" for key in {**before, **after} if before.get(key) != after.get(key))
