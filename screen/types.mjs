// Writes src/generated/api.ts: the types of the operations in src/operations, generated from the schema that
// the server prints, each operation's text, and the Vietnamese term of each enum value. An invalid operation
// fails the build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as operationTypes from "@graphql-codegen/typescript-operations";
import { buildSchema, parse, print, stripIgnoredCharacters, validate, visit } from "graphql";

process.chdir(import.meta.dirname);
const sdl = readFileSync("../schema.graphql", "utf8");
const { customScalarTypes } = JSON.parse(readFileSync("../.ci/clients/relay.config.json", "utf8"));
const documents = readdirSync("src/operations")
  .sort()
  .map((name) => ({
    location: name,
    document: parse(readFileSync(`src/operations/${name}`, "utf8")),
  }));
const definitions = documents.flatMap((d) => d.document.definitions);
const schema = buildSchema(sdl);
const errors = validate(schema, { kind: "Document", definitions });
if (errors.length) {
  console.error(errors.join("\n\n"));
  process.exit(1);
}

const types = await codegen({
  filename: "api.ts",
  schema: parse(sdl),
  documents,
  config: { strictScalars: true, scalars: customScalarTypes, enumsAsTypes: true, useTypeImports: true },
  plugins: [{ operations: {} }],
  pluginMap: { operations: operationTypes },
});

const fragments = new Map(
  definitions.filter((d) => d.kind === "FragmentDefinition").map((d) => [d.name.value, d]),
);

// operationText returns the text of an operation with only the fragments that it spreads: the server limits
// the size.
function operationText(operation) {
  const fragmentNames = new Set();
  const collect = (node) =>
    visit(node, {
      FragmentSpread({ name }) {
        if (fragmentNames.has(name.value)) return;
        fragmentNames.add(name.value);
        collect(fragments.get(name.value));
      },
    });
  collect(operation);
  return stripIgnoredCharacters(
    [operation, ...[...fragmentNames].map((name) => fragments.get(name))].map(print).join("\n"),
  );
}

const texts = definitions
  .filter((d) => d.kind === "OperationDefinition")
  .map((d) => {
    const name = d.name.value;
    const type = name + { query: "Query", mutation: "Mutation", subscription: "Subscription" }[d.operation];
    const text = JSON.stringify(operationText(d));
    return `export const ${name}: Operation<${type}, ${type}Variables> = { text: ${text} };`;
  });
// The description of an enum value in the schema begins with its Vietnamese term and a colon. English is
// derived from the name.
const terms = Object.values(schema.getTypeMap())
  .filter(
    (type) => type.astNode?.kind === "EnumTypeDefinition" && types.includes(`export type ${type.name} =`),
  )
  .flatMap((type) =>
    type
      .getValues()
      .map(({ name, description }) => [`${type.name}.${name}`, description.split(":")[0].trim()]),
  );

mkdirSync("src/generated", { recursive: true });
writeFileSync(
  "src/generated/api.ts",
  `import type { Operation } from "../operation";\n\n${types}\n${texts.join("\n")}

export const terms: Record<string, string> = ${JSON.stringify(Object.fromEntries(terms), null, 2)};\n`,
);
