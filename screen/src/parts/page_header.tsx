import { useState } from "preact/hooks";
import type { Conference } from "../reducer";
import type { PageKind } from "../page";
import { useServerNow } from "../server_clock";
import { formatClockTime } from "../clock_time";
import type { ConnectionState } from "../socket";
import { useTerm, useMessages } from "../i18n";
import { SignIn } from "./sign_in";

interface Props {
  kind: PageKind;
  code: string;
  conference: Conference | null;
  connection: ConnectionState;
  toggleLanguage: () => void;
  onSignIn: () => void;
}

/**
 * The top of each page: the conference, its state, the connection, the time, and links to the other pages.
 */
export function PageHeader({ kind, code, conference, connection, toggleLanguage, onSignIn }: Props) {
  const messages = useMessages();
  const term = useTerm();
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <header class="top">
      <a class="logo" href="/">
        <img src="/static/favicon.svg" alt="thidua" width="36" height="36" />
      </a>
      <div class="heading">
        <h1 lang={conference ? "vi" : undefined}>{conference?.title ?? messages[kind]}</h1>
        {conference && (
          <p>
            <strong class={`state ${conference.state}`}>{term("ConferenceState", conference.state)}</strong>
            {conference.stateReason && <span>{conference.stateReason}</span>}
            <span>{messages.schoolYear(conference.schoolYear)}</span>
            {conference.venue && <span>{conference.venue}</span>}
          </p>
        )}
      </div>
      <ConnectionStatus connection={connection} />
      <Clock />
      <div class="tools">
        <button
          type="button"
          class="quiet"
          lang={messages.locale === "vi-VN" ? "en" : "vi"}
          onClick={toggleLanguage}
        >
          {messages.otherLanguage}
        </button>
        <button
          type="button"
          class="quiet"
          aria-expanded={isMenuOpen}
          aria-controls="pages"
          onClick={() => setMenuOpen(!isMenuOpen)}
        >
          {messages.menu}
        </button>
      </div>
      {isMenuOpen && (
        <nav id="pages" class="pages" aria-label={messages.menu}>
          {(["screen", "site", "control"] as const).map((page) => (
            <a
              key={page}
              href={`/${page}/${encodeURIComponent(code)}`}
              aria-current={page === kind ? "page" : undefined}
            >
              {messages[page]}
            </a>
          ))}
          <SignIn
            onSignIn={() => {
              setMenuOpen(false);
              onSignIn();
            }}
          />
        </nav>
      )}
    </header>
  );
}

/** The state of the connection, as text and colour, and since when it has been lost. */
function ConnectionStatus({ connection }: { connection: ConnectionState }) {
  const messages = useMessages();
  useServerNow();
  const label = {
    connecting: () => messages.connecting,
    live: () => messages.connected,
    reconnecting: () =>
      messages.reconnecting(Math.round((Date.now() - (connection as { since: number }).since) / 1000)),
    refused: () => messages.accessRefused,
  }[connection.status]();
  return (
    <p
      class={`link ${connection.status}`}
      role="status"
      aria-live={connection.status === "reconnecting" ? "off" : "polite"}
    >
      {label}
    </p>
  );
}

function Clock() {
  const messages = useMessages();
  return (
    <time class="clock" title={messages.serverTime}>
      {formatClockTime(useServerNow(), messages.locale)}
    </time>
  );
}
