import { useWords } from "../words";

/** An error code, with a link to its documentation. */
export const Code = ({ code }: { code: string }) => <a href={`/docs/errors#${code}`} title={useWords().explain}><code>{code}</code></a>;
