"use strict";
/* The first answers of the search of many places: `node bench/search_places.js FOLDER SCRIPTS…`, queries as JSON [[folder, query], …] on
   its input. Each begins with nothing loaded. Prints what each shows first, the bytes of each file that it loaded, and its CPU time in ms. */
const { readFileSync, statSync } = require("node:fs");

const [site, ...scripts] = process.argv.slice(2);
const FIRST = "assets/search-index.js";
const names = ["searchEngine", "searchSuggest", "searchLoading"];
const program = new Function(`${scripts.map((name) => readFileSync(name, "utf-8")).join("\n")}\nreturn {${names}};`)();
const valueOf = (address) => {
  const text = readFileSync(`${site}/${address}`, "utf-8");
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
};

async function answer(folder, query) {
  const loaded = {};
  const read = (address) => {
    loaded[address] = statSync(`${site}/${address}`).size;
    return valueOf(address);
  };
  const engine = program.searchEngine();
  // As scripts of a page come: one after the other, each read before the next one runs.
  const load = (address) =>
    new Promise((come) => {
      setTimeout(() => {
        globalThis[address.startsWith("assets/search-words/") ? "searchWords" : "searchIndex"] = read(address);
        come();
      });
    });
  const places = program.searchLoading(read(FIRST), engine, load, folder);
  const come = await places.ask(query, () => false);
  const { better } = program.searchSuggest(engine);
  const ask = () => {
    const results = engine.find(query);
    return { results, meant: "", ...better(query, results, engine.unknown(query)) };
  };
  ask(); // words of which something is counted once
  const start = process.cpuUsage();
  await places.ask(query, () => false);
  const { results, meant } = ask();
  const { user, system } = process.cpuUsage(start);
  const shown = results.slice(0, 5).map(({ entry }) => entry.page.url + (entry.anchor && `#${entry.anchor}`));
  return { shown, loaded, spent: (user + system) / 1000, meant, searched: places.searched().whole.length, failed: come.failed.length };
}

(async () => {
  const answers = [];
  for (const [folder, query] of JSON.parse(readFileSync(0, "utf-8"))) answers.push(await answer(folder, query));
  console.log(JSON.stringify(answers));
})();
