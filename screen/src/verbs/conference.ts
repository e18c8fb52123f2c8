// The conference as a whole: its state transitions and announcements.
import { tell } from "../api";
import {
  Announce, Cancel, Close, Open, Pause, Postpone, Resume, Start, Withdraw,
  type AnnouncementAudience, type ConferenceState, type NoticeFragment,
} from "../generated/api";
import { ended, places, terms, type At } from "./desk";
import { replanning } from "./plan";
import { toDirect } from "./rights";
import { filled, type Verb } from "./verb";

/** The state transitions that the state allows; the server decides. */
export function steps(at: At): Verb[] {
  const { hall, words } = at;
  const { code } = hall;
  const reason = { name: "reason", label: words.reason, kind: "long" as const };
  const all: (Verb & { from: ConferenceState[] })[] = [
    { name: "open", label: words.open, key: "o", look: "main", from: ["PLANNED"], run: () => tell(Open, { code }) },
    { name: "start", label: words.start, key: "b", look: "main", from: ["OPEN"], run: () => tell(Start, { code }) },
    { name: "pause", label: words.pause, key: "p", from: ["IN_SESSION"], run: () => tell(Pause, { code }) },
    { name: "resume", label: words.resume, key: "r", look: "main", from: ["ON_BREAK"], run: () => tell(Resume, { code }) },
    {
      name: "close", label: words.close, look: "grave", warning: words.closeForGood, from: ["IN_SESSION", "ON_BREAK"],
      run: () => tell(Close, { code }),
    },
    { ...replanning(at), allowed: toDirect, from: ["POSTPONED", "PLANNED"] },
    {
      name: "postpone", label: words.postpone, look: "grave", allowed: toDirect, fields: [reason], from: ["PLANNED", "OPEN"],
      run: (it) => tell(Postpone, { code, reason: it.reason ?? "" }),
    },
    {
      name: "cancel", label: words.cancel, look: "grave", allowed: toDirect, fields: [reason], from: ["PLANNED", "OPEN", "POSTPONED"],
      run: (it) => tell(Cancel, { code, reason: it.reason ?? "" }),
    },
  ];
  return all.filter((verb) => verb.from.includes(hall.state));
}

/** Makes an announcement, to all or to one site. */
export function announcing(at: At): Verb[] {
  const { hall, words } = at;
  if (ended(at)) return [];
  return [{
    name: "announce", label: words.announce, key: "a", look: "main",
    fields: [
      { name: "text", label: words.text, kind: "long" },
      {
        name: "audience", label: words.audience, kind: "choice", initial: "EVERYONE",
        choices: terms(at, "AnnouncementAudience", "EVERYONE", "PARTICIPANTS"),
      },
      {
        name: "site", label: words.site, kind: "choice", initial: "", optional: true,
        choices: places(at, words.allSites),
      },
      { name: "screen", label: words.oneScreen, kind: "text", optional: true },
    ],
    run: (it) => tell(Announce, {
      input: { conference: hall.code, text: it.text ?? "", audience: it.audience as AnnouncementAudience, site: filled(it.site), screen: filled(it.screen) },
    }),
  }];
}

/** Withdraws an announcement. */
export const ofNotice = (at: At, { id }: NoticeFragment): Verb[] =>
  (ended(at) ? [] : [{ name: `withdraw-${id}`, label: at.words.withdraw, run: () => tell(Withdraw, { id }) }]);
