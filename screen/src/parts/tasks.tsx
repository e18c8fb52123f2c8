import type { Boards } from "../boards";
import { useTerm, useMessages } from "../i18n";

export type Tasks = NonNullable<Boards["tasks"]>;

/** The tasks and their progress. */
export function TaskList({ board }: { board: Tasks | undefined }) {
  const messages = useMessages();
  const term = useTerm();
  if (!board || board.total === 0) return null;
  return (
    <section class="card tasks" aria-labelledby="tasks">
      <h2 id="tasks">
        {messages.tasks}{" "}
        {board.done !== null && <span class="soft">{messages.tasksDone(board.done, board.total)}</span>}
      </h2>
      <ol>
        {board.tasks.slice(0, 4).map((it) => (
          <li key={it.id}>
            <p lang="vi">{it.content}</p>
            <p class="soft">
              {it.percent === null ? (
                term("TaskState", it.state)
              ) : (
                <>
                  <progress max={100} value={it.percent} aria-label={messages.progress} /> {it.percent}%
                </>
              )}
              {it.dueOn && <span class={it.overdue ? "late" : ""}> · {messages.dueDate(it.dueOn)}</span>}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
