"""The three organisations on paper, as the command writes them."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from runbook.paper.readback import page_texts, squeezed
from support.command import Ended, run
from support.organisations import ISSUED_ON, ORGANISATIONS
from support.shared import Shared

IN_FORCE = date(2026, 12, 1)
"""The day of the first editions. A test that issues one for itself takes it, too: its sheets are printed already."""
APPROVED = ("--approved-by", "sato", "--approved-by", "kato")
_ISSUING = ("full", "minimal")


@dataclass(frozen=True, slots=True)
class Papers:
    """Output folders, each built once in a test run. Tests read them and change nothing."""

    shared: Shared

    def output(self, organisation: str) -> Path:
        """The folder of one of the three, with every sheet in every language and format."""
        return self._built(organisation) / "output"

    def ended(self, organisation: str) -> Ended:
        """What the command said when it had built the folder."""
        return Ended(**json.loads((self._built(organisation) / "ended.json").read_text("utf-8")))

    def pdf(self, organisation: str, name: str) -> bytes:
        """One document, by language and sheet."""
        return (self.output(organisation) / f"{name}.pdf").read_bytes()

    def pages(self, organisation: str, name: str) -> tuple[str, ...]:
        """The text of every page as a viewer finds it, white space removed."""
        return _pages(self.output(organisation) / f"{name}.pdf")

    def first_edition(self, organisation: str) -> Path:
        """The folder of the full or the minimal company that has issued its first edition: config, register, output."""

        def issue(folder: Path) -> None:
            shutil.copy(ORGANISATIONS[organisation], folder / "config.yaml")
            ended = run("issue", "--reason", "First edition", *APPROVED, "--date", str(ISSUED_ON),
                        "--effective", str(IN_FORCE), "--quiet", cwd=folder)  # fmt: skip
            assert ended == Ended(0, "", ""), ended

        return self.shared.made(f"first-edition-{organisation}", issue)

    def in_japanese(self) -> Path:
        """The minimal company that has issued, and writes Japanese only from then on: config, register, output.

        Its sheets were printed for the edition in both languages.
        """

        def build(folder: Path) -> None:
            text = ORGANISATIONS["minimal"].read_text("utf-8")
            assert text.count("languages: [ja, en]") == 1
            text = text.replace("languages: [ja, en]", "languages: [ja]")
            (folder / "config.yaml").write_text(text, "utf-8")
            shutil.copy(self.first_edition("minimal") / "config.yaml.editions.json", folder)
            ended = run("build", "--date", str(IN_FORCE), cwd=folder)
            assert ended.code == 0, ended.stderr

        return self.shared.made("minimal-in-japanese", build)

    def _built(self, organisation: str) -> Path:
        """Two have an edition in force: their sheets were printed for that, and are not printed again."""

        def build(folder: Path) -> None:
            config, output, day = ORGANISATIONS[organisation], folder / "output", ISSUED_ON
            if organisation in _ISSUING:
                config, day = self.first_edition(organisation) / "config.yaml", IN_FORCE
            ended = run("build", "-c", config, "-o", output, "--date", str(day))
            assert ended.code == 0, ended.stderr
            (folder / "ended.json").write_text(json.dumps(asdict(ended)), "utf-8")

        return self.shared.made(organisation, build)


@cache
def _pages(pdf: Path) -> tuple[str, ...]:
    return tuple(squeezed(text) for text in page_texts(pdf.read_bytes()))
