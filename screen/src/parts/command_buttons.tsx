import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../errors";
import type { Outcome } from "../commands/outcome";
import { allowConductors } from "../commands/rights";
import type { Values, Command } from "../commands/command";
import { useMessages } from "../i18n";
import { CommandDialog } from "./command_dialog";
import { CommandEnvironment } from "./command_environment";

/** A row of buttons of the commands that the viewer may use. */
export function CommandButtons({ commands }: { commands: Command[] }) {
  const { rights } = useContext(CommandEnvironment);
  const allowed = commands.filter(({ access = allowConductors }) => access(rights));
  return allowed.length > 0 ? (
    <div class="commands">
      {allowed.map((command) => (
        <CommandButton key={command.name} command={command} />
      ))}
    </div>
  ) : null;
}

function CommandButton({ command }: { command: Command }) {
  const { report, shortcutsEnabled } = useContext(CommandEnvironment);
  const messages = useMessages();
  // It is set synchronously: a second click may come before the button is rendered as disabled.
  const runningRef = useRef(false);
  const [isRunning, setIsRunning] = useState(false);
  const [isDialogOpen, setDialogOpen] = useState(false);
  const needsDialog = command.warning !== undefined || (command.fields?.length ?? 0) > 0;

  // run returns the outcome of an error, null after success, and undefined if the command is running already.
  const run = async (values: Values): Promise<Outcome | null | undefined> => {
    if (runningRef.current) return undefined;
    setIsRunning((runningRef.current = true));
    try {
      const data = await command.run(values);
      report({
        commandLabel: command.label,
        ...(command.describe && { description: command.describe(data as never) }),
      });
      return null;
    } catch (error) {
      return error instanceof ApiError
        ? { commandLabel: command.label, errorMessage: error.message, errorCode: error.code }
        : { commandLabel: command.label, errorMessage: messages.serverUnreachable };
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
  useShortcut(shortcutsEnabled ? command.shortcut : undefined, press);
  return (
    <>
      <button
        type="button"
        class={command.variant}
        disabled={isRunning}
        data-command={command.name}
        aria-keyshortcuts={shortcutsEnabled ? command.shortcut : undefined}
        onClick={press}
      >
        {command.label}
        {shortcutsEnabled && command.shortcut && <kbd>{command.shortcut.toUpperCase()}</kbd>}
      </button>
      {isDialogOpen && (
        <CommandDialog
          command={command}
          isRunning={isRunning}
          onClose={() => setDialogOpen(false)}
          run={run}
        />
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
