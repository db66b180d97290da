"use strict";
/* What the search costs with each of several indexes: `node bench/search.js SCRIPTS… -- INDEXES…`, the queries as JSON
   on its input. Prints for each index the CPU time in ms until it is ready, and of each query; the best of some rounds,
   in which the indexes take turns. */
const { readFileSync } = require("node:fs");

const ROUNDS = 5;
const [scripts, indexes] = process.argv.slice(2).join("\n").split("\n--\n").map((names) => names.split("\n"));
const read = (name) => readFileSync(name, "utf-8");
const makeEngine = new Function("index", `${scripts.map(read).join("\n")}\nreturn searchEngine(index);`);
const queries = JSON.parse(readFileSync(0, "utf-8"));

function cost(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const costs = indexes.map((name) => {
  const text = read(name);
  return { text: text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1), ready: Infinity, queries: queries.map(() => Infinity) };
});
for (let round = 0; round < ROUNDS; round += 1) {
  for (const index of costs) {
    index.ready = Math.min(index.ready, cost(() => (index.engine = makeEngine(JSON.parse(index.text)))));
  }
}
for (let round = 0; round < ROUNDS; round += 1) {
  queries.forEach((query, at) => {
    for (const index of costs) index.queries[at] = Math.min(index.queries[at], cost(() => index.engine.find(query)));
  });
}
console.log(JSON.stringify(costs.map(({ ready, queries }) => ({ ready, queries }))));
