// Refreshes the progress of a campaign every few seconds. Without this script: reload the page.
const progress = document.getElementById("progress");
const INTERVAL = 5000; // milliseconds
const MAX_REFRESHES = 60; // without user input, so that the session can time out
let remaining = MAX_REFRESHES;
for (const type of ["pointerdown", "keydown"]) addEventListener(type, () => (remaining = MAX_REFRESHES));

async function refresh() {
  if (remaining-- <= 0 || document.hidden || progress.contains(document.activeElement)) return;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("progress");
  if (!fresh) return;
  progress.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.open === "no") clearInterval(timer);
}

const timer = setInterval(() => refresh().catch(() => {}), INTERVAL);
