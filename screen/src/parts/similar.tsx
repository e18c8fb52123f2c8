import { useState } from "preact/hooks";
import { ask } from "../api";
import { Refusal } from "../failure";
import { Similar as Asking, type AskedFragment, type SimilarQuery } from "../generated/api";
import type { At } from "../verbs/desk";
import { ofSimilar } from "../verbs/follow_up";
import { useTerm, useWords } from "../words";
import { Verbs } from "./verbs";

type Found = NonNullable<SimilarQuery["proposal"]>["similar"];

/** Similar earlier proposals, their proposers and states; fetched on demand. */
export function Similar({ at, proposal }: { at: At; proposal: AskedFragment }) {
  const words = useWords();
  const term = useTerm();
  const [found, setFound] = useState<Found | null>(null);
  const [failed, setFailed] = useState("");
  const look = () => {
    ask(Asking, { code: proposal.code }).then((answer) => setFound(answer.proposal?.similar ?? []), (reason: Error) => setFailed(reason instanceof Refusal ? reason.message : words.unreachable));
  };
  return (
    <details class="similar" onToggle={(event) => { if (event.currentTarget.open) look(); }}>
      <summary>{words.similar}</summary>
      {failed && <p class="bad">{failed}</p>}
      {found?.length === 0 && <p class="soft">{words.nothingSimilar}</p>}
      <ul>
        {found?.map(({ percent, proposal: it }) => (
          <li key={it.id}>
            <p lang="vi">{it.content}</p>
            <p class="soft">{percent}% · {it.schoolYear} · {it.unit?.shortName ?? it.cluster?.name} · <b class={`state ${it.state}`}>{term("ProposalState", it.state)}</b></p>
            {it.response && <p class="soft" lang="vi">{it.response}</p>}
            <Verbs verbs={ofSimilar(at, proposal, it)} />
          </li>
        ))}
      </ul>
    </details>
  );
}
