// One WebSocket (graphql-ws) for all subscriptions of a page, and the state of the connection.
import { createClient, type Client } from "graphql-ws/client";
import { backoff } from "./retry";
import { token } from "./token";
import { currentLanguage } from "./i18n";

/** The state of the connection: live only after a message was received. */
export type ConnectionState =
  | { status: "connecting" }
  | { status: "live" }
  | { status: "reconnecting"; since: number } // since: by this machine's clock, in milliseconds
  | { status: "refused"; message: string; code: string };

const pingInterval = 10_000; // milliseconds between pings
const pongTimeout = 5_000; // milliseconds within which a ping must be answered

/**
 * openClient creates the client. onClosed is called when the socket has closed, and onForbidden when the
 * token is rejected.
 */
export function openClient(onClosed: () => void, onForbidden: () => void): Client {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;
  return createClient({
    url: url.href,
    lazy: true,
    shouldRetry: () => true, // also while the server is down
    retryAttempts: Infinity,
    // A hall's screen should reconnect within seconds.
    retryWait: (failures) => backoff(Math.min(failures, 3)),
    connectionParams: () => ({
      "Accept-Language": currentLanguage(),
      ...(token() && { Authorization: `Bearer ${token()}` }),
    }),
    keepAlive: pingInterval,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => socket?.close(4408, "no pong"), pongTimeout);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
      closed: (event) => {
        clearTimeout(pongTimer);
        if ((event as CloseEvent).code === 4403) onForbidden();
        else onClosed();
      },
    },
  });
}
