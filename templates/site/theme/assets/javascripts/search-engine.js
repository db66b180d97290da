"use strict";

/* Finds places of the site by words. Takes the index that planbook/render/search_index.py writes; touches no page. */
const searchEngine = (index) => {
  const OTHER_NAME = 0.95; // how well the other names of a thing fit what was typed
  const GUIDE = 5; // a guide only talks about plans
  const BELOW = 3; // the text below a heading is general, an item says it

  /* ---- the vocabulary: every canonical word has a number, and every plain word the numbers of its accented forms */
  const numbers = new Map(); // as printed -> number
  const canonicals = new Map(); // canonical -> number
  const plains = []; // number -> plain
  const forms = new Map(); // plain -> { numbers, printed, places }: places are entries in ascending order

  function numberOf(printed) {
    let number = numbers.get(printed);
    if (number !== undefined) return number;
    const canonical = vietnamese.canonical(printed);
    number = canonicals.get(canonical);
    if (number === undefined) {
      number = plains.length;
      canonicals.set(canonical, number);
      plains.push(vietnamese.plain(canonical));
      const form = forms.get(plains[number]);
      if (form) form.numbers.push(number);
      else forms.set(plains[number], { numbers: [number], places: [] });
    }
    numbers.set(printed, number);
    return number;
  }

  const tops = []; // page -> the place of its title
  const below = new Map(); // place of a title -> places under it
  const entries = index.entries.map(([page, under, anchor, title, ...texts], place) => {
    const said = title ? [title, ...texts] : texts;
    const entry = { page, under, anchor, title, text: said.join(" · "), words: [], titled: 0 };
    tops[page] ??= place;
    for (const above of [tops[page], under ?? place]) {
      if (above !== place) below.set(above, [...(below.get(above) ?? []), place]);
    }
    for (const [word] of entry.text.matchAll(vietnamese.WORD)) {
      const number = numberOf(word);
      entry.words.push(number);
      const { places } = forms.get(plains[number]);
      if (places[places.length - 1] !== place) places.push(place);
    }
    entry.titled = title ? vietnamese.words(title).length : 0;
    return entry;
  });

  const { read } = searchQuery(index.names, (word) => forms.has(word));

  /* ---- where a unit stands */
  const placesOf = (word) => forms.get(word)?.places ?? [];

  /* Give the places that have a unit, in their own text or in the titles above: du lịch in the plan of Bắc Hà. */
  function candidates(unit) {
    const places = new Set();
    for (const spelling of unit.spellings) {
      const lists = spelling.map(placesOf).sort((one, other) => one.length - other.length);
      const rest = lists.slice(1).map((list) => new Set(list));
      for (const place of lists[0]) if (rest.every((list) => list.has(place))) places.add(place);
    }
    unit.above = new Map();
    for (const place of [...places].filter((one) => below.has(one))) {
      const inTitle = occurrences(unit, entries[place]).filter(({ end }) => end <= entries[place].titled);
      if (!inTitle.length) continue;
      const { start, end, fit } = inTitle[0];
      unit.above.set(place, { fit, words: wordsOf(entries[place], start, end) });
      for (const under of below.get(place)) places.add(under);
    }
    if (unit.prefix) {
      for (const word of forms.keys()) if (word.startsWith(unit.prefix)) for (const place of placesOf(word)) places.add(place);
    }
    return places;
  }

  /* Give where the unit stands in an entry: [{start, end, fit}], fit 1 where every mark is as typed. */
  function occurrences(unit, entry) {
    const found = [];
    const { words } = entry;
    for (const spelling of unit.spellings) {
      const typed = spelling === unit.spellings[0] ? unit.terms : null;
      for (let start = 0; start + spelling.length <= words.length; start++) {
        let length = 0;
        let alike = 0;
        while (length < spelling.length && plains[words[start + length]] === spelling[length]) {
          // Who types no marks means any; but in quotes what is typed is meant.
          const term = typed?.[length];
          const free = !term || (term.canonical === term.plain && !unit.exact);
          if (free || canonicals.get(term.canonical) === words[start + length]) alike++;
          length++;
        }
        if (length < spelling.length || (unit.exact && alike < length)) continue;
        found.push({ start, end: start + length, fit: typed ? alike / length : OTHER_NAME });
      }
    }
    if (unit.prefix) {
      words.forEach((number, start) => {
        const word = plains[number];
        if (word !== unit.prefix && word.startsWith(unit.prefix)) found.push({ start, end: start + 1, fit: unit.prefixFit });
      });
    }
    return found;
  }

  /* ---- order: marks as typed and words close together, then the order typed, titles, short texts */
  function rank(units, entry) {
    const inside = []; // for each unit that stands in the entry itself, where
    const above = [];
    for (const unit of units) {
      const found = occurrences(unit, entry);
      const higher = unit.above.get(entry.under) ?? unit.above.get(tops[entry.page]);
      if (found.length) inside.push(found);
      else if (higher) above.push(higher);
      else return null; // the words of a phrase are there, but apart
    }
    const best = closest(inside, entry);
    if (!best) return null;
    const fit = [...best.spans, ...above].reduce((sum, one) => sum + one.fit, 0) / units.length;
    const score = (best.closeness * inside.length) / units.length + 10 * fit - (index.pages[entry.page][2] ? GUIDE : 0);
    const words = [...best.spans.map(({ start, end }) => wordsOf(entry, start, end)), ...above.map((one) => one.words)];
    return { score, phrases: words, from: Math.min(...best.spans.map((span) => span.start)) };
  }

  /* Give one occurrence of each unit, so that they stand as close together as they ever do. */
  function closest(inside, entry) {
    const events = inside.flatMap((found, unit) => found.map((one) => ({ ...one, unit })));
    events.sort((one, other) => one.start - other.start);
    const latest = new Array(inside.length).fill(null);
    let best = null;
    for (const event of events) {
      latest[event.unit] = event;
      if (latest.includes(null)) continue;
      const from = Math.min(...latest.map((one) => one.start));
      const to = Math.max(...latest.map((one) => one.end));
      const length = latest.reduce((sum, one) => sum + one.end - one.start, 0);
      const fit = latest.reduce((sum, one) => sum + one.fit, 0) / latest.length;
      const ordered = latest.every((one, at) => at === 0 || one.start >= latest[at - 1].start);
      const inTitle = to <= entry.titled;
      const closeness =
        8 * Math.min(1, length / (to - from)) +
        (ordered ? 2 : 0) +
        (from === 0 ? 1 : 0) +
        (inTitle ? 2 : entry.titled ? -BELOW : 0) +
        2 * Math.min(1, length / (entry.titled || entry.words.length));
      if (!best || closeness + 10 * fit > best.sum) best = { closeness, sum: closeness + 10 * fit, spans: [...latest] };
    }
    return best;
  }

  const wordsOf = (entry, start, end) => entry.words.slice(start, end).map((number) => plains[number]);

  /* Give what a query finds, the best first: [{entry, page, heading, score, phrases, from}], phrases being
     what to mark and from the number of the first word in the entry. */
  function find(query) {
    const units = read(query);
    if (!units.length) return [];
    const sets = units.map(candidates).sort((one, other) => one.size - other.size);
    const results = [];
    for (const place of sets[0]) {
      if (!sets.every((set) => set.has(place))) continue;
      const entry = entries[place];
      const ranked = rank(units, entry);
      if (ranked) results.push({ place, entry, ...ranked });
    }
    results.sort((one, other) => other.score - one.score || one.place - other.place);
    return results.map((result) => ({
      ...result,
      page: { url: index.pages[result.entry.page][0], title: index.pages[result.entry.page][1] },
      heading: result.entry.under === null ? "" : entries[result.entry.under].title,
    }));
  }

  /* Give the words of a query that stand nowhere on the site. */
  function unknown(query) {
    const terms = read(query).flatMap((unit) => (unit.spellings.length > 1 ? [] : unit.terms));
    return terms.filter((term) => !forms.has(term.plain)).map((term) => term.text);
  }

  /* Tell how usual some plain words are in this order: from 0 to 1 for each word and its next. */
  let pairs = null; // counted when the first misspelling comes
  function inARow(words) {
    if (!pairs) {
      pairs = new Map();
      for (const entry of entries) {
        for (let at = 1; at < entry.words.length; at++) {
          const pair = `${plains[entry.words[at - 1]]} ${plains[entry.words[at]]}`;
          pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
        }
      }
    }
    return words.slice(1).reduce((sum, word, at) => sum + Math.min(1, (pairs.get(`${words[at]} ${word}`) ?? 0) / 5), 0);
  }

  return { find, read, unknown, inARow, vocabulary: forms };
};
