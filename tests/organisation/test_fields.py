"""Single values: what is accepted, its canonical form, and the rule that refuses the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from runbook.organisation import fields
from runbook.organisation.fields import Interval, Text
from runbook.text.characters import composed


def rule_of(kind: Any, typed: object) -> str:
    """The rule that refuses a value, or "" if it is accepted."""
    try:
        TypeAdapter(kind).validate_python(typed)
    except ValidationError as error:
        return error.errors()[0]["type"]
    return ""


def canonical(kind: Any, typed: object) -> Any:
    return TypeAdapter(kind).validate_python(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("+81 90 0000 0001", "+81 90 0000 0001"),
        ("+81-3-0000-0001", "+81-3-0000-0001"),
        ("+81 (3) 0000-0001", "+81 (3) 0000-0001"),
        ("03-1234-5678", "03-1234-5678"),
        ("(03) 1234-5678", "(03) 1234-5678"),
        ("06-0000-0012", "06-0000-0012"),
        ("060-0000-0012", "060-0000-0012"),
        ("0120-000-000", "0120-000-000"),
        ("0800-000-0000", "0800-000-0000"),
        ("０９０−００００−０００１", "090-0000-0001"),
        ("＋８１　９０　００００　０００１", "+81 90 0000 0001"),
        ("+1 206 555 0100", "+1 206 555 0100"),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
        ("110", "110"),
        ("#7119", "#7119"),
    ],
)
def test_a_number_that_can_be_dialled_is_kept_as_typed(typed: str, meant: str) -> None:
    assert canonical(fields.Phone, typed) == meant


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("03-1234-567", "phone-length-japan"),
        ("090-0000-001", "phone-length-japan"),
        ("+81 3 0000 001", "phone-length-japan"),
        ("+81 03 0000 0001", "phone-trunk-zero"),
        ("3 0000 0001", "phone-country"),
        ("+1 206", "phone-length"),
        ("+1 2065550100 2065550100", "phone-length"),
        ("call me", "phone"),
        ("+81 3 0000 0001 (内線 9)", "phone"),
        ("(03 1234-5678", "phone"),
        ("", "value-empty"),
        (None, "value-empty"),
        (["03"], "expected-value"),
    ],
)
def test_a_number_that_cannot_is_refused(typed: object, rule: str) -> None:
    assert rule_of(fields.Phone, typed) == rule


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (fields.AccountId, "1111 2222 3333", "111122223333"),
        (fields.Email, "ａｂ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ", "ab@example.co.jp"),
        (fields.Email, "aws-root+payer@example.co.jp", "aws-root+payer@example.co.jp"),
        (fields.Url, "https://example.co.jp:8443/a?b=c#d", "https://example.co.jp:8443/a?b=c#d"),
        (fields.TimeOfDay, "9:05", "09:05"),
        (fields.TimeOfDay, "０９：０５", "09:05"),
        (fields.Interval, "P1Y6M", Interval((("1", "Y"), ("6", "M")))),
        (fields.Wait, "PT1H30M", 90),
        (fields.Wait, "PT0M", 0),
        (fields.Day, "２０２６－１１－２３", date(2026, 11, 23)),
        (fields.Day, "2028-02-29", date(2028, 2, 29)),
        (fields.Count, "3", 3),
        (fields.Flag, "TRUE", True),
        (fields.SheetRef, "04", "04"),
        (fields.SheetRef, "first-minutes", "first-minutes"),
        (fields.SheetRef, "*", "*"),
        (fields.TimeZone, "Asia/Tokyo", "Asia/Tokyo"),
        (fields.TimeZone, "UTC", "UTC"),
        (fields.TimeZone, "Etc/GMT-9", "Etc/GMT-9"),
        (fields.Label, "Ｅ－００３１", "E-0031"),
        (fields.Identifier, "safe-a", "safe-a"),
    ],
)
def test_values_get_their_canonical_form(kind: Any, typed: str, meant: object) -> None:
    assert canonical(kind, typed) == meant


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        (fields.AccountId, "1111-22223333", "account-id"),
        (fields.AccountId, "²11122223333", "account-id"),
        (fields.Email, "a@b", "email"),
        (fields.Email, "a..b@example.jp", "email"),
        (fields.Email, "a@-b.jp", "email"),
        (fields.Email, "\u0430@example.jp", "email-not-ascii"),
        (fields.Url, "http://example.co.jp/", "url-scheme"),
        (fields.Url, "https://localhost/", "url"),
        (fields.Url, "https://example.co.jp/ a", "url"),
        (fields.Url, "https://exämple.jp/", "url-not-ascii"),
        (fields.Url, "https://user@example.co.jp/", "url"),
        (fields.Url, 'https://example.co.jp/"><b>', "url"),
        (fields.TimeOfDay, "24:00", "time-of-day"),
        (fields.TimeOfDay, "9", "time-of-day"),
        (fields.Interval, "P0M", "interval"),
        (fields.Interval, "P0Y0D", "interval"),
        (fields.Interval, "P6M1Y", "interval"),
        (fields.Interval, "monthly", "interval"),
        (fields.Interval, None, "value-empty"),
        (fields.Interval, "P", "interval"),
        (fields.Interval, "P3", "interval"),
        (fields.Interval, "PT3H", "interval"),
        (fields.Interval, "3 months", "interval"),
        (fields.Wait, "P1D", "wait"),
        (fields.Wait, "10", "wait"),
        (fields.Day, "2026-11-31", "day-unknown"),
        (fields.Day, "0026-11-30", "day"),
        (fields.Day, "2026-11-23T00:00:00", "day"),
        (fields.Count, "1e2", "count"),
        (fields.Count, "２", "count"),
        (fields.Flag, "yes", "flag"),
        (fields.Flag, "1", "flag"),
        (fields.SheetRef, "4", "sheet-reference"),
        (fields.TimeZone, "/etc/localtime", "time-zone"),
        (fields.TimeZone, "Asia", "time-zone"),
        (fields.TimeZone, "localtime", "time-zone"),
        (fields.TimeZone, "posixrules", "time-zone"),
        (fields.TimeZone, "Factory", "time-zone"),
        (fields.TimeZone, "right/UTC", "time-zone"),
        (fields.TimeZone, "posix/Asia/Tokyo", "time-zone"),
        (fields.TimeZone, "zone.tab", "time-zone"),
        (fields.Label, "封筒1", "label"),
        (fields.Identifier, "佐藤", "identifier"),
        (fields.Identifier, "a" * 41, "identifier"),
        (fields.Identifier, "../x", "identifier"),
        (Text, "", "value-empty"),
        (Text, "\u3000 ", "value-empty"),
        (Text, "\u202e", "character-refused"),
        (Text, "\u0000", "character-refused"),
        (Text, "あ" * 401, "text-too-long"),
        (Text, ["a"], "expected-text"),
        (Text, {"japanese text": "a"}, "language-code"),
    ],
)
def test_wrong_values_are_refused_by_their_rule(kind: Any, typed: object, rule: str) -> None:
    assert rule_of(kind, typed) == rule


def test_a_text_speaks_every_language_or_the_ones_it_has() -> None:
    assert canonical(Text, "payer").in_language("ja") == "payer"
    both = canonical(Text, {"ja": "佐藤", "en": "Sato"})
    assert (both.in_language("ja"), both.in_language("en")) == ("佐藤", "Sato")
    assert both.missing(("ja", "en", "fr")) == ("fr",)
    assert hash(both) == hash(Text.of({"ja": "佐藤", "en": "Sato"}))
    with pytest.raises(KeyError):
        both.in_language("fr")


@pytest.mark.parametrize(
    "name", ["㈱サンプル", "Ⅲ課", "髙﨑", "\ufa10\ufa19", "ﾃｽﾄ", "①", "葛\U000e0100城", "がぎ", "Å"]
)
def test_names_are_never_changed(name: str) -> None:
    assert composed(name) == name


def test_only_kana_and_latin_marks_are_composed() -> None:
    assert composed("か\u3099ハ\u309ae\u0301") == "がパé"
    assert composed("\ufa10か\u3099") == "\ufa10が"


@pytest.mark.parametrize(
    ("day", "every", "times", "due"),
    [
        ((2026, 1, 31), "P1M", 1, (2026, 2, 28)),
        ((2026, 1, 31), "P1M", 2, (2026, 3, 31)),
        ((2028, 2, 29), "P1Y", 1, (2029, 2, 28)),
        ((2028, 2, 29), "P1Y", 4, (2032, 2, 29)),
        ((2026, 11, 30), "P3M", 1, (2027, 2, 28)),
        ((2026, 12, 31), "P2W", 1, (2027, 1, 14)),
        ((2026, 1, 1), "P1Y1M1D", 2, (2028, 3, 3)),
        ((2026, 5, 5), "P6M", 0, (2026, 5, 5)),
    ],
)
def test_intervals_follow_the_calendar(
    day: tuple[int, int, int], every: str, times: int, due: tuple[int, int, int]
) -> None:
    assert Interval.of(every).after(date(*day), times) == date(*due)


@pytest.mark.parametrize(("every", "times"), [("P99Y", 99), ("P9999D", 9999)])
def test_an_interval_that_runs_off_the_calendar_is_an_error(every: str, times: int) -> None:
    with pytest.raises(OverflowError):
        Interval.of(every).after(date(2026, 1, 1), times)


@pytest.mark.parametrize("typed", ["P3M", "P1Y6M", "P18M", "P03M", "P0Y6M", "P2W", "P1Y2M3W4D"])
def test_an_interval_is_printed_as_it_was_typed(typed: str) -> None:
    assert str(Interval.of(typed)) == typed
    assert TypeAdapter(Interval).dump_python(Interval.of(typed)) == typed


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["P1D", "P2W", "P1M", "P3M", "P1Y"]),
    st.integers(0, 50),
)
def test_a_later_interval_ends_later(day: date, every: str, times: int) -> None:
    assert Interval.of(every).after(day, times) < Interval.of(every).after(day, times + 1)
