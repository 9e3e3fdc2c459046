// Sharing a page: its address copied, or the device's own sheet. Without this there is the link that
// writes a mail. A printed page says on which day it was printed.
const share = document.querySelector("[data-share]");

if (share) {
  const address = share.dataset.share;
  const copy = share.querySelector("[data-copy]");
  const sheet = share.querySelector("[data-sheet]");
  const told = share.querySelector("[role=status]");

  // The clipboard is there on secure pages alone.
  if (navigator.clipboard) {
    copy.classList.remove("waiting");
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address);
        told.textContent = copy.dataset.copied;
      } catch {
        told.textContent = `${copy.dataset.failed} ${address}`;
      }
    });
  } else {
    copy.hidden = true;
  }
  if (navigator.share) {
    sheet.classList.remove("waiting");
    // A phone has room for one of both, and its sheet copies too.
    if (matchMedia("(max-width: 44rem)").matches) copy.hidden = true;
    sheet.addEventListener("click", async () => {
      try {
        await navigator.share({ title: share.dataset.title, url: address });
      } catch { /* closed again by the reader, or refused by the device, which says so itself */ }
    });
  } else {
    sheet.hidden = true;
  }
}

addEventListener("beforeprint", () => {
  for (const printed of document.querySelectorAll("[data-printed]")) {
    const today = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
    printed.textContent = printed.dataset.printed.replace("{date}", today.format(new Date()));
  }
});
