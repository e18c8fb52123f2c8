// What the pages with verbs share: the input of verbs, the last outcome, and the switch for keyboard
// shortcuts.
import { useEffect, useState } from "preact/hooks";
import { execute } from "../api";
import { serverNow } from "../server_clock";
import type { Conference } from "../reducer";
import { Documents, Units, type DocumentsQuery } from "../generated/api";
import { fetchAllPages } from "../snapshot";
import { token } from "../token";
import type { VerbContext, Choice } from "../verbs/context";
import { computeRights, type Rights } from "../verbs/rights";
import { useTerm, useMessages } from "../i18n";
import { ErrorCode } from "./error_code";
import { SignIn } from "./sign_in";
import type { Outcome } from "./verb_buttons";

const storageKey = "thidua:keys";

type DocumentRow = DocumentsQuery["documents"]["edges"][number]["node"];

/**
 * useVerbContext returns all that verbs need. Units are the members of the cluster; of a national conference,
 * those of its sites. Documents are fetched for users who edit the agenda.
 */
export function useVerbContext(conference: Conference, withDocuments = false) {
  const messages = useMessages();
  const term = useTerm();
  const [outcome, setOutcome] = useState<NumberedOutcome | null>(null);
  const [shortcuts, setShortcuts] = useState(() => localStorage.getItem(storageKey) !== "off");
  const [units, setUnits] = useState<Choice[]>([]);
  const [documents, setDocuments] = useState<Choice[]>([]);
  const clusterNumber = conference.cluster?.number;
  useEffect(() => {
    if (clusterNumber === undefined) return;
    execute(Units, { cluster: clusterNumber, year: conference.schoolYear }).then(
      ({ cluster }) => {
        setUnits((cluster?.members ?? []).map((it) => [it.code, it.shortName ?? it.code]));
      },
      () => {},
    ); // without them codes can still be typed
  }, [clusterNumber, conference.schoolYear]);
  useEffect(() => {
    if (!withDocuments) return;
    fetchAllPages<DocumentRow>(null, async (after) => (await execute(Documents, { after })).documents).then(
      (all) => {
        setDocuments(all.map((it) => [it.code, it.title]));
      },
      () => {},
    ); // without them the items' documents are offered by code
  }, [withDocuments]);
  const knownUnits =
    units.length > 0
      ? units
      : conference.sites.flatMap(({ unit, name }): Choice[] => (unit ? [[unit.code, name]] : []));
  const context: VerbContext = { conference, messages, term, units: knownUnits, documents };
  const report = (it: Outcome) =>
    setOutcome((last) => ({ ...it, number: (last?.number ?? 0) + 1 }));
  const toggleShortcuts = () => {
    localStorage.setItem(storageKey, shortcuts ? "off" : "on");
    setShortcuts(!shortcuts);
  };
  return {
    context,
    environment: { report, shortcuts, rights: computeRights(conference.grants, conference, serverNow()) },
    outcome,
    toggleShortcuts,
  };
}

// A repeated outcome is rendered anew, so that screen readers announce it again.
type NumberedOutcome = Outcome & { number: number };

interface SignInPromptProps {
  rights: Rights;
  onSignIn: () => void;
}

/** Shown to users who may not conduct, instead of buttons that would fail. */
export function SignInPrompt({ rights, onSignIn }: SignInPromptProps) {
  const messages = useMessages();
  if (rights.canConduct) return null;
  return (
    <div class="invitation">
      <p>{token() === "" ? messages.signInToConduct : messages.conductNotAllowed}</p>
      <SignIn onSignIn={onSignIn} />
    </div>
  );
}

interface Props {
  outcome: NumberedOutcome | null;
  shortcuts: boolean;
  toggleShortcuts: () => void;
}

/** The last outcome, and the switch for keyboard shortcuts. */
export function OutcomePanel({ outcome, shortcuts, toggleShortcuts }: Props) {
  const messages = useMessages();
  return (
    <>
      <label class="switch keys">
        <input type="checkbox" checked={shortcuts} onChange={toggleShortcuts} /> {messages.shortcuts}
      </label>
      <div class="outcome" role="alert">
        {outcome &&
          (outcome.errorMessage !== undefined ? (
            <p key={outcome.number} class="bad">
              <b>{outcome.verbLabel}</b>: {outcome.errorMessage}{" "}
              {outcome.errorCode && <ErrorCode code={outcome.errorCode} />}
            </p>
          ) : (
            <p key={outcome.number} class="good">
              <b>{outcome.verbLabel}</b>:{" "}
              {outcome.description?.startsWith("/") ? (
                <a href={outcome.description}>{outcome.description}</a>
              ) : (
                (outcome.description ?? messages.success)
              )}
            </p>
          ))}
      </div>
    </>
  );
}
