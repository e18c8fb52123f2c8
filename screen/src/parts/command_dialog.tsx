// The dialog with the fields of a command.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Field, Values, Command } from "../commands/command";
import { useMessages } from "../i18n";
import { ErrorCode } from "./error_code";
import { SiteTree } from "./site_tree";
import type { Outcome } from "../commands/outcome";

interface Props {
  command: Command;
  isRunning: boolean;
  onClose: () => void;
  run: (values: Values) => Promise<Outcome | null | undefined>;
}

/** The dialog of a command. */
export function CommandDialog({ command, isRunning, onClose, run }: Props) {
  const messages = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const errorRef = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<Outcome | null>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  // The message gets the focus, so that a long form scrolls to it and a phone closes its keyboard, which
  // could cover it.
  useLayoutEffect(() => {
    if (failure) errorRef.current?.focus();
  }, [failure]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const formData = new FormData(event.currentTarget as HTMLFormElement);
    const outcome = await run(
      Object.fromEntries([...new Set(formData.keys())].map((name) => [name, formData.getAll(name).join()])),
    );
    if (outcome === null)
      dialog.current?.close(); // which returns the focus to the command's button
    else if (outcome) setFailure(outcome);
  };
  return (
    <dialog ref={dialog} aria-label={command.label} onClose={onClose}>
      <form onSubmit={submit}>
        <h2>{command.label}</h2>
        {command.warning && <p>{command.warning}</p>}
        {command.fields?.map((field) => (
          <CommandField key={field.name} field={field} />
        ))}
        <div ref={errorRef} class="outcome" role="alert" tabIndex={-1}>
          {failure && (
            <p class="failure">
              {failure.errorMessage} {failure.errorCode && <ErrorCode code={failure.errorCode} />}
            </p>
          )}
        </div>
        <div class="commands">
          <button type="submit" class={command.variant ?? "main"} aria-disabled={isRunning}>
            {messages.confirm}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {messages.dismiss}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function CommandField({ field }: { field: Field }) {
  const { name, label, kind, initial = "", optional, choices = [], max, suggestions } = field;
  if (kind === "sites") return <SiteTree field={field} />;
  if (kind === "checkboxes") return <CheckboxGroup field={field} />;
  const attributes = { name, required: !optional, defaultValue: initial };
  return (
    <label>
      {label}
      {kind === "textarea" && <textarea rows={4} {...attributes} />}
      {kind === "text" && <input list={suggestions && `suggestions-${name}`} {...attributes} />}
      {suggestions && (
        <datalist id={`suggestions-${name}`}>
          {suggestions.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </datalist>
      )}
      {kind === "number" && (
        <input type="number" min="0" max={max} step="any" inputMode="decimal" {...attributes} />
      )}
      {kind === "date" && <input type="date" {...attributes} />}
      {kind === "datetime" && <input type="datetime-local" {...attributes} />}
      {kind === "choice" && (
        <select name={name}>
          {choices.map(([value, text]) => (
            <option key={value} value={value} selected={value === initial}>
              {text}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}

function CheckboxGroup({ field: { name, label, initial = "", choices = [] } }: { field: Field }) {
  const selected = initial.split(",");
  if (choices.length === 0) return null;
  return (
    <fieldset>
      <legend>{label}</legend>
      {choices.map(([value, text]) => (
        <label key={value} class="switch">
          <input type="checkbox" name={name} value={value} defaultChecked={selected.includes(value)} /> {text}
        </label>
      ))}
    </fieldset>
  );
}
