"use strict";

/* Reads what a person typed. Takes rows of names for one thing, a way to ask whether a plain word is on the site, words
   with which people only ask, rows of a folder of pages with what its kind of page is called, and words that may be missing. */
const searchQuery = (sameNames, isWord, asking = [], kinds = [], small = []) => {
  const MONEY = [
    { name: "tỷ", form: /^t[yỷỉ]/i, zeros: 9 },
    { name: "triệu", form: /^tr/i, zeros: 6 },
    { name: "đồng", form: /^[dđ]/i, zeros: 0 },
  ];
  const AMOUNT = /(?<![\d.,/-])(\d[\d.]*(?:,\d+)?)(?:\s*(t[yỷỉ]|tri[eệ]u)(?:\s*(?:đồng|dong))?|\s*(đồng|dong))?(?=\s|$)/giu;
  const LEAST_BARE = 1e6; // đồng
  const LONG_NAME = 3; // words: a name of a kind of page that is hardly anything else
  const plainly = (text) => vietnamese.words(text).map((word) => termOf(word.text).plain).join(" ");
  const longestFirst = (one, other) => other.length - one.length;
  const questions = asking.map(plainly).sort(longestFirst);
  const smallWords = new Set(small.map(plainly));
  const folders = kinds.flatMap(([folder, ...names]) => names.map((name) => ({ folder, words: plainly(name) })));
  folders.sort((one, other) => longestFirst(one.words, other.words));

  // Names of one thing, by any of them written together: sonnmt -> [[so, nnmt], [so, nong, nghiep, va, moi, truong]]
  const names = new Map();
  for (const row of sameNames) {
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

  /* Give what a person is after: {text}, the query without words that only ask and with its days in one form; where it
     names a kind of page also {rest, folder}: what is left of it, and where such pages are. */
  function meaning(query) {
    let text = vietnamese.withTimes(query.trim());
    if (/["“”„«»]/.test(text)) return { text };
    const kind = kindOf(text); // "có gì mới" names one, and only asks too
    for (let shorter = text; shorter; ) {
      text = shorter;
      shorter = [false, true].map((atEnd) => cut(text, questions, atEnd)).find(Boolean);
    }
    return { text, ...(kind ?? kindOf(text)) };
  }

  /* Give the kind of page that a text begins with, or a long name of one that it ends with, and what is left of it. */
  function kindOf(query) {
    const text = withoutSmall(query);
    for (const { folder, words } of folders) {
      const rest = cut(text, [words], false) || (words.split(" ").length >= LONG_NAME && cut(text, [words], true));
      if (rest) return { rest: withoutSmall(rest), folder };
    }
    return null;
  }

  /* A text without the words at its beginning that may be missing. */
  function withoutSmall(text) {
    const rest = cut(text, [...smallWords], false);
    return rest ? withoutSmall(rest) : text;
  }

  /* A text without the first of some phrases that it begins or ends with; nothing where that leaves no word. */
  function cut(text, phrases, atEnd) {
    const words = vietnamese.words(text);
    const plain = words.map((word) => termOf(word.text).plain);
    for (const phrase of phrases) {
      const length = phrase.split(" ").length;
      const part = atEnd ? plain.slice(-length) : plain.slice(0, length);
      if (words.length <= length || part.join(" ") !== phrase) continue;
      return atEnd ? text.slice(0, words[words.length - length - 1].end) : text.slice(words[length].start);
    }
    return "";
  }

  /* A text with a comma before one or two decimals, for who typed a point: 1.7 as 1,7. */
  const withCommas = (text) => text.replace(/(?<![\d.,])(\d+)\.(\d{1,2})(?![\d.,])/g, "$1,$2");

  /* Give other ways to say a query that finds nothing: figures in another writing, the month of a day, an amount in another unit,
     letters and figures apart, without small words; those of a figure are worth trying too where only guides name it. */
  function otherWays(text) {
    const apart = (piece) => piece.replace(/(?<=\p{L})[-/&]?(?=\d)|(?<=\d)[-/&]?(?=\p{L})|(?<=\p{L})[-/&](?=\p{L})/gu, " ");
    const pieces = text.split(/\s+/).map((piece) => (vietnamese.withoutVni(piece) ? piece : apart(piece)));
    const ofMonth = text.replace(/(?<![\d/])\d{1,2}\/(\d{1,2}\/\d{4})/, "tháng $1");
    const figures = withCommas(text);
    const ways = [figures, ofMonth, ...amountsAnew(figures)].map((way) => ({ way, isFigure: true }));
    const large = /["“”„«»]/.test(text) ? [] : pieces.filter((piece) => !smallWords.has(plainly(piece)));
    return [...ways, { way: pieces.join(" "), isFigure: false }, { way: large.join(" "), isFigure: false }].filter(({ way }) => way && way !== text);
  }

  /* A text with its first amount of money in each other unit: 3,695 tỷ as 3.695 triệu and as 3.695.000.000 đồng; a number from a
     million on is one of đồng without saying so. */
  function amountsAnew(text) {
    for (const [whole, figure, large, small] of text.matchAll(AMOUNT)) {
      const amount = Number(figure.replace(/\./g, "").replace(",", "."));
      const unit = MONEY.find(({ form }) => form.test(large ?? small ?? ""));
      if (!unit && amount < LEAST_BARE) continue;
      const zeros = unit?.zeros ?? 0;
      return MONEY.filter((other) => other.zeros !== zeros).map((other) => {
        const anew = Number((amount * 10 ** (zeros - other.zeros)).toPrecision(15));
        return text.replace(whole, `${anew.toLocaleString("vi-VN", { maximumFractionDigits: 9 })} ${other.name}`);
      });
    }
    return [];
  }

  /* Give units that must all be there: [{terms, spellings, quoted, exact, prefix}]. Terms are the words as typed; spellings
     are rows of plain words that count as found, the one that was typed first. */
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
    const begun = last && !last.quoted && last.spellings.length === 1 && last.terms.length === 1 ? last.terms[0].plain : "";
    if (begun.length > 1 || (begun && units.length > 1)) {
      last.prefix = begun;
      last.prefixFit = isWord(last.prefix) ? -1 : 0.5;
    }
    return units;
  }

  function named(terms) {
    const units = [];
    for (let at = 0; at < terms.length; ) {
      let length = Math.min(longestName, terms.length - at);
      while (length > 0 && !names.has(key(terms, at, length))) length--;
      const spellings = length ? [...names.get(key(terms, at, length)).values()] : [];
      if (!length) {
        length = 1;
        while (terms[at + length]?.joined) length++;
      }
      const taken = terms.slice(at, at + length);
      const typed = taken.map((term) => term.plain);
      const others = spellings.filter((spelling) => spelling.join(" ") !== typed.join(" "));
      units.push({ terms: taken, spellings: [typed, ...others] });
      at += length;
    }
    return units;
  }

  const key = (terms, at, length) =>
    terms
      .slice(at, at + length)
      .map((term) => term.plain)
      .join("");

  return { read, meaning, otherWays };
};
