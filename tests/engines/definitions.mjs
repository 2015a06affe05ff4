// SPDX-License-Identifier: MIT
//
// Expressions, each by itself, in the reference translator.
import { translate, typeName } from "./translator.mjs";

// Each expression has a line of its own, and is a definition. Undefined when one that does not
// parse may have drawn others into its error.
function translateChunk(expressions) {
  const text = ["library Expressions", ...expressions.map((one, at) => `define E${at}: ${one}`)].join("\n");
  const { elm, messages } = translate(text);
  if (expressions.length > 1 && messages.some(({ message }) => /^Syntax error/.test(message))) return undefined;
  const result = expressions.map((_, at) => ({ elm, name: `E${at}` }));
  for (const { line, severity, message } of messages) {
    const one = result[Math.min(line - 2, expressions.length - 1)];
    if (severity === "error") one.error ??= message.replace(/\s+/g, " ");
  }
  for (const definition of elm.library.statements?.def ?? [])
    result[Number(definition.name.slice(1))].type = typeName(definition);
  for (const one of result) if (one.type === undefined) one.error ??= "no definition";
  return result;
}

function translateSome(expressions) {
  const result = translateChunk(expressions);
  if (result !== undefined) return result;
  const half = expressions.length >> 1;
  return [...translateSome(expressions.slice(0, half)), ...translateSome(expressions.slice(half))];
}

// For each expression its type, or its first error; and the ELM library and the definition's name.
// together: how many share a library, which saves time; but the translator then remembers which
// types a generic operator had before, and may take operands that it refuses in an expression alone.
export function* translateExpressions(expressions, together) {
  for (let at = 0; at < expressions.length; at += together)
    yield* translateSome(expressions.slice(at, at + together));
}
