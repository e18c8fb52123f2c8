// What a frontend developer writes with the generated types. It is compiled, never run: each line that would be wrong
// in a browser must be wrong here too, which the @ts-expect-error lines hold to account.
import type * as Op from "../out/operations.ts";
import type * as Schema from "../out/schema.ts";

declare function ask<Data, Variables>(operation: string, variables: Variables): Promise<Data>;

export async function clusterPage(number: number): Promise<string[]> {
  const variables: Op.ClusterPageQueryVariables = { number, schoolYear: "2023-2024", indicator: "gdp" };
  const { cluster } = await ask<Op.ClusterPageQuery, Op.ClusterPageQueryVariables>("ClusterPage", variables);
  const headedBy: string | undefined = cluster?.head?.shortName;
  const ranks = cluster?.standings?.items.map((s) => `${s.rank ?? `${s.bestRank}-${s.worstRank}`} ${s.unit.code} ${s.indicatorValue?.value ?? ""}`) ?? [];
  // @ts-expect-error a head may be unknown: no document says
  cluster?.head.shortName;
  return [headedBy ?? "", ...ranks];
}

export function biggestClimb(data: Op.UnitTrendsQuery): number {
  const points = data.unit?.trends.flatMap((t) => t.points) ?? [];
  // A decimal arrives as a string, so that it stays exact.
  const exact: string | null | undefined = points[0]?.valueChange;
  // @ts-expect-error and is no number
  const inexact: number = points[0]!.valueChange!;
  return Math.max(0, ...points.map((p) => p.rankChange ?? 0), Number(exact), inexact);
}

export function agenda(data: Op.ConferencePageQuery): string[] {
  const state: Schema.ConferenceState | undefined = data.conference?.state;
  const titles = data.conference?.agendaItems.edges?.flatMap((e) => e?.node?.title ?? []) ?? [];
  return state === undefined ? [] : titles;
}

export function found(data: Op.SearchQuery): string[] {
  return data.search.map((hit) => {
    switch (hit.__typename) {
      case "Unit":
        return hit.shortName;
      case "Person":
        return `${hit.honorific ?? ""} ${hit.name}`;
      case "Indicator":
        return hit.name;
      case "Proposal":
        return hit.content;
      default: // what a later release can find
        return "";
    }
  });
}

export async function* everyUnit(where: Schema.UnitWhereInput): AsyncGenerator<Op.UnitNameFragment> {
  for (let after: string | null | undefined = null; ; ) {
    const page: Op.UnitsQuery = await ask<Op.UnitsQuery, Op.UnitsQueryVariables>("Units", { after, where });
    for (const edge of page.units.edges ?? []) {
      if (edge?.node) yield edge.node;
    }
    if (!page.units.pageInfo.hasNextPage) return;
    after = page.units.pageInfo.endCursor;
  }
}

// @ts-expect-error an order is one of a closed list
export const order: Schema.UnitOrder = { field: "POPULATION", direction: "ASC" };
