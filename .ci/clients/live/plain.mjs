// Clients without GraphQL libraries: a browser's EventSource, which resumes by itself, and curl -N, which is given the position.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { EventSource } from "eventsource";
import { Proxy } from "./proxy.mjs";
import { conference } from "./server.mjs";
import { Seen, until } from "./watch.mjs";

// eventSource is disconnected and reconnects with its Last-Event-ID only, also after a restart of the server.
export async function eventSource(server, query) {
  const proxy = new Proxy(server.port);
  await proxy.listen();
  const seen = new Seen();
  const asked = new URLSearchParams({ query, variables: JSON.stringify({ conference }) });
  const source = new EventSource(`http://${proxy.address}/graphql?${asked}`);
  source.addEventListener("next", ({ data }) => seen.take(JSON.parse(data).data.conferenceEvents));
  await until(() => "EventSource's first heartbeat", () => seen.events > 0);
  const happened = await server.announce(3);
  await seen.saw(happened);
  proxy.cut();
  happened.push(...await server.announce(10));
  proxy.mend();
  await seen.saw(happened);
  await server.stop();
  await server.start();
  proxy.port = server.port;
  happened.push(...await server.announce(3));
  await seen.saw(happened);
  source.close();
  proxy.close();
  console.log(`subscriptions: EventSource: ${happened.length} events, each once and in order, over ${proxy.opened} connections`);
}

// curl is stopped and started again with the id of the last event that it printed.
export async function curl(server, query) {
  const seen = new Seen(), happened = [];
  let last = null;
  const run = async (n) => {
    const header = last ? ["-H", `Last-Event-ID: ${last}`] : [];
    const child = spawn("curl", ["-sN", server.url, "-H", "Accept: text/event-stream", "-H", "Content-Type: application/json", ...header,
      "-d", JSON.stringify({ query, variables: { conference } })], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("id: ")) last = line.slice(4);
      if (line.startsWith("data: ")) seen.take(JSON.parse(line.slice(6)).data.conferenceEvents);
    });
    await until(() => "curl's first event", () => seen.events > 0);
    happened.push(...await server.announce(n));
    await seen.saw(happened);
    child.kill();
    await ended;
  };
  await run(3);
  happened.push(...await server.announce(10));
  await run(3);
  console.log(`subscriptions: curl -N: ${happened.length} events, each once and in order, over 2 connections`);
}
