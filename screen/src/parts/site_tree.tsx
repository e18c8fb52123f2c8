// The editor of a conference's sites as a tree: the main one first, and each below the one through which it
// is connected.
import { useState } from "preact/hooks";
import type { PlannedSite } from "../commands/plan";
import { nonEmpty, type Field } from "../commands/command";
import { useMessages } from "../i18n";

interface Row {
  id: number; // from 1, while the dialog is open
  code: string;
  isExisting: boolean; // the code of an existing site identifies it, and cannot be changed
  name: string;
  kind: PlannedSite["kind"];
  unit: string;
  province: string | null; // not editable, kept as it is
  parent: number; // 0 for a site without a parent
}

// toRows returns the rows of the existing sites, which are in the form of the API's input.
function toRows(sites: PlannedSite[]): Row[] {
  return sites.map(({ code, name, kind, unit, province, parent }, i) => ({
    id: i + 1,
    code,
    isExisting: true,
    name,
    kind,
    unit: unit ?? "",
    province: province ?? null,
    parent: sites.findIndex((site) => site.code === parent) + 1,
  }));
}

/** The rows of sites. The field's initial and resulting value is the API's input list, as JSON. */
export function SiteTree({
  field: { name, label, initial = "[]", choices = [], suggestions = [] },
}: {
  field: Field;
}) {
  const messages = useMessages();
  const [rows, setRows] = useState<Row[]>(() => toRows(JSON.parse(initial) as PlannedSite[]));
  const main = rows[0];
  const addRow = () =>
    setRows([
      ...rows,
      {
        id: Math.max(0, ...rows.map((row) => row.id)) + 1,
        code: "",
        isExisting: false,
        name: "",
        kind: main ? "REMOTE" : "MAIN",
        unit: "",
        province: null,
        parent: main?.id ?? 0,
      },
    ]);
  const updateRow = ({ id }: Row, update: Partial<Row>) =>
    setRows(rows.map((row) => (row.id === id ? { ...row, ...update } : row)));
  const removeRow = ({ id, parent }: Row) =>
    setRows(rows.filter((row) => row.id !== id).map((row) => (row.parent === id ? { ...row, parent } : row)));
  // Choosing a known unit fills in its code and name.
  const setUnit = (row: Row, unit: string) => {
    const unitName = suggestions.find(([code]) => code === unit)?.[1];
    updateRow(
      row,
      unitName === undefined ? { unit } : { unit, code: row.code || unit, name: row.name || unitName },
    );
  };
  const codeOf = (id: number) => rows.find((row) => row.id === id)?.code ?? null;
  const plannedSites = rows.map(({ code, name, kind, unit, province, parent }): PlannedSite => ({
    code,
    name,
    kind,
    unit: nonEmpty(unit),
    parent: codeOf(parent),
    ...(province && { province }),
  }));
  return (
    <fieldset class="tree">
      <legend>{label}</legend>
      <input type="hidden" name={name} value={JSON.stringify(plannedSites)} />
      <datalist id="unit-suggestions">
        {suggestions.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </datalist>
      {rows.map((row, i) => (
        <fieldset key={row.id} style={{ marginInlineStart: `${siteDepth(rows, row)}rem` }}>
          <legend>
            {messages.site} {i + 1}
          </legend>
          <label>
            {messages.unit}
            <input
              list="unit-suggestions"
              value={row.unit}
              onInput={(event) => setUnit(row, event.currentTarget.value)}
            />
          </label>
          <label>
            {messages.code}
            <input
              required
              readOnly={row.isExisting}
              value={row.code}
              onInput={(event) => updateRow(row, { code: event.currentTarget.value })}
            />
          </label>
          <label>
            {messages.title}
            <input
              required
              value={row.name}
              onInput={(event) => updateRow(row, { name: event.currentTarget.value })}
            />
          </label>
          <label>
            {messages.kind}
            <select
              value={row.kind}
              onChange={(event) => updateRow(row, { kind: event.currentTarget.value as Row["kind"] })}
            >
              {choices.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
          {i > 0 && (
            <label>
              {messages.parentSite}
              <select
                value={row.parent}
                onChange={(event) => updateRow(row, { parent: Number(event.currentTarget.value) })}
              >
                <option value={0}>{messages.noParentSite}</option>
                {rows.slice(0, i).map((parent, n) => (
                  <option key={parent.id} value={parent.id}>
                    {parent.name || `${messages.site} ${n + 1}`}
                  </option>
                ))}
              </select>
            </label>
          )}
          <button
            type="button"
            class="danger"
            aria-label={`${messages.remove} ${messages.site} ${i + 1}`}
            onClick={() => removeRow(row)}
          >
            {messages.remove}
          </button>
        </fieldset>
      ))}
      <button type="button" data-add="site" onClick={addRow}>
        {messages.addSite}
      </button>
    </fieldset>
  );
}

/**
 * siteDepth returns how many sites a site is connected through; parents precede their children, so this
 * terminates.
 */
function siteDepth(rows: Row[], { parent }: Row): number {
  const parentRow = rows.find((row) => row.id === parent);
  return parentRow ? 1 + siteDepth(rows, parentRow) : 0;
}
