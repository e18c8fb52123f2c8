package record_test

import (
	"testing"

	"thidua/internal/record"
)

func TestDataIsSound(t *testing.T) {
	if err := record.Check(record.Data()); err != nil {
		t.Fatal(err)
	}
}
