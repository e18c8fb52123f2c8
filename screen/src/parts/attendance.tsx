import type { Boards } from "../boards";
import { useMessages } from "../i18n";

/** The number of attendees, and whether there is a quorum. */
export function Attendance({ attendance }: { attendance: Boards["attendance"] }) {
  const messages = useMessages();
  // Without a roll, attendance is unknown.
  if (!attendance?.counts || attendance.counts.invited === 0) return null;
  const { counts, quorum } = attendance;
  return (
    <section class="card attendance" aria-labelledby="attendance">
      <h2 id="attendance">{messages.attendance}</h2>
      <p class="figure">
        <b class="digits">
          {counts.present === null ? messages.unknownNumber : messages.count(counts.present)}
        </b>
        <span>/ {messages.count(counts.invited)}</span>
      </p>
      {quorum && (
        <p class={`quorum ${quorum.met ? "met" : "short"}`}>
          {quorum.met ? messages.quorumMet : messages.quorumMissing(quorum.needed - quorum.present)}{" "}
          <span>({messages.quorumNeeds(quorum.needed, quorum.percent)})</span>
        </p>
      )}
      <dl class="counts">
        <div>
          <dt>{messages.hallDelegates}</dt>
          <dd>{messages.count(counts.inHall)}</dd>
        </div>
        <div>
          <dt>{messages.onlineDelegates}</dt>
          <dd>{messages.count(counts.online)}</dd>
        </div>
        <div>
          <dt>{messages.substituteDelegates}</dt>
          <dd>{messages.count(counts.substitutes)}</dd>
        </div>
        <div>
          <dt>{messages.absentDelegates}</dt>
          <dd>{messages.count(counts.absent)}</dd>
        </div>
        <div>
          <dt>{messages.delegatesNotCalled}</dt>
          <dd>{messages.count(counts.notCalled)}</dd>
        </div>
      </dl>
    </section>
  );
}
