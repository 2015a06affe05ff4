// SPDX-License-Identifier: MIT
//
// A value of the JavaScript engine as a CQL literal, given its type: the engine has one type of
// number for Integers and Decimals. A Decimal is rounded to 8 decimals, for the engine's are
// binary fractions.
const CALENDAR = /^(year|month|week|day|hour|minute|second|millisecond)s?$/;

function decimalText(value) {
  const text = Math.abs(value) < 1e21 ? value.toFixed(8) : BigInt(value).toString() + ".0";
  const short = text.replace(/(\.\d+?)0+$/, "$1");
  return short === "-0.0" ? "0.0" : short;
}

const quoted = (text) =>
  `'${text.replace(/['\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}'`;

function quantityText({ value, unit }) {
  const number = decimalText(value).replace(/\.0$/, "");
  if (unit === undefined || unit === null) return `${number} '1'`;
  if (!CALENDAR.test(unit)) return `${number} '${unit}'`;
  return `${number} ${unit.replace(/s$/, "")}${number === "1" ? "" : "s"}`;
}

function codeText({ code, system, version, display }) {
  const parts = Object.entries({ code, system, version, display }).filter(([, value]) => value !== undefined && value !== null);
  return `Code { ${parts.map(([name, value]) => `${name}: ${quoted(value)}`).join(", ")} }`;
}

const SIMPLE = {
  Boolean: String,
  Integer: (value) => (Number.isInteger(value) ? String(value) : decimalText(value)),
  Long: (value) => `${value}L`,
  Decimal: decimalText,
  String: quoted,
  Date: (value) => `@${value}`,
  DateTime: (value) => `@${value}${String(value).includes("T") ? "" : "T"}`,
  Time: (value) => `@T${String(value).replace(/^T/, "")}`,
  Quantity: quantityText,
  Ratio: ({ numerator, denominator }) => `${quantityText(numerator)}:${quantityText(denominator)}`,
  Code: codeText,
  Concept: ({ codes, display }) =>
    `Concept { codes: { ${codes.map(codeText).join(", ")} }${display ? `, display: ${quoted(display)}` : ""} }`,
};

// For a value whose type is known only when it is there: of a Choice, or of Any.
function guessedType(value) {
  if (typeof value === "object") return value.constructor.name;
  return { boolean: "Boolean", bigint: "Long", string: "String" }[typeof value] ?? (Number.isInteger(value) ? "Integer" : "Decimal");
}

// type: a type as types.mjs writes it.
export function literal(value, type) {
  if (value === null || value === undefined) return "null";
  if (value.isUncertainty) return `Interval[${literal(value.low, type)}, ${literal(value.high, type)}]`;
  const interval = /^Interval<(.*)>$/.exec(type);
  if (interval) {
    const [low, high] = [value.low, value.high].map((end) => literal(end, interval[1]));
    return `Interval${value.lowClosed ? "[" : "("}${low}, ${high}${value.highClosed ? "]" : ")"}`;
  }
  const list = /^List<(.*)>$/.exec(type);
  if (list) return `{ ${value.map((one) => literal(one, list[1])).join(", ")} }`;
  const write = SIMPLE[type] ?? SIMPLE[guessedType(value)];
  return write ? write(value) : JSON.stringify(value);
}
