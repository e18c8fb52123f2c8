// Executes the JavaScript modules of the documentation unchanged except for the address. Each must print the events of the
// conference once and in order, and reconnect after a restart of the server without a gap or a repetition. Other samples
// are executed by TestDocs_SamplesSucceed in cmd/thidua.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { blocks, pages } from "../samples.mjs";
import { started } from "./started.mjs";
import { until } from "./watch.mjs";

const folder = "out/docs"; // beside node_modules, where the samples find the libraries

// modules are the samples that import libraries. Each starts with its name, and has the prefixes of the lines in which it
// prints events: those of its own subscription and of the script that it imports.
function modules() {
  return pages().flatMap((page) => blocks(page).filter(({ language, code }) => language === "js" && /^import /m.test(code))
    .map(({ code, line }) => {
      const file = code.match(/^\/\/ ([\w-]+\.mjs)\b/)?.[1];
      assert.ok(file, `${page}:${line}: a module begins with its name`);
      const own = code.match(/console\.log\('([^']+)'/)?.[1] ?? "{";
      const shows = code.includes("from './live.mjs'") ? [own, "{"] : [own];
      return { code, shows, name: `${page.replace(/\W/g, "-")}/${file}` };
    }));
}

// announced returns the announcements in lines with a prefix.
const announced = (out, beginning) => out.split("\n").filter((line) => line.startsWith(beginning) && line.includes("AnnouncementMade")).length;
const beats = (out, beginning) => out.split("\n").some((line) => line.startsWith(beginning) && line.includes("Heartbeat"));

export async function docs(server) {
  const all = modules();
  assert.ok(all.length >= 6, `the documentation has ${all.length} modules`);
  mkdirSync(folder, { recursive: true });
  // Node has a WebSocket of its own since version 22, as the page says; a browser has one.
  writeFileSync(`${folder}/socket.js`, 'import WebSocket from "ws";\nglobalThis.WebSocket ??= WebSocket;\n');
  for (const { name, code } of all) {
    mkdirSync(`${folder}/${name.split("/")[0]}`, { recursive: true });
    writeFileSync(`${folder}/${name}`, code.replaceAll("127.0.0.1:8080", `127.0.0.1:${server.port}`));
  }
  const running = all.map((it) => ({ ...it, program: started(process.execPath, ["--import", `./${folder}/socket.js`, `${folder}/${it.name}`]) }));
  const each = async (what, holds) => {
    for (const { name, shows, program } of running) {
      for (const beginning of shows) await until(() => `${what} in ${name}, which said\n${program.said}`, () => holds(program.out, beginning));
    }
  };
  try {
    await each("a first heartbeat", beats);
    await server.announce(3);
    await each("three announcements", (out, beginning) => announced(out, beginning) === 3);
    await server.stop();
    await server.start(`127.0.0.1:${server.port}`);
    await server.announce(2);
    await each("five announcements", (out, beginning) => announced(out, beginning) === 5);
  } finally {
    await Promise.all(running.map(({ program }) => program.stop()));
  }
  for (const { name, shows, program } of running) {
    for (const beginning of shows) assert.equal(announced(program.out, beginning), 5, `announcements that ${name} showed:\n${program.said}`);
  }
  console.log(`subscriptions: documentation: its ${all.length} modules work as they are`);
}
