import { useEffect, useState } from "preact/hooks";
import { useMessages } from "../i18n";
import { setToken, token } from "../token";
import type { Rights } from "../commands/rights";

interface DemoToken {
  role: string;
  secret: string;
}

/** Signs in with a token that the demo offers or with a pasted one. */
export function SignIn({ onSignIn }: { onSignIn: () => void }) {
  const messages = useMessages();
  const [demoTokens, setDemoTokens] = useState<DemoToken[]>([]);
  const [input, setInput] = useState("");
  useEffect(() => {
    fetch("/static/tokens.json")
      .then((response) => response.json())
      .then(setDemoTokens, () => setDemoTokens([]));
  }, []);
  const signIn = (secret: string) => {
    setToken(secret);
    onSignIn();
  };
  return (
    <form
      class="sign-in"
      aria-label={messages.signIn}
      onSubmit={(event) => {
        event.preventDefault();
        signIn(input.trim());
      }}
    >
      {demoTokens.length > 0 && (
        <label>
          {messages.signInAs}
          <select value={token()} onChange={(event) => signIn(event.currentTarget.value)}>
            <option value="">{messages.anonymousViewer}</option>
            {demoTokens.map(({ role, secret }) => (
              <option key={role} value={secret}>
                {role}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {messages.tokenLabel}
        <input
          type="password"
          autocomplete="off"
          value={input}
          onInput={(event) => setInput(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={input.trim() === ""}>
        {messages.useToken}
      </button>
    </form>
  );
}

interface SignInPromptProps {
  rights: Rights;
  onSignIn: () => void;
}

/** Shown to users who may not conduct, instead of buttons that would fail. */
export function SignInPrompt({ rights, onSignIn }: SignInPromptProps) {
  const messages = useMessages();
  if (rights.canConduct) return null;
  return (
    <div class="sign-in-prompt">
      <p>{token() === "" ? messages.signInToConduct : messages.conductNotAllowed}</p>
      <SignIn onSignIn={onSignIn} />
    </div>
  );
}
