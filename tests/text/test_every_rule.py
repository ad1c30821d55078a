"""Every rule finds something that no other one does, and leaves alone what only just is none."""

from __future__ import annotations

import pytest
from support.organisations import LANGUAGES, messages

from runbook.text.secret_rule import Rule
from runbook.text.secrets import RULES, find_secrets

# Values that scanners of repositories would take for a leak are put together at run time.
HEX = "8957f4d3" * 4

# What one rule finds, and a near miss of it.
PAIRS = {
    "AKIA" + "3OHKEIE5WVSODAJ5": "AKIA" + "XXXXXXXXXXXXXXXX",
    "-----BEGIN RSA PRIVATE" + " KEY-----": "-----BEGIN PUBLIC" + " KEY-----",
    "otpauth" + "://totp/root": "otp-auth://totp/root",
    "redis://:" + "Fuji4564@cache": "redis://cache:6379/Fuji4564",
    "https://pwpush.com/p/PT2tii": "https://pwpush.com/docs",
    "https://hooks.zapier.com/hooks/catch/4053/ppa12/": "https://hooks.zapier.com/hooks/help",
    "glptt-" + "k9ni" * 5: "glptt-of-the-night-guard-in-osaka",
    "eyJaaaaaaaa" + ".eyJaaaaaaaa.": "eyJaaaaaaaa.aaaaaaaa.",
    "Basic YTphYWFh": "Basic training1",
    "Bearer " + "aaaa-bbbb-cccc-0000": "bearer of-this-letter-may-enter",
    "AccountKey=" + "aaaaaaaaaaaaaaaaaaaaaaaa": "AccountKey=see-paper",
    "https://example.com/invite?code=" + HEX: "https://example.com/invite?code=of-the-house-in-osaka-by-the-sea",
    "MIIE" + "pAIBAAKC": "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
    "0.9b503d33-1ace-4791-9bc1-8fc3d39bb74d." + "aaaaaaaaaaaaaaaaaaaaaa": "10.9b503d33-1ace-4791-9bc1-8fc3d39bb74d.a",
    "aaaaaaaaaaaaaa" + ".atlasv1." + "a" * 60: "aaaaaaaaaaaaaa.atlasv1." + "a" * 20,
    "mailgun key-" + HEX: "mailgun key-" + HEX[:31],
    "oy2" + "a1b2" * 10 + "abc": "oy2" + "a1b2" * 10 + "abcd",
    "/aaa1Q~" + "a" * 31: "/aaaaQ~" + "a" * 31,
    "12345678:AA" + "a" * 33: "1234567:AA" + "a" * 33,
    "SK" + "12345678" * 4: "SK" + "12345678" * 3,
    "Databricks dapi" + HEX: "Databricks dapi" + HEX[:30],
    "A3-M4PGTA-" + "CNYEBQ-XV6J9-C6BDD": "A3-M4PGTA-2026",
    "$2b$12$" + "aaaaaaaaaaaaaaaa": "$2b$12$ aaaaaaaaaaaaaaaa",
    "kit " + "a1B2c3D4/" * 4: "kit " + "Break2Glass4Account6" * 2,
    "WIFI:S:office;" + "P:house;": "WIFI:S:office;T:nopass;",
    "387519-101827-045749-143000-648329-188001-503624-647372": "387519-101827-045749-143000-648329-188001-503624",
    "yPFpDwbcsVi8dyyUqr67" + "QBgI8fpjhs1zb/OKv8Rj": "RequireBreakGlassAccountPasswordChange87",
    "HxBkh7MMhX uZqMGB6mNs" + " QtrB/v3qbY c5YalBuyiG": "HxBkh7MMhX uZqMGB6mNs QtrB/v3qbY",
    "PU4U6NAXFR7BQLTX": "PRODUCTIONACCOUNTS",
    "BOWQ TFRC N7RA KB3L": "CE3C 5A46 D2BC DAFD",
    "pony neglect lecture shed venue away best sock slight pause menu hard": (
        "pony neglect lecture shed venue away best sock slight pause menu"
    ),
    "3487-452476-00555": "3487-452476-00556",
    "pw: cherry433": "pw: 2026-10-01",
    "暗証は2581": "暗証は2581文字",
    "code 343521": "postal code 343521",
    "解除キー：MzKZaccyY3sUq17MZb5": "解除キー：E-0031",
    "login: Sato / biscuit*4900": "login: Sato / Tanaka",
    "(4200) <- PIN": "(2026) <- PIN",
    "合言葉: tigerlily": "合言葉: unknown",
    "PW=かえる35のさんぽ": "PW=かえる35ページから",
    "テンキー 4807": "テンキー 2026",
    "touch and type 4565": "touch and type 4565-A",
    "4663 を入力": "4663 を確認",
    "mysql -h db -u root -pHaruka1665": "mkdir -parents2026",
    "復旧コード ae616e3aee96fadc": "recovery codes: ask Lena, mobile 0049 89 520252",
    "L3tM31n#8159!": "TakeCare-8159",
    "右12左34右56": "右12番目 左34番目",
    "clockwise 65, counterclockwise 79, clockwise 42": "clockwise 65, counterclockwise 79",
    "L46 R93 L94": "L46 R93",
    "nine six six four": "nine six six",
    "よん きゅう に いち": "よん きゅう に",
    "delta-MIKE-alfa-SIERRA-sierra-five": "delta-MIKE-alfa-SIERRA",
    "X r a N h q N 7 a 8": "A B C D E F G H I J",
    "番号は五九六六番": "番号は五九番",
    "\n- spx82hz5fp\n- f7gdujb63m\n- wgvmrhkm6z": "\n- spx82hz5fp\n- f7gdujb63m",
    "b2a0f-fa141; 865d9-2d6ab": "20261-12345; 20262-12346",
    "38BA3-XDR53-ZSBJM-J5VHI-XO8MB": "38BA3-XDR53-ZSBJM-J5VHI",
    "4DJ6-OH1B-5B5K-RWVN-M9LH-CTL2": "4DJ6-OH1B-5B5K-RWVN-M9LH",
}

