"""Makes what is measured, in a process of its own: the one that measures stays small, for its peak would be inherited.

``inventing.py people|accounts|editions|records COUNT FOLDER`` makes a company of that size, and prints a code of the
first of the editions. ``sheets 1 FOLDER`` makes the HTML of each sheet of the config there as the PDF engine gets it,
``sheets 0 FOLDER`` that of one packet, and prints the names of the files.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import yaml
from growth import DAY, PACKET

from runbook.building import draft, finish
from runbook.clock import Clock
from runbook.config import load_config
from runbook.editions import EMPTY, register_text
from runbook.records.store import NONE, Entry, Kind, records_text
from runbook.sheets.pages import paper_page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from support.histories import START, code_of, issued  # noqa: E402  the invented registers of the tests

EXAMPLE = (ROOT / "config.example.yaml").read_text("utf-8")
MINIMAL = (ROOT / "examples" / "minimal.yaml").read_text("utf-8")


def people(folder: Path, count: int) -> None:
    """The minimal company, with so many people; each group of two opens a place of its own."""
    count -= len(yaml.safe_load(MINIMAL)["people"])
    more = "".join(
        f'  - {{id: p{n:03}, name: Person {n}, contacts: [{{kind: mobile, value: "+81 90 1000 {n:04}"}}]}}\n'
        for n in range(count)
    )
    places = "".join(
        f"  - {{id: room-{n:03}, name: Room {n}, opened_by: [[p{n:03}, p{n + 1:03}]]}}\n"
        for n in range(0, count - 1, 10)
    )
    text = MINIMAL.replace("approvers:\n", f"{more}approvers:\n", 1).replace("items:\n", f"{places}items:\n", 1)
    (folder / "config.yaml").write_text(text, "utf-8")


def accounts(folder: Path, count: int) -> None:
    """The example with so many accounts more whose root credentials are removed, in a file of their own."""
    lines = (
        f'  - {{id: "{200_000_000_000 + 7 * n}", name: n{n:05}, kind: member, custody: removed,'
        f" root_email: aws-root-{n}@example.co.jp}}\n"
        for n in range(count)
    )
    (folder / "accounts.yaml").write_text(f"accounts:\n{''.join(lines)}", "utf-8")
    (folder / "config.yaml").write_text(f"accounts_file: accounts.yaml\n{EXAMPLE}", "utf-8")


def editions(folder: Path, count: int) -> None:
    """With a register of so many editions, in each of which one sheet of four changed."""
    (folder / "config.yaml").write_text(MINIMAL, "utf-8")
    register, sheets = (
        EMPTY,
        dict.fromkeys(("ja/00-register", "ja/02-approvers", "en/02-approvers", "en/04-break-glass"), "0"),
    )
    for number in range(count):
        sheets = {**sheets, [*sheets][number % 4]: str(number)}
        register = issued(register, sheets, START + timedelta(days=number))
    (folder / "config.yaml.editions.json").write_bytes(register_text(register))
    sys.stdout.write(code_of("ja/00-register", "0"))


def records(folder: Path, count: int) -> None:
    """With so many records of drills, each as large as a packet of sixty steps."""
    (folder / "config.yaml").write_text(MINIMAL, "utf-8")
    steps = [
        {"id": f"B-{n:02}", "n": n, "done": True, "at": "2026-11-24T03:00:00+09:00", "initials": "SM"}
        for n in range(60)
    ]
    found = NONE
    for number in range(count):
        day = date(2020, 1, 1) + timedelta(days=number)
        record = {"started": f"{day}T03:00:00+09:00", "steps": steps}
        found = found.added(Entry(1, Kind.DRILL, day, "own-root", day, None, {"drill": day}, {}, ("mori",), record))
    (folder / "config.yaml.records.json").write_bytes(records_text(found))


def sheets(folder: Path, is_whole: int) -> None:
    """The sheets of the example, or the packet that is measured alone, as files beside its config; prints names."""
    drafted = draft(load_config(folder / "config.yaml"), clock=Clock(day=date.fromisoformat(DAY[1])))
    for one in finish(drafted, EMPTY, ()).sets:
        for sheet in one:
            name = f"{str(sheet.name).replace('/', '-')}.html"
            if is_whole or PACKET in name:
                (folder / name).write_text(paper_page(sheet, one.view, drafted.templates), "utf-8")
                sys.stdout.write(f"{name}\n")


MAKERS: Mapping[str, Callable[[Path, int], None]] = {
    "people": people,
    "accounts": accounts,
    "editions": editions,
    "records": records,
    "sheets": sheets,
}

if __name__ == "__main__":
    made = Path(sys.argv[3])
    made.mkdir(exist_ok=True)
    MAKERS[sys.argv[1]](made, int(sys.argv[2]))
