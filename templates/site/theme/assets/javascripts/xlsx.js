"use strict";

/* Writes Excel workbooks (ECMA-376, SpreadsheetML): texts, whole numbers and days, nothing that could be a formula. */
const xlsx = (() => {
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const LONGEST = 32767; // letters in a cell
  const [LINE, HIGHEST] = [15, 409]; // points
  const [HEADING, WORDS, EARLY_DAY, DAY] = [1, 2, 3, 4]; // the formats in STYLES

  const FONT = '<sz val="11"/><name val="Times New Roman"/><family val="1"/>';
  const format = (number, font, fill) =>
    `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" ` +
    'applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>';
  const STYLES = [
    `<styleSheet xmlns="${MAIN}">`,
    // Only January and February are padded (NĐ 30/2020, Phụ lục I, II.4c).
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="[$-42A]dd/mm/yyyy"/>',
    '<numFmt numFmtId="165" formatCode="[$-42A]dd/m/yyyy"/></numFmts>',
    `<fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>`,
    // The first two fills are what Excel takes them for, whatever stands there.
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFD9E2EC"/></patternFill></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    format(0, 1, 2), // HEADING
    format(0, 0, 0), // WORDS
    format(164, 0, 0), // EARLY_DAY
    format(165, 0, 0), // DAY
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join("");

  /* Give the file of a workbook of sheets {name, headings, widths, rows}; a value is a text, a number or a Date in UTC. */
  function workbook(sheets) {
    const each = (make) => sheets.map(make).join("");
    const relation = (id, kind, target) => `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
    const relations = (all) => `<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`;
    const part = (path, kind) => `<Override PartName="/xl/${path}.xml" ContentType="${TYPE}.${kind}+xml"/>`;
    const parts = {
      "[Content_Types].xml": [
        `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>`,
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        part("workbook", "sheet.main"),
        part("styles", "styles"),
        each((_, at) => part(`worksheets/sheet${at + 1}`, "worksheet")),
        "</Types>",
      ].join(""),
      "_rels/.rels": relations(relation(1, "officeDocument", "xl/workbook.xml")),
      "xl/workbook.xml": [
        `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>`,
        each(({ name }, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`),
        "</sheets><definedNames>",
        each(({ name }, at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">'${escaped(name)}'!$1:$1</definedName>`),
        "</definedNames></workbook>",
      ].join(""),
      "xl/_rels/workbook.xml.rels": relations(
        each((_, at) => relation(at + 1, "worksheet", `worksheets/sheet${at + 1}.xml`)) +
          relation(sheets.length + 1, "styles", "styles.xml"),
      ),
      "xl/styles.xml": STYLES,
      ...Object.fromEntries(sheets.map((one, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheet(one)])),
    };
    return zip(Object.entries(parts).map(([name, text]) => [name, new TextEncoder().encode(HEAD + text)]));
  }

  function sheet({ headings, widths, rows }) {
    const lines = (values) => Math.max(...values.map((value, column) => Math.ceil(`${value}`.length / widths[column])));
    const height = (values) => Math.min(HIGHEST, LINE * Math.max(1, lines(values)));
    const line = (values, at, style) =>
      `<row r="${at}" ht="${height(values)}">${values.map((value, column) => cell(value, columnName(column) + at, style)).join("")}</row>`;
    return [
      `<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`,
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
      `<sheetFormatPr defaultRowHeight="${LINE}"/><cols>`,
      ...widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`),
      `</cols><sheetData>${line(headings, 1, HEADING)}`,
      ...rows.map((values, at) => line(values, at + 2, WORDS)),
      `</sheetData><autoFilter ref="A1:${columnName(headings.length - 1)}${rows.length + 1}"/>`,
      '<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/></worksheet>',
    ].join("");
  }

  const columnName = (at) => (at < 26 ? "" : columnName(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

  function cell(value, place, style) {
    if (value === "") return `<c r="${place}" s="${style}"/>`;
    if (value instanceof Date) {
      const days = value / 864e5 + 25569; // from the day 0 of Excel, 1899-12-30
      return `<c r="${place}" s="${value.getUTCMonth() < 2 ? EARLY_DAY : DAY}"><v>${days}</v></c>`;
    }
    if (typeof value === "number") return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
    return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(fitting(value))}</t></is></c>`;
  }

  const fitting = (text) => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

  /* Text as XML holds it; what only looks like Excel's own way to write a letter (_x0041_) stays what it is. */
  function escaped(text) {
    return text
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
      .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;");
  }

  /* ---- ZIP (PKWARE APPNOTE), stored: a browser has no plain way to deflate, and the files are small */

  const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });

  function checksum(bytes) {
    let rest = 0xffffffff;
    for (const byte of bytes) rest = CRC[(rest ^ byte) & 0xff] ^ (rest >>> 8);
    return ~rest >>> 0;
  }

  /* Give fields [value, bytes] one after the other, the lowest byte first. */
  function packed(fields) {
    return Uint8Array.from(fields.flatMap(([value, length]) => Array.from({ length }, (_, at) => (value >>> (8 * at)) & 0xff)));
  }

  function zip(files) {
    const begun = [];
    const listed = [];
    let place = 0;
    for (const [name, bytes] of files) {
      const title = new TextEncoder().encode(name);
      const size = bytes.length;
      // Version 2.0, names in UTF-8, stored, on 1980-01-01.
      const head = [[20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [checksum(bytes), 4]];
      const told = [...head, [size, 4], [size, 4], [title.length, 2], [0, 2]];
      const local = packed([[0x04034b50, 4], ...told]);
      begun.push(local, title, bytes);
      listed.push(packed([[0x02014b50, 4], [20, 2], ...told, [0, 2], [0, 2], [0, 2], [0, 4], [place, 4]]), title);
      place += local.length + title.length + size;
    }
    const length = listed.reduce((sum, part) => sum + part.length, 0);
    const end = packed([[0x06054b50, 4], [0, 4], [files.length, 2], [files.length, 2], [length, 4], [place, 4], [0, 2]]);
    return new Blob([...begun, ...listed, end], { type: `${TYPE}.sheet` });
  }

  return { workbook };
})();
