"""The config: bytes → text → tree with places → shape → rules between fields → ``Organisation``."""

from __future__ import annotations

from runbook.config.described import json_schema
from runbook.config.fault import Fault
from runbook.config.reading import Reading, parse_organisation
from runbook.config.references import Names
from runbook.config.source import ConfigSource, load_config
from runbook.config.tree import Scalar, shown

__all__ = [
    "ConfigSource",
    "Fault",
    "Names",
    "Reading",
    "Scalar",
    "json_schema",
    "load_config",
    "parse_organisation",
    "shown",
]
