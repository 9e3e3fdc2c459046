// What two others' programs make of the JSON-LD in pages.
//
// node validate.mjs FOLDER [VOCABULARY] < PAGES > ISSUES: FOLDER has node_modules, VOCABULARY is
// schema.org's as JSON-LD, PAGES a JSON object of pages by name; of each the issues are told.
// @adobe/structured-data-validator (Apache-2.0) checks what @marbec/web-auto-extractor (MIT) reads.
// Neither asks the net.

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, vocabulary] = process.argv.slice(2);

async function load(name, file) {
  const path = join(resolve(folder), "node_modules", name, file);
  return (await import(pathToFileURL(path).href)).default;
}

const Validator = await load("@adobe/structured-data-validator", "src/index.js");
const WebAutoExtractor = await load("@marbec/web-auto-extractor", "dist/index.js");
const terms = vocabulary ? JSON.parse(await readFile(vocabulary, "utf8")) : undefined;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const pages = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const told = {};
for (const [name, page] of Object.entries(pages)) {
  const read = new WebAutoExtractor({ addLocation: true }).parse(page);
  const issues = await new Validator(terms).validate(read);
  told[name] = {
    types: Object.keys(read.jsonld ?? {}),
    issues: [...(read.errors ?? []), ...issues],
  };
}
process.stdout.write(JSON.stringify(told));
