"use strict";

/* The rows of all places, of their registers, of their calendars, or those that are one agency's work: which places may have what is
   asked for, and their rows once they are loaded. A first file says where to look (planbook/outputs/country_register.py writes it),
   other scripts hand the rows of places over, some those of several. Touches no page. */
const placesRegister = (() => {
  const FILES_OF_IDS = 64; // as in planbook/outputs/country_register.py
  const KINDS = ["task", "target", "duty", "report"];
  const arrived = new Map(); // name -> what scripts have handed over
  const scripts = new Map(); // address of a script -> the promise that it came
  let first = null;
  let places = [];
  let common = new Set();
  const letters = new Map(); // first letter -> the promise of its words, each with the places that have it

  /* ---- what scripts hand over */

  function receive(name, content) {
    arrived.set(name, content);
  }

  async function load(name, url) {
    if (!scripts.has(url)) scripts.set(url, loadScript(url));
    try {
      await scripts.get(url);
    } catch (problem) {
      scripts.delete(url); // so that it can be asked for once more
      throw problem;
    }
    if (!arrived.has(name)) throw new Error(name); // it came and handed nothing over
    return arrived.get(name);
  }

  function begin(content) {
    first = content;
    common = new Set(first.common?.split(" "));
    places = first.places.map(([folder, name, province, rows, size, facets, agencies, file], number) => ({
      ...{ number, folder, name, file: file === undefined ? folder + first.rows : first.rows + file, province: first.provinces[province], size, count: rows, rows: null, failed: false },
      ...Object.fromEntries(["nam", "quy", "trang-thai", "ket-qua"].map((key, at) => [key, new Set(first.facets[facets][at])])),
      called: new Set(vietnamese.words(name).map(({ text }) => vietnamese.plain(vietnamese.canonical(text)))),
      agencies: new Set(agencies.map((agency) => first.agencies[agency])),
    }));
    return first;
  }

  /* ---- the rows of a place */

  async function loadPlace(place, root) {
    try {
      place.coming ??= load(place.folder, root + place.file);
      const content = await place.coming;
      place.rows ??= content.rows.map((row) => asRow(place, content, row));
      place.ids ??= content.agencies;
      place.names ??= content.agencies.map(([, name]) => name);
      place.failed = false;
    } catch {
      place.failed = true;
      place.coming = undefined; // so that it can be asked for once more
    }
  }

  /* A row; `site` is where its plan can be read, if that is another site: empty where nobody says. */
  function asRow(place, { plans, agencies, texts, site }, row) {
    const [kind, plan, item, at, title, rest, lead, helping, deadline, due, money, isShared, group, result, quarters, state, leads, helps, duty] = row;
    const [planId, planTitle, status, years] = plans[plan];
    const named = (some) => some.map((agency) => agencies[agency]); // [id, name]: addresses have either
    const value = { place, site, at, title, rest, lead: texts[lead], helping: texts[helping], deadline, due, money, isShared, group: texts[group], result: texts[result], duty: texts[duty] };
    const values = { nam: years.split(" "), quy: quarters.split(" ").filter(Boolean), loai: [KINDS[kind]], "trang-thai": [status], "ket-qua": [state].filter(Boolean) };
    return { ...value, kind: KINDS[kind], planId, planTitle, item, values, "chu-tri": named(leads), "phoi-hop": named(helps) };
  }

  const canonicals = new Map(); // word -> how it is compared: most words come again and again
  const plains = new Map();

  function kept(folded, word, fold) {
    if (!folded.has(word)) folded.set(word, fold(word));
    return folded.get(word);
  }

  const canonicalOf = (word) => kept(canonicals, word, vietnamese.canonical);
  const plainOf = (word) => kept(plains, word, () => vietnamese.plain(canonicalOf(word)));

  const foldedCells = new Map(); // cell -> its plain words: places, plans and agencies come again and again

  const cellOf = (text, fold) => ` ${(text.match(vietnamese.WORD) ?? []).map(fold).join(" ")} `;
  const plainCell = (text) => cellOf(text, plainOf);

  function cellsOf({ place, at, title, rest, lead, helping, deadline, money, planTitle, group, result, duty }) {
    return [at, title + rest, money, place.name, place.province, lead, helping, deadline, planTitle, group, result, duty];
  }

  /* The plain words of a row with a space around each, and a bar between cells, over which no phrase reaches. */
  function plainRow(row) {
    const [at, title, money, ...named] = cellsOf(row);
    return [...[at, title, money].map(plainCell), ...named.map((text) => kept(foldedCells, text, plainCell))].join("|");
  }

  const phraseOf = (words) => ` ${words.join(" ")} `;

  function says(row, unit) {
    row.plain ??= plainRow(row);
    unit.phrases ??= (unit.exact ? [unit.terms.map((term) => term.plain)] : unit.spellings).map(phraseOf);
    const isThere = (phrase) => row.plain.includes(phrase);
    if (!unit.exact) return (unit.prefix && isThere(` ${unit.prefix}`)) || unit.phrases.some(isThere);
    if (!isThere(unit.phrases[0])) return false;
    const marked = phraseOf(unit.terms.map((term) => term.canonical)); // only cells that have the words are asked for their marks
    const cells = row.plain.split("|");
    return cellsOf(row).some((text, at) => cells[at].includes(unit.phrases[0]) && cellOf(text, canonicalOf).includes(marked));
  }

  /* Whether a row is what is asked for: {units, agency, role, others: {key: value}}. */
  function fits(row, asked) {
    const { units, agency, role, others } = asked;
    asked.values ??= Object.entries(others);
    const isOf = ([key, value]) => (value === "none" ? !row.values[key].length : row.values[key].includes(value));
    const isNamed = () => (role ? [role] : ["chu-tri", "phoi-hop"]).some((one) => row[one].some((names) => names.includes(agency)));
    return asked.values.every(isOf) && (!agency || isNamed()) && units.every((unit) => says(row, unit));
  }

  /* ---- where to look */

  function letterOf(word) {
    return /^[a-z]/.test(word) ? word[0] : /^\d/.test(word) ? "0" : "khac";
  }

  /* The words of a letter that no more than half of the places have, each with the numbers of those places. */
  function wordsFrom(letter, root) {
    if (!first.letters.includes(letter)) return Promise.resolve(new Map());
    if (!letters.has(letter)) {
      const lines = load(`tu/${letter}`, `${root}nhiem-vu/tu/${letter}.js`);
      const words = lines.then((all) => new Map(all.map((line) => line.split(" ")).map(([word, ...numbers]) => [word, numbers])));
      words.catch(() => letters.delete(letter));
      letters.set(letter, words);
    }
    return letters.get(letter);
  }

  /* The numbers of the places that may have a word, or one that begins so; null where that is any of them. */
  async function having(word, isBegun, root) {
    if (!first.letters) return null; // nobody has written down which words they have
    const begins = (other) => (isBegun ? other.startsWith(word) : other === word);
    if ([...(isBegun ? common : [word])].some((other) => common.has(other) && begins(other))) return null;
    const words = await wordsFrom(letterOf(word), root);
    const numbers = isBegun ? [...words].filter(([other]) => begins(other)).flatMap(([, some]) => some) : (words.get(word) ?? []);
    return new Set(numbers.map(Number));
  }

  /* The numbers of the places that name an agency by its id; null where nobody has written that down, or what is asked for is a name. */
  async function naming(agency, root) {
    if (!first.ids || !/^[a-z0-9-]+$/.test(agency)) return null;
    const file = [...agency].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % FILES_OF_IDS;
    const lines = first.ids.includes(file) ? await load(`tu/co-quan-${file}`, `${root}nhiem-vu/tu/co-quan-${file}.js`) : [];
    const line = lines.find((one) => one.startsWith(`${agency} `)) ?? "";
    return new Set(line.split(" ").slice(1).map(Number));
  }

  /* What an agency of an id is called, as far as rows tell. */
  function nameOf(id) {
    return places.flatMap(({ ids }) => ids ?? []).find(([one]) => one === id)?.[1] ?? id;
  }

  const both = (one, other) => (!one ? other : !other ? one : new Set([...one].filter((number) => other.has(number))));

  async function havingUnit(unit, root) {
    const ways = unit.exact ? [unit.terms.map((term) => term.plain)] : unit.spellings;
    const ofWays = await Promise.all(
      ways.map(async (words) => (await Promise.all(words.map((word) => having(word, false, root)))).reduce(both, null)),
    );
    const all = unit.prefix ? [...ofWays, await having(unit.prefix, true, root)] : ofWays;
    return all.includes(null) ? null : new Set(all.flatMap((numbers) => [...numbers]));
  }

  /* The places that may have rows of what is asked for. Without a file of words any place may have the word. */
  async function candidates({ units, agency, others, province, folder }, root) {
    const shared = new Set(first.agencies);
    const some = places.filter(
      (place) =>
        place.count &&
        (!province || place.province === province) &&
        (!folder || place.folder === folder) &&
        (!agency || !shared.has(agency) || place.agencies.has(agency)) &&
        Object.entries(others).every(([key, value]) => !place[key] || value === "none" || place[key].has(value)),
    );
    const sets = await Promise.all([...units.map((unit) => havingUnit(unit, root)), naming(agency, root)].map((set) => set.catch(() => null)));
    const numbers = sets.reduce(both, null);
    const left = numbers ? some.filter(({ number }) => numbers.has(number)) : some;
    // Who types the name of a place wants that first.
    const typed = units.flatMap(({ spellings: [words] }) => words);
    const calledSo = new Map(left.map((place) => [place, typed.filter((word) => place.called.has(word)).length]));
    return left.sort((one, other) => calledSo.get(other) - calledSo.get(one));
  }

  return { receive, begin, loadPlace, candidates, fits, naming, nameOf, all: () => places };
})();
