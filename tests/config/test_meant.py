"""What somebody may have meant who wrote a value in other words."""

from __future__ import annotations

import pytest

from runbook.config.meant import readings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("セキュリティキー", "security-key"),
        ("トークン", "totp-token"),
        ("メール", "email"),
        ("スマートフォン", "mobile"),
        ("メンバーアカウント", "member"),
    ],
)
def test_a_word_with_a_long_vowel_is_known(typed: str, meant: str) -> None:
    """Its sign looks like a dash, and is read as one."""
    assert meant in readings(typed)
