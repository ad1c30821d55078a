"""What others cost that make documents of data: RenderCV on its sample, ChecklistFabrik's export of sixty steps.

They are installed into a folder of their own, from the package index of this machine; what cannot be installed or run
is skipped with a word. Each makes another document than ours: the ratios compare products, not engines. Run
``make bench-peers``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from measuring import PYTHON, Command, alternating, row, shown, table

ROUNDS = 5
STEPS = 60
CHECKLIST = "title: A sample\nversion: '1'\npages:\n  - title: Steps\n    tasks:\n" + "".join(
    f"      - linuxfabrik.clf.checkbox_input:\n          label: Step {number}\n        fact_name: step_{number}\n"
    for number in range(STEPS)
)


@dataclass(frozen=True)
class Peer:
    """A package, what prepares its sample, and what is measured."""

    package: str
    prepare: tuple[str, ...]
    command: tuple[str, ...]


PEERS = (
    Peer("rendercv[full]", ("rendercv", "new", "Jane Doe"), ("rendercv", "render", "Jane_Doe_CV.yaml")),
    Peer("checklistfabrik", (), ("clf-export", "--template", "--output", "list.html", "checklist.yml")),
)


def skipped(peer: Peer, folder: Path) -> str:
    """Why a peer cannot be measured, or nothing: then it is installed, with its sample in the folder."""
    python = folder / "venv" / "bin" / "python"
    steps = ([str(python), "-m", "pip", "install", "--quiet", peer.package], [*peer.prepare])
    for step in filter(None, steps):
        line = [str(folder / "venv" / "bin" / step[0]) if step is steps[1] else step[0], *step[1:]]
        ended = subprocess.run(line, check=False, capture_output=True, text=True, cwd=folder)  # noqa: S603  as listed above
        if ended.returncode:
            said = (ended.stderr or ended.stdout).strip().splitlines()
            return said[-1] if said else f"{step[0]} ended with {ended.returncode}"
    return ""


def main() -> None:
    """Install, measure in one alternating run, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        bare, rows = [sys.executable, "-c", "pass"], []
        for peer in PEERS:
            folder = Path(name) / peer.package.partition("[")[0].partition("=")[0]
            folder.mkdir()
            venv.create(folder / "venv", with_pip=True)
            (folder / "checklist.yml").write_text(CHECKLIST, "utf-8")
            if why := skipped(peer, folder):
                rows.append((peer.package, f"skipped: {why}", "", ""))
                continue
            line = [str(folder / "venv" / "bin" / peer.command[0]), *peer.command[1:]]
            try:
                costs = alternating([Command(PYTHON, bare, folder), Command(peer.package, line, folder)], ROUNDS)
            except SystemExit as end:
                rows.append((peer.package, f"skipped: {end}", "", ""))
                continue
            found = row(peer.package, PYTHON, costs)
            least, most = shown(min(found.ratios)), shown(max(found.ratios))
            command = f"`{' '.join(peer.command)}`"
            rows.append((peer.package, command, f"{shown(found.middle)} ({least}–{most})", f"{found.peak:.0f}"))
        sys.stdout.write(table(("package", "command", "against a bare Python", "peak MB"), rows))


if __name__ == "__main__":
    main()
