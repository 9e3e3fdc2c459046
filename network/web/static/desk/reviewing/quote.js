// Whoever marks words of a text and opens the note beside it finds them in the note.

const MOST = 500;
let marked = { place: null, words: "" };

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = String(selection).trim();
  const holder = selection.anchorNode?.parentElement?.closest("[data-place]");
  // Opening the note takes the mark away: what was marked last there counts.
  if (words && holder) marked = { place: holder.dataset.place, words };
});

for (const details of document.querySelectorAll("details.write-note")) {
  details.addEventListener("toggle", () => {
    const place = details.closest("[data-place]")?.dataset.place;
    const quote = details.querySelector("textarea[name=quote]");
    if (details.open && place === marked.place && quote && !quote.value) {
      quote.value = marked.words.slice(0, MOST);
    }
  });
}
