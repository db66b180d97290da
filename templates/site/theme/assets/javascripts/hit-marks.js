"use strict";

/* Marks, on the page that a search result led to, the words that were found; only in the item, not all over the page. */
(() => {
  const url = new URL(location.href);
  const sought = url.searchParams.get("h");
  if (!sought) return;
  const phrases = sought.split("|").map((words) => words.split(" "));

  const found = document.getElementById(decodeURIComponent(url.hash.slice(1))) ?? document.querySelector("article h1");
  for (const element of found ? belonging(found) : []) mark(element);

  // The address in the bar is the permanent one, to be copied.
  url.searchParams.delete("h");
  history.replaceState(history.state, "", url);

  /* An item goes on in its assignment and its row of the matrix, a heading in the paragraphs below it. */
  function belonging(element) {
    if (!/^H\d$/.test(element.tagName)) return [element, ...partsOf(element)];
    const below = [element, ...partsOf(element)];
    for (let next = element.nextElementSibling; next && !next.id && !/^H\d$/.test(next.tagName); next = next.nextElementSibling) {
      below.push(next);
    }
    return below;
  }

  function partsOf(element) {
    const start = CSS.escape(`${element.id}--`);
    return element.id ? document.querySelectorAll(`p[id^="${start}"], tr[id^="${start}"]`) : [];
  }

  function mark(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      // From the end, so that the places of the words before stay true.
      for (const { start, end } of vietnamese.spots(text.data, phrases).reverse()) {
        const range = document.createRange();
        range.setStart(text, start);
        range.setEnd(text, end);
        range.surroundContents(document.createElement("mark"));
      }
    }
  }
})();
