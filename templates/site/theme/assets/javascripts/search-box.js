"use strict";

/* The search box in the header: loads the index when it is first needed, shows what is found, takes keys. */
(() => {
  const MOST = 30; // results shown at a time
  const AROUND = 90; // letters shown before a hit
  const LONG = 260; // letters shown of a text
  const SAY = {
    start: "Gõ từ cần tìm, có dấu hay không dấu đều được.",
    loading: "Đang mở mục lục tìm kiếm…",
    failed: "Không mở được mục lục tìm kiếm.",
    none: (query) => `Không tìm thấy “${query}”.`,
    unknown: (words) => `Trên trang này không có từ ${words.map((word) => `“${word}”`).join(", ")}.`,
    apart: "Không mục nào có đủ các từ này; thử bớt từ.",
    meant: "Có phải ý bạn là:",
    nearly: "Không mục nào có đủ các từ này. Gần nhất:",
    some: "Ít mục có đủ các từ này; kèm những mục có gần đủ.",
    every: "Tất cả",
    count: (count) => `${count} kết quả.`,
    more: (count) => `Xem thêm ${count} kết quả`,
  };

  // What a page is, by where it stands; all else only tells of plans.
  const KINDS = {
    "ke-hoach": "Kế hoạch",
    "co-quan": "Cơ quan",
    "chi-tieu": "Chỉ tiêu",
    "van-ban": "Văn bản",
    lich: "Lịch",
    "kinh-phi": "Kinh phí",
  };
  const OTHER_KIND = "Trang khác";
  const kindOf = ({ entry }) => KINDS[entry.page.url.split("/")[0]] ?? OTHER_KIND;

  const root = new URL("../../", document.currentScript.src);
  const form = document.querySelector("form[role=search]");
  const input = form.querySelector("input");
  const status = document.querySelector("#search-status");
  const list = document.querySelector("#search-results");
  const kinds = document.querySelector("#search-kinds");
  const toggle = document.querySelector("#__search"); // Material's style sheet opens the box while it is checked
  let loaded = null;

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  };

  function load() {
    loaded ??= loadScript(new URL("assets/search-index.js", root)).then(() => {
      const engine = searchEngine(searchIndex);
      return { engine, suggest: searchSuggest(engine).suggest };
    });
    return loaded;
  }

  async function search() {
    const query = input.value.trim();
    if (!query) return show(SAY.start, []);
    let found;
    try {
      status.textContent ||= SAY.loading;
      found = await load();
    } catch {
      return show(SAY.failed, []);
    }
    if (query !== input.value.trim()) return; // typed on meanwhile
    const results = found.engine.find(query);
    const unknown = found.engine.unknown(query);
    const none = `${SAY.none(query)} ${unknown.length ? SAY.unknown(unknown) : SAY.apart}`;
    show(results.length ? SAY.count(results.length) : none, results, found.engine);
    await new Promise((painted) => setTimeout(painted)); // a guess takes longer than the results
    if (query !== input.value.trim()) return;
    // Words that are all there are no misspelling, though no place has all of them, or none that is meant.
    const isSpelt = !unknown.length && (!results.length || found.engine.isSentence(query));
    const isFound = found.engine.isFound(query, results);
    const most = isSpelt && !isFound ? found.engine.nearly(query) : [];
    const meant = most.length ? "" : found.suggest(query, results);
    const others = meant && !/["“”„«»]/.test(query) ? found.engine.findOrNearly(meant) : [];
    const isOther = ({ entry }) => !others.some((other) => other.entry === entry);
    if (others.length) show(results.length ? SAY.count(results.length) : none, [...others, ...results.filter(isOther)], found.engine);
    if (meant) status.append(` ${SAY.meant} `, suggestion(meant));
    const nearly = others.length || isFound ? [] : isSpelt ? most : found.engine.nearly(query);
    if (nearly.length) show(results.length ? SAY.some : SAY.nearly, found.engine.joined(query, results, nearly), found.engine);
  }

  function suggestion(meant) {
    const button = make("button", "search-meant", meant);
    button.type = "button";
    button.onclick = () => {
      input.value = meant;
      input.focus();
      search();
    };
    return button;
  }

  function show(message, results, engine, kind = "") {
    status.textContent = message;
    kinds.replaceChildren(...choices(message, results, engine, kind));
    lay(kind ? results.filter((result) => kindOf(result) === kind) : results, engine);
  }

  /* Buttons that leave one kind of page, where there are several. */
  function choices(message, results, engine, chosen) {
    const counts = new Map();
    for (const result of results) counts.set(kindOf(result), (counts.get(kindOf(result)) ?? 0) + 1);
    if (counts.size < 2) return [];
    return ["", ...counts.keys()].map((kind) => {
      const button = make("button", "search-kind", kind ? `${kind} (${counts.get(kind)})` : SAY.every);
      button.type = "button";
      button.setAttribute("aria-pressed", kind === chosen);
      button.onclick = () => {
        show(message, results, engine, kind);
        kinds.querySelector("[aria-pressed=true]").focus();
      };
      return button;
    });
  }

  function lay(results, engine) {
    list.replaceChildren(...results.slice(0, MOST).map((result) => item(result, engine)));
    if (results.length > MOST) list.append(more(results.slice(MOST), engine));
    list.closest(".md-search__scrollwrap").scrollTop = 0;
  }

  function more(results, engine) {
    const button = make("button", "search-more", SAY.more(results.length));
    button.type = "button";
    const line = make("li", "md-search-result__item", button);
    button.onclick = () => {
      line.replaceWith(...results.map((result) => item(result, engine)));
      list.children[MOST].querySelector("a").focus();
    };
    return line;
  }

  function item(result, engine) {
    const { entry } = result;
    const phrases = engine.phrases(result);
    const link = make("a", "md-search-result__link search-result");
    link.href = address(entry.page.url, entry.anchor, phrases);
    const above = [kindOf(result), entry.page.title, entry.heading?.title].filter((title) => title && title !== entry.title).join(" › ");
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

  const open = (opened) => {
    toggle.checked = opened;
    if (opened) load().then(search, search);
  };

  input.addEventListener("focus", () => open(true));
  input.addEventListener("input", search);
  form.addEventListener("reset", () => {
    input.focus();
    setTimeout(search); // once the box is empty
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  toggle.addEventListener("change", () => {
    // Material closes the box a moment after a page was opened at an anchor, even while somebody types into it.
    if (document.activeElement === input) toggle.checked = true;
    else if (toggle.checked) input.focus();
  });
  // The field of the home page is a door to this one.
  document.querySelector("#search-field")?.addEventListener("click", () => {
    scrollTo(0, 0);
    open(true);
    input.focus();
  });

  document.addEventListener("keydown", (event) => {
    const box = form.closest(".md-search");
    const inBox = box.contains(event.target);
    if (event.key === "/" && !inBox && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      input.focus();
    }
    if (event.key === "Escape" && toggle.checked) {
      open(false);
      document.activeElement.blur();
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && inBox && toggle.checked) {
      const stops = [input, ...box.querySelectorAll(".search-meant, .search-result, .search-more")];
      const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      stops[Math.max(0, Math.min(next, stops.length - 1))].focus();
    }
  });
  document.addEventListener("click", (event) => {
    // Not by event.target: the button of a suggestion is gone once it was clicked.
    const inBox = event.composedPath().some((element) => element.matches?.(".md-search, [for=__search], #__search, #search-field"));
    if (toggle.checked && !inBox) open(false);
  });

  if (history.state?.sought && performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
    input.value = history.state.sought;
    open(true);
  }
})();
