// --- The panel above the steps, and the strip that stays in sight --------------------------------------------------------
const countOf = (kept) => ({
  done: Object.keys(kept).filter((path) => /^step\/.*\/done$/.test(path)).length,
  fields: Object.keys(kept).filter((path) => path.startsWith("field/")).length,
  notes: Object.keys(kept).filter((path) => /^step\/.*\/note$/.test(path)).length,
});
const isBegun = () => Object.keys(entries).length > 0;
const momentWords = (iso) => `${shownMoment(iso)} ${shownOffset(iso)}`;

// Wiping asks twice, and says what is lost.
const wipeDialog = () => {
  const lost = make("p", {});
  const exported = make("p", {});
  const go = make("button", { type: "button", className: "fill-danger" });
  const dialog = make("dialog", { className: "fill fill-dialog", "aria-label": say("wipe") });
  let [key, isSure] = ["", false];
  const stay = button("wipe_not", () => dialog.close());
  go.addEventListener("click", () => {
    if (isSure) {
      wipe(key);
      dialog.close();
    } else {
      isSure = true;
      lost.textContent = say("wipe_sure");
      go.textContent = say("wipe_really");
      stay.focus();
    }
  });
  dialog.append(make("h2", { textContent: say("wipe") }), lost, exported, make("div", { className: "fill-buttons" }, stay, go));
  document.body.append(dialog);
  return (ofKey, kept) => {
    [key, isSure] = [ofKey, false];
    lost.textContent = say("wipe_lost", countOf(kept));
    exported.textContent = kept.exported && kept.exported >= kept.changed
      ? say("wipe_exported", { moment: momentWords(kept.exported) }) : say("wipe_unexported");
    go.textContent = say("wipe_go");
    dialog.showModal();
    stay.focus();
  };
};

const kindPart = () => {
  const warning = make("p", { className: "fill-warning", role: "alert", tabIndex: -1 });
  const radios = ["use", "drill"].map((kind) => {
    const radio = make("input", { type: "radio", name: "kind", value: kind });
    radio.addEventListener("change", () => { warning.textContent = ""; change({ kind }); });
    controls.push(() => {
      radio.checked = (entries.kind ?? (told.drill ? "drill" : "")) === kind;
      radio.disabled = Boolean(entries.ended);
    });
    return make("label", { className: "fill-radio" }, radio, say(kind));
  });
  const part = make("fieldset", {}, make("legend", { textContent: say("kind") }), ...radios, warning);
  const ask = () => { warning.textContent = say("kind_first"); part.querySelector("input").focus(); };
  return { part, ask };
};

const alarms = () => {
  const place = make("div", { role: "alert" });
  const alarm = make("p", { className: "fill-alarm", textContent: "" });
  controls.push(() => {
    const text = !isReadable ? say("unreadable") : !isKept ? say("unkept") : "";
    if (alarm.textContent === text) return;
    alarm.textContent = text;
    place.replaceChildren(...(text ? [alarm] : []));
  });
  return place;
};

// A record that was begun long ago or is closed is perhaps that of another use, and would look like this one.
const HALF_A_DAY = 12 * 60 * 60 * 1000;
const olderPart = () => {
  const place = make("p", { className: "fill-other" });
  controls.push(() => {
    const isOld = isBegun() && (entries.ended || Date.now() - new Date(entries.started) > HALF_A_DAY);
    place.textContent = isOld ? say("older", { started: momentWords(entries.started) }) : "";
    place.hidden = !isOld;
  });
  return place;
};

const othersPart = (askToWipe) => {
  const place = make("div", {});
  controls.push(() => {
    place.replaceChildren(...otherRecords().map(({ key, of: about, entries: kept }) => {
      const { code, language } = about.sheet;
      const started = momentWords(kept.started ?? "");
      const values = { code, language, started, done: countOf(kept).done, steps: about.steps.length };
      return make("div", { className: "fill-other" }, make("p", { textContent: say("other", values) }),
        make("div", { className: "fill-buttons" },
          button("other_export", () => download(recordOf({ of: about, entries: kept }))),
          button("other_wipe", () => askToWipe(key, kept), { className: "fill-danger" })));
    }));
  });
  return place;
};

