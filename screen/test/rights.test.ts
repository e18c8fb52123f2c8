import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allowSiteScreen,
  allowDelegate,
  allowUnit,
  computeRights,
  allowConductors,
  allowDirectors,
  allowMinistry,
  allowPlanners,
  allowProposers,
  allowRequesters,
  type Grant,
} from "../src/commands/rights";

const now = Date.parse("2024-08-19T01:00:00Z");
const conference = { code: "c2", schoolYear: "2023-2024", cluster: { number: 2 } };
const grant = (role: Grant["role"], fields: Partial<Grant> = {}): Grant => ({
  role,
  schoolYear: null,
  validFrom: "2024-01-01T00:00:00Z",
  validTo: null,
  cluster: null,
  unit: null,
  conference: null,
  ...fields,
});
const rules = {
  conduct: allowConductors,
  direct: allowDirectors,
  ministry: allowMinistry,
  plan: allowPlanners,
  propose: allowProposers,
  floor: allowRequesters,
  unit: allowUnit("bac-ninh"),
  site: allowSiteScreen("bac-ninh"),
  self: allowDelegate("bac-ninh"),
};
const unit = { code: "bac-ninh" };
const year = { cluster: { number: 2 }, schoolYear: "2023-2024" };

const cases: [viewer: string, grants: Grant[], allowed: string][] = [
  ["an anonymous reader", [], ""],
  ["an auditor", [grant("AUDITOR")], ""],
  ["the Ministry", [grant("MINISTRY")], "conduct direct ministry plan propose floor unit site"],
  ["the Ministry, until yesterday", [grant("MINISTRY", { validTo: "2024-08-18T01:00:00Z" })], ""],
  ["the Ministry, from tomorrow", [grant("MINISTRY", { validFrom: "2024-08-20T01:00:00Z" })], ""],
  ["the cluster's head", [grant("CLUSTER_HEAD", year)], "conduct direct plan propose floor unit site"],
  ["the head of another year", [grant("CLUSTER_HEAD", { ...year, schoolYear: "2022-2023" })], "plan"],
  ["the head of another cluster", [grant("CLUSTER_HEAD", { ...year, cluster: { number: 5 } })], "plan"],
  ["the cluster's deputy head", [grant("CLUSTER_DEPUTY", year)], "conduct plan propose floor unit site"],
  ["the secretary", [grant("SECRETARY", { conference: { code: "c2" } })], "conduct propose floor unit site"],
  ["the secretary of another conference", [grant("SECRETARY", { conference: { code: "c5" } })], ""],
  [
    "a delegate of the unit",
    [grant("DELEGATE", { conference: { code: "c2" }, unit })],
    "propose floor unit self",
  ],
  [
    "a delegate of another unit",
    [grant("DELEGATE", { conference: { code: "c2" }, unit: { code: "ha-nam" } })],
    "propose floor",
  ],
  ["an editor of the unit", [grant("UNIT_EDITOR", { unit, schoolYear: "2023-2024" })], "propose floor unit"],
  ["an editor of another year", [grant("UNIT_EDITOR", { unit, schoolYear: "2022-2023" })], ""],
  ["the screen of the unit's site", [grant("SCREEN", { conference: { code: "c2" }, unit })], "floor site"],
];

for (const [viewer, grants, allowed] of cases) {
  test(`computeRights: ${viewer} may: ${allowed || "nothing"}`, () => {
    const rights = computeRights(grants, conference, now);
    assert.equal(
      Object.entries(rules)
        .filter(([, rule]) => rule(rights))
        .map(([name]) => name)
        .join(" "),
      allowed,
    );
  });
}

test("computeRights: no cluster head conducts a national conference", () => {
  assert.equal(
    computeRights([grant("CLUSTER_HEAD", { ...year, cluster: null })], { ...conference, cluster: null }, now)
      .canConduct,
    false,
  );
});
