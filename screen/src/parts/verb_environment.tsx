// What the pages with verbs share: the input of verbs, the viewer's rights, the last outcome, and whether
// keyboard shortcuts are enabled.
import { createContext } from "preact";
import { useEffect, useState } from "preact/hooks";
import { execute } from "../api";
import { serverNow } from "../server_clock";
import type { Conference } from "../reducer";
import { Documents, Units, type DocumentsQuery } from "../generated/api";
import { fetchAllPages } from "../snapshot";
import type { VerbContext, Choice } from "../verbs/context";
import { computeRights, type Rights } from "../verbs/rights";
import { useTerm, useMessages } from "../i18n";
import type { NumberedOutcome, Outcome } from "../verbs/outcome";

/** The callback for outcomes, whether shortcuts are enabled, and the viewer's rights. */
export const VerbEnvironment = createContext<{
  report: (outcome: Outcome) => void;
  shortcuts: boolean;
  rights: Rights;
}>({
  report: () => {},
  shortcuts: false,
  rights: computeRights([], { code: "", schoolYear: "", cluster: null }, 0),
});

const storageKey = "thidua:keys";

type DocumentRow = DocumentsQuery["documents"]["edges"][number]["node"];

/**
 * useVerbContext returns the input of verbs and the environment of their buttons. Units are the members of
 * the cluster; of a national conference, those of its sites. Documents are fetched for pages that edit the
 * agenda.
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
      () => {}, // without them codes can still be typed
    );
  }, [clusterNumber, conference.schoolYear]);
  useEffect(() => {
    if (!withDocuments) return;
    fetchAllPages<DocumentRow>(null, async (after) => (await execute(Documents, { after })).documents).then(
      (rows) => {
        setDocuments(rows.map((it) => [it.code, it.title]));
      },
      () => {}, // without them the items' documents are offered by code
    );
  }, [withDocuments]);
  const knownUnits =
    units.length > 0
      ? units
      : conference.sites.flatMap(({ unit, name }): Choice[] => (unit ? [[unit.code, name]] : []));
  const context: VerbContext = { conference, messages, term, units: knownUnits, documents };
  const report = (it: Outcome) => setOutcome((last) => ({ ...it, number: (last?.number ?? 0) + 1 }));
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
