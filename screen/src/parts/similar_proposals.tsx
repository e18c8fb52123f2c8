import { useState } from "preact/hooks";
import { execute } from "../api";
import { ApiError } from "../errors";
import { SimilarProposals, type ProposalFragment, type SimilarProposalsQuery } from "../generated/api";
import type { VerbContext } from "../verbs/context";
import { similarProposalVerbs } from "../verbs/follow_up";
import { useTerm, useMessages } from "../i18n";
import { VerbButtons } from "./verb_buttons";

type SimilarProposal = NonNullable<SimilarProposalsQuery["proposal"]>["similar"][number];

/** Similar earlier proposals, their proposers and states; fetched on demand. */
export function SimilarProposalList({
  context,
  proposal,
}: {
  context: VerbContext;
  proposal: ProposalFragment;
}) {
  const messages = useMessages();
  const term = useTerm();
  const [found, setFound] = useState<SimilarProposal[] | null>(null);
  const [error, setError] = useState("");
  const fetchSimilar = () => {
    execute(SimilarProposals, { code: proposal.code }).then(
      (data) => setFound(data.proposal?.similar ?? []),
      (reason: Error) => setError(reason instanceof ApiError ? reason.message : messages.serverUnreachable),
    );
  };
  return (
    <details
      class="similar"
      onToggle={(event) => {
        if (event.currentTarget.open) fetchSimilar();
      }}
    >
      <summary>{messages.similarProposals}</summary>
      {error && <p class="bad">{error}</p>}
      {found?.length === 0 && <p class="soft">{messages.noSimilarProposals}</p>}
      <ul>
        {found?.map(({ percent, proposal: it }) => (
          <li key={it.id}>
            <p lang="vi">{it.content}</p>
            <p class="soft">
              {percent}% · {it.schoolYear} · {it.unit?.shortName ?? it.cluster?.name} ·{" "}
              <b class={`state ${it.state}`}>{term("ProposalState", it.state)}</b>
            </p>
            {it.response && (
              <p class="soft" lang="vi">
                {it.response}
              </p>
            )}
            <VerbButtons verbs={similarProposalVerbs(context, proposal, it)} />
          </li>
        ))}
      </ul>
    </details>
  );
}
