"""The words that announce a secret, in the languages of the runbook and some others, as parts of patterns.

After each kind of word stand its ``…_HEADS``: how it may begin, in lower case (see `Rule`).
"""

from __future__ import annotations

_WORD = r"(?<![A-Za-z0-9:])"  # not within another word, nor a part of an ARN
_END = r"(?![A-Za-z0-9_-])"


def _after(joints: tuple[str, ...], *words: str) -> str:
    """Behind one of some words, written together or with a joint."""
    return "(?:" + "|".join(f"(?<={word}{joint})" for word in " ".join(words).split() for joint in joints) + ")"


PASSWORD = (
    r"(?:[パバ]スワー?ド+|パスフレーズ|パスコード|ﾊﾟｽﾜｰﾄﾞ|ぱすわーど|合い?言葉|シークレット|質問の(?:答え|回答)"
    r"|(?:パス|ﾊﾟｽ|暗号)(?=[はがも:=「 \n])|비밀번호|패스워드|비번|암호|密码|密碼|口令|пароль|รหัสผ่าน"
    r"|(?<![0-9])(?:pass[ .-]?\n?(?:word|phrase|code|wd|wrod|wrd)|pasword|passowrd|pa[s5][s5]w0rd|pa55word"
    r"|p4ssw0rd|pazzword)s?"
    r"(?![A-Za-z0-9_-]|\.[a-z])"
    rf"|{_WORD}(?:pass|psw|pwd?|pasuwaa?do|aikotoba|kennw(?:ort|\.)|passwort|mot[ _]de[ _]passe"
    rf"|contrase[ñn]a|senha|salasana"
    r"|[şs]ifre|parola|lozinka|lösenord|wachtwoord|adgangskode|has[lł]o|heslo|jelszó|mật khẩu|secret(?:[ \t]word)?"
    rf"|(?:secret|security|question)[ _]answer|answer(?=[ \t]*[:=])|(?:master|MP)(?=[ \t]*[:=]))s?{_END})"
)
PASSWORD_HEADS = (
    *(
        "パス",
        "バスワ",
        "ﾊﾟｽ",
        "ぱすわーど",
        "合言葉",
        "合い言葉",
        "シークレット",
        "質問の",
        "暗号",
        "비밀번호",
        "패스워드",
        "비번",
    ),
    *(
        "암호",
        "密码",
        "密碼",
        "口令",
        "пароль",
        "รหัสผ่าน",
        "pass",
        "pasw",
        "pa5",
        "p4ss",
        "pazz",
        "psw",
        "pw",
        "pasuwa",
        "aikotoba",
    ),
    *("kennw", "mot de passe", "mot_de_passe", "contrase", "senha", "salasana", "şifre", "sifre", "parola", "lozinka"),
    *("lösenord", "wachtwoord", "adgangskode", "hasło", "haslo", "heslo", "jelszó", "mật khẩu", "secret", "security"),
    *("question", "answer", "master", "mp"),
)

_LOCKS = _after(
    (" ", "-", "_", ""),
    "door alarm gate safe box lock entry entrance access vault keypad disarm panel security unlock unlocking opening",
    "release recovery backup rescue time verification garage cabinet locker burglar intruder reset override master",
    "duress dial emergency elevator pass scratch key lockbox padlock SMS MFA TOTP OTP bypass manager user",
)
_LOCKS_JAPANESE = _after(
    ("", "の", "用"),
    "暗証 解錠 開錠 解除 開扉 セキュリティ 入室 入館 ロック ダイヤル ダイアル ボックス ドア アラーム",
    "金庫 暗号 復旧 回復 リカバリ",
    "リカバリー バックアップ 予備 テンキー 錠 マスター 認証 PIN ピン ワンタイム 管理者 利用者 初期 玄関 保管庫",
)
CODE = (
    rf"(?:{_LOCKS_JAPANESE}(?:番号|コード|ナンバー)|番号錠|暗唱番号|暗証番後|暗証(?=は|「|[ \t:=（(]|No)(?:No\.?)?|ﾋﾟﾝ"
    r"|PIN[ \t]번호|비밀번호|密码|密碼|パスコード|ダイ[ヤア]ル(?=[は:= ]{1,2}[0-9])"
    rf"|{_LOCKS}codes?(?:[ \t]?number)?(?![A-Za-z])"
    rf"|{_WORD}(?:PIN(?:[ \t]?(?:code|number|コード|番号))?|com(?:bination|bo)(?:[ \t](?:code|number))?|PUK"
    rf"|TAN(?:[ \t]list)?"
    r"|CVV|OTP|Geheimzahl|Türcode|Tresor(?:code|kombination)|passcode|keypad|dial(?=[ \t]?[:=]?[ \t]?[0-9])"
    r"|ans(?:h|y)ou?(?:[ _]?bangou?)?|kinko(?:[ _](?:no[ _])?bangou?)?|kaijo[ _]code)s?(?![A-Za-z]))"
)
CODE_HEADS = (
    *(
        "番号",
        "コード",
        "ナンバー",
        "暗証",
        "暗唱",
        "ﾋﾟﾝ",
        "비밀번호",
        "密码",
        "密碼",
        "パスコード",
        "ダイヤル",
        "ダイアル",
        "code",
    ),
    *(
        "pin",
        "combination",
        "combo",
        "puk",
        "tan",
        "cvv",
        "otp",
        "geheimzahl",
        "türcode",
        "tresor",
        "passcode",
        "keypad",
    ),
    *("dial", "ansho", "ansyo", "kinko", "kaijo"),
)
ANY_CODE = (
    r"(?:(?<![A-Za-z0-9][ \t])|(?<=\bthe[ \t]))(?<![A-Za-z0-9_-])codes?(?![A-Za-z])"  # a postal code is behind a word
)

