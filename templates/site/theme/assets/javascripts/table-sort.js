"use strict";

/* Sorts a filtered table by the column that the select `xep` of the form names, with - before it for down, or whose
   heading is pressed: up, down, and back to the order of the plans. Hears from table-filter.js when anything changes. */
(() => {
  const form = document.querySelector("form.filters");
  const table = document.querySelector("table.filtered");
  const field = form.elements.namedItem("xep");
  const headings = [...table.querySelectorAll("th[data-sort]")];
  const body = table.tBodies[0];
  const asPlanned = [...body.rows];
  let sorted = "";

  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.onclick = () => press(heading.dataset.sort);
    heading.append(button);
  }
  form.addEventListener("filtered", sort);
  sort();

  function press(name) {
    field.value = field.value === name ? `-${name}` : field.value === `-${name}` ? "" : name;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function sort() {
    if (field.value === sorted) return;
    const [, down, name] = field.value.match(/^(-?)(.*)$/);
    const heading = headings.find((one) => one.dataset.sort === name);
    for (const one of headings) {
      if (one !== heading) one.removeAttribute("aria-sort");
      else one.setAttribute("aria-sort", down ? "descending" : "ascending");
    }
    if (asPlanned.length) body.append(...(heading ? ordered(heading.cellIndex, down ? -1 : 1) : asPlanned)); // else its rows come in order
    sorted = field.value;
  }

  /* What is empty stands at the end, up and down. Equal rows keep the order of the plans. */
  function ordered(column, direction) {
    const keys = new Map(asPlanned.map((row) => [row, keyOf(row.cells[column])]));
    const compare = (one, other) => !one - !other || direction * vietnamese.inOrder(one, other);
    return [...asPlanned].sort((one, other) => compare(keys.get(one), keys.get(other)));
  }

  function keyOf(cell) {
    return cell.dataset.key ?? vietnamese.sortable(cell.textContent.trim());
  }
})();
