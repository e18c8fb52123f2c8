// The live views that a page shows beside what it folds itself: the order of the queue, figures of attendance and forecasts are
// rules of the server's. A live view begins with the newest state, so after a cut there is nothing to make up for.
import type { Client } from "graphql-ws/client";
import {
  AgendaBoard, AttendanceBoard, FloorBoard, ProposalsBoard, TasksBoard,
  type AgendaBoardSubscription, type AttendanceBoardSubscription, type FloorBoardSubscription, type ProposalsBoardSubscription,
  type TasksBoardSubscription,
} from "./generated/api";

/** What live views have shown last; one that has shown nothing yet, or is refused, is not there. */
export interface Boards {
  floor?: FloorBoardSubscription["floorLive"];
  attendance?: AttendanceBoardSubscription["attendanceLive"];
  agenda?: AgendaBoardSubscription["agendaLive"];
  proposals?: ProposalsBoardSubscription["proposalsLive"];
  tasks?: TasksBoardSubscription["taskBoardLive"];
}

export type Board = keyof Boards;

const texts: Record<Board, string> = {
  floor: FloorBoard.text, attendance: AttendanceBoard.text, agenda: AgendaBoard.text, proposals: ProposalsBoard.text, tasks: TasksBoard.text,
};

const pause = 15_000; // milliseconds until a view that ended in an error is asked for again

/** look follows a live view until the client is disposed of. */
export function look(client: Client, conference: string, board: Board, show: (boards: Boards) => void, stopped: () => boolean): void {
  client.subscribe<Record<string, Boards[Board]>>({ query: texts[board], variables: { conference } }, {
    next: ({ data }) => { if (data) show({ [board]: Object.values(data)[0] }); },
    error: () => setTimeout(() => { if (!stopped()) look(client, conference, board, show, stopped); }, pause),
    complete: () => {},
  });
}
