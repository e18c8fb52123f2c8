// What the pages share that do something: the desk, what became of the last verb, and the switch of the shortcuts.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../api";
import type { Hall } from "../fold";
import { Units } from "../generated/api";
import type { At } from "../verbs/desk";
import { useTerm, useWords } from "../words";
import type { Outcome } from "./verbs";

const place = "thidua:keys";

/** useDesk is all that verbs need. Units are the members of the cluster; a national conference has those of its sites. */
export function useDesk(hall: Hall) {
  const words = useWords();
  const term = useTerm();
  const [outcome, told] = useState<Outcome | null>(null);
  const [keys, setKeys] = useState(() => localStorage.getItem(place) !== "off");
  const [units, setUnits] = useState<At["units"]>([]);
  const number = hall.cluster?.number;
  useEffect(() => {
    if (number === undefined) return;
    ask(Units, { cluster: number, year: hall.schoolYear }).then(({ cluster }) => {
      setUnits((cluster?.members ?? []).map((it) => [it.code, it.shortName ?? it.code]));
    }, () => {}); // codes can be typed without
  }, [number, hall.schoolYear]);
  const known = units.length > 0 ? units : hall.sites.flatMap(({ unit, name }): At["units"] => (unit ? [[unit.code, name]] : []));
  const at: At = { hall, words, term, units: known };
  const turn = () => {
    localStorage.setItem(place, keys ? "off" : "on");
    setKeys(!keys);
  };
  return { at, desk: { told, keys }, outcome, turn };
}

interface Props {
  outcome: Outcome | null;
  keys: boolean;
  turn: () => void;
}

/** What became of the last verb, and the switch of the shortcuts. */
export function Told({ outcome, keys, turn }: Props) {
  const words = useWords();
  return (
    <>
      <label class="switch"><input type="checkbox" checked={keys} onChange={turn} /> {words.keys}</label>
      <div class="outcome" role="alert">
        {outcome && (outcome.message !== undefined
          ? <p class="bad"><b>{outcome.of}</b>: {outcome.message} {outcome.code && <a href={`/docs/errors#${outcome.code}`} title={words.explain}><code>{outcome.code}</code></a>}</p>
          : <p class="good"><b>{outcome.of}</b>: {outcome.said?.startsWith("/") ? <a href={outcome.said}>{outcome.said}</a> : outcome.said ?? words.done}</p>)}
      </div>
    </>
  );
}
