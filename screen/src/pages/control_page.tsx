import { useContext } from "preact/hooks";
import type { Boards } from "../boards";
import type { PageProps } from "../page";
import { CurrentItem, itemStage } from "../parts/agenda";
import { CurrentTurn, currentTurns, QueueEntry } from "../parts/floor";
import { ProposalParties, newestProposals } from "../parts/proposals";
import { ConferenceRoll } from "../parts/roll";
import { SimilarProposalList } from "../parts/similar_proposals";
import { OutcomePanel } from "../parts/outcome_panel";
import { SignInPrompt } from "../parts/sign_in";
import { CommandButtons } from "../parts/command_buttons";
import { useCommandContext, CommandEnvironment } from "../parts/command_environment";
import { formatDuration } from "../timer";
import { agendaCommands, agendaItemCommands } from "../commands/agenda";
import { announceCommands, announcementCommands, transitionCommands } from "../commands/conference";
import { choiceLabel, type CommandContext } from "../commands/context";
import {
  floorCommands,
  turnCommands,
  queuedRequestCommands,
  withdrawnRequestCommands,
} from "../commands/floor";
import { followUpCommands, proposalCommands, taskCommands } from "../commands/follow_up";
import { planCommands } from "../commands/plan";
import { allowPlanners } from "../commands/rights";
import { useTerm, useMessages } from "../i18n";

/** The page with which the chair and the secretary conduct a conference. */
export function ControlPage({ conference, boards, onSignIn }: PageProps) {
  const messages = useMessages();
  const { context, environment, outcome, toggleShortcuts } = useCommandContext(conference, true);
  return (
    <CommandEnvironment.Provider value={environment}>
      <main class="control">
        <section class="card conduct" aria-labelledby="conduct">
          <h2 id="conduct">{messages.conductSection}</h2>
          <CommandButtons commands={[...transitionCommands(context), ...announceCommands(context)]} />
          <SignInPrompt rights={environment.rights} onSignIn={onSignIn} />
          <OutcomePanel
            outcome={outcome}
            shortcutsEnabled={environment.shortcutsEnabled}
            toggleShortcuts={toggleShortcuts}
          />
        </section>
        <div class="column">
          <FloorSection context={context} floor={boards.floor} />
          <AnnouncementSection context={context} />
        </div>
        <div class="column">
          <CurrentItem conference={conference} agenda={boards.agenda} />
          <AgendaSection context={context} agenda={boards.agenda} />
        </div>
        <div class="column">
          <FollowUpSection context={context} boards={boards} />
          <ConferenceRoll context={context} />
        </div>
      </main>
    </CommandEnvironment.Provider>
  );
}

