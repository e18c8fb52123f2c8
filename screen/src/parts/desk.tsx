// What the pages with verbs share: the input of verbs, the last outcome, and the switch for keyboard
// shortcuts.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../api";
import { now } from "../clock";
import type { Hall } from "../fold";
import { Documents, Units, type DocumentsQuery } from "../generated/api";
import { pages } from "../snapshot";
import { token } from "../token";
import type { At, Choice } from "../verbs/desk";
import { rightsAt, type Rights } from "../verbs/rights";
import { useTerm, useWords } from "../words";
import { Code } from "./code";
import { SignIn } from "./sign_in";
import type { Outcome } from "./verbs";

const place = "thidua:keys";

type DocumentRow = DocumentsQuery["documents"]["edges"][number]["node"];

/**
 * useVerbContext returns all that verbs need. Units are the members of the cluster; of a national conference,
 * those of its sites. Documents are fetched for users who edit the agenda.
 */
export function useDesk(hall: Hall, arranges = false) {
  const words = useWords();
  const term = useTerm();
  const [outcome, setOutcome] = useState<Numbered | null>(null);
  const [keys, setKeys] = useState(() => localStorage.getItem(place) !== "off");
  const [units, setUnits] = useState<Choice[]>([]);
  const [documents, setDocuments] = useState<Choice[]>([]);
  const number = hall.cluster?.number;
  useEffect(() => {
    if (number === undefined) return;
    ask(Units, { cluster: number, year: hall.schoolYear }).then(({ cluster }) => {
      setUnits((cluster?.members ?? []).map((it) => [it.code, it.shortName ?? it.code]));
    }, () => {}); // without them codes can still be typed
  }, [number, hall.schoolYear]);
  useEffect(() => {
    if (!arranges) return;
    pages<DocumentRow>(null, async (after) => (await ask(Documents, { after })).documents).then((all) => {
      setDocuments(all.map((it) => [it.code, it.title]));
    }, () => {}); // without them the items' documents are offered by code
  }, [arranges]);
  const known = units.length > 0 ? units : hall.sites.flatMap(({ unit, name }): Choice[] => (unit ? [[unit.code, name]] : []));
  const at: At = { hall, words, term, units: known, documents };
  const told = (it: Outcome) => setOutcome((last) => ({ ...it, number: (last?.number ?? 0) + 1 }));
  const turn = () => {
    localStorage.setItem(place, keys ? "off" : "on");
    setKeys(!keys);
  };
  return { at, desk: { told, keys, rights: rightsAt(hall.grants, hall, now()) }, outcome, turn };
}

// A repeated outcome is rendered anew, so that screen readers announce it again.
type Numbered = Outcome & { number: number };

interface InvitationProps {
  rights: Rights;
  signedIn: () => void;
}

/** Shown to users who may not conduct, instead of buttons that would fail. */
export function Invitation({ rights, signedIn }: InvitationProps) {
  const words = useWords();
  if (rights.conducts) return null;
  return (
    <div class="invitation">
      <p>{token() === "" ? words.signInToConduct : words.notYoursToConduct}</p>
      <SignIn signedIn={signedIn} />
    </div>
  );
}

interface Props {
  outcome: Numbered | null;
  keys: boolean;
  turn: () => void;
}

/** The last outcome, and the switch for keyboard shortcuts. */
export function Told({ outcome, keys, turn }: Props) {
  const words = useWords();
  return (
    <>
      <label class="switch keys"><input type="checkbox" checked={keys} onChange={turn} /> {words.keys}</label>
      <div class="outcome" role="alert">
        {outcome && (outcome.message !== undefined
          ? <p key={outcome.number} class="bad"><b>{outcome.of}</b>: {outcome.message} {outcome.code && <Code code={outcome.code} />}</p>
          : <p key={outcome.number} class="good"><b>{outcome.of}</b>: {outcome.said?.startsWith("/") ? <a href={outcome.said}>{outcome.said}</a> : outcome.said ?? words.done}</p>)}
      </div>
    </>
  );
}
