"use strict";

/* What a person may have meant whose words are not found: other words of the site, few letters away. */
const searchSuggest = (engine) => {
  const CLOSE = 15; // words tried in the place of one
  const MOST_TRIES = 60; // rows of such words that are followed to the end of the query
  const MOST_SEARCHES = 5; // and that are searched for
  const WEAK = 16; // the best result below this has its words far apart, or with other marks
  const BETTER = 4;
  const SHORT = 3; // letters of words of which nothing is left when each has a wrong one: "sa pa" is not "và xã"

  /* Count the letters to add, drop, change or swap between two words; gives up above `limit`. */
  function distance(one, other, limit) {
    if (Math.abs(one.length - other.length) > limit) return limit + 1;
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, column) => column);
    for (let line = 1; line <= one.length; line++) {
      const next = [line];
      for (let column = 1; column <= other.length; column++) {
        const same = one[line - 1] === other[column - 1];
        next[column] = Math.min(row[column] + 1, next[column - 1] + 1, row[column - 1] + (same ? 0 : 1));
        const swapped = line > 1 && column > 1 && one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
        if (swapped) next[column] = Math.min(next[column], before[column - 2] + 1);
      }
      if (Math.min(...next) > limit) return limit + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  }

  /* Give what may stand in the place of a word, the nearest first: [{words, cost}]. */
  function near(word) {
    const found = engine.has(word) ? [{ words: [word], cost: 0, places: Infinity }] : [];
    if (/\d/.test(word)) return found; // no figure is guessed
    const limit = word.length <= 4 ? 1 : 2;
    const meant = vietnamese.withoutTelex(word);
    for (const { word: other, places } of engine.vocabulary) {
      if (other === word || /\d/.test(other)) continue;
      const alike = other === meant ? 0.5 : vietnamese.sound(other) === vietnamese.sound(word) ? 1 : limit + 1;
      const cost = Math.min(alike, distance(word, other, limit));
      if (cost <= limit) found.push({ words: [other], cost, places: places.length });
    }
    // Two words typed without the space between them.
    for (let at = 2; at <= word.length - 2; at++) {
      const [first, second] = [word.slice(0, at), word.slice(at)];
      const places = Math.min(...[first, second].map((part) => engine.placesOf(part).length));
      if (places) found.push({ words: [first, second], cost: 1, places });
    }
    return found.sort((one, other) => one.cost - other.cost || other.places - one.places).slice(0, CLOSE);
  }

  /* Give a query that finds more than `results` do, as the site writes its words; empty if there is none near. */
  function suggest(query, results) {
    const typed = results.length ? "" : fromKeys(query);
    if (typed) return typed;
    const terms = engine.read(query.replace(/["“”„«»]/g, " ")).flatMap((unit) => unit.terms);
    if (results.length && (terms.length === 1 || results[0].score >= WEAK)) return "";
    if (terms.every(({ plain }) => plain.length <= SHORT && !engine.has(plain))) return "";
    let tries = [{ words: [], cost: 0 }];
    for (const choice of terms.map((term) => near(term.plain))) {
      tries = tries
        .flatMap((one) => choice.map((word) => ({ words: [...one.words, ...word.words], cost: one.cost + word.cost })))
        .map((one) => ({ ...one, row: engine.inARow(one.words) }))
        .sort((one, other) => one.cost - one.row - (other.cost - other.row) || one.cost - other.cost)
        .slice(0, MOST_TRIES);
    }
    let best = { score: results.length ? results[0].score + BETTER : -Infinity };
    for (const { words, cost } of tries.slice(0, MOST_SEARCHES)) {
      const [first] = cost ? engine.find(words.join(" ")) : [];
      if (first && first.score - cost > best.score) best = { score: first.score - cost, first, words };
    }
    return best.first ? asPrinted(best.words, best.first) : "";
  }

  /* Give what a keyboard meant whose marks were typed as figures; empty where the site has no such words. */
  function fromKeys(query) {
    const pieces = query.split(/\s+/).map((piece) => vietnamese.withoutVni(piece) || piece);
    const meant = pieces.join(" ");
    const [first] = meant === query.trim() ? [] : engine.find(meant);
    return first ? asPrinted(pieces.map((piece) => vietnamese.plain(vietnamese.canonical(piece))), first) : "";
  }

  /* Give plain words with the marks that they have in a text. */
  function asPrinted(words, result) {
    const from = Math.min(...result.spans.map((span) => span.start));
    const printed = vietnamese.words(result.entry.text).slice(from);
    return words
      .map((word) => printed.find(({ text }) => vietnamese.plain(vietnamese.canonical(text)) === word)?.text.toLowerCase() ?? word)
      .join(" ");
  }

  return { suggest };
};
