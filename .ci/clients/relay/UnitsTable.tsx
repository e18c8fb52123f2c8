// The other way to page: a root connection, both forwards and backwards, refetched with new filters.
import { graphql, usePaginationFragment } from "react-relay";
import type { UnitsTable_query$key } from "../out/relay/UnitsTable_query.graphql";
import type { UnitsTablePage } from "../out/relay/UnitsTablePage.graphql";

export function UnitsTable({ query }: { query: UnitsTable_query$key }) {
  const { data, refetch } = usePaginationFragment<UnitsTablePage, UnitsTable_query$key>(
    graphql`
      fragment UnitsTable_query on Query
      @refetchable(queryName: "UnitsTablePage")
      @argumentDefinitions(
        first: { type: "Int" }
        after: { type: "Cursor" }
        last: { type: "Int" }
        before: { type: "Cursor" }
        where: { type: "UnitWhereInput" }
      ) {
        units(first: $first, after: $after, last: $last, before: $before, where: $where)
          @connection(key: "UnitsTable_units", filters: ["where"]) {
          edges {
            node {
              id
              name
              kind
            }
          }
        }
      }
    `,
    query,
  );
  return {
    rows: data.units.edges?.map((edge) => edge?.node?.name),
    search: (text: string) => refetch({ where: { text, validOn: "2025-07-01" } }),
  };
}
