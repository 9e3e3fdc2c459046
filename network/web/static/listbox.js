// A list of what a field may mean, open below it while somebody types: chosen by arrow keys, Enter or
// the mouse, closed by Escape. After the ARIA combobox pattern, list autocomplete.

// One thing to choose: its words in their language, and what it is.
const option = (choice, id) => {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const words = document.createElement("span");
  words.lang = choice.lang;
  words.textContent = choice.text;
  const kind = document.createElement("span");
  kind.className = "quiet";
  kind.textContent = ` ${choice.what}`;
  item.append(words, kind);
  return item;
};

export class Listbox {
  // `take` is called with what was chosen, as the server sent it. `choosesFirst`: the first is chosen
  // as the list opens; else none is, and the arrows pass over none as well. `takesBy` are the keys
  // that take what is chosen.
  constructor({ id, className, label, take, choosesFirst = false, takesBy = ["Enter"] }) {
    this.element = document.createElement("ul");
    this.element.id = id;
    this.element.className = className;
    this.element.setAttribute("role", "listbox");
    this.element.setAttribute("aria-label", label);
    this.element.hidden = true;
    this.field = null;
    this.take = take;
    this.choosesFirst = choosesFirst;
    this.takesBy = takesBy;
    this.choices = [];
    this.chosen = -1;
    this.asked = 0;
    this.waiting = 0;
    this.element.addEventListener("mousedown", (event) => {
      const item = event.target.closest("[role=option]");
      if (!item) return;
      event.preventDefault();
      this.take(this.choices[[...this.element.children].indexOf(item)]);
    });
  }

  get isOpen() { return !this.element.hidden; }

  close() {
    // An answer that is still under way comes too late.
    this.asked += 1;
    clearTimeout(this.waiting);
    this.element.hidden = true;
    this.chosen = -1;
    this.tell();
  }

  // Asks the server once typing has paused. `address` gives where, or nothing when there is nothing
  // to ask; `isWanted` whether the answer still is.
  askSoon(address, isWanted, milliseconds) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(address(), isWanted), milliseconds);
  }

  async ask(address, isWanted) {
    if (!address) { this.close(); return; }
    const mine = ++this.asked;
    try {
      const answer = await fetch(address);
      const choices = answer.ok ? await answer.json() : [];
      if (mine === this.asked && isWanted()) this.show(choices);
    } catch {
      this.close();
    }
  }

  show(choices) {
    this.choices = choices;
    this.element.replaceChildren(...choices.map((choice, number) => option(choice, `${this.element.id}-${number}`)));
    this.element.hidden = choices.length === 0;
    this.chosen = this.choosesFirst && choices.length ? 0 : -1;
    this.tell();
  }

  choose(step) {
    const count = this.choices.length;
    if (this.choosesFirst) this.chosen = (this.chosen + step + count) % count;
    else {
      // None is a place of its own, between the last and the first.
      const place = (this.chosen + 1 + step + count + 1) % (count + 1);
      this.chosen = place - 1;
    }
    this.tell();
  }

  // Says to whoever listens which one is chosen, and whether the list is open.
  tell() {
    if (!this.field) return;
    [...this.element.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === this.chosen)));
    const item = this.element.children[this.chosen];
    if (item && this.isOpen) {
      this.field.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
    if (this.field.hasAttribute("aria-expanded")) this.field.setAttribute("aria-expanded", String(this.isOpen));
  }

  press(event) {
    if (event.key === "Escape") {
      if (this.isOpen) event.preventDefault();
      this.close();
    } else if (!this.isOpen) {
      // The arrows are the field's own.
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (this.takesBy.includes(event.key) && this.chosen >= 0 && !event.shiftKey) {
      event.preventDefault();
      this.take(this.choices[this.chosen]);
    }
  }
}
