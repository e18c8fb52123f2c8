// The stock clients with one interface: subscribe(request, next, failed) returns a function that unsubscribes. All
// reconnect at once instead of after seconds, request a token whenever they connect, and report the close codes.
import { ApolloClient, ApolloLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { Client, subscriptionExchange } from "@urql/core";
import * as sse from "graphql-sse";
import * as ws from "graphql-ws";
import WebSocket from "ws";
import { resuming } from "./resuming.mjs";

const soon = () => new Promise((resolve) => setTimeout(resolve, 100));

function socket({ address, token, closed }) {
  return resuming(ws.createClient({
    url: `ws://${address}/graphql`,
    webSocketImpl: WebSocket, // Node has one of its own since 22
    connectionParams: async () => ({ Authorization: `Bearer ${await token()}` }),
    shouldRetry: () => true, // by default not after a connection that is refused, as while the server restarts
    retryAttempts: Infinity,
    retryWait: soon,
    on: { closed: ({ code }) => closed(code) },
  }));
}

function graphqlWs(on) {
  const client = socket(on);
  return {
    subscribe: (request, next, failed) => client.subscribe(request, { next, error: failed, complete() {} }),
    close: () => client.dispose(),
  };
}

function apollo(on) {
  const client = socket(on);
  const made = new ApolloClient({ link: ApolloLink.from([new GraphQLWsLink(client)]), cache: new InMemoryCache() });
  return {
    subscribe({ query, variables }, next, failed) {
      const following = made.subscribe({ query: gql(query), variables, fetchPolicy: "no-cache" }).subscribe({
        next: (result) => (result.error ? failed(result.error) : next(result)),
        error: failed,
      });
      return () => following.unsubscribe();
    },
    close() {
      made.stop();
      client.dispose();
    },
  };
}

function urql(on) {
  const client = socket(on);
  const made = new Client({
    url: `http://${on.address}/graphql`,
    exchanges: [subscriptionExchange({
      forwardSubscription: (request) => ({ subscribe: (sink) => ({ unsubscribe: client.subscribe(request, sink) }) }),
    })],
  });
  return {
    subscribe({ query, variables }, next, failed) {
      const following = made.subscription(query, variables).subscribe((result) => (result.error ? failed(result.error) : next(result)));
      return () => following.unsubscribe();
    },
    close: () => client.dispose(),
  };
}

// graphql-sse has no sockets: each subscription is a separate connection (distinct connections mode). A revoked token is
// reported by the status of the next request.
function graphqlSse({ address, token, closed }) {
  const client = resuming(sse.createClient({
    url: `http://${address}/graphql`,
    headers: async () => ({ Authorization: `Bearer ${await token()}` }),
    retryAttempts: Infinity,
    retry: soon,
    fetchFn: async (...args) => {
      const response = await fetch(...args);
      if (!response.ok) closed(response.status);
      return response;
    },
  }));
  return {
    subscribe: (request, next, failed) => client.subscribe(request, { next, error: failed, complete() {} }),
    close: () => client.dispose(),
  };
}

export const clients = [
  { name: "graphql-ws", open: graphqlWs, forbidden: 4403, connections: 1 },
  { name: "Apollo Client", open: apollo, forbidden: 4403, connections: 1 },
  { name: "urql", open: urql, forbidden: 4403, connections: 1 },
  { name: "graphql-sse", open: graphqlSse, forbidden: 401, connections: 2 },
];
