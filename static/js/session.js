// The end of a log-in: said two minutes before, put off while somebody types, and what was
// sent too late comes back into its form. Nothing is stored in the browser.
(() => {
  "use strict";
  const STATE = "/admin/session/", STAY = "/admin/session/stay/";
  const WARN = 120, EVERY = 60; // seconds
  let endsAt = Infinity, stayedAt = 0, box = null, asking = false;
  const now = () => Date.now() / 1000;

  const token = () => {
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    if (field) return field.value;
    const config = document.getElementById("wagtail-config");
    return config ? JSON.parse(config.textContent).CSRF_TOKEN : "";
  };

  async function ask(address, options) {
    const headers = { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": token() };
    const answer = await fetch(address, { headers, credentials: "same-origin", ...options });
    if (answer.status === 403) return { left: 0 };
    return answer.ok ? answer.json() : null;
  }

  function note(state) {
    if (!state) return;
    endsAt = now() + state.left;
    show();
  }

  async function stay() {
    stayedAt = now();
    try { note(await ask(STAY, { method: "POST" })); } catch { /* tried again at the next key */ }
  }

  function make() {
    box = document.createElement("div");
    box.className = "session-end";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Stay logged in";
    button.addEventListener("click", stay);
    box.append(words, button);
    document.body.prepend(box);
  }

  function show() {
    const left = endsAt - now();
    if (left > WARN) { if (box) { box.remove(); box = null; } return; }
    if (!box) make();
    const over = left <= 0;
    const words = over
      ? "You are logged out. What you typed is still here: send it, log in, and it comes back."
      : "You will be logged out in two minutes.";
    if (box.firstChild.textContent !== words) box.firstChild.textContent = words;
    box.lastChild.hidden = over;
  }

  async function look() {
    if (asking || endsAt - now() > WARN) return;
    asking = true;
    // Another window may have put the end off.
    try { note(await ask(STATE)); } catch { show(); }
    asking = false;
  }

  function put(field, values) {
    const before = [field.value, field.checked];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.tagName === "SELECT") for (const o of field.options) o.selected = values.includes(o.value);
    else field.value = values.shift() ?? "";
    if (before[0] !== field.value || before[1] !== field.checked)
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  function giveBack(kept) {
    const form = [...document.forms].find(
      (f) => f.method === "post" && new URL(f.getAttribute("action") || "", location.href).pathname === kept.path,
    );
    if (!form) return;
    const left = {};
    for (const field of form.elements) {
      if (field.name === "version" && kept.version) field.value = kept.version;
      if (!field.name || ["hidden", "submit", "button", "password", "file"].includes(field.type)) continue;
      if (["key", "form_key", "code"].includes(field.name)) continue;
      left[field.name] ??= [...(kept.fields[field.name] ?? [])];
      put(field, left[field.name]);
      const folded = field.closest("details");
      if (folded && kept.fields[field.name]) folded.open = true;
    }
    const words = document.createElement("p");
    words.className = "session-back";
    words.setAttribute("role", "status");
    words.textContent = "What you typed before you were logged out is back in this form. It has not been sent yet.";
    form.prepend(words);
  }

  async function begin() {
    try {
      const state = await ask(`${STATE}?page=${encodeURIComponent(location.pathname)}`);
      note(state);
      if (state && state.kept) giveBack(state.kept);
    } catch { /* the page works without */ }
  }

  document.addEventListener("input", (event) => {
    if (event.isTrusted && now() - stayedAt > EVERY && endsAt > now()) stay();
  });
  stayedAt = now();
  setInterval(look, 5000);
  begin();
})();
