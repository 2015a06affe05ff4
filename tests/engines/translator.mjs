// SPDX-License-Identifier: MIT
//
// The HL7 reference translator, in its JavaScript build: CQL to ELM and messages.
import "./setup.mjs";
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
import { simpleName } from "./engine.mjs";

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

// The name in a text's library declaration.
export function libraryName(text) {
  const found = /^library\s+(?:"([^"]+)"|([\w.]+))/m.exec(text);
  return found ? (found[1] ?? found[2]) : undefined;
}

// Finds the text of a library by its name, among the CQL files of some directories.
export function librariesOf(directories) {
  const texts = new Map();
  for (const directory of directories)
    for (const file of fs.readdirSync(directory).filter((name) => name.endsWith(".cql"))) {
      const text = fs.readFileSync(path.join(directory, file), "utf8");
      texts.set(libraryName(text), text);
    }
  return (name) => texts.get(name);
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

function specifierName(specifier) {
  switch (specifier.type) {
    case "NamedTypeSpecifier":
      return simpleName(specifier.name);
    case "IntervalTypeSpecifier":
      return `Interval<${specifierName(specifier.pointType)}>`;
    case "ListTypeSpecifier":
      return `List<${specifierName(specifier.elementType)}>`;
    case "ChoiceTypeSpecifier":
      return `Choice<${specifier.choice.map(specifierName).sort().join(", ")}>`;
    default:
      return specifier.type;
  }
}

// The type of a definition or parameter in ELM, as CQL writes it.
export function typeName(definition) {
  if (definition.resultTypeName !== undefined) return simpleName(definition.resultTypeName);
  return definition.resultTypeSpecifier ? specifierName(definition.resultTypeSpecifier) : "?";
}
