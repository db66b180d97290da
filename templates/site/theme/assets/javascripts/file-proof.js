"use strict";

/* The page that says of a Word, Excel or PDF file where it came from and what of it was changed by hand. The file is read
   in the browser and goes nowhere. xac-minh/tat_ca.js knows the hash of every published file, xac-minh/PLAN.js what the Word
   file and the workbook of a plan say; both are scripts, so that they load on a page that was opened from a folder too. */
const published = (() => {
  const SHOWN = 200; // changes
  const DAY = /^@[\d.]+$/; // a cell that is a day, as xac-minh/PLAN.js has it
  const NEAR = 200; // paragraphs between two that stayed, in which one is looked for that was reworded
  const SAY = {
    reading: "Đang đọc tệp…",
    failed: "Không đọc được tệp này.",
    unlisted: "Không tải được danh sách tệp đã công bố.",
    same: "Tệp này trùng từng byte với tệp đã công bố.",
    other: "Tệp này không trùng với tệp nào đang công bố ở đây.",
    stranger: "Tệp không ghi lập từ kế hoạch nào, nên không rõ nguồn.",
    unknown: (plan) => `Tệp ghi lập từ kế hoạch “${plan}”, mà trang này không có.`,
    from: (title, revision) => `Tệp ghi lập từ: ${title}, ${revision ? `bản dữ liệu ${revision}` : "không ghi bản dữ liệu nào"}.`,
    older: (now) => `Bản đang công bố là ${now}. Chỗ khác dưới đây có thể do dữ liệu đã đổi từ đó, không hẳn do sửa tay.`,
    edited: "Bản dữ liệu có dấu + : tệp lập từ dữ liệu chưa ghi vào git.",
    agrees: "Chữ và số trong tệp đúng như bản đã công bố; tệp chỉ được lưu lại bằng chương trình khác.",
    differs: (count) => `${count} chỗ khác bản đã công bố:`,
    rest: (count) => `… và ${count} chỗ khác nữa.`,
    pdf: (title) => `Tệp PDF này tự ghi tên là “${title}”.`,
    made: (when) => `Tệp tự ghi lập lúc ${when}.`,
    earlier: (now) => `Bản đang công bố của kế hoạch này là ${now}: tệp có thể chỉ là của một bản trước, không hẳn bị sửa tay.`,
    altered: "Đó cũng là bản đang công bố, mà tệp lại khác: tệp đã bị sửa, hoặc được lưu lại bằng chương trình khác.",
    claimed: "Những điều trên là tệp tự ghi, ai cũng sửa được: chúng không chứng minh tệp từ đâu ra, cũng không chứng minh chữ nào trong tệp.",
    paper: "Trang này không đọc chữ bên trong PDF. Cần biết chữ nào bị sửa thì so với tệp đã công bố, hoặc chạy lệnh verify.",
    added: "Thêm",
    gone: "Bỏ",
    moved: "Chuyển chỗ",
    reworded: "Sửa",
    sheet: (name) => `Trang tính “${name}”`,
  };
  const waiting = new Map(); // name of a script -> what takes its content

  /* Called by the scripts of xac-minh/. */
  const receive = (name, content) => waiting.get(name)?.(content);

  const kept = new Map();
  function load(name) {
    if (!kept.has(name)) {
      const script = new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        loadScript(`${name}.js`).catch(reject);
      });
      script.catch(() => kept.delete(name));
      kept.set(name, script);
    }
    return kept.get(name);
  }

  /* ---- What differs */

  /* The longest run of numbers that grow: what stayed in its order, all else moved. */
  function growing(numbers) {
    const [ends, before] = [[], numbers.map(() => -1)];
    numbers.forEach((number, at) => {
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (numbers[ends[middle]] < number) low = middle + 1;
        else high = middle;
      }
      before[at] = low ? ends[low - 1] : -1;
      ends[low] = at;
    });
    const run = new Set();
    for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]) run.add(at);
    return run;
  }

  const words = (text) => text.split(" ");
  function likeness(one, other) {
    const known = new Set(words(one));
    return (2 * words(other).filter((word) => known.has(word)).length) / (known.size + words(other).length);
  }

  const placesOf = (texts) => {
    const places = new Map();
    texts.forEach((text, at) => places.set(text, [...(places.get(text) ?? []), at]));
    return places;
  };

  /* The published place of each text of a file, -1 for none. Of a text that stands more often on one side, each copy has
     the place that is nearest to where the texts before it stand. */
  function placed(wanted, present) {
    const [places, copies] = [placesOf(wanted), placesOf(present)];
    const matches = present.map(() => -1);
    for (const [text, ats] of copies) {
      if (places.get(text)?.length === ats.length) ats.forEach((at) => (matches[at] = places.get(text).shift()));
    }
    let next = 0;
    present.forEach((text, at) => {
      const free = places.get(text) ?? [];
      if (free.length) {
        const away = free.map((place) => Math.abs(place - next));
        [matches[at]] = free.splice(away.indexOf(Math.min(...away)), 1);
      }
      next = (matches[at] < 0 ? next : matches[at]) + 1;
    });
    return matches;
  }

  /* What became of published texts in a file: added, gone, moved, reworded, in the order of the file. */
  function changes(wanted, present) {
    const matches = placed(wanted, present);
    const matched = matches.flatMap((place, at) => (place < 0 ? [] : [[place, at]]));
    const run = growing(matched.map(([place]) => place));
    const told = matched.flatMap(([, at], number) => (run.has(number) ? [] : [{ at, kind: "moved", text: present[at] }]));
    const stay = [[-1, -1], ...matched.filter((_, number) => run.has(number)), [wanted.length, present.length]];
    const used = new Set(matched.map(([place]) => place));
    for (let number = 1; number < stay.length; number++) {
      const [[place, at], [nextPlace, nextAt]] = [stay[number - 1], stay[number]];
      const gone = wanted.slice(place + 1, nextPlace).filter((_, offset) => !used.has(place + 1 + offset));
      for (let here = at + 1; here < nextAt; here++) {
        if (matches[here] >= 0) continue;
        const near = gone.slice(0, NEAR);
        const likes = near.map((text) => likeness(text, present[here]));
        const best = likes.indexOf(Math.max(...likes));
        if (near.length && likes[best] >= 0.4) told.push({ at: here, kind: "reworded", old: gone.splice(best, 1)[0], text: present[here] });
        else told.push({ at: here, kind: "added", text: present[here] });
      }
      told.push(...gone.map((text) => ({ at, kind: "gone", text })));
    }
    return told.sort((one, other) => one.at - other.at);
  }

  /* The same of a workbook: rows are known by the entry that their hidden first cell names. */
  function changesOfBook(wanted, present) {
    const told = [];
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(present)])) {
      const where = SAY.sheet(name);
      if (!present[name] || !wanted[name]) {
        told.push({ kind: present[name] ? "added" : "gone", where, text: "" });
        continue;
      }
      const [heads, rows] = [wanted[name][0] ?? [], present[name]];
      const known = new Map();
      const key = (row) => row[0] || row.slice(1).join(" | ").replaceAll("@", "");
      for (const row of wanted[name]) known.set(key(row), [...(known.get(key(row)) ?? []), row]);
      rows.forEach((row, at) => {
        if (!row.some(Boolean)) return;
        const old = known.get(key(row))?.shift();
        if (!old) {
          told.push({ kind: "added", where: `${where}, hàng ${at + 1}`, text: row.slice(1).filter(Boolean).join(" | ") });
          return;
        }
        for (let column = 0; column < Math.max(row.length, old.length); column++) {
          const [before, now] = [old[column] ?? "", row[column] ?? ""];
          const isDay = DAY.test(before);
          if (isDay ? isNumber(before.slice(1), now) : before === now || isNumber(before, now)) continue;
          const cell = `${where}, hàng ${at + 1}, cột “${heads[column] || column + 1}”`;
          told.push({ kind: "reworded", where: cell, old: isDay ? official(before.slice(1)) : before, text: isDay ? official(now) : now });
        }
      });
      for (const row of [...known.values()].flat().filter((one) => one.some(Boolean))) {
        const cells = row.slice(1).filter(Boolean).map((text) => (DAY.test(text) ? official(text.slice(1)) : text));
        told.push({ kind: "gone", where, text: cells.join(" | ") });
      }
    }
    return told;
  }

  const isNumber = (text, other) => text !== "" && other !== "" && Number(text) === Number(other);

  /* A day that a workbook counts from 1899-12-30, as pages write it. */
  function official(number) {
    const time = new Date((Number(number) - 25569) * 864e5);
    if (number === "" || Number.isNaN(time.getTime())) return number;
    const [date, month] = [time.getUTCDate(), time.getUTCMonth() + 1].map((part) => `${part}`);
    return `${date.padStart(2, "0")}/${Number(month) < 3 ? month.padStart(2, "0") : month}/${time.getUTCFullYear()}`;
  }

  /* ---- What is shown; whatever a file says is text here, never markup */

  function element(name, ...content) {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  }

  const short = (text, most) => (text.length <= most ? text : `${text.slice(0, most)}…`);

  /* Two texts with what differs between them marked, and a few words around it. */
  function marked(old, now) {
    const [before, after] = [words(old), words(now)];
    let start = 0;
    while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
    let end = 0;
    while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
    const part = (list) => short(list.slice(start, list.length - end).join(" "), 600);
    const [lead, tail] = [before.slice(Math.max(0, start - 8), start), after.slice(after.length - end, after.length - end + 8)];
    const pieces = [`${start > 8 ? "…" : ""}${lead.join(" ")} `];
    if (part(before)) pieces.push(element("del", part(before)), " ");
    if (part(after)) pieces.push(element("ins", part(after)), " ");
    return [...pieces, `${tail.join(" ")}${end > 8 ? "…" : ""}`];
  }

  function line({ kind, where, old, text }) {
    const head = element("strong", `${SAY[kind]}${where ? `: ${where}` : ""}`);
    if (kind === "reworded") return element("li", head, ": ", ...marked(old, text));
    return element("li", head, text ? ": " : "", kind === "added" ? element("ins", short(text, 600)) : kind === "gone" ? element("del", short(text, 600)) : short(text, 600));
  }

  function listed(told) {
    const list = element("ul", ...told.slice(0, SHOWN).map(line));
    if (told.length > SHOWN) list.append(element("li", SAY.rest(told.length - SHOWN)));
    return list;
  }

  /* ---- One file */

  async function judged(file) {
    if (file.size > unzip.MOST.file) throw new unzip.Unread(unzip.SAY.large);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const starts = (...codes) => codes.every((code, at) => bytes[at] === code);
    if (starts(0xd0, 0xcf, 0x11, 0xe0)) throw new unzip.Unread(unzip.SAY.old);
    const isPdf = starts(0x25, 0x50, 0x44, 0x46);
    if (!isPdf && !starts(0x50, 0x4b)) throw new unzip.Unread(unzip.SAY.none);
    const index = await load("tat_ca").catch(() => {
      throw new unzip.Unread(SAY.unlisted);
    });
    const path = index.files[await sha256.of(bytes)];
    const found = path === undefined ? [element("p", SAY.other)] : [element("p", element("strong", SAY.same)), linked(path)];
    if (isPdf) return [...found, ...(await ofPdf(officeText.pdf(bytes), index, path !== undefined))];
    const parts = unzip.open(bytes);
    const isWord = parts.names.includes("word/document.xml");
    if (!isWord && !parts.names.includes("xl/workbook.xml")) throw new unzip.Unread(unzip.SAY.none);
    const said = await (isWord ? officeText.word(parts) : officeText.book(parts));
    return [...found, ...(await ofOffice(said, index, isWord, path !== undefined))];
  }

  function linked(path) {
    const link = element("a", path);
    link.href = `../${path}`;
    return element("p", link);
  }

  async function ofPdf({ title, revision, made }, index, isSame) {
    const told = [];
    if (title) told.push(element("p", SAY.pdf(short(title, 300))));
    if (revision) told.push(element("p", short(revision, 100)));
    if (made) told.push(element("p", SAY.made(short(made, 40))));
    if (isSame) return told;
    // A sheet is headed by what it is and by the plan that it is of.
    const plan = Object.keys(index.plans).find((id) => title.endsWith(` - ${index.plans[id]}`));
    if (plan && revision) {
      const now = (await load(plan)).revision;
      told.push(element("p", now && revision.includes(now.replace("+", "")) ? SAY.altered : SAY.earlier(now || "không ghi bản nào")));
    }
    if (told.length) told.push(element("p", SAY.claimed));
    return [...told, element("p", SAY.paper)];
  }

  async function ofOffice(said, index, isWord, isSame) {
    if (!said.plan) return isSame ? [] : [element("p", SAY.stranger)];
    const title = Object.hasOwn(index.plans, said.plan) ? index.plans[said.plan] : "";
    if (!title) return [element("p", SAY.unknown(short(said.plan, 100)))];
    const told = [element("p", SAY.from(title, short(said.revision, 40)))];
    if (said.revision.endsWith("+")) told.push(element("p", SAY.edited));
    if (isSame) return told;
    const plan = await load(said.plan);
    if (said.revision !== plan.revision) told.push(element("p", SAY.older(plan.revision || "không ghi bản nào")));
    const differing = isWord ? changes(plan.word, said.word) : changesOfBook(plan.book, said.book);
    if (!differing.length && !said.odd.length) return [...told, element("p", SAY.agrees)];
    if (said.odd.length) told.push(element("ul", ...said.odd.slice(0, SHOWN).map((sentence) => element("li", short(sentence, 600)))));
    if (differing.length) told.push(element("p", SAY.differs(differing.length)), listed(differing));
    return told;
  }

  function onPage(form) {
    const [field, outcome] = [form.querySelector("input"), document.querySelector(".proof")];
    let turn = 0;

    async function show(file) {
      const mine = ++turn;
      outcome.replaceChildren(element("p", SAY.reading));
      outcome.ariaBusy = "true";
      const told = await judged(file).catch((problem) => [element("p", problem instanceof unzip.Unread ? problem.message : SAY.failed)]);
      if (mine !== turn) return; // another file was chosen meanwhile
      outcome.replaceChildren(element("h2", short(file.name, 200)), ...told);
      outcome.ariaBusy = "false";
    }

    field.addEventListener("change", () => field.files[0] && show(field.files[0]));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const name of ["dragover", "drop"]) {
      addEventListener(name, (event) => {
        event.preventDefault(); // a file that is dropped beside the form must not take the place of the page
        form.classList.toggle("over", name === "dragover");
      });
    }
    addEventListener("dragleave", () => form.classList.remove("over"));
    addEventListener("drop", (event) => event.dataTransfer.files[0] && show(event.dataTransfer.files[0]));
    form.hidden = false;
  }

  onPage(document.querySelector("form.file-proof"));
  return { receive };
})();
