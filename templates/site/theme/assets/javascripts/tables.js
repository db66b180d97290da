"use strict";

/* A table wider than a narrow screen scrolls by itself: the keyboard must reach it to do that. */
(() => {
  const tables = document.querySelectorAll("table.data");

  function reach() {
    for (const table of tables) {
      if (table.scrollWidth > table.clientWidth + 1) table.tabIndex = 0;
      else table.removeAttribute("tabindex");
    }
  }

  reach();
  window.addEventListener("resize", reach);
})();
