// While a need is written: what exists on it already, looked for again when one stops typing. Without
// this, the button below the list looks.
let looking;
let asked = 0;

const look = async () => {
  const place = document.getElementById("exists");
  if (!place) return;
  const form = place.closest("form");
  asked += 1;
  const mine = asked;
  const answer = await fetch(place.dataset.exists, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  // A later question, or a form that was put in its place meanwhile, has its own answer.
  if (!answer || !answer.ok || mine !== asked || !place.isConnected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = document.getElementById("exists-found");
  // Whoever stands at one of the buttons keeps it.
  if (!list || list.contains(document.activeElement)) return;
  list.replaceChildren(...page.body.childNodes);
};

document.addEventListener("input", (event) => {
  if (!/^(title|summary|wanted\.\d+\.text)$/.test(event.target.name || "")) return;
  clearTimeout(looking);
  looking = setTimeout(look, 700);
});
