// The conference as a whole: its state transitions and announcements.
import { mutate } from "../api";
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
import { hasEnded, siteChoices, enumChoices, type VerbContext } from "./context";
import { replanVerb } from "./plan";
import { allowDirectors } from "./rights";
import { nonEmpty, type Verb } from "./verb";

/** The state transitions that the state allows; the server decides. */
export function transitionVerbs(context: VerbContext): Verb[] {
  const { conference, messages } = context;
  const { code } = conference;
  const reason = { name: "reason", label: messages.reason, kind: "textarea" as const };
  const verbs: (Verb & { states: ConferenceState[] })[] = [
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
    { ...replanVerb(context), access: allowDirectors, states: ["POSTPONED", "PLANNED"] },
    {
      name: "postpone",
      label: messages.postponeConference,
      variant: "danger",
      access: allowDirectors,
      fields: [reason],
      states: ["PLANNED", "OPEN"],
      run: (it) => mutate(PostponeConference, { code, reason: it.reason ?? "" }),
    },
    {
      name: "cancel",
      label: messages.cancelConference,
      variant: "danger",
      access: allowDirectors,
      fields: [reason],
      states: ["PLANNED", "OPEN", "POSTPONED"],
      run: (it) => mutate(CancelConference, { code, reason: it.reason ?? "" }),
    },
  ];
  return verbs.filter((verb) => verb.states.includes(conference.state));
}

/** Makes an announcement, to all or to one site. */
export function announceVerbs(context: VerbContext): Verb[] {
  const { conference, messages } = context;
  if (hasEnded(context)) return [];
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
      run: (it) =>
        mutate(MakeAnnouncement, {
          input: {
            conference: conference.code,
            text: it.text ?? "",
            audience: it.audience as AnnouncementAudience,
            site: nonEmpty(it.site),
            screen: nonEmpty(it.screen),
          },
        }),
    },
  ];
}

/** Withdraws an announcement. */
export const announcementVerbs = (context: VerbContext, { id }: AnnouncementFragment): Verb[] =>
  hasEnded(context)
    ? []
    : [
        {
          name: `withdraw-${id}`,
          label: context.messages.withdrawAnnouncement,
          run: () => mutate(WithdrawAnnouncement, { id }),
        },
      ];
