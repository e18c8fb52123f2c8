import { useEffect, useState } from "preact/hooks";
import { choose, token } from "../token";
import { useWords } from "../words";

interface Offered {
  role: string;
  secret: string;
}

/** Signs in with a token that the demo offers or with a pasted one. */
export function SignIn({ signedIn }: { signedIn: () => void }) {
  const words = useWords();
  const [offered, setOffered] = useState<Offered[]>([]);
  const [typed, setTyped] = useState("");
  useEffect(() => {
    fetch("/static/tokens.json").then((answer) => answer.json()).then(setOffered, () => setOffered([]));
  }, []);
  const take = (secret: string) => { choose(secret); signedIn(); };
  return (
    <form class="sign-in" aria-label={words.signIn} onSubmit={(event) => { event.preventDefault(); take(typed.trim()); }}>
      {offered.length > 0 && (
        <label>
          {words.signInAs}
          <select value={token()} onChange={(event) => take(event.currentTarget.value)}>
            <option value="">{words.anonymous}</option>
            {offered.map(({ role, secret }) => <option key={role} value={secret}>{role}</option>)}
          </select>
        </label>
      )}
      <label>
        {words.tokenLabel}
        <input type="password" autocomplete="off" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={typed.trim() === ""}>{words.use}</button>
    </form>
  );
}
