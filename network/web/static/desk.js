// The desk's form, smoother: what is typed is kept while it is typed, also when the session has run
// out or the net is gone. Without this, every button of the form keeps it.
"use strict";

for (const area of document.querySelectorAll("textarea[data-paste]")) {
  const html = document.getElementById(area.dataset.paste);
  area.addEventListener("paste", (event) => {
    const rich = event.clipboardData && event.clipboardData.getData("text/html");
    // One paste into an empty field is a text as Word has it; more is edited text.
    html.value = rich && !area.value.trim() ? rich.slice(0, 1000000) : "";
    if (html.value) area.dataset.pasted = event.clipboardData.getData("text/plain").replace(/\r/g, "");
  });
  area.form.addEventListener("submit", () => {
    if (html.value && area.value.trim() !== (area.dataset.pasted || "").trim()) html.value = "";
  });
}

const start = () => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const place = `grannar ${form.dataset.name}`;
  let changed = false;
  let waiting;
  let sending = false;

  const say = (text) => { document.getElementById("kept").textContent = text; };
  const fields = () => new URLSearchParams(new FormData(form));
  const store = () => {
    try {
      const held = fields();
      held.delete("csrf_token");
      localStorage.setItem(place, held.toString());
    } catch { /* No room, or not allowed: the site keeps it anyway. */ }
  };
  const forget = () => { try { localStorage.removeItem(place); } catch { /* nothing was there */ } };

  const keep = async () => {
    if (sending) return;
    sending = true;
    changed = false;
    say(form.dataset.keeping);
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: fields(), headers: { Accept: "application/json" } });
      if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
        if (!changed) forget();
        say(form.dataset.kept);
      } else {
        changed = true;
        say(answer.status === 401 || answer.status === 400 ? form.dataset.out : form.dataset.lost);
      }
    } catch {
      changed = true;
      say(form.dataset.lost);
    }
    sending = false;
    if (changed) {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 10000);
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    store();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  });
  addEventListener("online", () => { if (changed) keep(); });
  addEventListener("pagehide", () => { if (changed) store(); });

  // What was left in this browser goes to the site, then the form shows it.
  let left = "";
  try { left = localStorage.getItem(place) || ""; } catch { /* not allowed */ }
  if (left) {
    const held = new URLSearchParams(left);
    held.set("csrf_token", form.elements.csrf_token.value);
    held.set("base", held.get("base") || form.elements.base.value);
    fetch(form.dataset.keep, { method: "POST", body: held, headers: { Accept: "application/json" } })
      .then((answer) => { if (answer.ok) { forget(); location.reload(); } })
      .catch(() => say(form.dataset.lost));
  }

  // Adding, moving and removing parts without losing one's place on the page.
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || !/^(add|remove|up|down|link):|^find$/.test(button.value)) { forget(); return; }
    event.preventDefault();
    const sent = fields();
    sent.set("do", button.value);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: sent });
    } catch { say(form.dataset.lost); return; }
    if (!answer.ok) { say(answer.status === 401 ? form.dataset.out : form.dataset.lost); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-keep]");
    if (!fresh) { location.reload(); return; }
    clearTimeout(waiting);
    changed = false;
    forget();
    form.replaceWith(document.adoptNode(fresh));
    const anchor = new URL(answer.url).hash.slice(1) || (button.value === "find" ? "find" : "");
    const target = anchor && document.getElementById(decodeURIComponent(anchor));
    if (target) {
      (target.matches("input, textarea, select") ? target
        : target.querySelector("input:not([type=hidden]), textarea, select") || target).focus();
    }
    start();
  });
};

start();
const problems = document.getElementById("problems");
if (problems) problems.focus();
