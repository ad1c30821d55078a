"""The path from a file on the disk to a folder on the disk, or to a share of the paper in a cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from runbook.audience import Audience
from runbook.building.draft import Build, Draft
from runbook.building.path import checked, draft, finish
from runbook.clock import Clock
from runbook.config import load_config
from runbook.editions import read_register_of
from runbook.formats import FORMATS, TEXTS
from runbook.formats.pdf import print_share
from runbook.paper import NO_CACHE, PaperCache, Shard
from runbook.sheets.marks import NO_EXECUTION, Executions
from runbook.writing import About, Kind, Published, publish, refuse_early


def _no_execution(_day: date) -> Executions:
    return NO_EXECUTION


@dataclass(frozen=True, slots=True)
class Inputs:
    """What every run that makes sheets starts from: the config file, the day, a folder of own templates.

    And what earlier runs have printed, on which nothing but time depends. ``executions_of`` tells the last
    executions on a day.
    """

    config: Path
    clock: Clock
    own_templates: Path | None = None
    cache: PaperCache = NO_CACHE
    executions_of: Callable[[date], Executions] = _no_execution

    def draft(self, audience: Audience = Audience.FULL) -> Draft:
        """The draft of the file as it is now; errors as from `load_config` and `draft`."""
        source = load_config(self.config)
        made = draft(source, clock=self.clock, own_templates=self.own_templates, audience=audience)
        return replace(made, executions=self.executions_of(made.assessment.day))


@dataclass(frozen=True, slots=True)
class BuiltFolder:
    """A build that was written, and what that did to the output folder."""

    folder: Path
    build: Build
    published: Published
    formats: tuple[str, ...]


def build_folder(
    inputs: Inputs, output: Path, formats: Sequence[str] = FORMATS, audience: Audience = Audience.FULL
) -> BuiltFolder:
    """Build a config into a folder, whole or not at all; errors as from `build` and `publish`.

    The two audiences have folders of two kinds: neither is ever written over the other.
    """
    kind = Kind.SHEETS if audience is Audience.FULL else Kind.ROLE_ONLY
    refuse_early(output, kind, config=inputs.config)
    ledger, register = read_register_of(inputs.config)
    built = finish(inputs.draft(audience), register, formats, inputs.cache)
    published = publish(built.files, output, config=inputs.config, about=About(kind, built.about), ledger=ledger)
    return BuiltFolder(output, built, published, tuple(formats))


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """What one machine of several has printed: how many sheets lie in its cache now, of how many."""

    shard: Shard
    sheets: int
    all_sheets: int


def build_share(inputs: Inputs, shard: Shard, audience: Audience = Audience.FULL) -> PrintedShare:
    """Print the share of one machine into the cache, and write nothing else; errors as from `build`.

    All texts are made and checked, because codes and the gate need them; only paper is shared.
    """
    _, register = read_register_of(inputs.config)
    drafted = inputs.draft(audience)
    sets, _ = checked(drafted, register, tuple(TEXTS))
    mine, every = print_share(sets, drafted.templates, inputs.cache, shard)
    return PrintedShare(shard, mine, every)
