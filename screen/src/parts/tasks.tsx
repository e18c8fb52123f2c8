import type { Boards } from "../boards";
import { useTerm, useMessages } from "../i18n";

export type Tasks = NonNullable<Boards["tasks"]>;

/** The tasks and their progress. */
export function TaskList({ board }: { board: Tasks | undefined }) {
  const messages = useMessages();
  const term = useTerm();
  if (!board || board.totalCount === 0) return null;
  return (
    <section class="card tasks" aria-labelledby="tasks">
      <h2 id="tasks">
        {messages.tasks}{" "}
        {board.doneCount !== null && (
          <span class="soft">{messages.tasksDone(board.doneCount, board.totalCount)}</span>
        )}
      </h2>
      <ol>
        {board.tasks.slice(0, 4).map((task) => (
          <li key={task.id}>
            <p lang="vi">{task.content}</p>
            <p class="soft">
              {task.percent === null ? (
                term("TaskState", task.state)
              ) : (
                <>
                  <progress max={100} value={task.percent} aria-label={messages.progress} /> {task.percent}%
                </>
              )}
              {task.dueOn && (
                <span class={task.overdue ? "late" : ""}> · {messages.dueDate(task.dueOn)}</span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
