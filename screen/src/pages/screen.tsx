import type { Page } from "../frame";
import { Current, Programme } from "../parts/agenda";
import { Attendance } from "../parts/attendance";
import { Queue, Speaking } from "../parts/floor";
import { Notices, shownHere } from "../parts/notices";
import { ProposalsShown } from "../parts/proposals";
import { Sites } from "../parts/sites";
import { TasksShown } from "../parts/tasks";

/** The hall display. */
export function Screen({ hall, boards }: Page) {
  const waits = Boolean(boards.floor?.speakersQueue.length);
  const follows = Boolean(boards.proposals?.total || boards.tasks?.total);
  return (
    <main class="wall">
      <div class="fore">
        <Speaking floor={boards.floor} />
        <div class="pair"><Current hall={hall} agenda={boards.agenda} /><Attendance attendance={boards.attendance} /></div>
        <Sites hall={hall} attendance={boards.attendance} />
      </div>
      <div class="side">
        <Notices notices={hall.notices.filter(shownHere)} most={2} />
        <Queue floor={boards.floor} most={4} />
        <ProposalsShown board={boards.proposals} most={3} />
        {!waits && <TasksShown board={boards.tasks} />}
        {!waits && !follows && <Programme hall={hall} agenda={boards.agenda} />}
      </div>
    </main>
  );
}
