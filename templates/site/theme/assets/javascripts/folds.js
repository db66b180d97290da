"use strict";

/* The sections of a page that is very long on a narrow screen begin folded. A link into a fold opens it, paper shows all. */
(() => {
  const MOST = 60; // screens
  const article = document.querySelector("article");
  const isNarrow = matchMedia("(max-width: 44.99em)").matches;
  const isLong = document.documentElement.scrollHeight > MOST * innerHeight;
  let sections = [...document.querySelectorAll("details.section")];

  if (isNarrow && isLong) {
    if (!sections.length) sections = [...article.querySelectorAll("h2")].map(folded);
    for (const section of sections) section.open = false;
  }
  reveal();
  window.addEventListener("hashchange", reveal);

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = sections.filter((section) => !section.open);
    for (const section of closed) section.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const section of closed) section.open = false;
  });

  /* A heading with all that follows it, up to the next one or to the end of a plan, which belongs to no section. */
  function folded(heading) {
    const section = document.createElement("details");
    const summary = document.createElement("summary");
    section.className = "section";
    heading.before(section);
    while (section.nextSibling && !(section.nextSibling !== heading && section.nextSibling.matches?.("h2, hr.end"))) {
      section.append(section.nextSibling);
    }
    heading.querySelector(".headerlink")?.remove(); // what is pressed holds nothing else to press
    summary.append(heading);
    section.prepend(summary);
    return section;
  }

  function reveal() {
    const sought = document.getElementById(decoded(location.hash.slice(1)));
    let opened = false;
    for (let fold = sought?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) {
      fold.open = opened = true;
    }
    if (opened) sought.scrollIntoView();
  }

  function decoded(hash) {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  }
})();
