import type { Boards } from "../boards";
import type { AskedFragment } from "../generated/api";
import { useTerm, useWords } from "../words";

export type Proposals = NonNullable<Boards["proposals"]>;

/** newestFirst returns all proposals of the board, the newest first. */
export const listed = (board: Proposals): AskedFragment[] =>
  board.columns.flatMap((it) => it.proposals).sort((a, b) => b.ordinal - a.ordinal);

/** The proposals and their states. */
export function ProposalsShown({ board, most }: { board: Proposals | undefined; most: number }) {
  const words = useWords();
  const term = useTerm();
  if (!board || board.total === 0) return null;
  const standing = listed(board).filter((it) => it.state !== "MERGED");
  return (
    <section class="card proposals" aria-labelledby="proposals">
      <h2 id="proposals">{words.proposals} <span class="soft">{words.count(board.total)}</span></h2>
      <ol aria-live="polite">
        {standing.slice(0, most).map((it) => (
          <li key={it.id}>
            <p class="content" lang="vi">{it.content}</p>
            <p class="soft"><b class={`state ${it.state}`}>{term("ProposalState", it.state)}</b> <By proposal={it} /></p>
          </li>
        ))}
      </ol>
      {standing.length > most && <p class="soft">{words.more(standing.length - most)}</p>}
    </section>
  );
}

/** The proposer, the sponsors and the assignee of a proposal. */
export function By({ proposal: { unit, cluster, sponsors, assignee, dueOn, overdue } }: { proposal: AskedFragment }) {
  const words = useWords();
  return (
    <>
      {[unit?.shortName ?? cluster?.name, ...sponsors.map((it) => it.shortName)].filter(Boolean).join(", ")}
      {assignee && ` → ${assignee.shortName}`}
      {dueOn && <span class={overdue ? "late" : ""}> · {words.due(dueOn)}</span>}
    </>
  );
}
