import type { NoticeFragment } from "../generated/api";
import { useWords } from "../words";

const screen = new URLSearchParams(location.search).get("screen");

/** isShownOnScreen reports whether a notice is for this screen, whose name is in the address: ?screen=... */
export const shownHere = (notice: NoticeFragment): boolean => notice.screen === null || notice.screen === screen;

/** The announcements that were not withdrawn, the newest first. */
export function Notices({ notices, most }: { notices: NoticeFragment[]; most: number }) {
  const words = useWords();
  return (
    <section class="card notices" aria-labelledby="notices">
      <h2 id="notices">{words.announcements}</h2>
      {notices.length === 0 && <p class="soft">{words.noAnnouncements}</p>}
      <ol aria-live="polite">{notices.slice(0, most).map((it) => <Notice key={it.id} notice={it} />)}</ol>
    </section>
  );
}

function Notice({ notice }: { notice: NoticeFragment }) {
  const words = useWords();
  return (
    <li>
      <p lang="vi">{notice.text}</p>
      <p class="soft">
        <time dateTime={notice.madeAt}>{words.time(notice.madeAt)}</time>
        {notice.site && <span>{words.toSite(notice.site.name)}</span>}
        {notice.audience === "PARTICIPANTS" && <span>{words.forParticipants}</span>}
      </p>
    </li>
  );
}
