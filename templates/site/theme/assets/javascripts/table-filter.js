"use strict";

/* Filters the rows of a page's tables by its form: chosen values and words. The address keeps what is chosen.

   A select finds its values in the attribute of a row that is called like it (`quy`: data-quy="2026-q2 2026-q3"). Two
   selects that stand for one thing, an agency and its role, name each other in data-with: an agency is looked for under
   the names of the roles. After each change the form sends the event "filtered". */
(() => {
  const MOST = 100; // rows shown at a time
  const NONE = "none"; // the option for rows that have no value
  const SAY = {
    all: (all, noun) => `${all} ${noun}.`,
    some: (count, all, noun) => `${count} trong ${all} ${noun}.`,
    more: (count) => `Hiện ${count} dòng còn lại`,
    unknown: (values) => `Địa chỉ lọc theo giá trị không có ở đây nên đã bỏ: ${values.join(", ")}. `,
    none: (noun) => `Không có ${noun} nào khớp. Thử bỏ bớt điều kiện lọc.`,
  };

  const form = document.querySelector("form.filters");
  const outcome = form.querySelector(".outcome");
  const chosen = document.createElement("p"); // on paper
  chosen.className = "chosen";
  form.after(chosen);
  const words = form.elements.namedItem("tu");
  const fields = [...form.elements].filter((field) => field.name);
  const selects = [...form.querySelectorAll("select:not([name=xep])")];
  const tables = [...document.querySelectorAll("table.filtered")];
  const rows = tables.flatMap((table) => [...table.querySelectorAll("tbody tr:not(.group)")].map(asRow));
  const more = document.querySelector("button.more-rows");
  const role = form.elements.namedItem("vai-tro");
  const agency = form.elements.namedItem("co-quan");
  const partner = form.elements.namedItem("voi"); // another agency that has the same work
  const shared = form.querySelector("a.shared-work");
  const others = form.querySelector("details"); // a telephone shows them where one is set, or when they are asked for
  partner.append(...[...agency.options].filter(({ value }) => value && value !== NONE).map((option) => option.cloneNode(true)));
  const roles = [...role.options].map((option) => option.value).filter(Boolean);
  const reader = searchQuery(JSON.parse(form.dataset.names), () => true);
  for (const option of selects.flatMap((select) => [...select.options])) option.dataset.words = option.text;

  function asRow(element) {
    const values = Object.fromEntries(
      Array.from(element.attributes, ({ name, value }) => [name.replace(/^data-/, ""), value.split(" ").filter(Boolean)]),
    );
    return { element, values };
  }

  /* ---- what a row has */

  const inRole = (row, id, one) => (one === NONE ? !row.values[id].length : row.values[id].includes(one));

  function valuesOf(row, select) {
    if (select === role) return roles.filter((id) => (agency.value ? inRole(row, id, agency.value) : row.values[id].length));
    const ofRole = role.value ? [role.value] : roles;
    const places = select === partner ? roles : select === agency ? ofRole : [select.name];
    const found = places.flatMap((id) => row.values[id]);
    // Nobody works together with itself.
    if (select === partner) return [...new Set(found)].filter((id) => id !== agency.value);
    return found.length ? [...new Set(found)] : [NONE];
  }

  /* Its words with a space around each, and a bar between cells, over which no phrase reaches. */
  function wordsOf(row) {
    if (!row.plain) {
      const cells = Array.from(row.element.cells, (cell) =>
        vietnamese.words(cell.textContent).map((word) => vietnamese.canonical(word.text)),
      );
      row.canonical = cells.map((cell) => ` ${cell.join(" ")} `).join("|");
      row.plain = cells.map((cell) => ` ${cell.map(vietnamese.plain).join(" ")} `).join("|");
    }
    return row;
  }

  function says(row, unit) {
    const { canonical, plain } = wordsOf(row);
    if (unit.exact) return canonical.includes(` ${unit.terms.map((term) => term.canonical).join(" ")} `);
    const begun = unit.prefix && plain.includes(` ${unit.prefix}`);
    return begun || unit.spellings.some((spelling) => plain.includes(` ${spelling.join(" ")} `));
  }

  /* ---- filtering */

  function apply() {
    const units = reader.read(words.value);
    const counts = new Map(selects.map((select) => [select, new Map()]));
    let shown = 0;
    for (const row of rows) {
      const values = selects.map((select) => valuesOf(row, select));
      const missed = selects.filter((select, at) => select.value && !values[at].includes(select.value));
      const said = units.every((unit) => says(row, unit));
      const isShown = said && !missed.length;
      shown += isShown;
      if (row.element.hidden === isShown) row.element.hidden = !isShown;
      // A value counts the rows that there would be if it were chosen instead.
      for (const [at, select] of said ? selects.entries() : []) {
        if (!missed.every((one) => one === select || one.name === select.dataset.with)) continue;
        const count = counts.get(select);
        for (const value of values[at]) count.set(value, (count.get(value) ?? 0) + 1);
      }
    }
    for (const select of selects) offer(select, counts.get(select));
    for (const table of tables) close(table);
    outcome.textContent = !shown
      ? SAY.none(form.dataset.noun)
      : shown === rows.length
        ? SAY.all(shown, form.dataset.noun)
        : SAY.some(shown, rows.length, form.dataset.noun);
    chosen.textContent = said(fields);
    linkBoth();
    form.dispatchEvent(new Event("filtered")); // may put the rows in another order
    if (more) fold(MOST);
  }

  /* What is chosen, in words, with how many rows are left; nothing where nothing is. */
  function said(all) {
    const set = all.filter((field) => field.value.trim() && field.name !== "xep");
    const texts = set.map((field) => `${labelOf(field)}: ${field.selectedOptions?.[0].dataset.words ?? field.value.trim()}`);
    return texts.length ? `${texts.join("; ")}. ${outcome.textContent}` : "";
  }

  /* Lead on to the list of what two agencies have to do, by terms. */
  function linkBoth() {
    shared.hidden = !(agency.value && partner.value) || agency.value === NONE;
    const url = new URL(shared.href);
    for (const { name, value } of [agency, partner]) url.searchParams.set(name, value);
    shared.href = url.href;
  }

  /* Lay out no more rows at a time than a browser does at once; a button brings the rest. */
  function fold(most) {
    let count = 0;
    for (const row of tables.flatMap((table) => [...table.querySelectorAll("tbody tr:not(.group, [hidden])")])) {
      row.classList.toggle("folded", ++count > most);
    }
    more.textContent = SAY.more(count - most);
    more.hidden = count <= most;
  }

  /* Say behind each option how many rows it would leave; what would leave none is not offered. */
  function offer(select, count) {
    for (const option of select.options) {
      if (!option.value) continue;
      const number = count.get(option.value) ?? 0;
      const text = `${option.dataset.words} (${number})`;
      if (option.text !== text) option.text = text;
      option.hidden = option.disabled = !number && !option.selected;
    }
  }

  /* Hide the parts of a table that have no rows left, with the heading above it. */
  function close(table) {
    const isEmpty = (part) => !part.querySelector("tr:not(.group):not([hidden])");
    for (const body of table.tBodies) body.hidden = isEmpty(body);
    const heading = table.previousElementSibling;
    const parts = /^H\d$/.test(heading?.tagName) ? [table, heading, contents(heading), below(table)] : [];
    for (const part of parts) if (part) part.hidden = [...table.tBodies].every((body) => body.hidden);
  }

  const below = ({ nextElementSibling: next }) => (next?.matches("p.note") ? next : null);
  const contents = (heading) => document.querySelector(`.md-nav a[href="#${CSS.escape(heading.id)}"]`)?.closest("li");

  /* ---- the address */

  let last = null; // what was changed last: a word that is typed on is one step of the history

  function fromAddress() {
    last = null;
    const values = new URL(location.href).searchParams;
    const unknown = []; // of another time, or mistyped
    for (const field of fields) {
      field.value = values.get(field.name) ?? "";
      if (field.selectedIndex >= 0 || field === words) continue;
      unknown.push(`${labelOf(field)} “${values.get(field.name)}”`);
      field.value = "";
    }
    others.open = matchMedia("(min-width: 45em)").matches || [...others.querySelectorAll("select")].some(({ value }) => value);
    apply();
    if (unknown.length) outcome.prepend(SAY.unknown(unknown));
  }

  const labelOf = (field) => form.querySelector(`label[for="${field.id}"]`).textContent;

  function toAddress(field) {
    const url = new URL(location.href);
    url.hash = "";
    for (const { name } of fields) url.searchParams.delete(name);
    for (const { name, value } of fields) if (value.trim()) url.searchParams.set(name, value.trim());
    if (url.href !== location.href) history[field === words && last === words ? "replaceState" : "pushState"](null, "", url);
    last = field;
  }

  function changed(event) {
    apply();
    toAddress(event.target);
  }

  const place = ({ value }) => (value === NONE ? 2 : value ? 1 : 0); // all, each, none
  const named = new Map([...agency.options, ...partner.options].map((option) => [option, vietnamese.sortable(option.text)]));
  const inOrder = (one, other) => place(one) - place(other) || vietnamese.inOrder(named.get(one), named.get(other));
  for (const select of [agency, partner]) select.append(...[...select.options].sort(inOrder));
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of fields) field.value = "";
    changed(event);
    words.focus();
  });
  addEventListener("popstate", fromAddress);
  if (more) more.onclick = () => fold(Infinity);
  fromAddress();
  form.hidden = false;
  // So that the first word typed need not wait; Safari has no idle time to give.
  globalThis.requestIdleCallback?.(function prepare(idle) {
    for (const row of rows) if (!row.plain && idle.timeRemaining() > 1) wordsOf(row);
    if (!rows.every((row) => row.plain)) requestIdleCallback(prepare);
  });
})();
