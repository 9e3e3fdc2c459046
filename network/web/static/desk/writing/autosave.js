// Saves the desk's form while somebody types: to the site, and in this browser for when the session
// has ended or the network is gone. It also adds, moves and removes parts without loading the page.
// Without scripts, every button of the form saves it and loads the page.
//
// The form says which number of the working copy it was made with (copy), from which window (window),
// and what it showed then (seen). When another window has saved meanwhile, the site joins both, and
// the form is replaced by the joined one, without losing what is typed at that moment.
let form = document.querySelector("form[data-keep]");
const storageKey = form && `grannar ${form.dataset.name}`;
let hasUnsavedChanges = false;
let isLeaving = false;
let timer;
let request;
let failures = 0;

const showStatus = (text) => { document.getElementById("kept").textContent = text; };
// What is typed after that is not saved yet.
const hideSavedStatus = () => { if (document.getElementById("kept").textContent.endsWith(form.dataset.kept)) showStatus(""); };
// Files go their own way, by their own button.
const readFields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
// What a form knows of the working copy, which nobody types.
const isOwnField = (name) => /^(csrf_token|copy|window|seen|base)$/.test(name);
let isComposing = false;
const clearStoredFields = () => { try { localStorage.removeItem(storageKey); } catch { /* nothing was there */ } };
const storeFields = () => {
  try {
    const stored = readFields();
    stored.delete("csrf_token");
    localStorage.setItem(storageKey, stored.toString());
  } catch { /* No room, or not allowed: the site keeps it anyway. */ }
};
// The number that the site told this tab last. A page that is loaded anew may have been made before
// what its forerunner sent then was saved: it shows an older number.
const keepNumber = (number) => { try { sessionStorage.setItem(storageKey, number); } catch { /* not allowed */ } };
const takeNumber = () => {
  try {
    const number = sessionStorage.getItem(storageKey);
    sessionStorage.removeItem(storageKey);
    return number;
  } catch { return null; }
};
const postForm = (address, body) => fetch(address, { method: "POST", body, headers: { Accept: "application/json, text/html" } });
const saveLater = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(saveToSite, milliseconds);
};

// Sends the form to the site; resolves to true when everything typed so far is saved there. An answer
// that is no JSON is a page, such as the sign-in page, and no proof that anything was saved.
async function saveToSite() {
  clearTimeout(timer);
  if (request) await request;
  hasUnsavedChanges = false;
  showStatus(form.dataset.keeping);
  const sent = readFields();
  request = keepOnSite(sent);
  const { answer, kept } = await request;
  request = null;
  failures = answer ? 0 : failures + 1;
  if (kept) {
    // Somebody typed while the answer was under way; that is saved in its own turn.
    if (hasUnsavedChanges) { saveLater(1500); return false; }
    clearStoredFields();
    if (kept.problem) showClash(kept.problem);
    else showStatus(kept.joined ? `${form.dataset.joined} ${form.dataset.kept}` : form.dataset.kept);
    return !kept.problem;
  }
  hasUnsavedChanges = true;
  showStatus(answer && (answer.status === 401 || answer.status === 400) ? form.dataset.out : form.dataset.lost);
  // Tries again soon, since a network often comes back at once, then less and less often, and not
  // before the time that the site asks for.
  const asked = answer ? 1000 * Number(answer.headers.get("Retry-After")) : 0;
  saveLater(Math.min(asked || 1000 * 2 ** failures, 30000));
  return false;
}

