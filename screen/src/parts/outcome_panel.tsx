import { useMessages } from "../i18n";
import type { NumberedOutcome } from "../verbs/outcome";
import { ErrorCode } from "./error_code";

interface Props {
  outcome: NumberedOutcome | null;
  shortcuts: boolean;
  toggleShortcuts: () => void;
}

/** The last outcome, and the switch for keyboard shortcuts. */
export function OutcomePanel({ outcome, shortcuts, toggleShortcuts }: Props) {
  const messages = useMessages();
  return (
    <>
      <label class="switch keys">
        <input type="checkbox" checked={shortcuts} onChange={toggleShortcuts} /> {messages.shortcuts}
      </label>
      <div class="outcome" role="alert">
        {outcome &&
          (outcome.errorMessage !== undefined ? (
            <p key={outcome.number} class="bad">
              <b>{outcome.verbLabel}</b>: {outcome.errorMessage}{" "}
              {outcome.errorCode && <ErrorCode code={outcome.errorCode} />}
            </p>
          ) : (
            <p key={outcome.number} class="good">
              <b>{outcome.verbLabel}</b>:{" "}
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
