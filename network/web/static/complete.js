// What a writer may mean after [[: entries, organisations, terms and topics, offered in a list below
// the field. Without this a reference is typed whole, or found with the form's own search.
"use strict";

const written = document.querySelector("form[data-suggest-reference]");
if (written) {
  const list = document.createElement("ul");
  list.id = "references";
  list.className = "suggestions references";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", written.dataset.label);
  list.hidden = true;
  let area = null;
  let asked = 0;
  let chosen = -1;
  let waiting;

  // From where the reference that is being typed begins to where the writer is; null outside one.
  const begun = () => {
    const before = area.value.slice(0, area.selectionStart);
    const open = before.lastIndexOf("[[");
    const typed = before.slice(open + 2);
    return open < 0 || typed.length > 80 || /[\]|\n]/.test(typed) ? null : { open, typed };
  };

  const close = () => {
    // An answer that is still under way comes too late.
    asked += 1;
    clearTimeout(waiting);
    list.hidden = true;
    chosen = -1;
    if (area) area.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    const options = [...list.children];
    chosen = (number + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    area.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (option) => {
    const reference = begun();
    if (!reference) return close();
    const rest = area.value.slice(area.selectionStart).replace(/^\]\]/, "");
    const text = `[[${option.dataset.reference}|${option.dataset.text.replace(/[[\]|]/g, " ").trim()}]]`;
    area.value = area.value.slice(0, reference.open) + text + rest;
    area.setSelectionRange(reference.open + text.length, reference.open + text.length);
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const show = (found) => {
    list.replaceChildren(...found.map((one, number) => {
      // Two municipalities may have one name, and two entries one title: the reference differs.
      const option = offered(one, `reference-${number}`, `${one.what}, ${one.ref}`);
      option.dataset.reference = one.ref;
      option.dataset.text = one.text;
      return option;
    }));
    area.after(list);
    list.hidden = found.length === 0;
    chosen = -1;
    if (found.length) choose(0);
  };

  const ask = async () => {
    const mine = ++asked;
    const reference = begun();
    if (!reference || reference.typed.trim().length < 2) return close();
    const address = `${written.dataset.suggestReference}?q=${encodeURIComponent(reference.typed.trim())}`;
    try {
      const answer = await fetch(address);
      const found = answer.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === area && begun()) show(found);
    } catch {
      close();
    }
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea.marked")) return;
    if (area !== event.target) {
      if (area) close();
      area = event.target;
      area.setAttribute("aria-autocomplete", "list");
      area.setAttribute("aria-controls", list.id);
    }
    clearTimeout(waiting);
    if (begun()) waiting = setTimeout(ask, 150);
    else close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target !== area) return;
    if (list.hidden) {
      if (event.key === "Escape") close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0 && !event.shiftKey) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      event.preventDefault();
      take(option);
    }
  });
  document.addEventListener("focusout", (event) => { if (event.target === area) close(); });
}
