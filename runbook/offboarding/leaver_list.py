"""The list that is printed and signed when somebody leaves, as notices and as a folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from runbook.editions.titles import SheetTitles
from runbook.knowledge.phrases import Speaker
from runbook.offboarding.departure import Departure, departure_of
from runbook.offboarding.report import report_on
from runbook.sheets.notices import Notice, notice_files, render_notice
from runbook.writing import About, Kind, publish, refuse_early

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from runbook.building import Draft, Inputs


def leave_folder(inputs: Inputs, person: str, last_day: date, output: Path | None) -> Departure:
    """What somebody's leaving touches, with a folder also as the list to sign.

    ConfigError if the config has no such person; otherwise errors as from `draft` and `publish`.
    """
    if output is not None:
        refuse_early(output, Kind.NOTICE, config=inputs.config)
    drafted = inputs.draft()
    departure = departure_of(drafted, person, last_day)
    if output is not None:
        files = departure_files(drafted, departure)
        publish(files, output, config=inputs.config, about=About(Kind.NOTICE, {"leaver": str(last_day)}))
    return departure


def departure_files(draft: Draft, departure: Departure) -> Mapping[str, bytes]:
    """``<language>/leaver`` as Markdown, HTML and PDF; RenderingRefusedError as for sheets."""
    return notice_files(departure_notices(draft, departure), draft.templates, draft.assessment.whole.typed)


def departure_notices(draft: Draft, departure: Departure) -> tuple[Notice, ...]:
    """The list in every language of the runbook; RenderingRefusedError as for sheets."""
    notices = []
    for view in draft.views:
        titles = SheetTitles(view.language, draft.templates.language_names)
        report = report_on(departure, Speaker(view.language, departure.organisation), titles)
        names = {"leaving": departure.leaving, "report": report}
        notices.append(render_notice("leaver", view, draft.templates, **names))
    return tuple(notices)
