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
import { VerbButtons } from "../parts/verb_buttons";
import { useVerbContext, VerbEnvironment } from "../parts/verb_environment";
import { formatDuration } from "../timer";
import { agendaVerbs, agendaItemVerbs } from "../verbs/agenda";
import { announceVerbs, announcementVerbs, transitionVerbs } from "../verbs/conference";
import { choiceLabel, type VerbContext } from "../verbs/context";
import { floorVerbs, turnVerbs, queuedRequestVerbs, withdrawnRequestVerbs } from "../verbs/floor";
import { followUpVerbs, proposalVerbs, taskVerbs } from "../verbs/follow_up";
import { planVerbs } from "../verbs/plan";
import { allowPlanners } from "../verbs/rights";
import { useTerm, useMessages } from "../i18n";

/** The page with which the chair and the secretary conduct a conference. */
export function ControlPage({ conference, boards, onSignIn }: PageProps) {
  const messages = useMessages();
  const { context, environment, outcome, toggleShortcuts } = useVerbContext(conference, true);
  return (
    <VerbEnvironment.Provider value={environment}>
      <main class="control">
        <section class="card conduct" aria-labelledby="conduct">
          <h2 id="conduct">{messages.conductSection}</h2>
          <VerbButtons verbs={[...transitionVerbs(context), ...announceVerbs(context)]} />
          <SignInPrompt rights={environment.rights} onSignIn={onSignIn} />
          <OutcomePanel
            outcome={outcome}
            shortcuts={environment.shortcuts}
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
    </VerbEnvironment.Provider>
  );
}

function FloorSection({ context, floor }: { context: VerbContext; floor: Boards["floor"] }) {
  const messages = useMessages();
  const term = useTerm();
  if (!floor) return null;
  return (
    <>
      <CurrentTurn floor={floor} />
      <section class="card" aria-labelledby="waiting">
        <h2 id="waiting">{messages.queue}</h2>
        {currentTurns(floor).map((it, i) => (
          <VerbButtons key={it.id} verbs={turnVerbs(context, it, i === 0)} />
        ))}
        <VerbButtons verbs={floorVerbs(context, floor)} />
        <ol class="rows queue">
          {floor.speakersQueue.map((it) => (
            <li key={it.request.id}>
              <QueueEntry queued={it} />
              <VerbButtons verbs={queuedRequestVerbs(context, it)} />
            </li>
          ))}
        </ol>
        {context.conference.withdrawnRequests.length > 0 && (
          <details>
            <summary>
              {messages.withdrawnRequests} ({context.conference.withdrawnRequests.length})
            </summary>
            <ul class="rows">
              {context.conference.withdrawnRequests.map((it) => (
                <li key={it.id}>
                  <p>
                    <b>{it.requester}</b>
                    <span class="soft">{term("FloorRequestKind", it.kind)}</span>
                  </p>
                  <VerbButtons verbs={withdrawnRequestVerbs(context, it.id)} />
                </li>
              ))}
            </ul>
          </details>
        )}
        {floor.totals && floor.totals.length > 0 && (
          <details>
            <summary>{messages.speakingTotals}</summary>
            <ul class="rows">
              {floor.totals.map((it) => (
                <li key={it.name}>
                  <p>
                    <b>{it.name}</b>
                  </p>
                  <span>
                    {formatDuration(it.seconds)} · {messages.turnCount(it.turns)}
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

function AgendaSection({ context, agenda }: { context: VerbContext; agenda: Boards["agenda"] }) {
  const { conference, messages } = context;
  const { rights } = useContext(VerbEnvironment);
  const forecast = (id: string) => agenda?.items.find((it) => it.item.id === id);
  return (
    <section class="card" aria-labelledby="agenda">
      <h2 id="agenda">{messages.agenda}</h2>
      <VerbButtons verbs={agendaVerbs(context)} />
      <ol class="rows">
        {conference.agenda.map((item) => {
          const times = [forecast(item.id)?.startsAt, forecast(item.id)?.endsAt]
            .flatMap((it) => (it ? [messages.clockTime(it)] : []))
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
                    {item.documents.map((it) => choiceLabel(context.documents, it.code)).join("; ")}
                  </span>
                )}
              </p>
              <VerbButtons verbs={agendaItemVerbs(context, item)} />
            </li>
          );
        })}
      </ol>
      {allowPlanners(rights) && (
        <details>
          <summary>{messages.planConference}</summary>
          <VerbButtons verbs={planVerbs(context)} />
        </details>
      )}
    </section>
  );
}

function AnnouncementSection({ context }: { context: VerbContext }) {
  const { conference, messages } = context;
  if (conference.announcements.length === 0) return null;
  return (
    <section class="card" aria-labelledby="standing">
      <h2 id="standing">{messages.announcements}</h2>
      <ul class="rows">
        {conference.announcements.map((it) => (
          <li key={it.id}>
            <p lang="vi">{it.text}</p>
            <VerbButtons verbs={announcementVerbs(context, it)} />
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
  context: VerbContext;
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
      <VerbButtons verbs={followUpVerbs(context, floor)} />
      <ul class="rows">
        {proposalList.map((it) => (
          <li key={it.id}>
            <p>
              <span lang="vi">
                {it.ordinal}. {it.content}
              </span>
              <span class="soft">
                <b class={`state ${it.state}`}>{term("ProposalState", it.state)}</b>{" "}
                <ProposalParties proposal={it} />
              </span>
            </p>
            <VerbButtons verbs={proposalVerbs(context, it, proposalList)} />
            <SimilarProposalList context={context} proposal={it} />
          </li>
        ))}
        {tasks?.tasks.map((it) => (
          <li key={it.id}>
            <p>
              <span lang="vi">{it.content}</span>
              <span class="soft">
                {term("TaskState", it.state)} · {it.percent ?? 0}%
                {it.dueOn && ` · ${messages.dueDate(it.dueOn)}`}
              </span>
            </p>
            <VerbButtons verbs={taskVerbs(context, it)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
