// Small SVG charts of the dataset. Every figure is as in its document, whose statement is shown as a tooltip.
import type { FrontQuery } from "../generated/api";
import { rows } from "../rows";
import { Both } from "./both";

const width = 480, height = 300, top = 34, bottom = 28, left = 44, right = 118;

/** National rank in the graduation exam by school year, a line for each unit, on a logarithmic scale. */
export function Ranks({ ranks }: { ranks: FrontQuery["ranks"] }) {
  const points = rows(ranks).flatMap(({ schoolYear, nationalRank, stated, unit }) =>
    unit && nationalRank ? [{ year: schoolYear, rank: nationalRank, stated, unit: unit.shortName }] : []);
  const years = [...new Set(points.map((p) => p.year))].sort();
  const worst = Math.max(2, ...points.map((p) => p.rank));
  if (points.length === 0) return null;
  const x = (year: string) => left + (years.length < 2 ? 1 : years.indexOf(year) / (years.length - 1)) * (width - left - right);
  const y = (rank: number) => top + (Math.log(rank) / Math.log(worst)) * (height - top - bottom);
  const units = [...new Set(points.map((p) => p.unit))];
  return (
    <figure>
      <figcaption><Both vi="Thứ hạng toàn quốc về điểm thi tốt nghiệp THPT" en="National rank in the graduation exam" /></figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={points.map((p) => `${p.unit} ${p.year}: ${p.rank}`).join("; ")}>
        {[1, 10, 25, 50].filter((r) => r <= worst).map((r) => (
          <g key={r} class="rule"><line x1={left} x2={width - right} y1={y(r)} y2={y(r)} /><text x={left - 10} y={y(r) + 4} text-anchor="end">{r}</text></g>
        ))}
        {years.map((year) => <text key={year} class="axis" x={x(year)} y={height - 6} text-anchor="middle">{year}</text>)}
        {units.map((unit) => {
          const own = points.filter((p) => p.unit === unit).sort((a, b) => a.year.localeCompare(b.year));
          const last = own.at(-1);
          return (
            <g key={unit} class={own.length > 1 ? "line moved" : "line"}>
              {own.length > 1 && <polyline points={own.map((p) => `${x(p.year)},${y(p.rank)}`).join(" ")} />}
              {own.map((p) => <circle key={p.year} cx={x(p.year)} cy={y(p.rank)} r={4.5}><title>{p.stated ?? p.rank}</title></circle>)}
              {last && <text x={x(last.year) + 11} y={y(last.rank) + 4}>{last.rank}. {unit}</text>}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

const row = 40;

/** Shares of schools at national standard, as bars: of a cluster by level of schooling, then of units. */
export function Shares({ shares }: { shares: FrontQuery["shares"] }) {
  const bars = rows(shares).flatMap(({ value, stated, schoolYear, indicator, unit, cluster }) => value
    ? [{ share: Number(value), written: value.replace(".", ","), stated, year: schoolYear, name: cluster ? `${cluster.name}: ${indicator.name.replace(" đạt chuẩn quốc gia", "")}` : `${unit?.shortName}` }]
    : []);
  if (bars.length === 0) return null;
  const years = [...new Set(bars.map((b) => b.year))].sort().join(", ");
  return (
    <figure>
      <figcaption><Both vi={`Tỷ lệ trường đạt chuẩn quốc gia (%), ${years}`} en="Share of schools at national standard" /></figcaption>
      <svg viewBox={`0 0 ${width} ${bars.length * row + 4}`} role="img" aria-label={bars.map((b) => `${b.name}: ${b.written}%`).join("; ")}>
        {bars.map((b, i) => (
          <g key={b.name} class="bar">
            <text x={0} y={i * row + 13}>{b.name}<title>{b.stated}</title></text>
            <rect class="ground" x={0} y={i * row + 20} width={width - 60} height={9} rx={4.5} />
            <rect x={0} y={i * row + 20} width={((width - 60) * b.share) / 100} height={9} rx={4.5} />
            <text class="figure" x={width} y={i * row + 29} text-anchor="end">{b.written}</text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
