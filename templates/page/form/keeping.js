// --- Keeping -------------------------------------------------------------------------------------------------------------
// What is written is kept at every change, twice: in localStorage, which other windows see at once, and in IndexedDB,
// which a browser writes to the disk before it says so. Of two, the one with more turns is right. A record is of one code
// and one language: another edition is another record.
const PREFIX = "runbook-record:";
const KEY = `${PREFIX}${told.sheet.code}:${told.sheet.language}`;
const { words: _, drill: __, ...identity } = told;
const of = { ...identity, here: zone, steps: steps.map(({ id }) => id) };

let entries = {};
let turn = 0;
let isKept = true;
let isReadable = true;
let isElsewhere = false;

const parsed = (text) => {
  const record = JSON.parse(text);
  if (typeof record?.entries !== "object" || typeof record.turn !== "number") throw new TypeError("no record");
  return record;
};
const stored = () => {
  const text = localStorage.getItem(KEY);
  if (text === null) return null;
  try {
    return parsed(text);
  } catch (error) {
    isReadable = false; // it is left as it is: somebody may still read it
    throw error;
  }
};

// IndexedDB, as a place of records by key. Without it a crash may take the last minute, and nothing else is different.
const shelf = new Promise((resolve) => {
  try {
    const asked = indexedDB.open("runbook", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("records");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(null);
  } catch {
    resolve(null);
  }
});
const onShelf = async (mode, ask) => {
  const database = await shelf;
  if (!database) return undefined;
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction("records", mode, { durability: "strict" });
      const request = ask(transaction.objectStore("records"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
};

const keep = () => {
  const text = JSON.stringify({ of, turn, entries });
  try {
    if (isReadable) localStorage.setItem(KEY, text);
    isKept = isReadable;
  } catch {
    isKept = false;
  }
  if (isKept) onShelf("readwrite", (records) => records.put(text, KEY));
};

// Some entries get other values; "" takes one away. Other windows may have written since: only these are changed.
const change = (changes) => {
  try {
    const others = isKept ? stored() : null;
    if (others) ({ entries, turn } = others);
  } catch {
    isKept = false;
  }
  const moment = now();
  const next = { ...(told.drill ? { kind: "drill" } : {}), ...entries, started: entries.started ?? moment, changed: moment, ...changes };
  entries = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "" && value !== false));
  turn += 1;
  keep();
  show();
};

const takeIn = (record) => {
  ({ entries, turn } = record);
  show();
};

const wipe = (key) => {
  const last = key === KEY ? turn : (otherRecords().find((record) => record.key === key)?.turn ?? 0);
  try {
    localStorage.removeItem(key);
    isReadable ||= key === KEY;
  } catch { /* then nothing was kept */ }
  // What says that it was wiped has no word of it: after a crash the record may still lie on the other shelf.
  onShelf("readwrite", (records) => records.put(JSON.stringify({ turn: last + 1, entries: {} }), key));
  if (key === KEY) [entries, turn] = [{}, last + 1];
  show();
};

// Records of this sheet that are not of this page: of another edition, or in another language.
const otherRecords = () => {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && key !== KEY)
      .map((key) => {
        try {
          return { key, ...parsed(localStorage.getItem(key)) };
        } catch {
          return null;
        }
      })
      .filter((record) => record?.of?.sheet?.name === of.sheet.name && record.of.company === of.company);
  } catch {
    return [];
  }
};

// What is kept from before; and, as soon as the disk has answered, what a crash left there only.
const begin = () => {
  try {
    localStorage.setItem(`${PREFIX}test`, "");
    localStorage.removeItem(`${PREFIX}test`);
    const before = stored();
    if (before) ({ entries, turn } = before);
  } catch {
    isKept = false;
  }
  onShelf("readonly", (records) => records.get(KEY)).then((text) => {
    try {
      const record = text && isKept ? parsed(text) : null;
      if (!record || record.turn <= turn) return;
      takeIn(record);
      if (Object.keys(entries).length) keep();
      else localStorage.removeItem(KEY);
    } catch { /* what cannot be read is not newer */ }
  });
  const look = () => {
    try {
      const others = isKept ? stored() : null;
      if (others && others.turn > turn) takeIn(others);
    } catch { /* said at the next change */ }
  };
  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    isElsewhere = true;
    if (event.newValue === null) takeIn({ entries: {}, turn: turn + 1 });
    else look();
    show();
  });
  addEventListener("focus", look);
  addEventListener("visibilitychange", look);
  addEventListener("beforeunload", (event) => {
    if (!isKept && Object.keys(entries).length) event.preventDefault();
  });
};
