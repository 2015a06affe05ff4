// SPDX-License-Identifier: MIT
//
// translate.mjs [-o DIRECTORY] FILE.cql... - through the HL7 reference translator. Prints every
// error and warning with its place, and writes NAME.json (ELM) into the directory. Libraries that
// a file includes are looked for beside it and beside the other files. Exit status: 0 there was no
// message, 1 there was one, 2 a file could not be read.
import { print } from "./setup.mjs";
import fs from "node:fs";
import path from "node:path";
import { librariesOf, translate } from "./translator.mjs";

function readArguments(words) {
  const directory = words[0] === "-o" ? words[1] : undefined;
  const files = words.slice(directory === undefined ? 0 : 2);
  if (files.length === 0) {
    console.error("usage: translate.mjs [-o DIRECTORY] FILE.cql...");
    process.exit(2);
  }
  return { directory, files };
}

const { directory, files } = readArguments(process.argv.slice(2));
const find = librariesOf([...new Set(files.map((file) => path.dirname(file)))]);
let count = 0;
for (const file of files) {
  let text;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
  const { elm, messages } = translate(text, find);
  for (const { line, column, severity, message } of messages)
    print(`${file}:${line}:${column}: ${severity}: ${message}`);
  count += messages.length;
  if (directory !== undefined)
    fs.writeFileSync(path.join(directory, `${path.basename(file, ".cql")}.json`), JSON.stringify(elm));
}
print(`${files.length} files translated, ${count} errors and warnings`);
process.exitCode = count === 0 ? 0 : 1;
