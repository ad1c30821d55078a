"""What looks like a secret is found wherever it stands; ids, addresses and sentences about secrets are not."""

from __future__ import annotations

import pytest
from support.config_texts import EXAMPLE, MINIMAL
from support.effort import measured

from runbook.text.secret_values import may_be_secret
from runbook.text.secrets import find_secrets, is_secret_name

# Put together at run time, so that scanners of repositories do not take the tests for a leak.
KEY_TAIL = "IOSFODNN7EXAMPLE"
JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dozjgNryP4J3jVmNHl0w5N"

SECRETS = {
    "AKIA" + KEY_TAIL: "secret-aws-key",
    "key=ASIA" + KEY_TAIL + ";": "secret-aws-key",
    "ＡＫＩＡ" + KEY_TAIL: "secret-aws-key",
    "AK\u200bIA" + KEY_TAIL: "secret-aws-key",
    "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY": "secret-aws-secret",
    '"aws": "abcdEFGH0123ijklMNOP' + '4567qrstUVWX89+/yzAB"': "secret-aws-secret",
    "-----BEGIN PRIVATE" + " KEY-----": "secret-private-key",
    "-----BEGIN OPENSSH PRIVATE" + " KEY-----": "secret-private-key",
    "-----BEGIN PGP PRIVATE" + " KEY BLOCK-----": "secret-private-key",
    "otpauth" + "://totp/x": "secret-totp",
    "otpauth-migration" + "://offline?data=x": "secret-totp",
    "JBSWY3DPEHPK3PXP": "secret-seed",
    "JBSW Y3DP EHPK 3PXP": "secret-seed",
    "jbsw y3dp ehpk 3pxp": "secret-seed",
    "jbswy3dpehpk3pxp": "secret-seed",
    "MFA: GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ": "secret-seed",
    "https://user:pa55@example.co.jp/": "secret-url",
    "ghp_" + "a1B2" * 9: "secret-token",
    "xoxb-" + "123456789012-abcdef": "secret-token",
    JWT: "secret-token",
    "https://hooks.slack.com/services/" + "T0000/B0000/xyz": "secret-webhook",
    "パスワードは Tr0ub4dor&3": "secret-said",
    "パスワード：Tr0ub4dor": "secret-said",
    "暗証番号は 4649": "secret-said",
    "PIN: 123456": "secret-said",
    "password is 1234abcd": "secret-said",
    "password is P@ss.w0rd1": "secret-said",
    "the password is hunter2": "secret-said",
    'password="corr3ct-horse"': "secret-said",
    "ダイヤル番号は12-34-56": "secret-said",
    "4111111111111111": "secret-card",
    "door code 4821#": "secret-said",
    "The PIN of K-0101 is 482193": "secret-said",
    "右12左34右56": "secret-said",
    "パスワードは「さくら2026!」です": "secret-said",
    "合言葉は山川です": "secret-said",
    "ID/PW = root / Haru2026!": "secret-said",
    "vault_unlock Tr0ub4dor&3": "secret-said",
    "AWS_SECRET_ACCESS_KEY=" + "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY": "secret-aws-secret",
    "https://send.bitwarden.com/" + "#abcDEF123/xyz": "secret-link",
    "abandon ability able about above absent absorb abstract absurd abuse access accident": "secret-words",
    "4111 1111 1111 1111": "secret-card",
    "https://example.co.jp/kit L3tM31n#8159!": "secret-said",
    "3782-822463-10005": "secret-card",
}

