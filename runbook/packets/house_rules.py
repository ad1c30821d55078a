"""House rules (``notes``): which of them stand on no paper, although somebody wrote them to be followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from runbook.knowledge.procedure import Procedure
from runbook.organisation import Organisation
from runbook.packets.packet import Packet


def printed_nowhere(organisation: Organisation, procedure: Procedure, packets: Iterable[Packet]) -> Iterator[str]:
    """The steps whose house rule is printed nowhere: nothing here has the step, or not at the place of the rule."""
    applying = procedure.for_organisation(organisation).phases
    on_sheets = {step.id for phase in applying if phase.sheet for step in phase.steps}
    done: dict[str, set[str | None]] = {step_id: {None} for step_id in on_sheets}
    for line in (line for packet in packets for line in packet.lines):
        done.setdefault(line.step.id, set()).add(line.place.id if line.place else None)
    for step_id, note in organisation.notes.items():
        at = done.get(step_id, set())
        if not at or (note.place and not at & {None, note.place}):
            yield step_id
