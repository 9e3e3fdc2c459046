// What a phone folds together stands open where there is room, and opens where an address leads into
// it. Without this it is opened by a press, and by browsers that open what they scroll to.
const folds = document.querySelectorAll("section > details.fold");
if (matchMedia("(min-width: 60rem)").matches) for (const fold of folds) fold.open = true;

const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", openTarget);
openTarget();
