"""One packet for a moment: which sheet it is, and the order in which it is made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from runbook.assessment import THAT_ARE_TOLD
from runbook.building import BuiltFolder, Draft, Inputs, finish, prepare
from runbook.checks import Rule
from runbook.config import load_config
from runbook.editions import EMPTY
from runbook.formats import FORMATS
from runbook.knowledge.sheets import Sheet
from runbook.sheets.sets import word_set
from runbook.sheets.view import Occasion, View
from runbook.writing import About, Kind, publish, refuse_early


@dataclass(frozen=True, slots=True)
class PacketRequest:
    """One packet on demand: the kind of case, the account (None for a class), and the occasion.

    ``rules``: those that judge the config before; no word of the packet follows from what they find.
    """

    kind: str
    account: str | None
    occasion: Occasion
    rules: Collection[Rule] = THAT_ARE_TOLD


def build_packet(inputs: Inputs, wanted: PacketRequest, output: Path, formats: Sequence[str] = FORMATS) -> BuiltFolder:
    """Write one packet into a folder of its own; errors as from `build` and `publish`, KeyError if there is none."""
    refuse_early(output, Kind.PACKET, config=inputs.config)
    source = load_config(inputs.config)
    prepared = prepare(source, clock=inputs.clock, own_templates=inputs.own_templates, rules=wanted.rules)
    views = [replace(view, occasion=wanted.occasion) for view in prepared.views]
    sheet = packet_sheet(views[0], wanted)
    sets = tuple(word_set(view, prepared.templates, sheet) for view in views)
    executions = inputs.executions_of(prepared.assessment.day)
    drafted = Draft(prepared.assessment, prepared.templates, sets, executions=executions)
    built = finish(drafted, EMPTY, formats, inputs.cache)
    published = publish(built.files, output, config=inputs.config, about=About(Kind.PACKET, built.about))
    return BuiltFolder(output, built, published, tuple(formats))


def packet_sheet(view: View, wanted: PacketRequest) -> Sheet:
    """The packet of a kind for an account; of a class, the one that the account is in. KeyError if there is none."""
    account = wanted.account and view.organisation.account(wanted.account)
    for sheet in view.packets_of(wanted.kind):
        if not account or view.onward.packets[sheet.slug].case.is_about(account):
            return sheet
    raise KeyError(wanted.kind)
