// Runs the tests in this directory with Node's test runner; Vite, which builds the pages, compiles their
// TypeScript.
import { readdirSync } from "node:fs";
import { runnerImport } from "vite";

// Modules read the page's address when they are loaded; Node has none.
globalThis.location = { search: "", pathname: "/", href: "http://localhost/" };

for (const name of readdirSync(import.meta.dirname).filter((it) => it.endsWith(".test.ts"))) {
  await runnerImport(`${import.meta.dirname}/${name}`, { logLevel: "error" });
}
