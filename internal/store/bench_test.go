package store_test

import (
	"context"
	"fmt"
	"testing"

	"thidua/ent"
	"thidua/ent/account"
	"thidua/internal/store"
	"thidua/internal/storetest"
)

// BenchmarkStatements compares cached statements with uncached ones, through ent: a row by its key, a page of
// 20 with its children, and a transaction with one update.
//
//	go test -run '^$' -bench Statements -benchmem ./internal/store
func BenchmarkStatements(b *testing.B) {
	for _, d := range []struct{ name, dialect string }{{"sqlite", store.SQLite}, {"postgres", store.Postgres}} {
		for _, k := range []struct {
			name string
			keep int
		}{{"plain", 0}, {"kept", store.MaxStatements}} {
			s := storetest.Open(b, d.dialect, store.WithStatementCache(k.keep))
			var names []string
			for i := range 100 {
				names = append(names, fmt.Sprintf("account %03d", i))
			}
			createAccounts(b, s, names...)
			b.Run(d.name+"/row/"+k.name, func(b *testing.B) { rowByKey(b, s, names) })
			b.Run(d.name+"/page/"+k.name, func(b *testing.B) { page(b, s, names) })
			b.Run(d.name+"/write/"+k.name, func(b *testing.B) { write(b, s, names) })
		}
	}
}

func rowByKey(b *testing.B, s *store.Store, names []string) {
	for i := 0; b.Loop(); i++ {
		if _, err := s.Reader().Account.Query().Where(account.Subject(names[i%len(names)])).
			Only(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func page(b *testing.B, s *store.Store, names []string) {
	for i := 0; b.Loop(); i++ {
		list, err := s.Reader().Account.Query().Where(account.SubjectGT(names[i%50])).
			Order(ent.Asc(account.FieldSubject)).Limit(20).WithGrants().All(b.Context())
		if err != nil || len(list) != 20 {
			b.Fatal(len(list), err)
		}
	}
}

func write(b *testing.B, s *store.Store, names []string) {
	for i := 0; b.Loop(); i++ {
		if err := s.Tx(b.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.Account.Update().Where(account.Subject(names[i%len(names)])).SetName(fmt.Sprint(i)).Exec(ctx)
		}); err != nil {
			b.Fatal(err)
		}
	}
}
