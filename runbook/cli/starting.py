"""The files of a new config, and how they come about: asked for, given as options, or an invented company."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.cli.console import json_text
from runbook.cli.interview import asker_of, by_options, converse, sample
from runbook.cli.schema_manual import schema_for
from runbook.errors import UsageError
from runbook.interview.draft import SCHEMA
from runbook.resources import example_config
from runbook.writing import write_new

if TYPE_CHECKING:
    from runbook.cli.console import Console
    from runbook.clock import Clock


def refuse_to_start(config: Path) -> None:
    """UsageError, before anybody is asked, if the file is there already or its folder is not."""
    if config.exists():
        raise UsageError("exists", file=config)
    if not config.parent.is_dir():
        raise UsageError("not_folder", folder=config.parent)


def start(
    console: Console, config: Path, clock: Clock, typed: Mapping[str, str], *, is_sample: bool, is_full: bool
) -> None:
    """Write the config and the schema beside it, and say what to do next; errors as from the config that results."""
    asker, told = asker_of(console.language), None
    if is_full:
        text = example_config().decode()
    elif is_sample or not (typed or console.can_ask):
        text = sample(console.language, config, clock.day_in("UTC"))
    else:
        day = clock.day_in(asker.proposals.get("time_zone", "UTC"))
        make = (
            converse(console, asker, typed, config, day) if console.can_ask else by_options(typed, asker, config, day)
        )
        text, told = make[0], make[1].told
    if not write_new(config, text.encode()):
        raise UsageError("exists", file=config)
    say = console.language.say
    if told is None:
        console.tell(say("interview.written_sample", file=config))
    else:
        people, accounts = (
            say(f"talk.counted.{name}", count=len(found))
            for name, found in (("people", told.people), ("accounts", told.accounts))
        )
        console.tell(say("interview.written", file=config, people=people, accounts=accounts))
    _write_schema(console, config.parent / SCHEMA)
    console.tell(say("interview.next", file=config))


def _write_schema(console: Console, path: Path) -> None:
    """The schema that the first line of the config names. Another version or language is left alone, and told."""
    content = f"{json_text(schema_for(console.language))}\n".encode()
    if write_new(path, content):
        console.tell(console.language.say("interview.schema_written", file=path))
    elif path.read_bytes() != content:
        console.tell(console.language.say("interview.schema_kept", file=path))
