// Saves the desk's form while somebody types: to the site, and in this browser for when the session
// has ended or the network is gone. It also adds, moves and removes parts without loading the page.
// Without scripts, every button of the form saves it and loads the page.
let form = document.querySelector("form[data-keep]");
const storageKey = form && `grannar ${form.dataset.name}`;
let hasUnsavedChanges = false;
let isLeaving = false;
let timer;
let request;
let failures = 0;

const showStatus = (text) => { document.getElementById("kept").textContent = text; };
const readFields = () => new URLSearchParams(new FormData(form));
const clearStoredFields = () => { try { localStorage.removeItem(storageKey); } catch { /* nothing was there */ } };
const storeFields = () => {
  try {
    const stored = readFields();
    stored.delete("csrf_token");
    localStorage.setItem(storageKey, stored.toString());
  } catch { /* No room, or not allowed: the site keeps it anyway. */ }
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
  request = postForm(form.dataset.keep, readFields()).catch(() => null);
  const answer = await request;
  request = null;
  failures = answer ? 0 : failures + 1;
  if (answer && answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
    // Somebody typed while the answer was under way; that is saved in its own turn.
    if (hasUnsavedChanges) return false;
    clearStoredFields();
    showStatus(form.dataset.kept);
    return true;
  }
  hasUnsavedChanges = true;
  showStatus(answer && (answer.status === 401 || answer.status === 400) ? form.dataset.out : form.dataset.lost);
  // Tries again soon, since a network often comes back at once, then less and less often, and not
  // before the time that the site asks for.
  const asked = answer ? 1000 * Number(answer.headers.get("Retry-After")) : 0;
  saveLater(Math.min(asked || 1000 * 2 ** failures, 30000));
  return false;
}

// The form is being submitted with all its fields, so a copy in this browser would only be out of date.
const leavePage = () => {
  isLeaving = true;
  clearTimeout(timer);
  clearStoredFields();
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
  const sent = readFields();
  sent.set("do", button.value);
  if (request) await request;
  const answer = await postForm(form.action, sent).catch(() => null);
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
  const typed = [...readFields()].filter(([name, value]) => name !== "csrf_token" && sent.get(name) !== value);
  form.replaceWith(document.adoptNode(fresh));
  form = fresh;
  for (const [name, value] of typed) {
    const field = form.elements[findNewName(name, verb, target, list, to)];
    if (field) field.value = value;
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
      : next.querySelector("input:not([type=hidden]), textarea, select, button:not(.moves)") || next).focus();
  }
};

if (form) {
  document.addEventListener("input", (event) => {
    if (!form.contains(event.target)) return;
    hasUnsavedChanges = true;
    storeFields();
    saveLater(1500);
  });
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
        sender.submit();
      } else leavePage();
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
}