function FloorSection({ context, floor }: { context: CommandContext; floor: Boards["floor"] }) {
  const messages = useMessages();
  const term = useTerm();
  if (!floor) return null;
  return (
    <>
      <CurrentTurn floor={floor} />
      <section class="card" aria-labelledby="waiting">
        <h2 id="waiting">{messages.queue}</h2>
        {currentTurns(floor).map((turn, i) => (
          <CommandButtons key={turn.id} commands={turnCommands(context, turn, i === 0)} />
        ))}
        <CommandButtons commands={floorCommands(context, floor)} />
        <ol class="rows queue">
          {floor.speakersQueue.map((queued) => (
            <li key={queued.floorRequest.id}>
              <QueueEntry queued={queued} />
              <CommandButtons commands={queuedRequestCommands(context, queued)} />
            </li>
          ))}
        </ol>
        {context.conference.withdrawnRequests.length > 0 && (
          <details>
            <summary>
              {messages.withdrawnRequests} ({context.conference.withdrawnRequests.length})
            </summary>
            <ul class="rows">
              {context.conference.withdrawnRequests.map((request) => (
                <li key={request.id}>
                  <p>
                    <b>{request.requester}</b>
                    <span class="soft">{term("FloorRequestKind", request.kind)}</span>
                  </p>
                  <CommandButtons commands={withdrawnRequestCommands(context, request.id)} />
                </li>
              ))}
            </ul>
          </details>
        )}
        {floor.totals && floor.totals.length > 0 && (
          <details>
            <summary>{messages.speakingTotals}</summary>
            <ul class="rows">
              {floor.totals.map((total) => (
                <li key={total.name}>
                  <p>
                    <b>{total.name}</b>
                  </p>
                  <span>
                    {formatDuration(total.seconds)} · {messages.turnCount(total.turnCount)}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </section>
    </>
  );
}

function AgendaSection({ context, agenda }: { context: CommandContext; agenda: Boards["agenda"] }) {
  const { conference, messages } = context;
  const { rights } = useContext(CommandEnvironment);
  const forecast = (id: string) => agenda?.items.find((row) => row.item.id === id);
  return (
    <section class="card" aria-labelledby="agenda">
      <h2 id="agenda">{messages.agenda}</h2>
      <CommandButtons commands={agendaCommands(context)} />
      <ol class="rows">
        {conference.agenda.map((item) => {
          const times = [forecast(item.id)?.startsAt, forecast(item.id)?.endsAt]
            .flatMap((time) => (time ? [messages.clockTime(time)] : []))
            .join("–");
          return (
            <li
              key={item.id}
              class={itemStage(conference, item)}
              aria-current={item.id === conference.currentItemId ? "step" : undefined}
            >
              <p>
                <b lang="vi">
                  {item.ordinal}. {item.title}
                </b>
                <span class="soft">
                  {[
                    item.speaker,
                    item.unit && choiceLabel(context.units, item.unit.code),
                    item.plannedMinutes != null && messages.plannedMinutes(item.plannedMinutes),
                    times,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
                {item.documents.length > 0 && (
                  <span class="soft">
                    {messages.documents}:{" "}
                    {item.documents
                      .map((document) => choiceLabel(context.documents, document.code))
                      .join("; ")}
                  </span>
                )}
              </p>
              <CommandButtons commands={agendaItemCommands(context, item)} />
            </li>
          );
        })}
      </ol>
      {allowPlanners(rights) && (
        <details>
          <summary>{messages.planConference}</summary>
          <CommandButtons commands={planCommands(context)} />
        </details>
      )}
    </section>
  );
}

function AnnouncementSection({ context }: { context: CommandContext }) {
  const { conference, messages } = context;
  if (conference.announcements.length === 0) return null;
  return (
    <section class="card" aria-labelledby="standing">
      <h2 id="standing">{messages.announcements}</h2>
      <ul class="rows">
        {conference.announcements.map((announcement) => (
          <li key={announcement.id}>
            <p lang="vi">{announcement.text}</p>
            <CommandButtons commands={announcementCommands(context, announcement)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FollowUpSection({
  context,
  boards: { floor, proposals, tasks },
}: {
  context: CommandContext;
  boards: Boards;
}) {
  const messages = useMessages();
  const term = useTerm();
  const proposalList = proposals ? newestProposals(proposals) : [];
  return (
    <section class="card proposals" aria-labelledby="follow-up">
      <h2 id="follow-up">
        {messages.proposals} · {messages.tasks}
      </h2>
      <CommandButtons commands={followUpCommands(context, floor)} />
      <ul class="rows">
        {proposalList.map((proposal) => (
          <li key={proposal.id}>
            <p>
              <span lang="vi">
                {proposal.ordinal}. {proposal.content}
              </span>
              <span class="soft">
                <b class={`state ${proposal.state}`}>{term("ProposalState", proposal.state)}</b>{" "}
                <ProposalParties proposal={proposal} />
              </span>
            </p>
            <CommandButtons commands={proposalCommands(context, proposal, proposalList)} />
            <SimilarProposalList context={context} proposal={proposal} />
          </li>
        ))}
        {tasks?.tasks.map((task) => (
          <li key={task.id}>
            <p>
              <span lang="vi">{task.content}</span>
              <span class="soft">
                {term("TaskState", task.state)} · {task.percent ?? 0}%
                {task.dueOn && ` · ${messages.dueDate(task.dueOn)}`}
              </span>
            </p>
            <CommandButtons commands={taskCommands(context, task)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
