import type { PageProps } from "../page";
import { CurrentItem, AgendaList } from "../parts/agenda";
import { Attendance } from "../parts/attendance";
import { SpeakersQueue, CurrentTurn } from "../parts/floor";
import { Announcements, isShownOnScreen } from "../parts/announcements";
import { ProposalList } from "../parts/proposals";
import { SiteGrid } from "../parts/sites";
import { TaskList } from "../parts/tasks";

/** The hall display. */
export function ScreenPage({ conference, boards }: PageProps) {
  const hasQueue = Boolean(boards.floor?.speakersQueue.length);
  const hasFollowUp = Boolean(boards.proposals?.totalCount || boards.tasks?.totalCount);
  return (
    <main class="display">
      <div class="primary">
        <CurrentTurn floor={boards.floor} />
        <div class="pair">
          <CurrentItem conference={conference} agenda={boards.agenda} />
          <Attendance attendance={boards.attendance} />
        </div>
        <SiteGrid conference={conference} attendance={boards.attendance} />
      </div>
      <div class="side">
        <Announcements announcements={conference.announcements.filter(isShownOnScreen)} limit={2} />
        <SpeakersQueue floor={boards.floor} limit={4} />
        <ProposalList board={boards.proposals} limit={3} />
        {!hasQueue && <TaskList board={boards.tasks} />}
        {!hasQueue && !hasFollowUp && <AgendaList conference={conference} agenda={boards.agenda} />}
      </div>
    </main>
  );
}
