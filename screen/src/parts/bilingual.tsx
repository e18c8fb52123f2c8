/** A text in Vietnamese, followed by English in a lighter colour. */
export function Bilingual({ vi, en }: { vi: string; en: string }) {
  return (
    <>
      {vi}{" "}
      <span class="en" lang="en">
        {en}
      </span>
    </>
  );
}
