// SPDX-License-Identifier: MIT
//
// The HL7 reference translator, in its JavaScript build: CQL to ELM and messages.
import fs from "node:fs";
import path from "node:path";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import {
  CqlCompilerOptions,
  CqlTranslator,
  LibraryManager,
  ModelManager,
  createLibrarySourceProvider,
  createUcumService,
  stringAsSource,
} from "@cqframework/cql/cql-to-elm";
import ucum from "@lhncbc/ucum-lhc";

const units = ucum.UcumLhcUtils.getInstance();

// Null for a code of UCUM, else what is wrong with it.
function validateUnit(code) {
  const found = units.validateUnitString(code, false);
  return found.status === "valid" ? null : (found.msg ?? []).join("; ") || `invalid unit ${code}`;
}

function refuseArithmetic() {
  throw new Error("the translator does not calculate");
}

const unitService = createUcumService(refuseArithmetic, validateUnit, refuseArithmetic, refuseArithmetic);

// One for all translations: it only holds the types of the language.
const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());

// What an author gets by default, with the type of every expression.
function compilerOptions() {
  const options = CqlCompilerOptions.defaultOptions();
  return options.withOptions([CqlCompilerOptions.Options.EnableResultTypes]);
}

// Gives the text of an included library, or nothing.
export function librariesOf(directories) {
  return (name) => {
    for (const directory of directories) {
      const file = path.join(directory, `${name}.cql`);
      if (fs.existsSync(file)) return fs.readFileSync(file, "utf8");
    }
    return undefined;
  };
}

function messagesOf(elm) {
  return (elm.library.annotation ?? [])
    .filter((note) => note.type === "CqlToElmError" || note.errorSeverity !== undefined)
    .map((note) => ({
      library: note.libraryId,
      line: note.startLine,
      column: note.startChar,
      endLine: note.endLine,
      severity: note.errorSeverity,
      message: note.message,
    }));
}

// The ELM of a text, and the errors and warnings; `find` gives the text of an included library.
export function translate(text, find = () => undefined) {
  const manager = new LibraryManager(models, compilerOptions(), undefined, unitService);
  const provider = createLibrarySourceProvider((name) => {
    const found = find(name);
    return found === undefined ? null : stringAsSource(found);
  });
  manager.librarySourceLoader.registerProvider(provider);
  const elm = JSON.parse(CqlTranslator.fromText(text, manager).toJson());
  return { elm, messages: messagesOf(elm) };
}
