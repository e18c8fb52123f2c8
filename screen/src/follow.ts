// Keeps a page up to date: it fetches a snapshot with its position and subscribes to the events after it.
// After a lost connection the subscription resumes after the last applied event; if that is impossible, the
// snapshot is fetched again. So no event is missed, and since changes are self-contained, a repeated one has
// no effect.
import type { Client } from "graphql-ws/client";
import { look, type Board, type Boards, type Failures } from "./boards";
import * as clock from "./clock";
import { failure, Refusal } from "./failure";
import { applied, type Hall } from "./fold";
import { Events, type EventsSubscription } from "./generated/api";
import { passes, rest } from "./retry";
import { snapshot } from "./snapshot";
import { open, type Link } from "./socket";

/**
 * The state of a page: the conference, or null until it is loaded; its boards, and the errors of some; and
 * the connection.
 */
export interface Followed {
  hall: Hall | null;
  boards: Boards;
  failures: Failures;
  link: Link;
}

export const nothing: Followed = { hall: null, boards: {}, failures: {}, link: { is: "connecting" } };

/** The data that a page needs besides the conference. */
export interface Wanted {
  boards: Board[];
  roll: boolean;
}

type Event = EventsSubscription["conferenceEvents"];

/** ConferenceSubscription is the subscription to one conference. onState is called with every new state. */
export class Following {
  private now = nothing;
  private client: Client;
  private stopped = false;
  private failures = 0; // since the last event

  constructor(private code: string, private wanted: Wanted, private show: (now: Followed) => void) {
    this.client = open(() => this.lost(), () => this.refused(new Refusal("", "UNAUTHENTICATED")));
    void this.run();
    for (const board of wanted.boards) {
      look(this.client, code, board, {
        show: (of, shown) => {
          const { [of]: _, ...failures } = this.now.failures;
          this.tell({ boards: { ...this.now.boards, ...shown }, failures });
        },
        failed: (of, why) => this.tell({ failures: { ...this.now.failures, [of]: why } }),
        stopped: () => this.stopped,
      });
    }
  }

  stop(): void {
    this.stopped = true;
    void this.client.dispose();
  }

  private tell(next: Partial<Followed>): void {
    if (this.stopped) return;
    this.now = { ...this.now, ...next };
    this.show(this.now);
  }

  private lost(): void {
    const { link } = this.now;
    if (link.is !== "reconnecting" && link.is !== "refused") this.tell({ link: { is: "reconnecting", since: Date.now() } });
  }

  private refused(reason: Refusal): void {
    this.tell({ link: { is: "refused", message: reason.message, code: reason.code } });
    this.stop();
  }

  private async run(): Promise<void> {
    for (; !this.stopped; await rest(this.failures++)) {
      try {
        const { hall, position } = await snapshot(this.code, this.wanted.roll);
        this.tell({ hall });
        await this.events(position);
      } catch (reason) {
        if (reason instanceof Refusal && reason.code === "POSITION_LOST") continue;
        if (reason instanceof Refusal && !passes(reason)) return this.refused(reason);
        this.lost();
      }
    }
  }

  // subscribeEvents ends when the viewer's grants have changed: they may not see the same data any more.
  private events(position: string): Promise<void> {
    const variables = { conference: this.code, after: position };
    return new Promise((resolve, reject) => {
      // The client sends the same object of variables when it reconnects, so the newest position is stored in
      // it.
      const end = this.client.subscribe<EventsSubscription>({ query: Events.text, variables }, {
        next: ({ data, errors }) => {
          if (!data) { // an event is missing, so the snapshot is fetched again
            reject(failure(errors));
            return end();
          }
          const { conferenceEvents: event } = data;
          variables.after = event.position;
          if (event.change.__typename === "ScopeChanged") {
            resolve();
            end();
          } else this.happened(event);
        },
        error: (reason) => reject(failure(reason)),
        complete: resolve,
      });
    });
  }

  private happened({ change, at }: Event): void {
    this.failures = 0;
    clock.heard(change.__typename === "Heartbeat" ? change.sentAt : at);
    const hall = this.now.hall && applied(this.now.hall, change);
    this.tell({ hall, link: { is: "live" } });
  }
}
