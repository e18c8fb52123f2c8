import { useContext } from "preact/hooks";
import type { Boards } from "../boards";
import type { Page } from "../frame";
import { Current, stage } from "../parts/agenda";
import { Invitation, Told, useDesk } from "../parts/desk";
import { Speaking, turns, Waiting } from "../parts/floor";
import { By, listed } from "../parts/proposals";
import { RollShown } from "../parts/roll";
import { Similar } from "../parts/similar";
import { Desk, Verbs } from "../parts/verbs";
import { spoken } from "../timer";
import { ofAgenda, ofItem } from "../verbs/agenda";
import { announcing, ofNotice, steps } from "../verbs/conference";
import { named, type At } from "../verbs/desk";
import { conducting, ofTurn, ofWaiting, ofWithdrawn } from "../verbs/floor";
import { following, ofProposal, ofTask } from "../verbs/follow_up";
import { planning } from "../verbs/plan";
import { toPlan } from "../verbs/rights";
import { useTerm, useWords } from "../words";

/** The page with which the chair and the secretary conduct. */
export function Control({ hall, boards, signedIn }: Page) {
  const words = useWords();
  const { at, desk, outcome, turn } = useDesk(hall, true);
  return (
    <Desk.Provider value={desk}>
      <main class="desk">
        <section class="card conduct" aria-labelledby="conduct">
          <h2 id="conduct">{words.conduct}</h2>
          <Verbs verbs={[...steps(at), ...announcing(at)]} />
          <Invitation rights={desk.rights} signedIn={signedIn} />
          <Told outcome={outcome} keys={desk.keys} turn={turn} />
        </section>
        <div class="column"><Floor at={at} floor={boards.floor} /><Standing at={at} /></div>
        <div class="column"><Current hall={hall} agenda={boards.agenda} /><Agenda at={at} agenda={boards.agenda} /></div>
        <div class="column"><FollowUp at={at} boards={boards} /><RollShown at={at} /></div>
      </main>
    </Desk.Provider>
  );
}

function Floor({ at, floor }: { at: At; floor: Boards["floor"] }) {
  const words = useWords();
  const term = useTerm();
  if (!floor) return null;
  return (
    <>
      <Speaking floor={floor} />
      <section class="card" aria-labelledby="waiting">
        <h2 id="waiting">{words.queue}</h2>
        {turns(floor).map((it, i) => <Verbs key={it.id} verbs={ofTurn(at, it, i === 0)} />)}
        <Verbs verbs={conducting(at, floor)} />
        <ol class="rows queue">
          {floor.speakersQueue.map((it) => <li key={it.request.id}><Waiting queued={it} /><Verbs verbs={ofWaiting(at, it)} /></li>)}
        </ol>
        {at.hall.withdrawn.length > 0 && (
          <details>
            <summary>{words.withdrawn} ({at.hall.withdrawn.length})</summary>
            <ul class="rows">{at.hall.withdrawn.map((it) => <li key={it.id}><p><b>{it.who}</b><span class="soft">{term("FloorRequestKind", it.kind)}</span></p><Verbs verbs={ofWithdrawn(at, it.id)} /></li>)}</ul>
          </details>
        )}
        {floor.totals && floor.totals.length > 0 && (
          <details>
            <summary>{words.spokenTotals}</summary>
            <ul class="rows">{floor.totals.map((it) => <li key={it.name}><p><b>{it.name}</b></p><span>{spoken(it.seconds)} · {words.turns(it.turns)}</span></li>)}</ul>
          </details>
        )}
      </section>
    </>
  );
}

function Agenda({ at, agenda }: { at: At; agenda: Boards["agenda"] }) {
  const { hall, words } = at;
  const { rights } = useContext(Desk);
  const forecast = (id: string) => agenda?.items.find((it) => it.item.id === id);
  return (
    <section class="card" aria-labelledby="agenda">
      <h2 id="agenda">{words.agenda}</h2>
      <Verbs verbs={ofAgenda(at)} />
      <ol class="rows">
        {hall.agenda.map((item) => {
          const times = [forecast(item.id)?.startsAt, forecast(item.id)?.endsAt].flatMap((it) => (it ? [words.time(it)] : [])).join("–");
          return (
            <li key={item.id} class={stage(hall, item)} aria-current={item.id === hall.current ? "step" : undefined}>
              <p>
                <b lang="vi">{item.ordinal}. {item.title}</b>
                <span class="soft">{[item.speaker, item.unit && named(at.units, item.unit.code), item.plannedMinutes != null && words.planned(item.plannedMinutes), times].filter(Boolean).join(" · ")}</span>
                {item.documents.length > 0 && <span class="soft">{words.documents}: {item.documents.map((it) => named(at.documents, it.code)).join("; ")}</span>}
              </p>
              <Verbs verbs={ofItem(at, item)} />
            </li>
          );
        })}
      </ol>
      {toPlan(rights) && <details><summary>{words.plan}</summary><Verbs verbs={planning(at)} /></details>}
    </section>
  );
}

function Standing({ at }: { at: At }) {
  const { hall, words } = at;
  if (hall.notices.length === 0) return null;
  return (
    <section class="card" aria-labelledby="standing">
      <h2 id="standing">{words.announcements}</h2>
      <ul class="rows">{hall.notices.map((it) => <li key={it.id}><p lang="vi">{it.text}</p><Verbs verbs={ofNotice(at, it)} /></li>)}</ul>
    </section>
  );
}

function FollowUp({ at, boards: { floor, proposals, tasks } }: { at: At; boards: Boards }) {
  const words = useWords();
  const term = useTerm();
  const all = proposals ? listed(proposals) : [];
  return (
    <section class="card proposals" aria-labelledby="follow-up">
      <h2 id="follow-up">{words.proposals} · {words.tasks}</h2>
      <Verbs verbs={following(at, floor)} />
      <ul class="rows">
        {all.map((it) => (
          <li key={it.id}>
            <p><span lang="vi">{it.ordinal}. {it.content}</span><span class="soft"><b class={`state ${it.state}`}>{term("ProposalState", it.state)}</b> <By proposal={it} /></span></p>
            <Verbs verbs={ofProposal(at, it, all)} />
            <Similar at={at} proposal={it} />
          </li>
        ))}
        {tasks?.tasks.map((it) => (
          <li key={it.id}>
            <p><span lang="vi">{it.content}</span><span class="soft">{term("TaskState", it.state)} · {it.percent ?? 0}%{it.dueOn && ` · ${words.due(it.dueOn)}`}</span></p>
            <Verbs verbs={ofTask(at, it)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
