// SPDX-License-Identifier: MIT
//
// libraries.mjs - reads rule sets, an object in JSON a line:
//   {"text": "parameter p Integer\ndefine r: p", "included": ["library B …"], "inputs": {"p": "4"}, "result": "r"}
// and writes the value of the definition `result` as a CQL literal, from the HL7 JavaScript engine,
// or `refused: message` of the translator, or `error: message` of the engine.
import { print } from "./setup.mjs";
import fs from "node:fs";
import { evaluate, inputValue, loadLibrary, simpleName } from "./engine.mjs";
import { literal } from "./literal.mjs";
import { libraryName, translate, typeName } from "./translator.mjs";

function firstError(messages) {
  const error = messages.find(({ severity }) => severity === "error");
  return error === undefined ? undefined : error.message.replace(/\s+/g, " ");
}

// Text to the value of a declared type.
function read(type, text) {
  if (text === undefined) return null;
  if (type === "Boolean") return /^(true|yes|1)$/i.test(text);
  if (type === "Integer" || type === "Decimal") return Number(text);
  const quantity = /^(\S+)(?:\s+(.*))?$/.exec(text);
  if (type === "Quantity") return inputValue(type, { value: Number(quantity[1]), unit: quantity[2] ?? "1" });
  return inputValue(type, text);
}

async function valueText({ text, included, inputs, result }) {
  const texts = new Map(included.map((one) => [libraryName(one), one]));
  const find = (name) => texts.get(name);
  const { elm, messages } = translate(text, find);
  const error = firstError(messages);
  if (error !== undefined) return `refused: ${error}`;
  const parameters = Object.fromEntries(
    (elm.library.parameters?.def ?? [])
      .filter((one) => one.default === undefined || inputs[one.name] !== undefined)
      .map((one) => [one.name, read(typeName(one), inputs[one.name])]),
  );
  const library = loadLibrary(elm, included.map((one) => translate(one, find).elm));
  const definition = elm.library.statements.def.find(({ name }) => name === result);
  return literal(await evaluate(library, result, parameters), typeName(definition));
}

for (const line of fs.readFileSync(0, "utf8").split("\n").slice(0, -1)) {
  try {
    print(await valueText(JSON.parse(line)));
  } catch (problem) {
    print(`error: ${String(problem.message ?? problem).split("\n")[0]}`);
  }
}
