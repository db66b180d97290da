"use strict";

/* Finds places of the site by words. Takes an index that planbook/render/search_index.py writes, and further ones; touches no page. */
const searchEngine = (...indexes) => {
  const ENOUGH = 0.35; // of the weight of a long query, from which on a place that has not all of it is worth showing
  const IN_A_ROW = 16; // how much better a place is that has all of it word by word
  const LONG = 4; // words that a query has at least, of which some may be missing
  const SENTENCE = 8; // and as a sentence; in fewer a day or month is what matters
  const [OF_KIND, OF_OTHER_KIND] = [8, -12]; // how much better or worse a page is that has all but the name of the kind asked for
  const ITSELF = 4; // and the page rather than a place on it
  const OF_GUIDE = 20; // how much further behind a guide is that has most of it
  const FIGURE = 2; // how much more of a long query a figure or a day says
  const MOST = 0.4; // of the weight of a long query, with which few words are enough
  const CLOSE = 16; // from which score on a place has its words close together
  const PART = 0.5; // of the weight of a short query, from which on a place is shown
  const DOCUMENT_NAME = 4; // words before the number of a document at most: Chương trình hành động số

  const held = searchEntries();
  const { entries, pages, has, plainWords, spelledOut } = held;
  const matching = searchMatching(held);
  const { prepared, occurrences, candidates, NO_YEAR } = matching;
  const { rank, closest, isCoded, standing, ofPart, pairsInARow } = searchRanking(matching);
  const names = new Map(); // rows of names for one thing, each once
  const isIn = (folder, { url }) => `/${url}`.includes(`/${folder}/`);

  let last = { kinds: [], asking: [], small: [] }; // index that was taken in
  let reading = null; // of queries, made when the next one comes
  function reader() {
    const kinds = last.kinds.filter(([folder]) => pages.some((page) => isIn(folder, page)));
    return searchQuery([...names.values()], has, last.asking, kinds, last.small);
  }
  const read = (query) => (reading ??= reader()).read(query);
  const meaning = (query) => (reading ??= reader()).meaning(query);

  /* Take in one more index, of a place of which search-entries.js tells. */
  function add(index, place) {
    for (const row of [...index.names, ...(place?.names ?? [])]) names.set(row.join("\n"), row);
    [last, reading] = [index, null];
    return held.add(index, place);
  }
  for (const index of indexes) add(index);

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
    for (const { way, isFigure } of reading.otherWays(text)) {
      if (isFigure ? !results.some(isMeant) : !results.some(isClose)) results = best([...strict(way), ...results]);
    }
    return results.length ? inOrder(results, documents(text, results)) : [];
  }

  /* Results, the best first, of equal ones those of the first pages; before them the documents that were named. */
  function inOrder(results, named) {
    const points = ({ score, entry }) => score - entry.page.place.behind;
    results.sort((one, other) => points(other) - points(one) || one.entry.number - other.entry.number);
    return [...named, ...results.filter(({ entry }) => !named.some((result) => result.entry === entry))];
  }

  /* Give the plans whose own numbers a text has, and the places in the list of documents with these, or that it calls by what they are and a number. */
  function documents(text, results = []) {
    const numbers = text.match(/\d+(?:\/\d{4})?[-/]\p{L}[\p{L}\d]*(?:[-/&]\p{L}[\p{L}\d]*)*/gu) ?? [];
    const called = text.match(/\p{L}{2,} (?:\p{L}{2,} ){0,2}\d+(?:\/\d{4})?(?![\d.,%/])/gu) ?? [];
    const isItself = ({ entry, spans }) => entry.page.path === "van-ban/" && spans.every(({ end }) => end <= entry.first);
    const begins = ({ entry, spans }) => spans.length > 1 && spans.some(({ start, unit, fit }) => start <= DOCUMENT_NAME && fit >= NO_YEAR && /^\d/.test(unit.terms[0].plain));
    const own = numbers.flatMap((number) => strict(number).filter(({ entry }) => isNumbered(entry, number)));
    return best([...own, ...numbers.flatMap(strict).filter(isItself), ...[...results, ...called.flatMap(strict)].filter(begins).filter(isItself)]);
  }

  /* Whether a place is a plan of this number: a line of its head says nothing else, as "Số: 12/KH-SYT" does. */
  function isNumbered({ page, text, ...entry }, number) {
    if (entry.number !== page.top.number || !/^ke-hoach\/[^/]+\/$/.test(page.path)) return false;
    const plain = (line) => (line.match(vietnamese.WORD) ?? []).map((word) => vietnamese.plain(vietnamese.canonical(word)));
    const words = plain(number);
    return text.split(" · ").map(plain).some((line) => line.length - words.length <= 1 && line.slice(-words.length).join(" ") === words.join(" "));
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
  const isOfCalendar = ({ entry }) => entry.page.path.startsWith("lich/");

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
      const ranked = marks.every((mark) => mark[entry.number]) && rank(units, entry);
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
      const possible = units.filter((_, at) => marks[at][entry.number]);
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
    return terms.filter((term) => !has(term.plain) && !spelledOut(term).length).map((term) => term.text);
  }

  const { placesOf, beside, inARow, vocabulary } = held;
  return { add, find, nearly, findOrNearly, phrases, read, isSentence, isFound, joined, unknown, has, placesOf, beside, inARow, vocabulary };
};
