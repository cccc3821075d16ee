// A passkey refused, cancelled or unknown: allauth tells only the console, so say it on the page.
(function () {
  "use strict";
  document.addEventListener("allauth.error", function () {
    var old = document.getElementById("passkey-problem");
    if (old) {
      old.remove();
    }
    var box = document.createElement("div");
    box.id = "passkey-problem";
    box.className = "notification notification--error";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    var title = document.createElement("p");
    title.className = "notification__title";
    title.textContent = "The passkey was not used";
    var words = document.createElement("p");
    words.textContent = "It was cancelled, took too long, or this device does not hold one for Lantern. You can try again or use another way.";
    box.append(title, words);
    document.getElementById("main").prepend(box);
    box.focus();
  });
})();
