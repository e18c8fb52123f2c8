-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_attendances" table
CREATE TABLE `new_attendances` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `capacity` text NOT NULL,
  `role` text NOT NULL,
  `presence` text NOT NULL DEFAULT ('NOT_CALLED'),
  `arrived_at` datetime NULL,
  `left_at` datetime NULL,
  `absence_reason` text NULL,
  `substitute` text NULL,
  `substitute_authority` text NULL,
  `wrong_codes` integer NOT NULL DEFAULT (0),
  `conference_id` integer NOT NULL,
  `person_id` integer NULL,
  `site_id` integer NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `attendances_conferences_attendances` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `attendances_people_attendances` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `attendances_sites_attendances` FOREIGN KEY (`site_id`) REFERENCES `sites` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `attendances_units_attendances` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `attendances_capacity_known` CHECK (capacity IN ('CHAIR', 'DELEGATE', 'MINISTRY_REPRESENTATIVE', 'GUEST', 'HONOURED')),
  CONSTRAINT `attendances_left_after_arriving` CHECK (left_at IS NULL OR arrived_at IS NOT NULL),
  CONSTRAINT `attendances_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `attendances_presence_known` CHECK (presence IN ('NOT_CALLED', 'IN_HALL', 'ONLINE', 'ABSENT', 'LEFT', 'NOT_STATED')),
  CONSTRAINT `attendances_reason_of_the_absent` CHECK (absence_reason IS NULL OR presence = 'ABSENT'),
  CONSTRAINT `attendances_substituted_with_authority` CHECK ((substitute IS NULL) = (substitute_authority IS NULL))
);
-- copy rows from old table "attendances" to new temporary table "new_attendances"
INSERT INTO `new_attendances` (`id`, `ordinal`, `capacity`, `role`, `presence`, `arrived_at`, `left_at`, `absence_reason`, `substitute`, `substitute_authority`, `wrong_codes`, `conference_id`, `person_id`, `site_id`, `unit_id`) SELECT `id`, `ordinal`, `capacity`, `role`, `presence`, `arrived_at`, `left_at`, `absence_reason`, `substitute`, `substitute_authority`, `wrong_codes`, `conference_id`, `person_id`, `site_id`, `unit_id` FROM `attendances`;
-- drop "attendances" table after copying rows
DROP TABLE `attendances`;
-- rename temporary table "new_attendances" to "attendances"
ALTER TABLE `new_attendances` RENAME TO `attendances`;
-- create index "attendance_conference_id_ordinal" to table: "attendances"
CREATE UNIQUE INDEX `attendance_conference_id_ordinal` ON `attendances` (`conference_id`, `ordinal`);
-- create index "attendance_conference_id_presence" to table: "attendances"
CREATE INDEX `attendance_conference_id_presence` ON `attendances` (`conference_id`, `presence`);
-- create index "attendance_unit_id" to table: "attendances"
CREATE INDEX `attendance_unit_id` ON `attendances` (`unit_id`);
-- create index "attendance_person_id" to table: "attendances"
CREATE INDEX `attendance_person_id` ON `attendances` (`person_id`);
-- create index "attendance_site_id" to table: "attendances"
CREATE INDEX `attendance_site_id` ON `attendances` (`site_id`);
-- create "new_citations" table
CREATE TABLE `new_citations` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `place` text NULL,
  `confidence` text NOT NULL DEFAULT ('STATED'),
  `aspect` text NULL,
  `note` text NULL,
  `agenda_item_id` integer NULL,
  `attendance_id` integer NULL,
  `award_id` integer NULL,
  `award_kind_id` integer NULL,
  `cluster_id` integer NULL,
  `conference_id` integer NULL,
  `directive_id` integer NULL,
  `discrepancy_id` integer NULL,
  `document_id` integer NOT NULL,
  `named_document_id` integer NULL,
  `head_election_id` integer NULL,
  `indicator_id` integer NULL,
  `indicator_value_id` integer NULL,
  `membership_id` integer NULL,
  `movement_id` integer NULL,
  `nomination_id` integer NULL,
  `office_id` integer NULL,
  `person_id` integer NULL,
  `post_id` integer NULL,
  `proposal_id` integer NULL,
  `province_id` integer NULL,
  `report_id` integer NULL,
  `report_section_id` integer NULL,
  `site_id` integer NULL,
  `speech_id` integer NULL,
  `succession_id` integer NULL,
  `task_id` integer NULL,
  `topic_id` integer NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `citations_agenda_items_citations` FOREIGN KEY (`agenda_item_id`) REFERENCES `agenda_items` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_attendances_citations` FOREIGN KEY (`attendance_id`) REFERENCES `attendances` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_awards_citations` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_award_kinds_citations` FOREIGN KEY (`award_kind_id`) REFERENCES `award_kinds` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_clusters_citations` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_conferences_citations` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_directives_citations` FOREIGN KEY (`directive_id`) REFERENCES `directives` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_discrepancies_citations` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_documents_quotes` FOREIGN KEY (`document_id`) REFERENCES `documents` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `citations_documents_citations` FOREIGN KEY (`named_document_id`) REFERENCES `documents` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_head_elections_citations` FOREIGN KEY (`head_election_id`) REFERENCES `head_elections` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_indicators_citations` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_indicator_values_citations` FOREIGN KEY (`indicator_value_id`) REFERENCES `indicator_values` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_memberships_citations` FOREIGN KEY (`membership_id`) REFERENCES `memberships` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_movements_citations` FOREIGN KEY (`movement_id`) REFERENCES `movements` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_nominations_citations` FOREIGN KEY (`nomination_id`) REFERENCES `nominations` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_offices_citations` FOREIGN KEY (`office_id`) REFERENCES `offices` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_people_citations` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_posts_citations` FOREIGN KEY (`post_id`) REFERENCES `posts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_proposals_citations` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_provinces_citations` FOREIGN KEY (`province_id`) REFERENCES `provinces` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_reports_citations` FOREIGN KEY (`report_id`) REFERENCES `reports` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_report_sections_citations` FOREIGN KEY (`report_section_id`) REFERENCES `report_sections` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_sites_citations` FOREIGN KEY (`site_id`) REFERENCES `sites` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_speeches_citations` FOREIGN KEY (`speech_id`) REFERENCES `speeches` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_successions_citations` FOREIGN KEY (`succession_id`) REFERENCES `successions` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_tasks_citations` FOREIGN KEY (`task_id`) REFERENCES `tasks` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_topics_citations` FOREIGN KEY (`topic_id`) REFERENCES `topics` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_units_citations` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citation_of_one_fact` CHECK ((CASE WHEN province_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN succession_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN cluster_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN membership_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN office_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN discrepancy_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_value_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_section_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN movement_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN conference_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN site_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN attendance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN agenda_item_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN speech_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN directive_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN head_election_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN award_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN named_document_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN award_kind_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END) = 1),
  CONSTRAINT `citations_confidence_known` CHECK (confidence IN ('STATED', 'INFERRED', 'DOUBTFUL', 'EXTERNAL')),
  CONSTRAINT `citations_ordinal_bounded` CHECK (ordinal >= 1)
);
-- copy rows from old table "citations" to new temporary table "new_citations"
INSERT INTO `new_citations` (`id`, `ordinal`, `place`, `confidence`, `aspect`, `note`, `agenda_item_id`, `attendance_id`, `award_id`, `cluster_id`, `conference_id`, `directive_id`, `discrepancy_id`, `document_id`, `named_document_id`, `head_election_id`, `indicator_value_id`, `membership_id`, `movement_id`, `nomination_id`, `office_id`, `person_id`, `post_id`, `proposal_id`, `province_id`, `report_id`, `report_section_id`, `site_id`, `speech_id`, `succession_id`, `task_id`, `unit_id`) SELECT `id`, `ordinal`, `place`, `confidence`, `aspect`, `note`, `agenda_item_id`, `attendance_id`, `award_id`, `cluster_id`, `conference_id`, `directive_id`, `discrepancy_id`, `document_id`, `named_document_id`, `head_election_id`, `indicator_value_id`, `membership_id`, `movement_id`, `nomination_id`, `office_id`, `person_id`, `post_id`, `proposal_id`, `province_id`, `report_id`, `report_section_id`, `site_id`, `speech_id`, `succession_id`, `task_id`, `unit_id` FROM `citations`;
-- drop "citations" table after copying rows
DROP TABLE `citations`;
-- rename temporary table "new_citations" to "citations"
ALTER TABLE `new_citations` RENAME TO `citations`;
-- create index "citation_document_id" to table: "citations"
CREATE INDEX `citation_document_id` ON `citations` (`document_id`);
-- create index "citation_province_id" to table: "citations"
CREATE INDEX `citation_province_id` ON `citations` (`province_id`);
-- create index "citation_unit_id" to table: "citations"
CREATE INDEX `citation_unit_id` ON `citations` (`unit_id`);
-- create index "citation_succession_id" to table: "citations"
CREATE INDEX `citation_succession_id` ON `citations` (`succession_id`);
-- create index "citation_cluster_id" to table: "citations"
CREATE INDEX `citation_cluster_id` ON `citations` (`cluster_id`);
-- create index "citation_membership_id" to table: "citations"
CREATE INDEX `citation_membership_id` ON `citations` (`membership_id`);
-- create index "citation_office_id" to table: "citations"
CREATE INDEX `citation_office_id` ON `citations` (`office_id`);
-- create index "citation_person_id" to table: "citations"
CREATE INDEX `citation_person_id` ON `citations` (`person_id`);
-- create index "citation_post_id" to table: "citations"
CREATE INDEX `citation_post_id` ON `citations` (`post_id`);
-- create index "citation_discrepancy_id" to table: "citations"
CREATE INDEX `citation_discrepancy_id` ON `citations` (`discrepancy_id`);
-- create index "citation_report_id" to table: "citations"
CREATE INDEX `citation_report_id` ON `citations` (`report_id`);
-- create index "citation_indicator_value_id" to table: "citations"
CREATE INDEX `citation_indicator_value_id` ON `citations` (`indicator_value_id`);
-- create index "citation_report_section_id" to table: "citations"
CREATE INDEX `citation_report_section_id` ON `citations` (`report_section_id`);
-- create index "citation_movement_id" to table: "citations"
CREATE INDEX `citation_movement_id` ON `citations` (`movement_id`);
-- create index "citation_conference_id" to table: "citations"
CREATE INDEX `citation_conference_id` ON `citations` (`conference_id`);
-- create index "citation_site_id" to table: "citations"
CREATE INDEX `citation_site_id` ON `citations` (`site_id`);
-- create index "citation_attendance_id" to table: "citations"
CREATE INDEX `citation_attendance_id` ON `citations` (`attendance_id`);
-- create index "citation_agenda_item_id" to table: "citations"
CREATE INDEX `citation_agenda_item_id` ON `citations` (`agenda_item_id`);
-- create index "citation_speech_id" to table: "citations"
CREATE INDEX `citation_speech_id` ON `citations` (`speech_id`);
-- create index "citation_proposal_id" to table: "citations"
CREATE INDEX `citation_proposal_id` ON `citations` (`proposal_id`);
-- create index "citation_directive_id" to table: "citations"
CREATE INDEX `citation_directive_id` ON `citations` (`directive_id`);
-- create index "citation_task_id" to table: "citations"
CREATE INDEX `citation_task_id` ON `citations` (`task_id`);
-- create index "citation_head_election_id" to table: "citations"
CREATE INDEX `citation_head_election_id` ON `citations` (`head_election_id`);
-- create index "citation_nomination_id" to table: "citations"
CREATE INDEX `citation_nomination_id` ON `citations` (`nomination_id`);
-- create index "citation_award_id" to table: "citations"
CREATE INDEX `citation_award_id` ON `citations` (`award_id`);
-- create index "citation_named_document_id" to table: "citations"
CREATE INDEX `citation_named_document_id` ON `citations` (`named_document_id`);
-- create index "citation_award_kind_id" to table: "citations"
CREATE INDEX `citation_award_kind_id` ON `citations` (`award_kind_id`);
-- create index "citation_indicator_id" to table: "citations"
CREATE INDEX `citation_indicator_id` ON `citations` (`indicator_id`);
-- create index "citation_topic_id" to table: "citations"
CREATE INDEX `citation_topic_id` ON `citations` (`topic_id`);
-- create "new_conferences" table
CREATE TABLE `new_conferences` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `kind` text NOT NULL,
  `state` text NOT NULL DEFAULT ('PLANNED'),
  `title` text NOT NULL,
  `school_year` integer NOT NULL,
  `held_on` text NULL,
  `held_on_stated` text NULL,
  `held_order` text NOT NULL,
  `part_of_day` text NOT NULL DEFAULT ('NOT_STATED'),
  `place` text NULL,
  `state_reason` text NULL,
  `online` bool NULL,
  `closed_at` datetime NULL,
  `planned_start_at` datetime NULL,
  `quorum_percent` integer NULL,
  `unit_quota_seconds` integer NULL,
  `site_quota_seconds` integer NULL,
  `cluster_id` integer NULL,
  `host_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `conferences_clusters_conferences` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `conferences_units_hosted_conferences` FOREIGN KEY (`host_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `conferences_kind_known` CHECK (kind IN ('INTERIM_REVIEW', 'FINAL_REVIEW', 'LAUNCH', 'NATIONAL_REVIEW')),
  CONSTRAINT `conferences_part_of_day_known` CHECK (part_of_day IN ('MORNING', 'AFTERNOON', 'NOT_STATED')),
  CONSTRAINT `conferences_quorum_percent_bounded` CHECK (quorum_percent >= 1 AND quorum_percent <= 100),
  CONSTRAINT `conferences_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT `conferences_site_quota_seconds_bounded` CHECK (site_quota_seconds >= 1),
  CONSTRAINT `conferences_state_known` CHECK (state IN ('PLANNED', 'OPEN', 'IN_SESSION', 'ON_BREAK', 'CLOSED', 'CANCELLED', 'POSTPONED')),
  CONSTRAINT `conferences_unit_quota_seconds_bounded` CHECK (unit_quota_seconds >= 1)
);
-- copy rows from old table "conferences" to new temporary table "new_conferences"
INSERT INTO `new_conferences` (`id`, `code`, `kind`, `state`, `title`, `school_year`, `held_on`, `held_on_stated`, `held_order`, `part_of_day`, `place`, `state_reason`, `online`, `closed_at`, `planned_start_at`, `quorum_percent`, `unit_quota_seconds`, `site_quota_seconds`, `cluster_id`, `host_id`) SELECT `id`, `code`, `kind`, `state`, `title`, `school_year`, `held_on`, `held_on_stated`, `held_order`, `part_of_day`, `place`, `state_reason`, `online`, `closed_at`, `planned_start_at`, `quorum_percent`, `unit_quota_seconds`, `site_quota_seconds`, `cluster_id`, `host_id` FROM `conferences`;
-- drop "conferences" table after copying rows
DROP TABLE `conferences`;
-- rename temporary table "new_conferences" to "conferences"
ALTER TABLE `new_conferences` RENAME TO `conferences`;
-- create index "conferences_code_key" to table: "conferences"
CREATE UNIQUE INDEX `conferences_code_key` ON `conferences` (`code`);
-- create index "conference_cluster_id_school_year" to table: "conferences"
CREATE INDEX `conference_cluster_id_school_year` ON `conferences` (`cluster_id`, `school_year`);
-- create index "conference_host_id" to table: "conferences"
CREATE INDEX `conference_host_id` ON `conferences` (`host_id`);
-- create index "conference_school_year_held_order" to table: "conferences"
CREATE INDEX `conference_school_year_held_order` ON `conferences` (`school_year`, `held_order`);
-- create "new_indicator_values" table
CREATE TABLE `new_indicator_values` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `numerator` integer NULL,
  `denominator` integer NULL,
  `value_micros` integer NULL,
  `value_scale` integer NULL,
  `national_rank` integer NULL,
  `national_rank_at_most` integer NULL,
  `stated` text NULL,
  `approximation` text NOT NULL DEFAULT ('EXACT'),
  `note` text NULL,
  `value_order` integer NOT NULL,
  `rank_order` integer NOT NULL,
  `cluster_id` integer NULL,
  `indicator_id` integer NOT NULL,
  `report_id` integer NOT NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `indicator_values_clusters_indicator_values` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `indicator_values_indicators_indicator_values` FOREIGN KEY (`indicator_id`) REFERENCES `indicators` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `indicator_values_reports_indicator_values` FOREIGN KEY (`report_id`) REFERENCES `reports` (`id`) ON DELETE CASCADE,
  CONSTRAINT `indicator_values_units_indicator_values` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `indicator_value_numerator` CHECK (numerator IS NULL OR denominator IS NOT NULL),
  CONSTRAINT `indicator_value_of_one` CHECK ((unit_id IS NULL) <> (cluster_id IS NULL)),
  CONSTRAINT `indicator_value_one_rank` CHECK (national_rank IS NULL OR national_rank_at_most IS NULL),
  CONSTRAINT `indicator_value_scaled` CHECK ((value_micros IS NULL) = (value_scale IS NULL)),
  CONSTRAINT `indicator_values_approximation_known` CHECK (approximation IN ('EXACT', 'ABOUT', 'AT_LEAST', 'AT_MOST', 'NOT_STATED')),
  CONSTRAINT `indicator_values_denominator_bounded` CHECK (denominator >= 1),
  CONSTRAINT `indicator_values_national_rank_at_most_bounded` CHECK (national_rank_at_most >= 1),
  CONSTRAINT `indicator_values_national_rank_bounded` CHECK (national_rank >= 1),
  CONSTRAINT `indicator_values_numerator_bounded` CHECK (numerator >= 0),
  CONSTRAINT `indicator_values_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `indicator_values_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- copy rows from old table "indicator_values" to new temporary table "new_indicator_values"
INSERT INTO `new_indicator_values` (`id`, `school_year`, `ordinal`, `numerator`, `denominator`, `value_micros`, `value_scale`, `national_rank`, `stated`, `approximation`, `note`, `value_order`, `rank_order`, `cluster_id`, `indicator_id`, `report_id`, `unit_id`) SELECT `id`, `school_year`, `ordinal`, `numerator`, `denominator`, `value_micros`, `value_scale`, `national_rank`, `stated`, `approximation`, `note`, `value_order`, `rank_order`, `cluster_id`, `indicator_id`, `report_id`, `unit_id` FROM `indicator_values`;
-- drop "indicator_values" table after copying rows
DROP TABLE `indicator_values`;
-- rename temporary table "new_indicator_values" to "indicator_values"
ALTER TABLE `new_indicator_values` RENAME TO `indicator_values`;
-- create index "indicatorvalue_of_unit" to table: "indicator_values"
CREATE UNIQUE INDEX `indicatorvalue_of_unit` ON `indicator_values` (`report_id`, `indicator_id`, `school_year`, `unit_id`) WHERE unit_id IS NOT NULL;
-- create index "indicatorvalue_of_cluster" to table: "indicator_values"
CREATE UNIQUE INDEX `indicatorvalue_of_cluster` ON `indicator_values` (`report_id`, `indicator_id`, `school_year`, `cluster_id`) WHERE cluster_id IS NOT NULL;
-- create index "indicatorvalue_report_id_ordinal" to table: "indicator_values"
CREATE INDEX `indicatorvalue_report_id_ordinal` ON `indicator_values` (`report_id`, `ordinal`);
-- create index "indicatorvalue_indicator_id_school_year_rank_order" to table: "indicator_values"
CREATE INDEX `indicatorvalue_indicator_id_school_year_rank_order` ON `indicator_values` (`indicator_id`, `school_year`, `rank_order`);
-- create index "indicatorvalue_indicator_id_school_year_value_order" to table: "indicator_values"
CREATE INDEX `indicatorvalue_indicator_id_school_year_value_order` ON `indicator_values` (`indicator_id`, `school_year`, `value_order`);
-- create index "indicatorvalue_unit_id_indicator_id_school_year" to table: "indicator_values"
CREATE INDEX `indicatorvalue_unit_id_indicator_id_school_year` ON `indicator_values` (`unit_id`, `indicator_id`, `school_year`);
-- create index "indicatorvalue_cluster_id_indicator_id_school_year" to table: "indicator_values"
CREATE INDEX `indicatorvalue_cluster_id_indicator_id_school_year` ON `indicator_values` (`cluster_id`, `indicator_id`, `school_year`);
-- create "new_speeches" table
CREATE TABLE `new_speeches` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `kind` text NOT NULL,
  `speaker` text NOT NULL,
  `papers` integer NULL,
  `summary` text NOT NULL,
  `agenda_item_id` integer NULL,
  `conference_id` integer NOT NULL,
  `person_id` integer NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `speeches_agenda_items_speeches` FOREIGN KEY (`agenda_item_id`) REFERENCES `agenda_items` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `speeches_conferences_speeches` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `speeches_people_speeches` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `speeches_units_speeches` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `speeches_kind_known` CHECK (kind IN ('OPENING', 'REPORT', 'WELCOME', 'PRESENTATION', 'REMARK', 'GUIDANCE', 'POINT_OF_ORDER', 'QUESTION', 'ANSWER')),
  CONSTRAINT `speeches_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `speeches_papers_bounded` CHECK (papers >= 1)
);
-- copy rows from old table "speeches" to new temporary table "new_speeches"
INSERT INTO `new_speeches` (`id`, `ordinal`, `kind`, `speaker`, `papers`, `summary`, `agenda_item_id`, `conference_id`, `person_id`, `unit_id`) SELECT `id`, `ordinal`, `kind`, `speaker`, `papers`, `summary`, `agenda_item_id`, `conference_id`, `person_id`, `unit_id` FROM `speeches`;
-- drop "speeches" table after copying rows
DROP TABLE `speeches`;
-- rename temporary table "new_speeches" to "speeches"
ALTER TABLE `new_speeches` RENAME TO `speeches`;
-- create index "speech_conference_id_ordinal" to table: "speeches"
CREATE UNIQUE INDEX `speech_conference_id_ordinal` ON `speeches` (`conference_id`, `ordinal`);
-- create index "speech_agenda_item_id" to table: "speeches"
CREATE INDEX `speech_agenda_item_id` ON `speeches` (`agenda_item_id`);
-- create index "speech_person_id" to table: "speeches"
CREATE INDEX `speech_person_id` ON `speeches` (`person_id`);
-- create index "speech_unit_id" to table: "speeches"
CREATE INDEX `speech_unit_id` ON `speeches` (`unit_id`);
-- create "new_tasks" table
CREATE TABLE `new_tasks` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `school_year` integer NOT NULL,
  `content` text NOT NULL,
  `state` text NOT NULL DEFAULT ('OPEN'),
  `due_on` text NULL,
  `set_at` datetime NULL,
  `cluster_id` integer NULL,
  `conference_id` integer NOT NULL,
  `directive_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `tasks_clusters_tasks` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `tasks_conferences_tasks` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `tasks_directives_tasks` FOREIGN KEY (`directive_id`) REFERENCES `directives` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `tasks_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `tasks_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT `tasks_state_known` CHECK (state IN ('OPEN', 'DONE', 'DROPPED', 'NOT_STATED'))
);
-- copy rows from old table "tasks" to new temporary table "new_tasks"
INSERT INTO `new_tasks` (`id`, `ordinal`, `school_year`, `content`, `state`, `due_on`, `set_at`, `cluster_id`, `conference_id`, `directive_id`) SELECT `id`, `ordinal`, `school_year`, `content`, `state`, `due_on`, `set_at`, `cluster_id`, `conference_id`, `directive_id` FROM `tasks`;
-- drop "tasks" table after copying rows
DROP TABLE `tasks`;
-- rename temporary table "new_tasks" to "tasks"
ALTER TABLE `new_tasks` RENAME TO `tasks`;
-- create index "task_conference_id_ordinal" to table: "tasks"
CREATE UNIQUE INDEX `task_conference_id_ordinal` ON `tasks` (`conference_id`, `ordinal`);
-- create index "task_cluster_id_school_year" to table: "tasks"
CREATE INDEX `task_cluster_id_school_year` ON `tasks` (`cluster_id`, `school_year`);
-- create index "task_directive_id" to table: "tasks"
CREATE INDEX `task_directive_id` ON `tasks` (`directive_id`);
-- create index "task_state_due_on" to table: "tasks"
CREATE INDEX `task_state_due_on` ON `tasks` (`state`, `due_on`);
-- A conference that is CLOSED without a moment of closing is one that a document tells of: no roll was called at it, nothing says
-- what became of its tasks, and only "online" was ever stated. A rank stated as a bound is kept as a bound.
UPDATE attendances SET presence = 'NOT_STATED' WHERE presence = 'NOT_CALLED'
  AND conference_id IN (SELECT id FROM conferences WHERE state = 'CLOSED' AND closed_at IS NULL);
UPDATE tasks SET state = 'NOT_STATED' WHERE state = 'OPEN' AND set_at IS NULL
  AND conference_id IN (SELECT id FROM conferences WHERE state = 'CLOSED' AND closed_at IS NULL);
UPDATE conferences SET online = NULL WHERE online = FALSE AND state = 'CLOSED' AND closed_at IS NULL;
UPDATE indicator_values SET national_rank_at_most = national_rank, national_rank = NULL
  WHERE approximation = 'AT_MOST' AND value_micros IS NULL AND denominator IS NULL AND national_rank IS NOT NULL;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
