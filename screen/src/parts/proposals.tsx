import type { Boards } from "../boards";
import type { ProposalFragment } from "../generated/api";
import { useTerm, useMessages } from "../i18n";

export type Proposals = NonNullable<Boards["proposals"]>;

/** newestProposals returns all proposals of the board, the newest first. */
export const newestProposals = (board: Proposals): ProposalFragment[] =>
  board.columns.flatMap((column) => column.proposals).sort((a, b) => b.ordinal - a.ordinal);

/** The proposals and their states. */
export function ProposalList({ board, limit }: { board: Proposals | undefined; limit: number }) {
  const messages = useMessages();
  const term = useTerm();
  if (!board || board.totalCount === 0) return null;
  const unmerged = newestProposals(board).filter((proposal) => proposal.state !== "MERGED");
  return (
    <section class="card proposals" aria-labelledby="proposals">
      <h2 id="proposals">
        {messages.proposals} <span class="soft">{messages.count(board.totalCount)}</span>
      </h2>
      <ol aria-live="polite">
        {unmerged.slice(0, limit).map((proposal) => (
          <li key={proposal.id}>
            <p class="content" lang="vi">
              {proposal.content}
            </p>
            <p class="soft">
              <b class={`state ${proposal.state}`}>{term("ProposalState", proposal.state)}</b>{" "}
              <ProposalParties proposal={proposal} />
            </p>
          </li>
        ))}
      </ol>
      {unmerged.length > limit && <p class="soft">{messages.moreEntries(unmerged.length - limit)}</p>}
    </section>
  );
}

/** The proposer, the sponsors and the assignee of a proposal. */
export function ProposalParties({
  proposal: { unit, cluster, sponsors, assignee, dueOn, overdue },
}: {
  proposal: ProposalFragment;
}) {
  const messages = useMessages();
  return (
    <>
      {[unit?.shortName ?? cluster?.name, ...sponsors.map((sponsor) => sponsor.shortName)]
        .filter(Boolean)
        .join(", ")}
      {assignee && ` → ${assignee.shortName}`}
      {dueOn && <span class={overdue ? "late" : ""}> · {messages.dueDate(dueOn)}</span>}
    </>
  );
}
