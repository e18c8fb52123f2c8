// Keeps a page up to date: it fetches a snapshot with its position and subscribes to the events after it.
// After a lost connection the subscription resumes after the last applied event; if that is impossible, the
// snapshot is fetched again. So no event is missed, and since changes are self-contained, a repeated one has
// no effect.
import type { Client } from "graphql-ws/client";
import { subscribeBoard, type Board, type Boards, type BoardErrors } from "./boards";
import { toError, ApiError } from "./errors";
import { reduceConference, type Conference } from "./reducer";
import { ConferenceEvents, type ConferenceEventsSubscription } from "./generated/api";
import { isRetryable, backoff } from "./retry";
import { observeServerTime } from "./server_clock";
import { fetchSnapshot } from "./snapshot";
import { openClient, type ConnectionState } from "./socket";

/**
 * The state of a page: the conference, or null until it is loaded; its boards, and the errors of some; and
 * the connection.
 */
export interface PageState {
  conference: Conference | null;
  boards: Boards;
  boardErrors: BoardErrors;
  connection: ConnectionState;
}

export const initialState: PageState = {
  conference: null,
  boards: {},
  boardErrors: {},
  connection: { status: "connecting" },
};

/** The data that a page needs besides the conference. */
export interface RequiredData {
  boards: Board[];
  withRoll: boolean;
}

type Event = ConferenceEventsSubscription["conferenceEvents"];

/** ConferenceSubscription is the subscription to one conference. onState is called with every new state. */
export class ConferenceSubscription {
  private state = initialState;
  private client: Client;
  private isStopped = false;
  private failures = 0; // since the last event

  constructor(
    private code: string,
    private required: RequiredData,
    private onState: (state: PageState) => void,
  ) {
    this.client = openClient(
      () => this.markReconnecting(),
      () => this.refuse(new ApiError("", "UNAUTHENTICATED")),
    );
    void this.run();
    for (const name of required.boards) {
      subscribeBoard(this.client, code, name, {
        onResult: (board, result) => {
          const { [board]: _, ...boardErrors } = this.state.boardErrors;
          this.update({ boards: { ...this.state.boards, ...result }, boardErrors });
        },
        onError: (board, error) =>
          this.update({ boardErrors: { ...this.state.boardErrors, [board]: error } }),
        isStopped: () => this.isStopped,
      });
    }
  }

  stop(): void {
    this.isStopped = true;
    void this.client.dispose();
  }

  private update(changes: Partial<PageState>): void {
    if (this.isStopped) return;
    this.state = { ...this.state, ...changes };
    this.onState(this.state);
  }

  private markReconnecting(): void {
    const { connection } = this.state;
    if (connection.status !== "reconnecting" && connection.status !== "refused")
      this.update({ connection: { status: "reconnecting", since: Date.now() } });
  }

  private refuse(error: ApiError): void {
    this.update({ connection: { status: "refused", message: error.message, code: error.code } });
    this.stop();
  }

  private async run(): Promise<void> {
    for (; !this.isStopped; await backoff(this.failures++)) {
      try {
        const { conference, position } = await fetchSnapshot(this.code, this.required.withRoll);
        this.update({ conference });
        await this.subscribeEvents(position);
      } catch (error) {
        if (error instanceof ApiError && error.code === "POSITION_LOST") continue;
        if (error instanceof ApiError && !isRetryable(error)) return this.refuse(error);
        this.markReconnecting();
      }
    }
  }

  // subscribeEvents ends when the viewer's grants have changed: they may not see the same data any more.
  private subscribeEvents(position: string): Promise<void> {
    const variables = { conference: this.code, after: position };
    return new Promise((resolve, reject) => {
      // The client sends the same object of variables when it reconnects, so the newest position is stored in
      // it.
      const unsubscribe = this.client.subscribe<ConferenceEventsSubscription>(
        { query: ConferenceEvents.text, variables },
        {
          next: ({ data, errors }) => {
            if (!data) {
              // an event is missing, so the snapshot is fetched again
              reject(toError(errors));
              return unsubscribe();
            }
            const { conferenceEvents: event } = data;
            variables.after = event.position;
            if (event.change.__typename === "ScopeChanged") {
              resolve();
              unsubscribe();
            } else this.applyEvent(event);
          },
          error: (reason) => reject(toError(reason)),
          complete: resolve,
        },
      );
    });
  }

  private applyEvent({ change, at }: Event): void {
    this.failures = 0;
    observeServerTime(change.__typename === "Heartbeat" ? change.sentAt : at);
    const conference = this.state.conference && reduceConference(this.state.conference, change);
    this.update({ conference, connection: { status: "live" } });
  }
}
