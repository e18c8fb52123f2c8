// The live queries of a page, for what its reducer does not compute: the server's order of the queue,
// attendance figures and forecasts. A live query starts with the newest state, so nothing is missed after a
// lost connection.
import type { Client } from "graphql-ws/client";
import { toError, type ApiError, type UnreachableError } from "./errors";
import {
  AgendaBoard,
  AttendanceBoard,
  FloorBoard,
  ProposalsBoard,
  TasksBoard,
  type AgendaBoardSubscription,
  type AttendanceBoardSubscription,
  type FloorBoardSubscription,
  type ProposalsBoardSubscription,
  type TasksBoardSubscription,
} from "./generated/api";
import { backoffDelay, isRetryable } from "./retry";

/** The last results of live queries; omitted for one without a result. */
export interface Boards {
  floor?: FloorBoardSubscription["floorLive"];
  attendance?: AttendanceBoardSubscription["attendanceSummaryLive"];
  agenda?: AgendaBoardSubscription["agendaLive"];
  proposals?: ProposalsBoardSubscription["proposalBoardLive"];
  tasks?: TasksBoardSubscription["taskBoardLive"];
}

export type Board = keyof Boards;

/** The errors of live queries that have failed. */
export type BoardErrors = Partial<Record<Board, ApiError | UnreachableError>>;

const boardQueries: Record<Board, string> = {
  floor: FloorBoard.text,
  attendance: AttendanceBoard.text,
  agenda: AgendaBoard.text,
  proposals: ProposalsBoard.text,
  tasks: TasksBoard.text,
};

/** The callbacks of a page with live queries. */
export interface BoardCallbacks {
  onResult: (board: Board, result: Boards) => void;
  onError: (board: Board, error: ApiError | UnreachableError) => void;
  isStopped: () => boolean;
}

/**
 * subscribeBoard subscribes to a live query until the page has stopped. If it ends, it is retried with
 * backoff, unless its error is permanent. failures counts the times it has ended since the last result.
 */
export function subscribeBoard(
  client: Client,
  conference: string,
  board: Board,
  callbacks: BoardCallbacks,
  failures = 0,
): void {
  const scheduleRetry = () =>
    setTimeout(() => {
      if (!callbacks.isStopped()) subscribeBoard(client, conference, board, callbacks, failures + 1);
    }, backoffDelay(failures));
  client.subscribe<Record<string, Boards[Board]>>(
    { query: boardQueries[board], variables: { conference } },
    {
      next: ({ data, errors }) => {
        if (data) {
          failures = 0;
          callbacks.onResult(board, { [board]: Object.values(data)[0] });
        } else if (errors) {
          callbacks.onError(board, toError(errors)); // of this result only: the next one may succeed
        }
      },
      error: (reason) => {
        const error = toError(reason);
        callbacks.onError(board, error);
        if (isRetryable(error)) scheduleRetry();
      },
      complete: () => {
        // for example because the viewer's grants have changed
        if (!callbacks.isStopped()) scheduleRetry();
      },
    },
  );
}
