import type { SiteFragment } from "../generated/api";
import type { CommandContext } from "../commands/context";
import { siteCommands, siteListCommands } from "../commands/site";
import { delegateCommands, rollCommands, selfCheckInCommands, siteRollCommands } from "../commands/roll";
import { useTerm, useMessages } from "../i18n";
import { siteState } from "./sites";
import { CommandButtons } from "./command_buttons";

interface Props {
  context: CommandContext;
  site: SiteFragment | null; // null for delegates without a site
  selfCheckIn?: boolean; // whether delegates can check in by themselves
}

/** The roll of one site, with its commands. */
export function SiteRoll({ context, site, selfCheckIn }: Props) {
  const messages = useMessages();
  const term = useTerm();
  const roll = context.conference.roll.filter(
    (delegate) => (delegate.site?.code ?? null) === (site?.code ?? null),
  );
  if (!site && roll.length === 0) return null;
  const presentCount = roll.filter(
    (delegate) => delegate.presence === "IN_HALL" || delegate.presence === "ONLINE",
  ).length;
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
        <CommandButtons
          commands={[
            ...siteCommands(context, site),
            ...(roll.length > 0 ? siteRollCommands(context, site.code) : []),
          ]}
        />
      )}
      <ul class="rows">
        {roll.map((delegate) => (
          <li key={delegate.id}>
            <p>
              <b>{delegate.substitute ?? delegate.title}</b>
              <span class={`soft ${delegate.presence}`}>
                {[delegate.unit?.code, term("AttendancePresence", delegate.presence), delegate.absenceReason]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </p>
            <CommandButtons
              commands={[
                ...delegateCommands(context, delegate),
                ...(selfCheckIn && delegate.presence === "NOT_CALLED"
                  ? selfCheckInCommands(context, delegate)
                  : []),
              ]}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The roll of all sites. */
export function ConferenceRoll({ context }: { context: CommandContext }) {
  const messages = useMessages();
  return (
    <section class="card" aria-labelledby="roll">
      <h2 id="roll">
        {messages.sites} · {messages.roll}
      </h2>
      <CommandButtons commands={[...rollCommands(context), ...siteListCommands(context)]} />
      {context.conference.sites.map((site) => (
        <SiteRoll key={site.id} context={context} site={site} />
      ))}
      <SiteRoll context={context} site={null} />
    </section>
  );
}
