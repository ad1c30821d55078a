"""What can be had by administering what guards the keys, and the means by which one has it.

Somebody has a power by a means if its group acts together and they have every power that it needs. A means with an act
is an act of administration: it leaves a trace where an alert watches its guard.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from runbook.custody.keys import Holder, Key, RootPath, Way

if TYPE_CHECKING:
    from runbook.organisation import Item


class PowerKind(StrEnum):
    """What can be had."""

    ROOT = "root"
    KEY = "key"
    PLACE = "place"
    ITEM = "item"
    SERVICE = "service"
    DOMAIN = "domain"
    ACCOUNT = "account"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Power:
    """Being root of an account, having one of its keys, or control of a guard; ``id`` is that of the account or guard.

    Control of the organization is control of an account with the id "organization".
    """

    kind: PowerKind
    id: str
    key: Key | None = None


class Act(StrEnum):
    """What somebody does who administers a guard."""

    RESET_MAILBOX = "reset-mailbox"
    REDIRECT_MAIL = "redirect-mail"
    MOVE_ADDRESS = "move-address"
    MOVE_NUMBER = "move-number"
    CHANGE_NUMBER = "change-number"
    BECOME_ADMINISTRATOR = "become-administrator"
    BECOME_READER = "become-reader"
    OPEN_SESSION = "open-session"
    ENTER_ACCOUNT = "enter-account"
    RUN_PIPELINE = "run-pipeline"
    OPEN_VAULT = "open-vault"
    OPEN_LOCK = "open-lock"
    CHANGE_HOST = "change-host"


@dataclass(frozen=True, slots=True)
class Means:
    """One way to a power: a group that acts together, the powers that it needs, and the act at a guard, if any."""

    gives: Power
    group: tuple[Holder, ...] = ()
    needs: tuple[Power, ...] = ()
    act: Act | None = None
    guard: str = ""
    way: Way | None = None
    item: Item | None = None
    path: RootPath | None = None
