-- +goose Up
-- create index "award_school_year_id" to table: "awards"
CREATE INDEX `award_school_year_id` ON `awards` (`school_year`, `id`);
-- create index "directive_ordinal_id" to table: "directives"
CREATE INDEX `directive_ordinal_id` ON `directives` (`ordinal`, `id`);
-- create index "discrepancy_ordinal_id" to table: "discrepancies"
CREATE INDEX `discrepancy_ordinal_id` ON `discrepancies` (`ordinal`, `id`);
-- create index "document_sort_key_id" to table: "documents"
CREATE INDEX `document_sort_key_id` ON `documents` (`sort_key`, `id`);
-- create index "headelection_school_year_id" to table: "head_elections"
CREATE INDEX `headelection_school_year_id` ON `head_elections` (`school_year`, `id`);
-- create index "indicator_ordinal_id" to table: "indicators"
CREATE INDEX `indicator_ordinal_id` ON `indicators` (`ordinal`, `id`);
-- create index "indicator_sort_key_id" to table: "indicators"
CREATE INDEX `indicator_sort_key_id` ON `indicators` (`sort_key`, `id`);
-- create index "membership_school_year_ordinal_id" to table: "memberships"
CREATE INDEX `membership_school_year_ordinal_id` ON `memberships` (`school_year` DESC, `ordinal`, `id`);
-- create index "membership_school_year_id" to table: "memberships"
CREATE INDEX `membership_school_year_id` ON `memberships` (`school_year`, `id`);
-- create index "membership_ordinal_id" to table: "memberships"
CREATE INDEX `membership_ordinal_id` ON `memberships` (`ordinal`, `id`);
-- create index "nomination_school_year_ordinal_id" to table: "nominations"
CREATE INDEX `nomination_school_year_ordinal_id` ON `nominations` (`school_year` DESC, `ordinal`, `id`);
-- create index "nomination_school_year_id" to table: "nominations"
CREATE INDEX `nomination_school_year_id` ON `nominations` (`school_year`, `id`);
-- create index "nomination_ordinal_id" to table: "nominations"
CREATE INDEX `nomination_ordinal_id` ON `nominations` (`ordinal`, `id`);
-- create index "office_school_year_id" to table: "offices"
CREATE INDEX `office_school_year_id` ON `offices` (`school_year`, `id`);
-- create index "person_sort_key_id" to table: "people"
CREATE INDEX `person_sort_key_id` ON `people` (`sort_key`, `id`);
-- drop index "proposal_school_year" from table: "proposals"
DROP INDEX `proposal_school_year`;
-- create index "proposal_school_year_ordinal_id" to table: "proposals"
CREATE INDEX `proposal_school_year_ordinal_id` ON `proposals` (`school_year` DESC, `ordinal`, `id`);
-- create index "proposal_school_year_id" to table: "proposals"
CREATE INDEX `proposal_school_year_id` ON `proposals` (`school_year`, `id`);
-- create index "proposal_ordinal_id" to table: "proposals"
CREATE INDEX `proposal_ordinal_id` ON `proposals` (`ordinal`, `id`);
-- create index "proposal_sort_key_id" to table: "proposals"
CREATE INDEX `proposal_sort_key_id` ON `proposals` (`sort_key`, `id`);
-- drop index "report_school_year" from table: "reports"
DROP INDEX `report_school_year`;
-- create index "report_school_year_id" to table: "reports"
CREATE INDEX `report_school_year_id` ON `reports` (`school_year`, `id`);
-- create index "unit_sort_key_id" to table: "units"
CREATE INDEX `unit_sort_key_id` ON `units` (`sort_key`, `id`);
-- create index "conference_school_year_id" to table: "conferences"
CREATE INDEX `conference_school_year_id` ON `conferences` (`school_year`, `id`);
-- create index "conference_held_order_id" to table: "conferences"
CREATE INDEX `conference_held_order_id` ON `conferences` (`held_order`, `id`);
-- create index "indicatorvalue_school_year_ordinal_id" to table: "indicator_values"
CREATE INDEX `indicatorvalue_school_year_ordinal_id` ON `indicator_values` (`school_year` DESC, `ordinal`, `id`);
-- create index "indicatorvalue_school_year_id" to table: "indicator_values"
CREATE INDEX `indicatorvalue_school_year_id` ON `indicator_values` (`school_year`, `id`);
-- create index "indicatorvalue_ordinal_id" to table: "indicator_values"
CREATE INDEX `indicatorvalue_ordinal_id` ON `indicator_values` (`ordinal`, `id`);
-- create index "indicatorvalue_value_order_id" to table: "indicator_values"
CREATE INDEX `indicatorvalue_value_order_id` ON `indicator_values` (`value_order`, `id`);
-- create index "indicatorvalue_rank_order_id" to table: "indicator_values"
CREATE INDEX `indicatorvalue_rank_order_id` ON `indicator_values` (`rank_order`, `id`);
-- create index "speech_ordinal_id" to table: "speeches"
CREATE INDEX `speech_ordinal_id` ON `speeches` (`ordinal`, `id`);
-- create index "task_school_year_ordinal_id" to table: "tasks"
CREATE INDEX `task_school_year_ordinal_id` ON `tasks` (`school_year` DESC, `ordinal`, `id`);
-- create index "task_school_year_id" to table: "tasks"
CREATE INDEX `task_school_year_id` ON `tasks` (`school_year`, `id`);
-- create index "task_ordinal_id" to table: "tasks"
CREATE INDEX `task_ordinal_id` ON `tasks` (`ordinal`, `id`);
-- create "conference_snapshots" table
CREATE TABLE `conference_snapshots` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `stream` text NOT NULL,
  `version` text NOT NULL,
  `seq` integer NOT NULL,
  `audiences` text NOT NULL,
  `told` text NOT NULL,
  `state` blob NOT NULL,
  `made_at` datetime NOT NULL
);
-- create index "conferencesnapshot_stream_version_seq_told" to table: "conference_snapshots"
CREATE UNIQUE INDEX `conferencesnapshot_stream_version_seq_told` ON `conference_snapshots` (`stream`, `version`, `seq`, `told`);
-- create index "conferencesnapshot_made_at" to table: "conference_snapshots"
CREATE INDEX `conferencesnapshot_made_at` ON `conference_snapshots` (`made_at`);
