package store_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"thidua/internal/store"
	"thidua/internal/storetest/cluster"
)

// An ordinary user of PostgreSQL can read the identity. If its functions are revoked, it is unknown and the
// store opens anyway.
func TestIdentity_UnprivilegedUser(t *testing.T) {
	server, err := cluster.Shared()
	if err != nil {
		t.Fatal(err)
	}
	name, err := server.Create(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Drop(context.Background(), name) })
	admin, err := sql.Open("postgres", server.URL(name))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	must := func(statement string) {
		t.Helper()
		if _, err := admin.ExecContext(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	role := "plain_" + strings.ToLower(rand.Text()[:10])
	must("CREATE ROLE " + role + " LOGIN PASSWORD 'x'")
	defer must("DROP ROLE " + role)
	u, err := url.Parse(server.URL(name))
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(role, "x")
	place := func() int64 {
		t.Helper()
		s, err := store.Open(t.Context(), u.String())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		p, err := s.Identity(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if place() == 0 {
		t.Error("it does not know where it is")
	}
	must("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
	if p := place(); p != 0 {
		t.Errorf("it may not ask, and is at %d", p)
	}
}
