import type { Boards } from "../boards";
import { useWords } from "../words";

/** The number of attendees, and whether there is a quorum. */
export function Attendance({ attendance }: { attendance: Boards["attendance"] }) {
  const words = useWords();
  if (!attendance?.counts || attendance.counts.invited === 0) return null; // without a roll attendance is unknown
  const { counts, quorum } = attendance;
  return (
    <section class="card attendance" aria-labelledby="attendance">
      <h2 id="attendance">{words.attendance}</h2>
      <p class="figure"><b class="digits">{counts.present === null ? words.unknown : words.count(counts.present)}</b><span>/ {words.count(counts.invited)}</span></p>
      {quorum && (
        <p class={`quorum ${quorum.met ? "met" : "short"}`}>
          {quorum.met ? words.quorumMet : words.quorumShort(quorum.needed - quorum.present)} <span>({words.quorumNeeds(quorum.needed, quorum.percent)})</span>
        </p>
      )}
      <dl class="counts">
        <div><dt>{words.inHall}</dt><dd>{words.count(counts.inHall)}</dd></div>
        <div><dt>{words.online}</dt><dd>{words.count(counts.online)}</dd></div>
        <div><dt>{words.substitutes}</dt><dd>{words.count(counts.substitutes)}</dd></div>
        <div><dt>{words.away}</dt><dd>{words.count(counts.absent)}</dd></div>
        <div><dt>{words.notCalled}</dt><dd>{words.count(counts.notCalled)}</dd></div>
      </dl>
    </section>
  );
}
