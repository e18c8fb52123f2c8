import { useState } from "preact/hooks";
import type { Hall } from "../fold";
import type { Kind } from "../frame";
import { useNow } from "../clock";
import { clockTime } from "../clock_time";
import type { Link } from "../socket";
import { useTerm, useWords } from "../words";
import { SignIn } from "./sign_in";

interface Props {
  kind: Kind;
  code: string;
  hall: Hall | null;
  link: Link;
  turn: () => void;
  signedIn: () => void;
}

/**
 * The top of each page: the conference, its state, the connection, the time, and links to the other pages.
 */
export function Bar({ kind, code, hall, link, turn, signedIn }: Props) {
  const words = useWords();
  const term = useTerm();
  const [menu, setMenu] = useState(false);
  return (
    <header class="top">
      <a class="mark" href="/"><img src="/static/favicon.svg" alt="thidua" width="36" height="36" /></a>
      <div class="about">
        <h1 lang={hall ? "vi" : undefined}>{hall?.title ?? words[kind]}</h1>
        {hall && (
          <p>
            <strong class={`state ${hall.state}`}>{term("ConferenceState", hall.state)}</strong>
            {hall.stateReason && <span>{hall.stateReason}</span>}
            <span>{words.schoolYear(hall.schoolYear)}</span>
            {hall.place && <span>{hall.place}</span>}
          </p>
        )}
      </div>
      <Linked link={link} />
      <Clock />
      <div class="tools">
        <button type="button" class="quiet" lang={words.locale === "vi-VN" ? "en" : "vi"} onClick={turn}>{words.other}</button>
        <button type="button" class="quiet" aria-expanded={menu} aria-controls="pages" onClick={() => setMenu(!menu)}>{words.menu}</button>
      </div>
      {menu && (
        <nav id="pages" class="pages" aria-label={words.menu}>
          {(["screen", "site", "control"] as const).map((it) => (
            <a key={it} href={`/${it}/${encodeURIComponent(code)}`} aria-current={it === kind ? "page" : undefined}>{words[it]}</a>
          ))}
          <SignIn signedIn={() => { setMenu(false); signedIn(); }} />
        </nav>
      )}
    </header>
  );
}

/** The state of the connection, as text and colour, and since when it has been lost. */
function Linked({ link }: { link: Link }) {
  const words = useWords();
  useNow();
  const said = {
    connecting: () => words.connecting,
    live: () => words.live,
    reconnecting: () => words.reconnecting(Math.round((Date.now() - (link as { since: number }).since) / 1000)),
    refused: () => words.refused,
  }[link.is]();
  return <p class={`link ${link.is}`} role="status" aria-live={link.is === "reconnecting" ? "off" : "polite"}>{said}</p>;
}

function Clock() {
  const words = useWords();
  return <time class="clock" title={words.clock}>{clockTime(useNow(), words.locale)}</time>;
}
