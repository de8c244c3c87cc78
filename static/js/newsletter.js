// Submits the sign-up form with fetch. Without this script the form posts and a page follows.
"use strict";
for (const form of document.querySelectorAll("form[data-newsletter]")) {
  const message = form.parentElement.querySelector("[data-answer]");
  const field = form.elements.email;
  const button = form.querySelector("button[type=submit]");
  let fieldError = null;

  const showMessage = (text, isProblem) => {
    message.classList.toggle("newsletter-problem", isProblem);
    message.textContent = text;
  };

  const clearFieldError = () => {
    field.removeAttribute("aria-invalid");
    if (fieldError) {
      const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== fieldError.id);
      if (others.length) field.setAttribute("aria-describedby", others.join(" "));
      else field.removeAttribute("aria-describedby");
      fieldError.remove();
      fieldError = null;
    }
  };

  const showFieldError = (text) => {
    fieldError = document.createElement("p");
    fieldError.id = `${field.id}-problem`;
    fieldError.className = "newsletter-problem";
    fieldError.textContent = text;
    field.before(fieldError);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${fieldError.id}`.trim());
    field.focus();
  };

  const showSuccess = (content) => {
    const heading = document.createElement("h3");
    heading.textContent = content.title;
    const text = document.createElement("p");
    text.textContent = content.text;
    form.hidden = true;
    form.previousElementSibling.hidden = true;
    message.classList.remove("newsletter-problem");
    message.replaceChildren(heading, text);
    message.focus();
  };

  const showErrors = (problem) => {
    const errors = problem.errors;
    if (errors.wording) {
      form.querySelector("[data-wording]").textContent = problem.wording.text;
      form.elements.wording.value = problem.wording.version;
    }
    const other = errors.wording || errors.source || errors.language;
    if (errors.email) showFieldError(errors.email[0]);
    if (other) showMessage(other[0], true);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    clearFieldError();
    showMessage("Sending …", false);
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
      });
      if (response.ok) {
        showSuccess(await response.json());
      } else if (response.status === 422) {
        const problem = await response.json();
        showMessage("", false);
        showErrors(problem);
      } else {
        showMessage(form.dataset.couldNotSend, true);
      }
    } catch {
      showMessage(form.dataset.couldNotSend, true);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });
}
