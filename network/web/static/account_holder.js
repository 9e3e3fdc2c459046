// What only account holders can do is shown in a browser that somebody signed in with, and what a
// national coordinator alone can in one of theirs: the pages themselves are the same for everybody.
// Without scripts it is shown to all, and asks who one is.
const holderPlace = "grannar account";
const countriesPlace = "grannar coordinates";
const desk = document.querySelector("[data-account-holder]");
const root = document.documentElement;
try {
  if (desk?.dataset.accountHolder === "yes") {
    localStorage.setItem(holderPlace, "yes");
    localStorage.setItem(countriesPlace, desk.dataset.coordinates ?? "");
  } else if (desk) {
    localStorage.removeItem(holderPlace);
    localStorage.removeItem(countriesPlace);
  }
  if (localStorage.getItem(holderPlace)) root.classList.add("has-account");
  for (const country of (localStorage.getItem(countriesPlace) ?? "").split(" ")) {
    if (country) root.classList.add(`coordinates-${country.toLowerCase()}`);
  }
} catch { root.classList.add("has-account"); /* nothing can be remembered */ }
