// Vietnam has one time zone, without daylight saving time.
const utcOffset = 7 * 3_600_000;

/** formatClockTime formats an instant as hours and minutes in Vietnam's time zone. */
export const formatClockTime = (instant: string | number, locale: string): string =>
  new Date(instant).toLocaleTimeString(locale, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Ho_Chi_Minh",
  });

/** toInputValue formats an instant for a datetime-local field, in Vietnam's time. */
export const toInputValue = (instant: string | null): string =>
  instant ? new Date(Date.parse(instant) + utcOffset).toISOString().slice(0, 16) : "";

/** fromInputValue parses the value of such a field; null if it is empty. */
export const fromInputValue = (value: string | undefined): string | null =>
  value ? new Date(Date.parse(`${value}Z`) - utcOffset).toISOString() : null;

/**
 * formatDate formats a date of the API (EDTF): 2024-08-17 is 17/8/2024, 2021-08? is 8/2021 (?); unknown parts
 * are omitted.
 */
export const formatDate = (edtf: string): string =>
  edtf
    .split("/")
    .map((date) => {
      const exact = date.replace(/[?~%]$/, "");
      const parts = exact
        .split("-")
        .filter((part) => !part.includes("X"))
        .map((part) => part.replace(/^0/, ""));
      return parts.reverse().join("/") + (exact === date ? "" : " (?)");
    })
    .join(" – ");
