"use strict";

/* Narrows the tables of changes between two states down to one kind and one agency. Without scripts all stand there. */
(() => {
  for (const form of document.querySelectorAll("form.compare-filter")) {
    const compared = form.nextElementSibling;
    const folds = [...compared.querySelectorAll("details")];
    const rows = [...compared.querySelectorAll("tbody tr")];
    const shown = form.querySelector("output");
    const chosen = document.createElement("p"); // on paper
    chosen.className = "chosen";
    form.after(chosen);
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
      const set = [...form.querySelectorAll("select")].filter((select) => select.value);
      chosen.textContent = set.map((select) => `${select.labels[0].firstChild.data.trim()}: ${select.selectedOptions[0].text}`).join("; ");
      shown.value = `${count} / ${rows.length}`;
    }
  }
})();
