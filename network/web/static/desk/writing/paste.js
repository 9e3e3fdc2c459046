// What is pasted with headings, lists, links or bold becomes Markdown where the writer is, by the same
// conversion as the text that one begins with. Without scripts, or where the site cannot be reached,
// the plain text is pasted, as browsers do.

const HAS_STRUCTURE = /<(?:h[1-6]|li|table|b|strong|i|em|a|blockquote|s|strike|del|ins|su[bp])\b|mso-list|font-weight|line-through|role="heading"|<(?:p|div)\b[^]*<(?:p|div)\b/i;
const LONGEST = 1000000;
// Pictures that stand in the markup as text, and what is for Word alone: no word of what was copied.
const UNREAD = /data:[\w.+-]+\/[\w.+-]+[;,][^"'<>()]{100,}|<style\b[^]*?<\/style>|<xml\b[^]*?<\/xml>|<!--\[if\b[^\]]*\]>(?!<!--)[^]*?<!\[endif\]-->/gi;

// As if it were typed, so that it can be undone like that.
const insert = (field, text, start, end) => {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

// Blocks stand apart from what is before and after them; a few words within a line do not.
const setApart = (markdown, before, after) => {
  if (!/\n|^(?:#|[-*>|] |\d+\. )/.test(markdown)) return markdown;
  const gap = (text) => (!text.trim() ? "" : /\n\n$/.test(text) ? "" : /\n$/.test(text) ? "\n" : "\n\n");
  const following = after.trim() && !/^\n\n/.test(after) ? "\n\n" : "";
  return gap(before) + markdown + following;
};

const convert = async (form, html) => {
  const body = new URLSearchParams({ html, csrf_token: form.elements.csrf_token.value });
  try {
    const answer = await fetch(form.dataset.paste, { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).markdown : null;
  } catch {
    return null;
  }
};

document.addEventListener("paste", async (event) => {
  const field = event.target;
  const form = field.form;
  if (!form || !form.dataset.paste || !field.matches("textarea.marked")) return;
  const html = (event.clipboardData?.getData("text/html") || "").replace(UNREAD, "");
  if (!HAS_STRUCTURE.test(html) || html.length > LONGEST) return;
  event.preventDefault();
  const plain = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
  const [start, end] = [field.selectionStart, field.selectionEnd];
  // What is typed until the answer comes is not to be overtaken.
  field.readOnly = true;
  const markdown = await convert(form, html);
  field.readOnly = false;
  if (!field.isConnected) return;
  const text = markdown === null ? plain : setApart(markdown, field.value.slice(0, start), field.value.slice(end));
  insert(field, text, start, end);
  if (markdown !== null && field.dataset.markdown) {
    // From now on the field holds Markdown, whatever is typed or pasted beside it.
    form.elements[field.dataset.markdown].value = "1";
  }
});
