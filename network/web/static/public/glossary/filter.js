// The glossary's field narrows the list while one types. Without this the form asks the server,
// which finds the same: both look for a slug in the words of each row.
const form = document.querySelector(".glossary-filter");
const told = document.getElementById("words-found");
const rows = [...document.querySelectorAll("[data-words]")];
const sections = [...document.querySelectorAll(".filtered")].reverse();
const folds = document.querySelectorAll(".filtered > .phone-fold");
const narrow = matchMedia("(max-width: 44rem)");
const letters = document.querySelector(".letters");

const LETTERS = { æ: "ae", ø: "o", đ: "d", ŋ: "n", ŧ: "t", ß: "ss", ð: "d", þ: "th", ł: "l" };
const slug = (text) => text.toLowerCase().replace(/[æøđŋŧßðþł]/g, (letter) => LETTERS[letter])
  .normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// What the server left out is not here to be shown: then the form asks it.
if (form && !new URLSearchParams(location.search).get("q")) {
  const input = form.querySelector("input[type=search]");
  let telling = 0;
  const filter = () => {
    const wanted = slug(input.value);
    for (const row of rows) row.hidden = !row.dataset.words.includes(wanted);
    // Inner sections before those around them.
    for (const section of sections) section.hidden = !section.querySelector("[data-words]:not([hidden])");
    // What a phone folds shows what fits.
    for (const fold of folds) fold.open = wanted !== "" || !narrow.matches;
    letters.hidden = wanted !== "";
    clearTimeout(telling);
    // Told once the reader pauses, so that a screen reader is not interrupted at each letter.
    telling = setTimeout(() => {
      const number = rows.filter((row) => !row.hidden).length;
      told.textContent = wanted ? `${form.dataset.found} ${number}` : "";
    }, 400);
  };
  input.addEventListener("input", filter);
  // What nothing fits is sent, so that the server can answer with the nearest.
  form.addEventListener("submit", (event) => {
    if (rows.some((row) => !row.hidden)) event.preventDefault();
  });
  if (input.value) filter();
}