# How tokens of services begin.
BEGINNINGS = """
ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glcbt- glptt- glft- glsoat- glimt- glagent- gloas-
glffct- GR1348941 xoxa- xoxb- xoxe- xoxe. xoxo- xoxp- xoxr- xoxs- xapp- sk_live_ sk_test_ rk_live_ rk_test_
whsec_ sq0atp- sq0csp- sk- gsk_ pplx- r8_ hf_ api_org_ AIza GOCSPX- ya29. 1//0 npm_ pypi- rubygems_ dckr_pat_
dckr_oat_ CLOJARS_ ATATT3 ATCTT3 ATBB SG. xkeysib- lin_api_ ntn_ PMAK- dop_v1_ doo_v1_ dor_v1_ hvs. hvb. dp.pt.
tskey- dnkey- CFPAT- shpat_ shpca_ shppa_ shpss_ shippo_live_ duffel_live_ FLWSECK NRAK- NRII- glc_ glsa_
sntrys_ sntryu_ dt0c01. sbp_ pul- pnu_ pscale_tkn_ pscale_pw_ pscale_oauth_ sm_pat_ sm_aat_ sm_sat_ tfp_ ops_eyJ
AGE-SECRET-KEY-1 AKCp HRKU-AA EZAK ABSK rdme_ fo1_ fm2_ IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz bedrock-api-key-
LTAI b3BlbnNzaC1rZXktdjE
"""