// Keeps the form on the site and takes over what the answer says of the working copy. Other requests
// wait for all of it, so that none is sent with an older number.
async function keepOnSite(sent) {
  // A part may be moved or removed while the answer is under way: its field stays the same one.
  const idFields = new Map([...form.querySelectorAll("input[name$='.id']")].map((field) => [field.name, field]));
  const answer = await postForm(form.dataset.keep, sent).catch(() => null);
  if (!answer || !answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) return { answer };
  const kept = await answer.json().catch(() => null);
  if (!kept) return { answer };
  if (!isLeaving) keepNumber(kept.number);
  form.elements.seen.value = kept.seen;
  for (const [name, id] of Object.entries(kept.ids)) {
    const field = idFields.get(name);
    if (field && !field.value) field.value = id;
  }
  offerParts(kept.choices);
  // A form that does not show all of the copy keeps its older number: it is joined once more.
  if (kept.joined || kept.problem) await takeOverJoinedForm(sent);
  else form.elements.copy.value = kept.number;
  return { answer, kept };
}

// The form's own parts as they are now, wherever one of them can be chosen; what is chosen stays.
const offerParts = (choices) => {
  for (const select of form.querySelectorAll("select[data-among]")) {
    const now = choices[select.dataset.among];
    if (!now) continue;
    const chosen = select.value;
    const offered = [...select.options].slice(1).map((option) => `${option.value} ${option.textContent.trim()}`);
    if (offered.join("\n") === now.map(([id, label]) => `${id} ${label}`).join("\n")) continue;
    const options = now.map(([id, label]) => new Option(label, id));
    if (chosen && !now.some(([id]) => id === chosen)) options.push(new Option(chosen, chosen));
    select.replaceChildren(select.options[0], ...options);
    select.value = chosen;
  }
};

// Says that another window wrote in the same field, with the way to the page that shows both texts.
const showClash = (problem) => {
  const link = document.createElement("a");
  link.href = form.dataset.both;
  link.textContent = form.dataset.choose;
  document.getElementById("kept").replaceChildren(`${problem} `, link);
};

