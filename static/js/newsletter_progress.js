// Looks again every few seconds while a campaign is being sent. Without this script: reload.
const place = document.getElementById("progress");
const PAUSE = 5000; // milliseconds
const LOOKS = 60; // without a sign of a person: a log-in must be able to fall asleep
let left = LOOKS;
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, () => (left = LOOKS));

async function lookAgain() {
  if (left-- <= 0 || document.hidden || place.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("progress");
  if (!fresh) return;
  place.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.open === "no") clearInterval(timer);
}

const timer = setInterval(() => lookAgain().catch(() => {}), PAUSE);
