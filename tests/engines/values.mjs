// SPDX-License-Identifier: MIT
//
// values.mjs - reads an expression a line and writes its value as a CQL literal, from the HL7
// JavaScript engine, or `refused: message` of the translator, or `error: message` of the engine.
import { print } from "./setup.mjs";
import fs from "node:fs";
import { translateExpressions } from "./definitions.mjs";
import { evaluate, loadLibrary } from "./engine.mjs";
import { literal } from "./literal.mjs";

const libraries = new Map(); // by ELM: one serves many expressions

// A library that cannot be loaded as a whole is an error of each expression in it.
function libraryOf(elm) {
  if (!libraries.has(elm)) libraries.set(elm, loadLibrary(elm, []));
  return libraries.get(elm);
}

async function valueText({ elm, name, type, error }) {
  if (error !== undefined) return `refused: ${error}`;
  try {
    return literal(await evaluate(libraryOf(elm), name), type);
  } catch (problem) {
    return `error: ${String(problem.message ?? problem).split("\n")[0]}`;
  }
}

const expressions = fs.readFileSync(0, "utf8").split("\n").slice(0, -1);
for (const one of translateExpressions(expressions, 400)) print(await valueText(one));
