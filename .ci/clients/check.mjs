// Checks that frontend developers can use the printed schema: graphql-js accepts it and finds a description of
// everything in it, and the types that codegen and Relay's compiler generate from it pass strict TypeScript. No query is
// executed: the journey tests in graph/ do that.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typescript from "@graphql-codegen/typescript";
import * as operationTypes from "@graphql-codegen/typescript-operations";
import { buildSchema, graphqlSync, getIntrospectionQuery, parse, validate, validateSchema } from "graphql";
import { writeTypeScript } from "./samples.mjs";

process.chdir(import.meta.dirname);
const relay = JSON.parse(readFileSync("relay.config.json", "utf8"));
const sdl = readFileSync(relay.schema, "utf8");

// fail ends the check and reports all problems that a step found.
function fail(step, problems) {
  console.error([`clients: ${step}:`, ...problems.map((p) => `  ${p}`)].join("\n"));
  process.exit(1);
}

// run executes a tool of node_modules and shows its output only if it fails.
function run(step, file, ...args) {
  try {
    execFileSync(process.execPath, [file, ...args], { encoding: "utf8", stdio: "pipe" });
  } catch (err) {
    fail(step, `${err.stdout}${err.stderr}`.trim().split("\n"));
  }
}

// undescribed returns what has no description in the result of an introspection, as a playground receives it.
function undescribed(schema) {
  const { data } = graphqlSync({ schema, source: getIntrospectionQuery({ inputValueDeprecation: true }) });
  const missing = [];
  let seen = 0;
  const visit = (path, it, ...children) => {
    seen++;
    if (!it.description?.trim()) missing.push(`${path} has no description`);
    for (const child of children.flat()) {
      if (child) visit(`${path}.${child.name}`, child, child.args ?? []);
    }
  };
  for (const t of data.__schema.types) {
    if (!t.name.startsWith("__")) visit(t.name, t, t.fields ?? [], t.inputFields ?? [], t.enumValues ?? []);
  }
  for (const d of data.__schema.directives) visit(`@${d.name}`, d, d.args);
  return { missing, seen };
}

const schema = buildSchema(sdl);
const invalid = validateSchema(schema);
if (invalid.length) fail("graphql-js does not accept the schema", invalid.map(String));
const { missing, seen } = undescribed(schema);
if (missing.length) fail("not described", missing);

const documents = readdirSync("operations").map((name) => ({
  location: `operations/${name}`,
  document: parse(readFileSync(`operations/${name}`, "utf8")),
}));
const all = { kind: "Document", definitions: documents.flatMap((d) => d.document.definitions) };
const wrong = validate(schema, all);
if (wrong.length) fail("an operation does not fit the schema", wrong.map(String));

rmSync("out", { recursive: true, force: true });
mkdirSync(relay.artifactDirectory, { recursive: true });
mkdirSync("out/live", { recursive: true }); // for live/caches.mjs
// An unmapped scalar is an error in codegen and in Relay, which read the same table.
const config = { strictScalars: true, scalars: relay.customScalarTypes, enumsAsTypes: true, useTypeImports: true };
for (const [filename, name, plugin] of [
  ["out/schema.ts", "typescript", typescript],
  ["out/operations.ts", "operations", operationTypes],
]) {
  const types = await codegen({
    filename,
    schema: parse(sdl),
    documents,
    config,
    plugins: [{ [name]: {} }],
    pluginMap: { [name]: plugin },
  });
  writeFileSync(filename, types);
}

// The samples of the documentation in TypeScript are compiled with everything else.
const samples = writeTypeScript("out/samples");
if (samples === 0) fail("samples", ["README has none in TSX"]);

run("relay-compiler", "node_modules/relay-compiler/cli.js", "--noWatchman", "--output", "quiet-with-errors", "relay.config.json");
run("relay-compiler", "node_modules/relay-compiler/cli.js", "--noWatchman", "--output", "quiet-with-errors", "relay.live.config.json");
run("tsc", "node_modules/typescript/bin/tsc", "--project", ".");

const artifacts = readdirSync(relay.artifactDirectory).length;
console.log(`clients: ${seen} descriptions, ${all.definitions.length} operations and fragments typed, ${artifacts} Relay artifacts, ${samples} samples of the documentation; tsc strict`);
