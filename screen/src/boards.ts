// The live queries of a page, for what its reducer does not compute: the server's order of the queue,
// attendance figures and forecasts. A live query starts with the newest state, so nothing is missed after a
// lost connection.
import type { Client } from "graphql-ws/client";
import { failure, type Refusal, type Unreachable } from "./failure";
import {
  AgendaBoard, AttendanceBoard, FloorBoard, ProposalsBoard, TasksBoard,
  type AgendaBoardSubscription, type AttendanceBoardSubscription, type FloorBoardSubscription, type ProposalsBoardSubscription,
  type TasksBoardSubscription,
} from "./generated/api";
import { passes, pause } from "./retry";

/** The last results of live queries; omitted for one without a result. */
export interface Boards {
  floor?: FloorBoardSubscription["floorLive"];
  attendance?: AttendanceBoardSubscription["attendanceLive"];
  agenda?: AgendaBoardSubscription["agendaLive"];
  proposals?: ProposalsBoardSubscription["proposalsLive"];
  tasks?: TasksBoardSubscription["taskBoardLive"];
}

export type Board = keyof Boards;

/** The errors of live queries that have failed. */
export type Failures = Partial<Record<Board, Refusal | Unreachable>>;

const texts: Record<Board, string> = {
  floor: FloorBoard.text, attendance: AttendanceBoard.text, agenda: AgendaBoard.text, proposals: ProposalsBoard.text, tasks: TasksBoard.text,
};

/** The callbacks of a page with live queries. */
export interface Looking {
  show: (board: Board, shown: Boards) => void;
  failed: (board: Board, why: Refusal | Unreachable) => void;
  stopped: () => boolean;
}

/**
 * subscribeBoard subscribes to a live query until the page has stopped. If it ends, it is retried with
 * backoff, unless its error is permanent. failures counts the times it has ended since the last result.
 */
export function look(client: Client, conference: string, board: Board, page: Looking, failures = 0): void {
  const again = () => setTimeout(() => { if (!page.stopped()) look(client, conference, board, page, failures + 1); }, pause(failures));
  client.subscribe<Record<string, Boards[Board]>>({ query: texts[board], variables: { conference } }, {
    next: ({ data, errors }) => {
      if (data) {
        failures = 0;
        page.show(board, { [board]: Object.values(data)[0] });
      } else if (errors) page.failed(board, failure(errors)); // of this result only: the next one may succeed
    },
    error: (reason) => {
      const why = failure(reason);
      page.failed(board, why);
      if (passes(why)) again();
    },
    complete: () => { if (!page.stopped()) again(); }, // for example because the viewer's grants have changed
  });
}
