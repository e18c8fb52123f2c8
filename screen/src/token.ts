// The token of this tab, in its session storage. An unattended screen has it in the address, as #token=...,
// which is never sent to a server or logged.
const place = "thidua:token";
let chosen = "";

/** token returns the current token; "" for an anonymous viewer. */
export const token = (): string => chosen;

/** setToken signs in with another token; the page has to be reset afterwards. */
export function choose(secret: string): void {
  chosen = secret;
  try { sessionStorage.setItem(place, secret); } catch { /* without storage the next page asks for the token again */ }
}

/** restoreToken reads the token from the address or from the session storage. */
export function recall(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    choose(given);
    history.replaceState(null, "", location.pathname + location.search);
    return;
  }
  try { chosen = sessionStorage.getItem(place) ?? ""; } catch { /* without storage: anonymous */ }
}
