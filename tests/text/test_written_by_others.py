"""How well secrets are found that others wrote: what is missed and what is taken for one, style by style."""

from __future__ import annotations

from collections import Counter

import pytest
from support.organisations import ROOT
from support.written_by_others import Text, harmless, secrets

from runbook.text.secrets import announces_secret, find_secrets

SEED = 20261124
FRAMES = {"value": "  note: {}\n", "key": "  {}\n", "comment": "# {}\n", "lines": "  note: |\n    {}\n"}

# A better score is written down here too, and both tables stand in docs/secrets.md.
MISSED = {
    "pw_hint_partial?": 18,
    "single_words_after_verb?": 15,
    "security_questions": 14,
    "pw_diceware": 10,
    "pw_weak_plain_word": 9,
    "aikotoba": 7,
    "secret_in_known_field": 7,
    "default_password_known": 6,
    "pin_comment_terse": 6,
    "combo_terse": 5,
    "otp_code_now?": 5,
    "pin_that_is_a_date": 5,
    "pw_obfuscated": 5,
    "pw_split_halves": 5,
    "pw_typos": 5,
    "chat_mail_paste": 4,
    "multi_account_table": 4,
    "pw_hash?": 4,
    "compound_one_secret_ja": 3,
    "inside_envelope_note": 3,
    "long_note_hidden": 3,
    "pw_en_prose": 3,
    "pw_id_pair": 3,
    "pw_other_languages": 3,
    "rec_google": 3,
    "safe_combo_en": 3,
    "safe_keypad": 3,
    "sysadmin_passwords": 3,
    "yubikey_static_and_oath": 3,
    "alarm_code": 2,
    "cli_commands": 2,
    "door_code": 2,
    "fullwidth_and_odd_separators": 2,
    "kaijo_kode": 2,
    "pin_spelled": 2,
    "pin_tablet_phone": 2,
    "pw_abbrev": 2,
    "pw_arrow": 2,
    "pw_backticks_quotes": 2,
    "pw_comment_careless": 2,
    "pw_manager_master": 2,
    "pw_neutral_key": 2,
    "pw_romaji": 2,
    "rec_other_services": 2,
    "social_and_mail_accounts": 2,
    "tok_infra": 2,
    "tok_monitoring": 2,
    "wifi": 2,
    "aws_folded": 1,
    "bank_phone_codes": 1,
    "bip39": 1,
    "bitwarden": 1,
    "cert_pkcs_android": 1,
    "op_emergency_kit": 1,
    "pin_security_key": 1,
    "pw_brackets": 1,
    "pw_german": 1,
    "pw_ja_kagi": 1,
    "pw_kana_in_it": 1,
    "pw_korean": 1,
    "pw_leetspeak": 1,
    "pw_newline": 1,
    "pw_strong_bare": 1,
    "rec_generic_list": 1,
    "tok_azure": 1,
    "tok_google_gcp": 1,
    "tok_npm_pypi_registry": 1,
    "tok_sendgrid_twilio_mail": 1,
}
FALSE_ALARMS = {
    "hexlike_and_random_ids?": 5,
}


@pytest.fixture(scope="module")
def told() -> list[Text]:
    return secrets(SEED)


@pytest.fixture(scope="module")
def untold() -> list[Text]:
    return harmless(SEED)


def is_refused(text: Text) -> bool:
    """Whether a config with the text in its place would be refused."""
    body = text.text.strip("\n").replace("\n", "\n    ") if text.where == "lines" else text.text
    key, _, value = text.text.partition(":")
    value = value.strip().strip('"')
    is_announced = text.where == "key" and value != "" and announces_secret(key, value)
    return is_announced or find_secrets(FRAMES[text.where].replace("{}", body)) != []


def styles(texts: list[Text]) -> Counter[str]:
    return Counter(text.style for text in texts)


def test_the_corpus_is_large_and_of_many_styles(told: list[Text], untold: list[Text]) -> None:
    assert len(set(told)) == len(told) >= 1000
    assert len(styles(told)) >= 60
    assert len(set(untold)) == len(untold) >= 5000
    assert {text.where for text in told} == {text.where for text in untold} == set(FRAMES)
    assert not {text.text for text in told} & {text.text for text in untold}


@pytest.mark.slow
def test_the_same_seed_gives_the_same_texts(told: list[Text], untold: list[Text]) -> None:
    assert secrets(SEED) == told != secrets(SEED + 1)
    assert harmless(SEED) == untold != harmless(SEED + 1)


@pytest.mark.slow
def test_no_more_is_missed_than_stated(told: list[Text]) -> None:
    assert styles([text for text in told if not is_refused(text)]) == MISSED


@pytest.mark.slow
def test_no_more_is_taken_for_a_secret_than_stated(untold: list[Text]) -> None:
    assert styles([text for text in untold if is_refused(text)]) == FALSE_ALARMS


def test_the_page_states_what_is_measured(told: list[Text], untold: list[Text]) -> None:
    page = (ROOT / "docs" / "secrets.md").read_text("utf-8")
    for what, texts, table in (("missed", told, MISSED), ("false alarms", untold, FALSE_ALARMS)):
        counts = styles(texts)
        rows = [f"| {style} | {count} of {counts[style]} |" for style, count in table.items()]
        assert f"| style | {what} |\n|---|---|\n" + "\n".join(rows) + "\n\n" in page
    totals = f"| now | {sum(MISSED.values())} of {len(told):,} | {sum(FALSE_ALARMS.values())} of {len(untold):,} |"
    assert totals in page
    words = " ".join(page.split())
    assert f"{len(told):,} secrets of {len(styles(told))} styles" in words
    assert f"{len(untold):,} harmless texts of {len(styles(untold))} styles" in words
