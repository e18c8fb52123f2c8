// Runs all audits of graphql-http (MUST, SHOULD and MAY) of the GraphQL-over-HTTP specification against the built
// program, which is the argument. It serves the published record from a database of its own.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { auditServer } from "graphql-http";

const expected = 61;
const [program] = process.argv.slice(2);
if (!program) throw new Error("usage: node audit.mjs PROGRAM");

const child = spawn(program, ["demo", "--listen", "127.0.0.1:0", "--log-format", "json"], { stdio: ["ignore", "ignore", "pipe"] });
const ended = new Promise((resolve) => child.once("exit", resolve));

// address returns the address that the program logs; its output is shown if it ends before.
async function address() {
  const said = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    let logged = {};
    try {
      logged = JSON.parse(line);
    } catch {
      // not a line of the log
    }
    if (logged.msg === "serving") {
      child.stderr.resume(); // so that it never waits for us
      return logged.graphql;
    }
  }
  throw new Error(`audits: ${program} does not serve:\n${said.join("\n")}`);
}

try {
  const results = await auditServer({ url: await address() });
  const failed = results.filter((r) => r.status !== "ok");
  for (const { id, name, status, reason } of failed) console.error(`audits: ${status}: ${id} ${name}: ${reason}`);
  if (failed.length) process.exitCode = 1;
  else if (results.length !== expected) {
    console.error(`audits: ${results.length} were run, ${expected} are known: look at what graphql-http changed`);
    process.exitCode = 1;
  } else console.log(`audits: ${results.length} ok`);
} finally {
  child.kill("SIGTERM");
  await ended;
}
