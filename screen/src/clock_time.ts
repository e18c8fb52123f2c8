// Vietnam has one time zone, without daylight saving time.
const ahead = 7 * 3_600_000;

/** clockTime formats an instant as hours and minutes in Vietnam, independent of the browser's time zone. */
export const clockTime = (moment: string | number, locale: string): string =>
  new Date(moment).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

/** toInputValue formats an instant for a datetime-local field, in Vietnam's time. */
export const asTyped = (moment: string | null): string => (moment ? new Date(Date.parse(moment) + ahead).toISOString().slice(0, 16) : "");

/** fromInputValue parses the value of such a field; null if it is empty. */
export const asMoment = (typed: string | undefined): string | null => (typed ? new Date(Date.parse(`${typed}Z`) - ahead).toISOString() : null);

/**
 * formatDate formats a date of the API (EDTF): 2024-08-17 is 17/8/2024, 2021-08? is 8/2021 (?); unknown parts
 * are omitted.
 */
export const day = (edtf: string): string => edtf.split("/").map((date) => {
  const said = date.replace(/[?~%]$/, "");
  const parts = said.split("-").filter((part) => !part.includes("X")).map((part) => part.replace(/^0/, ""));
  return parts.reverse().join("/") + (said === date ? "" : " (?)");
}).join(" – ");
