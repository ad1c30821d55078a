"""Events of any number are read in the same memory."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from support import aws_files as aws

from runbook.evidence import NamedFile, json_text, read_evidence


def peak(path: Path, events: int, *, of_root: bool) -> int:
    """Bytes that reading so many events takes at most; the file itself is written piece by piece."""
    other = aws.record("GetUser", "iam", who="IAMUser")
    with path.open("w", encoding="utf-8") as file:
        file.write('{"Records":[')
        for number in range(events):
            record = aws.record() if of_root else other
            file.write("," * bool(number) + json.dumps(record | {"eventID": f"{number:036}"}))
        file.write("]}")
    tracemalloc.start()
    found = read_evidence([NamedFile(str(path))])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.files[0].count == events
    return most


@pytest.mark.parametrize("of_root", [False, True])
def test_ten_times_as_many_events_take_no_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, of_root: bool
) -> None:
    monkeypatch.setattr(json_text, "CHUNK", 16 * 1024)
    few, many = (peak(tmp_path / f"{events}.json", events, of_root=of_root) for events in (300, 3000))
    # A reader that keeps what it has read takes ten times as much: 300 events are ten chunks.
    assert (tmp_path / "3000.json").stat().st_size > 10 * 16 * 1024
    assert many < 2 * few
