// A component as Relay developers write it: a fragment on a Node that pages through a connection and refetches itself.
import { graphql, usePaginationFragment, useLazyLoadQuery } from "react-relay";
import type { ClusterMembers_cluster$key } from "../out/relay/ClusterMembers_cluster.graphql";
import type { ClusterMembersPage } from "../out/relay/ClusterMembersPage.graphql";
import type { ClusterMembersQuery } from "../out/relay/ClusterMembersQuery.graphql";

export function ClusterMembers({ cluster }: { cluster: ClusterMembers_cluster$key }) {
  const { data, hasNext, loadNext } = usePaginationFragment<ClusterMembersPage, ClusterMembers_cluster$key>(
    graphql`
      fragment ClusterMembers_cluster on Cluster
      @refetchable(queryName: "ClusterMembersPage")
      @argumentDefinitions(
        count: { type: "Int", defaultValue: 20 }
        cursor: { type: "Cursor" }
        where: { type: "MembershipWhereInput" }
      ) {
        number
        memberships(first: $count, after: $cursor, where: $where, orderBy: [{ field: ORDINAL, direction: ASC }])
          @connection(key: "ClusterMembers_memberships") {
          totalCount
          edges {
            node {
              schoolYear
              unit {
                shortName
                validTo
              }
            }
          }
        }
      }
    `,
    cluster,
  );
  const names = data.memberships.edges?.map((edge) => edge?.node?.unit.shortName).join(", ");
  return { text: names, more: hasNext ? () => loadNext(20) : undefined };
}

export function ClusterMembersRoot() {
  const data = useLazyLoadQuery<ClusterMembersQuery>(
    graphql`
      query ClusterMembersQuery($number: Int!, $where: MembershipWhereInput!) {
        cluster(number: $number) {
          ...ClusterMembers_cluster @arguments(where: $where)
          years {
            schoolYear
          }
        }
      }
    `,
    { number: 2, where: { schoolYear: "2023-2024" } },
  );
  const first: string | undefined = data.cluster?.years[0]?.schoolYear;
  return data.cluster ? { first, members: ClusterMembers({ cluster: data.cluster }) } : null;
}
