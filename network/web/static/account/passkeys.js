// Passkeys: makes one, or signs in with one, where the browser can. What the browser gives goes into
// the form, which is sent like any other; without this script a code of the app does.

const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list || []).map((known) => ({ ...known, id: decode(known.id) }));

async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      user: { ...options.user, id: decode(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  return {
    id: made.id,
    rawId: encode(made.rawId),
    type: made.type,
    response: {
      clientDataJSON: encode(made.response.clientDataJSON),
      attestationObject: encode(made.response.attestationObject),
    },
  };
}

async function use(options) {
  const used = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      allowCredentials: named(options.allowCredentials),
    },
  });
  return {
    id: used.id,
    rawId: encode(used.rawId),
    type: used.type,
    response: {
      clientDataJSON: encode(used.response.clientDataJSON),
      authenticatorData: encode(used.response.authenticatorData),
      signature: encode(used.response.signature),
      userHandle: used.response.userHandle ? encode(used.response.userHandle) : null,
    },
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  // What the browser can do is known only here; that it has scripts, the styles know before.
  form.hidden = !window.PublicKeyCredential;
  form.classList.add("ready");
  const problem = form.querySelector("[data-problem]");
  form.addEventListener("submit", async (event) => {
    const field = form.elements.namedItem("credential");
    if (field.value) return;
    event.preventDefault();
    problem.textContent = "";
    try {
      const options = JSON.parse(form.dataset.options);
      const answer = await (form.dataset.passkey === "make" ? make(options) : use(options));
      field.value = JSON.stringify(answer);
      form.requestSubmit();
    } catch {
      // Broken off, not known here, or not in time: the browser has said so itself.
      problem.textContent = form.dataset.broken;
    }
  });
}
