// Files for a text: dropped on their part of the form as well as chosen, and told at once when one is
// too large to be sent. Without scripts they are chosen, and the button sends them.
const findChooser = (form) => form.querySelector("input[type=file][name=attach]");

const listTooLarge = (input) => [...input.files].filter((file) => file.size > Number(input.dataset.most));

// What is wrong with the chosen files, shown and said beside them; nothing where they can be sent.
const tellFault = (input) => {
  const fault = document.getElementById("attach-fault");
  const names = listTooLarge(input).map((file) => file.name);
  const all = [...input.files].reduce((sum, file) => sum + file.size, 0);
  fault.textContent = names.length ? input.dataset.tooLarge.replace("{names}", names.join(", "))
    : all > Number(input.dataset.mostTogether) ? input.dataset.tooMuch : "";
  return fault.textContent;
};

const send = (form) => {
  const button = form.querySelector("button[name=do][value=attach]");
  document.getElementById("attach-fault").textContent = findChooser(form).dataset.sending;
  form.requestSubmit(button);
};

document.addEventListener("change", (event) => {
  if (!event.target.matches("input[type=file][name=attach]")) return;
  if (!tellFault(event.target) && event.target.files.length) send(event.target.form);
});

// Registered for the way down, before the form is taken to be sent.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.value !== "attach" || !findChooser(event.target)) return;
  if (tellFault(findChooser(event.target))) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

const findDrop = (event) => {
  const place = event.target instanceof Element && event.target.closest("[data-drop]");
  return place && event.dataTransfer && [...event.dataTransfer.types].includes("Files") ? place : null;
};

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const place = findDrop(event);
    if (!place) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    place.classList.add("drop-here");
  });
}
document.addEventListener("dragleave", (event) => {
  const place = event.target instanceof Element && event.target.closest("[data-drop]");
  if (place && !place.contains(event.relatedTarget)) place.classList.remove("drop-here");
});
document.addEventListener("drop", (event) => {
  const place = findDrop(event);
  if (!place) return;
  event.preventDefault();
  place.classList.remove("drop-here");
  const input = findChooser(place.closest("form"));
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
