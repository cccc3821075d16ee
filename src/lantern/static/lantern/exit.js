// "Exit this page": the button and three presses of Shift. Without this file the button is still a plain link.
(function () {
  "use strict";
  var link = document.querySelector("[data-exit-page]");
  if (!link) {
    return;
  }
  var WINDOW_MS = 5000;
  var presses = 0;
  var first = 0;
  var heard = document.querySelector("[data-exit-page-heard]");

  function leave(event) {
    if (event) {
      event.preventDefault();
    }
    // Blank first: the next page may be slow, and somebody may be looking now.
    document.title = "Loading";
    document.body.hidden = true;
    window.location.replace(link.href);
  }

  link.addEventListener("click", leave);
  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift") {
      presses = 0;
      return;
    }
    if (presses === 0 || Date.now() - first > WINDOW_MS) {
      presses = 0;
      first = Date.now();
    }
    presses += 1;
    if (presses === 3) {
      leave();
    } else if (heard) {
      heard.textContent = presses === 1 ? "Shift, press 2 more times to exit" : "Shift, press 1 more time to exit";
    }
  });
  // Back from the other site must not show what was here.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.body.hidden) {
      window.location.replace(link.href);
    }
  });
})();
