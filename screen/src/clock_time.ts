// Vietnam has one time zone, and no summer time.
const ahead = 7 * 3_600_000;

/** clockTime is a moment as hours and minutes in Vietnam, wherever the page is looked at. */
export const clockTime = (moment: string | number, locale: string): string =>
  new Date(moment).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

/** asTyped is a moment as a field for day and time has it, in Vietnam. */
export const asTyped = (moment: string | null): string => (moment ? new Date(Date.parse(moment) + ahead).toISOString().slice(0, 16) : "");

/** asMoment is what was typed there as a moment; null where nothing was. */
export const asMoment = (typed: string | undefined): string | null => (typed ? new Date(Date.parse(`${typed}Z`) - ahead).toISOString() : null);

/** day is the API's date (EDTF) as one says it: 2024-08-17 is 17/8/2024, 2021-08? is 8/2021 (?), and what nobody knows is left out. */
export const day = (edtf: string): string => edtf.split("/").map((date) => {
  const said = date.replace(/[?~%]$/, "");
  const parts = said.split("-").filter((part) => !part.includes("X")).map((part) => part.replace(/^0/, ""));
  return parts.reverse().join("/") + (said === date ? "" : " (?)");
}).join(" – ");
