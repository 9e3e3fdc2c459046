// A text that is pasted as Word has it goes along with its markup, so that headings and lists stay.

for (const area of document.querySelectorAll("textarea[data-paste]")) {
  const html = document.getElementById(area.dataset.paste);
  area.addEventListener("paste", (event) => {
    const rich = event.clipboardData && event.clipboardData.getData("text/html");
    // One paste into an empty field is a text as Word has it; more is edited text.
    html.value = rich && !area.value.trim() ? rich.slice(0, 1000000) : "";
    if (html.value) area.dataset.pasted = event.clipboardData.getData("text/plain").replace(/\r/g, "");
  });
  area.form.addEventListener("submit", () => {
    if (html.value && area.value.trim() !== (area.dataset.pasted || "").trim()) html.value = "";
  });
}
