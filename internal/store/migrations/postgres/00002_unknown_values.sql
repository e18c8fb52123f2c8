-- +goose Up
-- modify "attendances" table
ALTER TABLE "attendances" DROP CONSTRAINT "attendances_presence_known", ADD CONSTRAINT "attendances_presence_known" CHECK (presence IN ('NOT_CALLED', 'IN_HALL', 'ONLINE', 'ABSENT', 'LEFT', 'NOT_STATED'));
-- modify "conferences" table
ALTER TABLE "conferences" ALTER COLUMN "online" DROP NOT NULL, ALTER COLUMN "online" DROP DEFAULT;
-- modify "indicator_values" table
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_value_one_rank" CHECK (national_rank IS NULL OR national_rank_at_most IS NULL), ADD CONSTRAINT "indicator_values_national_rank_at_most_bounded" CHECK (national_rank_at_most >= 1), ADD COLUMN "national_rank_at_most" bigint NULL;
-- modify "speeches" table
ALTER TABLE "speeches" ALTER COLUMN "papers" DROP NOT NULL, ALTER COLUMN "papers" DROP DEFAULT;
-- modify "tasks" table
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_state_known", ADD CONSTRAINT "tasks_state_known" CHECK (state IN ('OPEN', 'DONE', 'DROPPED', 'NOT_STATED'));
-- modify "citations" table
ALTER TABLE "citations" DROP CONSTRAINT "citation_of_one_fact", ADD CONSTRAINT "citation_of_one_fact" CHECK ((CASE WHEN province_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN succession_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN cluster_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN membership_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN office_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN post_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN discrepancy_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_value_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN report_section_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN movement_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN conference_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN site_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN attendance_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN agenda_item_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN speech_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN directive_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN head_election_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN nomination_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN award_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN named_document_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN award_kind_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END) = 1), ADD COLUMN "award_kind_id" bigint NULL, ADD COLUMN "indicator_id" bigint NULL, ADD COLUMN "topic_id" bigint NULL, ADD
CONSTRAINT "citations_award_kinds_citations" FOREIGN KEY ("award_kind_id") REFERENCES "award_kinds" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_indicators_citations" FOREIGN KEY ("indicator_id") REFERENCES "indicators" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, ADD
CONSTRAINT "citations_topics_citations" FOREIGN KEY ("topic_id") REFERENCES "topics" ("id") ON UPDATE NO ACTION ON DELETE CASCADE;
-- create index "citation_award_kind_id" to table: "citations"
CREATE INDEX "citation_award_kind_id" ON "citations" ("award_kind_id");
-- create index "citation_indicator_id" to table: "citations"
CREATE INDEX "citation_indicator_id" ON "citations" ("indicator_id");
-- create index "citation_topic_id" to table: "citations"
CREATE INDEX "citation_topic_id" ON "citations" ("topic_id");
-- A conference that is CLOSED without a moment of closing is one that a document tells of: no roll was called at it, nothing says
-- what became of its tasks, and only "online" was ever stated. A rank stated as a bound is kept as a bound.
UPDATE attendances SET presence = 'NOT_STATED' WHERE presence = 'NOT_CALLED'
  AND conference_id IN (SELECT id FROM conferences WHERE state = 'CLOSED' AND closed_at IS NULL);
UPDATE tasks SET state = 'NOT_STATED' WHERE state = 'OPEN' AND set_at IS NULL
  AND conference_id IN (SELECT id FROM conferences WHERE state = 'CLOSED' AND closed_at IS NULL);
UPDATE conferences SET online = NULL WHERE online = FALSE AND state = 'CLOSED' AND closed_at IS NULL;
UPDATE indicator_values SET national_rank_at_most = national_rank, national_rank = NULL
  WHERE approximation = 'AT_MOST' AND value_micros IS NULL AND denominator IS NULL AND national_rank IS NOT NULL;
