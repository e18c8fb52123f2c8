package record_test

import (
	"fmt"
	"testing"

	"thidua/internal/store"
)

func contentsOf(t *testing.T, s *store.Store) string { return fmt.Sprint(t.Name(), s != nil) }
