"use strict";

/* Where what a person typed stands in the entries of the search. Takes what search-entries.js holds. */
const searchMatching = ({ entries, places, vocabulary, plains, canonicals, has, plainWords, spelledOut }) => {
  const OTHER_NAME = 0.95; // how well the other names of a thing fit what was typed
  const NO_YEAR = 0.8; // and the number of a document that was typed without its year

  /* Give what to compare with the numbers of an entry's words: spellings with the forms that fit as typed, and a prefix. */
  function prepared(unit) {
    const spellings = unit.spellings.filter((spelling) => spelling.every(has)).map((spelling) => {
      const typed = spelling === unit.spellings[0];
      const exact = typed ? unit.terms.map((term) => exactForm(term, unit)) : spelling.map(() => null);
      return { plain: spelling.map((word) => plains.get(word)), exact, fit: typed ? 1 : OTHER_NAME };
    });
    for (const spelling of withYears(unit)) spellings.push({ plain: spelling, exact: spelling.map(() => null), fit: NO_YEAR });
    if (!spellings.length && unit.terms.length === 1 && !unit.quoted) {
      for (const plain of spelledOut(unit.terms[0])) spellings.push({ plain, exact: plain.map(() => null), fit: OTHER_NAME });
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

  /* What stands in a title, or in the name of a place, counts for all below it. */
  function raise(unit, title, { fit, start, end }, marks) {
    unit.above.set(title, { fit, words: plainWords(title, start, end) });
    for (const { number } of title.below) marks[number] = 1;
  }

  /* How well a unit stands above an entry, in the next title that has it. */
  const higher = (unit, { heading, page }) => unit.above.get(heading) ?? unit.above.get(page.top);

  /* Mark the entries that may have a unit, in their own text or in the titles above: du lịch in the plan of one commune. */
  function candidates(unit) {
    const marks = new Uint8Array(entries.length);
    for (const { plain } of unit.spellings) {
      const lists = plain.map((number) => vocabulary[number].places);
      const rarest = lists.reduce((one, other) => (other.length < one.length ? other : one));
      for (const number of rarest) marks[number] = 1;
    }
    for (const { places } of unit.longer) for (const number of places) marks[number] = 1;
    for (const entry of entries) {
      if (!marks[entry.number] || !entry.below.length) continue;
      const inTitle = occurrences(unit, entry).find(({ end }) => end <= entry.titled);
      if (inTitle) raise(unit, entry, inTitle, marks);
    }
    for (const place of places) {
      const [inName] = place.words.length ? occurrences(unit, place) : [];
      if (inName) raise(unit, place, inName, marks);
    }
    return marks;
  }

  return { prepared, occurrences, candidates, higher, NO_YEAR };
};
