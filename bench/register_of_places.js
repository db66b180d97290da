"use strict";
/* The register over many places: `node bench/register_of_places.js SITE ROWS QUESTION… -- SCRIPTS…`; a question is words, or name=value of
   a filter. Loads places until they have so many rows, and prints the rows, and of each question how many fit and its CPU time in ms. */
const { readFileSync } = require("node:fs");

const [site, most, ...rest] = process.argv.slice(2);
const [questions, scripts] = [rest.slice(0, rest.indexOf("--")), rest.slice(rest.indexOf("--") + 1)];
const FIRST = "nhiem-vu/noi.js";
const program = new Function(
  "loadScript",
  `${scripts.map((name) => readFileSync(name, "utf-8")).join("\n")}\nreturn {placesRegister, searchQuery};`,
)(async (url) => new Function("placesRegister", readFileSync(url, "utf-8"))(program.placesRegister));
const { placesRegister, searchQuery } = program;

const asked = (question, reader) => {
  const [name, value] = question.split("=");
  const others = value ? { [name]: value } : {};
  const agency = name === "co-quan" ? value : "";
  return { units: value ? [] : reader.read(question), agency, role: "", others: agency ? {} : others, province: "", folder: "" };
};

(async () => {
  const first = placesRegister.begin(new Function(`${readFileSync(`${site}/${FIRST}`, "utf-8")}return placesFile;`)());
  const reader = searchQuery(first.names, () => true);
  let rows = 0;
  for (const place of placesRegister.all()) {
    if (rows >= Number(most)) break;
    await placesRegister.loadPlace(place, `${site}/`);
    rows += place.rows.length;
  }
  const find = async (question) => {
    const what = asked(question, reader);
    const some = await placesRegister.candidates(what, `${site}/`);
    return some.flatMap((place) => (place.rows ?? []).filter((row) => placesRegister.fits(row, what)));
  };
  const answers = [];
  for (const question of questions) {
    const start = process.cpuUsage();
    const { length } = await find(question);
    const { user, system } = process.cpuUsage(start);
    answers.push({ fit: length, spent: (user + system) / 1000 });
  }
  console.log(JSON.stringify({ rows, answers }));
})();
