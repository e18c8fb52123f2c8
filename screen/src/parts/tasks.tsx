import type { Boards } from "../boards";
import { useTerm, useWords } from "../words";

export type Tasks = NonNullable<Boards["tasks"]>;

/** The tasks and their progress. */
export function TasksShown({ board }: { board: Tasks | undefined }) {
  const words = useWords();
  const term = useTerm();
  if (!board || board.total === 0) return null;
  return (
    <section class="card tasks" aria-labelledby="tasks">
      <h2 id="tasks">{words.tasks} {board.done !== null && <span class="soft">{words.tasksDone(board.done, board.total)}</span>}</h2>
      <ol>
        {board.tasks.slice(0, 4).map((it) => (
          <li key={it.id}>
            <p lang="vi">{it.content}</p>
            <p class="soft">{it.percent === null ? term("TaskState", it.state) : <><progress max={100} value={it.percent} aria-label={words.progress} /> {it.percent}%</>}{it.dueOn && <span class={it.overdue ? "late" : ""}> · {words.due(it.dueOn)}</span>}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
