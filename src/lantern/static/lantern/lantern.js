// A double click sends a form twice. The server seats once all the same; this saves the person the second answer.
(function () {
  "use strict";
  var PAUSE_MS = 3000;
  var sent = new WeakMap();
  document.addEventListener("submit", function (event) {
    var last = sent.get(event.target);
    if (last && Date.now() - last < PAUSE_MS) {
      event.preventDefault();
      return;
    }
    sent.set(event.target, Date.now());
  });
})();
