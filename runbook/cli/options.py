"""Options and arguments that several commands share, and their defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_CONFIG = Path("config.yaml")
DEFAULT_OUTPUT = Path("output")
DEFAULT_REPRINT = Path("reprint")
DEFAULT_ROLE_ONLY = Path("role-only")
DEFAULT_TEMPLATES = Path("own-templates")

FINDING_FORMS = ("text", "json", "sarif", "github")
"""The forms in which `check` tells its findings."""

ConfigOption = Annotated[
    Path,
    typer.Option(
        "--config", "-c", envvar="RUNBOOK_CONFIG", help="The YAML file about your organisation; may also stand alone."
    ),
]
EvidenceArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Files or folders; ACCOUNT=FILE for a file that does not name its account."),
]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="Folder for the result. It is replaced as a whole.")]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="Day of issue. Default: SOURCE_DATE_EPOCH, else today."),
]
TodayOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="The day of today. Default: SOURCE_DATE_EPOCH, else today."),
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Local time of the company: 2026-12-29T03:10. Default: now."),
]
LanguagesOption = Annotated[
    list[str] | None,
    typer.Option("--language", "--lang", metavar="ja|en", help="Only this language; may be repeated."),
]
EffectiveOption = Annotated[
    str | None, typer.Option("--effective", metavar="YYYY-MM-DD", help="First day in force. Default: today.")
]
FormatOption = Annotated[
    list[str] | None, typer.Option("--format", "-f", metavar="md|html|pdf", help="Only this format; may be repeated.")
]
TemplatesOption = Annotated[
    Path | None, typer.Option("--templates", help="Folder with your own templates, laid over the shipped ones.")
]
AudienceOption = Annotated[
    str,
    typer.Option(
        "--audience",
        metavar="WHO",
        help="full, or role-only: for readers who may know roles, but no names, numbers or places.",
    ),
]
NoCacheOption = Annotated[
    bool,
    typer.Option("--no-cache", envvar="RUNBOOK_NO_CACHE", help="Print every sheet anew; keep none for the next run."),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Build, even if inputs and output are as the last such run left them.")
]
TalkOption = Annotated[
    str | None,
    typer.Option("--talk", metavar="ja|en", help="Language of messages. Default: RUNBOOK_LANG, else locale."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Result as JSON on standard output.")]
