"use strict";

/* Narrows a table of changes down to one kind and one agency. Without scripts the whole table stands there. */
(() => {
  for (const form of document.querySelectorAll("form.compare-filter")) {
    const table = behind(form);
    if (!table) continue;
    const rows = [...table.tBodies[0].rows];
    const shown = form.querySelector("output");
    form.hidden = false;
    form.addEventListener("change", narrow);
    form.addEventListener("submit", (event) => event.preventDefault());
    narrow();

    function narrow() {
      const weight = form.elements.weight.value;
      const agency = form.elements.agency.value;
      let count = 0;
      for (const row of rows) {
        const fits =
          (!weight || row.dataset.weight === weight) && (!agency || row.dataset.agencies.split(" ").includes(agency));
        row.hidden = !fits;
        count += fits;
      }
      shown.value = `${count} / ${rows.length}`;
    }
  }

  /* The theme may put a table into a box that scrolls. */
  function behind(form) {
    const next = form.nextElementSibling;
    return next?.matches("table.compare") ? next : next?.querySelector("table.compare");
  }
})();
