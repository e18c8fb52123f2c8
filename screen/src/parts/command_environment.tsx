// What the pages with commands share: the input of commands, the viewer's rights, the last outcome, and whether
// keyboard shortcuts are enabled.
import { createContext } from "preact";
import { useEffect, useState } from "preact/hooks";
import { execute } from "../api";
import { serverNow } from "../server_clock";
import type { Conference } from "../reducer";
import { Documents, Units, type DocumentsQuery } from "../generated/api";
import { fetchAllPages } from "../snapshot";
import type { CommandContext, Choice } from "../commands/context";
import { computeRights, type Rights } from "../commands/rights";
import { useTerm, useMessages } from "../i18n";
import type { NumberedOutcome, Outcome } from "../commands/outcome";

/** The callback for outcomes, whether shortcuts are enabled, and the viewer's rights. */
export const CommandEnvironment = createContext<{
  report: (outcome: Outcome) => void;
  shortcutsEnabled: boolean;
  rights: Rights;
}>({
  report: () => {},
  shortcutsEnabled: false,
  rights: computeRights([], { code: "", schoolYear: "", cluster: null }, 0),
});

const storageKey = "thidua:keys";

type DocumentRow = DocumentsQuery["documents"]["edges"][number]["node"];

/**
 * useCommandContext returns the input of commands and the environment of their buttons. Units are the members of
 * the cluster; of a national conference, those of its sites. Documents are fetched for pages that edit the
 * agenda.
 */
export function useCommandContext(conference: Conference, withDocuments = false) {
  const messages = useMessages();
  const term = useTerm();
  const [outcome, setOutcome] = useState<NumberedOutcome | null>(null);
  const [shortcutsEnabled, setShortcutsEnabled] = useState(() => localStorage.getItem(storageKey) !== "off");
  const [units, setUnits] = useState<Choice[]>([]);
  const [documents, setDocuments] = useState<Choice[]>([]);
  const clusterNumber = conference.cluster?.number;
  useEffect(() => {
    if (clusterNumber === undefined) return;
    execute(Units, { cluster: clusterNumber, year: conference.schoolYear }).then(
      ({ cluster }) => {
        setUnits((cluster?.members ?? []).map((unit) => [unit.code, unit.shortName ?? unit.code]));
      },
      () => {}, // without them codes can still be typed
    );
  }, [clusterNumber, conference.schoolYear]);
  useEffect(() => {
    if (!withDocuments) return;
    fetchAllPages<DocumentRow>(null, async (after) => (await execute(Documents, { after })).documents).then(
      (rows) => {
        setDocuments(rows.map((document) => [document.code, document.title]));
      },
      () => {}, // without them the items' documents are offered by code
    );
  }, [withDocuments]);
  const knownUnits =
    units.length > 0
      ? units
      : conference.sites.flatMap(({ unit, name }): Choice[] => (unit ? [[unit.code, name]] : []));
  const context: CommandContext = { conference, messages, term, units: knownUnits, documents };
  const report = (next: Outcome) => setOutcome((last) => ({ ...next, number: (last?.number ?? 0) + 1 }));
  const toggleShortcuts = () => {
    localStorage.setItem(storageKey, shortcutsEnabled ? "off" : "on");
    setShortcutsEnabled(!shortcutsEnabled);
  };
  return {
    context,
    environment: {
      report,
      shortcutsEnabled,
      rights: computeRights(conference.grants, conference, serverNow()),
    },
    outcome,
    toggleShortcuts,
  };
}
