"""What is due, by whom, where: tasks, proofs that grow old, batteries, domains, risks, terms, absences, copies.

Values from the organisation and the register, on a day; each day itself is known to runbook/organisation/deadlines.py.
"""

from __future__ import annotations

from runbook.agenda.agenda import Agenda, Grouping, agenda_of
from runbook.agenda.entry import Entry, Hand, Kind, State

__all__ = ["Agenda", "Entry", "Grouping", "Hand", "Kind", "State", "agenda_of"]
