// Passkeys at log-in. Without this file, or in a browser without passkeys, there is a code.
"use strict";

const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON &&
  PublicKeyCredential.prototype.toJSON;

async function post(form, address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`refused: ${answer.status}`);
  return answer.json();
}

async function use(form) {
  const { passkey, ask, answer } = form.dataset;
  const options = await post(form, ask, {});
  const credential = passkey === "create"
    ? await navigator.credentials.create(
      { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get(
      { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  const next = encodeURIComponent(form.elements.next?.value || "");
  const done = await post(form, `${answer}?next=${next}`, credential.toJSON());
  location.assign(done.redirect_url || location.href);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector(".passkey-failed");
    failed.hidden = true;
    use(form).catch(() => { failed.hidden = false; });
  });
}
