"use strict";

/* Narrows the tables of changes between two states down to one kind and one agency. Without scripts all stand there. */
(() => {
  for (const form of document.querySelectorAll("form.compare-filter")) {
    const folds = [...form.nextElementSibling.querySelectorAll("details")];
    const rows = [...form.nextElementSibling.querySelectorAll("tbody tr")];
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
      for (const fold of folds) {
        fold.hidden = !fold.querySelector("tbody tr:not([hidden])");
        if (weight || agency) fold.open = true;
      }
      shown.value = `${count} / ${rows.length}`;
    }
  }
})();
