// --- The record ----------------------------------------------------------------------------------------------------------
// What is exported: docs/record-format.md and record.schema.json say what stands in it. Made of what is kept and of
// nothing else, so that a record of another edition can still be taken out.
const ofStep = (kept, id) => (name) => kept[`step/${id}/${name}`] ?? null;

const peopleIn = (kept) =>
  Object.keys(kept)
    .map((path) => /^person\/(\d+)\/(?:initials|name)$/.exec(path)?.[1])
    .filter((number, index, all) => number !== undefined && all.indexOf(number) === index)
    .sort((one, other) => one - other)
    .map((number) => ({ initials: kept[`person/${number}/initials`] ?? "", name: kept[`person/${number}/name`] ?? "" }));

const fieldsIn = (kept) =>
  Object.entries(kept)
    .filter(([path]) => path.startsWith("field/"))
    .map(([path, value]) => {
      const [, step, ...id] = path.split("/");
      return { step: step || null, id: id.join("/"), value };
    });

const recordOf = ({ of: about, entries: kept }) => {
  const fields = fieldsIn(kept);
  const isPlan = ({ step, id }) => step === null && id.startsWith("plan.");
  return {
    format: "runbook-record",
    version: 1,
    tool: `runbook ${about.tool}`,
    company: about.company,
    sheet: about.sheet,
    packet: about.packet,
    account: about.account,
    kind: kept.kind ?? null,
    started: kept.started ?? null,
    ended: kept.ended ?? null,
    zone: about.here,
    people: peopleIn(kept),
    steps: about.steps.map((id, index) => {
      const value = ofStep(kept, id);
      return { id, n: index + 1, done: value("done") === true, at: value("at"), initials: value("by"), skipped: value("skipped") };
    }),
    fields: fields.filter((field) => !isPlan(field)),
    plan: fields.filter(isPlan).map(({ id, value }) => ({ id, value })),
    deviations: about.steps.filter((id) => ofStep(kept, id)("note")).map((id) => {
      const value = ofStep(kept, id);
      return { step: id, at: value("noted"), by: value("noter"), text: value("note") };
    }),
  };
};

const fileName = (record) =>
  `record-${record.sheet.name}-${(record.started ?? now()).replace(/[-:]/g, "").slice(0, 13)}.json`;

const download = (record) => {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: fileName(record) }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
};
