"""All that is said of a leaving, in both languages and for machines, compared whole with the texts in ``said``."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from support.config_texts import EXAMPLE, changed, in_memory
from support.organisations import LANGUAGES, TODAY, knowledge
from support.said import as_stored

from runbook.assessment import Assessment, assess
from runbook.editions.titles import SheetTitles
from runbook.knowledge.phrases import Speaker
from runbook.knowledge.sheets import SheetName
from runbook.offboarding.departure import Departure
from runbook.offboarding.impact import leaving
from runbook.offboarding.record import departure_record
from runbook.offboarding.report import report_lines, report_on

SAID = Path(__file__).with_name("said")
LAST_DAY = date(2027, 2, 28)

# The example company, with something to tell of everything that the list knows.
TOLD = EXAMPLE
for _old, _new in {
    "person: suzuki, from: 2026-04-01, deputy: ito": "person: suzuki, from: 2026-04-01, deputy: kobayashi",
    "    kind: bank\n    keys_kept_by: []\n": "    kind: bank\n    keys_kept_by: [mori]\n",
    "operations@example.co.jp\n      security: aws-security": "operations@example.co.jp\n      security: tanaka",
    'number: "+81 6 0000 0013"': 'number: "+81 90 0000 0004"',
}.items():
    TOLD = changed(_old, _new, TOLD)


@cache
def assessed() -> Assessment:
    return assess(in_memory(TOLD), TODAY, knowledge(), rules=())


@pytest.mark.parametrize("person", ["sato", "suzuki", "kobayashi", "mori", "tanaka", "yoshida", "ito"])
def test_a_leaving_is_told_in_both_languages_and_in_json(person: str, request: pytest.FixtureRequest) -> None:
    """Stored with the text of a place instead of its line and column, which every edit of the example moves."""
    assessment = assessed()
    left = leaving(assessment, person, LAST_DAY)
    found = Departure(left, assessment.whole.organisation, (SheetName.read("ja/03-contacts"),))
    record = departure_record(found)
    for entry in (*record["edits"], *record["findings"]):
        entry["text"] = TOLD.split("\n")[entry.pop("line") - 1][entry.pop("column") - 1 :]
    told = [json.dumps(record, ensure_ascii=False, indent=1)]
    for code in LANGUAGES:
        language = knowledge().language(code)
        titles = SheetTitles(language, {"ja": "日本語", "en": "English"})
        lines = list(report_lines(report_on(found, Speaker(language, found.organisation), titles), language))
        assert found.organisation.person(person).name.in_language(code) in lines[0]
        assert not [line for line in lines if "{" in line or "None" in line]
        told += lines
    text = re.sub(r"config\.yaml:[0-9]+:[0-9]+", "config.yaml", "\n".join(told))
    assert as_stored(f"{text}\n", SAID / f"{person}.txt", request)
