import type { NoticeFragment } from "../generated/api";
import { useWords } from "../words";

/** The announcements that stand, the newest first. */
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
  const at = new Date(notice.madeAt).toLocaleTimeString(words.locale, { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  return (
    <li>
      <p>{notice.text}</p>
      <p class="soft">
        <time dateTime={notice.madeAt}>{at}</time>
        {notice.site && <span>{words.toSite(notice.site.name)}</span>}
        {notice.audience === "PARTICIPANTS" && <span>{words.forParticipants}</span>}
      </p>
    </li>
  );
}
