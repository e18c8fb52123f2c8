// The conference as a whole: its state transitions and announcements.
import { mutate } from "../api";
import { hasEnded } from "../conference_state";
import {
  MakeAnnouncement,
  CancelConference,
  CloseConference,
  OpenConference,
  PauseConference,
  PostponeConference,
  ResumeConference,
  StartConference,
  WithdrawAnnouncement,
  type AnnouncementAudience,
  type ConferenceState,
  type AnnouncementFragment,
} from "../generated/api";
import { siteChoices, enumChoices, type CommandContext } from "./context";
import { replanCommand } from "./plan";
import { allowDirectors } from "./rights";
import { nonEmpty, type Command } from "./command";

/** The state transitions that the state allows; the server decides. */
export function transitionCommands(context: CommandContext): Command[] {
  const { conference, messages } = context;
  const { code } = conference;
  const reason = { name: "reason", label: messages.reason, kind: "textarea" as const };
  const commands: (Command & { states: ConferenceState[] })[] = [
    {
      name: "open",
      label: messages.openConference,
      shortcut: "o",
      variant: "main",
      states: ["PLANNED"],
      run: () => mutate(OpenConference, { code }),
    },
    {
      name: "start",
      label: messages.startConference,
      shortcut: "b",
      variant: "main",
      states: ["OPEN"],
      run: () => mutate(StartConference, { code }),
    },
    {
      name: "pause",
      label: messages.pauseConference,
      shortcut: "p",
      states: ["IN_SESSION"],
      run: () => mutate(PauseConference, { code }),
    },
    {
      name: "resume",
      label: messages.resumeConference,
      shortcut: "r",
      variant: "main",
      states: ["ON_BREAK"],
      run: () => mutate(ResumeConference, { code }),
    },
    {
      name: "close",
      label: messages.closeConference,
      variant: "danger",
      warning: messages.closeWarning,
      states: ["IN_SESSION", "ON_BREAK"],
      run: () => mutate(CloseConference, { code }),
    },
    { ...replanCommand(context), access: allowDirectors, states: ["POSTPONED", "PLANNED"] },
    {
      name: "postpone",
      label: messages.postponeConference,
      variant: "danger",
      access: allowDirectors,
      fields: [reason],
      states: ["PLANNED", "OPEN"],
      run: (values) => mutate(PostponeConference, { code, reason: values.reason ?? "" }),
    },
    {
      name: "cancel",
      label: messages.cancelConference,
      variant: "danger",
      access: allowDirectors,
      fields: [reason],
      states: ["PLANNED", "OPEN", "POSTPONED"],
      run: (values) => mutate(CancelConference, { code, reason: values.reason ?? "" }),
    },
  ];
  return commands.filter((command) => command.states.includes(conference.state));
}

/** Makes an announcement, to all or to one site. */
export function announceCommands(context: CommandContext): Command[] {
  const { conference, messages } = context;
  if (hasEnded(context.conference)) return [];
  return [
    {
      name: "announce",
      label: messages.makeAnnouncement,
      shortcut: "a",
      variant: "main",
      fields: [
        { name: "text", label: messages.text, kind: "textarea" },
        {
          name: "audience",
          label: messages.audience,
          kind: "choice",
          initial: "EVERYONE",
          choices: enumChoices(context, "AnnouncementAudience", "EVERYONE", "PARTICIPANTS"),
        },
        {
          name: "site",
          label: messages.site,
          kind: "choice",
          initial: "",
          optional: true,
          choices: siteChoices(context, messages.allSites),
        },
        { name: "screen", label: messages.screenName, kind: "text", optional: true },
      ],
      run: (values) =>
        mutate(MakeAnnouncement, {
          input: {
            conference: conference.code,
            text: values.text ?? "",
            audience: values.audience as AnnouncementAudience,
            site: nonEmpty(values.site),
            screen: nonEmpty(values.screen),
          },
        }),
    },
  ];
}

/** Withdraws an announcement. */
export const announcementCommands = (context: CommandContext, { id }: AnnouncementFragment): Command[] =>
  hasEnded(context.conference)
    ? []
    : [
        {
          name: `withdraw-${id}`,
          label: context.messages.withdrawAnnouncement,
          run: () => mutate(WithdrawAnnouncement, { id }),
        },
      ];
