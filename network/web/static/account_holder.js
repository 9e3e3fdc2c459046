// What only account holders can do is shown in a browser that somebody signed in with: the pages
// themselves are the same for everybody. Without scripts it is shown to all, and asks who one is.
const holderPlace = "grannar account";
const desk = document.querySelector("[data-account-holder]");
try {
  if (desk?.dataset.accountHolder === "yes") localStorage.setItem(holderPlace, "yes");
  else if (desk) localStorage.removeItem(holderPlace);
  if (localStorage.getItem(holderPlace)) document.documentElement.classList.add("has-account");
} catch { document.documentElement.classList.add("has-account"); /* nothing can be remembered */ }
