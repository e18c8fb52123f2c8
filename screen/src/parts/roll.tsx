import type { SiteFragment } from "../generated/api";
import type { VerbContext } from "../verbs/context";
import { siteVerbs, siteListVerbs } from "../verbs/site";
import { delegateVerbs, rollVerbs, selfCheckInVerbs, siteRollVerbs } from "../verbs/roll";
import { useTerm, useMessages } from "../i18n";
import { siteState } from "./sites";
import { VerbButtons } from "./verb_buttons";

interface Props {
  context: VerbContext;
  site: SiteFragment | null; // null for delegates without a site
  selfCheckIn?: boolean; // whether delegates can check in by themselves
}

/** The roll of one site, with its verbs. */
export function SiteRoll({ context, site, selfCheckIn }: Props) {
  const messages = useMessages();
  const term = useTerm();
  const roll = context.conference.roll.filter((it) => (it.site?.code ?? null) === (site?.code ?? null));
  if (!site && roll.length === 0) return null;
  const presentCount = roll.filter((it) => it.presence === "IN_HALL" || it.presence === "ONLINE").length;
  const name = site?.name ?? messages.noSite;
  return (
    <details class="card roll" open={selfCheckIn || context.conference.sites.length <= 3}>
      <summary>
        <b>{name}</b>
        <span class="soft">
          {site && `${siteState(messages, site)} · ${term("SiteLink", site.link)}`}
          {roll.length > 0 &&
            ` · ${messages.roll}: ${messages.count(presentCount)}/${messages.count(roll.length)}`}
        </span>
      </summary>
      {site && (
        <VerbButtons
          verbs={[...siteVerbs(context, site), ...(roll.length > 0 ? siteRollVerbs(context, site.code) : [])]}
        />
      )}
      <ul class="rows">
        {roll.map((it) => (
          <li key={it.id}>
            <p>
              <b>{it.substitute ?? it.role}</b>
              <span class={`soft ${it.presence}`}>
                {[it.unit?.code, term("AttendancePresence", it.presence), it.absenceReason]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </p>
            <VerbButtons
              verbs={[
                ...delegateVerbs(context, it),
                ...(selfCheckIn && it.presence === "NOT_CALLED" ? selfCheckInVerbs(context, it) : []),
              ]}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The roll of all sites. */
export function ConferenceRoll({ context }: { context: VerbContext }) {
  const messages = useMessages();
  return (
    <section class="card" aria-labelledby="roll">
      <h2 id="roll">
        {messages.sites} · {messages.roll}
      </h2>
      <VerbButtons verbs={[...rollVerbs(context), ...siteListVerbs(context)]} />
      {context.conference.sites.map((site) => (
        <SiteRoll key={site.id} context={context} site={site} />
      ))}
      <SiteRoll context={context} site={null} />
    </section>
  );
}
