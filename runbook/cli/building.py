"""A build as it was typed: once, again on every save, or one machine's share of the paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.audience import Audience
from runbook.building import Inputs, PrintedShare, build_folder, build_share
from runbook.cli.arguments import chosen, one_of
from runbook.cli.browser import show_in_browser
from runbook.cli.inputs import inputs
from runbook.cli.options import DEFAULT_OUTPUT, DEFAULT_ROLE_ONLY
from runbook.cli.repeating import beginning_of, remember
from runbook.cli.reports.builds import report_on, share_report
from runbook.cli.watching import rebuild_on_save
from runbook.errors import UsageError
from runbook.formats import FORMATS, PAPERS
from runbook.paper import Shard
from runbook.unchanged.answering import ONCE, WATCHING, answer

if TYPE_CHECKING:
    from runbook.cli.console import Console

_SHARD = re.compile(r"([0-9]{1,3})/([0-9]{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for: ``line`` is the whole command line, the rest its options, not yet looked at."""

    line: Sequence[str]
    config: Path
    output: Path | None
    audience: str
    date: str | None
    formats: Sequence[str] | None
    templates: Path | None
    shard: str | None
    no_cache: bool
    force: bool
    open_index: bool
    watch: bool

    def inputs(self) -> Inputs:
        """What a run starts from now; errors as from `inputs`."""
        return inputs(self.config, self.date, self.templates, no_cache=self.no_cache)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be made, and where; UsageError for a format or an audience that is none."""

    formats: tuple[str, ...]
    audience: Audience
    folder: Path

    @classmethod
    def of(cls, asked: Asked) -> _Wanted:
        formats = chosen(asked.formats, FORMATS, "bad_format") or FORMATS
        audience = Audience(one_of("--audience", asked.audience, list(Audience)))
        usual = DEFAULT_OUTPUT if audience is Audience.FULL else DEFAULT_ROLE_ONLY
        return cls(formats, audience, asked.output or usual)


_Openers = Iterator[Callable[["Console", Path, Sequence[str]], None]]


def carry_out(asked: Asked, console: Console) -> None:
    """Build, and show what came of it; errors as from `build_folder`, UsageError for options that contradict."""
    wanted = _Wanted.of(asked)
    if asked.shard is not None:
        console.show(share_report(_share(asked, asked.shard, wanted), console.language))
        return
    once = partial(_once, asked, wanted, console, iter([show_in_browser] if asked.open_index else []))
    if asked.watch:
        rebuild_on_save(console, asked.config, asked.templates, once)
    else:
        once()


def _share(asked: Asked, typed: str, wanted: _Wanted) -> PrintedShare:
    shard, run = _shard_of(typed), asked.inputs()
    if asked.watch or asked.open_index or asked.output is not None or not set(PAPERS) & set(wanted.formats):
        raise UsageError("shard_alone")
    if run.cache.folder is None:
        raise UsageError("shard_no_cache")
    return build_share(run, shard, wanted.audience)


def _shard_of(typed: str) -> Shard:
    """The share of a machine that was typed as k/n."""
    if (match := _SHARD.fullmatch(typed)) is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError("bad_shard", value=typed)
    return Shard(int(match[1]), int(match[2]))


def _once(asked: Asked, wanted: _Wanted, console: Console, openers: _Openers) -> None:
    """One build, or what the last one said if nothing changed; ``openers`` show the first that is done."""
    run, purpose = asked.inputs(), WATCHING if asked.watch else ONCE
    if asked.watch and not asked.force and (said := answer(asked.line, purpose)):
        console.repeat(said)
        return
    beginning = beginning_of(asked.line, purpose, run)
    built = build_folder(run, wanted.folder, wanted.formats, wanted.audience)
    console.show(report_on(built, console.language))
    if beginning and not asked.force and not asked.open_index:
        remember(beginning, built, run, console)
    for show in openers:
        show(console, wanted.folder, wanted.formats)
