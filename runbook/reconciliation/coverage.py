"""What some files say nothing about: a comparison that found no difference is worth only what was compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.evidence import FileKind
from runbook.organisation import Custody

if TYPE_CHECKING:
    from runbook.evidence import Evidence
    from runbook.organisation import Organisation

# Nobody here can ask AWS for the credentials of these.
_NOT_OURS = (Custody.RESELLER, Custody.NONE)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Parts that were not compared: the whole list of accounts, central root access, uses of root; and whose roots."""

    accounts: bool
    features: bool
    events: bool
    roots: tuple[str, ...]
    all_roots: int

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts, by their keys in the words; roots are told with their number."""
        return tuple(part for part in ("accounts", "features", "events") if getattr(self, part))


def unseen(organisation: Organisation, evidence: Evidence) -> Unseen:
    """What the evidence leaves open about an organisation."""
    seen = {state.account for state in evidence.states}
    roots = [one.id for one in organisation.accounts if one.custody not in _NOT_OURS and not one.is_closed]
    return Unseen(
        accounts=not evidence.lists_all,
        features=evidence.features is None,
        events=not evidence.has(FileKind.EVENTS),
        roots=tuple(name for name in roots if name not in seen),
        all_roots=len(roots),
    )
