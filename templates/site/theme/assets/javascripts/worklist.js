"use strict";

/* Lays a list of work out by the terms of the reader's day: overdue, this week, this month… The page brings the same rows
   by the terms of the day on which it was built (planbook/views/worklist.py, which this follows). */
const worklist = (() => {
  const KINDS = ["overdue", "week", "month", "quarter", "year", "next", "standing", "past"];
  const SHOWN = 3; // overdue work shown at once, the latest; a button brings the rest
  const SAY = {
    more: (count) => `Hiện ${count} việc đã qua hạn trước đó`,
    none: "Không có việc nào trong các kế hoạch đang thực hiện hay đang soạn.",
  };
  const quarter = (day) => Math.ceil(Number(day.slice(5, 7)) / 3);

  /* In which term of a day something is due: its kind, and the year where that is not the day's. */
  function termOf(day, today) {
    const year = day?.slice(0, 4);
    if (!day) return "standing";
    if (day < today) return year === today.slice(0, 4) ? "overdue" : `past-${year}`;
    if (day <= clock.later(today, 6 - clock.weekday(today))) return "week";
    if (year > today.slice(0, 4)) return `next-${year}`;
    if (day.slice(0, 7) === today.slice(0, 7)) return "month";
    return quarter(day) === quarter(today) ? "quarter" : "year";
  }

  function inOrder(one, other) {
    const [first, year] = one.split("-");
    const [second, later] = other.split("-");
    return KINDS.indexOf(first) - KINDS.indexOf(second) || (first === "past" ? later - year : year - later) || 0;
  }

  /* Put the rows of a table under its terms, those alone that `wanted` keeps. */
  function layOut(table, wanted = () => true) {
    const today = clock.today();
    const titles = JSON.parse(table.dataset.titles);
    const rows = table.rowsOfWork ?? [...table.querySelectorAll("tbody tr:not(.group)")];
    table.rowsOfWork = rows;
    const most = Number(table.dataset.most ?? Infinity);
    const terms = new Map();
    let shown = 0;
    for (const row of rows) {
      row.hidden = today > row.dataset.until || !wanted(row) || shown === most;
      if (row.hidden) continue;
      shown++;
      const term = termOf(row.querySelector("time")?.dateTime, today);
      terms.set(term, [...(terms.get(term) ?? []), row]);
    }
    for (const body of [...table.tBodies]) body.remove();
    for (const term of [...terms.keys()].sort(inOrder)) table.append(part(term, titles, terms.get(term), most === Infinity));
    const empty = table.nextElementSibling?.classList.contains("no-work") ? table.nextElementSibling : null;
    table.hidden = !terms.size;
    if (empty) empty.hidden = Boolean(terms.size);
    return terms;
  }

  const byDay = (row) => row.querySelector("time")?.dateTime ?? "9999";

  function part(term, titles, rows, isCounted) {
    const [kind, year] = term.split("-");
    const body = document.createElement("tbody");
    body.dataset.term = term;
    const heading = body.insertRow();
    heading.className = "group";
    const cell = document.createElement("th");
    cell.colSpan = rows[0].cells.length;
    cell.scope = "rowgroup";
    const count = isCounted ? ` (${rows.length})` : "";
    cell.textContent = `${titles[kind]}${year ? ` ${year}` : ""}${count}`;
    heading.append(cell);
    // Equal days keep their order.
    body.append(...rows.sort((one, other) => (byDay(one) < byDay(other) ? -1 : byDay(one) > byDay(other) ? 1 : 0)));
    const early = kind === "overdue" || kind === "past" ? rows.slice(0, kind === "past" ? rows.length : -SHOWN) : [];
    for (const row of rows) row.classList.toggle("folded", early.includes(row));
    if (early.length) cell.append(unfold(early));
    return body;
  }

  function unfold(rows) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = SAY.more(rows.length);
    button.onclick = () => {
      for (const row of rows) row.classList.remove("folded");
      button.remove();
    };
    return button;
  }

  for (const table of document.querySelectorAll("table.work")) layOut(table);
  return { layOut, termOf, SAY };
})();
