import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Refusal } from "../failure";
import type { Values, Verb } from "../verbs/verb";
import { useWords } from "../words";
import { Asking } from "./asking";

/** What became of a verb. */
export interface Outcome {
  of: string; // the verb's label
  said?: string; // of what was done
  code?: string;
  message?: string; // of what was not
}

/** How a verb tells what became of it, and whether the page's shortcuts are on. */
export const Desk = createContext<{ told: (outcome: Outcome) => void; keys: boolean }>({ told: () => {}, keys: false });

/** The buttons of verbs, in a row. */
export function Verbs({ verbs }: { verbs: Verb[] }) {
  return verbs.length > 0 ? <div class="verbs">{verbs.map((verb) => <Doing key={verb.name} verb={verb} />)}</div> : null;
}

function Doing({ verb }: { verb: Verb }) {
  const { told, keys } = useContext(Desk);
  const words = useWords();
  const running = useRef(false); // at once: a second press may come before the button is drawn disabled
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const asks = verb.warning !== undefined || (verb.fields?.length ?? 0) > 0;

  const run = async (values: Values): Promise<void> => {
    if (running.current) return;
    setBusy(running.current = true);
    try {
      const answer = await verb.run(values);
      told({ of: verb.label, ...(verb.says && { said: verb.says(answer as never) }) });
      setAsking(false);
    } catch (reason) {
      told(reason instanceof Refusal
        ? { of: verb.label, message: reason.message, code: reason.code }
        : { of: verb.label, message: words.unreachable });
    } finally {
      setBusy(running.current = false);
    }
  };
  const press = () => { asks ? setAsking(true) : void run({}); };
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

// One letter without a modifier, and never while somebody writes or a dialog is open; WCAG 2.1.4 wants it to be turned off.
// A layout effect, so that a letter that is not shown any more does nothing any more.
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
