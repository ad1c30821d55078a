// The script of every page: a search over sheets and steps, and a button to copy each command. It adds to the page and
// takes nothing from it: without it every word can be read and every link followed. It loads nothing and keeps nothing.
"use strict";
(() => {
  const bar = document.querySelector("header.bar");
  if (!bar) return;
  const words = bar.dataset;

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // --- Copying ---------------------------------------------------------------------------------------------------------

  // The clipboard may be closed to a page from a disk; the old way needs no permission.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = element("textarea", { value: text, readOnly: true });
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  };

  for (const block of document.querySelectorAll("main pre")) {
    const button = element("button", { type: "button", className: "copy", textContent: words.copy });
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      button.textContent = (await copy(block.textContent.trim())) ? words.copied : words.notCopied;
      button.focus();
      setTimeout(() => { button.textContent = words.copy; }, 2500);
    });
    const frame = element("div", { className: "copyable" });
    block.replaceWith(frame);
    frame.append(block, button);
  }

  // --- Searching -------------------------------------------------------------------------------------------------------

  // As people type at night: no matter the width of signs, capitals, or hyphens in numbers.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[-\u2010-\u2015\u2212]/g, "");
  const shorten = (text) => (text.length > 140 ? `${text.slice(0, 140)}…` : text);

  const fromList = (list) =>
    JSON.parse(list.textContent).flatMap(([page, sheet, title, ...places]) => [
      { href: page, text: title, of: "" },
      ...places.map(([number, ...text]) => ({ href: `${page}#${sheet}-${number}`, text: text.join("").trim(), of: title })),
    ]);

  const wordsOf = (place) => {
    const copyOf = place.cloneNode(true);
    copyOf.querySelectorAll("title, .fill").forEach((part) => part.remove());
    return copyOf.textContent.replace(/\s+/g, " ").trim();
  };

  const fromPage = () => [
    ...[...document.querySelectorAll("nav.contents li a[href]:not(.here a)")].map((link) => ({
      href: link.getAttribute("href"),
      text: wordsOf(link),
      of: "",
    })),
    ...[...document.querySelectorAll("main h2[id], main .step[id], main .act[id]")].map((place) => ({
      href: `#${place.id}`,
      text: wordsOf(place),
      of: place.closest("section")?.querySelector("h1")?.textContent ?? "",
    })),
  ];

  const list = document.getElementById("search-list");
  let entries;
  const found = (query) => {
    entries ??= (list ? fromList(list) : fromPage()).map((entry) => (
      { ...entry, own: plain(entry.text), whole: plain(`${entry.text} ${entry.of}`) }));
    const parts = plain(query).split(/\s+/).filter(Boolean);
    const holds = (text) => parts.every((part) => text.includes(part));
    // What is asked for by its number, then sheets, then places, then what only the sheet's name holds.
    const isNumbered = (text) => parts.some((part) => /\d/.test(part) && text.startsWith(`${part} `));
    const rank = (entry) => (isNumbered(entry.own) ? 0 : !holds(entry.own) ? 3 : entry.of ? 2 : 1);
    return parts.length ? entries.filter((entry) => holds(entry.whole)).sort((one, other) => rank(one) - rank(other)) : [];
  };

  const input = element("input", { type: "search", placeholder: words.searchHint, autocomplete: "off", spellcheck: false });
  input.setAttribute("aria-label", words.searchLabel);
  const close = element("button", { type: "button", textContent: words.searchClose });
  const status = element("p", {});
  status.setAttribute("role", "status");
  const results = element("ul", {});
  const finder = element("dialog", { className: "finder" }, element("div", { className: "finder-head" }, input, close), status, results);
  finder.setAttribute("aria-label", words.searchLabel);
  document.body.append(finder);

  const show = () => {
    const query = input.value.trim();
    const hits = found(query);
    const links = hits.slice(0, 60).map(({ href, text, of }) =>
      element("a", { href }, shorten(text), ...(of ? [element("span", { textContent: of })] : [])),
    );
    if (query && words.search) {
      links.push(element("a", { href: `${words.search}#find=${encodeURIComponent(query)}` }, `${words.searchAll}: ${query}`));
    }
    status.textContent = !query ? "" : hits.length ? `${hits.length} ${words.searchFound}` : words.searchNone;
    results.replaceChildren(...links.map((link) => element("li", {}, link)));
  };
  const open = (query) => {
    if (query !== undefined) input.value = query;
    if (!finder.open) finder.showModal();
    show();
    input.focus();
    input.select();
  };
  const move = (event, by) => {
    const stops = [input, ...results.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + by];
    if (next) { event.preventDefault(); next.focus(); }
  };

  input.addEventListener("input", show);
  close.addEventListener("click", () => finder.close());
  results.addEventListener("click", (event) => { if (event.target.closest("a")) finder.close(); });
  finder.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
    else if (event.key === "Escape") { // a search field would only be emptied by it
      event.preventDefault();
      finder.close();
    }
    else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      results.querySelector("a")?.click();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); open(); }
  });

  const button = element("button", { type: "button", className: "way", textContent: words.searchOpen });
  button.setAttribute("aria-keyshortcuts", "/");
  button.addEventListener("click", () => open());
  bar.querySelector(".ways").prepend(button);

  const asked = () => {
    const match = /^#find=(.*)$/.exec(location.hash);
    if (match) open(decodeURIComponent(match[1]));
  };
  addEventListener("hashchange", asked);
  asked();
})();
