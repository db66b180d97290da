"use strict";

/* How well entries of the search fit what a person typed: marks as typed and words close together, then the order typed,
   titles, short texts. No score hangs on how often a word is used, so those of several indexes can be compared. */
const searchRanking = ({ occurrences, higher }) => {
  const IN_CODE = 4; // how much better a place is whose code is of all words
  const OWN = 2; // and an item that an agency is to do which was named
  const LONG_TITLE = 3; // words of a title that nobody types by chance
  const MISSING = 3; // how much worse what is missing of a short query makes a place
  const BELOW = 3; // the text below a heading is general, an item says it

  function rank(units, entry) {
    const inside = []; // for each unit that stands in the entry itself, where
    const above = [];
    const ofPlace = namesOfPlace(units, entry);
    for (const unit of units) {
      if (ofPlace.includes(unit)) continue;
      const found = occurrences(unit, entry);
      const title = higher(unit, entry);
      if (found.length) inside.push(found);
      else if (title) above.push(title);
      else return null; // the words of a phrase are there, but apart
    }
    if (!inside.length) return null;
    const best = closest(inside, entry);
    const needed = units.length - ofPlace.length;
    const fit = [...best.spans, ...above].reduce((sum, one) => sum + one.fit, 0) / needed;
    const owned = units.some((unit) => unit.spellings.length > 1 && isHead(unit, entry)) ? OWN : 0;
    const coded = units.filter((unit) => isCoded(unit, entry)).length / needed;
    const score = (best.closeness * inside.length) / needed + 10 * fit + IN_CODE * coded + owned - entry.page.behind;
    return { entry, score, spans: best.spans, above: [...above, ...ofPlace.map((unit) => unit.above.get(entry.page.place))] };
  }

  /* The units that name the place that all of an index is of, which need not be said again; none where nothing else was typed. */
  function namesOfPlace(units, { page }) {
    const names = units.filter((unit) => unit.above.has(page.place));
    return names.length < units.length ? names : [];
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

  return { rank, closest, isCoded, standing, ofPart, pairsInARow };
};
