package main

import (
	"os"
	"path/filepath"
	"time"

	"thidua/graph"
	"thidua/internal/fault"
	"thidua/internal/guard"
	"thidua/internal/ratelimit"
)

// OperationLimits limits single operations, and operations over time and at once.
type OperationLimits struct {
	Rates       ratelimit.Rates       `embed:"" group:"Rates" prefix:"rate-" envprefix:"THIDUA_RATE_"`
	Concurrency ratelimit.Concurrency `embed:"" group:"Operations at once" prefix:"concurrent-" envprefix:"THIDUA_CONCURRENT_"`
	Limits      guard.Limits          `embed:"" group:"Limits of an operation" prefix:"limit-" envprefix:"THIDUA_LIMIT_"`
	Trusted     string                `env:"THIDUA_TRUSTED" placeholder:"FILE" help:"Trusted documents, which clients may request by hash: a JSON object of documents by SHA-256."`
	TrustedOnly bool                  `env:"THIDUA_TRUSTED_ONLY" help:"Refuse all operations that are not trusted documents, including those of the playground."`
}

// newGuard returns the guard, or BAD_CONFIG. Unless publicSchema, anonymous viewers are not shown the schema.
func (l OperationLimits) newGuard(publicSchema bool) (*guard.Extension, error) {
	if err := l.Limits.Validate(); err != nil {
		return nil, err
	}
	if err := l.Rates.Validate(); err != nil {
		return nil, err
	}
	if err := l.Concurrency.Validate(); err != nil {
		return nil, err
	}
	limiter := ratelimit.NewLimiter(l.Rates, time.Now)
	limiter.Concurrency = ratelimit.NewConcurrencyLimiter(l.Concurrency)
	config := guard.Config{Limits: l.Limits, TrustedOnly: l.TrustedOnly, Limiter: limiter,
		PrivateSchema: !publicSchema}
	if l.TrustedOnly && l.Trusted == "" {
		return nil, fault.BadConfig.With("setting", "--trusted-only", "reason",
			"it needs --trusted with the documents")
	}
	if l.Trusted == "" {
		return guard.New(config), nil
	}
	content, err := os.ReadFile(l.Trusted)
	if err != nil {
		return nil, fault.BadConfig.With("setting", "--trusted", "reason", err.Error())
	}
	if config.TrustedDocuments, err = guard.ReadTrustedDocuments(filepath.Base(l.Trusted), content,
		graph.Schema(), l.Limits); err != nil {
		return nil, err
	}
	return guard.New(config), nil
}
