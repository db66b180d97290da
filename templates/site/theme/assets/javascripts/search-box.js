"use strict";

/* The search box in the header: loads the search when it is first needed, shows what is found, takes keys. */
(() => {
  const MOST = 30; // results shown at a time
  const QUIET = 200; // ms without a key after which indexes of places are asked for
  const PROGRAM = ["search-entries", "search-matching", "search-ranking", "search-engine", "search-suggest", "search-results"];
  const OF_PLACES = ["search-places", "search-loading", "search-coverage"]; // and of a site of many places
  const SEEN = "planbook.noi"; // the place of the page that was looked at last, for as long as the tab is open
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

  const root = new URL("../../", document.currentScript.src);
  const form = document.querySelector("form[role=search]");
  const input = form.querySelector("input");
  const status = document.querySelector("#search-status");
  const list = document.querySelector("#search-results");
  const kinds = document.querySelector("#search-kinds");
  const toggle = document.querySelector("#__search"); // Material's style sheet opens the box while it is checked
  let loaded = null; // the promise of the search
  let shown = null; // the answer in the box: {query, message, results, meant, kind, come}

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  };

  function makeButton(className, text, onclick) {
    const button = make("button", className, text);
    button.type = "button";
    button.onclick = onclick;
    return button;
  }

  const loadAddress = (address) => loadScript(new URL(address, root));
  const loadProgram = (names) => Promise.all(names.map((name) => loadAddress(`assets/javascripts/${name}.js`)));

  function load() {
    loaded ??= Promise.all([loadAddress("assets/search-index.js"), loadProgram(PROGRAM)]).then(async () => {
      const first = searchIndex;
      if (first.places) await loadProgram(OF_PLACES);
      const engine = first.places ? searchEngine() : searchEngine(first);
      const places = first.places && searchLoading(first, engine, loadAddress, folder());
      const coverage = places && searchCoverage(places, makeButton, goOn);
      return { engine, places, coverage, better: searchSuggest(engine).better, ...searchResults(root, input, make) };
    });
    loaded.catch(() => (loaded = null)); // so that it can be asked for once more
    return loaded;
  }

  /* The folder of the place that the page is of, else of the one that was looked at last. */
  function folder() {
    const own = document.querySelector("[data-place]")?.dataset.place;
    try {
      if (own) sessionStorage.setItem(SEEN, own);
      return own ?? sessionStorage.getItem(SEEN);
    } catch {
      return own; // of a browser that keeps nothing for pages
    }
  }

  /* Answer what stands in the box, after some rest where indexes of places may have to come. */
  async function search(rest = 0) {
    const query = input.value.trim();
    const isLeft = () => query !== input.value.trim(); // typed on meanwhile
    if (!query) return show({ query, message: SAY.start, results: [] });
    let program;
    try {
      status.textContent ||= SAY.loading;
      program = await load();
    } catch {
      return show({ query, message: SAY.failed, results: [] });
    }
    if (program.places && rest) await new Promise((quiet) => setTimeout(quiet, rest));
    if (isLeft()) return;
    const come = program.places && (await program.places.ask(query, isLeft));
    if (isLeft()) return;
    const first = found(query, program, come);
    show({ ...first, come }, program);
    await new Promise((painted) => setTimeout(painted)); // a guess takes longer than the results
    if (isLeft()) return;
    const better = guessed(first, program);
    if (better !== first) show({ ...better, come }, program);
    if (!come) return;
    expect(come.late, query, program);
    const isOver = better.results.length || come.failed.length || come.late.length || come.nowhere.size;
    if (!isOver) await further(program.places.next(come.others), query, program); // somebody would go on anyway
  }

  /* What a query finds: {query, message, results, unknown}, unknown the words that stand in no index. */
  function found(query, { engine }, come) {
    const [results, unknown] = [engine.find(query), engine.unknown(query)];
    // A word that is in no loaded index may be in another one.
    const nowhere = unknown.filter((word) => !come || come.nowhere.has(vietnamese.plain(vietnamese.canonical(word))));
    const none = `${SAY.none(query)} ${nowhere.length ? SAY.unknown(nowhere) : SAY.apart}`;
    return { query, message: results.length ? SAY.count(results.length) : none, results, unknown };
  }

  /* The same with what may have been meant, or with what has most of the words; the very same where there is nothing to add. */
  function guessed(answer, { better }) {
    const more = better(answer.query, answer.results, answer.unknown);
    if (!more) return answer;
    return { ...answer, ...more, message: more.meant ? answer.message : answer.results.length ? SAY.some : SAY.nearly };
  }

  function suggestion(meant) {
    return makeButton("search-meant", meant, () => {
      input.value = meant;
      input.focus();
      search();
    });
  }

  function show(answer, program, kind = "") {
    shown = { ...answer, kind };
    tell(answer.message, program);
    lay(shown, program);
  }

  /* Say what was found, and of many places where, and offer to leave one kind of page. */
  function tell(message, program) {
    const { meant, come } = shown;
    status.replaceChildren(message, ...(meant ? [` ${SAY.meant} `, suggestion(meant)] : []), ...(come ? program.coverage.told(come) : []));
    kinds.replaceChildren(...choices(shown, program));
  }

  /* Buttons that leave one kind of page, where there are several. */
  function choices(answer, program) {
    const counts = new Map();
    for (const result of answer.results) counts.set(program.kindOf(result), (counts.get(program.kindOf(result)) ?? 0) + 1);
    if (counts.size < 2) return [];
    return ["", ...counts.keys()].map((kind) => {
      const button = makeButton("search-kind", kind ? `${kind} (${counts.get(kind)})` : SAY.every, () => {
        show(answer, program, kind);
        kinds.querySelector("[aria-pressed=true]").focus();
      });
      button.setAttribute("aria-pressed", kind === answer.kind);
      return button;
    });
  }

  function lay({ results, kind, come }, program) {
    list.replaceChildren(...lines(ofKind(results, kind, program), program), ...end(come, program));
    list.closest(".md-search__scrollwrap").scrollTop = 0;
  }

  const ofKind = (results, kind, program) => (kind ? results.filter((result) => program.kindOf(result) === kind) : results);

  /* The lines of results, no more than a person looks through at once. */
  function lines(results, program) {
    const rest = results.slice(MOST);
    const more = makeButton("search-more", SAY.more(rest.length), () => {
      const items = rest.map((result) => program.item(result, program.engine));
      more.parentElement.replaceWith(...items);
      items[0].querySelector("a").focus();
    });
    const items = results.slice(0, MOST).map((result) => program.item(result, program.engine));
    return rest.length ? [...items, make("li", "md-search-result__item", more)] : items;
  }

  /* The last line: a way to go on to places that were not looked through. */
  function end(come, program) {
    const button = come && program.coverage.further(come, "search-more");
    return button ? [make("li", "md-search-result__item search-end", button)] : [];
  }

  /* Look through some more parts, which a button asks for. */
  async function goOn(parts, button) {
    button.textContent = SAY.loading;
    const first = await further(parts, shown.query, await load());
    (first ?? list.querySelector(".search-end button") ?? input).focus();
  }

  /* Look through some more parts for a query, if it is still asked; the first link of what they have. */
  async function further(parts, query, program) {
    const come = await program.places.load(parts);
    if (query !== shown.query || query !== input.value.trim()) return null;
    expect(come.late, query, program);
    return append(come, program);
  }

  /* Show what comes late when it is there, as long as it is asked for. */
  function expect(late, query, program) {
    const show = (come) => query === shown.query && query === input.value.trim() && append({ loaded: [], failed: [], late: [], ...come }, program);
    for (const { part, wait } of late) wait.then(() => show({ loaded: [part] }), () => show({ failed: [part] }));
  }

  /* Show what further places have below what stands there, so that nothing moves under the finger; the first link of it. */
  function append({ loaded: parts, failed, late }, program) {
    const { query, results, kind, come } = shown;
    const isNew = ({ entry }) => !results.some((result) => result.entry === entry);
    const isAdded = (result) => isNew(result) && program.places.isOf(parts)(result);
    const first = found(query, program, come);
    const strict = first.results.filter(isAdded);
    const more = strict.length ? first : guessed(first, program);
    const added = more.results.filter(isAdded);
    const isDone = (part) => parts.includes(part) || failed.includes(part);
    const pending = [...come.late, ...late].filter(({ part }) => !isDone(part));
    const unread = [...come.failed.filter((part) => !isDone(part)), ...failed];
    const meant = shown.meant ?? (added.length ? more.meant : undefined);
    shown = { ...shown, results: [...results, ...added], meant, come: { ...come, failed: unread, late: pending } };
    list.querySelector(".search-end")?.remove();
    const told = parts.length ? program.coverage.added(added.length, parts) : "";
    const items = lines(ofKind(added, kind, program), program);
    list.append(...(told ? [make("li", "search-added", told)] : []), ...items, ...end(shown.come, program));
    tell(told, program);
    return items[0]?.querySelector("a");
  }

  const open = (opened) => {
    toggle.checked = opened;
    if (!opened) return;
    load();
    search();
  };

  const box = form.closest(".md-search");
  let before = null; // what had the focus outside of the box
  input.addEventListener("focus", ({ relatedTarget }) => {
    if (!box.contains(relatedTarget)) before = relatedTarget;
    open(true);
  });
  input.addEventListener("input", () => search(QUIET));
  form.addEventListener("reset", () => {
    input.focus();
    setTimeout(() => search()); // once the box is empty
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
    const inBox = box.contains(event.target);
    if (event.key === "/" && !inBox && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      input.focus();
    }
    if (event.key === "Escape" && toggle.checked) {
      open(false);
      document.activeElement.blur();
      before?.focus({ preventScroll: true });
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && inBox && toggle.checked) {
      const stops = [input, ...box.querySelectorAll(".search-meant, .search-on, .search-result, .search-more")];
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
