"use strict";

/* A page of the rows of all places (register, calendar, one agency's work): its form, its table, and how much of it was looked
   through. The form names the first file (data-places), the agency that all rows are of (data-agency) and how many bytes the first answer
   may load (data-step); the table names its columns. Knows placesRegister. */
(() => {
  const MOST = 100; // rows shown at a time
  const [NONE, NAMED] = ["none", 3];
  const NUMBER = new Intl.NumberFormat("vi-VN");
  const count = (number) => NUMBER.format(number);
  const SAY = {
    ask: (rows, all) => `${count(rows)} việc ở ${count(all)} nơi. Gõ từ cần tìm hoặc chọn nơi, cơ quan, năm, thời hạn.`,
    whole: (rows, all) => `${count(rows)} việc. Đã tìm đủ ${count(all)} nơi.`,
    none: (all) => `Không có việc nào khớp. Đã tìm đủ ${count(all)} nơi.`,
    partly: (rows, done, all) => `Mới thấy ${count(rows)} việc. Đã tìm ${count(done)}/${count(all)} nơi.`,
    searching: "Đang tìm…",
    failed: (names) => `Không tải được số liệu của ${names}, nên chưa tìm ở đó.`,
    others: (names, more) => `${names} và ${count(more)} nơi nữa`,
    on: (places, size) => `Tìm tiếp: còn ${count(places)} nơi (${size})`,
    rest: "Tìm hết các nơi còn lại",
    again: "Thử lại",
    more: (rows) => `Hiện ${count(rows)} dòng còn lại`,
    file: (done, all) => `Tệp tải về chỉ có việc của ${count(done)}/${count(all)} nơi đã tìm.`,
    unknown: (values) => `Địa chỉ lọc theo giá trị không có ở đây nên đã bỏ: ${values.join(", ")}.`,
    noAgency: (id) => `Trang này không có cơ quan “${id}”.`,
    broken: "Không tải được danh sách nơi, nên không tìm được ở đây. Mở bảng của từng nơi ở danh sách dưới.",
    shared: "Chung cả nhóm: ",
    kinds: { target: "chỉ tiêu", duty: "trách nhiệm được giao", report: "báo cáo" },
    unstated: "không nêu ngày",
  };

  const form = document.querySelector("form.filters");
  const table = document.querySelector("table.filtered");
  const [outcome, further, body] = [form.querySelector(".outcome"), form.querySelector(".further"), table.tBodies[0]];
  const more = document.querySelector("button.more-rows");
  const chosen = document.createElement("p"); // on paper, which has no form
  chosen.className = "chosen";
  form.after(chosen);
  const root = new URL("../../", document.currentScript.src).href;
  const { places: firstFile, agency: only } = form.dataset;
  const STEP = Number(form.dataset.step ?? 250_000); // bytes of rows that one answer asks for, if it has not MOST rows before
  const isWhole = Boolean(only); // what is one agency's is looked at as a whole, if it is no more than that
  const columns = table.dataset.columns.split(" ");
  const hidden = table.dataset.hidden.split(" ");
  const labels = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
  const field = (name) => form.elements.namedItem(name);
  const fields = [...form.elements].filter(({ name }) => name);
  const [words, province, place, agency, role, order] = ["tu", "tinh", "noi", "co-quan", "vai-tro", "xep"].map(field);
  const filters = ["nam", "quy", "loai", "trang-thai", "ket-qua"].map(field).filter(Boolean);
  const details = form.querySelector("details");
  let [first, reader] = [null, null];
  let turn = 0; // of the question that is answered; an older one is given up
  let shown = { rows: [], laid: 0 };

  const sizeOf = (places) => {
    const bytes = places.reduce((sum, { size }) => sum + size, 0);
    return bytes < 950_000 ? `${count(Math.max(1, Math.round(bytes / 1000)))} KB` : `${NUMBER.format(Math.round(bytes / 100_000) / 10)} MB`;
  };

  function question() {
    const others = Object.fromEntries(filters.filter(({ value }) => value).map(({ name, value }) => [name, value]));
    return { units: reader.read(words.value), agency: only ?? agency.value, role: role.value, others, province: province.value, folder: place.value };
  }

  const isAsked = ({ units, agency, others, province, folder }) => units.length > 0 || agency || province || folder || Object.keys(others).length > 0;

  /* ---- looking through places */

  const TYPING = 300; // ms that a word is left alone before places are loaded for it
  const BATCH = 20; // places that are loaded at a time
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));

  async function search({ limit = STEP, isTyping = false, isRetry = false } = {}) {
    const mine = ++turn;
    const asked = question();
    if (!isAsked(asked)) return tell([], [], asked);
    const candidates = await placesRegister.candidates(asked, root);
    if (mine !== turn) return null;
    const naming = asked.agency && asked.agency !== only ? await placesRegister.naming(asked.agency, root).catch(() => null) : null;
    if (mine !== turn) return null;
    if (naming && !naming.size) {
      tell([], [], asked);
      outcome.textContent = SAY.noAgency(asked.agency);
      return null;
    }
    if (isRetry) for (const one of candidates) one.failed = false;
    const hits = new Map(); // place -> its rows that fit
    for (let room = limit; ; ) {
      for (const one of candidates) {
        if (one.rows && !hits.has(one)) hits.set(one, one.rows.filter((row) => placesRegister.fits(row, asked)));
      }
      const rows = candidates.flatMap((one) => hits.get(one) ?? []);
      const left = candidates.filter(({ rows: here, failed }) => !here && !failed);
      tell(rows, candidates, asked);
      // Rows enough to look at are enough for a first answer.
      if (!left.length || room <= 0 || (rows.length >= MOST && limit === STEP && !isWhole)) return null;
      if (isTyping) await pause(TYPING);
      if (mine !== turn) return null;
      outcome.textContent = `${SAY.searching} ${outcome.textContent}`;
      const next = left.slice(0, BATCH).filter(({ size }) => room > 0 && (room -= size) > -Infinity);
      await Promise.all(next.map((one) => placesRegister.loadPlace(one, root)));
      if (mine !== turn) return null;
    }
  }

  /* Say what was found where, and what was not looked through; never as if that were all. */
  function tell(rows, candidates, asked) {
    const all = placesRegister.all().filter((one) => inScope(one, asked));
    const unread = candidates.filter(({ rows: here }) => !here);
    const failed = unread.filter((one) => one.failed);
    const left = unread.filter((one) => !one.failed);
    const done = all.length - unread.length;
    if (!isAsked(asked)) outcome.textContent = SAY.ask(placesRegister.all().reduce((sum, one) => sum + one.count, 0), all.length);
    else if (unread.length) outcome.textContent = SAY.partly(rows.length, done, all.length);
    else outcome.textContent = rows.length ? SAY.whole(rows.length, all.length) : SAY.none(all.length);
    const names = failed.slice(0, NAMED).map(({ name }) => name).join(", ");
    if (failed.length) outcome.append(` ${SAY.failed(failed.length > NAMED ? SAY.others(names, failed.length - NAMED) : names)}`);
    offerAgencies(all.length === 1 ? all[0] : null);
    if (asked.agency && !only) agency.selectedOptions[0].text = placesRegister.nameOf(asked.agency);
    chosen.textContent = isAsked(asked) ? `${conditions()} ${outcome.textContent}` : "";
    further.replaceChildren(
      ...(left.length ? [button(SAY.on(left.length, sizeOf(left)), () => search({ limit: STEP * 4 })), button(SAY.rest, () => search({ limit: Infinity }))] : []),
      ...(failed.length ? [button(SAY.again, () => search({ isRetry: true }))] : []),
      ...(unread.length && rows.length ? [note(SAY.file(done, all.length))] : []),
    );
    form.dataset.coverage = unread.length && isAsked(asked) ? `${done}/${all.length}` : "";
    show(ordered(rows));
  }

  /* What is chosen, in words. */
  function conditions() {
    const set = fields.filter((one) => one.value.trim() && one !== order);
    return `${set.map((one) => `${one.labels[0].textContent}: ${one.selectedOptions?.[0].text ?? one.value.trim()}`).join("; ")}.`;
  }

  const inScope = (one, { province, folder }) => (!province || one.province === province) && (!folder || one.folder === folder);

  const button = (text, press) =>
    Object.assign(document.createElement("button"), { type: "button", className: "md-button", textContent: text, onclick: press });

  const note = (text) => Object.assign(document.createElement("span"), { className: "note", textContent: text });

  /* ---- the table */

  const KEYS = {
    "dia-ban": (row) => row.place.name,
    "nhiem-vu": (row) => row.title + row.rest,
    "chu-tri": (row) => row.lead,
    "phoi-hop": (row) => row.helping,
    "thoi-han": (row) => row.due,
    "ke-hoach": (row) => row.planTitle,
  };

  /* What is empty stands at the end, up and down; equal rows keep their order. */
  function ordered(rows) {
    const [, down, name] = order.value.match(/^(-?)(.*)$/);
    if (!KEYS[name]) return rows;
    const keys = new Map(rows.map((row) => [row, name === "thoi-han" ? row.due : vietnamese.sortable(KEYS[name](row).trim())]));
    const compare = (one, other) => !one - !other || (down ? -1 : 1) * vietnamese.inOrder(one, other);
    return [...rows].sort((one, other) => compare(keys.get(one), keys.get(other)));
  }

  function show(rows) {
    shown = { rows, laid: 0 };
    body.replaceChildren();
    table.hidden = !rows.length;
    lay(MOST);
    form.dispatchEvent(new Event("filtered"));
  }

  function lay(most) {
    body.append(...shown.rows.slice(shown.laid, most).map(asElement));
    shown.laid = Math.min(most, shown.rows.length);
    more.hidden = shown.laid >= shown.rows.length;
    more.textContent = SAY.more(shown.rows.length - shown.laid);
  }

  // Only a web server finds the page of a folder by itself.
  const pageAt = (address) => (location.protocol === "file:" ? address.replace(/\/(?=#|$)/, "/index.html") : address);
  const link = (address, text) => Object.assign(document.createElement("a"), { href: root + pageAt(address), textContent: text });
  const small = (text) => Object.assign(document.createElement("small"), { textContent: `(${text})` });

  function asElement(row) {
    const element = document.createElement("tr");
    for (const { name } of filters) element.setAttribute(`data-${name}`, row.values[name].join(" "));
    const ofPlan = (address, text) => (row.site === undefined ? link(address, text) : row.site ? Object.assign(link("", text), { href: row.site + address }) : text);
    const own = ofPlan(`ke-hoach/${row.planId}/#${row.item}`, row.title);
    const state = stateName(row.values["ket-qua"][0]);
    const at = table.dataset.list;
    const cells = {
      "dia-ban": [link(row.place.folder + (row.site === undefined ? `${at}/` : ""), row.place.name)],
      muc: [row.at],
      "nhiem-vu": [own, row.rest, ...(SAY.kinds[row.kind] ? [" ", small(SAY.kinds[row.kind])] : [])],
      viec: [own, ...(row.group ? [" ", small(row.group)] : [])],
      "chu-tri": [row.lead],
      "phoi-hop": [row.helping],
      "thoi-gian": [row.deadline, ...(state ? [" ", small(state.toLowerCase())] : [])],
      "thoi-han": [row.deadline, ...(row.isShared ? [" ", small(SAY.unstated)] : []), ...(row.result ? [" ", small(row.result.toLowerCase())] : [])],
      "kinh-phi": [`${row.money && row.isShared ? SAY.shared : ""}${row.money}`],
      "ke-hoach": [ofPlan(`ke-hoach/${row.planId}/`, row.planTitle)],
    };
    columns.forEach((name, number) => {
      const cell = element.insertCell();
      cell.dataset.label = labels[number];
      cell.append(...cells[name].filter((part) => part !== ""));
    });
    for (const name of hidden) Object.assign(element.insertCell(), { textContent: row[name], hidden: true });
    return element;
  }

  const stateName = (state) => (state && [...(field("ket-qua")?.options ?? [])].find(({ value }) => value === state)?.text) || "";

  /* ---- the form and the address */

  const option = (value, text = value) => new Option(text, value);

  function offerPlaces() {
    const some = placesRegister.all().filter((one) => !province.value || one.province === province.value);
    place.replaceChildren(place.options[0], ...some.map(({ folder, name }) => option(folder, name)));
  }

  /* The agencies of one place that is chosen, or else names that several places have. */
  function offerAgencies(one) {
    if (only) return;
    const names = one?.names ?? (one ? [...one.agencies] : first.agencies);
    const inOrder = [...new Set([...names, agency.value].filter(Boolean))].sort((a, b) => vietnamese.inOrder(vietnamese.sortable(a), vietnamese.sortable(b)));
    if (inOrder.length === agency.options.length - 1 && inOrder.every((name, at) => agency.options[at + 1].value === name)) return;
    const chosen = agency.value;
    agency.replaceChildren(agency.options[0], ...inOrder.map((name) => option(name)));
    agency.value = chosen;
  }

  /* What a field says on a page that was opened with no question: `now` is the running quarter, if anything is due in it. */
  function openingOf({ dataset: { opening = "" }, options }) {
    const wanted = opening === "now" ? quarterOf(clock.today()) : opening;
    return [...(options ?? [])].some(({ value }) => value === wanted) ? wanted : "";
  }

  const quarterOf = (day) => `${day.slice(0, 4)}-q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

  function fromAddress() {
    const values = new URL(location.href).searchParams;
    const unknown = [];
    for (const one of fields) {
      const value = values.get(one.name) ?? (values.size ? "" : openingOf(one));
      if (one === place) offerPlaces();
      if (one === agency && value) agency.append(option(value));
      one.value = value;
      if (one.selectedIndex < 0) {
        unknown.push(`“${value}”`);
        one.value = "";
      }
    }
    details.open = matchMedia("(min-width: 45em)").matches || [...details.querySelectorAll("select")].some(({ value }) => value);
    search().then(() => unknown.length && outcome.prepend(`${SAY.unknown(unknown)} `));
  }

  function toAddress(isTyping) {
    const url = new URL(location.href);
    url.hash = "";
    for (const { name, value } of fields) value.trim() ? url.searchParams.set(name, value.trim()) : url.searchParams.delete(name);
    if (url.href !== location.href) history[isTyping ? "replaceState" : "pushState"](null, "", url);
  }

  function changed({ target }) {
    if (target === province) {
      offerPlaces();
      place.value = "";
    }
    if (agency && (target === province || target === place)) agency.value = "";
    if (target === order) show(ordered(shown.rows));
    else search({ isTyping: target === words });
    toAddress(target === words);
  }

  function start(content) {
    first = placesRegister.begin(content);
    reader = searchQuery(first.names, () => true);
    const provinces = [...new Set(placesRegister.all().map((one) => one.province))];
    province.append(...provinces.map((name) => option(name)));
    province.parentElement.hidden = provinces.length < 2 || provinces.length === placesRegister.all().length;
    form.addEventListener("input", changed);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const one of fields) one.value = "";
      offerPlaces();
      changed({ target: form });
      words.focus();
    });
    form.addEventListener("exporting", () => lay(Infinity));
    addEventListener("beforeprint", () => lay(Infinity));
    addEventListener("popstate", fromAddress);
    more.onclick = () => lay(Infinity);
    fromAddress();
  }

  loadScript(root + firstFile).then(
    () => start(placesFile),
    () => {
      for (const one of form.elements) one.disabled = true;
      outcome.textContent = SAY.broken;
    },
  );
  form.hidden = false;
})();
