// Adds, moves and removes parts of the form where they stand, without asking the site: it gets the whole
// form with the next keeping. Without this, each button sends the form and loads the page.
const CHANGE = /^(add|remove|up|down|move):([a-z_.\d]+?)(?::(\d+))?$/;
const MOST = 300;
// The number that stands for any in a blank part; see _form.html.
const BLANK = "999";
let removed = null;

const listParts = (list) => [...list.children].filter((child) => child.matches("fieldset.part"));

// The blank part of a list: within another's, for a list in a part.
const findBlank = (form, place) => {
  let around = form;
  const steps = place.split(".");
  for (let step = 1; step <= steps.length; step += 2) {
    const name = steps.slice(0, step).map((word) => (/^\d+$/.test(word) ? BLANK : word)).join(".");
    const template = around.querySelector(`template[data-blank="${name}"]`);
    if (!template) return null;
    around = template.content;
  }
  return around;
};

// Gives everything in a part that is named by its place the new one: names, ids, labels, buttons.
const NAMED = ["id", "name", "for", "value", "data-for", "aria-describedby", "data-blank", "list"];
const rename = (element, from, to) => {
  if (from === to) return;
  const place = new RegExp(`(^|[\\s:])${from.replaceAll(".", "\\.")}(?=[.:\\-\\s]|$)`, "g");
  for (const inner of [element, ...element.querySelectorAll("*")]) {
    for (const name of NAMED) {
      // What somebody typed or chose is no place, whatever it looks like.
      if (name === "value" && !inner.matches("button")) continue;
      const value = inner.getAttribute(name);
      if (value && value.includes(from)) inner.setAttribute(name, value.replace(place, `$1${to}`));
    }
    if (inner.matches("template")) for (const child of inner.content.children) rename(child, from, to);
  }
};

// The parts of a list by the numbers of where they stand now.
const renumber = (list) => {
  const parts = listParts(list);
  parts.forEach((part, index) => {
    rename(part, part.id, `${list.id}.${index}`);
    const own = [...part.querySelectorAll(".part-number")].filter((number) => number.closest("fieldset.part") === part);
    for (const number of own) number.textContent = index + 1;
    for (const button of part.querySelectorAll(":scope > .part-buttons > button, :scope > .folded > .part-buttons > button")) {
      if (button.value.startsWith("up:")) button.hidden = index === 0;
      if (button.value.startsWith("down:")) button.hidden = index === parts.length - 1;
    }
  });
};

const unfold = (element) => {
  for (let around = element.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
};

const focusFirst = (element) => {
  const first = element.querySelector("input:not([type=hidden], [hidden]), textarea, select") || element;
  unfold(first);
  first.focus();
};

const offerUndo = (form, list, part, before, what) => {
  if (removed) removed.bar.remove();
  const bar = document.createElement("p");
  bar.className = "banner quiet-banner undo";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain-button";
  button.textContent = form.dataset.undo;
  bar.append(`${form.dataset.removed.replace("{what}", what)} `, button);
  removed = { bar };
  button.addEventListener("click", () => {
    bar.remove();
    removed = null;
    list.insertBefore(part, before && before.parentElement === list ? before : list.querySelector(":scope > template, :scope > p:last-of-type"));
    renumber(list);
    tell(form, part, "undo");
    focusFirst(part);
  });
  list.insertBefore(bar, before && before.parentElement === list ? before : list.querySelector(":scope > template"));
  button.focus();
};

const tell = (form, next, verb) => {
  document.dispatchEvent(new CustomEvent("grannar:parts"));
  document.dispatchEvent(new CustomEvent("grannar:form", { detail: { form, next, verb } }));
};

// True when the change was made here.
const change = (form, verb, target, to) => {
  const isList = verb === "add";
  const list = document.getElementById(isList ? target : target.replace(/\.\d+$/, ""));
  if (!list || !list.matches("fieldset.parts")) return false;
  const parts = listParts(list);
  if (isList) {
    const blank = findBlank(form, target);
    if (!blank || parts.length >= MOST) return false;
    const part = document.importNode(blank, true).querySelector("fieldset.part");
    const last = parts.at(-1);
    if (last) last.after(part);
    else list.insertBefore(part, list.querySelector(":scope > template, :scope > p:last-of-type"));
    rename(part, part.id, `${target}.${parts.length}`);
    renumber(list);
    tell(form, part, verb);
    focusFirst(part);
    return true;
  }
  const part = document.getElementById(target);
  const from = parts.indexOf(part);
  if (from < 0) return false;
  if (verb === "remove") {
    const what = part.querySelector("legend").textContent.trim().replace(/\s+/g, " ");
    const before = parts[from + 1] || null;
    part.remove();
    renumber(list);
    tell(form, before || list, verb);
    offerUndo(form, list, part, before, what);
    return true;
  }
  const place = verb === "move" ? Number(to) : from + (verb === "up" ? -1 : 1);
  if (!(place >= 0 && place < parts.length)) return false;
  if (place > from) parts[place].after(part);
  else parts[place].before(part);
  renumber(list);
  tell(form, part, verb);
  const buttons = [...part.querySelectorAll(":scope > .part-buttons > button, :scope > .folded > .part-buttons > button")].filter((button) => !button.hidden);
  const again = buttons.find((button) => button.value.startsWith(`${verb}:`)) || buttons[0];
  (verb === "move" ? part.querySelector(":scope > .moves") || again : again).focus();
  return true;
};

// Registered for the way down, before the form's own.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const match = form.matches("form[data-keep][data-undo]") && event.submitter && CHANGE.exec(event.submitter.value);
  if (!match || !change(form, match[1], match[2], match[3])) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// A link to a field or a fault in a part that is folded unfolds it.
const unfoldTarget = () => {
  const element = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!element) return;
  const folded = element.querySelector(":scope > details.folded");
  if (folded) folded.open = true;
  unfold(element);
};
addEventListener("hashchange", unfoldTarget);
unfoldTarget();

// Whoever takes part or has spoken already: their role and organisation come along with the name, into
// fields that are empty.
document.addEventListener("change", (event) => {
  const match = /^([a-z_]+)\.\d+\.name$/.exec(event.target.name || "");
  if (!match || !event.target.value.trim()) return;
  const form = event.target.form;
  const name = event.target.value.trim().toLowerCase();
  const own = event.target.name.replace(/name$/, "");
  for (const other of form.querySelectorAll("input[name$='.name']")) {
    if (other === event.target || other.value.trim().toLowerCase() !== name) continue;
    for (const field of ["role", "organisation"]) {
      const from = form.elements[other.name.replace(/name$/, field)];
      const to = form.elements[own + field];
      if (from && to && from.value && !to.value) {
        to.value = from.value;
        to.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }
  offerNames(form);
});

// The names in the form, offered wherever a name is typed.
const offerNames = (form) => {
  const names = new Set([...form.querySelectorAll("input[name$='.name']")].map((field) => field.value.trim()).filter(Boolean));
  const offered = document.getElementById("people");
  if (offered) offered.replaceChildren(...[...names].map((name) => new Option(name, name)));
};
