// The token that this tab signs in with. It is kept for the tab alone, and forgotten with it. A screen that starts by itself
// brings it in the address, as #token=..., which no server and no log sees.
const place = "thidua:token";
let chosen = "";

/** token is the secret that was chosen, "" for the anonymous reader. */
export const token = (): string => chosen;

/** choose signs in with another token; the page begins anew with it. */
export function choose(secret: string): void {
  chosen = secret;
  try { sessionStorage.setItem(place, secret); } catch { /* a browser that keeps nothing asks again */ }
}

/** recall finds the token of the address or of this tab's last page. */
export function recall(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    choose(given);
    history.replaceState(null, "", location.pathname + location.search);
    return;
  }
  try { chosen = sessionStorage.getItem(place) ?? ""; } catch { /* as above */ }
}
