// SPDX-License-Identifier: MIT
//
// rival_cql.mjs MAIN.json INCLUDED.json SUBJECTS - the criteria of a rule set, translated to ELM, in
// the HL7 JavaScript engine, timed. A subject is a line of JSON: its inputs, as execute.mjs has them.
// Loading, and making inputs the engine's, is left out of the time; a context serves a whole subject.
// Prints one line of JSON: nanoseconds of work per subject, the fastest of several passes after a first that
// does not count, and each subject's truths, a letter for each criterion (t, f, u).
import { print } from "./setup.mjs";
import fs from "node:fs";
import cql from "cql-execution";
import { inputValue, loadLibrary, simpleName } from "./engine.mjs";

const PASSES = 3;
const [mainFile, includedFile, subjectsFile] = process.argv.slice(2);
const main = JSON.parse(fs.readFileSync(mainFile, "utf8"));
const library = loadLibrary(main, [JSON.parse(fs.readFileSync(includedFile, "utf8"))]);
const declared = main.library.parameters.def;
const evaluationTime = cql.DateTime.parse("2026-01-01T00:00:00.000+00:00");
const noValueSets = { findValueSets: () => [] };

function tagOf(definition, name) {
  const tags = (definition.annotation ?? []).flatMap((note) => note.t ?? []);
  return tags.find((tag) => tag.name === name)?.value;
}

const criteria = main.library.statements.def
  .filter((definition) => ["inclusion", "exclusion"].includes(tagOf(definition, "category")))
  .map((definition) => library.expressions[definition.name]);

const subjects = fs
  .readFileSync(subjectsFile, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line))
  .map((inputs) =>
    Object.fromEntries(
      declared.map(({ name, parameterTypeSpecifier }) => [
        name,
        inputValue(simpleName(parameterTypeSpecifier.name), inputs[name]),
      ]),
    ),
  );

async function screen(parameters) {
  const context = new cql.PatientContext(library, {}, noValueSets, parameters, evaluationTime);
  let letters = "";
  for (const criterion of criteria) {
    const value = await criterion.execute(context);
    letters += value === true ? "t" : value === false ? "f" : "u";
  }
  return letters;
}

let fastest = Infinity;
let truths = [];
for (let pass = 0; pass <= PASSES; pass++) {
  const start = process.cpuUsage();
  truths = [];
  for (const parameters of subjects) truths.push(await screen(parameters));
  const { user, system } = process.cpuUsage(start);
  const taken = ((user + system) * 1000) / subjects.length;
  if (pass > 0) fastest = Math.min(fastest, taken);
}
print(JSON.stringify({ nanoseconds: fastest, truths }));
