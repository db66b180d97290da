"use strict";

/* Gives the rows that a filter shows, in the order in which they stand, as CSV and as a workbook. Columns are those of the
   table, hidden ones too, then what the form filters by. Knows the form of table-filter.js. */
(() => {
  const NAME = "tra-cuu-nhiem-vu";
  const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/; // as in planbook/messages/escapes.py
  const [NARROWEST, WIDEST, LINES] = [12, 40, 5]; // letters in a column of a sheet, lines in a cell
  const SAY = {
    sheet: "Nhiệm vụ",
    about: "Bộ lọc",
    condition: "Điều kiện",
    value: "Giá trị",
    rows: "Số việc",
    coverage: "Số nơi đã tìm",
    partly: "chua-du",
    address: "Địa chỉ",
    link: "Liên kết",
  };

  const form = document.querySelector("form.filters");
  const table = document.querySelector("table.filtered");
  const added = [...form.querySelectorAll("select[data-column]")];
  const root = new URL("../../", document.currentScript.src);

  /* A place that another person can open: in a folder only within the site. */
  function link(row) {
    const url = new URL(row.querySelector("a").href);
    return url.protocol.startsWith("http") ? url.href : url.href.slice(root.href.length);
  }

  const named = (select, row) =>
    Array.from(select.options)
      .filter((option) => row.getAttribute(`data-${select.name}`).split(" ").includes(option.value) && option.value)
      .map((option) => option.dataset.words)
      .join("; ");

  function chosen(field) {
    const option = field.selectedOptions?.[0];
    return option ? (option.dataset.words ?? option.text) : field.value;
  }

  const titled = (field) => field.labels[0].textContent;

  /* Give the headings and the rows, all as texts. */
  function shown() {
    form.dispatchEvent(new Event("exporting")); // a table that is laid out in part is laid out whole
    const headings = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
    const rows = Array.from(table.tBodies[0].rows).filter((row) => !row.hidden);
    return {
      headings: [...headings, ...added.map((select) => titled(select)), SAY.link],
      rows: rows.map((row) => [
        ...Array.from(row.cells, (cell) => cell.textContent.trim()),
        ...added.map((select) => named(select, row)),
        link(row),
      ]),
    };
  }

  function csv({ headings, rows }) {
    const guarded = (text) => (FORMULA.test(text) ? `'${text}` : text);
    const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
    const lines = [headings, ...rows].map((row) => `${row.map((text) => quoted(guarded(text))).join(",")}\r\n`);
    return new Blob(["\ufeff", ...lines], { type: "text/csv" });
  }

  function workbook({ headings, rows }) {
    const days = Array.from(table.tHead.rows[0].cells, (cell) => cell.dataset.kind === "day");
    const typed = (text, at) => (days[at] && text ? new Date(text) : text);
    const fields = [...form.querySelectorAll("input, select")].filter((field) => field.value);
    const conditions = fields.map((field) => [titled(field), chosen(field)]);
    const coverage = form.dataset.coverage ? [[SAY.coverage, form.dataset.coverage]] : []; // where not all of it was looked through
    const about = [...conditions, [SAY.rows, rows.length], ...coverage, [SAY.address, location.href]];
    return xlsx.workbook([
      { name: SAY.sheet, headings, rows: rows.map((row) => row.map(typed)), widths: widths(headings, rows) },
      { name: SAY.about, headings: [SAY.condition, SAY.value], rows: about, widths: [25, WIDEST] },
    ]);
  }

  /* As wide as the longest text of a column needs for some lines, so that all columns fit on a sheet of paper. */
  const widths = (headings, rows) =>
    headings.map((_, at) => Math.min(WIDEST, Math.max(NARROWEST, Math.max(0, ...rows.map((row) => row[at].length)) / LINES)));

  function give(file, ending) {
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(file);
    anchor.download = `${NAME}${form.dataset.coverage ? `-${SAY.partly}` : ""}.${ending}`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
  }

  form.querySelector("button[data-format=csv]").onclick = () => give(csv(shown()), "csv");
  form.querySelector("button[data-format=xlsx]").onclick = () => give(workbook(shown()), "xlsx");
})();
