// Runs the tests beside this file with Node's own runner; Vite, which builds the pages, reads their TypeScript.
import { readdirSync } from "node:fs";
import { runnerImport } from "vite";

// A page has an address when its modules begin; Node has none.
globalThis.location = { search: "", pathname: "/", href: "http://localhost/" };

for (const name of readdirSync(import.meta.dirname).filter((it) => it.endsWith(".test.ts"))) {
  await runnerImport(`${import.meta.dirname}/${name}`, { logLevel: "error" });
}
