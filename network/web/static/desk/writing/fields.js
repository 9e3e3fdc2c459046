// What single fields of the desk's form do: say when they are nearly full, keep on Enter, and stay
// unfolded when the form is replaced.

const counts = new Intl.NumberFormat(document.documentElement.lang);
// From this share on it is worth saying how much room is left.
const NEARLY_FULL = .8;
const said = new Map();

const count = (field) => {
  const limit = document.getElementById(`${field.id}-limit`);
  if (!limit) return;
  if (!said.has(limit)) said.set(limit, limit.textContent);
  const longest = Number(limit.dataset.longest);
  const left = longest - field.value.trim().length;
  let text = said.get(limit);
  if (left < 0) text = limit.dataset.over.replace("{over}", counts.format(-left));
  else if (left <= longest * (1 - NEARLY_FULL)) text = limit.dataset.left.replace("{left}", counts.format(left));
  limit.textContent = text.replace("{longest}", counts.format(longest));
  limit.classList.toggle("over", left < 0);
};

document.addEventListener("input", (event) => { if (event.target.id) count(event.target); });

// Enter in a field of one line presses the form's first button, which loads the page anew at its top.
// It keeps what is written, and the writer stays. Registered for the way down, before the form's own.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("form[data-keep]") || !button || button.value !== "stay") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const field = document.activeElement;
  const search = event.target.querySelector('button[value="find"]');
  // In the field that searches for entries to link to, Enter searches; not before this event is over,
  // since a form is not sent while it is being sent.
  if (field.id === "find" && search) { setTimeout(() => search.click()); return; }
  if (event.target.contains(field)) field.dispatchEvent(new Event("input", { bubbles: true }));
}, true);

// Which parts' further fields are open: a form that comes from the site knows only those with words.
const open = new Set();
document.addEventListener("toggle", (event) => {
  if (!event.target.matches("details.more")) return;
  if (event.target.open) open.add(event.target.id);
  else open.delete(event.target.id);
}, true);
document.addEventListener("grannar:form", () => {
  for (const id of open) {
    const more = document.getElementById(id);
    if (more) more.open = true;
  }
});

// All proposals of a field by one box.
document.addEventListener("change", (event) => {
  const field = event.target.closest("fieldset[data-all]");
  if (!field) return;
  const all = field.querySelector("[name=all]");
  const single = [...field.querySelectorAll("[name=take]")];
  if (event.target === all) for (const box of single) box.checked = all.checked;
  else if (all) all.checked = single.every((box) => box.checked);
});
