-- +goose Up
-- create "accounts" table
CREATE TABLE "accounts" (
  "id" bigint NOT NULL,
  "subject" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "kind" character varying NOT NULL COLLATE "C",
  "disabled" boolean NOT NULL DEFAULT false,
  PRIMARY KEY ("id"),
  CONSTRAINT "accounts_kind_known" CHECK (kind IN ('PERSON', 'SERVICE'))
);
-- create index "accounts_subject_key" to table: "accounts"
CREATE UNIQUE INDEX "accounts_subject_key" ON "accounts" ("subject");
-- create "agenda_items" table
CREATE TABLE "agenda_items" (
  "id" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "title" character varying NOT NULL COLLATE "C",
  "planned_minutes" bigint NULL,
  "started_at" timestamptz NULL,
  "ended_at" timestamptz NULL,
  "spent_seconds" bigint NOT NULL DEFAULT 0,
  "resumed_at" timestamptz NULL,
  "speaker" character varying NULL COLLATE "C",
  "conference_id" bigint NOT NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "agenda_items_clock_of_the_current" CHECK (resumed_at IS NULL OR started_at IS NOT NULL AND ended_at IS NULL),
  CONSTRAINT "agenda_items_ended_after_started" CHECK (ended_at IS NULL OR started_at IS NOT NULL),
  CONSTRAINT "agenda_items_kind_known" CHECK (kind IN ('ROLL_CALL', 'CEREMONY', 'REPORT', 'WELCOME', 'TASKS', 'DISCUSSION', 'PROPOSALS', 'GUIDANCE', 'RESPONSE', 'NOMINATION', 'ELECTION')),
  CONSTRAINT "agenda_items_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "agenda_items_planned_minutes_bounded" CHECK (planned_minutes >= 1),
  CONSTRAINT "agenda_items_spent_seconds_bounded" CHECK (spent_seconds >= 0)
);
-- create index "agendaitem_conference_id_ordinal" to table: "agenda_items"
CREATE UNIQUE INDEX "agendaitem_conference_id_ordinal" ON "agenda_items" ("conference_id", "ordinal");
-- create index "agendaitem_one_running" to table: "agenda_items"
CREATE UNIQUE INDEX "agendaitem_one_running" ON "agenda_items" ("conference_id") WHERE ((started_at IS NOT NULL) AND (ended_at IS NULL));
-- create index "agendaitem_unit_id" to table: "agenda_items"
CREATE INDEX "agendaitem_unit_id" ON "agenda_items" ("unit_id");
-- create "announcements" table
CREATE TABLE "announcements" (
  "id" bigint NOT NULL,
  "text" character varying NOT NULL COLLATE "C",
  "audience" character varying NOT NULL COLLATE "C",
  "made_at" timestamptz NOT NULL,
  "withdrawn_at" timestamptz NULL,
  "screen" character varying NULL COLLATE "C",
  "conference_id" bigint NOT NULL,
  "site_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "announcements_audience_known" CHECK (audience IN ('EVERYONE', 'PARTICIPANTS'))
);
-- create index "announcement_conference_id_made_at" to table: "announcements"
CREATE INDEX "announcement_conference_id_made_at" ON "announcements" ("conference_id", "made_at");
-- create index "announcement_site_id" to table: "announcements"
CREATE INDEX "announcement_site_id" ON "announcements" ("site_id");
-- create "attendances" table
CREATE TABLE "attendances" (
  "id" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "capacity" character varying NOT NULL COLLATE "C",
  "role" character varying NOT NULL COLLATE "C",
  "presence" character varying NOT NULL DEFAULT 'NOT_CALLED' COLLATE "C",
  "arrived_at" timestamptz NULL,
  "left_at" timestamptz NULL,
  "absence_reason" character varying NULL COLLATE "C",
  "substitute" character varying NULL COLLATE "C",
  "substitute_authority" character varying NULL COLLATE "C",
  "conference_id" bigint NOT NULL,
  "person_id" bigint NULL,
  "site_id" bigint NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "attendances_capacity_known" CHECK (capacity IN ('CHAIR', 'DELEGATE', 'MINISTRY_REPRESENTATIVE', 'GUEST', 'HONOURED')),
  CONSTRAINT "attendances_left_after_arriving" CHECK (left_at IS NULL OR arrived_at IS NOT NULL),
  CONSTRAINT "attendances_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "attendances_presence_known" CHECK (presence IN ('NOT_CALLED', 'IN_HALL', 'ONLINE', 'ABSENT', 'LEFT')),
  CONSTRAINT "attendances_reason_of_the_absent" CHECK (absence_reason IS NULL OR presence = 'ABSENT'),
  CONSTRAINT "attendances_substituted_with_authority" CHECK ((substitute IS NULL) = (substitute_authority IS NULL))
);
-- create index "attendance_conference_id_ordinal" to table: "attendances"
CREATE UNIQUE INDEX "attendance_conference_id_ordinal" ON "attendances" ("conference_id", "ordinal");
-- create index "attendance_conference_id_presence" to table: "attendances"
CREATE INDEX "attendance_conference_id_presence" ON "attendances" ("conference_id", "presence");
-- create index "attendance_person_id" to table: "attendances"
CREATE INDEX "attendance_person_id" ON "attendances" ("person_id");
-- create index "attendance_site_id" to table: "attendances"
CREATE INDEX "attendance_site_id" ON "attendances" ("site_id");
-- create index "attendance_unit_id" to table: "attendances"
CREATE INDEX "attendance_unit_id" ON "attendances" ("unit_id");
-- create "awards" table
CREATE TABLE "awards" (
  "id" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "state" character varying NOT NULL DEFAULT 'PROPOSED' COLLATE "C",
  "decision_number" character varying NULL COLLATE "C",
  "decided_on" character varying NULL COLLATE "C",
  "presented_on" character varying NULL COLLATE "C",
  "kind_id" bigint NOT NULL,
  "cluster_id" bigint NULL,
  "nomination_id" bigint NULL,
  "unit_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "award_decided" CHECK (state = 'PROPOSED' OR (decision_number IS NOT NULL AND decided_on IS NOT NULL)),
  CONSTRAINT "awards_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT "awards_state_known" CHECK (state IN ('PROPOSED', 'DECIDED', 'PRESENTED'))
);
-- create index "award_cluster_id_school_year" to table: "awards"
CREATE INDEX "award_cluster_id_school_year" ON "awards" ("cluster_id", "school_year");
-- create index "award_kind_id_unit_id_school_year" to table: "awards"
CREATE UNIQUE INDEX "award_kind_id_unit_id_school_year" ON "awards" ("kind_id", "unit_id", "school_year");
-- create index "award_unit_id_school_year" to table: "awards"
CREATE INDEX "award_unit_id_school_year" ON "awards" ("unit_id", "school_year");
-- create index "awards_nomination_id_key" to table: "awards"
CREATE UNIQUE INDEX "awards_nomination_id_key" ON "awards" ("nomination_id");
-- create "award_kinds" table
CREATE TABLE "award_kinds" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "class" character varying NOT NULL COLLATE "C",
  "level" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "name_en" character varying NOT NULL COLLATE "C",
  "ordinal" bigint NOT NULL,
  "sort_key" character varying NOT NULL COLLATE "C",
  PRIMARY KEY ("id"),
  CONSTRAINT "award_kinds_class_known" CHECK (class IN ('TITLE', 'COMMENDATION')),
  CONSTRAINT "award_kinds_level_known" CHECK (level IN ('STATE', 'MINISTRY', 'PROVINCE', 'UNIT')),
  CONSTRAINT "award_kinds_ordinal_bounded" CHECK (ordinal >= 1)
);
-- create index "award_kinds_code_key" to table: "award_kinds"
CREATE UNIQUE INDEX "award_kinds_code_key" ON "award_kinds" ("code");
-- create "citations" table
CREATE TABLE "citations" (
  "id" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "place" character varying NULL COLLATE "C",
  "confidence" character varying NOT NULL DEFAULT 'STATED' COLLATE "C",
  "aspect" character varying NULL COLLATE "C",
  "note" character varying NULL COLLATE "C",
  "agenda_item_id" bigint NULL,
  "attendance_id" bigint NULL,
  "award_id" bigint NULL,
  "cluster_id" bigint NULL,
  "conference_id" bigint NULL,
  "directive_id" bigint NULL,
  "discrepancy_id" bigint NULL,
  "document_id" bigint NOT NULL,
  "named_document_id" bigint NULL,
  "head_election_id" bigint NULL,
  "indicator_value_id" bigint NULL,
  "membership_id" bigint NULL,
  "movement_id" bigint NULL,
  "nomination_id" bigint NULL,
  "office_id" bigint NULL,
  "person_id" bigint NULL,
  "post_id" bigint NULL,
  "proposal_id" bigint NULL,
  "province_id" bigint NULL,
  "report_id" bigint NULL,
  "report_section_id" bigint NULL,
  "site_id" bigint NULL,
  "speech_id" bigint NULL,
  "succession_id" bigint NULL,
  "task_id" bigint NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "citation_of_one_fact" CHECK ((CASE WHEN province_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN succession_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN cluster_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN membership_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN office_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN discrepancy_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_value_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_section_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN movement_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN conference_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN site_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN attendance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN agenda_item_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN speech_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN directive_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN head_election_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN award_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN named_document_id IS NULL THEN 0 ELSE 1 END) = 1),
  CONSTRAINT "citations_confidence_known" CHECK (confidence IN ('STATED', 'INFERRED', 'DOUBTFUL', 'EXTERNAL')),
  CONSTRAINT "citations_ordinal_bounded" CHECK (ordinal >= 1)
);
-- create index "citation_agenda_item_id" to table: "citations"
CREATE INDEX "citation_agenda_item_id" ON "citations" ("agenda_item_id");
-- create index "citation_attendance_id" to table: "citations"
CREATE INDEX "citation_attendance_id" ON "citations" ("attendance_id");
-- create index "citation_award_id" to table: "citations"
CREATE INDEX "citation_award_id" ON "citations" ("award_id");
-- create index "citation_cluster_id" to table: "citations"
CREATE INDEX "citation_cluster_id" ON "citations" ("cluster_id");
-- create index "citation_conference_id" to table: "citations"
CREATE INDEX "citation_conference_id" ON "citations" ("conference_id");
-- create index "citation_directive_id" to table: "citations"
CREATE INDEX "citation_directive_id" ON "citations" ("directive_id");
-- create index "citation_discrepancy_id" to table: "citations"
CREATE INDEX "citation_discrepancy_id" ON "citations" ("discrepancy_id");
-- create index "citation_document_id" to table: "citations"
CREATE INDEX "citation_document_id" ON "citations" ("document_id");
-- create index "citation_head_election_id" to table: "citations"
CREATE INDEX "citation_head_election_id" ON "citations" ("head_election_id");
-- create index "citation_indicator_value_id" to table: "citations"
CREATE INDEX "citation_indicator_value_id" ON "citations" ("indicator_value_id");
-- create index "citation_membership_id" to table: "citations"
CREATE INDEX "citation_membership_id" ON "citations" ("membership_id");
-- create index "citation_movement_id" to table: "citations"
CREATE INDEX "citation_movement_id" ON "citations" ("movement_id");
-- create index "citation_named_document_id" to table: "citations"
CREATE INDEX "citation_named_document_id" ON "citations" ("named_document_id");
-- create index "citation_nomination_id" to table: "citations"
CREATE INDEX "citation_nomination_id" ON "citations" ("nomination_id");
-- create index "citation_office_id" to table: "citations"
CREATE INDEX "citation_office_id" ON "citations" ("office_id");
-- create index "citation_person_id" to table: "citations"
CREATE INDEX "citation_person_id" ON "citations" ("person_id");
-- create index "citation_post_id" to table: "citations"
CREATE INDEX "citation_post_id" ON "citations" ("post_id");
-- create index "citation_proposal_id" to table: "citations"
CREATE INDEX "citation_proposal_id" ON "citations" ("proposal_id");
-- create index "citation_province_id" to table: "citations"
CREATE INDEX "citation_province_id" ON "citations" ("province_id");
-- create index "citation_report_id" to table: "citations"
CREATE INDEX "citation_report_id" ON "citations" ("report_id");
-- create index "citation_report_section_id" to table: "citations"
CREATE INDEX "citation_report_section_id" ON "citations" ("report_section_id");
-- create index "citation_site_id" to table: "citations"
CREATE INDEX "citation_site_id" ON "citations" ("site_id");
-- create index "citation_speech_id" to table: "citations"
CREATE INDEX "citation_speech_id" ON "citations" ("speech_id");
-- create index "citation_succession_id" to table: "citations"
CREATE INDEX "citation_succession_id" ON "citations" ("succession_id");
-- create index "citation_task_id" to table: "citations"
CREATE INDEX "citation_task_id" ON "citations" ("task_id");
-- create index "citation_unit_id" to table: "citations"
CREATE INDEX "citation_unit_id" ON "citations" ("unit_id");
-- create "clusters" table
CREATE TABLE "clusters" (
  "id" bigint NOT NULL,
  "number" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "region" character varying NULL COLLATE "C",
  PRIMARY KEY ("id"),
  CONSTRAINT "clusters_kind_known" CHECK (kind IN ('CLUSTER', 'BLOC')),
  CONSTRAINT "clusters_number_bounded" CHECK (number >= 1)
);
-- create index "clusters_number_key" to table: "clusters"
CREATE UNIQUE INDEX "clusters_number_key" ON "clusters" ("number");
-- create "conferences" table
CREATE TABLE "conferences" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "kind" character varying NOT NULL COLLATE "C",
  "state" character varying NOT NULL DEFAULT 'PLANNED' COLLATE "C",
  "title" character varying NOT NULL COLLATE "C",
  "school_year" bigint NOT NULL,
  "held_on" character varying NULL COLLATE "C",
  "held_on_stated" character varying NULL COLLATE "C",
  "held_order" character varying NOT NULL COLLATE "C",
  "part_of_day" character varying NOT NULL DEFAULT 'NOT_STATED' COLLATE "C",
  "place" character varying NULL COLLATE "C",
  "state_reason" character varying NULL COLLATE "C",
  "online" boolean NOT NULL DEFAULT false,
  "planned_start_at" timestamptz NULL,
  "quorum_percent" bigint NULL,
  "unit_quota_seconds" bigint NULL,
  "site_quota_seconds" bigint NULL,
  "cluster_id" bigint NULL,
  "host_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "conferences_kind_known" CHECK (kind IN ('INTERIM_REVIEW', 'FINAL_REVIEW', 'LAUNCH', 'NATIONAL_REVIEW')),
  CONSTRAINT "conferences_part_of_day_known" CHECK (part_of_day IN ('MORNING', 'AFTERNOON', 'NOT_STATED')),
  CONSTRAINT "conferences_quorum_percent_bounded" CHECK (quorum_percent >= 1 AND quorum_percent <= 100),
  CONSTRAINT "conferences_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT "conferences_site_quota_seconds_bounded" CHECK (site_quota_seconds >= 1),
  CONSTRAINT "conferences_state_known" CHECK (state IN ('PLANNED', 'OPEN', 'IN_SESSION', 'ON_BREAK', 'CLOSED', 'CANCELLED', 'POSTPONED')),
  CONSTRAINT "conferences_unit_quota_seconds_bounded" CHECK (unit_quota_seconds >= 1)
);
-- create index "conference_cluster_id_school_year" to table: "conferences"
CREATE INDEX "conference_cluster_id_school_year" ON "conferences" ("cluster_id", "school_year");
-- create index "conference_host_id" to table: "conferences"
CREATE INDEX "conference_host_id" ON "conferences" ("host_id");
-- create index "conference_school_year_held_order" to table: "conferences"
CREATE INDEX "conference_school_year_held_order" ON "conferences" ("school_year", "held_order");
-- create index "conferences_code_key" to table: "conferences"
CREATE UNIQUE INDEX "conferences_code_key" ON "conferences" ("code");
-- create "directives" table
CREATE TABLE "directives" (
  "id" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "content" character varying NOT NULL COLLATE "C",
  "addressee" character varying NOT NULL COLLATE "C",
  "due_on" character varying NULL COLLATE "C",
  "given_at" timestamptz NULL,
  "conference_id" bigint NOT NULL,
  "person_id" bigint NULL,
  "speech_id" bigint NULL,
  "issuer_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "directives_ordinal_bounded" CHECK (ordinal >= 1)
);
-- create index "directive_conference_id_ordinal" to table: "directives"
CREATE UNIQUE INDEX "directive_conference_id_ordinal" ON "directives" ("conference_id", "ordinal");
-- create index "directive_issuer_id" to table: "directives"
CREATE INDEX "directive_issuer_id" ON "directives" ("issuer_id");
-- create index "directive_person_id" to table: "directives"
CREATE INDEX "directive_person_id" ON "directives" ("person_id");
-- create index "directive_speech_id" to table: "directives"
CREATE INDEX "directive_speech_id" ON "directives" ("speech_id");
-- create "discrepancies" table
CREATE TABLE "discrepancies" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "ordinal" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "severity" character varying NOT NULL COLLATE "C",
  "summary" character varying NOT NULL COLLATE "C",
  "summary_en" character varying NOT NULL COLLATE "C",
  "figures" character varying NULL COLLATE "C",
  "treatment" character varying NOT NULL COLLATE "C",
  PRIMARY KEY ("id"),
  CONSTRAINT "discrepancies_kind_known" CHECK (kind IN ('SUM_MISMATCH', 'NUMBER_FORMAT', 'CROSS_YEAR', 'CROSS_DOCUMENT', 'EXTERNAL_CONFLICT', 'ATTRIBUTION', 'ANACHRONISM', 'INCOMPLETE', 'WORDING', 'OVER_CLAIM', 'TAXONOMY', 'NOT_AN_ERROR')),
  CONSTRAINT "discrepancies_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "discrepancies_severity_known" CHECK (severity IN ('ERROR', 'WARNING', 'NOTE'))
);
-- create index "discrepancies_code_key" to table: "discrepancies"
CREATE UNIQUE INDEX "discrepancies_code_key" ON "discrepancies" ("code");
-- create "documents" table
CREATE TABLE "documents" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "kind" character varying NOT NULL COLLATE "C",
  "title" character varying NOT NULL COLLATE "C",
  "publisher" character varying NULL COLLATE "C",
  "author" character varying NULL COLLATE "C",
  "published_on" character varying NULL COLLATE "C",
  "note" character varying NULL COLLATE "C",
  "sort_key" character varying NOT NULL COLLATE "C",
  "agenda_item_documents" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "documents_kind_known" CHECK (kind IN ('NEWS_ARTICLE', 'PORTAL_ARTICLE', 'LAW', 'RESOLUTION', 'DECREE', 'CONCLUSION', 'PROGRAMME', 'DATASET'))
);
-- create index "documents_code_key" to table: "documents"
CREATE UNIQUE INDEX "documents_code_key" ON "documents" ("code");
-- create "floor_requests" table
CREATE TABLE "floor_requests" (
  "id" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "state" character varying NOT NULL DEFAULT 'WAITING' COLLATE "C",
  "speaker" character varying NULL COLLATE "C",
  "subject" character varying NULL COLLATE "C",
  "requested_at" timestamptz NOT NULL,
  "place" bigint NULL,
  "place_reason" character varying NULL COLLATE "C",
  "allotted_seconds" bigint NOT NULL,
  "spent_seconds" bigint NOT NULL DEFAULT 0,
  "resumed_at" timestamptz NULL,
  "given_at" timestamptz NULL,
  "ended_at" timestamptz NULL,
  "agenda_item_id" bigint NULL,
  "conference_id" bigint NOT NULL,
  "person_id" bigint NULL,
  "site_id" bigint NULL,
  "speech_id" bigint NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "floor_requests_allotted_seconds_bounded" CHECK (allotted_seconds >= 1),
  CONSTRAINT "floor_requests_clock_of_the_speaking" CHECK ((resumed_at IS NOT NULL) = (state = 'SPEAKING')),
  CONSTRAINT "floor_requests_given_before_speaking" CHECK (given_at IS NOT NULL OR state IN ('WAITING', 'WITHDRAWN')),
  CONSTRAINT "floor_requests_kind_known" CHECK (kind IN ('PRESENTATION', 'REMARK', 'POINT_OF_ORDER', 'QUESTION', 'ANSWER')),
  CONSTRAINT "floor_requests_place_bounded" CHECK (place >= 1),
  CONSTRAINT "floor_requests_placed_for_a_reason" CHECK ((place IS NULL) = (place_reason IS NULL)),
  CONSTRAINT "floor_requests_spent_seconds_bounded" CHECK (spent_seconds >= 0),
  CONSTRAINT "floor_requests_state_known" CHECK (state IN ('WAITING', 'SPEAKING', 'PAUSED', 'YIELDED', 'WITHDRAWN'))
);
-- create index "floorrequest_agenda_item_id" to table: "floor_requests"
CREATE INDEX "floorrequest_agenda_item_id" ON "floor_requests" ("agenda_item_id");
-- create index "floorrequest_conference_id_state" to table: "floor_requests"
CREATE INDEX "floorrequest_conference_id_state" ON "floor_requests" ("conference_id", "state");
-- create index "floorrequest_one_speaking" to table: "floor_requests"
CREATE UNIQUE INDEX "floorrequest_one_speaking" ON "floor_requests" ("conference_id") WHERE ((state)::text = 'SPEAKING'::text);
-- create index "floorrequest_person_id" to table: "floor_requests"
CREATE INDEX "floorrequest_person_id" ON "floor_requests" ("person_id");
-- create index "floorrequest_site_id" to table: "floor_requests"
CREATE INDEX "floorrequest_site_id" ON "floor_requests" ("site_id");
-- create index "floorrequest_speech_id" to table: "floor_requests"
CREATE INDEX "floorrequest_speech_id" ON "floor_requests" ("speech_id");
-- create index "floorrequest_unit_id" to table: "floor_requests"
CREATE INDEX "floorrequest_unit_id" ON "floor_requests" ("unit_id");
-- create "grants" table
CREATE TABLE "grants" (
  "id" bigint NOT NULL,
  "role" character varying NOT NULL COLLATE "C",
  "school_year" bigint NULL,
  "valid_from" timestamptz NOT NULL,
  "valid_to" timestamptz NULL,
  "account_id" bigint NOT NULL,
  "cluster_id" bigint NULL,
  "conference_id" bigint NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "grant_scope" CHECK (role IN ('MINISTRY', 'AUDITOR') AND cluster_id IS NULL AND unit_id IS NULL AND conference_id IS NULL AND school_year IS NULL OR role IN ('CLUSTER_HEAD', 'CLUSTER_DEPUTY') AND cluster_id IS NOT NULL AND unit_id IS NULL AND conference_id IS NULL AND school_year IS NOT NULL OR role = 'UNIT_EDITOR' AND unit_id IS NOT NULL AND cluster_id IS NULL AND conference_id IS NULL OR role IN ('DELEGATE', 'SCREEN') AND conference_id IS NOT NULL AND cluster_id IS NULL OR role IN ('SECRETARY', 'TELLER') AND conference_id IS NOT NULL AND cluster_id IS NULL AND unit_id IS NULL),
  CONSTRAINT "grant_validity" CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT "grants_role_known" CHECK (role IN ('MINISTRY', 'CLUSTER_HEAD', 'CLUSTER_DEPUTY', 'UNIT_EDITOR', 'DELEGATE', 'SECRETARY', 'TELLER', 'SCREEN', 'AUDITOR'))
);
-- create index "grant_account_id_role" to table: "grants"
CREATE INDEX "grant_account_id_role" ON "grants" ("account_id", "role");
-- create index "grant_cluster_id" to table: "grants"
CREATE INDEX "grant_cluster_id" ON "grants" ("cluster_id");
-- create index "grant_conference_id" to table: "grants"
CREATE INDEX "grant_conference_id" ON "grants" ("conference_id");
-- create index "grant_unit_id" to table: "grants"
CREATE INDEX "grant_unit_id" ON "grants" ("unit_id");
-- create "head_elections" table
CREATE TABLE "head_elections" (
  "id" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "role" character varying NOT NULL COLLATE "C",
  "mode" character varying NOT NULL COLLATE "C",
  "stated" character varying NULL COLLATE "C",
  "cluster_id" bigint NOT NULL,
  "conference_id" bigint NOT NULL,
  "elected_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "head_elections_mode_known" CHECK (mode IN ('SECRET_BALLOT', 'SHOW_OF_HANDS', 'CONSENSUS')),
  CONSTRAINT "head_elections_role_known" CHECK (role IN ('HEAD', 'DEPUTY_HEAD')),
  CONSTRAINT "head_elections_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- create index "headelection_cluster_id_school_year_role" to table: "head_elections"
CREATE UNIQUE INDEX "headelection_cluster_id_school_year_role" ON "head_elections" ("cluster_id", "school_year", "role");
-- create index "headelection_conference_id" to table: "head_elections"
CREATE INDEX "headelection_conference_id" ON "head_elections" ("conference_id");
-- create index "headelection_elected_id" to table: "head_elections"
CREATE INDEX "headelection_elected_id" ON "head_elections" ("elected_id");
-- create "indicators" table
CREATE TABLE "indicators" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "name_en" character varying NOT NULL COLLATE "C",
  "level" character varying NOT NULL COLLATE "C",
  "kind" character varying NOT NULL COLLATE "C",
  "unit_of_measure" character varying NOT NULL COLLATE "C",
  "aggregation" character varying NOT NULL COLLATE "C",
  "ordinal" bigint NOT NULL,
  "sort_key" character varying NOT NULL COLLATE "C",
  "search_key" character varying NOT NULL COLLATE "C",
  "whole_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "indicators_indicators_parts" FOREIGN KEY ("whole_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT,
  CONSTRAINT "indicators_aggregation_known" CHECK (aggregation IN ('SUM', 'RATIO_OF_SUMS', 'NONE')),
  CONSTRAINT "indicators_kind_known" CHECK (kind IN ('COUNT', 'RATIO', 'SCORE', 'RANK', 'MEDAL')),
  CONSTRAINT "indicators_level_known" CHECK (level IN ('ALL', 'PRESCHOOL', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'CONTINUING')),
  CONSTRAINT "indicators_ordinal_bounded" CHECK (ordinal >= 1)
);
-- create index "indicator_whole_id" to table: "indicators"
CREATE INDEX "indicator_whole_id" ON "indicators" ("whole_id");
-- create index "indicators_code_key" to table: "indicators"
CREATE UNIQUE INDEX "indicators_code_key" ON "indicators" ("code");
-- create "indicator_values" table
CREATE TABLE "indicator_values" (
  "id" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "numerator" bigint NULL,
  "denominator" bigint NULL,
  "value_micros" bigint NULL,
  "value_scale" bigint NULL,
  "national_rank" bigint NULL,
  "stated" character varying NULL COLLATE "C",
  "approximation" character varying NOT NULL DEFAULT 'EXACT' COLLATE "C",
  "note" character varying NULL COLLATE "C",
  "value_order" bigint NOT NULL,
  "rank_order" bigint NOT NULL,
  "cluster_id" bigint NULL,
  "indicator_id" bigint NOT NULL,
  "report_id" bigint NOT NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "indicator_value_numerator" CHECK (numerator IS NULL OR denominator IS NOT NULL),
  CONSTRAINT "indicator_value_of_one" CHECK ((unit_id IS NULL) <> (cluster_id IS NULL)),
  CONSTRAINT "indicator_value_scaled" CHECK ((value_micros IS NULL) = (value_scale IS NULL)),
  CONSTRAINT "indicator_values_approximation_known" CHECK (approximation IN ('EXACT', 'ABOUT', 'AT_LEAST', 'AT_MOST', 'NOT_STATED')),
  CONSTRAINT "indicator_values_denominator_bounded" CHECK (denominator >= 1),
  CONSTRAINT "indicator_values_national_rank_bounded" CHECK (national_rank >= 1),
  CONSTRAINT "indicator_values_numerator_bounded" CHECK (numerator >= 0),
  CONSTRAINT "indicator_values_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "indicator_values_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- create index "indicatorvalue_cluster_id_indicator_id_school_year" to table: "indicator_values"
CREATE INDEX "indicatorvalue_cluster_id_indicator_id_school_year" ON "indicator_values" ("cluster_id", "indicator_id", "school_year");
-- create index "indicatorvalue_indicator_id_school_year_rank_order" to table: "indicator_values"
CREATE INDEX "indicatorvalue_indicator_id_school_year_rank_order" ON "indicator_values" ("indicator_id", "school_year", "rank_order");
-- create index "indicatorvalue_indicator_id_school_year_value_order" to table: "indicator_values"
CREATE INDEX "indicatorvalue_indicator_id_school_year_value_order" ON "indicator_values" ("indicator_id", "school_year", "value_order");
-- create index "indicatorvalue_of_cluster" to table: "indicator_values"
CREATE UNIQUE INDEX "indicatorvalue_of_cluster" ON "indicator_values" ("report_id", "indicator_id", "school_year", "cluster_id") WHERE (cluster_id IS NOT NULL);
-- create index "indicatorvalue_of_unit" to table: "indicator_values"
CREATE UNIQUE INDEX "indicatorvalue_of_unit" ON "indicator_values" ("report_id", "indicator_id", "school_year", "unit_id") WHERE (unit_id IS NOT NULL);
-- create index "indicatorvalue_report_id_ordinal" to table: "indicator_values"
CREATE INDEX "indicatorvalue_report_id_ordinal" ON "indicator_values" ("report_id", "ordinal");
-- create index "indicatorvalue_unit_id_indicator_id_school_year" to table: "indicator_values"
CREATE INDEX "indicatorvalue_unit_id_indicator_id_school_year" ON "indicator_values" ("unit_id", "indicator_id", "school_year");
-- create "journal_entries" table
CREATE TABLE "journal_entries" (
  "id" bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY,
  "stream" character varying NOT NULL COLLATE "C",
  "seq" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "payload" bytea NOT NULL,
  "audience" character varying NOT NULL DEFAULT '' COLLATE "C",
  "at" timestamptz NOT NULL,
  PRIMARY KEY ("id")
);
-- create index "journalentry_at" to table: "journal_entries"
CREATE INDEX "journalentry_at" ON "journal_entries" ("at");
-- create index "journalentry_stream_seq" to table: "journal_entries"
CREATE UNIQUE INDEX "journalentry_stream_seq" ON "journal_entries" ("stream", "seq");
-- create "journal_heads" table
CREATE TABLE "journal_heads" (
  "stream" character varying NOT NULL COLLATE "C",
  "last_seq" bigint NOT NULL,
  "trimmed_seq" bigint NOT NULL DEFAULT 0,
  PRIMARY KEY ("stream"),
  CONSTRAINT "journal_heads_in_order" CHECK (trimmed_seq >= 0 AND last_seq >= trimmed_seq)
);
-- create "memberships" table
CREATE TABLE "memberships" (
  "id" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "cluster_id" bigint NOT NULL,
  "unit_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "memberships_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "memberships_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- create index "membership_cluster_id_school_year_ordinal" to table: "memberships"
CREATE UNIQUE INDEX "membership_cluster_id_school_year_ordinal" ON "memberships" ("cluster_id", "school_year", "ordinal");
-- create index "membership_unit_id_school_year" to table: "memberships"
CREATE UNIQUE INDEX "membership_unit_id_school_year" ON "memberships" ("unit_id", "school_year");
-- create "movements" table
CREATE TABLE "movements" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "period" character varying NULL COLLATE "C",
  "sort_key" character varying NOT NULL COLLATE "C",
  "launcher_id" bigint NULL,
  "launched_by_id" bigint NULL,
  PRIMARY KEY ("id")
);
-- create index "movement_launched_by_id" to table: "movements"
CREATE INDEX "movement_launched_by_id" ON "movements" ("launched_by_id");
-- create index "movement_launcher_id" to table: "movements"
CREATE INDEX "movement_launcher_id" ON "movements" ("launcher_id");
-- create index "movements_code_key" to table: "movements"
CREATE UNIQUE INDEX "movements_code_key" ON "movements" ("code");
-- create "nominations" table
CREATE TABLE "nominations" (
  "id" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "state" character varying NOT NULL DEFAULT 'PROPOSED' COLLATE "C",
  "kind_id" bigint NOT NULL,
  "cluster_id" bigint NULL,
  "conference_id" bigint NULL,
  "unit_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "nominations_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "nominations_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT "nominations_state_known" CHECK (state IN ('PROPOSED', 'ACCEPTED', 'DECLINED'))
);
-- create index "nomination_cluster_id_school_year" to table: "nominations"
CREATE INDEX "nomination_cluster_id_school_year" ON "nominations" ("cluster_id", "school_year");
-- create index "nomination_conference_id" to table: "nominations"
CREATE INDEX "nomination_conference_id" ON "nominations" ("conference_id");
-- create index "nomination_kind_id_unit_id_school_year" to table: "nominations"
CREATE UNIQUE INDEX "nomination_kind_id_unit_id_school_year" ON "nominations" ("kind_id", "unit_id", "school_year");
-- create index "nomination_unit_id_school_year" to table: "nominations"
CREATE INDEX "nomination_unit_id_school_year" ON "nominations" ("unit_id", "school_year");
-- create "offices" table
CREATE TABLE "offices" (
  "id" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "role" character varying NOT NULL COLLATE "C",
  "came_by" character varying NOT NULL DEFAULT 'NOT_STATED' COLLATE "C",
  "cluster_id" bigint NOT NULL,
  "unit_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "offices_came_by_known" CHECK (came_by IN ('APPOINTED', 'CONSENSUS', 'BALLOT', 'NOT_STATED')),
  CONSTRAINT "offices_role_known" CHECK (role IN ('HEAD', 'DEPUTY_HEAD')),
  CONSTRAINT "offices_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199)
);
-- create index "office_cluster_id_school_year_unit_id" to table: "offices"
CREATE UNIQUE INDEX "office_cluster_id_school_year_unit_id" ON "offices" ("cluster_id", "school_year", "unit_id");
-- create index "office_one_head" to table: "offices"
CREATE UNIQUE INDEX "office_one_head" ON "offices" ("cluster_id", "school_year") WHERE ((role)::text = 'HEAD'::text);
-- create index "office_unit_id_school_year" to table: "offices"
CREATE INDEX "office_unit_id_school_year" ON "offices" ("unit_id", "school_year");
-- create "people" table
CREATE TABLE "people" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "honorific" character varying NULL COLLATE "C",
  "named" boolean NOT NULL DEFAULT true,
  "sort_key" character varying NOT NULL COLLATE "C",
  "search_key" character varying NOT NULL COLLATE "C",
  PRIMARY KEY ("id")
);
-- create index "people_code_key" to table: "people"
CREATE UNIQUE INDEX "people_code_key" ON "people" ("code");
-- create "posts" table
CREATE TABLE "posts" (
  "id" bigint NOT NULL,
  "title" character varying NOT NULL COLLATE "C",
  "ordinal" bigint NOT NULL,
  "held_from" character varying NULL COLLATE "C",
  "held_to" character varying NULL COLLATE "C",
  "attested_on" character varying NULL COLLATE "C",
  "former" boolean NOT NULL DEFAULT false,
  "person_id" bigint NOT NULL,
  "unit_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "posts_ordinal_bounded" CHECK (ordinal >= 1)
);
-- create index "post_person_id_ordinal" to table: "posts"
CREATE UNIQUE INDEX "post_person_id_ordinal" ON "posts" ("person_id", "ordinal");
-- create index "post_unit_id" to table: "posts"
CREATE INDEX "post_unit_id" ON "posts" ("unit_id");
-- create "proposals" table
CREATE TABLE "proposals" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "ordinal" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "kind" character varying NOT NULL DEFAULT 'PROPOSAL' COLLATE "C",
  "content" character varying NOT NULL COLLATE "C",
  "state" character varying NOT NULL DEFAULT 'SUBMITTED' COLLATE "C",
  "attribution" character varying NOT NULL DEFAULT 'STATED' COLLATE "C",
  "addressee_stated" character varying NULL COLLATE "C",
  "response" character varying NULL COLLATE "C",
  "due_on" character varying NULL COLLATE "C",
  "submitted_at" timestamptz NULL,
  "state_at" timestamptz NULL,
  "search_key" character varying NOT NULL COLLATE "C",
  "sort_key" character varying NOT NULL COLLATE "C",
  "cluster_id" bigint NULL,
  "conference_id" bigint NOT NULL,
  "merged_into_id" bigint NULL,
  "speech_id" bigint NULL,
  "unit_id" bigint NULL,
  "addressee_id" bigint NULL,
  "answered_by_id" bigint NULL,
  "assignee_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "proposals_proposals_merged" FOREIGN KEY ("merged_into_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT,
  CONSTRAINT "proposals_attribution_known" CHECK (attribution IN ('STATED', 'INFERRED', 'DOUBTFUL')),
  CONSTRAINT "proposals_kind_known" CHECK (kind IN ('PROPOSAL', 'WISH')),
  CONSTRAINT "proposals_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "proposals_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT "proposals_state_known" CHECK (state IN ('SUBMITTED', 'ACKNOWLEDGED', 'MERGED', 'SENT', 'ASSIGNED', 'ANSWERED', 'DONE', 'REFUSED'))
);
-- create index "proposal_addressee_id" to table: "proposals"
CREATE INDEX "proposal_addressee_id" ON "proposals" ("addressee_id");
-- create index "proposal_answered_by_id" to table: "proposals"
CREATE INDEX "proposal_answered_by_id" ON "proposals" ("answered_by_id");
-- create index "proposal_assignee_id" to table: "proposals"
CREATE INDEX "proposal_assignee_id" ON "proposals" ("assignee_id");
-- create index "proposal_cluster_id" to table: "proposals"
CREATE INDEX "proposal_cluster_id" ON "proposals" ("cluster_id");
-- create index "proposal_conference_id_ordinal" to table: "proposals"
CREATE UNIQUE INDEX "proposal_conference_id_ordinal" ON "proposals" ("conference_id", "ordinal");
-- create index "proposal_merged_into_id" to table: "proposals"
CREATE INDEX "proposal_merged_into_id" ON "proposals" ("merged_into_id");
-- create index "proposal_school_year" to table: "proposals"
CREATE INDEX "proposal_school_year" ON "proposals" ("school_year");
-- create index "proposal_speech_id" to table: "proposals"
CREATE INDEX "proposal_speech_id" ON "proposals" ("speech_id");
-- create index "proposal_unit_id" to table: "proposals"
CREATE INDEX "proposal_unit_id" ON "proposals" ("unit_id");
-- create index "proposals_code_key" to table: "proposals"
CREATE UNIQUE INDEX "proposals_code_key" ON "proposals" ("code");
-- create "provinces" table
CREATE TABLE "provinces" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "sort_key" character varying NOT NULL COLLATE "C",
  "kind" character varying NOT NULL COLLATE "C",
  "valid_from" character varying NULL COLLATE "C",
  "valid_to" character varying NULL COLLATE "C",
  "successor_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "provinces_provinces_predecessors" FOREIGN KEY ("successor_id") REFERENCES "provinces" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT,
  CONSTRAINT "provinces_kind_known" CHECK (kind IN ('PROVINCE', 'MUNICIPALITY')),
  CONSTRAINT "provinces_valid_for_a_time" CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to)
);
-- create index "provinces_code_key" to table: "provinces"
CREATE UNIQUE INDEX "provinces_code_key" ON "provinces" ("code");
-- create "reports" table
CREATE TABLE "reports" (
  "id" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "period" character varying NOT NULL COLLATE "C",
  "state" character varying NOT NULL DEFAULT 'DRAFT' COLLATE "C",
  "title" character varying NOT NULL COLLATE "C",
  "version" bigint NOT NULL DEFAULT 1,
  "published_at" timestamptz NULL,
  "withdrawn_because" character varying NULL COLLATE "C",
  "cluster_id" bigint NULL,
  "conference_id" bigint NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "report_of_one" CHECK ((unit_id IS NULL) <> (cluster_id IS NULL)),
  CONSTRAINT "reports_period_known" CHECK (period IN ('INTERIM', 'FINAL')),
  CONSTRAINT "reports_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT "reports_state_known" CHECK (state IN ('DRAFT', 'PUBLISHED')),
  CONSTRAINT "reports_version_bounded" CHECK (version >= 1)
);
-- create index "report_cluster_id_school_year_period" to table: "reports"
CREATE UNIQUE INDEX "report_cluster_id_school_year_period" ON "reports" ("cluster_id", "school_year", "period");
-- create index "report_conference_id" to table: "reports"
CREATE INDEX "report_conference_id" ON "reports" ("conference_id");
-- create index "report_school_year" to table: "reports"
CREATE INDEX "report_school_year" ON "reports" ("school_year");
-- create index "report_unit_id_school_year_period" to table: "reports"
CREATE UNIQUE INDEX "report_unit_id_school_year_period" ON "reports" ("unit_id", "school_year", "period");
-- create "report_sections" table
CREATE TABLE "report_sections" (
  "id" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "ordinal" bigint NOT NULL,
  "title" character varying NOT NULL COLLATE "C",
  "body" character varying NOT NULL COLLATE "C",
  "report_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "report_sections_kind_known" CHECK (kind IN ('RESULTS', 'STRENGTHS', 'LIMITS', 'TASKS')),
  CONSTRAINT "report_sections_ordinal_bounded" CHECK (ordinal >= 1)
);
-- create index "reportsection_report_id_ordinal" to table: "report_sections"
CREATE UNIQUE INDEX "reportsection_report_id_ordinal" ON "report_sections" ("report_id", "ordinal");
-- create "sites" table
CREATE TABLE "sites" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "kind" character varying NOT NULL COLLATE "C",
  "ordinal" bigint NOT NULL,
  "delegates_present" bigint NULL,
  "checked_in_at" timestamptz NULL,
  "checked_out_at" timestamptz NULL,
  "link" character varying NOT NULL DEFAULT 'SILENT' COLLATE "C",
  "linked_at" timestamptz NULL,
  "heard_at" timestamptz NULL,
  "check_in_code" character varying NULL COLLATE "C",
  "conference_id" bigint NOT NULL,
  "province_id" bigint NULL,
  "parent_id" bigint NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "sites_sites_branches" FOREIGN KEY ("parent_id") REFERENCES "sites" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT,
  CONSTRAINT "sites_checked_out_after_having" CHECK (checked_out_at IS NULL OR checked_in_at IS NOT NULL),
  CONSTRAINT "sites_counted_when_checked_in" CHECK ((checked_in_at IS NULL) = (delegates_present IS NULL)),
  CONSTRAINT "sites_delegates_present_bounded" CHECK (delegates_present >= 0),
  CONSTRAINT "sites_kind_known" CHECK (kind IN ('MAIN', 'REMOTE')),
  CONSTRAINT "sites_link_known" CHECK (link IN ('SILENT', 'CONNECTED', 'LAGGING', 'LOST')),
  CONSTRAINT "sites_ordinal_bounded" CHECK (ordinal >= 1)
);
-- create index "site_conference_id_code" to table: "sites"
CREATE UNIQUE INDEX "site_conference_id_code" ON "sites" ("conference_id", "code");
-- create index "site_conference_id_ordinal" to table: "sites"
CREATE UNIQUE INDEX "site_conference_id_ordinal" ON "sites" ("conference_id", "ordinal");
-- create index "site_heard_at" to table: "sites"
CREATE INDEX "site_heard_at" ON "sites" ("heard_at") WHERE ((link)::text = ANY ((ARRAY['CONNECTED'::character varying, 'LAGGING'::character varying])::text[]));
-- create index "site_one_main" to table: "sites"
CREATE UNIQUE INDEX "site_one_main" ON "sites" ("conference_id") WHERE ((kind)::text = 'MAIN'::text);
-- create index "site_parent_id" to table: "sites"
CREATE INDEX "site_parent_id" ON "sites" ("parent_id");
-- create index "site_province_id" to table: "sites"
CREATE INDEX "site_province_id" ON "sites" ("province_id");
-- create index "site_unit_id" to table: "sites"
CREATE INDEX "site_unit_id" ON "sites" ("unit_id");
-- create "speeches" table
CREATE TABLE "speeches" (
  "id" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "speaker" character varying NOT NULL COLLATE "C",
  "papers" bigint NOT NULL DEFAULT 1,
  "summary" character varying NOT NULL COLLATE "C",
  "agenda_item_id" bigint NULL,
  "conference_id" bigint NOT NULL,
  "person_id" bigint NULL,
  "unit_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "speeches_kind_known" CHECK (kind IN ('OPENING', 'REPORT', 'WELCOME', 'PRESENTATION', 'REMARK', 'GUIDANCE', 'POINT_OF_ORDER', 'QUESTION', 'ANSWER')),
  CONSTRAINT "speeches_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "speeches_papers_bounded" CHECK (papers >= 1)
);
-- create index "speech_agenda_item_id" to table: "speeches"
CREATE INDEX "speech_agenda_item_id" ON "speeches" ("agenda_item_id");
-- create index "speech_conference_id_ordinal" to table: "speeches"
CREATE UNIQUE INDEX "speech_conference_id_ordinal" ON "speeches" ("conference_id", "ordinal");
-- create index "speech_person_id" to table: "speeches"
CREATE INDEX "speech_person_id" ON "speeches" ("person_id");
-- create index "speech_unit_id" to table: "speeches"
CREATE INDEX "speech_unit_id" ON "speeches" ("unit_id");
-- create "successions" table
CREATE TABLE "successions" (
  "id" bigint NOT NULL,
  "kind" character varying NOT NULL COLLATE "C",
  "effective_on" character varying NOT NULL COLLATE "C",
  "legal_basis" character varying NOT NULL COLLATE "C",
  "predecessor_id" bigint NOT NULL,
  "successor_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "succession_of_two" CHECK (predecessor_id <> successor_id),
  CONSTRAINT "successions_kind_known" CHECK (kind IN ('MERGER', 'RENAMING'))
);
-- create index "succession_predecessor_id_successor_id" to table: "successions"
CREATE UNIQUE INDEX "succession_predecessor_id_successor_id" ON "successions" ("predecessor_id", "successor_id");
-- create index "succession_successor_id" to table: "successions"
CREATE INDEX "succession_successor_id" ON "successions" ("successor_id");
-- create "tasks" table
CREATE TABLE "tasks" (
  "id" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "school_year" bigint NOT NULL,
  "content" character varying NOT NULL COLLATE "C",
  "state" character varying NOT NULL DEFAULT 'OPEN' COLLATE "C",
  "due_on" character varying NULL COLLATE "C",
  "set_at" timestamptz NULL,
  "cluster_id" bigint NULL,
  "conference_id" bigint NOT NULL,
  "directive_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "tasks_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "tasks_school_year_bounded" CHECK (school_year >= 1945 AND school_year <= 2199),
  CONSTRAINT "tasks_state_known" CHECK (state IN ('OPEN', 'DONE', 'DROPPED'))
);
-- create index "task_cluster_id_school_year" to table: "tasks"
CREATE INDEX "task_cluster_id_school_year" ON "tasks" ("cluster_id", "school_year");
-- create index "task_conference_id_ordinal" to table: "tasks"
CREATE UNIQUE INDEX "task_conference_id_ordinal" ON "tasks" ("conference_id", "ordinal");
-- create index "task_directive_id" to table: "tasks"
CREATE INDEX "task_directive_id" ON "tasks" ("directive_id");
-- create "task_assignments" table
CREATE TABLE "task_assignments" (
  "id" bigint NOT NULL,
  "ordinal" bigint NOT NULL,
  "percent" bigint NOT NULL DEFAULT 0,
  "evidence" character varying NULL COLLATE "C",
  "note" character varying NULL COLLATE "C",
  "reported_at" timestamptz NULL,
  "task_id" bigint NOT NULL,
  "unit_id" bigint NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "task_assignments_done_with_evidence" CHECK (percent < 100 OR evidence IS NOT NULL),
  CONSTRAINT "task_assignments_ordinal_bounded" CHECK (ordinal >= 1),
  CONSTRAINT "task_assignments_percent_bounded" CHECK (percent >= 0 AND percent <= 100)
);
-- create index "taskassignment_task_id_ordinal" to table: "task_assignments"
CREATE UNIQUE INDEX "taskassignment_task_id_ordinal" ON "task_assignments" ("task_id", "ordinal");
-- create index "taskassignment_task_id_unit_id" to table: "task_assignments"
CREATE UNIQUE INDEX "taskassignment_task_id_unit_id" ON "task_assignments" ("task_id", "unit_id");
-- create index "taskassignment_unit_id" to table: "task_assignments"
CREATE INDEX "taskassignment_unit_id" ON "task_assignments" ("unit_id");
-- create "tokens" table
CREATE TABLE "tokens" (
  "id" bigint NOT NULL,
  "hash" bytea NOT NULL,
  "label" character varying NOT NULL COLLATE "C",
  "created_at" timestamptz NOT NULL,
  "expires_at" timestamptz NULL,
  "last_used_at" timestamptz NULL,
  "revoked_at" timestamptz NULL,
  "account_id" bigint NOT NULL,
  PRIMARY KEY ("id")
);
-- create index "token_account_id" to table: "tokens"
CREATE INDEX "token_account_id" ON "tokens" ("account_id");
-- create index "tokens_hash_key" to table: "tokens"
CREATE UNIQUE INDEX "tokens_hash_key" ON "tokens" ("hash");
-- create "topics" table
CREATE TABLE "topics" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "name_en" character varying NOT NULL COLLATE "C",
  "sort_key" character varying NOT NULL COLLATE "C",
  PRIMARY KEY ("id")
);
-- create index "topics_code_key" to table: "topics"
CREATE UNIQUE INDEX "topics_code_key" ON "topics" ("code");
-- create "units" table
CREATE TABLE "units" (
  "id" bigint NOT NULL,
  "code" character varying NOT NULL COLLATE "C",
  "kind" character varying NOT NULL COLLATE "C",
  "name" character varying NOT NULL COLLATE "C",
  "short_name" character varying NOT NULL COLLATE "C",
  "name_en" character varying NULL COLLATE "C",
  "sort_key" character varying NOT NULL COLLATE "C",
  "search_key" character varying NOT NULL COLLATE "C",
  "valid_from" character varying NULL COLLATE "C",
  "valid_to" character varying NULL COLLATE "C",
  "proposal_sponsors" bigint NULL,
  "province_id" bigint NULL,
  "parent_id" bigint NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "units_units_children" FOREIGN KEY ("parent_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT,
  CONSTRAINT "units_kind_known" CHECK (kind IN ('GOVERNMENT', 'MINISTRY', 'MINISTRY_DEPARTMENT', 'PROVINCIAL_DEPARTMENT', 'PEOPLES_COMMITTEE', 'PARTY_BODY', 'ASSEMBLY_BODY', 'OTHER')),
  CONSTRAINT "units_valid_for_a_time" CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from < valid_to)
);
-- create index "units_code_key" to table: "units"
CREATE UNIQUE INDEX "units_code_key" ON "units" ("code");
-- create "discrepancy_reports" table
CREATE TABLE "discrepancy_reports" (
  "discrepancy_id" bigint NOT NULL,
  "report_id" bigint NOT NULL,
  PRIMARY KEY ("discrepancy_id", "report_id")
);
-- create "discrepancy_conferences" table
CREATE TABLE "discrepancy_conferences" (
  "discrepancy_id" bigint NOT NULL,
  "conference_id" bigint NOT NULL,
  PRIMARY KEY ("discrepancy_id", "conference_id")
);
-- create "discrepancy_speeches" table
CREATE TABLE "discrepancy_speeches" (
  "discrepancy_id" bigint NOT NULL,
  "speech_id" bigint NOT NULL,
  PRIMARY KEY ("discrepancy_id", "speech_id")
);
-- create "discrepancy_proposals" table
CREATE TABLE "discrepancy_proposals" (
  "discrepancy_id" bigint NOT NULL,
  "proposal_id" bigint NOT NULL,
  PRIMARY KEY ("discrepancy_id", "proposal_id")
);
-- create "discrepancy_posts" table
CREATE TABLE "discrepancy_posts" (
  "discrepancy_id" bigint NOT NULL,
  "post_id" bigint NOT NULL,
  PRIMARY KEY ("discrepancy_id", "post_id")
);
-- create "discrepancy_indicator_values" table
CREATE TABLE "discrepancy_indicator_values" (
  "discrepancy_id" bigint NOT NULL,
  "indicator_value_id" bigint NOT NULL,
  PRIMARY KEY ("discrepancy_id", "indicator_value_id")
);
-- create "movement_clusters" table
CREATE TABLE "movement_clusters" (
  "movement_id" bigint NOT NULL,
  "cluster_id" bigint NOT NULL,
  PRIMARY KEY ("movement_id", "cluster_id")
);
-- create "proposal_topics" table
CREATE TABLE "proposal_topics" (
  "proposal_id" bigint NOT NULL,
  "topic_id" bigint NOT NULL,
  PRIMARY KEY ("proposal_id", "topic_id")
);
-- modify "agenda_items" table
ALTER TABLE "agenda_items" ADD
CONSTRAINT "agenda_items_conferences_agenda_items" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "agenda_items_units_agenda_items" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "announcements" table
ALTER TABLE "announcements" ADD
CONSTRAINT "announcements_conferences_announcements" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "announcements_sites_announcements" FOREIGN KEY ("site_id") REFERENCES "sites" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "attendances" table
ALTER TABLE "attendances" ADD
CONSTRAINT "attendances_conferences_attendances" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "attendances_people_attendances" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "attendances_sites_attendances" FOREIGN KEY ("site_id") REFERENCES "sites" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "attendances_units_attendances" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "awards" table
ALTER TABLE "awards" ADD
CONSTRAINT "awards_award_kinds_awards" FOREIGN KEY ("kind_id") REFERENCES "award_kinds" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "awards_clusters_awards" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "awards_nominations_award" FOREIGN KEY ("nomination_id") REFERENCES "nominations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "awards_units_awards" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "citations" table
ALTER TABLE "citations" ADD
CONSTRAINT "citations_agenda_items_citations" FOREIGN KEY ("agenda_item_id") REFERENCES "agenda_items" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_attendances_citations" FOREIGN KEY ("attendance_id") REFERENCES "attendances" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_awards_citations" FOREIGN KEY ("award_id") REFERENCES "awards" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_clusters_citations" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_conferences_citations" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_directives_citations" FOREIGN KEY ("directive_id") REFERENCES "directives" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_discrepancies_citations" FOREIGN KEY ("discrepancy_id") REFERENCES "discrepancies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_documents_citations" FOREIGN KEY ("named_document_id") REFERENCES "documents" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_documents_quotes" FOREIGN KEY ("document_id") REFERENCES "documents" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "citations_head_elections_citations" FOREIGN KEY ("head_election_id") REFERENCES "head_elections" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_indicator_values_citations" FOREIGN KEY ("indicator_value_id") REFERENCES "indicator_values" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_memberships_citations" FOREIGN KEY ("membership_id") REFERENCES "memberships" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_movements_citations" FOREIGN KEY ("movement_id") REFERENCES "movements" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_nominations_citations" FOREIGN KEY ("nomination_id") REFERENCES "nominations" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_offices_citations" FOREIGN KEY ("office_id") REFERENCES "offices" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_people_citations" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_posts_citations" FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_proposals_citations" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_provinces_citations" FOREIGN KEY ("province_id") REFERENCES "provinces" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_report_sections_citations" FOREIGN KEY ("report_section_id") REFERENCES "report_sections" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_reports_citations" FOREIGN KEY ("report_id") REFERENCES "reports" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_sites_citations" FOREIGN KEY ("site_id") REFERENCES "sites" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_speeches_citations" FOREIGN KEY ("speech_id") REFERENCES "speeches" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_successions_citations" FOREIGN KEY ("succession_id") REFERENCES "successions" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_tasks_citations" FOREIGN KEY ("task_id") REFERENCES "tasks" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_units_citations" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "conferences" table
ALTER TABLE "conferences" ADD
CONSTRAINT "conferences_clusters_conferences" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "conferences_units_hosted_conferences" FOREIGN KEY ("host_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "directives" table
ALTER TABLE "directives" ADD
CONSTRAINT "directives_conferences_directives" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "directives_people_directives" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "directives_speeches_directives" FOREIGN KEY ("speech_id") REFERENCES "speeches" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "directives_units_directives" FOREIGN KEY ("issuer_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "documents" table
ALTER TABLE "documents" ADD
CONSTRAINT "documents_agenda_items_documents" FOREIGN KEY ("agenda_item_documents") REFERENCES "agenda_items" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- modify "floor_requests" table
ALTER TABLE "floor_requests" ADD
CONSTRAINT "floor_requests_agenda_items_floor_requests" FOREIGN KEY ("agenda_item_id") REFERENCES "agenda_items" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "floor_requests_conferences_floor_requests" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "floor_requests_people_floor_requests" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "floor_requests_sites_floor_requests" FOREIGN KEY ("site_id") REFERENCES "sites" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "floor_requests_speeches_floor_requests" FOREIGN KEY ("speech_id") REFERENCES "speeches" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "floor_requests_units_floor_requests" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "grants" table
ALTER TABLE "grants" ADD
CONSTRAINT "grants_accounts_grants" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "grants_clusters_grants" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "grants_conferences_grants" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "grants_units_grants" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "head_elections" table
ALTER TABLE "head_elections" ADD
CONSTRAINT "head_elections_clusters_elections" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "head_elections_conferences_elections" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "head_elections_units_elections" FOREIGN KEY ("elected_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "indicator_values" table
ALTER TABLE "indicator_values" ADD
CONSTRAINT "indicator_values_clusters_indicator_values" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "indicator_values_indicators_indicator_values" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "indicator_values_reports_indicator_values" FOREIGN KEY ("report_id") REFERENCES "reports" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "indicator_values_units_indicator_values" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "memberships" table
ALTER TABLE "memberships" ADD
CONSTRAINT "memberships_clusters_memberships" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "memberships_units_memberships" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "movements" table
ALTER TABLE "movements" ADD
CONSTRAINT "movements_people_movements" FOREIGN KEY ("launcher_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "movements_units_movements" FOREIGN KEY ("launched_by_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "nominations" table
ALTER TABLE "nominations" ADD
CONSTRAINT "nominations_award_kinds_nominations" FOREIGN KEY ("kind_id") REFERENCES "award_kinds" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "nominations_clusters_nominations" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "nominations_conferences_nominations" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "nominations_units_nominations" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "offices" table
ALTER TABLE "offices" ADD
CONSTRAINT "offices_clusters_offices" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "offices_units_offices" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "posts" table
ALTER TABLE "posts" ADD
CONSTRAINT "posts_people_posts" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "posts_units_posts" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "proposals" table
ALTER TABLE "proposals" ADD
CONSTRAINT "proposals_clusters_proposals" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "proposals_conferences_proposals" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "proposals_speeches_proposals" FOREIGN KEY ("speech_id") REFERENCES "speeches" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "proposals_units_addressed_proposals" FOREIGN KEY ("addressee_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "proposals_units_answered_proposals" FOREIGN KEY ("answered_by_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "proposals_units_assigned_proposals" FOREIGN KEY ("assignee_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "proposals_units_proposals" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "reports" table
ALTER TABLE "reports" ADD
CONSTRAINT "reports_clusters_reports" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "reports_conferences_reports" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "reports_units_reports" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "report_sections" table
ALTER TABLE "report_sections" ADD
CONSTRAINT "report_sections_reports_sections" FOREIGN KEY ("report_id") REFERENCES "reports" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "sites" table
ALTER TABLE "sites" ADD
CONSTRAINT "sites_conferences_sites" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "sites_provinces_sites" FOREIGN KEY ("province_id") REFERENCES "provinces" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "sites_units_sites" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "speeches" table
ALTER TABLE "speeches" ADD
CONSTRAINT "speeches_agenda_items_speeches" FOREIGN KEY ("agenda_item_id") REFERENCES "agenda_items" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "speeches_conferences_speeches" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "speeches_people_speeches" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "speeches_units_speeches" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "successions" table
ALTER TABLE "successions" ADD
CONSTRAINT "successions_units_origins" FOREIGN KEY ("successor_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "successions_units_successions" FOREIGN KEY ("predecessor_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "tasks" table
ALTER TABLE "tasks" ADD
CONSTRAINT "tasks_clusters_tasks" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, ADD
CONSTRAINT "tasks_conferences_tasks" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "tasks_directives_tasks" FOREIGN KEY ("directive_id") REFERENCES "directives" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "task_assignments" table
ALTER TABLE "task_assignments" ADD
CONSTRAINT "task_assignments_tasks_assignments" FOREIGN KEY ("task_id") REFERENCES "tasks" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "task_assignments_units_task_assignments" FOREIGN KEY ("unit_id") REFERENCES "units" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "tokens" table
ALTER TABLE "tokens" ADD
CONSTRAINT "tokens_accounts_tokens" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "units" table
ALTER TABLE "units" ADD
CONSTRAINT "units_proposals_sponsors" FOREIGN KEY ("proposal_sponsors") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD
CONSTRAINT "units_provinces_units" FOREIGN KEY ("province_id") REFERENCES "provinces" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- modify "discrepancy_reports" table
ALTER TABLE "discrepancy_reports" ADD
CONSTRAINT "discrepancy_reports_discrepancy_id" FOREIGN KEY ("discrepancy_id") REFERENCES "discrepancies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "discrepancy_reports_report_id" FOREIGN KEY ("report_id") REFERENCES "reports" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "discrepancy_conferences" table
ALTER TABLE "discrepancy_conferences" ADD
CONSTRAINT "discrepancy_conferences_conference_id" FOREIGN KEY ("conference_id") REFERENCES "conferences" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "discrepancy_conferences_discrepancy_id" FOREIGN KEY ("discrepancy_id") REFERENCES "discrepancies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "discrepancy_speeches" table
ALTER TABLE "discrepancy_speeches" ADD
CONSTRAINT "discrepancy_speeches_discrepancy_id" FOREIGN KEY ("discrepancy_id") REFERENCES "discrepancies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "discrepancy_speeches_speech_id" FOREIGN KEY ("speech_id") REFERENCES "speeches" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "discrepancy_proposals" table
ALTER TABLE "discrepancy_proposals" ADD
CONSTRAINT "discrepancy_proposals_discrepancy_id" FOREIGN KEY ("discrepancy_id") REFERENCES "discrepancies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "discrepancy_proposals_proposal_id" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "discrepancy_posts" table
ALTER TABLE "discrepancy_posts" ADD
CONSTRAINT "discrepancy_posts_discrepancy_id" FOREIGN KEY ("discrepancy_id") REFERENCES "discrepancies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "discrepancy_posts_post_id" FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "discrepancy_indicator_values" table
ALTER TABLE "discrepancy_indicator_values" ADD
CONSTRAINT "discrepancy_indicator_values_discrepancy_id" FOREIGN KEY ("discrepancy_id") REFERENCES "discrepancies" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "discrepancy_indicator_values_indicator_value_id" FOREIGN KEY ("indicator_value_id") REFERENCES "indicator_values" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "movement_clusters" table
ALTER TABLE "movement_clusters" ADD
CONSTRAINT "movement_clusters_cluster_id" FOREIGN KEY ("cluster_id") REFERENCES "clusters" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "movement_clusters_movement_id" FOREIGN KEY ("movement_id") REFERENCES "movements" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- modify "proposal_topics" table
ALTER TABLE "proposal_topics" ADD
CONSTRAINT "proposal_topics_proposal_id" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "proposal_topics_topic_id" FOREIGN KEY ("topic_id") REFERENCES "topics" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