# A password, a code and a key, and the words that announce such.
ANNOUNCED = {
    "biscuit7": """
パスワード バスワード パスフレーズ ﾊﾟｽﾜｰﾄﾞ ぱすわーど 合言葉 合い言葉 シークレット 質問の答え パス 暗号 비밀번호
패스워드 비번 암호 密码 密碼 口令 пароль รหัสผ่าน password passphrase pass pasword pa55word p4ssw0rd pazzword
psw pw pwd pasuwaado aikotoba kennwort passwort mot_de_passe contraseña contrasena senha salasana şifre sifre
parola lozinka lösenord wachtwoord adgangskode hasło haslo heslo jelszó secret secret_answer security_answer
question_answer answer master MP
""",
    "4821": """
暗証番号 解錠番号 解除コード ダイヤル番号 入室番号 暗唱番号 暗証 ﾋﾟﾝ 비밀번호 密码 密碼 パスコード PIN
combination combo PUK TAN CVV OTP Geheimzahl Türcode Tresorcode passcode keypad door_code alarm-code safecode
anshou_bangou kinko_bangou kaijo_code
""",
    HEX: """
復旧キー 秘密鍵 アクセスキー トークン 事前共有鍵 共通鍵 access_key api-key secretkey token seed psk secret
""",
}


LOCKS = """
テンキー 金庫 キーボックス オートロック 機械警備 画面ロック 端末ロック ロック解除 セコム解除 警備解除 警報解除
サーバー室の入口 保管庫 ダイヤル錠 ダイアル錠 safe keybox key_box keypad alarm elevator door lock cable_lock
kinko tresor locker unlock
"""

# Whose code, number or key.
CODES = """
door alarm gate safe box lock entry entrance access vault keypad disarm panel security unlock unlocking opening release
recovery backup rescue time verification garage cabinet locker burglar intruder reset override master duress dial
emergency elevator pass scratch key lockbox padlock SMS MFA TOTP OTP bypass manager user
"""
CODES_JAPANESE = """
暗証 解錠 開錠 解除 開扉 セキュリティ 入室 入館 ロック ダイヤル ダイアル ボックス ドア アラーム 金庫 暗号 復旧 回復
リカバリ リカバリー バックアップ 予備 テンキー 錠 マスター 認証 PIN ピン ワンタイム 管理者 利用者 初期 玄関 保管庫
"""
KEYS = """
access api secret recovery private shared master encryption signing license licence product bitlocker setup AES
management data genie app storage wlan wifi AES-256
"""
KEYS_JAPANESE = """
復旧 回復 リカバリ リカバリー 秘密 アクセス API 共有 暗号 暗号化 シークレット ライセンス 解除 無線
"""
OF_SENTENCES = "the and for are was were has had not from its but may who which their"


def rules_that_find(text: str) -> list[Rule]:
    plain = text.replace("：", ":")
    return [rule for rule in RULES if any(True for _ in rule.matches(plain, plain.lower()))]


@pytest.mark.parametrize("text", PAIRS)
def test_one_rule_alone_finds_it(text: str) -> None:
    (rule,) = rules_that_find(text)
    assert {name for name, _ in find_secrets(text)} == {rule.name}


def test_there_is_a_text_for_every_rule() -> None:
    found = [rules_that_find(text)[0] for text in PAIRS]
    assert [rule for rule in RULES if rule not in found] == []


@pytest.mark.parametrize("text", PAIRS.values())
def test_a_near_miss_is_left_alone(text: str) -> None:
    assert find_secrets(text) == []


@pytest.mark.parametrize("beginning", BEGINNINGS.split())
def test_a_token_is_known_by_its_beginning(beginning: str) -> None:
    assert [rule.name for rule in rules_that_find(beginning + "7" + "k" * 50)] == ["secret-token"]
    assert ("secret-token", 5) in find_secrets("here " + beginning + "a1-b2_" * 9)
    assert ("secret-token", 5) not in find_secrets("here " + beginning + "a1-b2_")


@pytest.mark.parametrize(("word", "value"), [(word, value) for value in ANNOUNCED for word in ANNOUNCED[value].split()])
def test_a_word_announces_a_secret(word: str, value: str) -> None:
    assert find_secrets(f"({word}: {value})")
    assert not find_secrets(f"({word}: 2026-10-01)")
    assert not find_secrets(f"(for{word}s: the.envelope)")


def test_every_rule_has_its_sentences() -> None:
    for language in LANGUAGES:
        assert {rule.name for rule in RULES} <= messages(language).keys()


def test_heads_are_compared_in_lower_case() -> None:
    assert [head for rule in RULES for head in rule.heads if head != head.lower()] == []


