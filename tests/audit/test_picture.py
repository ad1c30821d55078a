"""The picture of the timeline: what lies where, and that its words say the same."""

from __future__ import annotations

import pytest
from support.audits import YEAR, audit_facts, past
from support.organisations import knowledge

from runbook.audit.naming import Naming
from runbook.audit.picture import WIDTH, Picture, picture_of
from runbook.audit.words import Words


def wording(language: str = "en") -> Words:
    register, records = past()
    return Words(Naming(audit_facts(register, records)), knowledge().language(language))


@pytest.fixture(scope="module")
def picture() -> Picture:
    return picture_of(wording())


@pytest.mark.slow
def test_the_row_of_a_task_has_a_band_over_each_of_its_own_gaps_and_of_no_others(picture: Picture) -> None:
    words = wording()
    rows = {row.name: row for row in picture.rows}
    seen = 0
    for task, rule in words.facts.organisation.rotation.tasks().items():
        if rule.every is None:
            continue
        row = rows[words.naming.task(task, words.language)]
        gaps = [gap for gap in words.facts.timeline.gaps if gap.task == task]
        day = WIDTH / YEAR.days
        lying = [(band.x, band.x + band.width) for band in row.bands]
        assert lying == [
            pytest.approx(((gap.first - YEAR.first).days * day, ((gap.last - YEAR.first).days + 1) * day), abs=0.2)
            for gap in gaps
        ], task
        assert str(sum(gap.days for gap in gaps)) in row.title
        seen += len(gaps)
    assert seen == len(words.facts.timeline.gaps) > 1


def test_a_day_of_a_task_is_a_mark_in_the_middle_of_that_day(picture: Picture) -> None:
    words = wording()
    row = next(row for row in picture.rows if row.name == words.naming.task("drill", words.language))
    [day] = words.facts.done["drill"]
    assert row.marks == pytest.approx([((day - YEAR.first).days + 0.5) * WIDTH / YEAR.days], abs=0.1)
    assert str(day) in row.title


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_table_of_gaps_is_led_in_by_its_own_sentence(language: str) -> None:
    words = wording(language)
    gaps = picture_of(words).sections[0]
    assert gaps.title == words.language.words("audit.sections.gaps")
    assert gaps.intro == (words.language.words("audit.leads.gaps"),)
    assert gaps.table is not None
    told = [row[0] for row in gaps.table.rows]
    names = [words.naming.task(gap.task, words.language) for gap in words.facts.timeline.gaps]
    assert [name for name in told if name in names] == names
