"""Adds entries to a file of records, and dies at a chosen moment; run as a process of its own by the tests.

``python recording.py ACTION CONFIG …``: ``add SUBJECT`` adds one entry, and prints the rule of the problem, or "done";
``count`` also prints how many moments there were; ``kill SUBJECT N`` dies at the N-th of them. ``apply``,
``apply-count`` and ``apply-kill`` edit the config by its records instead; ``placed``, ``placed-count`` and
``placed-kill`` confirm the slip of its last edition in all places, SUBJECT is the day; ``found``, ``found-count`` and
``found-kill`` keep what `check` finds that day.

``python recording.py serve`` does the same for every line it reads, in children that have all modules already: a start
costs more than what is tested. A line is a list of runs that begin at once, each a list of such arguments; the answer
is how each ended and what it printed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from runbook.assessment import assess_file
from runbook.clock import Clock
from runbook.errors import OutputError, UsageError
from runbook.knowledge.loading import shipped_knowledge
from runbook.records.confirming import SOURCE, Slip, placements
from runbook.records.snapshots import keep_snapshot
from runbook.records.store import Entry, Kind
from runbook.records.store_file import keep, read_records_of
from runbook.records.taking import Desk, take_in_together
from runbook.records.upkeep import apply, upkeep_of
from support.publishing import at_moment, die

DAY = date(2026, 11, 24)
LONGEST = 60  # seconds that a run may take


def entry(subject: str) -> Entry:
    """An invented entry, long enough for a write to be cut."""
    record = {"started": f"{DAY}T03:00:00+09:00", "steps": [f"{subject} {number}" for number in range(400)]}
    return Entry(1, Kind.USE, DAY, subject, DAY, None, {}, {}, (), record)


def add(config: Path, subject: str) -> None:
    """Read the records and put one more behind them."""
    kept, records = read_records_of(config)
    keep(kept, records.added(entry(subject)))


def subjects(config: Path) -> list[str]:
    """What the records are about, in order; OutputError unless the chain is whole."""
    return [each.subject for each in read_records_of(config)[1].entries]


def _prepared(action: str, config: Path, subject: str) -> Callable[[], object]:
    """What writes, with all that it reads beforehand."""
    match action.partition("-")[0]:
        case "apply":
            return partial(apply, upkeep_of(config, Clock(day=DAY)))
        case "placed":
            day = date.fromisoformat(subject)
            desk = Desk.of(config, Clock(day=day))
            forms = placements(Slip(("suzuki", "ito"), day), desk)
            return partial(take_in_together, desk, forms, Path(SOURCE))
        case "found":
            return partial(keep_snapshot, config, assess_file(config, Clock(day=date.fromisoformat(subject))))
        case _:
            return partial(add, config, subject)


def main(action: str, config: Path, subject: str, wanted: str = "0") -> None:
    """See the module."""
    try:
        work = _prepared(action, config, subject)
    except UsageError as error:
        print(error.key)  # noqa: T201
        return
    passed = at_moment(int(wanted), die)
    try:
        work()
    except OutputError as error:
        print(error.problems[0].rule)  # noqa: T201  a process that answers the test on stdout
    else:
        print(passed[0] if action.endswith("count") else "done")  # noqa: T201


def begun(arguments: Sequence[str]) -> tuple[int, int]:
    """A child that does this and ends, and where one reads what it prints."""
    answers, said = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST)
        os.dup2(said, sys.stdout.fileno())
        try:
            main(arguments[0], Path(arguments[1]), *arguments[2:])
            sys.stdout.flush()
        except Exception:  # noqa: BLE001  a child must not go on as its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(said)
    return child, answers


def ended(child: int, answers: int) -> tuple[int, str]:
    """How it ended, and what it has printed."""
    with open(answers, encoding="utf-8") as stream:
        said = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def serve() -> None:
    """See the module."""
    shipped_knowledge()
    for line in sys.stdin:
        running = [begun(arguments) for arguments in json.loads(line)]
        print(json.dumps([ended(*one) for one in running]), flush=True)  # noqa: T201


if __name__ == "__main__":
    serve() if sys.argv[1] == "serve" else main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