// Which copy of the paper it is that stays the master.
const paperPart = () => make("label", { className: "fill-paper" }, make("span", { textContent: say("paper") }),
  held(textControl("field//paper.copy", say("paper"), { type: "text", inputMode: "numeric" }), "fill-short"));

const panel = () => {
  const askToWipe = wipeDialog();
  const { part: kind, ask } = kindPart();
  const state = make("p", { role: "status" });
  const elsewhere = make("p", { role: "status" });
  const opened = make("span", {});
  const send = () => {
    if (!entries.kind) return ask();
    download(recordOf({ of, entries }));
    change({ exported: now(), changed: entries.changed });
  };
  const end = () => (entries.kind || entries.ended ? change({ ended: entries.ended ? "" : now() }) : ask());
  const close = button("end", end);
  const clear = button("wipe_open", () => askToWipe(KEY, entries), { className: "fill-danger" });
  const offset = offsetOf(new Date());
  const whole = make("details", { className: "fill fill-panel", id: "fill-panel" },
    make("summary", {}, make("strong", { textContent: say("title") }), " ", opened),
    make("p", { className: "fill-master", textContent: say("master") }),
    kind, peoplePart(), paperPart(),
    make("p", { textContent: zone === told.zone ? say("zone", { zone, offset }) : say("zones", { zone, offset, company: told.zone }) }),
    make("p", { textContent: say("kept_here") }), state, elsewhere,
    make("div", { className: "fill-buttons" }, button("export", send), button("print", () => print()), close, clear));
  controls.push(() => {
    const progress = steps.length ? say("progress", { done: steps.filter(isDone).length, steps: steps.length }) : "";
    opened.textContent = isBegun() ? `${progress} ${say("started", { started: momentWords(entries.started) })}` : "";
    state.textContent = entries.ended ? say("ended", { started: momentWords(entries.started), ended: momentWords(entries.ended) })
      : isBegun() ? say("started", { started: momentWords(entries.started) }) : "";
    elsewhere.textContent = isElsewhere ? say("elsewhere") : "";
    close.textContent = say(entries.ended ? "reopen" : "end");
    close.disabled = clear.disabled = !isBegun() && isReadable;
  });
  return { whole, notices: make("div", { className: "fill" }, alarms(), olderPart(), othersPart(askToWipe)) };
};

const strip = (panelPart) => {
  const [wide, narrow] = ["fill-wide", "fill-narrow"].map((className) => make("span", { className }));
  const progress = make("span", { className: "fill-progress" }, wide, narrow);
  const next = make("a", { className: "fill-next" });
  const toPanel = button("to_panel", () => {
    panelPart.open = true;
    panelPart.scrollIntoView();
    panelPart.querySelector("summary").focus();
  });
  controls.push(() => {
    const skipped = steps.filter((step) => !isDone(step) && entries[pathOf(step, "skipped")]).length;
    const values = { done: steps.filter(isDone).length, steps: steps.length, skipped };
    wide.textContent = steps.length ? say(skipped ? "progress_skipped" : "progress", values) : say("title");
    narrow.textContent = steps.length ? `${values.done} / ${values.steps}` : say("title");
    const step = nextStep();
    next.hidden = !step;
    if (step) {
      next.href = `#${step.place.id}`;
      next.textContent = say("next", { step: step.id });
    }
  });
  return make("div", { className: "fill fill-strip", role: "region", "aria-label": say("title") }, progress, next, handControl(), toPanel);
};

// What is printed above the sheet once something is filled in.
const printed = () => {
  const place = make("div", { className: "fill fill-print" });
  controls.push(() => {
    const names = people().map(({ initials, name }) => `${initials} = ${name}`).join(", ");
    const lines = isBegun() ? [
      make("strong", { textContent: say("printed") }),
      [entries.kind ? say(entries.kind) : "", say("printed_from", { started: momentWords(entries.started) }),
        entries.ended ? say("printed_to", { ended: momentWords(entries.ended) }) : say("printed_open"), names, zone,
        entries["field//paper.copy"] ? `${say("paper")} ${entries["field//paper.copy"]}` : ""].filter(Boolean).join(" · "),
    ] : [];
    place.replaceChildren(...lines.map((line) => make("p", {}, line)));
  });
  return place;
};
