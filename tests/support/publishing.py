"""Publishes invented editions, and dies or fails at a chosen moment; run as a process of its own by the tests.

``python publishing.py ACTION OUTPUT ROAD …``; ROAD is ``exchange``, or ``two-steps`` for a drive that cannot exchange:

loop               publish edition A and B in turn, for ever; says "ready" after the first
none EDITION       do nothing, to see what starting and ending costs
once EDITION       publish an edition once; prints the rule of the problem, or "done"
count EDITION      as once, and prints how many moments there were
kill EDITION N     as once, and dies at the N-th moment
fault EDITION N    as once, and the N-th moment is a disk fault

A moment is an audit event of the interpreter: just before each open, mkdir, rename, remove, chmod, listing …
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from runbook.errors import OutputError
from runbook.writing import About, Kind, exchange, publish, read_ledger

SIZE = 20_000
REGISTER = "config.yaml.editions.json"


def edition(name: str) -> dict[str, bytes]:
    """The files of an edition: most differ between editions, and each edition has one that the others do not have."""
    same = {"ja/09-handbook.html": b"the same in every edition"}
    own = {f"only-{name}/00.md": name.encode()}
    return (
        own
        | same
        | {f"{part}/{nr:02}.md": f"{name} {nr}\n".encode() * (SIZE // 10) for part in "ab" for nr in range(5)}
    )


def whole(output: Path) -> str:
    """The name of the edition in the folder; AssertionError unless it is exactly what its manifest says."""
    tree = json.loads((output / "manifest.json").read_bytes())
    expected = {path: entry["sha256"] for path, entry in tree["files"].items()}
    found = {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in output.rglob("*")
        if path.is_file() and path.name not in {"manifest.json", "SHA256SUMS", ".gitignore"}
    }
    assert found == expected
    sums = {line[66:]: line[:64] for line in (output / "SHA256SUMS").read_text().splitlines()}
    assert {path: sums[path] for path in expected} == expected
    assert set(edition(tree["edition"])) == set(expected)
    return str(tree["edition"])


def publish_edition(name: str, output: Path) -> None:
    """Publish one of the invented editions and record it in the register beside the config."""
    config = output.parent / "config.yaml"
    ledger = replace(read_ledger(config), after=f"register {name}\n".encode())
    publish(edition(name), output, config=config, about=About(Kind.SHEETS, {"edition": name}), ledger=ledger)


def recorded(output: Path) -> str:
    """The name of the edition in the register; AssertionError unless it is whole."""
    text = (output.parent / REGISTER).read_text()
    assert text in {"register A\n", "register B\n"}
    return text.split()[1]


def at_moment(wanted: int, act: Callable[[], None]) -> list[int]:
    """Call ``act`` at a moment; the list has the number of moments so far."""
    passed = [0]

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        if event.partition(".")[0] in {"open", "os", "shutil", "tempfile", "ctypes", "fcntl", "glob"}:
            passed[0] += 1
            if passed[0] == wanted:
                act()

    sys.addaudithook(hook)
    return passed


def die() -> None:
    """As kill -9, or a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail(*_arguments: object) -> None:
    """As a dying disk."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def main(action: str, output: Path, road: str, *rest: str) -> None:
    """See the module."""
    if road == "two-steps":
        exchange.exchange = lambda first, second: False  # noqa: ARG005  the names are part of the type
    if action == "none":
        return
    if action == "loop":
        for name in itertools.cycle("AB"):
            publish_edition(name, output)
            print("ready", flush=True)
    name, wanted = rest[0], int(rest[1]) if len(rest) > 1 else 0
    passed = at_moment(wanted, {"kill": die, "fault": fail}.get(action, lambda: None))
    try:
        publish_edition(name, output)
    except OutputError as error:
        print(error.problems[0].rule)
    else:
        print(passed[0] if action == "count" else "done")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
