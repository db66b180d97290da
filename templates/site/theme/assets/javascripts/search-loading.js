"use strict";

/* Loads the indexes of a site of many places into the search, as many as a query needs. Takes the first file, the engine, a way
   to load a script by its address, and the folder that the reader is in. */
const searchLoading = (first, engine, loadAddress, folder) => {
  const FURTHER = 500_000; // bytes of indexes that somebody asks for who goes on
  const SLOW = 4000; // ms after which what has come is shown without the rest
  const where = searchPlaces(first, (address) => loadAddress(address).then(() => searchWords.lines[0]));
  const coming = new Map(); // part -> the promise of its index
  const here = new Set(); // parts that the engine has

  function take(part) {
    if (!coming.has(part)) {
      // The variable of a script is read before any other script runs.
      const index = loadAddress(part.address).then(() => {
        part.place.held = engine.add(searchIndex, { ...part.place, ...where.namesOf(part.place) });
        here.add(part);
      });
      index.catch(() => coming.delete(part)); // so that it can be asked for once more
      coming.set(part, index);
    }
    return coming.get(part);
  }

  /* Load some parts: {loaded, failed, late}, late those of which nothing is known yet, each with the promise of its coming. */
  async function load(parts) {
    const failed = [];
    const waits = parts.map((part) => take(part).catch(() => failed.push(part)));
    let timer;
    await Promise.race([Promise.all(waits), new Promise((slow) => (timer = setTimeout(slow, SLOW)))]);
    clearTimeout(timer);
    const late = parts.filter((part) => !here.has(part) && !failed.includes(part)).map((part) => ({ part, wait: take(part) }));
    return { loaded: parts.filter((part) => here.has(part)), failed: [...failed], late };
  }

  /* Load what the first answer to a query needs; nothing where somebody typed on meanwhile, which `isLeft` tells. */
  async function ask(query, isLeft) {
    const { asked, others, nowhere } = await where.route(query, folder);
    if (isLeft()) return null;
    const come = await load(asked.filter((part) => !here.has(part)));
    const wanted = new Set(asked.map(({ place }) => place));
    // Of equal finds those come first that were looked for.
    for (const { place } of here) place.held.behind = wanted.has(place) ? 0 : 1;
    return { ...come, others: others.filter((part) => !here.has(part)), nowhere };
  }

  /* The places that were looked through: whole ones, and those of which only a part was. */
  function searched() {
    const begun = [...new Set([...here].map(({ place }) => place))].filter(({ name }) => name);
    const isWhole = ({ parts }) => parts.every((part) => here.has(part));
    return { whole: begun.filter(isWhole), part: begun.filter((place) => !isWhole(place)), of: where.places.filter(({ name }) => name).length };
  }

  const next = (others) => where.affordable(others.filter((part) => !here.has(part)), FURTHER);
  const isOf = (parts) => {
    const places = new Set(parts.map((part) => part.place.held));
    return ({ entry }) => places.has(entry.page.place);
  };

  return { ask, load, next, searched, isOf };
};
