"use strict";

/* Finds places of the site by words. Takes the index that planbook/render/search_index.py writes; touches no page.
   Words are numbers in here: a query looks through the words of thousands of entries, and numbers compare fast. */
const searchEngine = (index) => {
  const OTHER_NAME = 0.95; // how well the other names of a thing fit what was typed
  const IN_CODE = 4; // how much better a place is whose code is of all words
  const OWN = 2; // and an item that an agency is to do which was named
  const NO_YEAR = 0.8; // and the number of a document that was typed without its year
  const ENOUGH = 0.35; // of the weight of a long query, from which on a place that has not all of it is worth showing
  const IN_A_ROW = 16; // how much better a place is that has all of it word by word
  const LONG = 4; // words that a query has at least, of which some may be missing
  const SENTENCE = 8; // and as a sentence; in fewer a day or month is what matters
  const [OF_KIND, OF_OTHER_KIND] = [8, -12]; // how much better or worse a page is that has all but the name of the kind asked for
  const ITSELF = 4; // and the page rather than a place on it
  const OF_GUIDE = 20; // how much further behind a guide is that has most of it
  const FIGURE = 2; // how much more of a long query a figure or a day says
  const MOST = 0.4; // of the weight of a long query, with which few words are enough
  const SHORT_FORMS = [3, 8]; // letters that a short form has, which nobody listed
  const LONG_TITLE = 3; // words of a title that nobody types by chance
  const CLOSE = 16; // from which score on a place has its words close together
  const [PART, MISSING] = [0.5, 3]; // of the weight of a short query, from which on a place is shown; how much worse what is missing makes it
  const DOCUMENT_NAME = 4; // words before the number of a document at most: Chương trình hành động số
  const BELOW = 3; // the text below a heading is general, an item says it

  /* ---- the vocabulary: a printed word has a canonical form, and that a plain one; each form has its number */
  const printed = new Map(); // as printed -> number of the canonical form
  const canonicals = new Map(); // canonical form -> number
  const plainOf = []; // number of a canonical form -> number of the plain one
  const plains = new Map(); // plain form -> number
  const vocabulary = []; // number of a plain form -> { word, places }: places are entries in ascending order

  function numberOf(word) {
    let number = printed.get(word);
    if (number !== undefined) return number;
    const canonical = vietnamese.canonical(word);
    number = canonicals.get(canonical);
    if (number === undefined) {
      number = canonicals.size;
      canonicals.set(canonical, number);
      const plain = vietnamese.plain(canonical);
      if (!plains.has(plain)) plains.set(plain, vocabulary.push({ word: plain, places: [] }) - 1);
      plainOf.push(plains.get(plain));
    }
    printed.set(word, number);
    return number;
  }

  /* ---- the entries: items and headings, each below the top of its page and perhaps a heading */
  const pages = index.pages.map(([url, title, behind]) => ({ url, title, behind, top: null }));
  const entries = [];
  index.entries.forEach(([page, under, anchor, title, ...texts], place) => {
    const text = (title ? [title, ...texts] : texts).join(" · ");
    const entry = { place, page: pages[page], heading: entries[under] ?? null, anchor, title, text, below: [] };
    entry.words = (text.match(vietnamese.WORD) ?? []).map(numberOf);
    entry.plain = Uint32Array.from(entry.words, (number) => plainOf[number]);
    entry.titled = title.match(vietnamese.WORD)?.length ?? 0;
    entry.first = texts[0]?.match(vietnamese.WORD)?.length ?? 0; // of a row its name, of an item what it says
    entry.code = new Set([...entry.plain.slice(0, entry.titled), ...anchor.split("-").map((word) => plains.get(word))]);
    for (const number of entry.plain) {
      const { places } = vocabulary[number];
      if (places[places.length - 1] !== place) places.push(place);
    }
    if (entry.page.top) entry.page.top.below.push(entry);
    else entry.page.top = entry;
    entry.heading?.below.push(entry);
    entries.push(entry);
  });

  const has = (word) => plains.has(word);
  const placesOf = (word) => vocabulary[plains.get(word)]?.places ?? [];
  const plainWords = (entry, start, end) => Array.from(entry.plain.slice(start, end), (number) => vocabulary[number].word);
  const isIn = (folder, { url }) => `/${url}`.includes(`/${folder}/`);
  const kinds = index.kinds.filter(([folder]) => pages.some((page) => isIn(folder, page)));
  const { read, meaning, otherWays } = searchQuery(index.names, has, index.asking, kinds, index.small);

  /* ---- where a unit stands */

  /* Give what to compare with the numbers of an entry's words: spellings with the forms that fit as typed, and a prefix. */
  function prepared(unit) {
    const spellings = unit.spellings.filter((spelling) => spelling.every(has)).map((spelling) => {
      const typed = spelling === unit.spellings[0];
      const exact = typed ? unit.terms.map((term) => exactForm(term, unit)) : spelling.map(() => null);
      return { plain: spelling.map((word) => plains.get(word)), exact, fit: typed ? 1 : OTHER_NAME };
    });
    for (const spelling of withYears(unit)) spellings.push({ plain: spelling, exact: spelling.map(() => null), fit: NO_YEAR });
    if (!spellings.length && unit.terms.length === 1 && !unit.quoted) {
      for (const plain of spelledOut(unit.terms[0].plain)) spellings.push({ plain, exact: plain.map(() => null), fit: OTHER_NAME });
    }
    const longer = vocabulary.filter(({ word }) => unit.prefix && word !== unit.prefix && word.startsWith(unit.prefix));
    const begins = longer.length ? new Uint8Array(vocabulary.length) : null;
    for (const { word } of longer) begins[plains.get(word)] = 1;
    return { ...unit, spellings, longer, begins, above: new Map() };
  }

  /* Give the typed words of a unit with a number or day as the site has it, for who left out its year: 32 -> 32/2021. */
  function withYears(unit) {
    const typed = unit.quoted ? [] : unit.spellings[0];
    const at = typed.findIndex((word) => /^\d+(?:\/\d+)?$/.test(word));
    if (at < 0) return [];
    const dated = vocabulary.filter(({ word }) => word.startsWith(`${typed[at]}/`) && /^\d{4}$/.test(word.slice(typed[at].length + 1)));
    const spellings = dated.map(({ word }) => [...typed.slice(0, at), word, ...typed.slice(at + 1)]);
    return spellings.filter((spelling) => spelling.every(has)).map((spelling) => spelling.map((word) => plains.get(word)));
  }

  /* Give the rows of words that letters stand for, as "xkld" for "xuất khẩu lao động": the most usual ones of the site. */
  const shortForms = new Map();
  function spelledOut(letters) {
    if (!/^[a-z]+$/.test(letters) || letters.length < SHORT_FORMS[0] || letters.length > SHORT_FORMS[1]) return [];
    if (!shortForms.has(letters)) {
      const codes = Array.from(letters, (letter) => letter.charCodeAt(0));
      const first = Uint8Array.from(vocabulary, ({ word }) => word.charCodeAt(0));
      const rows = new Map();
      for (const { plain } of entries) {
        for (let start = 0; start + codes.length <= plain.length; start++) {
          let length = 0;
          while (length < codes.length && first[plain[start + length]] === codes[length]) length++;
          if (length < codes.length) continue;
          const row = Array.from(plain.slice(start, start + length));
          const key = row.join(" ");
          rows.set(key, { row, count: (rows.get(key)?.count ?? 0) + 1 });
        }
      }
      const usual = [...rows.values()].sort((one, other) => other.count - one.count);
      shortForms.set(letters, usual.filter(({ count }) => count * 3 >= usual[0].count).slice(0, 3).map(({ row }) => row));
    }
    return shortForms.get(letters);
  }

  /* Who types no marks means any, which is null; but in quotes what is typed is meant. */
  function exactForm(term, unit) {
    return term.canonical === term.plain && !unit.exact ? null : (canonicals.get(term.canonical) ?? -1);
  }

  /* Give where a unit stands among the words of an entry: [{unit, start, end, fit}], fit 1 where every mark is as typed. */
  function occurrences(unit, entry) {
    const found = [];
    for (const { plain, exact, fit } of unit.spellings) {
      for (let start = entry.plain.indexOf(plain[0]); start >= 0; start = entry.plain.indexOf(plain[0], start + 1)) {
        let length = 0;
        let alike = 0;
        while (length < plain.length && entry.plain[start + length] === plain[length]) {
          if (exact[length] === null || exact[length] === entry.words[start + length]) alike++;
          length++;
        }
        if (length < plain.length || (unit.exact && alike < length)) continue;
        found.push({ unit, start, end: start + length, fit: (fit * alike) / length });
      }
    }
    if (unit.begins) {
      for (let start = 0; start < entry.plain.length; start++) {
        if (unit.begins[entry.plain[start]]) found.push({ unit, start, end: start + 1, fit: unit.prefixFit });
      }
    }
    return found;
  }

  /* Mark the entries that may have a unit, in their own text or in the titles above: du lịch in the plan of one commune. */
  function candidates(unit) {
    const marks = new Uint8Array(entries.length);
    for (const { plain } of unit.spellings) {
      const lists = plain.map((number) => vocabulary[number].places);
      const rarest = lists.reduce((one, other) => (other.length < one.length ? other : one));
      for (const place of rarest) marks[place] = 1;
    }
    for (const { places } of unit.longer) for (const place of places) marks[place] = 1;
    for (const entry of entries) {
      if (!marks[entry.place] || !entry.below.length) continue;
      const inTitle = occurrences(unit, entry).find(({ end }) => end <= entry.titled);
      if (!inTitle) continue;
      unit.above.set(entry, { fit: inTitle.fit, words: plainWords(entry, inTitle.start, inTitle.end) });
      for (const { place } of entry.below) marks[place] = 1;
    }
    return marks;
  }

  /* ---- order: marks as typed and words close together, then the order typed, titles, short texts */
  function rank(units, entry) {
    const inside = []; // for each unit that stands in the entry itself, where
    const above = [];
    for (const unit of units) {
      const found = occurrences(unit, entry);
      const higher = unit.above.get(entry.heading) ?? unit.above.get(entry.page.top);
      if (found.length) inside.push(found);
      else if (higher) above.push(higher);
      else return null; // the words of a phrase are there, but apart
    }
    if (!inside.length) return null;
    const best = closest(inside, entry);
    const fit = [...best.spans, ...above].reduce((sum, one) => sum + one.fit, 0) / units.length;
    const owned = units.some((unit) => unit.spellings.length > 1 && isHead(unit, entry)) ? OWN : 0;
    const coded = units.filter((unit) => isCoded(unit, entry)).length / units.length;
    const score = (best.closeness * inside.length) / units.length + 10 * fit + IN_CODE * coded + owned - entry.page.behind;
    return { entry, score, spans: best.spans, above };
  }

  /* Whether the code of an entry names a unit: it says in few words what the entry is about. */
  const isCoded = (unit, entry) => unit.spellings.some(({ plain }) => plain.every((word) => entry.code.has(word)));

  /* Whether an item begins with a name, or the heading that it stands under has it: the work of an agency. */
  const isHead = (unit, entry) => unit.above.has(entry.heading) || (!entry.titled && occurrences(unit, entry).some(({ start }) => start <= 1));

  /* Give one occurrence of each unit, so that they stand as close together as they ever do. */
  function closest(inside, entry) {
    const events = inside.flat().sort((one, other) => one.start - other.start);
    const latest = inside.map(() => null);
    let missing = inside.length;
    let best = null;
    for (const event of events) {
      const at = inside.findIndex((found) => found[0].unit === event.unit);
      if (!latest[at]) missing--;
      latest[at] = event;
      if (missing) continue;
      let [from, to, length, fit, ordered] = [latest[0].start, 0, 0, 0, true];
      for (let one = 0; one < latest.length; one++) {
        ordered &&= one === 0 || latest[one].start >= latest[one - 1].start;
        from = Math.min(from, latest[one].start);
        to = Math.max(to, latest[one].end);
        length += latest[one].end - latest[one].start;
        fit += latest[one].fit / latest.length;
      }
      const closeness =
        8 * Math.min(1, length / (to - from)) +
        (ordered ? 2 : 0) +
        (from === 0 ? 1 : 0) +
        (to <= entry.titled ? 2 : entry.titled ? -BELOW : 0) +
        2 * Math.min(1, length / (entry.titled || (to <= entry.first ? entry.first : entry.words.length)));
      if (!best || closeness + 10 * fit > best.sum) best = { closeness, sum: closeness + 10 * fit, spans: [...latest] };
      if (fit === 1 && ordered && to - from === length) break; // none further on is better
    }
    return best;
  }

  /* ---- answers */

  /* Give the places that a code names, as people copy it: an address, plan#item, plan/item, item, plan, agency. */
  function named(query) {
    const code = query.trim().toLowerCase().replace(/\?[^#]*/, "").replace(/\/$/, "");
    const [, page, last] = code.match(/^(?:\S*?([a-z0-9-]+)\/?[#/])?([a-z0-9]+(?:-+[a-z0-9]+)+)$/) ?? [];
    const isPage = (entry) => entry === entry.page.top && `/${entry.page.url}`.endsWith(`/${last}/`);
    const isItem = (entry) => entry.anchor === last && (!page || entry.page.url.endsWith(`${page}/`));
    const places = last ? [...entries.filter(isPage), ...entries.filter(isItem)] : [];
    return places.map((entry) => ({ entry, score: Infinity, spans: [], above: [] }));
  }

  /* Give what a query finds, the best first: [{entry, score, spans, above}]. */
  function find(query) {
    const exact = named(query);
    const results = all(query);
    const meant = exact.map((one) => results.find(({ entry }) => entry === one.entry) ?? one);
    return exact.length ? [...meant, ...results.filter((result) => !meant.includes(result))] : results;
  }

  function findOrNearly(query) {
    const results = find(query);
    return results.length ? results : nearly(query);
  }

  function all(query) {
    const { text, rest, folder } = meaning(query);
    let results = strict(text);
    if (folder) results = ofKind(results, rest, folder);
    // A figure or a day that only guides name is hardly what was meant.
    const isMeant = (result) => result.entry.page.behind < 1 || isOfCalendar(result);
    for (const { way, isFigure } of otherWays(text)) {
      if (isFigure ? !results.some(isMeant) : !results.some(isClose)) results = best([...strict(way), ...results]);
    }
    return results.length ? inOrder(results, documents(text, results)) : [];
  }

  /* Results, the best first, of equal ones those of the first pages; before them the documents that were named. */
  function inOrder(results, named) {
    results.sort((one, other) => other.score - one.score || one.entry.place - other.entry.place);
    return [...named, ...results.filter(({ entry }) => !named.some((result) => result.entry === entry))];
  }

  /* Give the places in the list of documents whose numbers a text has, or that it calls by what they are and a number. */
  function documents(text, results = []) {
    const numbers = text.match(/\d+(?:\/\d{4})?[-/]\p{L}[\p{L}\d]*(?:[-/&]\p{L}[\p{L}\d]*)*/gu) ?? [];
    const called = text.match(/\p{L}{2,} (?:\p{L}{2,} ){0,2}\d+(?:\/\d{4})?(?![\d.,%/])/gu) ?? [];
    const isItself = ({ entry, spans }) => entry.page.url === "van-ban/" && spans.every(({ end }) => end <= entry.first);
    const begins = ({ entry, spans }) => spans.length > 1 && spans.some(({ start, unit, fit }) => start <= DOCUMENT_NAME && fit >= NO_YEAR && /^\d/.test(unit.terms[0].plain));
    return best([...numbers.flatMap(strict), ...[...results, ...called.flatMap(strict)].filter(begins)].filter(isItself));
  }

  /* Of results of several searches the best one of each place, with the marks of the one that has most. */
  function best(results) {
    const places = new Map();
    for (const result of results) {
      const other = places.get(result.entry) ?? result;
      const [first, { spans, above }] = [other.score >= result.score ? other : result, other.spans.length >= result.spans.length ? other : result];
      places.set(result.entry, { ...first, spans, above });
    }
    return [...places.values()];
  }

  const isClose = ({ score }) => score >= CLOSE;
  const isOfCalendar = ({ entry }) => entry.page.url.startsWith("lich/");

  /* Join what a query finds with and without the name of a kind of page, pages of that kind raised. */
  function ofKind(whole, rest, folder) {
    const isOfKind = ({ entry }) => isIn(folder, entry.page);
    // A page may be called so itself: Sở Kế hoạch và Đầu tư is no plan.
    const isCalled = ({ entry, spans }) => entry === entry.page.top && spans.every(({ end }) => end <= entry.titled);
    const raise = (result) => (isOfKind(result) && result.entry === result.entry.page.top ? OF_KIND + ITSELF : OF_KIND);
    const raised = (result) => ({ ...result, score: result.score + (isOfKind(result) || isCalled(result) ? raise(result) : 0) });
    const lowered = (result) => ({ ...result, score: result.score + (isOfKind(result) ? raise(result) : OF_OTHER_KIND) });
    const found = best([...whole.map(raised), ...strict(rest).map(lowered)]);
    if (found.some(isOfKind)) return found;
    // No such page has all words: those of the days that were named, as the calendar has them, or of whose name is asked for.
    const less = [vietnamese.times(rest), rest.match(/n[aă]m \d{4}/gi) ?? [], [meaning(rest).rest].filter(Boolean)];
    const nearest = less.map((texts) => texts.flatMap(strict).filter(isOfKind)).find((pages) => pages.length) ?? [];
    return best([...nearest.map(raised), ...found]);
  }

  /* Give the places that have every word of a text. */
  function strict(text) {
    const units = read(text).map(prepared);
    if (!units.length) return [];
    const marks = units.map(candidates);
    const results = [];
    for (const entry of entries) {
      const ranked = marks.every((mark) => mark[entry.place]) && rank(units, entry);
      if (ranked) results.push(ranked);
    }
    return results;
  }

  /* Give the places that have most of a long query, as a sentence out of a letter, the best first; rare words weigh more. */
  function nearly(query) {
    const { text } = meaning(query);
    const units = read(text).map((unit) => prepared({ ...unit, prefix: undefined }));
    if (units.length < SENTENCE && vietnamese.times(text).length) return vietnamese.times(text).flatMap(strict).filter(isOfCalendar);
    const isShort = units.length < SENTENCE;
    if (units.length < LONG - 1 || (isShort && units.some(({ spellings }) => !spellings.length))) return [];
    const marks = units.map(candidates);
    const weights = marks.map((mark, at) => {
      const isFigure = units[at].terms.some(({ plain }) => /\d/.test(plain) && !/^(19|20)\d\d$/.test(plain)); // no year
      const rarity = Math.log(1 + entries.length / (1 + mark.reduce((sum, one) => sum + one, 0)));
      return (isFigure ? FIGURE : 1) * (isShort ? Math.sqrt(rarity) : rarity); // of few words a rare one may be the person's own
    });
    const total = weights.reduce((sum, weight, at) => sum + (units[at].spellings.length ? weight : 0), 0);
    const places = [];
    const least = isShort ? PART : ENOUGH;
    for (const entry of entries) {
      const possible = units.filter((_, at) => marks[at][entry.place]);
      const weight = (some) => some.reduce((sum, unit) => sum + weights[units.indexOf(unit)], 0) / total;
      if (weight(possible) < least) continue;
      const inside = possible.map((unit) => occurrences(unit, entry)).filter((places) => places.length);
      const share = weight(inside.map(([{ unit }]) => unit));
      if (!inside.length || share < (inside.length < LONG - 1 ? Math.max(MOST, least) : least)) continue;
      const coded = weight(possible.filter((unit) => isCoded(unit, entry)));
      places.push({ entry, share, coded, pairs: pairsInARow(units, inside), best: closest(inside, entry) });
    }
    if (isShort) return inOrder(places.map(ofPart), documents(text)).slice(0, 10);
    // Of a long text many words are there by chance, but not one behind the other as in the query, least of all rare ones.
    const rarity = units.map((_, at) => (places.some(({ pairs }) => pairs.has(at)) ? Math.min(weights[at - 1], weights[at]) : 0));
    const rarities = (numbers) => numbers.reduce((sum, at) => sum + rarity[at], 0);
    const ofAll = rarities([...units.keys()]) || 1;
    const results = places.map(({ entry, share, coded, pairs, best }) => {
      const length = 2 * Math.log(1 + entry.words.length / units.length);
      const score = 20 * (share + coded) + (IN_A_ROW * rarities([...pairs])) / ofAll + best.closeness / 2 - length + OF_GUIDE * standing(entry, best);
      return { entry, score, spans: best.spans, above: [] };
    });
    return inOrder(results, documents(text)).slice(0, 10);
  }

  /* How far a place comes before or behind others with as much of a query: one whose whole title was typed is no mere mention. */
  function standing({ titled, page }, { spans }) {
    const isCalled = titled >= LONG_TITLE && spans.reduce((sum, { start, end }) => sum + (end <= titled ? end - start : 0), 0) >= titled;
    return isCalled ? 0 : -page.behind;
  }

  /* A place that has a part of a short query, as rank scores one that has all. */
  function ofPart({ entry, share, coded, best }) {
    const fit = best.spans.reduce((sum, span) => sum + span.fit, 0) / best.spans.length;
    const score = share * (best.closeness + 10 * fit) + IN_CODE * coded - MISSING * (1 - share) + standing(entry, best);
    return { entry, score, spans: best.spans, above: [] };
  }

  /* Which units of a query stand right behind the one before them, by their number. */
  function pairsInARow(units, inside) {
    const pairs = new Set();
    for (let at = 1; at < inside.length; at++) {
      if (units.indexOf(inside[at][0].unit) !== units.indexOf(inside[at - 1][0].unit) + 1) continue;
      const ends = new Set(inside[at - 1].map(({ end }) => end));
      if (inside[at].some(({ start }) => ends.has(start))) pairs.add(units.indexOf(inside[at][0].unit));
    }
    return pairs;
  }

  /* Give the rows of plain words to mark in the text of a result and in the titles above it. */
  function phrases({ entry, spans, above }) {
    return [...spans.map(({ start, end }) => plainWords(entry, start, end)), ...above.map(({ words }) => words)];
  }

  /* Give what is left of a query without the words that only ask, and without the name of a kind of page. */
  function sought(query) {
    const { text, rest } = meaning(query);
    return rest ?? text;
  }

  /* Join what has all words of a query and what has most: of a sentence out of a letter the latter first. */
  function joined(query, results, most) {
    if (isSentence(query)) return best([...most, ...results]);
    return inOrder(best([...most, ...results]), documents(meaning(query).text, results));
  }

  const isSentence = (query) => sought(query).split(/\s+/).length >= SENTENCE;

  /* Whether results have what was sought, so that none with less of it is worth showing. */
  function isFound(query, results) {
    return results.some((result) => isClose(result) && (result.entry.page.behind < 1 || !isSentence(query)));
  }

  /* Give the words of a query that stand nowhere on the site. */
  function unknown(query) {
    const terms = read(meaning(query).text).flatMap((unit) => (unit.spellings.length > 1 ? [] : unit.terms));
    return terms.filter((term) => !has(term.plain) && !spelledOut(term.plain).length).map((term) => term.text);
  }

  /* How often two plain words stand one behind the other. */
  let pairs = null; // counted when the first misspelling comes
  function beside(word, next) {
    const key = (one, other) => one * vocabulary.length + other;
    if (!pairs) {
      pairs = new Map();
      for (const { plain } of entries) {
        for (let at = 1; at < plain.length; at++) {
          const pair = key(plain[at - 1], plain[at]);
          pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
        }
      }
    }
    return pairs.get(key(plains.get(word), plains.get(next))) ?? 0;
  }

  /* How usual some plain words are in this order: from 0 to 1 for each word and its next. */
  const inARow = (words) => words.slice(1).reduce((sum, word, at) => sum + Math.min(1, beside(words[at], word) / 5), 0);

  return { find, nearly, findOrNearly, phrases, read, isSentence, isFound, joined, unknown, has, placesOf, beside, inARow, vocabulary };
};
