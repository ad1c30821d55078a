// --- Controls ------------------------------------------------------------------------------------------------------------
// An input and the entry that it shows. Beside each stands what is printed of it: a browser cuts off what does not fit
// into an input.
const controls = [];

const warn = (control, text) => {
  control.setAttribute("aria-invalid", text ? "true" : "false");
  let place = control.parentElement.querySelector(":scope > .fill-warning");
  if (text && !place) {
    place = make("span", { className: "fill fill-warning", role: "alert" });
    control.parentElement.append(place);
  }
  if (place) place.textContent = text;
};

// Each kind of text: how it is shown, and what is kept of what was typed; null where that is refused.
const asText = { shown: (value) => value, kept: (text) => text };
const asMoment = { shown: shownMoment, kept: (text) => (text.trim() ? typedMoment(text) : "") };

const listen = (control, path, kind, also) => {
  const refuse = () => {
    const clean = withoutSecrets(control.value);
    if (clean === control.value) return false;
    control.value = clean;
    warn(control, say("secret"));
    return true;
  };
  const set = () => {
    const isRefused = refuse();
    const value = kind.kept(control.value);
    if (value === null) return warn(control, say("moment"));
    if (!isRefused) warn(control, "");
    if ((entries[path] ?? "") !== value) change({ [path]: value, ...also?.(value) });
  };
  // A moment is one only when it is typed whole; a word is kept sign by sign.
  control.addEventListener(kind === asMoment ? "change" : "input", set);
};

const grow = (control) => {
  if (control.tagName !== "TEXTAREA") return;
  control.style.height = "auto";
  if (control.scrollHeight) control.style.height = `${control.scrollHeight + 2}px`;
};

const written = () => make("span", { className: "fill fill-written", "aria-hidden": "true" });

const textControl = (path, label, properties = {}, kind = asText, also) => {
  const control = make(properties.list === undefined && kind === asText && !properties.type ? "textarea" : "input", {
    autocomplete: "off", "aria-label": label, name: path, ...properties,
  });
  if (control.tagName === "TEXTAREA") control.rows = 1;
  const print = written();
  listen(control, path, kind, also);
  let last;
  controls.push(() => {
    control.readOnly = Boolean(entries.ended);
    const kept = entries[path] ?? "";
    if (kept === last) return;
    last = kept;
    const value = kind.shown(kept);
    print.textContent = kind === asMoment && value ? `${value} ${shownOffset(kept)}` : value;
    // What somebody is typing is not taken out of their hands; a moment is whole by now.
    if (control.value !== value && (control !== document.activeElement || kind === asMoment)) control.value = value;
    grow(control);
  });
  control.addEventListener("input", () => grow(control));
  control.addEventListener("blur", () => {
    if (kind === asText && control.value !== (entries[path] ?? "")) control.value = entries[path] ?? "";
  });
  return [control, print];
};

const momentControl = (path, label, also) => {
  const looks = { type: "text", inputMode: "numeric", className: "fill-moment", placeholder: say("moment_hint") };
  const [control, print] = textControl(path, label, looks, asMoment, also);
  const offset = make("span", { className: "fill-offset" });
  controls.push(() => { offset.textContent = shownOffset(entries[path] ?? "") || offsetOf(new Date()); });
  return make("span", { className: "fill fill-held" }, control, offset, print);
};

const held = (parts, kind = "") => make("span", { className: `fill fill-held ${kind}` }, ...parts);

// Whoever initials something goes on to initial what is ticked next.
const initialsControl = (path, label) => {
  const looks = { type: "text", className: "fill-initials", list: "fill-people", maxLength: 12 };
  const handedOn = (by) => (people().some(({ initials }) => initials === by) ? { hand: by } : {});
  return held(textControl(path, label, { ...looks, placeholder: say("initials_hint") }, asText, handedOn), "fill-short");
};

const choiceControl = (path, label, choices) => {
  const print = written();
  const control = make("select", { "aria-label": label, name: path },
    make("option", { value: "", textContent: "" }),
    ...choices.map((choice) => make("option", { value: choice, textContent: say(choice) })));
  control.addEventListener("change", () => change({ [path]: control.value }));
  controls.push(() => {
    control.value = entries[path] ?? "";
    control.disabled = Boolean(entries.ended);
    print.textContent = entries[path] ? say(entries[path]) : "";
  });
  return held([control, print]);
};

// A printed box: on a screen a check box stands in its place, and what is printed is the drawing, ticked.
const tick = () => {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M1.8 5.2 4.2 7.8 8.6 1.6");
  path.setAttribute("class", "fill-tick");
  return path;
};
const boxControl = (box, path, label, also = () => ({})) => {
  const control = make("input", { type: "checkbox", name: path, "aria-label": label });
  control.addEventListener("change", () => change({ [path]: control.checked, ...also(control.checked) }));
  const frame = make("label", { className: "fill fill-box" }, control);
  box.before(frame);
  box.classList.add("fill-drawn");
  box.append(tick());
  controls.push(() => {
    control.checked = entries[path] === true;
    control.disabled = Boolean(entries.ended);
    box.classList.toggle("is-ticked", control.checked);
  });
  return control;
};

// Which kind of input a field gets, by the last part of its name.
const KINDS = {
  time: momentControl, start: momentControl, planned_end: momentControl, local_time: momentControl,
  initials: initialsControl, written_by: initialsControl,
  yes: (path, label) => choiceControl(path, label, ["yes", "no"]),
  last_drill: (path, label) => held(textControl(path, label, { type: "text", inputMode: "numeric" })),
  needed: (path, label) => held(textControl(path, label, { type: "text", inputMode: "numeric" })),
  number_called: (path, label) => held(textControl(path, label, { type: "tel" })),
};
const anyText = (path, label) => held(textControl(path, label));

const fieldControl = (place) => {
  const step = stepAround(place);
  const id = place.dataset.field;
  const path = `field/${step?.id ?? ""}/${id}`;
  const label = [step?.id, labelOf(place)].filter(Boolean).join(", ");
  if (place.matches("svg")) return boxControl(place, path, label);
  const kind = KINDS[id.split(".").at(-1)] ?? anyText;
  // An event is told in both times: the other follows.
  const utc = path.replace(/local_time$/, "utc");
  const control = kind(path, label, utc === path ? undefined : (iso) => ({ [utc]: iso ? utcOf(iso) : "" }));
  place.append(control);
  place.classList.add("fill-place");
  place.closest("td")?.classList.add("fill-place");
  return control;
};
