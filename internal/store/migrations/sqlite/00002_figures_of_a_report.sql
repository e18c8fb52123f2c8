-- +goose Up
-- create index "indicatorvalue_report_id_ordinal" to table: "indicator_values"
CREATE INDEX `indicatorvalue_report_id_ordinal` ON `indicator_values` (`report_id`, `ordinal`);
