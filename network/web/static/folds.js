// What a phone folds together stands open where there is room and on paper, and opens where an address
// leads into it. Without this the newest browsers do so by the styles, and all open it by a press.
const folds = [...document.querySelectorAll("details.phone-fold")];
const narrow = matchMedia("(max-width: 44rem)");

const fit = () => {
  for (const fold of folds) {
    if (!narrow.matches) fold.open = true;
    // Where it stands open for good its heading is nothing to press.
    fold.querySelector("summary").tabIndex = narrow.matches ? 0 : -1;
  }
};
narrow.addEventListener("change", fit);
fit();

const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  let moved = false;
  // What has an address and is nothing but a fold, as a step of a case, is opened by it.
  const within = target.querySelector(":scope > .phone-fold") ?? target;
  for (let fold = within.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    moved ||= !fold.open;
    fold.open = true;
  }
  if (moved) target.scrollIntoView();
};
addEventListener("hashchange", openTarget);
openTarget();

let closed = [];
addEventListener("beforeprint", () => {
  closed = folds.filter((fold) => !fold.open);
  for (const fold of closed) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
});
