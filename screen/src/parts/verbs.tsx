import { createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Refusal } from "../api";
import type { Field, Values, Verb } from "../verbs/verb";
import { useWords } from "../words";

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
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const asks = verb.warning !== undefined || (verb.fields?.length ?? 0) > 0;

  const run = async (values: Values): Promise<boolean> => {
    setBusy(true);
    try {
      const answer = await verb.run(values);
      told({ of: verb.label, ...(verb.says && { said: verb.says(answer as never) }) });
      return true;
    } catch (reason) {
      told(reason instanceof Refusal
        ? { of: verb.label, message: reason.message, code: reason.code }
        : { of: verb.label, message: words.unreachable });
      return false;
    } finally {
      setBusy(false);
    }
  };
  const press = () => { if (!busy) asks ? setAsking(true) : void run({}); };
  useShortcut(keys ? verb.key : undefined, press);
  return (
    <>
      <button type="button" class={verb.look} disabled={busy} data-verb={verb.name} aria-keyshortcuts={keys ? verb.key : undefined} onClick={press}>
        {verb.label}{keys && verb.key && <kbd>{verb.key.toUpperCase()}</kbd>}
      </button>
      {asking && (
        <Asking verb={verb} busy={busy} done={() => setAsking(false)} run={async (values) => { if (await run(values)) setAsking(false); }} />
      )}
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

interface AskingProps {
  verb: Verb;
  busy: boolean;
  done: () => void;
  run: (values: Values) => void;
}

function Asking({ verb, busy, done, run }: AskingProps) {
  const words = useWords();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const values: Values = {};
    for (const [name, value] of new FormData(event.currentTarget as HTMLFormElement)) values[name] = String(value);
    run(values);
  };
  return (
    <dialog ref={box} aria-label={verb.label} onClose={done}>
      <form onSubmit={submit}>
        <h2>{verb.label}</h2>
        {verb.warning && <p>{verb.warning}</p>}
        {verb.fields?.map((field) => <Told key={field.name} field={field} />)}
        <div class="verbs">
          <button type="submit" class={verb.look ?? "main"} disabled={busy}>{words.confirm}</button>
          <button type="button" onClick={() => box.current?.close()}>{words.back}</button>
        </div>
      </form>
    </dialog>
  );
}

function Told({ field: { name, label, kind, initial, optional, choices, most, suggestions } }: { field: Field }) {
  const shared = { name, required: !optional, defaultValue: initial ?? "" };
  return (
    <label>
      {label}
      {kind === "long" && <textarea rows={4} {...shared} />}
      {kind === "text" && <input list={suggestions && `of-${name}`} {...shared} />}
      {suggestions && <datalist id={`of-${name}`}>{suggestions.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</datalist>}
      {kind === "number" && <input type="number" min="0" max={most} step="any" inputMode="decimal" {...shared} />}
      {kind === "date" && <input type="date" {...shared} />}
      {kind === "choice" && (
        <select name={name} defaultValue={initial}>{choices?.map(([value, text]) => <option key={value} value={value} selected={value === initial}>{text}</option>)}</select>
      )}
    </label>
  );
}
