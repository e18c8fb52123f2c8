/** clockTime is a moment as hours and minutes in Vietnam, wherever the page is looked at. */
export const clockTime = (moment: string | number, locale: string): string =>
  new Date(moment).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
