"use strict";

/* What indexes of planbook/render/search_index.py hold, ready to be looked through. Touches no page.
   Words are numbers in here: a query looks through the words of thousands of entries, and numbers compare fast. */
const searchEntries = () => {
  const SHORT_FORMS = [3, 8]; // letters that a short form has, which nobody listed

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

  function wordsOf(text) {
    const words = (text.match(vietnamese.WORD) ?? []).map(numberOf);
    return { words, plain: Uint32Array.from(words, (number) => plainOf[number]) };
  }

  /* ---- the entries: items and headings, each below the top of its page and perhaps a heading; pages are of a place */
  const pages = [];
  const entries = [];
  const places = [];

  /* Take in an index. The pages of one place of many have its name, as if it stood above them, and mostly its folder before their addresses;
     `behind` of a place says how far all of its entries come after those of others. */
  function add(index, { name = "", folder = "", label = "" } = {}) {
    const place = places.find((other) => other.folder === folder) ?? { ...wordsOf(name), folder, label, behind: 0, below: [] };
    if (!places.includes(place)) places.push(place);
    const ofIndex = index.pages.map(([url, title, behind]) => {
      return { url, path: url.startsWith(folder) ? url.slice(folder.length) : url, title, behind, place, top: null };
    });
    const before = entries.length;
    for (const [page, under, anchor, title, ...texts] of index.entries) {
      const text = (title ? [title, ...texts] : texts).join(" · ");
      const entry = { number: entries.length, page: ofIndex[page], heading: null, anchor, title, text, below: [], ...wordsOf(text) };
      if (under !== null) entry.heading = entries[before + under];
      entry.titled = title.match(vietnamese.WORD)?.length ?? 0;
      entry.first = texts[0]?.match(vietnamese.WORD)?.length ?? 0; // of a row its name, of an item what it says
      for (const number of entry.plain) {
        const numbers = vocabulary[number].places;
        if (numbers[numbers.length - 1] !== entry.number) numbers.push(entry.number);
      }
      if (entry.page.top) entry.page.top.below.push(entry);
      else entry.page.top = entry;
      entry.heading?.below.push(entry);
      place.below.push(entry);
      entries.push(entry);
    }
    for (const entry of entries.slice(before)) {
      entry.code = new Set([...entry.plain.slice(0, entry.titled), ...entry.anchor.split("-").map((word) => plains.get(word))]);
    }
    pages.push(...ofIndex);
    shortForms.clear();
    pairs = null;
    return place;
  }

  const has = (word) => plains.has(word);
  const placesOf = (word) => vocabulary[plains.get(word)]?.places ?? [];
  const plainWords = (entry, start, end) => Array.from(entry.plain.slice(start, end), (number) => vocabulary[number].word);

  /* Give the rows of words that letters stand for, as "xkld" for "xuất khẩu lao động": the most usual ones of the site. */
  const shortForms = new Map();
  function spelledOut({ plain: letters, canonical }) {
    if (/\p{M}/u.test(canonical.normalize("NFD"))) return []; // nobody writes initials with marks: Tấu is none
    if (!/^[a-z]+$/.test(letters) || letters.length < SHORT_FORMS[0] || letters.length > SHORT_FORMS[1]) return [];
    if (!shortForms.has(letters)) {
      const codes = Array.from(letters, (letter) => letter.charCodeAt(0));
      const first = Uint8Array.from(vocabulary, ({ word }) => word.charCodeAt(0));
      const rows = new Map();
      for (const { plain, text } of entries) {
        for (let start = 0; start + codes.length <= plain.length; start++) {
          let length = 0;
          while (length < codes.length && first[plain[start + length]] === codes[length]) length++;
          if (length < codes.length || !isOneSentence(text, start, length)) continue;
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

  /* Whether some words of a text stand in one sentence, or one cell: "is made of. It is" is no phrase of four words. */
  function isOneSentence(text, start, length) {
    const words = vietnamese.words(text).slice(start, start + length);
    return !/[.!?;:·]/.test(text.slice(words[0].end, words[length - 1].start));
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

  /* How usual some plain words are in this order: from 0 to 1 for each word and its next, behind a `row` of others. */
  function inARow(words, row = 0) {
    let sum = row;
    for (let at = 1; at < words.length; at++) sum += Math.min(1, beside(words[at - 1], words[at]) / 5);
    return sum;
  }

  return { add, pages, entries, places, vocabulary, plains, canonicals, has, placesOf, plainWords, spelledOut, beside, inARow };
};
