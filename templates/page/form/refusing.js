// --- What is not kept ----------------------------------------------------------------------------------------------------
// A small check for what somebody pastes by mistake. It is no finder of secrets: it knows a few plain forms, and what is
// taken in later is looked at again. Numbers of things and seals (E-0042) are none.
const secretForms = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /otpauth:\/\/\S*/i,
  /(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[0-9])[A-Za-z0-9/+]{40,}={0,2}(?![A-Za-z0-9/+=])/,
  /(?<![A-Za-z0-9])(?=[A-Z2-7]*[2-7])(?=[A-Z2-7]*[A-Z])(?:[A-Z2-7]{4} ?){4,}(?![A-Za-z0-9])/,
  /(?:pass(?:word|phrase|code)|(?<![A-Za-z])(?:pin|secret|seed|recovery code)|パスワード|パスフレーズ|暗証番号|復旧コード|シークレット)[^\S\n]*(?:[:=：＝]|は|is)[^\S\n]*(?![A-Z]{1,4}-[0-9]+(?![!-+\--~]))(?=[!-~]*[0-9])[!-~]{4,}/i,
  /(?<!\S)(?![a-z]+:\/\/|\S*@\S+\.[a-z])(?=\S*[a-z])(?=\S*[A-Z])(?=\S*[0-9])(?=\S*[!#$%^&*?~=+@])[!-~]{10,}(?!\S)/,
];

// The text without what looks like a secret; the same text if nothing does.
const withoutSecrets = (text) => {
  let left = text.normalize("NFKC");
  for (const form of secretForms) left = left.replace(new RegExp(form.source, `${form.flags}g`), "");
  return left === text.normalize("NFKC") ? text : left;
};
