// Translations of the pages. The terms of enum values come from the schema (generated/api.ts).
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { terms } from "./generated/api";
import { en } from "./i18n.en";
import { vi, type Messages } from "./i18n.vi";

export type Language = "vi" | "en";

const catalogs: Record<Language, Messages> = { vi, en };
const storageKey = "thidua:language";
let current: Language = initialLanguage();

// The address takes precedence over the stored language: a hall's screen is configured by its address.
function initialLanguage(): Language {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(storageKey);
  } catch {
    /* without storage: Vietnamese */
  }
  return (new URLSearchParams(location.search).get("lang") ?? stored) === "en" ? "en" : "vi";
}

/** currentLanguage returns the language of the page and of the API's messages. */
export const currentLanguage = (): Language => current;

/** setLanguage changes the language of the page, in its address and in storage for the next page. */
export function setLanguage(next: Language): void {
  current = next;
  const url = new URL(location.href);
  url.searchParams.set("lang", next);
  history.replaceState(null, "", url);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    /* without storage: only the address has it */
  }
}

export const LanguageContext = createContext<Language>(current);

/** useMessages returns the texts in the page's language. */
export const useMessages = (): Messages => catalogs[useContext(LanguageContext)];

/**
 * useTerm returns a function that names an enum value: the schema's Vietnamese term, or English derived from
 * the name.
 */
export function useTerm(): (type: string, value: string) => string {
  const language = useContext(LanguageContext);
  return (type, value) => {
    const english = value.charAt(0) + value.slice(1).toLowerCase().replaceAll("_", " ");
    return language === "vi" ? (terms[`${type}.${value}`] ?? english) : english;
  };
}
