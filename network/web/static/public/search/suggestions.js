// Suggestions under the search box. The page is whole without them: they are links that a reader
// may take instead of searching.
import { Listbox } from "../../listbox.js";

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = new Listbox({
    id: "suggestions",
    className: "suggestions",
    label: form.dataset.label,
    take: (suggestion) => location.assign(suggestion.href),
  });
  list.field = input;
  form.append(list.element);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
    ["aria-expanded", "false"], ["aria-controls", list.element.id]]) input.setAttribute(name, value);

  const address = () => {
    const typed = input.value.trim();
    return typed.length < 2 ? "" : `${form.dataset.suggest}?q=${encodeURIComponent(typed)}`;
  };
  input.addEventListener("input", () => list.askSoon(address, () => document.activeElement === input, 120));
  input.addEventListener("keydown", (event) => list.press(event));
  input.addEventListener("blur", () => list.close());
}
