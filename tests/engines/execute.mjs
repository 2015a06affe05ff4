// SPDX-License-Identifier: MIT
//
// execute.mjs MAIN.json [INCLUDED.json...] - the criteria of a rule set, translated to ELM, in the
// HL7 JavaScript engine. Reads subjects from standard input, an object in JSON a line:
//   {"subject_id": "S1", "inputs": {"birth_date": "1960-02-29", "weight": {"value": 70.5, "unit": "kg"}}}
// and writes a CSV with a column for each definition that has an @id: true, false, unknown, or error.
import { print } from "./setup.mjs";
import fs from "node:fs";
import readline from "node:readline";
import { evaluate, inputValue, loadLibrary, simpleName } from "./engine.mjs";

const [main, ...included] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
const library = loadLibrary(main, included);
const declared = main.library.parameters.def;

function tagOf(definition, name) {
  const tags = (definition.annotation ?? []).flatMap((note) => note.t ?? []);
  return tags.find((tag) => tag.name === name)?.value;
}

const criteria = main.library.statements.def
  .map((definition) => ({ name: definition.name, id: tagOf(definition, "id") }))
  .filter(({ id }) => id !== undefined);

// Every input, for one that is left out is an error in this engine.
function parametersOf(inputs) {
  const unknown = Object.keys(inputs).filter((name) => !declared.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`no parameter ${unknown.join(", ")}`);
  return Object.fromEntries(
    declared.map(({ name, parameterTypeSpecifier }) => [
      name,
      inputValue(simpleName(parameterTypeSpecifier.name), inputs[name]),
    ]),
  );
}

const failures = new Map();

async function cellOf({ name, id }, parameters) {
  try {
    const value = await evaluate(library, name, parameters);
    return value === null || value === undefined ? "unknown" : String(value);
  } catch (error) {
    failures.set(`${id}: ${error.message.split("\n")[0]}`, (failures.get(`${id}: ${error.message.split("\n")[0]}`) ?? 0) + 1);
    return "error";
  }
}

print(["subject_id", ...criteria.map(({ id }) => id)].join(","));
for await (const line of readline.createInterface({ input: process.stdin })) {
  const subject = JSON.parse(line);
  const parameters = parametersOf(subject.inputs);
  const cells = [];
  for (const criterion of criteria) cells.push(await cellOf(criterion, parameters));
  print([subject.subject_id, ...cells].join(","));
}
for (const [message, count] of failures) console.error(`${message} (${count} times)`);
