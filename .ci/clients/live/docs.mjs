// The samples of /docs/live, word for word but for the address: each is run as a reader would run it, and shows what happens at
// the conference once and in order; the libraries come back when the server restarts, without a gap or a repetition.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { started } from "./started.mjs";
import { until } from "./watch.mjs";

const page = new URL("../../../internal/web/docs/live.md", import.meta.url);
const folder = "out/docs"; // beside node_modules, where the samples find the libraries

// samples are the fenced pieces of code of the page. One in JavaScript begins with its name. Each has the beginnings of the
// lines in which it shows events: of its own subscription, and of the one in the script that it imports.
function samples() {
  return [...readFileSync(page, "utf8").matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, code], n) => {
    assert.ok(["js", "sh"].includes(language), `sample ${n + 1} of /docs/live is in ${language || "no language"}, and cannot be run:\n${code}`);
    if (language === "sh") return { code, name: `${n + 1}.sh`, shows: ["data: "], command: "bash", options: [] };
    const name = code.match(/^\/\/ ([\w-]+\.mjs)\b/)?.[1];
    assert.ok(name, `sample ${n + 1} of /docs/live does not begin with its name:\n${code}`);
    const own = code.match(/console\.log\('([^']+)'/)?.[1] ?? "{";
    const shows = code.includes("from './live.mjs'") ? [own, "{"] : [own];
    return { code, name, shows, command: process.execPath, options: ["--import", `./${folder}/socket.js`], returns: true };
  });
}

// announced are the announcements that lines with a beginning show.
const announced = (out, beginning) => out.split("\n").filter((line) => line.startsWith(beginning) && line.includes("AnnouncementMade")).length;
const beats = (out, beginning) => out.split("\n").some((line) => line.startsWith(beginning) && line.includes("Heartbeat"));

export async function docs(server) {
  const all = samples();
  assert.ok(all.length >= 5, `/docs/live has ${all.length} samples`);
  mkdirSync(folder, { recursive: true });
  // Node has a WebSocket of its own since version 22, as the page says; a browser has one.
  writeFileSync(`${folder}/socket.js`, 'import WebSocket from "ws";\nglobalThis.WebSocket ??= WebSocket;\n');
  for (const { name, code } of all) writeFileSync(`${folder}/${name}`, code.replaceAll("127.0.0.1:8080", `127.0.0.1:${server.port}`));
  const running = all.map((it) => ({ ...it, program: started(it.command, [...it.options, `${folder}/${it.name}`]) }));
  const each = async (what, some, holds) => {
    for (const { name, shows, program } of some) {
      for (const beginning of shows) await until(() => `${what} in ${name}, which said\n${program.said}`, () => holds(program.out, beginning));
    }
  };
  try {
    await each("a first heartbeat", running, beats);
    await server.announce(3);
    await each("three announcements", running, (out, beginning) => announced(out, beginning) === 3);
    await server.stop();
    await server.start(`127.0.0.1:${server.port}`);
    await server.announce(2);
    await each("five announcements", running.filter((it) => it.returns), (out, beginning) => announced(out, beginning) === 5);
  } finally {
    await Promise.all(running.map(({ program }) => program.stop()));
  }
  for (const { name, shows, program, returns } of running) {
    for (const beginning of shows) assert.equal(announced(program.out, beginning), returns ? 5 : 3, `announcements that ${name} showed:\n${program.said}`);
  }
  console.log(`subscriptions: /docs/live: its ${all.length} samples work as they are`);
}
