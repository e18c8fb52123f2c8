// One WebSocket (graphql-ws) for all subscriptions of a page, and the state of the connection.
import { createClient, type Client } from "graphql-ws/client";
import { rest } from "./retry";
import { token } from "./token";
import { language } from "./words";

/** The state of the connection: live only after a message was received. */
export type Link =
  | { is: "connecting" }
  | { is: "live" }
  | { is: "reconnecting"; since: number } // since: by this machine's clock, in milliseconds
  | { is: "refused"; message: string; code: string };

const silence = 10_000; // milliseconds between pings
const patience = 5_000; // milliseconds

/**
 * openClient creates the client. lost is called when the socket has closed; forbidden when the token is
 * rejected.
 */
export function open(lost: () => void, forbidden: () => void): Client {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let overdue: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;
  return createClient({
    url: url.href,
    lazy: true,
    shouldRetry: () => true, // also while the server is down
    retryAttempts: Infinity,
    retryWait: (failures) => rest(Math.min(failures, 3)), // a hall's screen should reconnect within seconds
    connectionParams: () => ({ "Accept-Language": language(), ...(token() && { Authorization: `Bearer ${token()}` }) }),
    keepAlive: silence,
    on: {
      opened: (it) => { socket = it as WebSocket; },
      ping: (received) => { if (!received) overdue = setTimeout(() => socket?.close(4408, "no pong"), patience); },
      pong: (received) => { if (received) clearTimeout(overdue); },
      closed: (event) => {
        clearTimeout(overdue);
        if ((event as CloseEvent).code === 4403) forbidden();
        else lost();
      },
    },
  });
}
