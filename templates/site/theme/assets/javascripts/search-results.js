"use strict";

/* Lays out what the search finds: a link to the place, with what was sought marked in its text. */
const searchResults = (root, input, make) => {
  const AROUND = 90; // letters shown before a hit
  const LONG = 260; // letters shown of a text

  // What a page is, by where it stands; all else only tells of plans.
  const KINDS = {
    "ke-hoach": "Kế hoạch",
    "co-quan": "Cơ quan",
    "chi-tieu": "Chỉ tiêu",
    "van-ban": "Văn bản",
    lich: "Lịch",
    "kinh-phi": "Kinh phí",
    "don-vi": "Đơn vị",
  };
  const OTHER_KIND = "Trang khác";
  const kindOf = ({ entry }) => KINDS[entry.page.path.split("/")[0]] ?? OTHER_KIND;

  function item(result, engine) {
    const { entry } = result;
    const phrases = engine.phrases(result);
    const link = make("a", "md-search-result__link search-result");
    link.href = address(entry.page.url, entry.anchor, phrases);
    const above = [entry.page.place.label, kindOf(result), entry.page.title, entry.heading?.title].filter((title) => title && title !== entry.title).join(" › ");
    if (above) link.append(make("span", "search-path", ...marked(above, phrases, above.length)));
    if (entry.title) link.append(make("b", "search-title", ...marked(entry.title, phrases, entry.title.length)));
    const text = entry.title ? entry.text.slice(entry.title.length + 3) : entry.text;
    if (text) link.append(make("span", "search-text", ...marked(text, phrases, LONG)));
    // Who comes back finds the search as it was.
    link.addEventListener("click", () => history.replaceState({ ...history.state, sought: input.value }, ""));
    return make("li", "md-search-result__item", link);
  }

  /* What to mark travels in the address; hit-marks.js takes them out of it again. */
  function address(page, anchor, phrases) {
    const url = new URL(location.protocol === "file:" ? `${page}index.html` : page, root);
    if (phrases.length) url.searchParams.set("h", phrases.map((words) => words.join(" ")).join("|"));
    url.hash = anchor;
    return url.href;
  }

  /* Give a text, or the two parts of it that hold most of what was sought, as text and <mark> nodes. */
  function marked(text, phrases, length) {
    const hits = vietnamese.spots(text, phrases);
    const nodes = [];
    let at = 0;
    for (const [from, to] of text.length <= length ? [[0, text.length]] : parts(text, hits, length)) {
      if (from > at) nodes.push("… ");
      at = from;
      for (const hit of hits.filter((one) => within(one, [from, to]))) {
        nodes.push(text.slice(at, hit.start), make("mark", "", text.slice(hit.start, hit.end)));
        at = hit.end;
      }
      nodes.push(text.slice(at, to), " ");
      at = to;
    }
    return at < text.length ? [...nodes, "…"] : nodes;
  }

  function parts(text, hits, length) {
    const first = part(text, hits, length);
    const shown = new Set(hits.filter((hit) => within(hit, first)).map((hit) => hit.phrase));
    const rest = hits.filter((hit) => !shown.has(hit.phrase));
    if (!rest.length) return [first];
    const [one, other] = [first, part(text, rest, length / 2)].sort(([start], [later]) => start - later);
    return other[0] <= one[1] ? [[one[0], Math.max(one[1], other[1])]] : [one, other];
  }

  /* Give the part of a text that holds the most different hits, whole words only: [from, to]. */
  function part(text, hits, length) {
    const range = ({ start }) => [start, start + length - AROUND];
    const variety = (hit) => new Set(hits.filter((one) => within(one, range(hit))).map((one) => one.phrase)).size;
    const best = hits.reduce((one, other) => (variety(other) > variety(one) ? other : one), hits[0] ?? { start: 0 });
    const from = best.start < AROUND ? 0 : text.indexOf(" ", best.start - AROUND) + 1;
    const to = from + length >= text.length ? text.length : text.lastIndexOf(" ", from + length);
    return [from, to];
  }

  const within = (hit, [from, to]) => hit.start >= from && hit.end <= to;

  return { kindOf, item };
};
