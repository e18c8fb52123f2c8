// The dialog with the fields of a verb.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Field, Values, Verb } from "../verbs/verb";
import { useWords } from "../words";
import { Code } from "./code";
import { SiteTree } from "./site_tree";
import type { Outcome } from "./verbs";

interface Props {
  verb: Verb;
  busy: boolean;
  done: () => void;
  run: (values: Values) => Promise<Outcome | null | undefined>;
}

/** The dialog of a verb. */
export function Asking({ verb, busy, done, run }: Props) {
  const words = useWords();
  const box = useRef<HTMLDialogElement>(null);
  const alert = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState<Outcome | null>(null);
  useLayoutEffect(() => box.current?.showModal(), []);
  // The message gets the focus: so a long form scrolls to it, and a phone closes its keyboard, which may
  // cover it.
  useLayoutEffect(() => { if (failed) alert.current?.focus(); }, [failed]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const told = new FormData(event.currentTarget as HTMLFormElement);
    const outcome = await run(Object.fromEntries([...new Set(told.keys())].map((name) => [name, told.getAll(name).join()])));
    if (outcome === null) box.current?.close(); // which returns the focus to the verb's button
    else if (outcome) setFailed(outcome);
  };
  return (
    <dialog ref={box} aria-label={verb.label} onClose={done}>
      <form onSubmit={submit}>
        <h2>{verb.label}</h2>
        {verb.warning && <p>{verb.warning}</p>}
        {verb.fields?.map((field) => <Asked key={field.name} field={field} />)}
        <div ref={alert} class="outcome" role="alert" tabIndex={-1}>
          {failed && <p class="bad">{failed.message} {failed.code && <Code code={failed.code} />}</p>}
        </div>
        <div class="verbs">
          <button type="submit" class={verb.look ?? "main"} aria-disabled={busy}>{words.confirm}</button>
          <button type="button" onClick={() => box.current?.close()}>{words.back}</button>
        </div>
      </form>
    </dialog>
  );
}

function Asked({ field }: { field: Field }) {
  const { name, label, kind, initial = "", optional, choices = [], most, suggestions } = field;
  if (kind === "sites") return <SiteTree field={field} />;
  if (kind === "several") return <Several field={field} />;
  const shared = { name, required: !optional, defaultValue: initial };
  return (
    <label>
      {label}
      {kind === "long" && <textarea rows={4} {...shared} />}
      {kind === "text" && <input list={suggestions && `of-${name}`} {...shared} />}
      {suggestions && <datalist id={`of-${name}`}>{suggestions.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</datalist>}
      {kind === "number" && <input type="number" min="0" max={most} step="any" inputMode="decimal" {...shared} />}
      {kind === "date" && <input type="date" {...shared} />}
      {kind === "moment" && <input type="datetime-local" {...shared} />}
      {kind === "choice" && <select name={name}>{choices.map(([value, text]) => <option key={value} value={value} selected={value === initial}>{text}</option>)}</select>}
    </label>
  );
}

function Several({ field: { name, label, initial = "", choices = [] } }: { field: Field }) {
  const chosen = initial.split(",");
  if (choices.length === 0) return null;
  return (
    <fieldset>
      <legend>{label}</legend>
      {choices.map(([value, text]) => (
        <label key={value} class="switch"><input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} /> {text}</label>
      ))}
    </fieldset>
  );
}