@pytest.mark.parametrize("side", ["right", "left", "clockwise", "anticlockwise", "counter-clockwise", "Right"])
def test_a_dial_turns_to_any_side(side: str) -> None:
    assert find_secrets(f"{side} 65, {side} 79, {side} 42")
    assert not find_secrets(f"{side} 65, {side} 79")


@pytest.mark.parametrize(
    "lock",
    LOCKS.split(),
)
def test_a_lock_opens_by_a_number(lock: str) -> None:
    assert find_secrets(f"{lock.replace('_', ' ')}: 4821")
    assert not find_secrets(f"{lock.replace('_', ' ')}: 2026-10-01")


@pytest.mark.parametrize(
    "words",
    [
        *(f"{word} code" for word in CODES.split()),
        *(f"{word}{of}{code}" for word in CODES_JAPANESE.split() for of in ("", "の") for code in ("番号", "コード")),
    ],
)
def test_a_code_is_told_with_what_it_opens(words: str) -> None:
    assert find_secrets(f"({words}: 4821)")
    assert not find_secrets(f"({words}: 2026-10-01)")


@pytest.mark.parametrize(
    "words", [*(f"{word} key" for word in KEYS.split()), *(f"{word}キー" for word in KEYS_JAPANESE.split())]
)
def test_a_key_is_told_with_its_use(words: str) -> None:
    assert find_secrets(f"({words}: {HEX})")
    assert not find_secrets(f"({words}: in the envelope)")


@pytest.mark.parametrize("word", OF_SENTENCES.split())
def test_what_no_list_of_words_holds_makes_a_sentence(word: str) -> None:
    words = "pony neglect lecture shed venue away best sock slight pause menu hard"
    assert find_secrets(words)
    assert not find_secrets(words.replace("venue", word))


@pytest.mark.parametrize("verb", ["enter", "press", "type", "punch in", "key in"])
def test_a_number_is_to_be_entered(verb: str) -> None:
    assert find_secrets(f"then {verb} 4821#")
    assert not find_secrets(f"then {verb} 482 times")


@pytest.mark.parametrize(
    "kind",
    [
        "recovery codes",
        "backup code",
        "scratch codes",
        "emergency code",
        "rescue code",
        "復旧コード",
        "予備コード",
        "緊急コード",
    ],
)
def test_a_recovery_code_is_listed(kind: str) -> None:
    assert find_secrets(f"{kind}: ae61-6e3a")
    assert not find_secrets(f"{kind}: E-0031")


@pytest.mark.parametrize(
    "digit",
    ["いち", "に", "さん", "よん", "し", "ご", "ろく", "なな", "しち", "はち", "きゅう", "ゼロ", "れい"],
)
def test_digits_are_spelt_in_kana(digit: str) -> None:
    assert find_secrets("・".join([digit] * 4))
    assert not find_secrets("・".join([digit] * 3))


@pytest.mark.parametrize(
    "text",
    [
        "tar -p ArchiveFolder",
        "tar -p abc123!",
        "clockwise 65",
        "press 482",
        "PIN: 482",
        "PIN: 03-1234-5678",
        "PIN: 111122223333",
        "PIN 2026",
        "pw tigerlily",
        "pw aB1!",
        "ID/PW = root / Tanaka",
        "2026 is the PIN",
        "03-1234-5678 is the PIN",
        "合言葉は変更済み",
        "api key: short1",
        "復旧コード E-0031",
        "recovery codes 2026-10-01",
        "safe: 2026",
        "safe: 12/31",
        "safe: 03-1234-5678",
        "door 4821 times",
    ],
)
def test_what_only_stands_beside_such_a_word_is_left_alone(text: str) -> None:
    assert find_secrets(text) == []


def test_a_code_word_may_be_written_large() -> None:
    assert find_secrets("Code Word: tigerlily") == [("secret-said", 0)]


def test_a_header_may_be_written_small() -> None:
    assert find_secrets("authorization: bearer aaaa-bbbb-cccc-0000") == [("secret-token", 15)]
