// --- People --------------------------------------------------------------------------------------------------------------
// Who initials, entered once: several people at one screen. Names are proposed as they are printed.
const printedNames = [...new Set([...sheet.querySelectorAll(".cast strong, .approvals strong")].map(wordsIn))];

// "Daisuke Suzuki" is DS; a name in other letters than Latin is its first part.
const initialsOf = (name) => {
  const parts = name.trim().split(/[\s\u3000]+/).filter(Boolean);
  return /^[A-Za-z]/.test(name) ? parts.map((part) => part[0].toUpperCase()).join("").slice(0, 4) : (parts[0] ?? "");
};

const people = () => peopleIn(entries).filter(({ initials }) => initials);

const personLine = (number) => {
  const path = (name) => `person/${number}/${name}`;
  const named = (name) => {
    const before = initialsOf(entries[path("name")] ?? "");
    const isOwn = entries[path("initials")] && entries[path("initials")] !== before;
    const initials = isOwn ? entries[path("initials")] : initialsOf(name);
    return { [path("initials")]: initials, ...(entries.hand && !(entries.hand === before) ? {} : { hand: initials }) };
  };
  const label = (key) => `${say(key)} ${number}`;
  return make("div", { className: "fill-person" },
    held(textControl(path("name"), label("name"), { type: "text", list: "fill-names", placeholder: say("name") }, asText, named)),
    held(textControl(path("initials"), label("initials"), { type: "text", maxLength: 12, placeholder: say("initials") }, asText,
      (initials) => ((entries.hand ?? "") === (entries[path("initials")] ?? "") ? { hand: initials } : {})), "fill-short"));
};

const peoplePart = () => {
  const lines = make("div", {});
  const more = button("person_more", () => { add(); lines.lastElementChild.querySelector("input").focus(); }, { className: "fill-quiet" });
  const add = () => lines.append(personLine(lines.children.length + 1));
  const twice = make("p", { className: "fill-warning", role: "alert" });
  [1, 2].forEach(add);
  controls.push(() => {
    const last = Math.max(0, ...Object.keys(entries).map((path) => Number(/^person\/(\d+)\//.exec(path)?.[1] ?? 0)));
    const before = lines.children.length;
    while (lines.children.length < last) add();
    if (lines.children.length > before) show();
    const all = people().map(({ initials }) => initials);
    twice.textContent = new Set(all).size < all.length ? say("twice") : "";
  });
  return make("fieldset", { className: "fill-people" }, make("legend", { textContent: say("people") }),
    make("p", { textContent: say("people_hint") }), lines, twice, more);
};

const listsOfPeople = () => {
  const initials = make("datalist", { id: "fill-people" });
  const option = (person) => make("option", { value: person.initials, label: person.name });
  controls.push(() => initials.replaceChildren(...people().map(option)));
  const names = make("datalist", { id: "fill-names" }, ...printedNames.map((name) => make("option", { value: name })));
  return [initials, names];
};

// Whose initials the next tick gets.
const handControl = () => {
  const control = make("select", { className: "fill-whose", "aria-label": say("hand") });
  control.addEventListener("change", () => change({ hand: control.value }));
  controls.push(() => {
    const shown = ({ initials, name }) => (name ? `${initials} ${name}` : initials);
    const options = people().map((person) => make("option", { value: person.initials, textContent: shown(person) }));
    control.replaceChildren(make("option", { value: "", textContent: say("hand_none") }), ...options);
    control.value = entries.hand ?? "";
    control.disabled = Boolean(entries.ended) || !options.length;
  });
  return control;
};
