// The editor of a conference's sites as a tree: the main one first, and each below the one through which it
// is connected.
import { useState } from "preact/hooks";
import type { PlannedSite } from "../verbs/plan";
import { filled, type Field } from "../verbs/verb";
import { useWords } from "../words";

interface Row {
  id: number; // from 1, while the dialog is open
  code: string;
  there: boolean; // it exists already: its code identifies it and cannot be changed
  name: string;
  kind: PlannedSite["kind"];
  unit: string;
  province: string | null; // not editable, kept as it is
  parent: number; // 0 for a site without a parent
}

// existingRows returns the rows of the existing sites, which are in the form of the API's input.
function begun(sites: PlannedSite[]): Row[] {
  return sites.map(({ code, name, kind, unit, province, parent }, i) => ({
    id: i + 1, code, there: true, name, kind, unit: unit ?? "", province: province ?? null, parent: sites.findIndex((it) => it.code === parent) + 1,
  }));
}

/** The rows of sites. The field's initial and resulting value is the API's input list, as JSON. */
export function SiteTree({ field: { name, label, initial = "[]", choices = [], suggestions = [] } }: { field: Field }) {
  const words = useWords();
  const [rows, setRows] = useState<Row[]>(() => begun(JSON.parse(initial) as PlannedSite[]));
  const main = rows[0];
  const add = () => setRows([...rows, {
    id: Math.max(0, ...rows.map((it) => it.id)) + 1, code: "", there: false, name: "", kind: main ? "REMOTE" : "MAIN", unit: "", province: null, parent: main?.id ?? 0,
  }]);
  const change = ({ id }: Row, to: Partial<Row>) => setRows(rows.map((it) => (it.id === id ? { ...it, ...to } : it)));
  const remove = ({ id, parent }: Row) => setRows(rows.filter((it) => it.id !== id).map((it) => (it.parent === id ? { ...it, parent } : it)));
  // Choosing a known unit fills in its code and name.
  const run = (row: Row, unit: string) => {
    const known = suggestions.find(([code]) => code === unit)?.[1];
    change(row, known === undefined ? { unit } : { unit, code: row.code || unit, name: row.name || known });
  };
  const codeOf = (id: number) => rows.find((it) => it.id === id)?.code ?? null;
  const told = rows.map(({ code, name, kind, unit, province, parent }): PlannedSite => ({
    code, name, kind, unit: filled(unit), parent: codeOf(parent), ...(province && { province }),
  }));
  return (
    <fieldset class="tree">
      <legend>{label}</legend>
      <input type="hidden" name={name} value={JSON.stringify(told)} />
      <datalist id="of-run">{suggestions.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</datalist>
      {rows.map((row, i) => (
        <fieldset key={row.id} style={{ marginInlineStart: `${depth(rows, row)}rem` }}>
          <legend>{words.site} {i + 1}</legend>
          <label>{words.unit}<input list="of-run" value={row.unit} onInput={(event) => run(row, event.currentTarget.value)} /></label>
          <label>{words.code}<input required readOnly={row.there} value={row.code} onInput={(event) => change(row, { code: event.currentTarget.value })} /></label>
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

/**
 * siteDepth returns how many sites a site is connected through; parents precede their children, so this
 * terminates.
 */
function depth(rows: Row[], { parent }: Row): number {
  const above = rows.find((it) => it.id === parent);
  return above ? 1 + depth(rows, above) : 0;
}
