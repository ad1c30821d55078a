"""The types of single values in the config, each with its description for the JSON Schema.

Its neighbours use these names; how a value is read stands in ``parsers.py``, texts in
``localized.py``, intervals in ``interval.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from runbook.organisation import parsers
from runbook.organisation.interval import Interval
from runbook.organisation.localized import AtMost, Text
from runbook.organisation.parsers import PHONE_KINDS, TEXT_LIMIT, dialled

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

__all__ = [
    "PHONE_KINDS",
    "AccountId",
    "AccountIds",
    "Addresses",
    "ContactValue",
    "Count",
    "DarkColour",
    "Day",
    "DomainName",
    "Email",
    "Flag",
    "HolidayRegion",
    "Identifier",
    "Interval",
    "Label",
    "Mark",
    "MinutesTo",
    "Name",
    "PageName",
    "Phone",
    "Remark",
    "SealNumber",
    "SheetRef",
    "Text",
    "TimeOfDay",
    "TimeZone",
    "Url",
    "Wait",
    "dialled",
]


class _QuotedToo:
    """JSON Schema of a number that may be quoted; keeps the field's limits, which ``WithJsonSchema`` would drop."""

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"type": ["integer", "string"], "pattern": "^[0-9]{1,4}$"}


def _string(pattern: str, *examples: str, **more: object) -> JsonSchemaValue:
    return {"type": "string", "pattern": f"^(?:{pattern})$", "examples": list(examples)} | more


# A name fills a cell of a table, a remark shares one; a page name and a mark stand at the head of every page.
Name = Annotated[Text, AtMost(200)]
Remark = Annotated[Text, AtMost(120)]
PageName = Annotated[Text, AtMost(60)]
Mark = Annotated[Text, AtMost(40)]

AccountId = Annotated[
    str,
    BeforeValidator(parsers.account_id),
    WithJsonSchema(_string(r"[0-9０-９]{12}|[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}", "111122223333", "1111-2222-3333")),
]
AccountIds = Annotated[
    Annotated[AccountId, Tag("$one")] | Annotated[tuple[AccountId, ...], Tag("$several")],
    Discriminator(parsers.one_or_several),
]
Phone = Annotated[
    str,
    BeforeValidator(parsers.phone),
    WithJsonSchema(_string(r"[+＋#]?[-0-9０-９ー－−‐‑‒–—―─ ().（）]{3,30}", "+81 3 0000 0001", "03-0000-0001")),
]
Email = Annotated[
    str,
    BeforeValidator(parsers.email),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[^@\s]+[@＠][^@\s]+[.．][^@\s]+$", "examples": ["aws-root@example.co.jp"]}
    ),
]
Url = Annotated[
    str,
    BeforeValidator(parsers.url),
    WithJsonSchema(_string(r"[Hh][Tt][Tt][Pp][Ss]://\S{3,490}", "https://example.co.jp/")),
]
DarkColour = Annotated[
    str, BeforeValidator(parsers.dark_colour), WithJsonSchema(_string(parsers.COLOUR.pattern, "#1a3c6e"))
]
DomainName = Annotated[
    str,
    BeforeValidator(parsers.domain_name),
    WithJsonSchema(_string(parsers.DOMAIN.pattern, "example.co.jp")),
]
Addresses = Annotated[
    str,
    BeforeValidator(parsers.addresses),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[^@\s]+[@＠][^@\s]+[.．][^@\s]+$", "examples": ["aws-root-*@example.co.jp"]}
    ),
]
HolidayRegion = Annotated[
    str,
    BeforeValidator(parsers.holiday_region),
    WithJsonSchema(_string("[A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?", "JP", "US-CA")),
]
Identifier = Annotated[
    str,
    BeforeValidator(parsers.identifier),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": f"^{parsers.IDENTIFIER.pattern}$", "examples": ["sato", "safe-a"]}
    ),
]
Label = Annotated[
    str,
    BeforeValidator(parsers.label),
    WithJsonSchema(
        {"type": ["string", "number"], "pattern": f"^{parsers.LABEL.pattern}$", "examples": ["E-0031", "us-east-1"]}
    ),
]
SealNumber = Annotated[
    str,
    BeforeValidator(parsers.seal_number),
    WithJsonSchema({"type": ["string", "number"], "pattern": f"^{parsers.LABEL.pattern}$", "examples": ["TEB-004512"]}),
]
ContactValue = Annotated[
    str,
    BeforeValidator(parsers.contact_value),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": TEXT_LIMIT,
            "examples": ["+81 90 0000 0001", "sato@example.co.jp"],
        }
    ),
]
Wait = Annotated[
    int,
    BeforeValidator(parsers.wait),
    WithJsonSchema(_string(parsers.WAIT.pattern, "PT0M", "PT10M", "PT1H")),
]
Count = Annotated[int, BeforeValidator(parsers.count), _QuotedToo()]
LONGEST_JOURNEY = 10_000  # minutes: nobody needs a week; a longer one is a slip of the pen
_Minutes = Annotated[
    Count,
    Field(le=LONGEST_JOURNEY),
    WithJsonSchema({"type": ["integer", "string"], "pattern": "^[0-9]{1,5}$", "maximum": LONGEST_JOURNEY}),
]
MinutesTo = Mapping[Identifier, _Minutes]
Flag = Annotated[bool, BeforeValidator(parsers.flag), WithJsonSchema({"enum": [True, False, "true", "false"]})]
Day = Annotated[
    date,
    BeforeValidator(parsers.day),
    WithJsonSchema(
        {"type": "string", "format": "date", "pattern": f"^{parsers.DAY.pattern}$", "examples": ["2026-11-23"]}
    ),
]
SheetRef = Annotated[
    str,
    BeforeValidator(parsers.sheet_reference),
    WithJsonSchema(_string(parsers.SHEET.pattern, "*", "04", "break-glass")),
]
TimeOfDay = Annotated[
    str, BeforeValidator(parsers.time_of_day), WithJsonSchema(_string(parsers.TIME.pattern, "09:00", "23:59"))
]
TimeZone = Annotated[
    str,
    BeforeValidator(parsers.time_zone),
    WithJsonSchema({"type": "string", "minLength": 3, "examples": ["Asia/Tokyo"]}),
]
