// README's "Watch it live", word for word but for the address: what it has the reader start watches, what it has them send
// is seen; and the Node client goes on when the database is another one, by what README says of POSITION_LOST.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { started } from "./started.mjs";
import { until } from "./watch.mjs";

const root = new URL("../../../", import.meta.url);

// blocks are the pieces of code in a section, in order.
function blocks(text, title) {
  const section = text.split(/^## /m).find((it) => it.startsWith(title));
  assert.ok(section, `README has no section ${title}`);
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({ language, code }));
}

const count = (text, part) => text.split(part).length - 1;

// readme needs a server that was not asked anything yet, and another database for it.
export async function readme(server, other) {
  const here = (code) => code.replaceAll("127.0.0.1:8080", `127.0.0.1:${server.port}`);
  const [watch, move, client] = blocks(readFileSync(new URL("README.md", root), "utf8"), "Watch it live");
  assert.deepEqual([watch, move, client].map((it) => it?.language), ["sh", "sh", "js"]);
  mkdirSync("out", { recursive: true });
  writeFileSync("out/watch.mjs", here(client.code));

  const shell = started("bash", ["-c", here(watch.code)]);
  const node = started(process.execPath, ["out/watch.mjs"]);
  const both = () => `curl said ${shell.said}, node said ${node.said}`;
  const moved = async () => {
    const it = started("bash", ["-c", here(move.code)]);
    await until(() => `the mutation's answer, after ${it.said}`, () => it.said.includes("madeAt"));
  };
  try {
    await until(both, () => shell.said.includes("Heartbeat") && node.said.includes("Heartbeat"));
    await moved();
    await until(both, () => shell.said.includes("Xin chào") && node.said.includes("Xin chào"));

    await server.stop();
    server.database = other;
    await server.start(`127.0.0.1:${server.port}`);
    await until(both, async () => { // it goes on from now, whenever that is
      await moved();
      return count(node.said, "Xin chào") > 1;
    });
  } finally {
    await Promise.all([shell.stop(), node.stop()]);
  }
  console.log("subscriptions: README: as it says");
}
