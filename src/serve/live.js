"use strict";
// Reloads the page when the site changed; the position is kept by the browser.
(() => {
  let lost = false;
  const source = new EventSource("/_rolebook/events");
  source.addEventListener("change", () => location.reload());
  source.addEventListener("error", () => { lost = true; });
  source.addEventListener("open", () => { if (lost) location.reload(); });
  addEventListener("pagehide", () => source.close());
})();
