"use strict";

/* Sorts each table of its kind by the column whose heading is pressed: up, down, and back to the order of the page. */
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const asWritten = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  const keyOf = (cell) => cell.dataset.key ?? vietnamese.sortable(cell.textContent.trim());

  function sort(heading) {
    const next = { none: "ascending", ascending: "descending", descending: "none" }[heading.getAttribute("aria-sort") ?? "none"];
    for (const other of headings) other.removeAttribute("aria-sort");
    if (next !== "none") heading.setAttribute("aria-sort", next);
    const keys = new Map(asWritten.map((row) => [row, keyOf(row.cells[heading.cellIndex])]));
    const direction = next === "descending" ? -1 : 1;
    const isNumber = asWritten.every((row) => row.cells[heading.cellIndex].dataset.key !== undefined);
    const compare = isNumber ? (one, other) => one - other : vietnamese.inOrder;
    const rows = next === "none" ? asWritten : [...asWritten].sort((one, other) => direction * compare(keys.get(one), keys.get(other)));
    body.append(...rows);
  }

  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.onclick = () => sort(heading);
    heading.append(button);
  }
}
