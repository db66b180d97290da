"use strict";

/* Shows of a table of places only those whose name has the words that somebody types, with or without marks. */
(() => {
  const form = document.querySelector("form.place-filter");
  const [field, status] = [form.querySelector("input"), form.querySelector("output")];
  const rows = [...form.parentElement.querySelectorAll("tbody tr:not(.group)")];
  const headings = form.parentElement.querySelectorAll("tbody tr.group");
  const plainOf = (text) => vietnamese.words(text).map((word) => vietnamese.plain(vietnamese.canonical(word.text)));
  const names = rows.map((row) => ` ${plainOf(row.cells[0].textContent).join(" ")}`);

  function show() {
    const words = plainOf(field.value);
    const fits = names.map((name) => words.every((word) => name.includes(` ${word}`)));
    rows.forEach((row, at) => (row.hidden = !fits[at]));
    for (const heading of headings) heading.hidden = words.length > 0;
    status.textContent = words.length ? `${fits.filter(Boolean).length} trong ${rows.length} dòng.` : "";
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
