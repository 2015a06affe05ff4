// SPDX-License-Identifier: MIT
//
// To be imported before the translator. It logs into standard output, which is ours. And it draws a
// random name for each of the hundreds of operators whenever it starts: with the system's random
// numbers that is a quarter of its time, and Node 18 has them elsewhere.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

export function print(line) {
  write(`${line}\n`);
}

let count = 0;

// Different each time, which is all that names need.
function getRandomValues(array) {
  for (let at = 0, rest = ++count; at < array.length; at++, rest = Math.floor(rest / 256)) array[at] = rest % 256;
  return array;
}

Object.defineProperty(globalThis, "crypto", { value: { getRandomValues } });
