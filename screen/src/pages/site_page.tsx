import { useEffect, useState } from "preact/hooks";
import { execute } from "../api";
import { isOngoing } from "../conference_state";
import type { PageProps } from "../page";
import { HeartbeatSite } from "../generated/api";
import { CurrentItem } from "../parts/agenda";
import { OutcomePanel } from "../parts/outcome_panel";
import { SpeakersQueue, CurrentTurn } from "../parts/floor";
import { Announcements, isShownOnScreen } from "../parts/announcements";
import { SiteRoll } from "../parts/roll";
import { sitePresence, siteState } from "../parts/sites";
import { CommandButtons } from "../parts/command_buttons";
import { useCommandContext, CommandEnvironment } from "../parts/command_environment";
import { isRetryable } from "../retry";
import { token } from "../token";
import { requestFloorCommands } from "../commands/floor";
import { submitProposalCommand } from "../commands/follow_up";
import { useTerm, useMessages } from "../i18n";

/** The page of one site: its state, the current speaker, its roll and its requests. */
export function SitePage({ address, conference, boards, site: code }: PageProps & { site: string }) {
  const messages = useMessages();
  const term = useTerm();
  const { context, environment, outcome, toggleShortcuts } = useCommandContext(conference);
  const isSending = useHeartbeat(conference.code, code, isOngoing(conference));
  const site = conference.sites.find((candidate) => candidate.code === code);
  if (!site) {
    return (
      <main class="placeholder">
        <h2>{code ? messages.unknownSite : messages.chooseSite}</h2>
        <ul class="grid compact">
          {conference.sites.map((choice) => (
            <li key={choice.id} class="tile">
              <a href={`/site/${encodeURIComponent(address)}/${encodeURIComponent(choice.code)}`}>
                {choice.name}
              </a>
            </li>
          ))}
        </ul>
      </main>
    );
  }
  const presence = sitePresence(site);
  return (
    <CommandEnvironment.Provider value={environment}>
      <main class="display site-page">
        <div class="primary">
          <section
            class={`card site-status ${site.link === "SILENT" ? presence : site.link}`}
            aria-labelledby="self"
          >
            <h2 id="self">{term("SiteKind", site.kind)}</h2>
            <p class="title">{site.name}</p>
            <p>
              {siteState(messages, site)} · {term("SiteLink", site.link)}
            </p>
            <p class="soft">{isSending ? messages.heartbeatOn : messages.heartbeatOff}</p>
            <CommandButtons
              commands={[
                ...requestFloorCommands(context, code),
                ...(isOngoing(conference) ? [submitProposalCommand(context, boards.floor)] : []),
              ]}
            />
            {token() === "" && <p class="soft">{messages.signInToRequest}</p>}
            <OutcomePanel
              outcome={outcome}
              shortcutsEnabled={environment.shortcutsEnabled}
              toggleShortcuts={toggleShortcuts}
            />
          </section>
          <CurrentTurn floor={boards.floor} />
          <CurrentItem conference={conference} />
        </div>
        <div class="side">
          <Announcements
            announcements={conference.announcements.filter(
              (announcement) =>
                isShownOnScreen(announcement) && (!announcement.site || announcement.site.id === site.id),
            )}
            limit={3}
          />
          <SpeakersQueue floor={boards.floor} limit={8} />
          <SiteRoll context={context} site={site} selfCheckIn />
        </div>
      </main>
    </CommandEnvironment.Provider>
  );
}

const heartbeatInterval = 5_000; // milliseconds between heartbeats, as the API requires

// Sends heartbeats of the site while the page is open. It stops if the token is not allowed to.
function useHeartbeat(conference: string, site: string, enabled: boolean): boolean {
  const [isSending, setIsSending] = useState(false);
  useEffect(() => {
    if (!enabled || !site || !token()) return setIsSending(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const send = async () => {
      const error: unknown = await execute(HeartbeatSite, { conference, site }).then(
        () => null,
        (reason) => reason,
      );
      if (stopped) return;
      setIsSending(error === null);
      if (error === null || isRetryable(error)) timer = setTimeout(send, heartbeatInterval);
    };
    void send();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [conference, site, enabled]);
  return isSending;
}
