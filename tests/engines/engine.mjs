// SPDX-License-Identifier: MIT
//
// The HL7 JavaScript engine: evaluates definitions of an ELM library.
import cql from "cql-execution";

// No time of evaluation shows in our results; cql-execution wants one.
const evaluationTime = cql.DateTime.parse("2026-01-01T00:00:00.000+00:00");

class NoValueSets {
  findValueSets() {
    return [];
  }
}

// A library with those that it includes; texts: the ELM of each.
export function loadLibrary(main, included) {
  return new cql.Library(main, new cql.Repository(Object.fromEntries(included.map((elm, at) => [at, elm]))));
}

// The value of a definition; undefined and null are both the null of CQL. Throws after a run-time error.
export async function evaluate(library, name, parameters = {}) {
  const context = new cql.PatientContext(library, {}, new NoValueSets(), parameters, evaluationTime);
  return library.expressions[name].execute(context);
}

// An input as the engine takes it: text, or a number; a quantity as `{ value, unit }`.
export function inputValue(type, given) {
  if (given === null || given === undefined) return null;
  if (type === "Date") return cql.Date.parse(given);
  if (type === "Quantity") return new cql.Quantity(given.value, given.unit);
  return given;
}

export const simpleName = (name) => name.replace("{urn:hl7-org:elm-types:r1}", "");
