// Makes the request forms shorter; nothing here is needed to send one.
(function () {
  "use strict";

  var summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  var form = document.querySelector("[data-request-form]");
  if (!form) return;

  function chosen(name) {
    var radio = form.querySelector('input[name="' + name + '"]:checked');
    return radio ? radio.value : "";
  }

  function showSafety() {
    var answer = chosen("safe_now");
    var urgent = answer === "unsure" || answer === "no";
    form.querySelector("[data-safety]").classList.toggle("is-urgent", urgent);
    form.querySelectorAll("[data-if-safe]").forEach(function (part) { part.hidden = urgent; });
    // What is in the questions for somebody unsafe is never thrown away here.
    form.querySelectorAll("[data-if-not-safe]").forEach(function (part) { part.hidden = !urgent; });
  }

  // Questions about another person open in place. What is in them is never thrown away here.
  function showClient() {
    var whom = chosen("for_whom");
    form.querySelector("[data-about-client]").hidden = whom !== "child" && whom !== "other";
  }

  form.querySelectorAll("[data-without-script]").forEach(function (part) { part.hidden = true; });
  form.addEventListener("change", function (event) {
    if (event.target.name === "safe_now") showSafety();
    if (event.target.name === "for_whom") showClient();
  });

  // The server answers a second click with the same receipt; this only spares the wait.
  var sending = false;
  form.addEventListener("submit", function (event) {
    if (sending) event.preventDefault();
    sending = true;
    window.setTimeout(function () { sending = false; }, 5000);
  });

  // A browser may put back what was typed after a reload or the back button.
  window.addEventListener("pageshow", function () {
    sending = false;
    showSafety();
    showClient();
  });
  showSafety();
  showClient();
})();
