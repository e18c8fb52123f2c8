// Checks that modules import each other in one direction; imports of types count, too.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../src");
const modules = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.tsx?$/.test(path),
);

const importsOf = new Map(
  modules.map((module) => {
    const text = readFileSync(join(root, module), "utf8");
    const specifiers = [...text.matchAll(/ from "(\.[^"]+)";/g)].map(([, specifier]) => specifier ?? "");
    return [module, specifiers.map((specifier) => resolve(join(dirname(module), specifier)))];
  }),
);

function resolve(path: string): string {
  const file = [`${path}.ts`, `${path}.tsx`].find((candidate) => existsSync(join(root, candidate)));
  assert.ok(file, `no module ${path}`);
  return file;
}

// findCycle returns the path of an import cycle that can be reached from a module.
function findCycle(module: string, path: string[], visited: Set<string>): string[] | undefined {
  if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
  if (visited.has(module)) return undefined;
  visited.add(module);
  for (const imported of importsOf.get(module) ?? []) {
    const cycle = findCycle(imported, [...path, module], visited);
    if (cycle) return cycle;
  }
  return undefined;
}

test("imports: modules have no import cycles", () => {
  assert.ok(modules.length > 40, `found only ${modules.length} modules`);
  const visited = new Set<string>();
  for (const module of modules) assert.equal(findCycle(module, [], visited)?.join(" -> "), undefined);
});
