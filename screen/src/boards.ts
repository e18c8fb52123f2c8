// The live views that a page shows beside what it folds itself: the order of the queue, figures of attendance and forecasts are
// rules of the server's. A live view begins with the newest state, so after a cut there is nothing to make up for.
import type { Client } from "graphql-ws/client";
import { failure, type Refusal, type Unreachable } from "./failure";
import {
  AgendaBoard, AttendanceBoard, FloorBoard, ProposalsBoard, TasksBoard,
  type AgendaBoardSubscription, type AttendanceBoardSubscription, type FloorBoardSubscription, type ProposalsBoardSubscription,
  type TasksBoardSubscription,
} from "./generated/api";
import { passes, pause } from "./retry";

/** What live views have shown last; one that has shown nothing yet, or is refused, is not there. */
export interface Boards {
  floor?: FloorBoardSubscription["floorLive"];
  attendance?: AttendanceBoardSubscription["attendanceLive"];
  agenda?: AgendaBoardSubscription["agendaLive"];
  proposals?: ProposalsBoardSubscription["proposalsLive"];
  tasks?: TasksBoardSubscription["taskBoardLive"];
}

export type Board = keyof Boards;

/** Why live views show nothing new; only of those that do not. */
export type Failures = Partial<Record<Board, Refusal | Unreachable>>;

const texts: Record<Board, string> = {
  floor: FloorBoard.text, attendance: AttendanceBoard.text, agenda: AgendaBoard.text, proposals: ProposalsBoard.text, tasks: TasksBoard.text,
};

/** A page that looks at live views. */
export interface Looking {
  show: (board: Board, shown: Boards) => void;
  failed: (board: Board, why: Refusal | Unreachable) => void;
  stopped: () => boolean;
}

/**
 * look follows a live view until the page has stopped. One that ended is asked for again after a pause, unless it was refused
 * for good. failures is how often it has ended since it last showed anything.
 */
export function look(client: Client, conference: string, board: Board, page: Looking, failures = 0): void {
  const again = () => setTimeout(() => { if (!page.stopped()) look(client, conference, board, page, failures + 1); }, pause(failures));
  client.subscribe<Record<string, Boards[Board]>>({ query: texts[board], variables: { conference } }, {
    next: ({ data, errors }) => {
      if (data) {
        failures = 0;
        page.show(board, { [board]: Object.values(data)[0] });
      } else if (errors) page.failed(board, failure(errors)); // of this state alone: the next one may come
    },
    error: (reason) => {
      const why = failure(reason);
      page.failed(board, why);
      if (passes(why)) again();
    },
    complete: () => { if (!page.stopped()) again(); }, // as when the grants of who looks have changed
  });
}
