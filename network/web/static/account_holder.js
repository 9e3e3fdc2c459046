// What only account holders can do is shown in a browser that somebody signed in with, and what a
// national coordinator alone can in one of theirs: the pages themselves are the same for everybody.
// Without scripts the first is shown to all, and asks who one is; the second is offered at the desk.
const holderPlace = "grannar account";
const desk = document.querySelector("[data-account-holder]");
const root = document.documentElement;
try {
  if (desk?.dataset.accountHolder === "yes") {
    // "yes", and the countries that they coordinate.
    localStorage.setItem(holderPlace, `yes ${desk.dataset.coordinates ?? ""}`.trim());
  } else if (desk) localStorage.removeItem(holderPlace);
  const [holds, ...countries] = (localStorage.getItem(holderPlace) ?? "").split(" ");
  if (holds) root.classList.add("has-account");
  for (const country of countries) root.classList.add(`coordinates-${country.toLowerCase()}`);
} catch { root.classList.add("has-account"); /* nothing can be remembered */ }