_KEYS = _after(
    (" ", "_", "-", ""),
    "access api secret recovery private shared master encryption signing license licence product bitlocker setup AES",
    "management data genie app storage wlan wifi AES-256",
)
_KEYS_JAPANESE = _after(
    ("", "の", " "),
    "復旧 回復 リカバリ リカバリー 秘密 アクセス API 共有 暗号 暗号化 シークレット ライセンス 解除 無線",
)
KEY = (
    rf"(?:{_KEYS_JAPANESE}(?:キー|鍵)|トークン|事前共有鍵|共通鍵|{_KEYS}keys?(?:_base)?(?![A-Za-z_-])"
    rf"|token(?:s|(?=[ \t]*[:=]))?(?![A-Za-z_-])"
    rf"|{_WORD}(?:seed|psk|secret|(?:signing|challenge|client)[ \t]secret)s?(?![A-Za-z_-]))"
)
KEY_HEADS = (
    *(
        "キー",
        "鍵",
        "トークン",
        "事前共有鍵",
        "共通鍵",
        "key",
        "token",
        "seed",
        "psk",
        "secret",
        "signing",
        "challenge",
        "client",
    ),
)

# What opens by a code, without the word code.
LOCK = (
    r"(?:テンキー|(?<!の)金庫|キーボックス|オートロック|機械警備|(?:画面|端末)ロック(?:解除)?|(?:ロック|セコム|警備|警報)解除|ダイ[ヤア]ル錠|サーバー室の入口|保管庫"
    rf"|{_WORD}(?:safe(?:[ \t][A-Z])?|key[ ]?box|keypad|alarm(?:[ \t]off)?|elevator|door|lock|briefcase lock|cable lock"
    r"|pattern lock|kinko|tresor|locker|unlock|(?:un|dis)(?:lock|arm)[ \t]the[ \t]\w+|disarm(?=[ \t]with)))"
)
LOCK_HEADS = (
    *(
        "テンキー",
        "金庫",
        "キーボックス",
        "オートロック",
        "機械警備",
        "画面ロック",
        "端末ロック",
        "ロック解除",
        "セコム解除",
        "警備解除",
        "警報解除",
        "ダイヤル錠",
        "ダイアル錠",
        "サーバー室",
        "保管庫",
        "safe",
    ),
    *(
        "keybox",
        "key box",
        "keypad",
        "alarm",
        "elevator",
        "door",
        "lock",
        "briefcase",
        "cable",
        "pattern",
        "kinko",
        "tresor",
    ),
    *("unlock", "disarm"),
)
RECOVERY = (
    r"(?:(?<![A-Za-z0-9:])(?:(?:recovery|backup|scratch|emergency|bypass|rescue|remaining)[ _-]?(?:codes?"
    r"|key)|unused(?=:)"
    r"|recovery(?=:)|backup(?=[ ][0-9]{4}[ ][0-9]{4}[ ]))(?![A-Za-z])"
    r"|(?:復旧|予備|バックアップ|リカバリー?|回復|緊急)(?:用)?コード)(?:[（(][^（()）\n]{1,20}[)）])?"
)
RECOVERY_HEADS = (
    *("recovery", "backup", "scratch", "emergency", "bypass", "rescue", "unused", "remaining", "復旧", "予備", "緊急"),
    *("バックアップ", "リカバリ", "回復"),
)
PERSON = (
    rf"(?:{_WORD}(?:ID[ \t]?[/・&]|user(?:[ _]?name)?|log[ -]?in|credentials?|zugangsdaten)"
    r"|ログイン(?:情報)?|認証情報|アカウント情報|ユーザー?名?)"
)
PERSON_HEADS = (
    *("id/", "id /", "id・", "user", "login", "log in", "log-in", "credential", "zugangsdaten", "ログイン", "認証情報"),
    *("アカウント情報", "ユーザ"),
)
