"""Prints two sheets and their binding, and says their checksums: run as a process of its own by test_paper_process."""

from __future__ import annotations

import hashlib
import sys

from runbook.paper import Binding, PaperSheet, print_sheets
from support.paper_pages import sheet

if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:]]
    sheets = [PaperSheet(f"ja/{number:02}", sheet(number, rows=60)) for number in numbers]
    papers = print_sheets(sheets, [Binding("ja/runbook", "合本", "ja", tuple(s.name for s in sheets))])
    for name, paper in papers.items():
        sys.stdout.write(f"{name} {hashlib.sha256(paper.pdf).hexdigest()}\n")
