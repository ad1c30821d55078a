// --- Moments -------------------------------------------------------------------------------------------------------------
// A moment is kept as ISO 8601 with the offset from UTC that this machine had then, and shown as it was kept.
const two = (number) => String(number).padStart(2, "0");
const offsetOf = (date) => {
  const east = -date.getTimezoneOffset();
  return `${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
};
const isoOf = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
  `T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${offsetOf(date)}`;
const now = () => isoOf(new Date());
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const shownMoment = (iso) => (iso ? iso.slice(0, 16).replace("T", " ") : "");
const shownOffset = (iso) => (iso ? iso.slice(19) : "");
const utcOf = (iso) => new Date(iso).toISOString().slice(0, 16).replace("T", " ");

// What somebody typed as a moment: "2026-11-24 03:12", "11/24 3:12", "03:12", "0312"; null if it is none. A time without
// a day is the nearest one; a day without a year is in this year.
const typedMoment = (text) => {
  const plain = text.normalize("NFKC").replace(/[年月]/g, "-")
    .replace(/[日時]/g, (sign) => (sign === "時" ? ":" : " ")).replace(/分/g, "").trim();
  const match = /^(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[ T]+)?(\d{1,2}):?(\d{2})$/.exec(plain);
  if (!match) return null;
  const [year, month, day, hour, minute] = match.slice(1).map((part) => (part === undefined ? null : Number(part)));
  const today = new Date();
  const date = new Date(year ?? today.getFullYear(), (month ?? today.getMonth() + 1) - 1, day ?? today.getDate(), hour, minute);
  if (hour > 23 || minute > 59 || (month !== null && (date.getMonth() !== month - 1 || date.getDate() !== day))) return null;
  if (month === null) {
    const half = 12 * 60 * 60 * 1000;
    if (date - today > half) date.setDate(date.getDate() - 1);
    else if (today - date > half) date.setDate(date.getDate() + 1);
  }
  return isoOf(date);
};
