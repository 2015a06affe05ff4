// SPDX-License-Identifier: MIT
//
// types.mjs - reads an expression a line and writes the type that the HL7 reference translator
// gives it: `Interval<Integer>` and the like, or `error: message`.
import fs from "node:fs";
import { translate } from "./translator.mjs";

const CHUNK = 400; // expressions in one library

// A type as CQL writes it, from a name or a specifier of ELM.
function typeName(node) {
  if (node.resultTypeName !== undefined) return node.resultTypeName.replace("{urn:hl7-org:elm-types:r1}", "");
  return node.resultTypeSpecifier === undefined ? "?" : specifierName(node.resultTypeSpecifier);
}

function specifierName(specifier) {
  switch (specifier.type) {
    case "NamedTypeSpecifier":
      return specifier.name.replace("{urn:hl7-org:elm-types:r1}", "");
    case "IntervalTypeSpecifier":
      return `Interval<${specifierName(specifier.pointType)}>`;
    case "ListTypeSpecifier":
      return `List<${specifierName(specifier.elementType)}>`;
    case "ChoiceTypeSpecifier":
      return `Choice<${specifier.choice.map(specifierName).sort().join(", ")}>`;
    case "TupleTypeSpecifier":
      return `Tuple<${specifier.element.map((part) => `${part.name}: ${specifierName(part.elementType)}`).join(", ")}>`;
    default:
      return specifier.type;
  }
}

// The types of a chunk's expressions. Every expression has a line of its own, and is a definition.
function typesOf(expressions) {
  const text = ["library Types", ...expressions.map((text, at) => `define E${at}: ${text}`)].join("\n");
  const { elm, messages } = translate(text);
  const result = expressions.map(() => undefined);
  for (const { line, severity, message } of messages)
    if (severity === "error") result[line - 2] ??= `error: ${message.replaceAll("\n", " ")}`;
  for (const definition of elm.library.statements?.def ?? []) {
    const at = Number(definition.name.slice(1));
    result[at] ??= typeName(definition);
  }
  return result.map((type) => type ?? "error: no definition");
}

const lines = fs.readFileSync(0, "utf8").split("\n");
if (lines.at(-1) === "") lines.pop();
for (let at = 0; at < lines.length; at += CHUNK)
  process.stdout.write(`${typesOf(lines.slice(at, at + CHUNK)).join("\n")}\n`);
