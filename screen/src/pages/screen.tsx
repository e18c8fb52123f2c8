import type { Page } from "../frame";
import { Current } from "../parts/agenda";
import { Notices } from "../parts/notices";
import { Sites } from "../parts/sites";

/** What hangs in the hall. */
export function Screen({ hall }: Page) {
  return (
    <main class="wall">
      <Current hall={hall} />
      <Notices notices={hall.notices} most={4} />
      <Sites hall={hall} />
    </main>
  );
}
