"""How much the tests that try everything try: a sample in every run, everything with RUNBOOK_ALL=1 (`make sweep`)."""

from __future__ import annotations

import os

ALL = "RUNBOOK_ALL" in os.environ
