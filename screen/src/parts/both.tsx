/** A text in Vietnamese, and softer beside it in English. */
export function Both({ vi, en }: { vi: string; en: string }) {
  return <>{vi} <span class="en" lang="en">{en}</span></>;
}
