"""The child process: ``python -I -m runbook.paper`` reads a job and writes an answer."""

from __future__ import annotations

from runbook.paper.worker import main

main()
