import type { PlaceFragment } from "../generated/api";
import type { At } from "../verbs/desk";
import { ofSite, ofSites } from "../verbs/site";
import { ofDelegate, ofRoll, ofSelf, ofSiteRoll } from "../verbs/roll";
import { useTerm, useWords } from "../words";
import { presence } from "./sites";
import { Verbs } from "./verbs";

interface Props {
  at: At;
  site: PlaceFragment | null; // null for delegates without a site
  self?: boolean; // whether delegates can check in by themselves
}

/** The roll of one site, with its verbs. */
export function RollRows({ at, site, self }: Props) {
  const words = useWords();
  const term = useTerm();
  const roll = at.hall.roll.filter((it) => (it.site?.code ?? null) === (site?.code ?? null));
  if (!site && roll.length === 0) return null;
  const there = roll.filter((it) => it.presence === "IN_HALL" || it.presence === "ONLINE").length;
  const name = site?.name ?? words.noSite;
  return (
    <details class="card roll" open={self || at.hall.sites.length <= 3}>
      <summary>
        <b>{name}</b>
        <span class="soft">
          {site && `${presence(site) === "here" ? words.delegates(site.delegatesPresent ?? 0) : words[presence(site)]} · ${term("SiteLink", site.link)}`}
          {roll.length > 0 && ` · ${words.roll}: ${words.count(there)}/${words.count(roll.length)}`}
        </span>
      </summary>
      {site && <Verbs verbs={[...ofSite(at, site), ...(roll.length > 0 ? ofSiteRoll(at, site.code) : [])]} />}
      <ul class="rows">
        {roll.map((it) => (
          <li key={it.id}>
            <p><b>{it.substitute ?? it.role}</b><span class={`soft ${it.presence}`}>{[it.unit?.code, term("AttendancePresence", it.presence), it.absenceReason].filter(Boolean).join(" · ")}</span></p>
            <Verbs verbs={[...ofDelegate(at, it), ...(self && it.presence === "NOT_CALLED" ? ofSelf(at, it) : [])]} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The roll of all sites. */
export function RollShown({ at }: { at: At }) {
  const words = useWords();
  return (
    <section class="card" aria-labelledby="roll">
      <h2 id="roll">{words.sites} · {words.roll}</h2>
      <Verbs verbs={[...ofRoll(at), ...ofSites(at)]} />
      {at.hall.sites.map((site) => <RollRows key={site.id} at={at} site={site} />)}
      <RollRows at={at} site={null} />
    </section>
  );
}
