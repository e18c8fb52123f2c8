import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../errors";
import type { Outcome } from "../verbs/outcome";
import { allowConductors } from "../verbs/rights";
import type { Values, Verb } from "../verbs/verb";
import { useMessages } from "../i18n";
import { VerbDialog } from "./verb_dialog";
import { VerbEnvironment } from "./verb_environment";

/** A row of buttons of the verbs that the viewer may use. */
export function VerbButtons({ verbs }: { verbs: Verb[] }) {
  const { rights } = useContext(VerbEnvironment);
  const allowed = verbs.filter(({ access = allowConductors }) => access(rights));
  return allowed.length > 0 ? (
    <div class="verbs">
      {allowed.map((verb) => (
        <VerbButton key={verb.name} verb={verb} />
      ))}
    </div>
  ) : null;
}

function VerbButton({ verb }: { verb: Verb }) {
  const { report, shortcuts } = useContext(VerbEnvironment);
  const messages = useMessages();
  // It is set synchronously: a second click may come before the button is rendered as disabled.
  const runningRef = useRef(false);
  const [isRunning, setIsRunning] = useState(false);
  const [dialogOpen, setDialogOpen] = useState(false);
  const needsDialog = verb.warning !== undefined || (verb.fields?.length ?? 0) > 0;

  // run returns the outcome of an error, null after success, and undefined if the verb is running already.
  const run = async (values: Values): Promise<Outcome | null | undefined> => {
    if (runningRef.current) return undefined;
    setIsRunning((runningRef.current = true));
    try {
      const data = await verb.run(values);
      report({
        verbLabel: verb.label,
        ...(verb.describe && { description: verb.describe(data as never) }),
      });
      return null;
    } catch (error) {
      return error instanceof ApiError
        ? { verbLabel: verb.label, errorMessage: error.message, errorCode: error.code }
        : { verbLabel: verb.label, errorMessage: messages.serverUnreachable };
    } finally {
      setIsRunning((runningRef.current = false));
    }
  };
  // A dialog shows errors by itself, because it covers everything else.
  const press = async () => {
    if (needsDialog) return setDialogOpen(true);
    const failure = await run({});
    if (failure) report(failure);
  };
  useShortcut(shortcuts ? verb.shortcut : undefined, press);
  return (
    <>
      <button
        type="button"
        class={verb.variant}
        disabled={isRunning}
        data-verb={verb.name}
        aria-keyshortcuts={shortcuts ? verb.shortcut : undefined}
        onClick={press}
      >
        {verb.label}
        {shortcuts && verb.shortcut && <kbd>{verb.shortcut.toUpperCase()}</kbd>}
      </button>
      {dialogOpen && (
        <VerbDialog verb={verb} isRunning={isRunning} onClose={() => setDialogOpen(false)} run={run} />
      )}
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
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key.toLowerCase() !== key || event.ctrlKey || event.altKey || event.metaKey || event.repeat)
        return;
      if (target.closest("input, select, textarea, dialog") || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [key]);
}
