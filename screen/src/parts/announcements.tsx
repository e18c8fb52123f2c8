import type { AnnouncementFragment } from "../generated/api";
import { useMessages } from "../i18n";

// The name of this screen, if the address has one: ?screen=...
const screenName = new URLSearchParams(location.search).get("screen");

/** isShownOnScreen reports whether an announcement is for this screen. */
export const isShownOnScreen = (announcement: AnnouncementFragment): boolean =>
  announcement.screen === null || announcement.screen === screenName;

/** The announcements that were not withdrawn, the newest first. */
export function Announcements({
  announcements,
  limit,
}: {
  announcements: AnnouncementFragment[];
  limit: number;
}) {
  const messages = useMessages();
  return (
    <section class="card notices" aria-labelledby="notices">
      <h2 id="notices">{messages.announcements}</h2>
      {announcements.length === 0 && <p class="soft">{messages.noAnnouncements}</p>}
      <ol aria-live="polite">
        {announcements.slice(0, limit).map((announcement) => (
          <AnnouncementEntry key={announcement.id} announcement={announcement} />
        ))}
      </ol>
    </section>
  );
}

function AnnouncementEntry({ announcement }: { announcement: AnnouncementFragment }) {
  const messages = useMessages();
  return (
    <li>
      <p lang="vi">{announcement.text}</p>
      <p class="soft">
        <time dateTime={announcement.madeAt}>{messages.clockTime(announcement.madeAt)}</time>
        {announcement.site && <span>{messages.siteRecipient(announcement.site.name)}</span>}
        {announcement.audience === "PARTICIPANTS" && <span>{messages.participantsOnly}</span>}
      </p>
    </li>
  );
}
