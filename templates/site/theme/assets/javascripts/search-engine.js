"use strict";

/* Finds places of the site by words. Takes the index that planbook/render/search_index.py writes; touches no page. */
const searchEngine = (index) => {
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

  const entries = index.entries.map(([page, under, anchor, title, ...texts], place) => {
    const said = title ? [title, ...texts] : texts;
    const entry = { page, under, anchor, title, text: said.join(" · "), words: [], titled: 0 };
    for (const [word] of entry.text.matchAll(vietnamese.WORD)) {
      const number = numberOf(word);
      entry.words.push(number);
      const { places } = forms.get(plains[number]);
      if (places[places.length - 1] !== place) places.push(place);
    }
    entry.titled = title ? vietnamese.words(title).length : 0;
    return entry;
  });

  // Names of one thing, by any of them written together: sonnmt -> [[so, nnmt], [so, nong, nghiep, va, moi, truong]]
  const names = new Map();
  for (const row of index.names) {
    const spellings = row.map((name) => vietnamese.words(name).map((word) => termOf(word.text).plain));
    for (const spelling of spellings) {
      const key = spelling.join("");
      if (!names.has(key)) names.set(key, new Map());
      for (const other of spellings) names.get(key).set(other.join(" "), other);
    }
  }
  const longestName = Math.max(0, ...[...names.values()].flatMap((row) => [...row.values()]).map((name) => name.length));

  function termOf(text) {
    const canonical = vietnamese.canonical(text);
    return { text, canonical, plain: vietnamese.plain(canonical) };
  }

  /* ---- the query: units that must all be there; each is one or more spellings, and a spelling is words in a row */
  function read(query) {
    const units = [];
    let open = []; // single words, in which a name may be hidden
    const pieces = query.replace(/[“”„«»]/g, '"').matchAll(/"([^"]*)"?|[^\s"]+/g);
    for (const [piece, quote] of pieces) {
      const terms = vietnamese.words(quote ?? piece).map((word) => termOf(word.text));
      if (quote !== undefined) {
        units.push(...named(open));
        open = [];
        // Marks in quotes are meant: “đa” is not “da”. Without any, every word of the quote may have some.
        const exact = terms.some((term) => term.canonical !== term.plain);
        if (terms.length) units.push({ terms, spellings: [terms.map((term) => term.plain)], exact, quoted: true });
      } else {
        // What is typed without spaces stands together: 62-KH/TU, GD&ĐT.
        open.push(...terms.map((term, at) => ({ ...term, joined: at > 0 })));
      }
    }
    units.push(...named(open));
    const last = units[units.length - 1];
    // The last word may be unfinished while a person types; but where it is a word, it is more likely that one.
    if (last && !last.quoted && last.spellings.length === 1 && last.terms.length === 1) {
      last.prefix = last.terms[0].plain;
      last.prefixFit = forms.has(last.prefix) ? -1 : 0.5;
    }
    return units;
  }

  function named(terms) {
    const units = [];
    for (let at = 0; at < terms.length; ) {
      let length = Math.min(longestName, terms.length - at);
      while (length > 0 && !names.has(key(terms, at, length))) length--;
      const spellings = length ? [...names.get(key(terms, at, length)).values()] : [];
      if (!length) do length++; while (terms[at + length]?.joined);
      const taken = terms.slice(at, at + length);
      const typed = taken.map((term) => term.plain);
      if (!spellings.some((spelling) => spelling.join(" ") === typed.join(" "))) spellings.unshift(typed);
      units.push({ terms: taken, spellings });
      at += length;
    }
    return units;
  }

  const key = (terms, at, length) =>
    terms
      .slice(at, at + length)
      .map((term) => term.plain)
      .join("");

  /* ---- where a unit stands */
  const placesOf = (word) => forms.get(word)?.places ?? [];

  function candidates(unit) {
    const places = new Set();
    for (const spelling of unit.spellings) {
      const lists = spelling.map(placesOf).sort((one, other) => one.length - other.length);
      const rest = lists.slice(1).map((list) => new Set(list));
      for (const place of lists[0]) if (rest.every((list) => list.has(place))) places.add(place);
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
      const typed = spelling.length === unit.terms.length ? unit.terms : [];
      for (let start = 0; start + spelling.length <= words.length; start++) {
        let length = 0;
        let alike = 0;
        while (length < spelling.length && plains[words[start + length]] === spelling[length]) {
          // Who types no marks means any.
          const term = typed[length];
          if (!term || term.canonical === term.plain || canonicals.get(term.canonical) === words[start + length]) alike++;
          length++;
        }
        if (length < spelling.length || (unit.exact && alike < length)) continue;
        found.push({ start, end: start + length, fit: alike / length });
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
    const events = [];
    units.forEach((unit, at) => events.push(...occurrences(unit, entry).map((one) => ({ ...one, at }))));
    events.sort((one, other) => one.start - other.start);
    const latest = new Array(units.length);
    let best = null;
    for (const event of events) {
      latest[event.at] = event;
      if (latest.includes(undefined)) continue;
      const from = Math.min(...latest.map((one) => one.start));
      const to = Math.max(...latest.map((one) => one.end));
      const length = latest.reduce((sum, one) => sum + one.end - one.start, 0);
      const ordered = latest.every((one, at) => at === 0 || one.start >= latest[at - 1].start);
      const close = Math.min(1, length / (to - from));
      const fit = latest.reduce((sum, one) => sum + one.fit, 0) / units.length;
      const score =
        10 * fit +
        8 * close +
        (ordered ? 2 : 0) +
        (to <= entry.titled ? 2 : 0) +
        (from === 0 ? 1 : 0) +
        2 * Math.min(1, length / (entry.titled || entry.words.length)) -
        (index.pages[entry.page][2] ? 5 : 0); // a guide only talks about plans
      if (!best || score > best.score) best = { score, spans: [...latest] };
    }
    return best;
  }

  /* Give what a query finds, the best first: [{entry, page, heading, score, phrases}], phrases being those to mark. */
  function find(query) {
    const units = read(query);
    if (!units.length) return [];
    const sets = units.map(candidates).sort((one, other) => one.size - other.size);
    const results = [];
    for (const place of sets[0]) {
      if (!sets.every((set) => set.has(place))) continue;
      const entry = entries[place];
      const best = rank(units, entry); // null where words of a phrase are there, but apart
      if (!best) continue;
      const phrases = best.spans.map(({ start, end }) => entry.words.slice(start, end).map((number) => plains[number]));
      results.push({ place, entry, score: best.score, phrases, from: Math.min(...best.spans.map((span) => span.start)) });
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
