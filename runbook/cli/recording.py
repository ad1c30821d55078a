"""What `record` is options to do: take in a file, list the entries, print a form, or edit the config; one in a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runbook.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from runbook.cli.console import Console
    from runbook.cli.reports.report import Report
    from runbook.clock import Clock

_YES = ("y", "yes")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOptions:
    """What was asked for; UsageError unless it is exactly one thing.

    ``file`` is taken in, ``corrects`` the entry that it stands for; ``blank`` names the form to print. ``is_trial``:
    nothing may be written. ``is_agreed``: nobody has to be options before the config is edited.
    """

    file: Path | None
    blank: str | None
    is_list: bool
    is_upkeep: bool
    corrects: int | None
    is_trial: bool
    is_agreed: bool

    def __post_init__(self) -> None:
        """One thing has one answer, and one exit code."""
        if [self.file is not None, self.blank is not None, self.is_list, self.is_upkeep].count(True) != 1:
            raise UsageError("record_of_what")


def recorded(options: RecordOptions, config: Path, clock: Clock, console: Console) -> Report:
    """The answer; errors as from what it is about."""
    if options.is_upkeep:
        return _upkeep(options, config, clock, console)
    if options.blank is not None:
        return _blank(options.blank, config, clock, console)
    if options.file is None:
        return _list(config, console)
    return _taken(options.file, options, config, clock, console)


# Each way loads only what it needs.


def _upkeep(options: RecordOptions, config: Path, clock: Clock, console: Console) -> Report:
    from runbook.cli.reports.upkeeps import upkeep_lines, upkeep_report  # noqa: PLC0415  see above
    from runbook.records import upkeep  # noqa: PLC0415

    found, is_agreed = upkeep.upkeep_of(config, clock), options.is_agreed
    if found.files and console.can_ask and not (is_agreed or options.is_trial):
        console.tell(*upkeep_lines(found, console.language))
        is_agreed = console.ask(f"{console.language.say('talk.apply_ask')} ").strip().lower() in _YES
    return upkeep_report(upkeep.apply(found) if is_agreed and not options.is_trial else found, console.language)


def _blank(form: str, config: Path, clock: Clock, console: Console) -> Report:
    from runbook.cli.reports.records import form_report  # noqa: PLC0415
    from runbook.records.blank import blank_form  # noqa: PLC0415
    from runbook.records.taking import Desk  # noqa: PLC0415

    return form_report(blank_form(form, Desk.of(config, clock), console.language))


def _list(config: Path, console: Console) -> Report:
    from runbook.cli.reports.records import list_report  # noqa: PLC0415
    from runbook.records.store_file import read_records_of  # noqa: PLC0415

    kept, records = read_records_of(config)
    return list_report(kept.path, records, console.language)


def _taken(file: Path, options: RecordOptions, config: Path, clock: Clock, console: Console) -> Report:
    from runbook.cli.reports.records import report_on  # noqa: PLC0415
    from runbook.records.taking import take_in  # noqa: PLC0415

    taken = take_in(config, file, clock, corrects=options.corrects, write=not options.is_trial)
    return report_on(taken, console.language)
