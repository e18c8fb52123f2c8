// Translations of the pages. The terms of enum values come from the schema (generated/api.ts).
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

// The address takes precedence over the stored language: a hall's screen is configured by its address.
function recall(): Language {
  let kept: string | null = null;
  try { kept = localStorage.getItem(place); } catch { /* without storage: Vietnamese */ }
  return (new URLSearchParams(location.search).get("lang") ?? kept) === "en" ? "en" : "vi";
}

/** currentLanguage returns the language of the page and of the API's messages. */
export const language = (): Language => chosen;

/** setLanguage changes the language of the page, in its address and in storage for the next page. */
export function speak(next: Language): void {
  chosen = next;
  const url = new URL(location.href);
  url.searchParams.set("lang", next);
  history.replaceState(null, "", url);
  try { localStorage.setItem(place, next); } catch { /* without storage: only the address has it */ }
}

export const Speaking = createContext<Language>(chosen);

/** useMessages returns the texts in the page's language. */
export const useWords = (): Words => all[useContext(Speaking)];

/**
 * useTerm returns a function that names an enum value: the schema's Vietnamese term, or English derived from
 * the name.
 */
export function useTerm(): (type: string, value: string) => string {
  const tongue = useContext(Speaking);
  return (type, value) => {
    const plain = value.charAt(0) + value.slice(1).toLowerCase().replaceAll("_", " ");
    return tongue === "vi" ? (terms[`${type}.${value}`] ?? plain) : plain;
  };
}
