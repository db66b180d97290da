"use strict";

/* What a person may have meant whose words are not found: other words of the site, few letters away. */
const searchSuggest = (engine) => {
  const CLOSE = 30; // words tried in the place of one
  const MOST_TRIES = 60; // rows of such words that are followed to the end of the query
  const MOST_SEARCHES = 5; // and that are searched for
  const WEAK = 16; // the best result below this has its words far apart, or with other marks
  const BETTER = 4;
  const FAR = 3; // how much worse a guess is for each letter that is another
  const WRONG = 0.18; // of all letters that may be others: "Mù Cang Chải" is not "mù nâng chất"
  const MOST_WRONG = 9; // letters and marks that are counted in one word
  const OTHER_MARK = 0.5; // of a letter, that another mark counts for, where some were typed
  const USUAL = 2; // times that a guessed word stands beside its neighbour somewhere

  const { distance } = vietnamese;

  /* As what a word of letters may sound; nothing where it is no such word. */
  const sounds = new Map();
  function soundOf(word) {
    if (!sounds.has(word)) sounds.set(word, /\d/.test(word) ? "" : vietnamese.sound(word));
    return sounds.get(word);
  }

  /* Give what may stand in the place of a word, the nearest first: [{words, cost}]. */
  function near(word) {
    const found = engine.has(word) ? [{ words: [word], cost: 0, places: Infinity }] : [];
    if (/\d/.test(word)) return found; // no figure is guessed
    // Of two letters nothing is left when one is wrong: "sa pa" is not "và xã".
    const limit = word.length <= 2 ? 0 : word.length <= 4 ? 1 : 2;
    const meant = vietnamese.withoutTelex(word);
    const sound = soundOf(word);
    for (const { word: other, places } of engine.vocabulary) {
      if (other === word || !soundOf(other)) continue;
      const alike = other === meant ? 0.5 : soundOf(other) === sound ? 1 : Infinity;
      const away = distance(word, other, limit);
      const cost = Math.min(alike, away <= limit ? away : Infinity);
      if (cost < Infinity) found.push({ words: [other], cost, places: places.length });
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
    const bare = query.replace(/["“”„«»]/g, " ").replace(/\s+/g, " ").trim();
    if (bare !== query.trim() && !engine.unknown(bare).length) return !results.length && engine.find(bare).length ? bare : "";
    const terms = engine.read(bare).flatMap((unit) => unit.terms);
    if (results.length && (terms.length === 1 || results[0].score >= WEAK)) return "";
    const plain = terms.map((term) => term.plain);
    // Words that are all there are only misspelt where others stand together more often.
    const usual = plain.every(engine.has) ? engine.inARow(plain) : -1;
    let best = { score: results.length ? results[0].score + BETTER : -Infinity };
    for (const { words, cost } of guesses(plain).filter(({ row }) => row > usual).slice(0, MOST_SEARCHES)) {
      const [first] = cost ? engine.find(words.join(" ")) : [];
      const printed = first && asPrinted(words, first);
      if (!first || !isNear(terms, printed, cost)) continue;
      if (first.score - FAR * cost > best.score) best = { score: first.score - FAR * cost, printed };
    }
    return best.printed ?? "";
  }

  /* Give rows of words that may have been meant by plain ones, the best first: [{words, cost, row}]. */
  function guesses(plain) {
    let tries = [{ words: [], cost: 0, row: 0 }];
    for (const choice of plain.map(near)) {
      const within = choice.map(({ words }) => engine.inARow(words));
      const joint = ({ words, row }, [next]) => (words.length ? engine.inARow([words[words.length - 1], next], row) : row);
      tries = tries
        .flatMap((one) => choice.map(({ words, cost }, at) => ({ one, words, cost: one.cost + cost, row: joint(one, words) + within[at] })))
        .sort((one, other) => one.cost - one.row - (other.cost - other.row) || one.cost - other.cost)
        .slice(0, MOST_TRIES)
        .map(({ one, words, cost, row }) => ({ words: [...one.words, ...words], cost, row }));
    }
    return tries.filter(({ words }) => words.length === 1 || words.every((word, at) => plain.includes(word) || isUsual(words, at)));
  }

  const isUsual = (words, at) => Math.max(engine.beside(words[at - 1], words[at]), engine.beside(words[at], words[at + 1])) >= USUAL;

  /* Whether a guess has most letters and words of what was typed, and the marks that were typed. */
  function isNear(terms, printed, cost) {
    const words = vietnamese.words(printed).map(({ text }) => vietnamese.canonical(text));
    const letters = WRONG * terms.map(({ plain }) => plain).join("").length;
    if (words.length !== terms.length) return cost <= letters;
    const apart = (word) => word.normalize("NFD").replace(/đ/g, "d\u0335");
    const others = terms.map(({ canonical, plain }, at) => {
      const others = distance(plain, vietnamese.plain(words[at]), MOST_WRONG);
      const marks = canonical === plain ? 0 : distance(apart(canonical), apart(words[at]), MOST_WRONG) - others;
      return { marks, isOther: others ? vietnamese.withoutTelex(plain) !== vietnamese.plain(words[at]) : marks > 0 };
    });
    const marks = others.reduce((sum, word) => sum + word.marks, 0);
    return cost + OTHER_MARK * marks <= letters && (terms.length === 1 || 2 * others.filter(({ isOther }) => isOther).length <= terms.length);
  }

  /* Give what a keyboard meant whose marks were typed as figures or letters; empty where the site has no such words. */
  function fromKeys(query) {
    const typed = query.trim().split(/[\s,;:]+/);
    const pieces = typed.map((piece) => vietnamese.withoutVni(piece) || fromLetters(piece));
    const plain = pieces.map((piece) => vietnamese.plain(vietnamese.canonical(piece)));
    const others = [...pieces.keys()].filter((at) => pieces[at] !== typed[at]);
    // One word alone may as well be misspelt otherwise.
    const isAlone = others.length === 1 && pieces.length > 1 && !/\d/.test(typed[others[0]]) && !isUsual(plain, others[0]);
    if (!others.length || isAlone) return "";
    const [first] = engine.findOrNearly(pieces.join(" "));
    return first ? asPrinted(plain, first) : "";
  }

  function fromLetters(piece) {
    const plainly = (word) => vietnamese.plain(vietnamese.canonical(word));
    const plain = plainly(piece);
    const meant = plainly(vietnamese.withoutTelex(plain)); // tyr is ty, and that is ti
    return !engine.has(plain) && engine.has(meant) ? meant : piece;
  }

  /* Give plain words with the marks that they have in a text. */
  function asPrinted(words, result) {
    const from = Math.min(...result.spans.map((span) => span.start));
    const all = vietnamese.words(result.entry.text);
    const printed = [...all.slice(from), ...all];
    return words
      .map((word) => printed.find(({ text }) => vietnamese.plain(vietnamese.canonical(text)) === word)?.text.toLowerCase() ?? word)
      .join(" ");
  }

  /* Give what to show instead of results, or with them, for a query with words that are not there: {results, meant} of what may have
     been meant, {results} of what has most of it; nothing where there is nothing better. */
  function better(query, results, unknown) {
    // Words that are all there are no misspelling, though no place has all of them, or none that is meant.
    const isSpelt = !unknown.length && (!results.length || engine.isSentence(query));
    const isFound = engine.isFound(query, results);
    const most = isSpelt && !isFound ? engine.nearly(query) : [];
    const meant = most.length ? "" : suggest(query, results);
    const others = meant && !/["“”„«»]/.test(query) ? engine.findOrNearly(meant) : [];
    const isOther = ({ entry }) => !others.some((other) => other.entry === entry);
    const nearly = others.length || isFound ? [] : isSpelt ? most : engine.nearly(query);
    if (nearly.length) return { results: engine.joined(query, results, nearly) };
    return meant ? { results: [...others, ...results.filter(isOther)], meant } : null;
  }

  return { suggest, better };
};
