# The commands that must always work. `make run` needs Go alone.
.DEFAULT_GOAL := run
.PHONY: help run cluster test generate screen screenshot migration bench deps lint

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build, load the published record, serve the API, the playground and the pages, and play a conference
	go build -o bin/thidua ./cmd/thidua
	./bin/thidua demo --live

cluster: deps ## two servers on a throwaway PostgreSQL, to be tried
	go build -o bin/thidua ./cmd/thidua
	go build -o bin/thidua-cluster ./cmd/thidua-cluster
	./bin/thidua-cluster ./bin/thidua

test: deps ## install what the tests need, then all tests on both databases
	.ci/test
	.ci/clients/run

generate: ## everything that is generated: ent, the executor, the printed schema, the tables in docs/
	go run ./ent/codegen
	go run ./graph/codegen
	cd cmd/thidua-bench/stock && go tool gqlgen generate
	go run ./cmd/thidua schema > schema.graphql.new && mv schema.graphql.new schema.graphql
	.ci/tables

screen: deps ## the pages of the hall, from screen/ into internal/web/static/screen
	.ci/screen

screenshot: deps ## the picture of the hall screen in README: docs/images/hall.png
	go run ./internal/web/screenshot

migration: deps ## the next versioned migration of both databases: make migration NAME=what_changes
	go run ./ent/migrate/diff $(NAME)

bench: deps ## the benchmarks
	go test -p 1 -timeout 30m -run '^$$' -bench . -benchmem ./...
	go run ./cmd/thidua-bench
	go run ./cmd/thidua-bench conference
	go run ./cmd/thidua-bench conference --postgres
	go build -o bin/thidua ./cmd/thidua
	go run ./cmd/thidua-bench operations

lint: ## formatting, vet, golangci-lint
	.ci/lint

deps: ## install what the tests need: PostgreSQL, Chromium, Node, curl
	.ci/deps
