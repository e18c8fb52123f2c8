import { useWords } from "../words";

/** The code of a refusal, with the way to what it means. */
export const Code = ({ code }: { code: string }) => <a href={`/docs/errors#${code}`} title={useWords().explain}><code>{code}</code></a>;
