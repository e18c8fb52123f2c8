// Small SVG charts of the dataset. Every figure is as in its document, whose statement is shown as a tooltip.
import type { FrontPageQuery } from "../generated/api";
import { nodes } from "../connection_nodes";
import { Bilingual } from "./bilingual";

// Measures of the charts, in SVG units.
const [width, height] = [480, 300];
const [top, bottom, left, right] = [34, 28, 44, 118];

/** National rank in the graduation exam by school year, a line for each unit, on a logarithmic scale. */
export function RankChart({ ranks }: { ranks: FrontPageQuery["ranks"] }) {
  const points = nodes(ranks).flatMap(({ schoolYear, nationalRank, valueStated, unit }) =>
    unit && nationalRank
      ? [{ year: schoolYear, rank: nationalRank, stated: valueStated, unit: unit.shortName }]
      : [],
  );
  const years = [...new Set(points.map((point) => point.year))].sort();
  const lowestRank = Math.max(2, ...points.map((point) => point.rank));
  if (points.length === 0) return null;
  const x = (year: string) =>
    left + (years.length < 2 ? 1 : years.indexOf(year) / (years.length - 1)) * (width - left - right);
  const y = (rank: number) => top + (Math.log(rank) / Math.log(lowestRank)) * (height - top - bottom);
  const units = [...new Set(points.map((point) => point.unit))];
  return (
    <figure>
      <figcaption>
        <Bilingual
          vi="Thứ hạng toàn quốc về điểm thi tốt nghiệp THPT"
          en="National rank in the graduation exam"
        />
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={points.map((point) => `${point.unit} ${point.year}: ${point.rank}`).join("; ")}
      >
        {[1, 10, 25, 50]
          .filter((rank) => rank <= lowestRank)
          .map((rank) => (
            <g key={rank} class="rule">
              <line x1={left} x2={width - right} y1={y(rank)} y2={y(rank)} />
              <text x={left - 10} y={y(rank) + 4} text-anchor="end">
                {rank}
              </text>
            </g>
          ))}
        {years.map((year) => (
          <text key={year} class="axis" x={x(year)} y={height - 6} text-anchor="middle">
            {year}
          </text>
        ))}
        {units.map((unit) => {
          const unitPoints = points
            .filter((point) => point.unit === unit)
            .sort((a, b) => a.year.localeCompare(b.year));
          const last = unitPoints.at(-1);
          return (
            <g key={unit} class={unitPoints.length > 1 ? "line trend" : "line"}>
              {unitPoints.length > 1 && (
                <polyline points={unitPoints.map((point) => `${x(point.year)},${y(point.rank)}`).join(" ")} />
              )}
              {unitPoints.map((point) => (
                <circle key={point.year} cx={x(point.year)} cy={y(point.rank)} r={4.5}>
                  <title>{point.stated ?? point.rank}</title>
                </circle>
              ))}
              {last && (
                <text x={x(last.year) + 11} y={y(last.rank) + 4}>
                  {last.rank}. {unit}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

const rowHeight = 40;

/** Shares of schools at national standard, as bars: of a cluster by level of schooling, then of units. */
export function ShareChart({ shares }: { shares: FrontPageQuery["shares"] }) {
  const bars = nodes(shares).flatMap(({ value, valueStated, schoolYear, indicator, unit, cluster }) =>
    value
      ? [
          {
            share: Number(value),
            label: value.replace(".", ","),
            stated: valueStated,
            year: schoolYear,
            name: cluster
              ? `${cluster.name}: ${indicator.name.replace(" đạt chuẩn quốc gia", "")}`
              : `${unit?.shortName}`,
          },
        ]
      : [],
  );
  if (bars.length === 0) return null;
  const years = [...new Set(bars.map((bar) => bar.year))].sort().join(", ");
  return (
    <figure>
      <figcaption>
        <Bilingual
          vi={`Tỷ lệ trường đạt chuẩn quốc gia (%), ${years}`}
          en="Share of schools at national standard"
        />
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${bars.length * rowHeight + 4}`}
        role="img"
        aria-label={bars.map((bar) => `${bar.name}: ${bar.label}%`).join("; ")}
      >
        {bars.map((bar, i) => (
          <g key={bar.name} class="bar">
            <text x={0} y={i * rowHeight + 13}>
              {bar.name}
              <title>{bar.stated}</title>
            </text>
            <rect class="track" x={0} y={i * rowHeight + 20} width={width - 60} height={9} rx={4.5} />
            <rect x={0} y={i * rowHeight + 20} width={((width - 60) * bar.share) / 100} height={9} rx={4.5} />
            <text class="figure" x={width} y={i * rowHeight + 29} text-anchor="end">
              {bar.label}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
