// The reading aid, smoother: the choice is remembered in this browser, Esc hides a tip, and a first
// tap shows it. Without this the switch is a link, and a term leads to its note.
const aidPlace = "grannar aid";
const aidSwitch = document.querySelector("[data-aid]");

const aidKept = () => { try { return localStorage.getItem(aidPlace); } catch { return null; } };
const keepAid = (chosen) => {
  try {
    if (chosen) localStorage.setItem(aidPlace, "on");
    else localStorage.removeItem(aidPlace);
  } catch { /* not allowed: the addresses carry the choice */ }
};

if (aidSwitch) {
  const turnsOn = aidSwitch.dataset.aid === "on";
  // Chosen here before, and on a page whose address does not carry it.
  if (turnsOn && aidKept() === "on") location.replace(aidSwitch.href + location.hash);
  aidSwitch.addEventListener("click", () => keepAid(turnsOn));
}

let touched = false;
const closeTips = (except) => {
  for (const open of document.querySelectorAll(".aid-open")) {
    if (open !== except) open.classList.remove("aid-open");
  }
};

document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType !== "mouse";
  const within = event.target.closest(".aid");
  closeTips(within);
  if (!within && document.activeElement.closest(".aid")) document.activeElement.blur();
});

// A first tap shows what a mouse shows by passing over; a second one leads to the note.
document.addEventListener("click", (event) => {
  const term = event.target.closest(".aid-term, .aid-mark");
  if (!term || !touched || event.detail === 0) return;
  const aid = term.closest(".aid");
  if (aid.classList.contains("aid-open")) return;
  event.preventDefault();
  aid.classList.remove("aid-closed");
  aid.classList.add("aid-open");
  aid.querySelector(".aid-tip").scrollIntoView({ block: "nearest" });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  closeTips();
  for (const aid of document.querySelectorAll(".aid:hover, .aid:focus-within")) aid.classList.add("aid-closed");
});

// Hidden by Esc until one comes back to it.
for (const [left, still] of [["focusout", ":hover"], ["pointerout", ":focus-within"]]) {
  document.addEventListener(left, (event) => {
    const aid = event.target.closest && event.target.closest(".aid");
    if (aid && !aid.contains(event.relatedTarget) && !aid.matches(still)) {
      aid.classList.remove("aid-closed");
    }
  });
}
