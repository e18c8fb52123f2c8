import { useState } from "preact/hooks";
import { execute } from "../api";
import { ApiError } from "../errors";
import { SimilarProposals, type ProposalFragment, type SimilarProposalsQuery } from "../generated/api";
import type { CommandContext } from "../commands/context";
import { similarProposalCommands } from "../commands/follow_up";
import { useTerm, useMessages } from "../i18n";
import { CommandButtons } from "./command_buttons";

type SimilarProposal = NonNullable<SimilarProposalsQuery["proposal"]>["similar"][number];

/** Similar earlier proposals, their proposers and states; fetched on demand. */
export function SimilarProposalList({
  context,
  proposal,
}: {
  context: CommandContext;
  proposal: ProposalFragment;
}) {
  const messages = useMessages();
  const term = useTerm();
  const [similar, setSimilar] = useState<SimilarProposal[] | null>(null);
  const [error, setError] = useState("");
  const fetchSimilar = () => {
    execute(SimilarProposals, { code: proposal.code }).then(
      (data) => setSimilar(data.proposal?.similar ?? []),
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
      {error && <p class="failure">{error}</p>}
      {similar?.length === 0 && <p class="soft">{messages.noSimilarProposals}</p>}
      <ul>
        {similar?.map(({ percent, proposal: earlier }) => (
          <li key={earlier.id}>
            <p lang="vi">{earlier.content}</p>
            <p class="soft">
              {percent}% · {earlier.schoolYear} · {earlier.unit?.shortName ?? earlier.cluster?.name} ·{" "}
              <b class={`state ${earlier.state}`}>{term("ProposalState", earlier.state)}</b>
            </p>
            {earlier.response && (
              <p class="soft" lang="vi">
                {earlier.response}
              </p>
            )}
            <CommandButtons commands={similarProposalCommands(context, proposal, earlier)} />
          </li>
        ))}
      </ul>
    </details>
  );
}
