import { useMessages } from "../i18n";

/** An error code, with a link to its documentation. */
export const ErrorCode = ({ code }: { code: string }) => (
  <a href={`/docs/errors#${code}`} title={useMessages().codeExplanation}>
    <code>{code}</code>
  </a>
);
