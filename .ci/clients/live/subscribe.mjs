// Subscribes to a conference of the built program, which is the argument, with the stock clients: two subscriptions at
// once, one of which is stopped; the network is cut, the server restarted, the token revoked. Meanwhile mutations cause
// events, and each event must be received once and in order.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { caches } from "./caches.mjs";
import { clients } from "./clients.mjs";
import { docs } from "./docs.mjs";
import { curl, eventSource } from "./plain.mjs";
import { Proxy } from "./proxy.mjs";
import { Server, conference } from "./server.mjs";
import { Seen, until } from "./watch.mjs";

const [program] = process.argv.slice(2);
if (!program) throw new Error("usage: node subscribe.mjs PROGRAM");

const events = `subscription Events($conference: String!, $after: Position) {
  conferenceEvents(conference: $conference, after: $after) { position change { __typename ... on AnnouncementMade { text } } }
}`;

// view is a separate operation for each client, so that metrics distinguish them.
const view = (name) => `subscription ${name}($conference: String!) {
  conferenceLive(conference: $conference) { announcements(first: 1) { edges { node { text } } } }
}`;

async function follow(server, { name, open, forbidden, connections }) {
  const proxy = new Proxy(server.port);
  await proxy.listen();
  let token = await server.token(name);
  const codes = [];
  const client = open({ address: proxy.address, token: () => token.secret, closed: (code) => codes.push(code) });
  const happened = [];
  const happens = async (n) => happened.push(...await server.announce(n));

  // Two subscriptions at once, on one socket if the client has one.
  const seen = new Seen();
  const stop = client.subscribe({ query: events, variables: { conference } }, ({ data }) => seen.take(data.conferenceEvents), seen.fail);
  await until(() => `the first heartbeat; ${seen.failed}`, () => seen.events > 0 || seen.failed);
  const operation = `View${name.replace(/\W/g, "")}`;
  let shown = null, shows = 0;
  const stopView = client.subscribe({ query: view(operation), variables: { conference } }, ({ data }) => {
    shows++;
    shown = data.conferenceLive.announcements.edges[0]?.node.text;
  }, seen.fail);
  await until(() => `the view's first state; ${seen.failed}`, () => shows > 0 || seen.failed);
  await happens(5);
  await seen.saw(happened);
  await until(() => `the view's newest state, after ${shown}`, () => shown === happened.at(-1));
  assert.equal(proxy.opened, connections, "connections");

  // One is stopped: the server no longer executes it, and the other continues.
  stopView();
  await until(() => "the server no longer executes the view that was stopped", async () => {
    const before = await server.runs(operation);
    assert.ok(before > 1, "the view's executions are counted");
    await happens(2);
    await seen.saw(happened);
    await new Promise((r) => setTimeout(r, 500)); // a view is sent at most five times per second
    return before === await server.runs(operation);
  });
  const showsThen = shows;

  // The network is cut while events occur.
  proxy.cut();
  await happens(20);
  proxy.mend();
  await happens(5);
  await seen.saw(happened);

  // The server is restarted on the same database.
  await server.stop();
  await server.start();
  proxy.port = server.port;
  await happens(5);
  await seen.saw(happened);

  // The token is revoked: the connection is closed, and the client reconnects with a new token.
  codes.length = 0;
  await token.revoke();
  await happens(5);
  await until(() => `${forbidden} among ${codes}`, () => codes.includes(forbidden));
  token = await server.token(name);
  await happens(5);
  await seen.saw(happened);

  assert.equal(shows, showsThen, "what is shown by a view that was stopped");
  stop();
  await client.close();
  proxy.close();
  console.log(`subscriptions: ${name}: ${happened.length} events, each once and in order, over ${proxy.opened} connections`);
}

const dir = mkdtempSync(join(tmpdir(), "thidua-clients-"));
const server = new Server(program, `sqlite:${join(dir, "thidua.db")}`);
await server.start();
try {
  for (const client of clients) await follow(server, client);
  await eventSource(server, events);
  await curl(server, events);
  await docs(server);
  await caches(server);
  await server.stop();
} catch (err) {
  console.error("subscriptions:", err);
  process.exitCode = 1;
} finally {
  server.child.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
}
process.exit(); // a client that failed may still try to reconnect
