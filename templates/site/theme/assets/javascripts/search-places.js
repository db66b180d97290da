"use strict";

/* Where to look on a site of many places: which of their indexes a query needs. Takes what planbook/render/search_places.py
   writes (the first file), and a way to load a file of rare words by its address. Touches no page. */
const searchPlaces = (first, loadLines) => {
  const KEYS = 1 << 22; // numbers of keys, as planbook/text/search_keys.py makes them
  const ANSWER = 260_000; // bytes that one answer asks for besides rare words, more only where one index alone is larger
  const SIZE = 10_000; // bytes in which sizes are told
  const MAIN = 2; // parts of a place: its lists, and the plan that runs; between them its agencies that other places name too
  const AGENCIES = "assets/search-agencies/";
  const MOST_FILES = 4; // of rare words that are loaded for one query
  const IN_NUMBER = 3; // words of the number of a document behind its figure
  const [BEGUN, NEAR] = [3, 5]; // letters that a word has which may be unfinished, or misspelt
  const MOST_BEGUN = 20; // parts that an unfinished word may lead to

  const budget = ANSWER - JSON.stringify(first).length;
  const plainOf = (text) => vietnamese.plain(vietnamese.canonical(text));
  const slug = (text) => vietnamese.plain(text.toLowerCase()).replace(/[^a-z0-9]+/g, "-");
  const [usual, common] = [0, 1].map((least) => new Set(first.common.slice(0, least + 1).flatMap((words) => words.split(" "))));
  const [files, keyFiles] = [new Set(first.files[0]), first.files[1]];
  const parts = []; // of all indexes, by their number
  const places = first.places.map(([kind, name, plans, sizes, within, folder, addresses], number) => {
    const place = { number, kind, name, plans, within, folder: folder || (kind && `${slug(kind)}/${slug(name)}/`), parts: [] };
    place.full = `${kind} ${name}`.trim();
    place.canonical = vietnamese.words(name).map(({ text }) => vietnamese.canonical(text));
    place.plain = place.canonical.map(vietnamese.plain);
    place.spelling = place.plain.join(" ");
    place.kinds = vietnamese.words(kind).map(({ text }) => plainOf(text));
    const initials = (words) => words.map((word) => word[0]).join("");
    const short = initials(place.plain);
    place.shorts = short.length > 2 ? [short, initials(place.kinds) + short] : []; // hcm, tphcm
    sizes.forEach((size, at) => {
      const address = addresses?.[at] ?? `${place.folder}search-index${at ? `-${at + 1}` : ""}.js`;
      place.parts.push(parts[parts.push({ number: parts.length, place, address, size: size * SIZE }) - 1]);
    });
    place.main = place.parts.slice(0, MAIN + place.parts.some(({ address }) => address.startsWith(AGENCIES)));
    return place;
  });
  const listed = places.filter(({ parts }) => parts.length);
  const largest = listed.reduce((one, other) => (other.plans > one.plans ? other : one), listed[0]);
  const counts = new Map(); // places of one name, which are told with what they lie in
  for (const { full } of places) counts.set(full, (counts.get(full) ?? 0) + 1);
  for (const place of places) {
    const around = counts.get(place.full) > 1 && places[place.within]?.full;
    place.label = around ? `${place.full} (${around})` : place.full;
  }
  const byFirst = new Map(); // first word of a name -> places
  const byShort = new Map(); // initials of a name -> places
  const list = (map, word, place) => map.set(word, [...(map.get(word) ?? []), place]);
  for (const place of places.filter(({ name }) => name)) {
    list(byFirst, place.plain[0], place);
    for (const short of place.shorts) list(byShort, short, place);
  }

  const termsOf = (query) =>
    vietnamese.words(vietnamese.withTimes(query)).map(({ text }) => ({ text, canonical: vietnamese.canonical(text), plain: plainOf(text) }));

  /* ---- places by their names */

  /* Give the places that a query names, those that it names best first: [{place, at, length, isSure}]; sure is who says its kind. */
  function named(terms) {
    let hits = [];
    terms.forEach((term, at) => {
      for (const place of byFirst.get(term.plain) ?? []) if (isAt(place, terms, at)) hits.push(hit(place, terms, at));
      for (const place of byShort.get(term.plain) ?? []) hits.push({ place, at, length: 1, isSure: false });
    });
    if (!hits.length) hits = nearlyNamed(terms);
    const isInside = (one, other) => one.at >= other.at && one.at + one.length <= other.at + other.length && one.length < other.length;
    hits = hits.filter((one) => !hits.some((other) => isInside(one, other)));
    // Yên Sơn Thuogn is hardly Yên Sơn: no place has the word behind it.
    const isLonger = (one) => hits.some((other) => isInside(other, one));
    if (!hits.some(({ away }) => away)) hits.push(...nearlyNamed(terms, isTyping).filter(isLonger));
    // Xã Tân Lập tỉnh Tuyên Quang: of several of one name those that lie in the other place which is named; it comes after them.
    const isBeside = (one, other) => one.at + one.length <= other.at || other.at + other.length <= one.at;
    const isWithin = (one) => hits.some((other) => other.place.number === one.place.within && isBeside(one, other));
    const hasBetter = (one) => hits.some((other) => other !== one && other.at === one.at && isWithin(other));
    hits = hits.filter((one) => isWithin(one) || !hasBetter(one));
    const isAround = (one) => hits.some((other) => other.place.within === one.place.number && isBeside(one, other));
    const rank = (one) => (isAround(one) ? 2 : one.isSure ? 0 : 1);
    hits.sort((one, other) => rank(one) - rank(other) || other.place.plain.length - one.place.plain.length);
    return hits.map((one) => ({ ...one, place: bearer(one.place) }));
  }

  /* The place that has a name now: a former one stands without parts in its place. */
  const bearer = (place) => (place.parts.length ? place : (places[place.within] ?? place));

  /* Whether a name stands at some word: without marks, or with its own. */
  const isAt = (place, terms, at) =>
    place.plain.every((word, step) => {
      const term = terms[at + step];
      return term?.plain === word && (term.canonical === term.plain || term.canonical === place.canonical[step]);
    });

  function hit(place, terms, at) {
    const before = terms.slice(Math.max(0, at - place.kinds.length), at).map(({ plain }) => plain);
    const isSure = place.kinds.length > 0 && before.join(" ") === place.kinds.join(" ");
    const length = place.plain.length;
    return isSure ? { place, at: at - place.kinds.length, length: length + place.kinds.length, isSure } : { place, at, length, isSure };
  }

  /* Whether words are those of a name, one of them with a letter that is another, and so a word that few places have, if any. */
  function isTyping(words, { plain, spelling }) {
    const others = words.filter((word, at) => word !== plain[at]);
    return others.length === 1 && !common.has(others[0]) && vietnamese.distance(words.join(" "), spelling, 1) <= 1;
  }

  /* Whether a word is one that few places have, if any: then who typed it meant another. */
  const isOdd = (words) => !words.every((word) => common.has(word));

  /* Places whose name of two words or more is misspelt; for sure only where the words are no usual ones. */
  function nearlyNamed(terms, isMeant = isOdd) {
    const hits = [];
    const typed = new Map(); // rows of words by their length
    for (const place of places) {
      const { length } = place.plain;
      if (length < 2) continue;
      if (!typed.has(length)) typed.set(length, rowsOf(terms, length));
      const limit = place.spelling.length > 8 ? 2 : 1;
      for (const { words, text, at } of typed.get(length)) {
        if (Math.abs(text.length - place.spelling.length) > limit || !isMeant(words, place)) continue;
        const away = vietnamese.distance(text, place.spelling, limit);
        if (away <= limit) hits.push({ ...hit(place, terms, at), away });
      }
    }
    const least = Math.min(...hits.map(({ away }) => away));
    return hits.filter(({ away }) => away === least);
  }

  /* Every row of so many words that stand side by side, with where it begins. */
  function rowsOf(terms, length) {
    const plain = terms.map((term) => term.plain);
    const starts = Array.from({ length: Math.max(0, plain.length - length + 1) }, (_, at) => at);
    return starts.map((at) => ({ at, words: plain.slice(at, at + length), text: plain.slice(at, at + length).join(" ") }));
  }

  /* ---- rare words, in files by their first letters, and rare keys, in files by their numbers */
  const loaded = new Map(); // name of a file -> the promise of a map from what begins a line to the line

  /* The name of the file that has a word; nothing where no place has one that begins so. */
  function fileOf(word) {
    for (let length = word.length; length >= 0; length--) {
      const letters = word.slice(0, length);
      if (files.has(letters)) return letters.replace(/[^a-z0-9]/g, (letter) => `_${letter.charCodeAt(0).toString(16)}`) || "_";
    }
    return null;
  }

  function linesOf(file) {
    if (!loaded.has(file)) {
      const byBeginning = (text) => new Map(text.split("\n").map((line) => [line.split(" ", 1)[0], line]));
      const lines = loadLines(`assets/search-words/${file}.js`).then(byBeginning);
      lines.catch(() => loaded.delete(file)); // so that it can be asked for once more
      loaded.set(file, lines);
    }
    return loaded.get(file);
  }

  /* A key of a query, by its number: the CRC-32 of its text. */
  function keyOf(text) {
    let crc = -1;
    for (const byte of new TextEncoder().encode(text)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    const share = KEYS / keyFiles;
    const number = (~crc >>> 0) % KEYS;
    return { key: (number % share).toString(16), file: keyFiles ? `-${Math.floor(number / share)}` : null };
  }

  const numbersIn = (line) => line.split(" ").slice(1).map((number) => parseInt(number, 16));

  /* Give what of a query few places may have, what says most first: [{key, file, isWord, isLast}]. */
  function rarities(terms, query) {
    const codes = query.toLowerCase().match(/[a-z0-9]+(?:-+[a-z0-9]+)+/g) ?? [];
    const keys = codes.flatMap((code) => [code, code.split("--")[0]]);
    for (const number of query.match(/\d+(?:\/\d{4})?[-/]\p{L}[\p{L}\d]*(?:[-/&]\p{L}[\p{L}\d]*)*/gu) ?? []) {
      keys.push(termsOf(number).map(({ plain }) => plain).join(""));
    }
    terms.forEach(({ plain }, at) => {
      const letters = terms.slice(at + 1, at + 1 + IN_NUMBER).map((term) => term.plain);
      if (/^\d/.test(plain)) letters.forEach((_, end) => keys.push(plain + letters.slice(0, end + 1).join("")));
    });
    const isUsual = (word) => common.has(word) || common.has(plainOf(vietnamese.withoutVni(word) || vietnamese.withoutTelex(word)));
    const words = terms.filter(({ plain }) => !isUsual(plain)).map(({ plain }) => plain);
    words.sort((one, other) => /\d/.test(other) - /\d/.test(one) || other.length - one.length);
    const last = terms[terms.length - 1]?.plain;
    const ofWords = words.map((key) => ({ key, file: fileOf(key), isWord: true, isLast: key === last }));
    return [...ofWords, ...[...new Set(keys), ...pairs(terms)].map(keyOf)];
  }

  /* The words side by side: first those of words that not nearly all places have. */
  function pairs(terms) {
    const neighbours = terms.slice(1).map((term, at) => [terms[at].plain, term.plain]);
    const pairs = neighbours.filter((pair) => !pair.some((word) => /^\d/.test(word)));
    const usualIn = (pair) => pair.filter((word) => usual.has(word)).length;
    return pairs.sort((one, other) => usualIn(one) - usualIn(other)).map((pair) => pair.join(" "));
  }

  /* Give the parts that have most of what is rare in a query, of equal ones those of the reader's own place first, and its words that
     no place has: {numbers, nowhere}. */
  async function rarest(terms, query, own) {
    const asked = rarities(terms, query);
    const needed = [...new Set(asked.map(({ file }) => file).filter((file) => file !== null))].slice(0, MOST_FILES);
    const maps = new Map();
    await Promise.all(needed.map((file) => linesOf(file).then((map) => maps.set(file, map), () => {})));
    const weights = new Map();
    const nowhere = new Set();
    for (const { key, file, isWord, isLast } of asked) {
      const map = file === null ? new Map() : maps.get(file);
      if (!map) continue; // not loaded, so nothing is known of it
      const numbers = map.has(key) ? numbersIn(map.get(key)) : isWord ? alike(key, map, isLast) : [];
      if (isWord && !map.has(key)) nowhere.add(key);
      for (const number of numbers) weights.set(number, (weights.get(number) ?? 0) + 1 + 1 / numbers.length);
    }
    const most = Math.max(...weights.values());
    const isOther = (number) => parts[number].place !== own;
    const numbers = [...weights].sort(([one, weight], [other, more]) => more - weight || isOther(one) - isOther(other) || one - other);
    // Where some have much more of it, the others only have a word of it by chance.
    return { numbers: numbers.filter(([, weight]) => weight > most / 2).map(([number]) => number), nowhere };
  }

  /* The parts of words that a word begins, while it may be unfinished, or else of the nearest that it may be a misspelling of. */
  function alike(word, map, isLast) {
    if (/\d/.test(word)) return [];
    const begun = isLast && word.length >= BEGUN ? [...map.keys()].filter((other) => other.startsWith(word)) : [];
    const numbers = new Set(begun.flatMap((other) => numbersIn(map.get(other))));
    if (numbers.size && numbers.size <= MOST_BEGUN) return [...numbers];
    if (word.length < NEAR) return [];
    const near = [...map.keys()].filter((other) => vietnamese.distance(word, other, 1) <= 1);
    return [...new Set(near.flatMap((other) => numbersIn(map.get(other))))];
  }

  /* ---- what to ask */

  /* Give the parts to look through for a query, the best first, for a reader who is in a folder: {asked, others, nowhere}. The first
     answer needs `asked`; `others` are all further ones, in the order in which they are worth asking. */
  async function route(query, folder) {
    const terms = termsOf(query);
    const hits = named(terms);
    const ofName = new Set(hits.flatMap(({ at, length }) => Array.from({ length }, (_, step) => at + step)));
    const own = listed.find((place) => place.folder === folder);
    const { numbers, nowhere } = await rarest(terms.filter((_, at) => !ofName.has(at)), query, own);
    const isNamed = new Set(hits.map(({ place }) => place));
    const rare = numbers.map((number) => parts[number]);
    const ofNamed = hits.flatMap(({ place }) => place.parts.length ? place.main : inside(place).slice(0, MAIN));
    const straight = [...rare.filter(({ place }) => isNamed.has(place)), ...ofNamed, ...rare];
    const near = own ?? (straight.length ? null : largest);
    // Who says "xã A" means no other place; a word may be there by chance.
    const wanted = [...straight, ...(near && !hits.some(({ isSure }) => isSure) ? near.main : [])];
    // The first part of a place says what things are called.
    const whole = [...new Set(wanted.flatMap((part) => (part.place.name ? [part, part.place.parts[0]] : [part])))];
    const perhaps = hits.length ? [...isNamed] : nearlyNamed(terms, () => true).map(({ place }) => place);
    const further = [...perhaps.flatMap((place) => [...place.parts, ...inside(place)]), ...around(own ?? largest), ...parts];
    const asked = affordable(whole);
    return { asked, others: [...new Set([...whole, ...further])].filter((part) => !asked.includes(part)), nowhere };
  }

  const inside = (place) => listed.filter(({ within }) => within === place.number).flatMap((other) => other.parts);

  /* The parts of a place, of what lies in it, of what it lies in, and of what lies there too. */
  function around(place) {
    const outer = places[place.within];
    return [...place.parts, ...inside(place), ...(outer ? [...outer.parts, ...inside(outer)] : [])];
  }

  /* As many of some parts as may be loaded at once. */
  function affordable(some, room = budget) {
    return some.filter(({ size }, at) => (room -= size) >= 0 || at === 0);
  }

  /* What the search calls a place: its name with that of what it lies in, without their kinds, and rows of either with and without. */
  function namesOf(place) {
    const named = [place, places[place.within]].filter(Boolean);
    return { name: named.map(({ name }) => name).join(" "), names: named.map(({ name, full, shorts }) => [name, full, ...shorts]) };
  }

  return { route, affordable, namesOf, places: listed };
};
