// Sign-up in place. Without this file the form posts and a page answers.
"use strict";
for (const form of document.querySelectorAll("form[data-newsletter]")) {
  const answer = form.parentElement.querySelector("[data-answer]");
  const field = form.elements.email;
  const button = form.querySelector("button[type=submit]");
  let hint = null;

  const say = (text, isProblem) => {
    answer.classList.toggle("newsletter-problem", isProblem);
    answer.textContent = text;
  };

  const unmark = () => {
    field.removeAttribute("aria-invalid");
    if (hint) {
      const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== hint.id);
      if (others.length) field.setAttribute("aria-describedby", others.join(" "));
      else field.removeAttribute("aria-describedby");
      hint.remove();
      hint = null;
    }
  };

  const mark = (text) => {
    hint = document.createElement("p");
    hint.id = `${field.id}-problem`;
    hint.className = "newsletter-problem";
    hint.textContent = text;
    field.before(hint);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${hint.id}`.trim());
    field.focus();
  };

  const thank = (words) => {
    const heading = document.createElement("h3");
    heading.textContent = words.title;
    const text = document.createElement("p");
    text.textContent = words.text;
    form.hidden = true;
    form.previousElementSibling.hidden = true;
    answer.classList.remove("newsletter-problem");
    answer.replaceChildren(heading, text);
    answer.focus();
  };

  const help = (problem) => {
    const words = problem.errors;
    if (words.wording) {
      form.querySelector("[data-wording]").textContent = problem.wording.text;
      form.elements.wording.value = problem.wording.version;
    }
    const other = words.wording || words.source || words.language;
    if (words.email) mark(words.email[0]);
    if (other) say(other[0], true);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    unmark();
    say("Sending …", false);
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
      });
      if (response.ok) {
        thank(await response.json());
      } else if (response.status === 422) {
        const problem = await response.json();
        say("", false);
        help(problem);
      } else {
        say(form.dataset.couldNotSend, true);
      }
    } catch {
      say(form.dataset.couldNotSend, true);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });
}
