// "Leave this page quickly" is a link and works without this file. Here it also wipes
// what was typed, takes the page out of the tab's history, and answers to the Esc key.
(function () {
  "use strict";

  var PRESSES = 3;
  var WITHIN = 3000; // milliseconds
  var LEFT = "left";
  var link = document.querySelector("[data-leave]");
  var pressed = [];

  function wipe() {
    document.querySelectorAll("input, select, textarea").forEach(function (field) {
      if (field.type === "hidden") return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else field.value = "";
    });
  }

  // A tab that somebody left in a hurry shows nothing typed when they press Back,
  // also on a form they sent before. Sending one again ends that.
  function hasLeft(answer) {
    try {
      if (answer === true) sessionStorage.setItem(LEFT, "1");
      if (answer === false) sessionStorage.removeItem(LEFT);
      return sessionStorage.getItem(LEFT) === "1";
    } catch (refused) {
      return false;
    }
  }

  function leave(event) {
    if (event) event.preventDefault();
    document.documentElement.hidden = true;
    wipe();
    hasLeft(true);
    window.location.replace(link.href);
  }

  link.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") pressed = [];
    else if (!event.repeat) pressed = pressed.concat(Date.now()).slice(-PRESSES);
    if (pressed.length === PRESSES && Date.now() - pressed[0] < WITHIN) leave();
  });
  document.addEventListener("submit", function () { hasLeft(false); });
  window.addEventListener("pageshow", function () {
    document.documentElement.hidden = false;
    if (hasLeft()) wipe();
  });
})();
