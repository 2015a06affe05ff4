// SPDX-License-Identifier: MIT
//
// programs.mjs DIRECTORY - reads programs, a string in JSON a line, and writes for each whether the
// HL7 reference translator takes it: `accepted`, or `refused: message`. Included libraries are
// looked for in the directory.
import { print } from "./setup.mjs";
import fs from "node:fs";
import { librariesOf, translate } from "./translator.mjs";

const find = librariesOf([process.argv[2]]);

function judge(text) {
  let messages;
  try {
    ({ messages } = translate(text, find));
  } catch (problem) {
    return `refused: ${String(problem.message).split("\n")[0]}`;
  }
  const error = messages.find(({ severity }) => severity === "error");
  return error ? `refused: ${error.line}:${error.column}: ${error.message.replace(/\s+/g, " ")}` : "accepted";
}

for (const line of fs.readFileSync(0, "utf8").split("\n").slice(0, -1)) print(judge(JSON.parse(line)));
