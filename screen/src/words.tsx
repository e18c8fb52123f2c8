// What the pages say, in Vietnamese first. Names of enum values come from the schema (generated/api.ts).
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { terms } from "./generated/api";
import { en } from "./words.en";
import { vi } from "./words.vi";

export type Language = "vi" | "en";
export type Words = typeof vi;

const all: Record<Language, Words> = { vi, en };
const place = "thidua:language";
let chosen: Language = recall();

// The address goes before what this browser remembers: a hall's screen is set up by its address.
function recall(): Language {
  let kept: string | null = null;
  try { kept = localStorage.getItem(place); } catch { /* then Vietnamese */ }
  return (new URLSearchParams(location.search).get("lang") ?? kept) === "en" ? "en" : "vi";
}

/** language is that of the page, and of the messages that the API is asked for. */
export const language = (): Language => chosen;

/** speak changes the language, for this page's address and for the next page. */
export function speak(next: Language): void {
  chosen = next;
  const url = new URL(location.href);
  url.searchParams.set("lang", next);
  history.replaceState(null, "", url);
  try { localStorage.setItem(place, next); } catch { /* the address has it */ }
}

export const Speaking = createContext<Language>(chosen);

/** useWords gives the words of the page's language. */
export const useWords = (): Words => all[useContext(Speaking)];

/** useTerm names an enum value: the schema's own Vietnamese term, or English made of its name. */
export function useTerm(): (type: string, value: string) => string {
  const tongue = useContext(Speaking);
  return (type, value) => {
    const plain = value.charAt(0) + value.slice(1).toLowerCase().replaceAll("_", " ");
    return tongue === "vi" ? (terms[`${type}.${value}`] ?? plain) : plain;
  };
}
