// The sites of a conference that is planned, as a tree: the main one first, and each below the one through which it is connected.
import { useState } from "preact/hooks";
import type { PlannedSite } from "../verbs/plan";
import { filled, type Field } from "../verbs/verb";
import { useWords } from "../words";

interface Row {
  id: number; // from 1, while the dialog is open
  code: string;
  name: string;
  kind: PlannedSite["kind"];
  unit: string;
  parent: number; // 0 for one that is connected by itself
}

/** The rows of sites. What the form gets is the list that the API takes, as JSON. */
export function SiteTree({ field: { name, label, choices = [], suggestions = [] } }: { field: Field }) {
  const words = useWords();
  const [rows, setRows] = useState<Row[]>([]);
  const main = rows[0];
  const add = () => setRows([...rows, {
    id: Math.max(0, ...rows.map((it) => it.id)) + 1, code: "", name: "", kind: main ? "REMOTE" : "MAIN", unit: "", parent: main?.id ?? 0,
  }]);
  const change = ({ id }: Row, to: Partial<Row>) => setRows(rows.map((it) => (it.id === id ? { ...it, ...to } : it)));
  const remove = ({ id, parent }: Row) => setRows(rows.filter((it) => it.id !== id).map((it) => (it.parent === id ? { ...it, parent } : it)));
  // A unit that is known brings its code and its name along.
  const run = (row: Row, unit: string) => {
    const known = suggestions.find(([code]) => code === unit)?.[1];
    change(row, known === undefined ? { unit } : { unit, code: row.code || unit, name: row.name || known });
  };
  const codeOf = (id: number) => rows.find((it) => it.id === id)?.code ?? null;
  const told = rows.map(({ code, name, kind, unit, parent }): PlannedSite => ({ code, name, kind, unit: filled(unit), parent: codeOf(parent) }));
  return (
    <fieldset class="tree">
      <legend>{label}</legend>
      <input type="hidden" name={name} value={JSON.stringify(told)} />
      <datalist id="of-run">{suggestions.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</datalist>
      {rows.map((row, i) => (
        <fieldset key={row.id} style={{ marginInlineStart: `${depth(rows, row)}rem` }}>
          <legend>{words.site} {i + 1}</legend>
          <label>{words.unit}<input list="of-run" value={row.unit} onInput={(event) => run(row, event.currentTarget.value)} /></label>
          <label>{words.code}<input required value={row.code} onInput={(event) => change(row, { code: event.currentTarget.value })} /></label>
          <label>{words.title}<input required value={row.name} onInput={(event) => change(row, { name: event.currentTarget.value })} /></label>
          <label>
            {words.kind}
            <select value={row.kind} onChange={(event) => change(row, { kind: event.currentTarget.value as Row["kind"] })}>
              {choices.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
            </select>
          </label>
          {i > 0 && (
            <label>
              {words.through}
              <select value={row.parent} onChange={(event) => change(row, { parent: Number(event.currentTarget.value) })}>
                <option value={0}>{words.byItself}</option>
                {rows.slice(0, i).map((it, n) => <option key={it.id} value={it.id}>{it.name || `${words.site} ${n + 1}`}</option>)}
              </select>
            </label>
          )}
          <button type="button" class="grave" aria-label={`${words.remove} ${words.site} ${i + 1}`} onClick={() => remove(row)}>{words.remove}</button>
        </fieldset>
      ))}
      <button type="button" data-add="site" onClick={add}>{words.addSite}</button>
    </fieldset>
  );
}

/** depth is how many sites a site is connected through; a parent comes before, so this ends. */
function depth(rows: Row[], { parent }: Row): number {
  const above = rows.find((it) => it.id === parent);
  return above ? 1 + depth(rows, above) : 0;
}
