// The parts of a form in another order, by dragging: a handle below each heading. Without this, and
// by keyboard, the buttons of each part move it; the handle itself takes the arrow keys as well.
const told = document.getElementById("moved");
let held = null;
let at = null;

const parts = (part) => [...part.parentElement.children].filter((one) => one.matches("fieldset.part"));

// Says to the form what its own buttons say, so that everything typed goes along.
const send = (part, to) => {
  const form = part.closest("form");
  const button = document.createElement("button");
  button.name = "do";
  button.value = `move:${part.id}:${to}`;
  button.formNoValidate = true;
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
  button.remove();
};

const clear = () => {
  for (const one of document.querySelectorAll(".drop-before, .drop-after, .dragged")) {
    one.classList.remove("drop-before", "drop-after", "dragged");
  }
  held = at = null;
};

const over = (y) => {
  const all = parts(held);
  const found = all.find((one) => y < one.getBoundingClientRect().bottom) || all[all.length - 1];
  const box = found.getBoundingClientRect();
  const behind = y > box.top + box.height / 2;
  for (const one of all) one.classList.remove("drop-before", "drop-after");
  found.classList.add(behind ? "drop-after" : "drop-before");
  // The place that it has once it is taken out of where it was.
  const place = all.indexOf(found) + (behind ? 1 : 0);
  at = place > all.indexOf(held) ? place - 1 : place;
};

const handle = (part, label) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "moves plain-button";
  const sign = document.createElement("span");
  sign.setAttribute("aria-hidden", "true");
  sign.textContent = "↕";
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = `${label}: ${part.querySelector("legend").textContent.trim()}`;
  made.append(sign, name);
  made.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    held = part;
    part.classList.add("dragged");
    made.setPointerCapture(event.pointerId);
  });
  made.addEventListener("pointermove", (event) => {
    if (!held) return;
    over(event.clientY);
    // A form is longer than a screen.
    if (event.clientY < 60) scrollBy(0, -12);
    else if (event.clientY > innerHeight - 60) scrollBy(0, 12);
  });
  made.addEventListener("pointerup", () => {
    if (!held) return;
    const from = parts(held).indexOf(held);
    const [moving, to] = [held, at];
    clear();
    if (to !== null && to !== from) send(moving, to);
  });
  made.addEventListener("pointercancel", clear);
  made.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = parts(part);
    const to = all.indexOf(part) + step;
    if (to >= 0 && to < all.length) send(part, to);
  });
  return made;
};

const prepare = (form) => {
  for (const part of form.querySelectorAll("fieldset.part")) {
    if (parts(part).length < 2) continue;
    part.classList.add("movable");
    // Not within the legend, whose words are the name of the whole part.
    part.querySelector("legend").after(handle(part, form.dataset.moves));
  }
};

document.addEventListener("keydown", (event) => { if (event.key === "Escape" && held) clear(); });
document.addEventListener("grannar:form", (event) => {
  const { form, next, verb } = event.detail;
  prepare(form);
  if (!next || !told || !/^(up|down|move)$/.test(verb)) return;
  const all = parts(next);
  told.textContent = form.dataset.moved.replace("{to}", all.indexOf(next) + 1).replace("{of}", all.length);
});
const form = document.querySelector("form[data-keep]");
if (form) prepare(form);
