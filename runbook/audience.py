"""Whom a set of sheets is for."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Those who work with it, or those who read how it is done."""

    FULL = "full"
    ROLE_ONLY = "role-only"
