/** nodes returns the nodes of a connection. */
export const nodes = <T>(connection: { edges?: ({ node?: T | null } | null)[] | null }): T[] =>
  (connection.edges ?? []).flatMap((edge) => (edge?.node ? [edge.node] : []));
