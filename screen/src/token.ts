// The token of this tab, in its session storage. An unattended screen has it in the address, as #token=...,
// which is never sent to a server or logged.
const storageKey = "thidua:token";
let current = "";

/** token returns the current token; "" for an anonymous viewer. */
export const token = (): string => current;

/** setToken signs in with another token; the page has to be reset afterwards. */
export function setToken(secret: string): void {
  current = secret;
  try {
    sessionStorage.setItem(storageKey, secret);
  } catch {
    /* without storage the next page asks for the token again */
  }
}

/** restoreToken reads the token from the address or from the session storage. */
export function restoreToken(): void {
  const addressToken = new URLSearchParams(location.hash.slice(1)).get("token");
  if (addressToken) {
    setToken(addressToken);
    history.replaceState(null, "", location.pathname + location.search);
    return;
  }
  try {
    current = sessionStorage.getItem(storageKey) ?? "";
  } catch {
    /* without storage: anonymous */
  }
}
