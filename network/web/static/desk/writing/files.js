// Files to begin with: dropped anywhere on the page, and several read one after the other, each
// with what becomes of it. Without scripts the form sends them all at once.

const form = document.querySelector("form[data-files]");
const field = form?.querySelector("input[type=file]");

function showState(item, ...content) {
  item.replaceChildren(...content);
}

function nameFile(file) {
  const name = document.createElement("strong");
  name.textContent = file.name;
  return name;
}

// One file with all else that the form says; what was pasted and typed belongs to the first.
function makeRequest(file, place) {
  const data = new FormData(form);
  data.delete(field.name);
  data.append(field.name, file);
  if (place > 0) {
    for (const name of ["title", "pasted"]) data.set(name, "");
    data.set("id", crypto.randomUUID());
  }
  return { method: "POST", body: data, headers: { Accept: "application/json" } };
}

async function sendFile(file, place, item) {
  showState(item, nameFile(file), ` ${form.dataset.reading}`);
  try {
    const answer = await fetch(form.action, makeRequest(file, place));
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) {
      throw new Error(String(answer.status));
    }
    const told = await answer.json();
    if (!told.address) {
      showState(item, nameFile(file), `: ${told.problem}`);
      return false;
    }
    const link = document.createElement("a");
    link.href = told.address;
    link.textContent = told.title;
    showState(item, link, ` ${[file.name, told.left_out].filter(Boolean).join(" · ")}`);
    return true;
  } catch {
    showState(item, nameFile(file), `: ${form.dataset.failed}`);
    return false;
  }
}

async function sendFiles(files) {
  const report = document.createElement("div");
  report.className = "files";
  report.setAttribute("role", "status");
  const list = document.createElement("ol");
  report.append(list);
  const items = files.map((file) => {
    const item = document.createElement("li");
    showState(item, nameFile(file), ` ${form.dataset.waiting}`);
    list.append(item);
    return item;
  });
  form.querySelector(".files")?.remove();
  form.append(report);
  report.scrollIntoView({ block: "nearest" });
  const button = form.querySelector("button:not([type])");
  button.disabled = true;
  let begun = 0;
  for (const [place, file] of files.entries()) {
    begun += await sendFile(file, place, items[place]);
  }
  button.disabled = false;
  field.value = "";
  if (begun) {
    const note = document.createElement("p");
    note.textContent = form.dataset.desk;
    report.append(note);
  }
}

if (field) {
  const isFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (isFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!isFiles(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("submit", (event) => {
    if (field.files.length < 2) return;
    event.preventDefault();
    sendFiles([...field.files]);
  });
}
