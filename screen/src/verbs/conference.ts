import { tell } from "../api";
import {
  Announce, Cancel, Close, Open, Pause, Postpone, Replan, Resume, Start,
  type AnnouncementAudience, type ConferencePartOfDay, type ConferenceState,
} from "../generated/api";
import { ended, places, terms, type At } from "./desk";
import { filled, type Verb } from "./verb";

/** The steps of a conference that its state allows; the server has the last word. */
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
    {
      name: "replan", label: words.replan, look: "main", from: ["POSTPONED", "PLANNED"],
      fields: [
        { name: "heldOn", label: words.heldOn, kind: "date", optional: true, initial: hall.heldOn ?? "" },
        {
          name: "partOfDay", label: words.partOfDay, kind: "choice", initial: hall.partOfDay,
          choices: terms(at, "ConferencePartOfDay", "MORNING", "AFTERNOON", "NOT_STATED"),
        },
        { name: "place", label: words.place, kind: "text", optional: true, initial: hall.place ?? "" },
      ],
      run: (it) => tell(Replan, {
        input: { conference: code, heldOn: filled(it.heldOn), partOfDay: it.partOfDay as ConferencePartOfDay, place: filled(it.place) },
      }),
    },
    {
      name: "postpone", label: words.postpone, look: "grave", fields: [reason], from: ["PLANNED", "OPEN"],
      run: (it) => tell(Postpone, { code, reason: it.reason ?? "" }),
    },
    {
      name: "cancel", label: words.cancel, look: "grave", fields: [reason], from: ["PLANNED", "OPEN", "POSTPONED"],
      run: (it) => tell(Cancel, { code, reason: it.reason ?? "" }),
    },
  ];
  return all.filter((verb) => verb.from.includes(hall.state));
}

/** Announcing, to all or to one site. */
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
