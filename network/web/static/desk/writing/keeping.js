// The desk's form, smoother: what is typed is kept while it is typed, also when the session has run
// out or the net is gone. Without this, every button of the form keeps it.
let form = document.querySelector("form[data-keep]");
const place = form && `grannar ${form.dataset.name}`;
let changed = false;
let left = false;
let waiting;
let sending;
let failures = 0;

const say = (text) => { document.getElementById("kept").textContent = text; };
const fields = () => new URLSearchParams(new FormData(form));
const forget = () => { try { localStorage.removeItem(place); } catch { /* nothing was there */ } };
const store = () => {
  try {
    const held = fields();
    held.delete("csrf_token");
    localStorage.setItem(place, held.toString());
  } catch { /* No room, or not allowed: the site keeps it anyway. */ }
};
const send = (address, body) => fetch(address, { method: "POST", body, headers: { Accept: "application/json, text/html" } });
const later = (milliseconds) => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, milliseconds);
};

// Hands what is typed to the site; true when the site has it.
async function keep() {
  clearTimeout(waiting);
  if (sending) await sending;
  changed = false;
  say(form.dataset.keeping);
  sending = send(form.dataset.keep, fields()).catch(() => null);
  const answer = await sending;
  sending = null;
  failures = answer ? 0 : failures + 1;
  if (answer && answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
    if (changed) return false;
    forget();
    say(form.dataset.kept);
    return true;
  }
  changed = true;
  say(answer && (answer.status === 401 || answer.status === 400) ? form.dataset.out : form.dataset.lost);
  // Soon again, for a net that is just coming back; less often when it stays away or asks for it.
  const asked = answer ? 1000 * Number(answer.headers.get("Retry-After")) : 0;
  later(Math.min(asked || 1000 * 2 ** failures, 30000));
  return false;
}

// The page is left on purpose, with all that was typed: nothing stays behind in the browser.
const leave = () => {
  left = true;
  clearTimeout(waiting);
  forget();
};

// Where one goes on after a button: an answer's address comes to scripts without its fragment.
const goesTo = (verb, target, list, to) => {
  if (verb === "find") return "find";
  if (verb === "exists") return "exists";
  if (verb === "link") return "links";
  if (verb === "mention") return target.split("@")[0];
  if (verb === "look") return "write";
  let count = 0;
  while (form.elements[`${verb === "add" ? target : list}.${count}.present`]) count += 1;
  if (verb === "add") return `${target}.${count - 1}`;
  const at = Number(target.slice(list.length + 1));
  if (verb === "remove") return count ? `${list}.${Math.min(at, count - 1)}` : list;
  if (verb === "move") return `${list}.${to}`;
  return `${list}.${verb === "up" ? at - 1 : at + 1}`;
};

// What a field is called after the button has moved or removed a part; null when it is gone.
const renamed = (name, verb, target, list, place) => {
  if (!/^(up|down|move|remove)$/.test(verb) || !name.startsWith(`${list}.`)) return name;
  const [number, ...rest] = name.slice(list.length + 1).split(".");
  const at = Number(target.slice(list.length + 1));
  const to = verb === "move" ? Number(place) : at + (verb === "up" ? -1 : 1);
  let now = Number(number);
  if (verb === "remove") {
    if (now === at) return null;
    if (now > at) now -= 1;
  } else if (now === at) now = to;
  else if (at < now && now <= to) now -= 1;
  else if (to <= now && now < at) now += 1;
  return [list, now, ...rest].join(".");
};

// Who moves a part is still at it: at the same button there, or at the other one at either end.
const moved = (part, verb) => {
  if (!/^(up|down|move)$/.test(verb)) return null;
  const findButton = (verb) => part.querySelector(`button[value="${verb}:${part.id}"]`);
  return (verb === "move" && part.querySelector(":scope > .moves")) || findButton(verb) || findButton(verb === "up" ? "down" : "up");
};

// Adding, moving and removing parts without losing one's place on the page.
const change = async (button) => {
  const [verb, target = "", to = ""] = button.value.split(":");
  const list = target.replace(/\.\d+$/, "");
  const sent = fields();
  sent.set("do", button.value);
  if (sending) await sending;
  const answer = await send(form.action, sent).catch(() => null);
  if (!answer || !answer.ok) {
    changed = true;
    store();
    say(answer && answer.status === 401 ? form.dataset.out : form.dataset.lost);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("form[data-keep]");
  if (!fresh) { location.reload(); return; }
  // What was typed while the answer was under way.
  const typed = [...fields()].filter(([name, value]) => name !== "csrf_token" && sent.get(name) !== value);
  form.replaceWith(document.adoptNode(fresh));
  form = fresh;
  for (const [name, value] of typed) {
    const field = form.elements[renamed(name, verb, target, list, to)];
    if (field) field.value = value;
  }
  clearTimeout(waiting);
  changed = false;
  forget();
  if (typed.length) { changed = true; store(); later(1500); }
  const next = document.getElementById(goesTo(verb, target, list, to));
  document.dispatchEvent(new CustomEvent("grannar:form", { detail: { form, next, verb } }));
  const again = next && moved(next, verb);
  if (again) again.focus();
  else if (next) {
    (next.matches("input, textarea, select") ? next
      : next.querySelector("input:not([type=hidden]), textarea, select, button:not(.moves)") || next).focus();
  }
};

if (form) {
  document.addEventListener("input", (event) => {
    if (!form.contains(event.target)) return;
    changed = true;
    store();
    later(1500);
  });
  addEventListener("online", () => { if (changed) keep(); });
  addEventListener("pagehide", () => { if (changed && !left) store(); });
  document.addEventListener("submit", async (event) => {
    const sender = event.target;
    if (sender === form) {
      const button = event.submitter;
      if (button && /^(add|remove|up|down|move|link|mention):|^(find|look|exists)$/.test(button.value)) {
        event.preventDefault();
        change(button);
      } else if (!navigator.onLine) {
        event.preventDefault();
        store();
        say(form.dataset.lost);
      } else leave();
    } else if (sender.method === "post") {
      // Signing out, throwing away: what was typed last is handed over first.
      if (changed || sending) {
        event.preventDefault();
        if (!(await keep())) return;
        leave();
        sender.submit();
      } else leave();
    }
  });

  // What was left in this browser goes to the site, then the form shows it.
  let held = "";
  try { held = localStorage.getItem(place) || ""; } catch { /* not allowed */ }
  if (held) {
    const body = new URLSearchParams(held);
    body.set("csrf_token", form.elements.csrf_token.value);
    send(form.dataset.keep, body)
      .then((answer) => { if (answer.ok) { forget(); location.reload(); } })
      .catch(() => say(form.dataset.lost));
  }
}
