-- +goose Up
-- create "accounts" table
CREATE TABLE `accounts` (
  `id` integer NOT NULL,
  `subject` text NOT NULL,
  `name` text NOT NULL,
  `kind` text NOT NULL,
  `disabled` bool NOT NULL DEFAULT (false),
  PRIMARY KEY (`id`),
  CONSTRAINT `accounts_kind_known` CHECK (kind IN ('PERSON', 'SERVICE'))
);
-- create index "accounts_subject_key" to table: "accounts"
CREATE UNIQUE INDEX `accounts_subject_key` ON `accounts` (`subject`);
-- create "agenda_items" table
CREATE TABLE `agenda_items` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `kind` text NOT NULL,
  `title` text NOT NULL,
  `planned_minutes` integer NULL,
  `started_at` datetime NULL,
  `ended_at` datetime NULL,
  `spent_seconds` integer NOT NULL DEFAULT (0),
  `resumed_at` datetime NULL,
  `speaker` text NULL,
  `conference_id` integer NOT NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `agenda_items_conferences_agenda_items` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `agenda_items_units_agenda_items` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `agenda_items_clock_of_the_current` CHECK (resumed_at IS NULL OR started_at IS NOT NULL AND ended_at IS NULL),
  CONSTRAINT `agenda_items_ended_after_started` CHECK (ended_at IS NULL OR started_at IS NOT NULL),
  CONSTRAINT `agenda_items_kind_known` CHECK (kind IN ('ROLL_CALL', 'CEREMONY', 'REPORT', 'WELCOME', 'TASKS', 'DISCUSSION', 'PROPOSALS', 'GUIDANCE', 'RESPONSE', 'NOMINATION', 'ELECTION')),
  CONSTRAINT `agenda_items_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `agenda_items_planned_minutes_bounded` CHECK (planned_minutes >= 1),
  CONSTRAINT `agenda_items_spent_seconds_bounded` CHECK (spent_seconds >= 0)
);
-- create index "agendaitem_conference_id_ordinal" to table: "agenda_items"
CREATE UNIQUE INDEX `agendaitem_conference_id_ordinal` ON `agenda_items` (`conference_id`, `ordinal`);
-- create index "agendaitem_unit_id" to table: "agenda_items"
CREATE INDEX `agendaitem_unit_id` ON `agenda_items` (`unit_id`);
-- create index "agendaitem_one_running" to table: "agenda_items"
CREATE UNIQUE INDEX `agendaitem_one_running` ON `agenda_items` (`conference_id`) WHERE (started_at IS NOT NULL) AND (ended_at IS NULL);
-- create "announcements" table
CREATE TABLE `announcements` (
  `id` integer NOT NULL,
  `text` text NOT NULL,
  `audience` text NOT NULL,
  `made_at` datetime NOT NULL,
  `withdrawn_at` datetime NULL,
  `screen` text NULL,
  `conference_id` integer NOT NULL,
  `site_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `announcements_conferences_announcements` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `announcements_sites_announcements` FOREIGN KEY (`site_id`) REFERENCES `sites` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `announcements_audience_known` CHECK (audience IN ('EVERYONE', 'PARTICIPANTS'))
);
-- create index "announcement_conference_id_made_at" to table: "announcements"
CREATE INDEX `announcement_conference_id_made_at` ON `announcements` (`conference_id`, `made_at`);
-- create index "announcement_site_id" to table: "announcements"
CREATE INDEX `announcement_site_id` ON `announcements` (`site_id`);
-- create "attendances" table
CREATE TABLE `attendances` (
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
  CONSTRAINT `attendances_presence_known` CHECK (presence IN ('NOT_CALLED', 'IN_HALL', 'ONLINE', 'ABSENT', 'LEFT')),
  CONSTRAINT `attendances_reason_of_the_absent` CHECK (absence_reason IS NULL OR presence = 'ABSENT'),
  CONSTRAINT `attendances_substituted_with_authority` CHECK ((substitute IS NULL) = (substitute_authority IS NULL))
);
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
-- create "awards" table
CREATE TABLE `awards` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `state` text NOT NULL DEFAULT ('PROPOSED'),
  `decision_number` text NULL,
  `decided_on` text NULL,
  `presented_on` text NULL,
  `kind_id` integer NOT NULL,
  `cluster_id` integer NULL,
  `nomination_id` integer NULL,
  `unit_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `awards_award_kinds_awards` FOREIGN KEY (`kind_id`) REFERENCES `award_kinds` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `awards_clusters_awards` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `awards_nominations_award` FOREIGN KEY (`nomination_id`) REFERENCES `nominations` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `awards_units_awards` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `award_decided` CHECK (state = 'PROPOSED' OR (decision_number IS NOT NULL AND decided_on IS NOT NULL)),
  CONSTRAINT `awards_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT `awards_state_known` CHECK (state IN ('PROPOSED', 'DECIDED', 'PRESENTED'))
);
-- create index "awards_nomination_id_key" to table: "awards"
CREATE UNIQUE INDEX `awards_nomination_id_key` ON `awards` (`nomination_id`);
-- create index "award_kind_id_unit_id_school_year" to table: "awards"
CREATE UNIQUE INDEX `award_kind_id_unit_id_school_year` ON `awards` (`kind_id`, `unit_id`, `school_year`);
-- create index "award_unit_id_school_year" to table: "awards"
CREATE INDEX `award_unit_id_school_year` ON `awards` (`unit_id`, `school_year`);
-- create index "award_cluster_id_school_year" to table: "awards"
CREATE INDEX `award_cluster_id_school_year` ON `awards` (`cluster_id`, `school_year`);
-- create "award_kinds" table
CREATE TABLE `award_kinds` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `class` text NOT NULL,
  `level` text NOT NULL,
  `name` text NOT NULL,
  `name_en` text NOT NULL,
  `ordinal` integer NOT NULL,
  `sort_key` text NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `award_kinds_class_known` CHECK (class IN ('TITLE', 'COMMENDATION')),
  CONSTRAINT `award_kinds_level_known` CHECK (level IN ('STATE', 'MINISTRY', 'PROVINCE', 'UNIT')),
  CONSTRAINT `award_kinds_ordinal_bounded` CHECK (ordinal >= 1)
);
-- create index "award_kinds_code_key" to table: "award_kinds"
CREATE UNIQUE INDEX `award_kinds_code_key` ON `award_kinds` (`code`);
-- create "citations" table
CREATE TABLE `citations` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `place` text NULL,
  `confidence` text NOT NULL DEFAULT ('STATED'),
  `aspect` text NULL,
  `note` text NULL,
  `agenda_item_id` integer NULL,
  `attendance_id` integer NULL,
  `award_id` integer NULL,
  `cluster_id` integer NULL,
  `conference_id` integer NULL,
  `directive_id` integer NULL,
  `discrepancy_id` integer NULL,
  `document_id` integer NOT NULL,
  `named_document_id` integer NULL,
  `head_election_id` integer NULL,
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
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `citations_agenda_items_citations` FOREIGN KEY (`agenda_item_id`) REFERENCES `agenda_items` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_attendances_citations` FOREIGN KEY (`attendance_id`) REFERENCES `attendances` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_awards_citations` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_clusters_citations` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_conferences_citations` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_directives_citations` FOREIGN KEY (`directive_id`) REFERENCES `directives` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_discrepancies_citations` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_documents_quotes` FOREIGN KEY (`document_id`) REFERENCES `documents` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `citations_documents_citations` FOREIGN KEY (`named_document_id`) REFERENCES `documents` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citations_head_elections_citations` FOREIGN KEY (`head_election_id`) REFERENCES `head_elections` (`id`) ON DELETE CASCADE,
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
  CONSTRAINT `citations_units_citations` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE CASCADE,
  CONSTRAINT `citation_of_one_fact` CHECK ((CASE WHEN province_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN succession_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN cluster_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN membership_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN office_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN discrepancy_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_value_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_section_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN movement_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN conference_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN site_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN attendance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN agenda_item_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN speech_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN directive_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN head_election_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN award_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN named_document_id IS NULL THEN 0 ELSE 1 END) = 1),
  CONSTRAINT `citations_confidence_known` CHECK (confidence IN ('STATED', 'INFERRED', 'DOUBTFUL', 'EXTERNAL')),
  CONSTRAINT `citations_ordinal_bounded` CHECK (ordinal >= 1)
);
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
-- create "clusters" table
CREATE TABLE `clusters` (
  `id` integer NOT NULL,
  `number` integer NOT NULL,
  `kind` text NOT NULL,
  `name` text NOT NULL,
  `region` text NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `clusters_kind_known` CHECK (kind IN ('CLUSTER', 'BLOC')),
  CONSTRAINT `clusters_number_bounded` CHECK (number >= 1)
);
-- create index "clusters_number_key" to table: "clusters"
CREATE UNIQUE INDEX `clusters_number_key` ON `clusters` (`number`);
-- create "conferences" table
CREATE TABLE `conferences` (
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
  `online` bool NOT NULL DEFAULT (false),
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
-- create index "conferences_code_key" to table: "conferences"
CREATE UNIQUE INDEX `conferences_code_key` ON `conferences` (`code`);
-- create index "conference_cluster_id_school_year" to table: "conferences"
CREATE INDEX `conference_cluster_id_school_year` ON `conferences` (`cluster_id`, `school_year`);
-- create index "conference_host_id" to table: "conferences"
CREATE INDEX `conference_host_id` ON `conferences` (`host_id`);
-- create index "conference_school_year_held_order" to table: "conferences"
CREATE INDEX `conference_school_year_held_order` ON `conferences` (`school_year`, `held_order`);
-- create "directives" table
CREATE TABLE `directives` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `content` text NOT NULL,
  `addressee` text NOT NULL,
  `due_on` text NULL,
  `given_at` datetime NULL,
  `conference_id` integer NOT NULL,
  `person_id` integer NULL,
  `speech_id` integer NULL,
  `issuer_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `directives_conferences_directives` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `directives_people_directives` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `directives_speeches_directives` FOREIGN KEY (`speech_id`) REFERENCES `speeches` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `directives_units_directives` FOREIGN KEY (`issuer_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `directives_ordinal_bounded` CHECK (ordinal >= 1)
);
-- create index "directive_conference_id_ordinal" to table: "directives"
CREATE UNIQUE INDEX `directive_conference_id_ordinal` ON `directives` (`conference_id`, `ordinal`);
-- create index "directive_speech_id" to table: "directives"
CREATE INDEX `directive_speech_id` ON `directives` (`speech_id`);
-- create index "directive_person_id" to table: "directives"
CREATE INDEX `directive_person_id` ON `directives` (`person_id`);
-- create index "directive_issuer_id" to table: "directives"
CREATE INDEX `directive_issuer_id` ON `directives` (`issuer_id`);
-- create "discrepancies" table
CREATE TABLE `discrepancies` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `ordinal` integer NOT NULL,
  `kind` text NOT NULL,
  `severity` text NOT NULL,
  `summary` text NOT NULL,
  `summary_en` text NOT NULL,
  `figures` text NULL,
  `treatment` text NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `discrepancies_kind_known` CHECK (kind IN ('SUM_MISMATCH', 'NUMBER_FORMAT', 'CROSS_YEAR', 'CROSS_DOCUMENT', 'EXTERNAL_CONFLICT', 'ATTRIBUTION', 'ANACHRONISM', 'INCOMPLETE', 'WORDING', 'OVER_CLAIM', 'TAXONOMY', 'NOT_AN_ERROR')),
  CONSTRAINT `discrepancies_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `discrepancies_severity_known` CHECK (severity IN ('ERROR', 'WARNING', 'NOTE'))
);
-- create index "discrepancies_code_key" to table: "discrepancies"
CREATE UNIQUE INDEX `discrepancies_code_key` ON `discrepancies` (`code`);
-- create "documents" table
CREATE TABLE `documents` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `kind` text NOT NULL,
  `title` text NOT NULL,
  `publisher` text NULL,
  `author` text NULL,
  `published_on` text NULL,
  `note` text NULL,
  `sort_key` text NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `documents_kind_known` CHECK (kind IN ('NEWS_ARTICLE', 'PORTAL_ARTICLE', 'LAW', 'RESOLUTION', 'DECREE', 'CONCLUSION', 'PROGRAMME', 'DATASET'))
);
-- create index "documents_code_key" to table: "documents"
CREATE UNIQUE INDEX `documents_code_key` ON `documents` (`code`);
-- create "floor_requests" table
CREATE TABLE `floor_requests` (
  `id` integer NOT NULL,
  `kind` text NOT NULL,
  `state` text NOT NULL DEFAULT ('WAITING'),
  `speaker` text NULL,
  `subject` text NULL,
  `requested_at` datetime NOT NULL,
  `place` integer NULL,
  `place_reason` text NULL,
  `allotted_seconds` integer NOT NULL,
  `spent_seconds` integer NOT NULL DEFAULT (0),
  `resumed_at` datetime NULL,
  `given_at` datetime NULL,
  `ended_at` datetime NULL,
  `agenda_item_id` integer NULL,
  `conference_id` integer NOT NULL,
  `person_id` integer NULL,
  `site_id` integer NULL,
  `speech_id` integer NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `floor_requests_agenda_items_floor_requests` FOREIGN KEY (`agenda_item_id`) REFERENCES `agenda_items` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `floor_requests_conferences_floor_requests` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `floor_requests_people_floor_requests` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `floor_requests_sites_floor_requests` FOREIGN KEY (`site_id`) REFERENCES `sites` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `floor_requests_speeches_floor_requests` FOREIGN KEY (`speech_id`) REFERENCES `speeches` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `floor_requests_units_floor_requests` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `floor_requests_allotted_seconds_bounded` CHECK (allotted_seconds >= 1),
  CONSTRAINT `floor_requests_clock_of_the_speaking` CHECK ((resumed_at IS NOT NULL) = (state = 'SPEAKING')),
  CONSTRAINT `floor_requests_given_before_speaking` CHECK (given_at IS NOT NULL OR state IN ('WAITING', 'WITHDRAWN')),
  CONSTRAINT `floor_requests_kind_known` CHECK (kind IN ('PRESENTATION', 'REMARK', 'POINT_OF_ORDER', 'QUESTION', 'ANSWER', 'OPENING', 'WELCOME', 'GUIDANCE')),
  CONSTRAINT `floor_requests_place_bounded` CHECK (place >= 1),
  CONSTRAINT `floor_requests_placed_for_a_reason` CHECK ((place IS NULL) = (place_reason IS NULL)),
  CONSTRAINT `floor_requests_spent_seconds_bounded` CHECK (spent_seconds >= 0),
  CONSTRAINT `floor_requests_state_known` CHECK (state IN ('WAITING', 'SPEAKING', 'PAUSED', 'YIELDED', 'WITHDRAWN'))
);
-- create index "floorrequest_conference_id_state" to table: "floor_requests"
CREATE INDEX `floorrequest_conference_id_state` ON `floor_requests` (`conference_id`, `state`);
-- create index "floorrequest_one_speaking" to table: "floor_requests"
CREATE UNIQUE INDEX `floorrequest_one_speaking` ON `floor_requests` (`conference_id`) WHERE state = 'SPEAKING';
-- create index "floorrequest_agenda_item_id" to table: "floor_requests"
CREATE INDEX `floorrequest_agenda_item_id` ON `floor_requests` (`agenda_item_id`);
-- create index "floorrequest_site_id" to table: "floor_requests"
CREATE INDEX `floorrequest_site_id` ON `floor_requests` (`site_id`);
-- create index "floorrequest_unit_id" to table: "floor_requests"
CREATE INDEX `floorrequest_unit_id` ON `floor_requests` (`unit_id`);
-- create index "floorrequest_person_id" to table: "floor_requests"
CREATE INDEX `floorrequest_person_id` ON `floor_requests` (`person_id`);
-- create index "floorrequest_speech_id" to table: "floor_requests"
CREATE INDEX `floorrequest_speech_id` ON `floor_requests` (`speech_id`);
-- create "grants" table
CREATE TABLE `grants` (
  `id` integer NOT NULL,
  `role` text NOT NULL,
  `school_year` integer NULL,
  `valid_from` datetime NOT NULL,
  `valid_to` datetime NULL,
  `account_id` integer NOT NULL,
  `cluster_id` integer NULL,
  `conference_id` integer NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `grants_accounts_grants` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE,
  CONSTRAINT `grants_clusters_grants` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `grants_conferences_grants` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `grants_units_grants` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `grant_scope` CHECK (role IN ('MINISTRY', 'AUDITOR') AND cluster_id IS NULL AND unit_id IS NULL AND conference_id IS NULL AND school_year IS NULL OR role IN ('CLUSTER_HEAD', 'CLUSTER_DEPUTY') AND cluster_id IS NOT NULL AND unit_id IS NULL AND conference_id IS NULL AND school_year IS NOT NULL OR role = 'UNIT_EDITOR' AND unit_id IS NOT NULL AND cluster_id IS NULL AND conference_id IS NULL OR role IN ('DELEGATE', 'SCREEN') AND conference_id IS NOT NULL AND cluster_id IS NULL OR role IN ('SECRETARY', 'TELLER') AND conference_id IS NOT NULL AND cluster_id IS NULL AND unit_id IS NULL),
  CONSTRAINT `grant_validity` CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT `grants_role_known` CHECK (role IN ('MINISTRY', 'CLUSTER_HEAD', 'CLUSTER_DEPUTY', 'UNIT_EDITOR', 'DELEGATE', 'SECRETARY', 'TELLER', 'SCREEN', 'AUDITOR'))
);
-- create index "grant_account_id_role" to table: "grants"
CREATE INDEX `grant_account_id_role` ON `grants` (`account_id`, `role`);
-- create index "grant_cluster_id" to table: "grants"
CREATE INDEX `grant_cluster_id` ON `grants` (`cluster_id`);
-- create index "grant_unit_id" to table: "grants"
CREATE INDEX `grant_unit_id` ON `grants` (`unit_id`);
-- create index "grant_conference_id" to table: "grants"
CREATE INDEX `grant_conference_id` ON `grants` (`conference_id`);
-- create "head_elections" table
CREATE TABLE `head_elections` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `role` text NOT NULL,
  `mode` text NOT NULL,
  `stated` text NULL,
  `cluster_id` integer NOT NULL,
  `conference_id` integer NOT NULL,
  `elected_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `head_elections_clusters_elections` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `head_elections_conferences_elections` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `head_elections_units_elections` FOREIGN KEY (`elected_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `head_elections_mode_known` CHECK (mode IN ('SECRET_BALLOT', 'SHOW_OF_HANDS', 'CONSENSUS')),
  CONSTRAINT `head_elections_role_known` CHECK (role IN ('HEAD', 'DEPUTY_HEAD')),
  CONSTRAINT `head_elections_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- create index "headelection_cluster_id_school_year_role" to table: "head_elections"
CREATE UNIQUE INDEX `headelection_cluster_id_school_year_role` ON `head_elections` (`cluster_id`, `school_year`, `role`);
-- create index "headelection_conference_id" to table: "head_elections"
CREATE INDEX `headelection_conference_id` ON `head_elections` (`conference_id`);
-- create index "headelection_elected_id" to table: "head_elections"
CREATE INDEX `headelection_elected_id` ON `head_elections` (`elected_id`);
-- create "idempotency_keys" table
CREATE TABLE `idempotency_keys` (
  `key` text NOT NULL,
  `request` blob NOT NULL,
  `class` text NOT NULL,
  `at` datetime NOT NULL,
  `answer` blob NULL,
  PRIMARY KEY (`key`)
);
-- create index "idempotencykey_at" to table: "idempotency_keys"
CREATE INDEX `idempotencykey_at` ON `idempotency_keys` (`at`);
-- create "indicators" table
CREATE TABLE `indicators` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `name_en` text NOT NULL,
  `level` text NOT NULL,
  `kind` text NOT NULL,
  `unit_of_measure` text NOT NULL,
  `aggregation` text NOT NULL,
  `ordinal` integer NOT NULL,
  `sort_key` text NOT NULL,
  `search_key` text NOT NULL,
  `whole_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `indicators_indicators_parts` FOREIGN KEY (`whole_id`) REFERENCES `indicators` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `indicators_aggregation_known` CHECK (aggregation IN ('SUM', 'RATIO_OF_SUMS', 'NONE')),
  CONSTRAINT `indicators_kind_known` CHECK (kind IN ('COUNT', 'RATIO', 'SCORE', 'RANK', 'MEDAL')),
  CONSTRAINT `indicators_level_known` CHECK (level IN ('ALL', 'PRESCHOOL', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'CONTINUING')),
  CONSTRAINT `indicators_ordinal_bounded` CHECK (ordinal >= 1)
);
-- create index "indicators_code_key" to table: "indicators"
CREATE UNIQUE INDEX `indicators_code_key` ON `indicators` (`code`);
-- create index "indicator_whole_id" to table: "indicators"
CREATE INDEX `indicator_whole_id` ON `indicators` (`whole_id`);
-- create "indicator_values" table
CREATE TABLE `indicator_values` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `numerator` integer NULL,
  `denominator` integer NULL,
  `value_micros` integer NULL,
  `value_scale` integer NULL,
  `national_rank` integer NULL,
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
  CONSTRAINT `indicator_value_scaled` CHECK ((value_micros IS NULL) = (value_scale IS NULL)),
  CONSTRAINT `indicator_values_approximation_known` CHECK (approximation IN ('EXACT', 'ABOUT', 'AT_LEAST', 'AT_MOST', 'NOT_STATED')),
  CONSTRAINT `indicator_values_denominator_bounded` CHECK (denominator >= 1),
  CONSTRAINT `indicator_values_national_rank_bounded` CHECK (national_rank >= 1),
  CONSTRAINT `indicator_values_numerator_bounded` CHECK (numerator >= 0),
  CONSTRAINT `indicator_values_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `indicator_values_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199)
);
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
-- create "journal_entries" table
CREATE TABLE `journal_entries` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `stream` text NOT NULL,
  `seq` integer NOT NULL,
  `kind` text NOT NULL,
  `payload` blob NOT NULL,
  `audience` text NOT NULL DEFAULT (''),
  `at` datetime NOT NULL
);
-- create index "journalentry_stream_seq" to table: "journal_entries"
CREATE UNIQUE INDEX `journalentry_stream_seq` ON `journal_entries` (`stream`, `seq`);
-- create index "journalentry_at" to table: "journal_entries"
CREATE INDEX `journalentry_at` ON `journal_entries` (`at`);
-- create "journal_heads" table
CREATE TABLE `journal_heads` (
  `stream` text NOT NULL,
  `last_seq` integer NOT NULL,
  `trimmed_seq` integer NOT NULL DEFAULT (0),
  PRIMARY KEY (`stream`),
  CONSTRAINT `journal_heads_in_order` CHECK (trimmed_seq >= 0 AND last_seq >= trimmed_seq)
);
-- create "memberships" table
CREATE TABLE `memberships` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `cluster_id` integer NOT NULL,
  `unit_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `memberships_clusters_memberships` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE CASCADE,
  CONSTRAINT `memberships_units_memberships` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `memberships_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `memberships_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- create index "membership_unit_id_school_year" to table: "memberships"
CREATE UNIQUE INDEX `membership_unit_id_school_year` ON `memberships` (`unit_id`, `school_year`);
-- create index "membership_cluster_id_school_year_ordinal" to table: "memberships"
CREATE UNIQUE INDEX `membership_cluster_id_school_year_ordinal` ON `memberships` (`cluster_id`, `school_year`, `ordinal`);
-- create "movements" table
CREATE TABLE `movements` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `period` text NULL,
  `sort_key` text NOT NULL,
  `launcher_id` integer NULL,
  `launched_by_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `movements_people_movements` FOREIGN KEY (`launcher_id`) REFERENCES `people` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `movements_units_movements` FOREIGN KEY (`launched_by_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT
);
-- create index "movements_code_key" to table: "movements"
CREATE UNIQUE INDEX `movements_code_key` ON `movements` (`code`);
-- create index "movement_launched_by_id" to table: "movements"
CREATE INDEX `movement_launched_by_id` ON `movements` (`launched_by_id`);
-- create index "movement_launcher_id" to table: "movements"
CREATE INDEX `movement_launcher_id` ON `movements` (`launcher_id`);
-- create "nominations" table
CREATE TABLE `nominations` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `state` text NOT NULL DEFAULT ('PROPOSED'),
  `kind_id` integer NOT NULL,
  `cluster_id` integer NULL,
  `conference_id` integer NULL,
  `unit_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `nominations_award_kinds_nominations` FOREIGN KEY (`kind_id`) REFERENCES `award_kinds` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `nominations_clusters_nominations` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `nominations_conferences_nominations` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `nominations_units_nominations` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `nominations_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `nominations_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT `nominations_state_known` CHECK (state IN ('PROPOSED', 'ACCEPTED', 'DECLINED'))
);
-- create index "nomination_kind_id_unit_id_school_year" to table: "nominations"
CREATE UNIQUE INDEX `nomination_kind_id_unit_id_school_year` ON `nominations` (`kind_id`, `unit_id`, `school_year`);
-- create index "nomination_unit_id_school_year" to table: "nominations"
CREATE INDEX `nomination_unit_id_school_year` ON `nominations` (`unit_id`, `school_year`);
-- create index "nomination_cluster_id_school_year" to table: "nominations"
CREATE INDEX `nomination_cluster_id_school_year` ON `nominations` (`cluster_id`, `school_year`);
-- create index "nomination_conference_id" to table: "nominations"
CREATE INDEX `nomination_conference_id` ON `nominations` (`conference_id`);
-- create "offices" table
CREATE TABLE `offices` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `role` text NOT NULL,
  `came_by` text NOT NULL DEFAULT ('NOT_STATED'),
  `cluster_id` integer NOT NULL,
  `unit_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `offices_clusters_offices` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE CASCADE,
  CONSTRAINT `offices_units_offices` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `offices_came_by_known` CHECK (came_by IN ('APPOINTED', 'CONSENSUS', 'BALLOT', 'NOT_STATED')),
  CONSTRAINT `offices_role_known` CHECK (role IN ('HEAD', 'DEPUTY_HEAD')),
  CONSTRAINT `offices_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- create index "office_one_head" to table: "offices"
CREATE UNIQUE INDEX `office_one_head` ON `offices` (`cluster_id`, `school_year`) WHERE role = 'HEAD';
-- create index "office_cluster_id_school_year_unit_id" to table: "offices"
CREATE UNIQUE INDEX `office_cluster_id_school_year_unit_id` ON `offices` (`cluster_id`, `school_year`, `unit_id`);
-- create index "office_unit_id_school_year" to table: "offices"
CREATE INDEX `office_unit_id_school_year` ON `offices` (`unit_id`, `school_year`);
-- create "people" table
CREATE TABLE `people` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `honorific` text NULL,
  `named` bool NOT NULL DEFAULT (true),
  `sort_key` text NOT NULL,
  `search_key` text NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "people_code_key" to table: "people"
CREATE UNIQUE INDEX `people_code_key` ON `people` (`code`);
-- create "posts" table
CREATE TABLE `posts` (
  `id` integer NOT NULL,
  `title` text NOT NULL,
  `ordinal` integer NOT NULL,
  `held_from` text NULL,
  `held_to` text NULL,
  `attested_on` text NULL,
  `former` bool NOT NULL DEFAULT (false),
  `person_id` integer NOT NULL,
  `unit_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `posts_people_posts` FOREIGN KEY (`person_id`) REFERENCES `people` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `posts_units_posts` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `posts_ordinal_bounded` CHECK (ordinal >= 1)
);
-- create index "post_person_id_ordinal" to table: "posts"
CREATE UNIQUE INDEX `post_person_id_ordinal` ON `posts` (`person_id`, `ordinal`);
-- create index "post_unit_id" to table: "posts"
CREATE INDEX `post_unit_id` ON `posts` (`unit_id`);
-- create "proposals" table
CREATE TABLE `proposals` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `ordinal` integer NOT NULL,
  `school_year` integer NOT NULL,
  `kind` text NOT NULL DEFAULT ('PROPOSAL'),
  `content` text NOT NULL,
  `state` text NOT NULL DEFAULT ('SUBMITTED'),
  `attribution` text NOT NULL DEFAULT ('STATED'),
  `addressee_stated` text NULL,
  `response` text NULL,
  `due_on` text NULL,
  `submitted_at` datetime NULL,
  `state_at` datetime NULL,
  `search_key` text NOT NULL,
  `sort_key` text NOT NULL,
  `cluster_id` integer NULL,
  `conference_id` integer NOT NULL,
  `merged_into_id` integer NULL,
  `speech_id` integer NULL,
  `unit_id` integer NULL,
  `addressee_id` integer NULL,
  `answered_by_id` integer NULL,
  `assignee_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `proposals_clusters_proposals` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `proposals_conferences_proposals` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `proposals_proposals_merged` FOREIGN KEY (`merged_into_id`) REFERENCES `proposals` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `proposals_speeches_proposals` FOREIGN KEY (`speech_id`) REFERENCES `speeches` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `proposals_units_proposals` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `proposals_units_addressed_proposals` FOREIGN KEY (`addressee_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `proposals_units_answered_proposals` FOREIGN KEY (`answered_by_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `proposals_units_assigned_proposals` FOREIGN KEY (`assignee_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `proposals_attribution_known` CHECK (attribution IN ('STATED', 'INFERRED', 'DOUBTFUL')),
  CONSTRAINT `proposals_kind_known` CHECK (kind IN ('PROPOSAL', 'WISH')),
  CONSTRAINT `proposals_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `proposals_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT `proposals_state_known` CHECK (state IN ('SUBMITTED', 'ACKNOWLEDGED', 'MERGED', 'SENT', 'ASSIGNED', 'ANSWERED', 'DONE', 'REFUSED'))
);
-- create index "proposals_code_key" to table: "proposals"
CREATE UNIQUE INDEX `proposals_code_key` ON `proposals` (`code`);
-- create index "proposal_conference_id_ordinal" to table: "proposals"
CREATE UNIQUE INDEX `proposal_conference_id_ordinal` ON `proposals` (`conference_id`, `ordinal`);
-- create index "proposal_school_year" to table: "proposals"
CREATE INDEX `proposal_school_year` ON `proposals` (`school_year`);
-- create index "proposal_state_due_on" to table: "proposals"
CREATE INDEX `proposal_state_due_on` ON `proposals` (`state`, `due_on`);
-- create index "proposal_speech_id" to table: "proposals"
CREATE INDEX `proposal_speech_id` ON `proposals` (`speech_id`);
-- create index "proposal_unit_id" to table: "proposals"
CREATE INDEX `proposal_unit_id` ON `proposals` (`unit_id`);
-- create index "proposal_cluster_id" to table: "proposals"
CREATE INDEX `proposal_cluster_id` ON `proposals` (`cluster_id`);
-- create index "proposal_addressee_id" to table: "proposals"
CREATE INDEX `proposal_addressee_id` ON `proposals` (`addressee_id`);
-- create index "proposal_answered_by_id" to table: "proposals"
CREATE INDEX `proposal_answered_by_id` ON `proposals` (`answered_by_id`);
-- create index "proposal_merged_into_id" to table: "proposals"
CREATE INDEX `proposal_merged_into_id` ON `proposals` (`merged_into_id`);
-- create index "proposal_assignee_id" to table: "proposals"
CREATE INDEX `proposal_assignee_id` ON `proposals` (`assignee_id`);
-- create "provinces" table
CREATE TABLE `provinces` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `sort_key` text NOT NULL,
  `kind` text NOT NULL,
  `valid_from` text NULL,
  `valid_to` text NULL,
  `successor_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `provinces_provinces_predecessors` FOREIGN KEY (`successor_id`) REFERENCES `provinces` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `provinces_kind_known` CHECK (kind IN ('PROVINCE', 'MUNICIPALITY')),
  CONSTRAINT `provinces_valid_for_a_time` CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to)
);
-- create index "provinces_code_key" to table: "provinces"
CREATE UNIQUE INDEX `provinces_code_key` ON `provinces` (`code`);
-- create "reports" table
CREATE TABLE `reports` (
  `id` integer NOT NULL,
  `school_year` integer NOT NULL,
  `period` text NOT NULL,
  `state` text NOT NULL DEFAULT ('DRAFT'),
  `title` text NOT NULL,
  `version` integer NOT NULL DEFAULT (1),
  `published_at` datetime NULL,
  `withdrawn_because` text NULL,
  `cluster_id` integer NULL,
  `conference_id` integer NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `reports_clusters_reports` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `reports_conferences_reports` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `reports_units_reports` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `report_of_one` CHECK ((unit_id IS NULL) <> (cluster_id IS NULL)),
  CONSTRAINT `reports_period_known` CHECK (period IN ('INTERIM', 'FINAL')),
  CONSTRAINT `reports_school_year_bounded` CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT `reports_state_known` CHECK (state IN ('DRAFT', 'PUBLISHED')),
  CONSTRAINT `reports_version_bounded` CHECK (version >= 1)
);
-- create index "report_unit_id_school_year_period" to table: "reports"
CREATE UNIQUE INDEX `report_unit_id_school_year_period` ON `reports` (`unit_id`, `school_year`, `period`);
-- create index "report_cluster_id_school_year_period" to table: "reports"
CREATE UNIQUE INDEX `report_cluster_id_school_year_period` ON `reports` (`cluster_id`, `school_year`, `period`);
-- create index "report_conference_id" to table: "reports"
CREATE INDEX `report_conference_id` ON `reports` (`conference_id`);
-- create index "report_school_year" to table: "reports"
CREATE INDEX `report_school_year` ON `reports` (`school_year`);
-- create "report_sections" table
CREATE TABLE `report_sections` (
  `id` integer NOT NULL,
  `kind` text NOT NULL,
  `ordinal` integer NOT NULL,
  `title` text NOT NULL,
  `body` text NOT NULL,
  `report_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `report_sections_reports_sections` FOREIGN KEY (`report_id`) REFERENCES `reports` (`id`) ON DELETE CASCADE,
  CONSTRAINT `report_sections_kind_known` CHECK (kind IN ('RESULTS', 'STRENGTHS', 'LIMITS', 'TASKS')),
  CONSTRAINT `report_sections_ordinal_bounded` CHECK (ordinal >= 1)
);
-- create index "reportsection_report_id_ordinal" to table: "report_sections"
CREATE UNIQUE INDEX `reportsection_report_id_ordinal` ON `report_sections` (`report_id`, `ordinal`);
-- create "sites" table
CREATE TABLE `sites` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `kind` text NOT NULL,
  `ordinal` integer NOT NULL,
  `delegates_present` integer NULL,
  `checked_in_at` datetime NULL,
  `checked_out_at` datetime NULL,
  `link` text NOT NULL DEFAULT ('SILENT'),
  `linked_at` datetime NULL,
  `heard_at` datetime NULL,
  `check_in_code` text NULL,
  `conference_id` integer NOT NULL,
  `province_id` integer NULL,
  `parent_id` integer NULL,
  `unit_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `sites_conferences_sites` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE,
  CONSTRAINT `sites_provinces_sites` FOREIGN KEY (`province_id`) REFERENCES `provinces` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `sites_sites_branches` FOREIGN KEY (`parent_id`) REFERENCES `sites` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `sites_units_sites` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `sites_checked_out_after_having` CHECK (checked_out_at IS NULL OR checked_in_at IS NOT NULL),
  CONSTRAINT `sites_counted_when_checked_in` CHECK ((checked_in_at IS NULL) = (delegates_present IS NULL)),
  CONSTRAINT `sites_delegates_present_bounded` CHECK (delegates_present >= 0),
  CONSTRAINT `sites_kind_known` CHECK (kind IN ('MAIN', 'REMOTE')),
  CONSTRAINT `sites_link_known` CHECK (link IN ('SILENT', 'CONNECTED', 'LAGGING', 'LOST')),
  CONSTRAINT `sites_ordinal_bounded` CHECK (ordinal >= 1)
);
-- create index "site_conference_id_code" to table: "sites"
CREATE UNIQUE INDEX `site_conference_id_code` ON `sites` (`conference_id`, `code`);
-- create index "site_conference_id_ordinal" to table: "sites"
CREATE UNIQUE INDEX `site_conference_id_ordinal` ON `sites` (`conference_id`, `ordinal`);
-- create index "site_one_main" to table: "sites"
CREATE UNIQUE INDEX `site_one_main` ON `sites` (`conference_id`) WHERE kind = 'MAIN';
-- create index "site_province_id" to table: "sites"
CREATE INDEX `site_province_id` ON `sites` (`province_id`);
-- create index "site_unit_id" to table: "sites"
CREATE INDEX `site_unit_id` ON `sites` (`unit_id`);
-- create index "site_parent_id" to table: "sites"
CREATE INDEX `site_parent_id` ON `sites` (`parent_id`);
-- create index "site_link_heard_at" to table: "sites"
CREATE INDEX `site_link_heard_at` ON `sites` (`link`, `heard_at`);
-- create "speeches" table
CREATE TABLE `speeches` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `kind` text NOT NULL,
  `speaker` text NOT NULL,
  `papers` integer NOT NULL DEFAULT (1),
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
-- create index "speech_conference_id_ordinal" to table: "speeches"
CREATE UNIQUE INDEX `speech_conference_id_ordinal` ON `speeches` (`conference_id`, `ordinal`);
-- create index "speech_agenda_item_id" to table: "speeches"
CREATE INDEX `speech_agenda_item_id` ON `speeches` (`agenda_item_id`);
-- create index "speech_person_id" to table: "speeches"
CREATE INDEX `speech_person_id` ON `speeches` (`person_id`);
-- create index "speech_unit_id" to table: "speeches"
CREATE INDEX `speech_unit_id` ON `speeches` (`unit_id`);
-- create "successions" table
CREATE TABLE `successions` (
  `id` integer NOT NULL,
  `kind` text NOT NULL,
  `effective_on` text NOT NULL,
  `legal_basis` text NOT NULL,
  `predecessor_id` integer NOT NULL,
  `successor_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `successions_units_successions` FOREIGN KEY (`predecessor_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `successions_units_origins` FOREIGN KEY (`successor_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `succession_of_two` CHECK (predecessor_id <> successor_id),
  CONSTRAINT `successions_kind_known` CHECK (kind IN ('MERGER', 'RENAMING'))
);
-- create index "succession_predecessor_id_successor_id" to table: "successions"
CREATE UNIQUE INDEX `succession_predecessor_id_successor_id` ON `successions` (`predecessor_id`, `successor_id`);
-- create index "succession_successor_id" to table: "successions"
CREATE INDEX `succession_successor_id` ON `successions` (`successor_id`);
-- create "tasks" table
CREATE TABLE `tasks` (
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
  CONSTRAINT `tasks_state_known` CHECK (state IN ('OPEN', 'DONE', 'DROPPED'))
);
-- create index "task_conference_id_ordinal" to table: "tasks"
CREATE UNIQUE INDEX `task_conference_id_ordinal` ON `tasks` (`conference_id`, `ordinal`);
-- create index "task_cluster_id_school_year" to table: "tasks"
CREATE INDEX `task_cluster_id_school_year` ON `tasks` (`cluster_id`, `school_year`);
-- create index "task_directive_id" to table: "tasks"
CREATE INDEX `task_directive_id` ON `tasks` (`directive_id`);
-- create index "task_state_due_on" to table: "tasks"
CREATE INDEX `task_state_due_on` ON `tasks` (`state`, `due_on`);
-- create "task_assignments" table
CREATE TABLE `task_assignments` (
  `id` integer NOT NULL,
  `ordinal` integer NOT NULL,
  `percent` integer NOT NULL DEFAULT (0),
  `evidence` text NULL,
  `note` text NULL,
  `reported_at` datetime NULL,
  `task_id` integer NOT NULL,
  `unit_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `task_assignments_tasks_assignments` FOREIGN KEY (`task_id`) REFERENCES `tasks` (`id`) ON DELETE CASCADE,
  CONSTRAINT `task_assignments_units_task_assignments` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `task_assignments_done_with_evidence` CHECK (percent < 100 OR evidence IS NOT NULL),
  CONSTRAINT `task_assignments_ordinal_bounded` CHECK (ordinal >= 1),
  CONSTRAINT `task_assignments_percent_bounded` CHECK (percent >= 0 AND percent <= 100)
);
-- create index "taskassignment_task_id_unit_id" to table: "task_assignments"
CREATE UNIQUE INDEX `taskassignment_task_id_unit_id` ON `task_assignments` (`task_id`, `unit_id`);
-- create index "taskassignment_task_id_ordinal" to table: "task_assignments"
CREATE UNIQUE INDEX `taskassignment_task_id_ordinal` ON `task_assignments` (`task_id`, `ordinal`);
-- create index "taskassignment_unit_id" to table: "task_assignments"
CREATE INDEX `taskassignment_unit_id` ON `task_assignments` (`unit_id`);
-- create "tokens" table
CREATE TABLE `tokens` (
  `id` integer NOT NULL,
  `hash` blob NOT NULL,
  `label` text NOT NULL,
  `created_at` datetime NOT NULL,
  `expires_at` datetime NULL,
  `last_used_at` datetime NULL,
  `revoked_at` datetime NULL,
  `account_id` integer NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `tokens_accounts_tokens` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE
);
-- create index "tokens_hash_key" to table: "tokens"
CREATE UNIQUE INDEX `tokens_hash_key` ON `tokens` (`hash`);
-- create index "token_account_id" to table: "tokens"
CREATE INDEX `token_account_id` ON `tokens` (`account_id`);
-- create "topics" table
CREATE TABLE `topics` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `name` text NOT NULL,
  `name_en` text NOT NULL,
  `sort_key` text NOT NULL,
  PRIMARY KEY (`id`)
);
-- create index "topics_code_key" to table: "topics"
CREATE UNIQUE INDEX `topics_code_key` ON `topics` (`code`);
-- create "units" table
CREATE TABLE `units` (
  `id` integer NOT NULL,
  `code` text NOT NULL,
  `kind` text NOT NULL,
  `name` text NOT NULL,
  `short_name` text NOT NULL,
  `name_en` text NULL,
  `sort_key` text NOT NULL,
  `search_key` text NOT NULL,
  `valid_from` text NULL,
  `valid_to` text NULL,
  `province_id` integer NULL,
  `parent_id` integer NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `units_provinces_units` FOREIGN KEY (`province_id`) REFERENCES `provinces` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `units_units_children` FOREIGN KEY (`parent_id`) REFERENCES `units` (`id`) ON DELETE RESTRICT,
  CONSTRAINT `units_kind_known` CHECK (kind IN ('GOVERNMENT', 'MINISTRY', 'MINISTRY_DEPARTMENT', 'PROVINCIAL_DEPARTMENT', 'PEOPLES_COMMITTEE', 'PARTY_BODY', 'ASSEMBLY_BODY', 'OTHER')),
  CONSTRAINT `units_valid_for_a_time` CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to)
);
-- create index "units_code_key" to table: "units"
CREATE UNIQUE INDEX `units_code_key` ON `units` (`code`);
-- create "agenda_item_documents" table
CREATE TABLE `agenda_item_documents` (
  `agenda_item_id` integer NOT NULL,
  `document_id` integer NOT NULL,
  PRIMARY KEY (`agenda_item_id`, `document_id`),
  CONSTRAINT `agenda_item_documents_agenda_item_id` FOREIGN KEY (`agenda_item_id`) REFERENCES `agenda_items` (`id`) ON DELETE CASCADE,
  CONSTRAINT `agenda_item_documents_document_id` FOREIGN KEY (`document_id`) REFERENCES `documents` (`id`) ON DELETE CASCADE
);
-- create "discrepancy_reports" table
CREATE TABLE `discrepancy_reports` (
  `discrepancy_id` integer NOT NULL,
  `report_id` integer NOT NULL,
  PRIMARY KEY (`discrepancy_id`, `report_id`),
  CONSTRAINT `discrepancy_reports_discrepancy_id` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `discrepancy_reports_report_id` FOREIGN KEY (`report_id`) REFERENCES `reports` (`id`) ON DELETE CASCADE
);
-- create "discrepancy_conferences" table
CREATE TABLE `discrepancy_conferences` (
  `discrepancy_id` integer NOT NULL,
  `conference_id` integer NOT NULL,
  PRIMARY KEY (`discrepancy_id`, `conference_id`),
  CONSTRAINT `discrepancy_conferences_discrepancy_id` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `discrepancy_conferences_conference_id` FOREIGN KEY (`conference_id`) REFERENCES `conferences` (`id`) ON DELETE CASCADE
);
-- create "discrepancy_speeches" table
CREATE TABLE `discrepancy_speeches` (
  `discrepancy_id` integer NOT NULL,
  `speech_id` integer NOT NULL,
  PRIMARY KEY (`discrepancy_id`, `speech_id`),
  CONSTRAINT `discrepancy_speeches_discrepancy_id` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `discrepancy_speeches_speech_id` FOREIGN KEY (`speech_id`) REFERENCES `speeches` (`id`) ON DELETE CASCADE
);
-- create "discrepancy_proposals" table
CREATE TABLE `discrepancy_proposals` (
  `discrepancy_id` integer NOT NULL,
  `proposal_id` integer NOT NULL,
  PRIMARY KEY (`discrepancy_id`, `proposal_id`),
  CONSTRAINT `discrepancy_proposals_discrepancy_id` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `discrepancy_proposals_proposal_id` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE
);
-- create "discrepancy_posts" table
CREATE TABLE `discrepancy_posts` (
  `discrepancy_id` integer NOT NULL,
  `post_id` integer NOT NULL,
  PRIMARY KEY (`discrepancy_id`, `post_id`),
  CONSTRAINT `discrepancy_posts_discrepancy_id` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `discrepancy_posts_post_id` FOREIGN KEY (`post_id`) REFERENCES `posts` (`id`) ON DELETE CASCADE
);
-- create "discrepancy_indicator_values" table
CREATE TABLE `discrepancy_indicator_values` (
  `discrepancy_id` integer NOT NULL,
  `indicator_value_id` integer NOT NULL,
  PRIMARY KEY (`discrepancy_id`, `indicator_value_id`),
  CONSTRAINT `discrepancy_indicator_values_discrepancy_id` FOREIGN KEY (`discrepancy_id`) REFERENCES `discrepancies` (`id`) ON DELETE CASCADE,
  CONSTRAINT `discrepancy_indicator_values_indicator_value_id` FOREIGN KEY (`indicator_value_id`) REFERENCES `indicator_values` (`id`) ON DELETE CASCADE
);
-- create "movement_clusters" table
CREATE TABLE `movement_clusters` (
  `movement_id` integer NOT NULL,
  `cluster_id` integer NOT NULL,
  PRIMARY KEY (`movement_id`, `cluster_id`),
  CONSTRAINT `movement_clusters_movement_id` FOREIGN KEY (`movement_id`) REFERENCES `movements` (`id`) ON DELETE CASCADE,
  CONSTRAINT `movement_clusters_cluster_id` FOREIGN KEY (`cluster_id`) REFERENCES `clusters` (`id`) ON DELETE CASCADE
);
-- create "proposal_sponsors" table
CREATE TABLE `proposal_sponsors` (
  `proposal_id` integer NOT NULL,
  `unit_id` integer NOT NULL,
  PRIMARY KEY (`proposal_id`, `unit_id`),
  CONSTRAINT `proposal_sponsors_proposal_id` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE,
  CONSTRAINT `proposal_sponsors_unit_id` FOREIGN KEY (`unit_id`) REFERENCES `units` (`id`) ON DELETE CASCADE
);
-- create "proposal_topics" table
CREATE TABLE `proposal_topics` (
  `proposal_id` integer NOT NULL,
  `topic_id` integer NOT NULL,
  PRIMARY KEY (`proposal_id`, `topic_id`),
  CONSTRAINT `proposal_topics_proposal_id` FOREIGN KEY (`proposal_id`) REFERENCES `proposals` (`id`) ON DELETE CASCADE,
  CONSTRAINT `proposal_topics_topic_id` FOREIGN KEY (`topic_id`) REFERENCES `topics` (`id`) ON DELETE CASCADE
);
