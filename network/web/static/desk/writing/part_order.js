// The parts of a form in another order, by dragging: a handle below each heading. Without this, and
// by keyboard, the buttons of each part move it; the handle itself takes the arrow keys as well.
const announcement = document.getElementById("moved");
let dragged = null;
let at = null;

const parts = (part) => [...part.parentElement.children].filter((sibling) => sibling.matches("fieldset.part"));

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
  for (const marked of document.querySelectorAll(".drop-before, .drop-after, .dragged")) {
    marked.classList.remove("drop-before", "drop-after", "dragged");
  }
  dragged = at = null;
};

const over = (y) => {
  const all = parts(dragged);
  const nearest = all.find((part) => y < part.getBoundingClientRect().bottom) || all[all.length - 1];
  const box = nearest.getBoundingClientRect();
  const behind = y > box.top + box.height / 2;
  for (const part of all) part.classList.remove("drop-before", "drop-after");
  nearest.classList.add(behind ? "drop-after" : "drop-before");
  // The place that it has once it is taken out of where it was.
  const place = all.indexOf(nearest) + (behind ? 1 : 0);
  at = place > all.indexOf(dragged) ? place - 1 : place;
};

const nameHandle = (part, label) => `${label}: ${part.querySelector("legend").textContent.trim().replace(/\s+/g, " ")}`;

const makeHandle = (part, label) => {
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "moves plain-button";
  const arrow = document.createElement("span");
  arrow.setAttribute("aria-hidden", "true");
  arrow.textContent = "↕";
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = nameHandle(part, label);
  handle.append(arrow, name);
  handle.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    dragged = part;
    part.classList.add("dragged");
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    over(event.clientY);
    // A form is longer than a screen.
    if (event.clientY < 60) scrollBy(0, -12);
    else if (event.clientY > innerHeight - 60) scrollBy(0, 12);
  });
  handle.addEventListener("pointerup", () => {
    if (!dragged) return;
    const from = parts(dragged).indexOf(dragged);
    const [moving, to] = [dragged, at];
    clear();
    if (to !== null && to !== from) send(moving, to);
  });
  handle.addEventListener("pointercancel", clear);
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = parts(part);
    const to = all.indexOf(part) + step;
    if (to >= 0 && to < all.length) send(part, to);
  });
  return handle;
};

const prepare = (form) => {
  // The fields of a translation stand as the original has them.
  if (!form.dataset.moves) return;
  for (const part of form.querySelectorAll("fieldset.part")) {
    const handle = part.querySelector(":scope > .moves");
    if (parts(part).length < 2) {
      if (handle) handle.remove();
    } else if (handle) {
      handle.lastChild.textContent = nameHandle(part, form.dataset.moves);
    } else {
      part.classList.add("movable");
      // Not within the legend, whose words are the name of the whole part.
      part.querySelector("legend").after(makeHandle(part, form.dataset.moves));
    }
  }
};

document.addEventListener("keydown", (event) => { if (event.key === "Escape" && dragged) clear(); });
document.addEventListener("grannar:form", (event) => {
  const { form, next, verb } = event.detail;
  prepare(form);
  if (!next || !announcement || !/^(up|down|move)$/.test(verb)) return;
  const all = parts(next);
  announcement.textContent = form.dataset.moved.replace("{to}", all.indexOf(next) + 1).replace("{of}", all.length);
});
const form = document.querySelector("form[data-keep]");
if (form) prepare(form);
