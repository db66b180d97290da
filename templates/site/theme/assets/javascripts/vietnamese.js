"use strict";

/* Vietnamese words, made comparable: as people type them, and as plans print them. Knows nothing of pages. */
const vietnamese = (() => {
  // A figure keeps its separators, because 6.2 (an item), 6,2 (a quantity) and 6/2 (a day) are different things.
  const WORD = /\d+(?:[.,/]\d+)*|[\p{L}\p{M}]+/gu;
  const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;
  // The same sound may be written i or y at the end: kỹ thuật, kĩ thuật; quy, qui. Not after other vowels: túi, túy.
  const FINAL_Y = /^(qu|[hklmstv])y$/;

  /* A word without the freedoms of spelling: capitals, NFC or NFD, place of the tone (hòa, hoà), i or y, 07 or 7. */
  function canonical(word) {
    if (/^\d/.test(word)) return figure(word);
    const [letters, tones] = toneApart(word);
    return letters.replace(FINAL_Y, "$1i") + tones;
  }

  /* A word as its letters and its tone: hoà, Hòa -> [hoa, ̀]. */
  function toneApart(word) {
    const letters = word.toLowerCase().replace(/ð/g, "đ").normalize("NFD");
    return [letters.replace(TONE, "").normalize("NFC"), (letters.match(TONE) ?? []).join("")];
  }

  /* A text as inOrder compares it: a tone is the same wherever it is written. */
  function sortable(text) {
    return text.replace(WORD, (word) => toneApart(word).join(""));
  }

  /* Which of two sortable texts comes first in Vietnamese order: a ă â b c d đ e ê, and of equal letters by their tones.
     As ICU has it, the letters of the whole text go before all tones. */
  const inOrder = new Intl.Collator("vi", { numeric: true }).compare;

  function figure(word) {
    const whole = /^\d{1,3}(\.\d{3})+(?=,|$)/.test(word) ? word.replace(/\./g, "") : word;
    return whole.replace(/(^|\/)0+(?=\d)/g, "$1");
  }

  /* A canonical word without marks, as most people type: giảm -> giam, đa -> da. */
  function plain(word) {
    return word.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  }

  /* The word that a keyboard meant while its Vietnamese was off: giamr -> giam, ddaaf -> da, nguwowif, nguwofi -> nguoi,
     and with the marks at the end: nongo -> nong, nguoiwf -> nguoi, hopwj -> hop, diemdf -> diem. */
  function withoutTelex(word) {
    return word
      .replace(/(?<=[aeiouyw](?:ch|ng|nh|[cmnpt])?)[sfrxj]/g, "")
      .replace(/([aeo])(ch|ng|nh|[cmnpt])\1$/, "$1$2")
      .replace(/^(d.*[aeiouy].*)d$/, "$1")
      .replace(/([aeod])\1/g, "$1")
      .replace(/(?<=[aou][aeiouy]*(?:ch|ng|nh|[cmnpt])?)w/g, "")
      .replace(/w/g, "u");
  }

  /* The word that is typed with figures for its marks (VNI): d9ao2 -> dao, nghe6o2 -> ngheo; else empty. */
  function withoutVni(piece) {
    // A word has a vowel, and no mark is typed with 0: nd27 and qd90 are numbers of documents.
    const isVni = /^(?=.*[aeiouy])[a-z]+(?:[1-9]{1,2}[a-z]*)+$/i.test(piece) && !/[0-9]{3}/.test(piece);
    return isVni ? piece.toLowerCase().replace(/[0-9]/g, "") : "";
  }

  /* A plain word as it may sound, by ear and by region: tri, chi; xa, sa; nghe, nge; cac, cat. */
  function sound(word) {
    return word
      .replace(/^tr/, "ch")
      .replace(/^x/, "s")
      .replace(/^(gi|r|v)(?=[aeiouy])/, "d")
      .replace(/^l/, "n")
      .replace(/^(n?g)h/, "$1")
      .replace(/^[kq]/, "c")
      .replace(/n[gh]$/, "n")
      .replace(/(c|ch)$/, "t")
      .replace(/y/g, "i");
  }

  /* Count the letters to add, drop, change or swap between two words; gives up above `limit`. */
  const rows = [[], [], []]; // of counts, for the last letters
  function distance(one, other, limit) {
    if (Math.abs(one.length - other.length) > limit) return limit + 1;
    let [before, row, next] = rows;
    for (let column = 0; column <= other.length; column++) row[column] = column;
    for (let line = 1; line <= one.length; line++) {
      let least = (next[0] = line);
      for (let column = 1; column <= other.length; column++) {
        const same = one[line - 1] === other[column - 1];
        let count = Math.min(row[column] + 1, next[column - 1] + 1, row[column - 1] + (same ? 0 : 1));
        const swapped = line > 1 && column > 1 && one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
        if (swapped) count = Math.min(count, before[column - 2] + 1);
        next[column] = count;
        if (count < least) least = count;
      }
      [before, row, next] = [row, next, before];
      if (least > limit) return limit + 1;
    }
    return row[other.length];
  }

  // Days, months and quarters as people write them, and as the index has them: 10-4-2026, t12/2026, q3/2026, 2026-12.
  const TIMES = [
    [/(th[aá]ng)\s+(?:một|mot|giêng|gieng)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 1/"],
    [/(th[aá]ng)\s+(?:hai)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 2/"],
    [/(th[aá]ng)\s+(?:ba)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 3/"],
    [/(th[aá]ng)\s+(?:bốn|tư|bon|tu)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 4/"],
    [/(th[aá]ng)\s+(?:năm|nam)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 5/"],
    [/(th[aá]ng)\s+(?:sáu|sau)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 6/"],
    [/(th[aá]ng)\s+(?:bảy|bay)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 7/"],
    [/(th[aá]ng)\s+(?:tám|tam)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 8/"],
    [/(th[aá]ng)\s+(?:chín|chin)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 9/"],
    [/(th[aá]ng)\s+(?:mười|muoi)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 10/"],
    [/(th[aá]ng)\s+(?:mười một|muoi mot)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 11/"],
    [/(th[aá]ng)\s+(?:mười hai|muoi hai|chạp|chap)\s+(?:n[aă]m\s+)?(?=\d{4})/gi, "$1 12/"],
    [/(qu[yý])\s+(?:một|nhất|mot|nhat)(?=\s|$)/gi, "$1 1"],
    [/(qu[yý])\s+hai(?=\s|$)/gi, "$1 2"],
    [/(qu[yý])\s+ba(?=\s|$)/gi, "$1 3"],
    [/(qu[yý])\s+(?:bốn|tư|bon|tu)(?=\s|$)/gi, "$1 4"],
    [/\b(\d{1,2})([-/])(\d{1,2})\2(\d{2})\b/g, "$1/$3/20$4"],
    [/(th[aá]ng|(?<!\p{L})t)\s*(\d{1,2})\s*[-/]\s*(\d{2})\b(?![-/])/giu, "tháng $2/20$3"],
    [/\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g, "$3/$2/$1"],
    [/\b(\d{1,2})[-.](\d{1,2})[-.](\d{4})\b/g, "$1/$2/$3"],
    [/(\d{1,2})\s+th[aá]ng\s+(\d{1,2})(?:\s*n[aă]m\s*|\s*[-/.,]\s*|\s+)(\d{4})\b/gi, "$1/$2/$3"],
    [/\b(\d{4})[\s,/-]*(?:qu[yý]|q)[\s.]*([1-4]|iii|ii|iv|i)\b/gi, "quý $2 năm $1"],
    [/(?:qu[yý]|(?<!\p{L})q)[\s.]*([1-4]|iii|ii|iv|i)\s*(?:[-/.,]\s*|n[aă]m\s*|\s)(\d{4})\b/giu, "quý $1 năm $2"],
    [/(?<!\p{L})q([1-4])\b/giu, "quý $1"],
    [/\b(\d{4})[\s,/-]*(?:th[aá]ng|t)[\s.]*(\d{1,2})\b/gi, "tháng $2/$1"],
    [/(?:th[aá]ng|(?<!\p{L})t)[\s.]*(\d{1,2})(?:\s*(?:[-/.,]|n[aă]m)\s*|\s+)(\d{4})\b/giu, "tháng $1/$2"],
    [/(?<![\d/.,-])(\d{1,2})[-.](\d{4})\b/g, "$1/$2"],
    [/\b(\d{4})[-/](\d{1,2})\b(?![/-])/g, "$2/$1"],
    [/(?<!qu[yý]\s)(?<![\d/.,])(\d{1,2})\s+th[aá]ng\s+(\d{1,2})\b(?![/.,]\d)/gi, "$1/$2"],
  ];

  /* A text with its days, months and quarters in one form. */
  function withTimes(text) {
    return TIMES.reduce((changed, [form, meant]) => changed.replace(form, meant), text.normalize("NFC"));
  }

  /* Give the days, months and quarters that a text names, each as text. */
  const times = (text) => text.match(/(?:th[aá]ng \d{1,2}|qu[yý] \S+ n[aă]m|\d{1,2}\/\d{1,2})[ /]\d{4}/gi) ?? [];

  /* Give words with their places: [{text, start, end}]. */
  function words(text) {
    return Array.from(text.matchAll(WORD), (match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
  }

  /* Give where any of some phrases, each a list of plain words, stands in a text, none overlapping:
     [{start, end, phrase}]. */
  function spots(text, phrases) {
    const all = words(text).map((word) => ({ ...word, plain: plain(canonical(word.text)) }));
    const longestFirst = [...phrases].sort((one, other) => other.length - one.length);
    const found = [];
    for (let at = 0; at < all.length; ) {
      const phrase = longestFirst.find((some) => some.every((word, step) => all[at + step]?.plain === word));
      if (phrase) found.push({ start: all[at].start, end: all[at + phrase.length - 1].end, phrase });
      at += phrase?.length ?? 1;
    }
    return found;
  }

  return { WORD, canonical, plain, sortable, inOrder, withoutTelex, withoutVni, withTimes, times, sound, distance, words, spots };
})();
