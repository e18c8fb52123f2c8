// Checks that normalised caches update from the event stream alone: with the caches of Apollo Client, urql and Relay, a
// page that lists the requests for the floor and a page that shows one of them display every change. Neither page is
// queried again, and there is no reducer: the events contain the changed objects as nodes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { buildSchema, introspectionFromSchema, isAbstractType, isObjectType } from "graphql";
import * as ws from "graphql-ws";
import relay from "relay-runtime";
import WebSocket from "ws";
import { conference } from "./server.mjs";
import { until } from "./watch.mjs";

const schema = buildSchema(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8"));

const requests = "floorRequests(first: 100) { nodes { id state } }";
const list = `query List { conference(code: "${conference}") { id ${requests} } }`;
const detail = `query Detail($id: ID!) { node(id: $id) { id ... on FloorRequest { state subject } } }`;
const events = `subscription Events { conferenceEvents(conference: "${conference}") {
  position
  conference { id ${requests} }
  change { __typename ... on FloorRequestChange { floorRequest { id state subject } } }
} }`;

// An opener returns the pages of a client: list(show), detail(id, show) and follow(next), each of which calls its function
// with the data at once and after each change, and close().
function apollo({ url, socket, fetch }) {
  const possibleTypes = Object.fromEntries(
    Object.values(schema.getTypeMap()).filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map((t) => t.name)]),
  );
  const client = new ApolloClient({
    cache: new InMemoryCache({ possibleTypes }),
    link: ApolloLink.split(({ operationType }) => operationType === "subscription",
      new GraphQLWsLink(socket), new HttpLink({ uri: url, fetch })),
  });
  const watch = (query, variables, show) =>
    client.watchQuery({ query: gql(query), variables }).subscribe(({ data }) => data && show(data));
  return {
    list: (show) => watch(list, {}, show),
    detail: (id, show) => watch(detail, { id }, show),
    follow: (next) => client.subscribe({ query: gql(events) }).subscribe(({ data }) => next(data)),
    close: () => client.stop(),
  };
}

function urql({ url, socket, fetch }) {
  // The keys of objects without an id, which belong to their parents.
  const embedded = Object.values(schema.getTypeMap())
    .filter((t) => isObjectType(t) && !t.getFields().id).map((t) => [t.name, () => null]);
  const client = new Client({
    url,
    fetch,
    preferGetMethod: false,
    exchanges: [
      cacheExchange({ schema: introspectionFromSchema(schema), keys: Object.fromEntries(embedded) }),
      subscriptionExchange({
        forwardSubscription: (request) => ({ subscribe: (sink) => ({ unsubscribe: socket.subscribe(request, sink) }) }),
      }),
      fetchExchange,
    ],
  });
  const watch = (query, variables, show) => client.query(query, variables).subscribe(({ data }) => data && show(data));
  return {
    list: (show) => watch(list, {}, show),
    detail: (id, show) => watch(detail, { id }, show),
    follow: (next) => client.subscription(events, {}).subscribe(({ data }) => next(data)),
    close() {},
  };
}

async function relayRuntime({ url, socket, fetch }) {
  const artifact = async (name) => (await import(`../out/live/${name}.graphql.js`)).default;
  const [listQuery, detailQuery, subscription] = await Promise.all(
    ["documentsListQuery", "documentsDetailQuery", "documentsEventsSubscription"].map(artifact));
  const environment = new relay.Environment({
    store: new relay.Store(new relay.RecordSource()),
    network: relay.Network.create(
      async ({ text }, variables) => (await fetch(url, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query: text, variables }),
      })).json(),
      ({ text }, variables) => relay.Observable.create((sink) => socket.subscribe({ query: text, variables }, sink)),
    ),
  });
  const watch = (query, variables, show) => {
    const operation = relay.createOperationDescriptor(relay.getRequest(query), variables);
    environment.retain(operation);
    relay.fetchQuery(environment, query, variables).subscribe({
      next() {
        const snapshot = environment.lookup(operation.fragment);
        show(snapshot.data);
        environment.subscribe(snapshot, ({ data }) => show(data));
      },
    });
  };
  return {
    list: (show) => watch(listQuery, {}, show),
    detail: (id, show) => watch(detailQuery, { id }, show),
    follow: (next) => relay.requestSubscription(environment, { subscription, variables: {}, onNext: next }),
    close() {},
  };
}

async function check(server, name, open) {
  let queries = 0;
  const socket = ws.createClient({ url: `ws://127.0.0.1:${server.port}/graphql`, webSocketImpl: WebSocket });
  const counted = (...args) => {
    queries++;
    return fetch(...args);
  };
  const pages = await open({ url: server.url, socket, fetch: counted });
  let listed, shown, received = 0;
  pages.list((data) => { listed = data.conference; });
  pages.follow(() => { received++; });
  await until(() => `the list and the first event of ${name}`, () => listed && received > 0);

  const change = async (mutation, input) => {
    const { [mutation]: { floorRequest } } = await server.ask(
      `mutation { ${mutation}(input: ${input}) { floorRequest { id state } } }`);
    return floorRequest;
  };
  const stateInList = (id) => listed.floorRequests.nodes.find((r) => r.id === id)?.state;

  const { id } = await change("requestFloor", `{conference: "${conference}", unit: "nam-dinh", speaker: "${name}", subject: "Thiết bị", kind: REMARK}`);
  await until(() => `a new request in the list of ${name}, of ${listed.floorRequests.nodes.length}`, () => stateInList(id) === "WAITING");
  pages.detail(id, (data) => { shown = data.node; });
  await until(() => `the request's page of ${name}`, () => shown?.state === "WAITING");
  assert.equal(shown.subject, "Thiết bị");
  for (const [mutation, state] of [["giveFloor", "SPEAKING"], ["yieldFloor", "YIELDED"]]) {
    await change(mutation, `{floorRequest: "${id}"}`);
    await until(() => `${state} on both pages of ${name}; the list shows ${stateInList(id)}, the page ${shown.state}`,
      () => stateInList(id) === state && shown.state === state);
  }
  assert.equal(queries, 2, `queries of ${name}`);
  pages.close();
  await socket.dispose();
  console.log(`caches: ${name}: a list and a detail page followed the events, with ${queries} queries`);
}

export async function caches(server) {
  await server.ask(`mutation { startConference(input: {conference: "${conference}"}) { conference { id } } }`);
  await check(server, "Apollo Client", apollo);
  await check(server, "urql", urql);
  await check(server, "Relay", relayRuntime);
}
