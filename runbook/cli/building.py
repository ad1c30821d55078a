"""A build as it was typed: once, again on every save, or one machine's share of the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
class BuildOptions:
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
class _Target:
    """What is to be made, and where; UsageError for a format or an audience that is none."""

    formats: tuple[str, ...]
    audience: Audience
    folder: Path

    @classmethod
    def of(cls, options: BuildOptions) -> _Target:
        formats = chosen(options.formats, FORMATS, "bad_format") or FORMATS
        audience = Audience(one_of("--audience", options.audience, list(Audience)))
        usual = DEFAULT_OUTPUT if audience is Audience.FULL else DEFAULT_ROLE_ONLY
        return cls(formats, audience, options.output or usual)


def carry_out(options: BuildOptions, console: Console) -> None:
    """Build, and show what came of it; errors as from `build_folder`, UsageError for options that contradict."""
    target = _Target.of(options)
    if options.shard is not None:
        console.show(share_report(_share(options, options.shard, target), console.language))
        return
    is_opened = not options.open_index

    def build() -> None:
        """Build; the browser is shown the first folder that is done, and may be reloaded for those after it."""
        nonlocal is_opened
        _build(options, target, console)
        if not is_opened:
            is_opened = True
            show_in_browser(console, target.folder, target.formats)

    if options.watch:
        rebuild_on_save(console, options.config, options.templates, build)
    else:
        build()


def _share(options: BuildOptions, typed: str, target: _Target) -> PrintedShare:
    shard, run = _shard_of(typed), options.inputs()
    if options.watch or options.open_index or options.output is not None or not set(PAPERS) & set(target.formats):
        raise UsageError("shard_alone")
    if run.cache.folder is None:
        raise UsageError("shard_no_cache")
    return build_share(run, shard, target.audience)


def _shard_of(typed: str) -> Shard:
    """The share of a machine that was typed as k/n."""
    if (match := _SHARD.fullmatch(typed)) is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError("bad_shard", value=typed)
    return Shard(int(match[1]), int(match[2]))


def _build(options: BuildOptions, target: _Target, console: Console) -> None:
    """Build, or say what the last build said if nothing changed; a build that opens its index is never remembered."""
    run, purpose = options.inputs(), WATCHING if options.watch else ONCE
    if options.watch and not options.force and (said := answer(options.line, purpose)):
        console.repeat(said)
        return
    beginning = beginning_of(options.line, purpose, run)
    built = build_folder(run, target.folder, target.formats, target.audience)
    console.show(report_on(built, console.language))
    if beginning and not options.force and not options.open_index:
        remember(beginning, built, run, console)
