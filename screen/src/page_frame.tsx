// What the three pages of a conference share: the subscription, the header, the language, signing in, and a
// placeholder.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Board, BoardErrors } from "./boards";
import { ApiError } from "./errors";
import type { PageKind, PageProps } from "./page";
import {
  ConferenceSubscription,
  initialState,
  type PageState,
  type RequiredData,
} from "./conference_subscription";
import { useConferenceCode } from "./demo_series";
import { PageHeader } from "./parts/page_header";
import { ErrorCode } from "./parts/error_code";
import { SignIn } from "./parts/sign_in";
import { isRetryable } from "./retry";
import { currentLanguage, setLanguage, LanguageContext, useMessages } from "./i18n";

interface Props {
  code: string;
  kind: PageKind;
  required: RequiredData;
  page: ComponentType<PageProps>;
}

export function PageFrame({ code: address, kind, required, page: Content }: Props) {
  const code = useConferenceCode(address);
  const [language, setPageLanguage] = useState(currentLanguage);
  const [state, setState] = useState<PageState>(initialState);
  // Signing in resets the page: data of the previous viewer must not remain visible.
  const [session, setSession] = useState(0);
  useEffect(() => {
    setState(initialState);
    if (code === null) return;
    const subscription = new ConferenceSubscription(code, required, setState);
    return () => subscription.stop();
  }, [code, session, language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const { conference, boards, boardErrors, connection } = state;
  useEffect(() => {
    if (conference) document.title = `${conference.title} · thidua`;
  }, [conference?.title]);
  const toggleLanguage = () => {
    const next = language === "vi" ? "en" : "vi";
    setLanguage(next);
    setPageLanguage(next);
  };
  const onSignIn = () => setSession(session + 1);
  return (
    <LanguageContext.Provider value={language}>
      <PageHeader
        kind={kind}
        code={address}
        conference={conference}
        connection={connection}
        toggleLanguage={toggleLanguage}
        onSignIn={onSignIn}
      />
      {connection.status === "reconnecting" && conference && <StaleNotice />}
      {connection.status === "live" && <BoardErrorNotices errors={boardErrors} />}
      {conference && connection.status !== "refused" ? (
        <Content address={address} conference={conference} boards={boards} onSignIn={onSignIn} />
      ) : (
        <Placeholder state={state} onSignIn={onSignIn} />
      )}
    </LanguageContext.Provider>
  );
}

function StaleNotice() {
  return (
    <p class="stale" role="status">
      {useMessages().staleData}
    </p>
  );
}

// Shows why a board is not up to date, whether it is retried or not.
function BoardErrorNotices({ errors }: { errors: BoardErrors }) {
  const messages = useMessages();
  return Object.entries(errors).map(([board, error]) => (
    <p key={board} class="stale" role="status">
      {messages.boardNotUpdated(messages[board as Board])}{" "}
      {error instanceof ApiError && (
        <>
          {error.message} <ErrorCode code={error.code} />
        </>
      )}{" "}
      {isRetryable(error) && messages.retrying}
    </p>
  ));
}

function Placeholder({ state: { connection }, onSignIn }: { state: PageState; onSignIn: () => void }) {
  const messages = useMessages();
  if (connection.status !== "refused")
    return (
      <main class="placeholder" aria-busy="true">
        <p>{messages.connecting}</p>
      </main>
    );
  const knownErrors: Record<string, string> = {
    NOT_FOUND: messages.conferenceNotFound,
    UNAUTHENTICATED: messages.tokenInvalid,
  };
  return (
    <main class="placeholder">
      <h1>{messages.accessRefused}</h1>
      <p>
        {knownErrors[connection.code] ?? connection.message} <ErrorCode code={connection.code} />
      </p>
      <SignIn onSignIn={onSignIn} />
    </main>
  );
}
