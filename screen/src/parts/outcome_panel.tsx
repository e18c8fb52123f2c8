import { useMessages } from "../i18n";
import type { NumberedOutcome } from "../commands/outcome";
import { ErrorCode } from "./error_code";

interface Props {
  outcome: NumberedOutcome | null;
  shortcutsEnabled: boolean;
  toggleShortcuts: () => void;
}

/** The last outcome, and the switch for keyboard shortcuts. */
export function OutcomePanel({ outcome, shortcutsEnabled, toggleShortcuts }: Props) {
  const messages = useMessages();
  return (
    <>
      <label class="switch keys">
        <input type="checkbox" checked={shortcutsEnabled} onChange={toggleShortcuts} /> {messages.shortcuts}
      </label>
      <div class="outcome" role="alert">
        {outcome &&
          (outcome.errorMessage !== undefined ? (
            <p key={outcome.number} class="failure">
              <b>{outcome.commandLabel}</b>: {outcome.errorMessage}{" "}
              {outcome.errorCode && <ErrorCode code={outcome.errorCode} />}
            </p>
          ) : (
            <p key={outcome.number} class="success">
              <b>{outcome.commandLabel}</b>:{" "}
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
