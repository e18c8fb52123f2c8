import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Refusal } from "../failure";
import { rightsAt, toConduct, type Rights } from "../verbs/rights";
import type { Values, Verb } from "../verbs/verb";
import { useWords } from "../words";
import { Asking } from "./asking";

/** The outcome of a verb. */
export interface Outcome {
  of: string; // the verb's label
  said?: string; // the description of a success
  code?: string;
  message?: string; // of an error
}

/** The callback for outcomes, whether shortcuts are enabled, and the viewer's rights. */
export const Desk = createContext<{ told: (outcome: Outcome) => void; keys: boolean; rights: Rights }>({
  told: () => {}, keys: false, rights: rightsAt([], { code: "", schoolYear: "", cluster: null }, 0),
});

/** A row of buttons of the verbs that the viewer may use. */
export function Verbs({ verbs }: { verbs: Verb[] }) {
  const { rights } = useContext(Desk);
  const offered = verbs.filter(({ allowed = toConduct }) => allowed(rights));
  return offered.length > 0 ? <div class="verbs">{offered.map((verb) => <Doing key={verb.name} verb={verb} />)}</div> : null;
}

function Doing({ verb }: { verb: Verb }) {
  const { told, keys } = useContext(Desk);
  const words = useWords();
  const running = useRef(false); // set synchronously: a second click may come before the button is rendered as disabled
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const asks = verb.warning !== undefined || (verb.fields?.length ?? 0) > 0;

  // run returns an error's outcome; null after success; undefined if the verb is running already.
  const run = async (values: Values): Promise<Outcome | null | undefined> => {
    if (running.current) return undefined;
    setBusy(running.current = true);
    try {
      const answer = await verb.run(values);
      told({ of: verb.label, ...(verb.says && { said: verb.says(answer as never) }) });
      return null;
    } catch (reason) {
      return reason instanceof Refusal
        ? { of: verb.label, message: reason.message, code: reason.code }
        : { of: verb.label, message: words.unreachable };
    } finally {
      setBusy(running.current = false);
    }
  };
  // A dialog shows errors by itself, because it covers everything else.
  const press = async () => {
    if (asks) return setAsking(true);
    const failed = await run({});
    if (failed) told(failed);
  };
  useShortcut(keys ? verb.key : undefined, press);
  return (
    <>
      <button type="button" class={verb.look} disabled={busy} data-verb={verb.name} aria-keyshortcuts={keys ? verb.key : undefined} onClick={press}>
        {verb.label}{keys && verb.key && <kbd>{verb.key.toUpperCase()}</kbd>}
      </button>
      {asking && <Asking verb={verb} busy={busy} done={() => setAsking(false)} run={run} />}
    </>
  );
}

// A letter without a modifier, ignored while typing or while a dialog is open; WCAG 2.1.4 requires a switch
// to disable it. A layout effect, so that the shortcut of a removed button is removed at once.
function useShortcut(key: string | undefined, press: () => void): void {
  const latest = useRef(press);
  latest.current = press;
  useLayoutEffect(() => {
    if (!key) return;
    const heard = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.key.toLowerCase() !== key || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (at.closest("input, select, textarea, dialog") || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", heard);
    return () => document.removeEventListener("keydown", heard);
  }, [key]);
}