// Fetches the form as the site has joined it and puts it in the place of this one. What was typed since
// it was sent goes along, and so do the cursor and the place on the page. Where something typed has no
// place in the joined form, this one stays: it is joined again with the next saving.
const takeOverJoinedForm = async (sent) => {
  while (isComposing) await new Promise((resolve) => { document.addEventListener("compositionend", resolve, { once: true }); });
  const answer = await fetch(form.action, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("form[data-keep]");
  if (fresh) replaceForm(fresh, sent, (name) => findJoinedName(name, fresh));
};

// The fields that somebody has changed since the form was sent: [name, values].
const listTypedSince = (sent) => {
  const now = readFields();
  const names = new Set([...sent.keys(), ...now.keys()].filter((name) => !isOwnField(name)));
  return [...names]
    .map((name) => [name, now.getAll(name)])
    .filter(([name, values]) => values.join("\n") !== sent.getAll(name).join("\n"));
};

// The name in a joined form of a field of this one, since names hold the number of their part: the part
// is known by its id, or, while it has none, by which of those without it is. Null when it is gone.
const findJoinedName = (name, fresh) => {
  const [list, number, ...rest] = name.split(".");
  if (!/^\d+$/.test(number || "")) return fresh.elements[name] ? name : null;
  const listIds = (elements) => {
    const ids = [];
    while (elements[`${list}.${ids.length}.present`]) ids.push((elements[`${list}.${ids.length}.id`] || {}).value || "");
    return ids;
  };
  const ids = listIds(form.elements);
  const freshIds = listIds(fresh.elements);
  const before = ids.slice(0, Number(number)).filter((id) => !id).length;
  const places = freshIds.flatMap((id, place) => (id === ids[number] ? [place] : []));
  const place = ids[number] ? places[0] : places[before];
  const joined = [list, place, ...rest].join(".");
  return place !== undefined && fresh.elements[joined] ? joined : null;
};

const putValues = (field, values) => {
  const boxes = field instanceof RadioNodeList ? [...field] : [field];
  for (const box of boxes) {
    if (/^(checkbox|radio)$/.test(box.type)) box.checked = values.includes(box.value);
    else box.value = values[0] || "";
  }
};

// Replaces the form by another, with what was typed since it was sent; whether it could.
const replaceForm = (fresh, sent, rename) => {
  const typed = listTypedSince(sent).map(([name, values]) => [rename(name), values]);
  if (typed.some(([name, values]) => name === null && values.some(Boolean))) return false;
  const active = form.contains(document.activeElement) ? document.activeElement : null;
  const focused = active && active.name ? rename(active.name) : null;
  const [start, end] = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : [];
  const scrolled = scrollY;
  // The window stays the same, whatever form it shows.
  fresh.elements.window.value = form.elements.window.value;
  form.replaceWith(document.adoptNode(fresh));
  form = fresh;
  for (const [name, values] of typed) {
    const field = name && form.elements[name];
    if (field) putValues(field, values);
  }
  if (typed.length) { hasUnsavedChanges = true; storeFields(); saveLater(1500); }
  document.dispatchEvent(new CustomEvent("grannar:form", { detail: { form, next: null, verb: "" } }));
  const next = focused && form.elements[focused];
  if (next && next.focus) {
    next.focus({ preventScroll: true });
    if (typeof start === "number" && next.setSelectionRange && next.type !== "number") next.setSelectionRange(start, end);
  }
  scrollTo(scrollX, scrolled);
  return true;
};

// The form is being submitted with all its fields, so a copy in this browser would only be out of date.
const leavePage = () => {
  isLeaving = true;
  clearTimeout(timer);
  clearStoredFields();
  takeNumber();
};

// The id of the element that gets the focus after a button. The site names it in the fragment of the
// redirect, which fetch does not show to scripts, so it is worked out here.
// target: the part (statements.2) or list that the button is for; to: the place that a part moves to.
const findFocusId = (verb, target, list, to) => {
  if (verb === "find") return "find";
  if (verb === "exists") return "exists";
  if (verb === "link") return "links";
  if (verb === "mention") return target.split("@")[0];
  if (verb === "look") return "write";
  let count = 0;
  while (form.elements[`${verb === "add" ? target : list}.${count}.present`]) count += 1;
  if (verb === "add") return `${target}.${count - 1}`;
  const from = Number(target.slice(list.length + 1));
  if (verb === "remove") return count ? `${list}.${Math.min(from, count - 1)}` : list;
  if (verb === "move") return `${list}.${to}`;
  return `${list}.${verb === "up" ? from - 1 : from + 1}`;
};

// The name of a field after a button has moved or removed a part, since names hold the number of their
// part; null when the field is gone.
const findNewName = (name, verb, target, list, place) => {
  if (!/^(up|down|move|remove)$/.test(verb) || !name.startsWith(`${list}.`)) return name;
  const [number, ...rest] = name.slice(list.length + 1).split(".");
  const from = Number(target.slice(list.length + 1));
  const to = verb === "move" ? Number(place) : from + (verb === "up" ? -1 : 1);
  let index = Number(number);
  if (verb === "remove") {
    if (index === from) return null;
    if (index > from) index -= 1;
  } else if (index === from) index = to;
  else if (from < index && index <= to) index -= 1;
  else if (to <= index && index < from) index += 1;
  return [list, index, ...rest].join(".");
};

// Whoever moves a part often moves it again: the same button of the part, or the opposite one where the
// part is first or last and has only that.
const findMoveButton = (part, verb) => {
  if (!/^(up|down|move)$/.test(verb)) return null;
  const findButton = (verb) => part.querySelector(`button[value="${verb}:${part.id}"]`);
  return (verb === "move" && part.querySelector(":scope > .moves")) || findButton(verb) || findButton(verb === "up" ? "down" : "up");
};

// Adds, moves or removes a part by replacing the form, without loading the page, which would lose the
// scroll position and what is typed meanwhile.
const changeParts = async (button) => {
  const [verb, target = "", to = ""] = button.value.split(":");
  const list = target.replace(/\.\d+$/, "");
  // The number that an answer under way brings belongs to what is sent.
  if (request) await request;
  const sent = readFields();
  sent.set("do", button.value);
  const answer = await postForm(form.action, sent).catch(() => null);
  if (answer && answer.status === 409) {
    // The button did nothing: another window wrote otherwise in a field of this one.
    await takeOverJoinedForm(sent);
    showClash(form.dataset.clash);
    return;
  }
  if (!answer || !answer.ok) {
    hasUnsavedChanges = true;
    storeFields();
    showStatus(answer && answer.status === 401 ? form.dataset.out : form.dataset.lost);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("form[data-keep]");
  if (!fresh) { location.reload(); return; }
  // What was typed while the answer was under way is in no answer, so it is put into the new form.
  const typed = listTypedSince(new URLSearchParams([...sent].filter(([name]) => name !== "do")));
  fresh.elements.window.value = form.elements.window.value;
  form.replaceWith(document.adoptNode(fresh));
  form = fresh;
  for (const [name, values] of typed) {
    const field = form.elements[findNewName(name, verb, target, list, to)];
    if (field) putValues(field, values);
  }
  clearTimeout(timer);
  hasUnsavedChanges = false;
  clearStoredFields();
  if (typed.length) { hasUnsavedChanges = true; storeFields(); saveLater(1500); }
  const next = document.getElementById(findFocusId(verb, target, list, to));
  document.dispatchEvent(new CustomEvent("grannar:form", { detail: { form, next, verb } }));
  const again = next && findMoveButton(next, verb);
  if (again) again.focus();
  else if (next) {
    (next.matches("input, textarea, select") ? next
      : next.querySelector("input:not([type=hidden], [hidden]), textarea, select, button:not(.moves)") || next).focus();
  }
};

// Another form that acts on the working copy says which number this one shows.
const sayWhatIsShown = (sender) => {
  for (const name of ["copy", "window"]) {
    if (sender.elements[name]) sender.elements[name].value = form.elements[name].value;
  }
};

if (form) {
  document.addEventListener("input", (event) => {
    if (!form.contains(event.target)) return;
    hasUnsavedChanges = true;
    hideSavedStatus();
    storeFields();
    saveLater(1500);
  });
  // A part that came or went is kept at once: others may be about to refer to it.
  document.addEventListener("grannar:parts", () => {
    hasUnsavedChanges = true;
    storeFields();
    saveLater(50);
  });
  document.addEventListener("compositionstart", () => { isComposing = true; });
  document.addEventListener("compositionend", () => { isComposing = false; });
  addEventListener("online", () => { if (hasUnsavedChanges) saveToSite(); });
  addEventListener("pagehide", () => { if (hasUnsavedChanges && !isLeaving) storeFields(); });
  document.addEventListener("submit", async (event) => {
    const sender = event.target;
    if (sender === form) {
      const button = event.submitter;
      if (button && /^(add|remove|up|down|move|link|mention):|^(find|look|exists)$/.test(button.value)) {
        event.preventDefault();
        changeParts(button);
      } else if (!navigator.onLine) {
        event.preventDefault();
        storeFields();
        showStatus(form.dataset.lost);
      } else leavePage();
    } else if (sender.method === "post") {
      // Another form of the page, which signs out or deletes the draft, would lose what was typed last.
      if (hasUnsavedChanges || request) {
        event.preventDefault();
        if (!(await saveToSite())) return;
        leavePage();
        sayWhatIsShown(sender);
        sender.submit();
      } else { sayWhatIsShown(sender); leavePage(); }
    }
  });

  // A copy in this browser was never saved: the site gets it, and the page is loaded to show it.
  let stored = "";
  try { stored = localStorage.getItem(storageKey) || ""; } catch { /* not allowed */ }
  if (stored) {
    const body = new URLSearchParams(stored);
    body.set("csrf_token", form.elements.csrf_token.value);
    postForm(form.dataset.keep, body)
      .then((answer) => { if (answer.ok) { clearStoredFields(); location.reload(); } })
      .catch(() => showStatus(form.dataset.lost));
  }
  const number = takeNumber();
  if (!stored && number && number !== form.elements.copy.value) {
    request = takeOverJoinedForm(readFields()).finally(() => { request = null; });
  }
}
