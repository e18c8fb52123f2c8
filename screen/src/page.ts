import type { Boards } from "./boards";
import type { Conference } from "./reducer";

/** The pages of a conference, as their addresses name them. */
export type PageKind = "screen" | "site" | "control";

/** The props of each page. */
export interface PageProps {
  address: string; // the code in the page's address: of the conference, or of its series
  conference: Conference;
  boards: Boards;
  onSignIn: () => void;
}
