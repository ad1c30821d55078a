// --- Start ---------------------------------------------------------------------------------------------------------------
const show = () => controls.forEach((refresh) => refresh());

begin();
steps.filter((step) => step.box).forEach(stepControl);
sheet.querySelectorAll("[data-field]").forEach(fieldControl);
const panelPart = panel();
const alarmPart = make("div", { className: "fill" }, alarms());
sheet.querySelector("h1").after(printed(), alarmPart, panelPart, ...listsOfPeople());
sheet.after(strip(panelPart));
panelPart.open = isBegun() && !entries.kind;
show();
