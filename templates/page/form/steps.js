// --- Steps ---------------------------------------------------------------------------------------------------------------
// A step is ticked, timed and initialled; a note says what differed, or why it was left out.
const pathOf = (step, name) => `step/${step.id}/${name}`;

const tickStep = (step) => (isDone) =>
  isDone
    ? {
        [pathOf(step, "at")]: entries[pathOf(step, "at")] ?? now(),
        [pathOf(step, "by")]: entries[pathOf(step, "by")] ?? entries.hand ?? "",
      }
    : { [pathOf(step, "at")]: "", [pathOf(step, "by")]: "" };

const noteOf = (step) => {
  const label = (key) => `${step.id}, ${say(key)}`;
  const line = (key, name, also) => {
    const [control, print] = textControl(pathOf(step, name), label(key), {}, asText, also);
    return make("span", { className: "fill-line" }, make("span", { className: "fill-label", textContent: say(key) }), control, print);
  };
  const written = (text) => ({ [pathOf(step, "noted")]: text && now(), [pathOf(step, "noter")]: text && (entries.hand ?? "") });
  const note = make("span", { className: "fill fill-note", id: `fill-note-${step.n}`, hidden: true },
    line("note", "note", written), line("skipped", "skipped"));
  const opener = button("note_open", () => toggle(!isOpen), {
    className: "fill-quiet", "aria-label": label("note_open"), "aria-controls": note.id, "aria-expanded": "false",
  });
  let isOpen = false;
  const toggle = (open) => {
    isOpen = open;
    note.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open && opener === document.activeElement) note.querySelector("textarea").focus();
    note.querySelectorAll("textarea").forEach(grow);
  };
  controls.push(() => {
    const isFilled = ["note", "skipped"].some((name) => entries[pathOf(step, name)]);
    note.classList.toggle("is-filled", isFilled);
    if (isFilled && !isOpen) toggle(true);
  });
  return { note, opener };
};

const stepControl = (step) => {
  const checkBox = boxControl(step.box, pathOf(step, "done"), `${step.id}: ${step.words}`, tickStep(step));
  const hand = make("span", { className: "fill fill-hand" },
    momentControl(pathOf(step, "at"), `${step.id}, ${say("time")}`),
    initialsControl(pathOf(step, "by"), `${step.id}, ${say("initials")}`));
  const { note, opener } = noteOf(step);
  hand.append(opener);
  const cell = step.place.matches("tr") ? step.place.querySelector("td.blank:not([data-field])") : null;
  (cell ?? step.place.querySelector("td:nth-last-child(2)") ?? step.place).append(hand);
  cell?.classList.add("fill-place");
  (cell?.previousElementSibling ?? hand.parentElement).append(note);
  controls.push(() => {
    step.place.classList.toggle("is-done", entries[pathOf(step, "done")] === true);
    step.place.classList.toggle("is-skipped", Boolean(entries[pathOf(step, "skipped")]));
  });
  return checkBox;
};

const isDone = (step) => entries[pathOf(step, "done")] === true;
const isOpen = (step) => !isDone(step) && !entries[pathOf(step, "skipped")];

// Where one goes on: after the step that was ticked last, else at the first that is open.
const nextStep = () => {
  const at = (step) => new Date(entries[pathOf(step, "at")] ?? 0).getTime();
  const last = steps.filter(isDone).reduce((one, other) => (!one || at(other) >= at(one) ? other : one), null);
  return steps.find((step) => isOpen(step) && (!last || step.n > last.n)) ?? steps.find(isOpen) ?? null;
};
