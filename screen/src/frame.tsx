// What the three pages of a conference share: the subscription, the bar at the top, the language, signing in,
// and a placeholder.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Board, Boards, Failures } from "./boards";
import { Refusal } from "./failure";
import type { Hall } from "./fold";
import { Following, nothing, type Followed, type Wanted } from "./follow";
import { usePlay } from "./play";
import { Bar } from "./parts/bar";
import { Code } from "./parts/code";
import { SignIn } from "./parts/sign_in";
import { passes } from "./retry";
import { language, speak, Speaking, useWords } from "./words";

export type Kind = "screen" | "site" | "control";

/** The props of each page. */
export interface Page {
  address: string; // the code in the page's address: of the conference, or of its series
  hall: Hall;
  boards: Boards;
  signedIn: () => void;
}

interface Props {
  code: string;
  kind: Kind;
  wanted: Wanted;
  page: ComponentType<Page>;
}

export function Frame({ code: address, kind, wanted, page: Shown }: Props) {
  const code = usePlay(address);
  const [tongue, setTongue] = useState(language);
  const [followed, setFollowed] = useState<Followed>(nothing);
  // Signing in resets the page: data of the previous viewer must not remain visible.
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    setFollowed(nothing);
    if (code === null) return;
    const following = new Following(code, wanted, setFollowed);
    return () => following.stop();
  }, [code, visit, tongue]);
  useEffect(() => { document.documentElement.lang = tongue; }, [tongue]);
  const { hall, boards, failures, link } = followed;
  useEffect(() => { if (hall) document.title = `${hall.title} · thidua`; }, [hall?.title]);
  const turn = () => {
    const next = tongue === "vi" ? "en" : "vi";
    speak(next);
    setTongue(next);
  };
  const signedIn = () => setVisit(visit + 1);
  return (
    <Speaking.Provider value={tongue}>
      <Bar kind={kind} code={address} hall={hall} link={link} turn={turn} signedIn={signedIn} />
      {link.is === "reconnecting" && hall && <Stale />}
      {link.is === "live" && <Failed failures={failures} />}
      {hall && link.is !== "refused"
        ? <Shown address={address} hall={hall} boards={boards} signedIn={signedIn} />
        : <Nothing followed={followed} signedIn={signedIn} />}
    </Speaking.Provider>
  );
}

function Stale() {
  return <p class="stale" role="status">{useWords().stale}</p>;
}

// Shows why a board is not up to date, whether it is retried or not.
function Failed({ failures }: { failures: Failures }) {
  const words = useWords();
  return Object.entries(failures).map(([board, why]) => (
    <p key={board} class="stale" role="status">
      {words.boardFailed(words[board as Board])} {why instanceof Refusal && <>{why.message} <Code code={why.code} /></>} {passes(why) && words.askedAgain}
    </p>
  ));
}

function Nothing({ followed: { link }, signedIn }: { followed: Followed; signedIn: () => void }) {
  const words = useWords();
  if (link.is !== "refused") return <main class="nothing" aria-busy="true"><p>{words.connecting}</p></main>;
  const known: Record<string, string> = { NOT_FOUND: words.notFound, UNAUTHENTICATED: words.signedOut };
  return (
    <main class="nothing">
      <h1>{words.refused}</h1>
      <p>{known[link.code] ?? link.message} <Code code={link.code} /></p>
      <SignIn signedIn={signedIn} />
    </main>
  );
}
