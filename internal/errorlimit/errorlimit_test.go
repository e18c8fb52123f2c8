package errorlimit_test

import (
	"testing"

	"thidua/internal/errorlimit"
)

func TestCount(t *testing.T) {
	ctx := errorlimit.WithCounter(t.Context())
	for i := range errorlimit.Max + 5 {
		if reached := errorlimit.IsReached(ctx); reached != (i >= errorlimit.Max) {
			t.Errorf("after %d errors, reached: %v", i, reached)
		}
		if listed := errorlimit.Count(ctx); listed != (i < errorlimit.Max) {
			t.Errorf("error %d, listed: %v", i+1, listed)
		}
	}
	if ctx := t.Context(); errorlimit.IsReached(ctx) || !errorlimit.Count(ctx) {
		t.Error("errors are omitted without a counter")
	}
}
