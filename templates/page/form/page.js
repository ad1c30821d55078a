// A sheet that is filled in on a screen: inputs where paper has boxes and blanks. The words of the sheet stay as they are,
// and the paper stays the master. Nothing is sent anywhere: what is typed stays in this browser until it is wiped.
const told = JSON.parse(document.getElementById("form").textContent);
const sheet = document.querySelector("main section.sheet");

// A word of the page, with values for what stands in it as $name.
const say = (key, values = {}) =>
  told.words[key].replace(/\$([a-z]+)/g, (all, name) => (name in values ? values[name] : all));

const make = (name, properties = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list") made[key] = value; // which list it has can only be said as an attribute
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

const button = (key, act, properties = {}) => {
  const made = make("button", { type: "button", textContent: say(key), ...properties });
  made.addEventListener("click", act);
  return made;
};

const wordsIn = (place) => {
  const words = place.cloneNode(true);
  words.querySelectorAll("title, .fill").forEach((part) => part.remove());
  return words.textContent.replace(/\s+/g, " ").trim();
};
const short = (text) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

// The steps, in the order of the paper. Rows of a block are steps of their own.
const steps = [...sheet.querySelectorAll("tr.step[id], .act[id]")].map((place, index) => ({
  id: place.id.slice(sheet.id.length + 1),
  n: index + 1,
  place,
  box: place.querySelector("svg.box:not([data-field])"),
  words: short(wordsIn(place)),
}));
const stepAround = (place) => steps.find((step) => step.place.contains(place));

// The label that is printed with a field: the head of its row, the head of its column, and what the row is about.
const labelOf = (place) => {
  const cell = place.closest("td");
  if (!cell) return short(wordsIn(place.parentElement));
  const before = cell.previousElementSibling;
  if (before?.tagName === "TH") return wordsIn(before);
  const row = cell.parentElement;
  // Where two stand side by side, the columns repeat: what a cell is about is the last first column before it.
  const leftOfIt = [...row.children].slice(0, [...row.children].indexOf(cell));
  const first = leftOfIt.filter((one) => one.dataset.label === row.firstElementChild.dataset.label).at(-1);
  const about = first ? short(wordsIn(upToTheBreak(first))) : "";
  const number = about ? "" : `${[...row.parentElement.children].indexOf(row) + 1}`;
  const beside = place.matches("svg") ? short(wordsIn(place.closest(".handled, .listed, .choice") ?? nextWords(place) ?? cell)) : "";
  return [about || number, cell.dataset.label, beside].filter(Boolean).join(": ");
};
// Of a person the name, without the telephone on the line below.
const upToTheBreak = (cell) => {
  const line = document.createElement("span");
  for (const part of cell.childNodes) {
    if (part.nodeName === "BR") break;
    line.append(part.cloneNode(true));
  }
  return line;
};
const nextWords = (place) => place.nextElementSibling;
