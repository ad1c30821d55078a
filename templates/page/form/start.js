// --- Start ---------------------------------------------------------------------------------------------------------------
const show = () => controls.forEach((refresh) => refresh());

begin();
steps.filter((step) => step.box).forEach(stepControl);
sheet.querySelectorAll("[data-field]").forEach(fieldControl);
const { whole: panelPart, notices } = panel();
sheet.querySelector("h1").after(printed(), notices, panelPart, ...listsOfPeople());
sheet.after(strip(panelPart));
panelPart.open = isBegun() && !entries.kind;
show();
