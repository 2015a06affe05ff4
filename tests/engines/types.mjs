// SPDX-License-Identifier: MIT
//
// types.mjs - reads an expression a line and writes the type that the HL7 reference translator
// gives it alone: `Interval<Integer>` and the like, or `error: message`.
import { print } from "./setup.mjs";
import fs from "node:fs";
import { translateExpressions } from "./definitions.mjs";

const expressions = fs.readFileSync(0, "utf8").split("\n").slice(0, -1);
for (const { type, error } of translateExpressions(expressions, 1)) print(error ? `error: ${error}` : type);
