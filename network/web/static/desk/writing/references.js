// What a writer may mean after [[: entries, organisations, terms and topics, offered in a list below
// the field. Without this a reference is typed whole, or found with the form's own search.
import { Listbox } from "../../listbox.js";

const form = document.querySelector("form[data-suggest-reference]");
if (form) {
  let area = null;

  // From where the reference that is being typed begins to where the writer is; null outside one.
  const begun = () => {
    const before = area.value.slice(0, area.selectionStart);
    const open = before.lastIndexOf("[[");
    const typed = before.slice(open + 2);
    return open < 0 || typed.length > 80 || /[\]|\n]/.test(typed) ? null : { open, typed };
  };

  const take = (choice) => {
    const reference = begun();
    if (!reference) { list.close(); return; }
    const rest = area.value.slice(area.selectionStart).replace(/^\]\]/, "");
    const text = `[[${choice.ref}|${choice.title.replace(/[[\]|]/g, " ").trim()}]]`;
    area.value = area.value.slice(0, reference.open) + text + rest;
    area.setSelectionRange(reference.open + text.length, reference.open + text.length);
    list.close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const list = new Listbox({
    id: "references",
    className: "suggestions references",
    label: form.dataset.label,
    take,
    choosesFirst: true,
    takesBy: ["Enter", "Tab"],
  });
  const show = list.show.bind(list);
  list.show = (choices) => {
    area.after(list.element);
    // Two municipalities may have one name, and two entries one title: the reference differs.
    show(choices.map((choice) => ({ ...choice, title: choice.text, what: `${choice.what}, ${choice.ref}` })));
  };

  const address = () => {
    const typed = begun()?.typed.trim() || "";
    return typed.length < 2 ? "" : `${form.dataset.suggestReference}?q=${encodeURIComponent(typed)}`;
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea.marked")) return;
    if (area !== event.target) {
      if (area) list.close();
      area = event.target;
      list.field = area;
      area.setAttribute("aria-autocomplete", "list");
      area.setAttribute("aria-controls", list.element.id);
    }
    if (begun()) list.askSoon(address, () => document.activeElement === area && begun(), 150);
    else list.close();
  });
  document.addEventListener("keydown", (event) => { if (event.target === area) list.press(event); });
  document.addEventListener("focusout", (event) => { if (event.target === area) list.close(); });
}
