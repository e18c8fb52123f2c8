// One WebSocket for all that a page follows, by graphql-ws, and how it goes with it.
import { createClient, type Client } from "graphql-ws/client";
import { rest } from "./retry";
import { token } from "./token";
import { language } from "./words";

/** How the connection is: only what was heard is called live. */
export type Link =
  | { is: "connecting" }
  | { is: "live" }
  | { is: "reconnecting"; since: number } // since: of this machine's clock, in milliseconds
  | { is: "refused"; message: string; code: string };

const silence = 10_000; // milliseconds between pings
const patience = 5_000; // milliseconds that a pong may take

/** open makes the client. lost is called when the socket has closed; forbidden when the token is not taken any more. */
export function open(lost: () => void, forbidden: () => void): Client {
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let overdue: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;
  return createClient({
    url: url.href,
    lazy: true,
    shouldRetry: () => true, // also while the server is not up
    retryAttempts: Infinity,
    retryWait: (failures) => rest(Math.min(failures, 3)), // a hall waits for seconds, not for half a minute
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
