"use strict";

/* What a Word file or workbook says: its texts as planbook publishes them (render/published.py reads its own files in the
   same way), the plan and revision that it names, and what is in it that no printed page shows as text. */
const officeText = (() => {
  const MANIFEST = "urn:planbook:manifest:1";
  const LOOKS = { vanish: "chữ ẩn", strike: "chữ bị gạch ngang", dstrike: "chữ bị gạch ngang" };

  function parsed(text) {
    if (!text) return null;
    // A document type can make a small file grow without end; Office writes none.
    if (text.includes("<!DOCTYPE")) throw new unzip.Unread(unzip.SAY.damaged);
    const root = new DOMParser().parseFromString(text, "application/xml");
    if (root.getElementsByTagName("parsererror").length) throw new unzip.Unread(unzip.SAY.damaged);
    return root;
  }

  const all = (root, name) => [...(root?.getElementsByTagNameNS("*", name) ?? [])];
  const own = (element, name) => element.getAttribute(name) ?? [...element.attributes].find((one) => one.localName === name)?.value ?? "";
  const plain = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();
  const isOn = (element) => !["0", "false", "none"].includes(own(element, "val"));

  function ancestor(element, names) {
    let above = element.parentNode;
    while (above && !names.includes(above.localName)) above = above.parentNode;
    return above;
  }

  /* The paragraphs of a part that have text, in their order; what Word tracks as deleted is none. */
  function paragraphs(root) {
    const texts = new Map();
    const pieces = { t: (element) => element.textContent, tab: () => " ", br: () => " ", noBreakHyphen: () => "-" };
    for (const element of root ? root.getElementsByTagName("*") : []) {
      const piece = pieces[element.localName];
      if (!piece || element.parentNode.localName !== "r" || ancestor(element, ["del", "moveFrom", "Fallback"])) continue;
      const paragraph = ancestor(element, ["p"]);
      texts.set(paragraph, (texts.get(paragraph) ?? "") + piece(element));
    }
    return [...texts.values()].map(plain).filter(Boolean);
  }

  async function word(parts) {
    const find = (pattern) => parts.names.filter((name) => pattern.test(name)).sort();
    const read = async (name) => parsed(await parts.text(name));
    const body = await read("word/document.xml");
    if (!body) throw new unzip.Unread(unzip.SAY.none);
    const texts = paragraphs(body);
    for (const name of find(/^word\/footnotes\.xml$/)) texts.push(...paragraphs(await read(name)));
    const edges = [];
    for (const name of find(/^word\/(header|footer)\d*\.xml$/)) edges.push(...paragraphs(await read(name)));
    const odd = [];
    for (const [look, words] of Object.entries(LOOKS)) {
      for (const mark of all(body, look).filter(isOn)) {
        const text = plain(ancestor(mark, ["r"])?.textContent ?? "");
        if (text) odd.push(`Có ${words}: “${text}”.`);
      }
    }
    const tracked = [...all(body, "ins"), ...all(body, "del")].map((mark) => own(mark, "author")).filter(Boolean);
    if (tracked.length) odd.push(`Word đang theo dõi ${tracked.length} chỗ sửa của ${[...new Set(tracked)].join(", ")}.`);
    const pictures = all(body, "drawing").length + all(body, "pict").length;
    if (pictures) odd.push(`Có ${pictures} hình hoặc khung vẽ.`);
    for (const name of find(/^word\/comments\.xml$/)) {
      const notes = paragraphs(await read(name));
      if (notes.length) odd.push(`Có ghi chú: “${notes.join("; ")}”.`);
    }
    let [plan, revision] = ["", ""];
    for (const name of find(/^customXml\/item\d+\.xml$/)) {
      const stamp = (await read(name)).documentElement;
      if (stamp.namespaceURI === MANIFEST) [plan, revision] = [own(stamp, "document"), own(stamp, "revision")];
    }
    // The number of a page is a field, and what it says hangs on the program that saved the file.
    return { plan, revision, word: [...texts, ...edges.filter((text) => !/^\d+$/.test(text))], odd };
  }

  async function book(parts) {
    const read = async (name) => parsed(await parts.text(name));
    const workbook = await read("xl/workbook.xml");
    if (!workbook) throw new unzip.Unread(unzip.SAY.none);
    const strings = all(await read("xl/sharedStrings.xml"), "si").map((entry) => all(entry, "t").map((text) => text.textContent).join(""));
    const targets = new Map(all(await read("xl/_rels/workbook.xml.rels"), "Relationship").map((link) => [own(link, "Id"), own(link, "Target")]));
    const [sheets, odd] = [{}, []];
    for (const sheet of all(workbook, "sheet")) {
      const name = own(sheet, "name");
      if (sheet.getAttribute("state")) odd.push(`Trang tính “${name}” bị ẩn.`);
      const target = targets.get([...sheet.attributes].find((one) => one.localName === "id" && one.prefix)?.value) ?? "";
      const root = await read(target.startsWith("/") ? target.slice(1) : `xl/${target}`);
      sheets[name] = rows(root, strings);
      const hidden = all(root, "row").filter((row) => /^(1|true)$/.test(row.getAttribute("hidden") ?? ""));
      if (hidden.length) odd.push(`Trang tính “${name}” ẩn hàng ${hidden.map((row) => row.getAttribute("r")).join(", ")}.`);
      // The first column holds what rows are about, and is hidden from the start.
      const columns = all(root, "col").filter((column) => /^(1|true)$/.test(column.getAttribute("hidden") ?? "") && column.getAttribute("max") !== "1");
      if (columns.length) odd.push(`Trang tính “${name}” ẩn ${columns.length} cột.`);
    }
    for (const name of parts.names.filter((part) => /^xl\/comments\d*\.xml$/.test(part))) {
      const notes = all(await read(name), "t").map((text) => plain(text.textContent)).filter(Boolean);
      if (notes.length) odd.push(`Có ghi chú ở ô: “${notes.join("; ")}”.`);
    }
    const properties = new Map(all(await read("docProps/custom.xml"), "property").map((one) => [own(one, "name"), one.textContent]));
    return { plan: properties.get("Plan") ?? "", revision: properties.get("Revision") ?? "", book: sheets, odd };
  }

  /* Rows of cells as texts; a number as it stands there, so that 5 and 5.0 are one. */
  function rows(root, strings) {
    return all(root, "row").map((row) => {
      const cells = [];
      for (const cell of all(row, "c")) {
        const letters = (cell.getAttribute("r") ?? "").replace(/\d/g, "");
        const column = letters ? [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1 : cells.length;
        if (column > 16384) continue;
        const value = all(cell, "v")[0]?.textContent ?? "";
        const kind = cell.getAttribute("t");
        if (kind === "s") cells[column] = plain(strings[Number(value)] ?? "");
        else if (kind === "inlineStr") cells[column] = plain(all(cell, "t").map((text) => text.textContent).join(""));
        else cells[column] = !kind || kind === "n" ? number(value) : plain(value);
      }
      return Array.from(cells, (text) => text ?? "");
    });
  }

  const number = (text) => (text === "" || Number.isNaN(Number(text)) ? text : String(Number(text)));

  /* What a PDF says of itself, where anybody can read it: its name, when it was made, of which revision. */
  function pdf(bytes) {
    const text = new TextDecoder("utf-8", { fatal: false }).decode(bytes.subarray(0, unzip.MOST.file));
    const packet = /<x:xmpmeta[^]{0,200000}?<\/x:xmpmeta>/.exec(text)?.[0] ?? "";
    const root = packet && !packet.includes("<!DOCTYPE") ? new DOMParser().parseFromString(packet, "application/xml") : null;
    const say = (name) => plain(all(root, name)[0]?.textContent ?? "");
    return { title: say("title"), revision: say("Keywords"), made: say("CreateDate") };
  }

  return { word, book, pdf };
})();
