"use strict";

/* On a narrow screen the rows of tables are cards, whose cells say what they are. A table that is wider all the same
   scrolls by itself: the keyboard must reach it to do that. */
(() => {
  const tables = document.querySelectorAll("table.data");
  for (const table of document.querySelectorAll("article table:not([role], .stack)")) label(table);

  function label(table) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    if (!heads.length || heads.some((head) => head.colSpan > 1)) return;
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
      let column = 0;
      for (const cell of row.cells) {
        if (!cell.textContent.trim()) cell.textContent = "";
        else if (cell.colSpan === 1) cell.dataset.label = heads[column].textContent.trim();
        column += cell.colSpan;
      }
    }
    table.dataset.stack = "";
  }

  function reach() {
    for (const table of tables) {
      if (table.scrollWidth > table.clientWidth + 1) table.tabIndex = 0;
      else table.removeAttribute("tabindex");
    }
  }

  reach();
  window.addEventListener("resize", reach);
})();
