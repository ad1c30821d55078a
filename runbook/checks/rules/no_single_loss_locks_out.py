"""No single loss leaves you without an approved way in.

Losses are a person, a site, a safe, a token, the telephone network, the identity provider, the mail domain, the chat,
and an account that hosts a vault or the mail domain. After each of them there must still be enough approvers, an
operator and a witness, all different people who can be called, and a password (or a mailbox to reset it) and an MFA
device (with its PIN) in places that they can open.

AWS's procedure for lost MFA devices is not counted as a way in (sources conflict on whether it is there), nor is
central root access a way back into an account that keeps its own credentials.

A set of losses that is told by another rule (a single MFA device, all of them in one place, central sessions behind
the identity provider) is not told twice. Of an account whose password or MFA device is on no list of items nothing is
said here.
"""

from __future__ import annotations

from collections.abc import Iterator

from runbook.checks.accounts import accounts_of, ids_of
from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import ClassResilience, Key, Loss, LossKind, needed
from runbook.custody.phrases import loss_name
from runbook.organisation import Route

SEVERITY = Severity.ERROR
CONTROLS = ("custody", "emergency-access")
SOURCES = ("ORG-M", "WA-03", "WP-FIB")
GOOD = """
  witness:
    - {person: suzuki, from: 2026-04-01}
    - {person: ito, from: 2026-04-01}
...
  - id: "111122223333"
    name: sample-payer
"""
BAD = """
  witness:
    - {person: suzuki, from: 2026-04-01}
...
  - id: "111122223333"  # <-
    name: sample-payer
"""


def check(case: Case) -> Iterator[Broken]:
    """One finding per loss, at the first account that it closes; and one per class that is closed already."""
    fatal: dict[Loss, list[ClassResilience]] = {}
    for classes in case.resilience.classes:
        if case.present.unlisted_halves(classes.custody.accounts[0]):
            continue
        if classes.losses == (frozenset(),):
            yield Broken.of(case.line_of(classes), says="already", accounts=accounts_of([classes]))
        told = _told_elsewhere(case, classes)
        for losses in classes.losses:
            if len(losses) == 1 and not losses <= told:
                fatal.setdefault(next(iter(losses)), []).append(classes)
    for loss, closed in fatal.items():
        yield Broken.of(
            case.line_of(closed[0]),
            about=loss.id,
            extent=ids_of(closed),
            loss=loss_name(loss),
            accounts=accounts_of(closed),
        )


def _told_elsewhere(case: Case, classes: ClassResilience) -> frozenset[Loss]:
    """Losses of which mfa-devices rules or central-root-is-no-recovery speak."""
    if classes.custody.route is Route.REMOVED:
        return needed(case.present, ("idp",))
    devices = [item for item in classes.custody.items if item.holds_key("mfa")]
    places = {way.place for way in classes.custody.ways_to(Key.MFA) if way.place}
    told = {Loss(LossKind.ITEM, item.id) for item in devices if len(devices) == 1}
    if len({item.place for item in devices}) == 1:
        told |= {Loss(LossKind.PLACE, item.place) for item in devices}
        told |= {Loss(LossKind.SITE, place.site) for place in places if place.site}
    return frozenset(told)