HARMLESS = [
    "111122223333 444455556666",
    "1111-2222-3333",
    "arn:aws:iam::111122223333:role/OrganizationAccountAccessRole",
    "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials",
    "550e8400-e29b-41d4-a716-446655440000",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    "https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/root-user",
    "https://support.aws.amazon.com/#/contacts/aws-account-support/",
    "TEB-004512, E-0031, SK-20260101",
    "+81 90 0000 0001 / 03-0000-0001 / 0120-000-000",
    "2026-12-29 2027-01-04 2026-11-23",
    "パスワードは金庫のA封筒の中",
    "パスワードは20文字以上",
    "パスワードは2026-10-01に変更",
    "パスワードは E-0031 の封筒",
    "password: {every: P1Y, on: [root-used]}",
    "password: aws-root@example.co.jp",
    "holds: password, place: safe-a",
    "The password is in envelope E-0031.",
    "Change the root password: see https://example.co.jp/2026",
    "Set the PIN again. PIN",
    "RESPONSIBILITIES CONFIDENTIALINFORMATION",
    "this uses only four char wide text with none",
    "sampleproductionaccount2",
    "AROA" + KEY_TAIL + " AKIA",
    "05DBT-ZTWRN-8",
    "sha256 e3b0c44298fc1c14",
    "aws-root+production@example.co.jp",
    "佐藤：花子 mobile:+81",
    "1234567890123456",
    "0000 0000 0000 0000",
    "パスワードは 2026/04/01 に変更済み",
    "ダイヤル番号は2026年4月1日に変更",
    "PIN: 6-8 digits",
]


@pytest.mark.parametrize("text", SECRETS)
@pytest.mark.parametrize("frame", ["{}", "note: '{}'", "連絡先は {} です", "# {}"])
def test_a_secret_is_found(text: str, frame: str) -> None:
    assert SECRETS[text] in {rule for rule, _ in find_secrets(frame.format(text))}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_resembles_a_secret_is_left_alone(text: str) -> None:
    assert find_secrets(text) == []


def test_the_offset_is_where_the_secret_starts() -> None:
    assert find_secrets("ＩＤ: AKIA" + KEY_TAIL) == [("secret-aws-key", 4)]
    # A letter that is two signs long in lower case.
    assert find_secrets("İ" * 30 + ": AKIA" + KEY_TAIL) == [("secret-aws-key", 32)]


def test_the_example_configs_hold_no_secret() -> None:
    assert find_secrets(EXAMPLE) == find_secrets(MINIMAL) == []


@pytest.mark.parametrize("key", ["password", "safe_pin", "mfaSeed", "apiToken", "totp-secret", "暗証番号", "ＰＩＮ"])
def test_a_key_that_announces_a_secret_is_known(key: str) -> None:
    assert is_secret_name(key)


@pytest.mark.parametrize(
    "key", ["password_custodian", "passport", "shipping", "opinion", "pinned", "place", "people", "seal", "tokens_of"]
)
def test_other_keys_are_not(key: str) -> None:
    assert not is_secret_name(key)


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "A2", "4111 ", "://a:", "パスワードは", "-----BEGIN ", "あ", "eyJaaaaaaaa.", "右1", "pin ", "left to "),
        *(" ", "\t", "\n", " \n", "#", "\n#", " a ", "\u3000"),
        *(f"A1{'a' * 59}/ ", f"A1{'a' * 40}+"),  # a run of letters can be cut into words in many ways
    ],
)
def test_long_texts_are_scanned_in_linear_time(unit: str) -> None:
    with measured() as effort:
        find_secrets(unit * (100_000 // len(unit)))
    assert effort.millions < 25


@pytest.mark.parametrize("value", ["aB3dE6gH9k", "aB3d&6gH", "(aB3d&6gH)."])
def test_an_error_had_better_not_show_a_value_of_many_kinds_of_signs(value: str) -> None:
    assert may_be_secret(value)


@pytest.mark.parametrize(
    "value",
    ["aB3dE6gH9", "aB3d&6g", "aBcdEfgHik", "SK-20260101", "2026-10-01", "佐藤aB3d&6gH", "a1b2c3d4e5@example.co.jp"],
)
def test_an_error_may_show_other_values(value: str) -> None:
    assert not may_be_secret(value)
