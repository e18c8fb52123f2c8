package transport_test

import (
	"net/http"
	"testing"

	"go.uber.org/goleak"
)

// After all tests no goroutine is left: however a socket ended, its operations did.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// An idle connection of a client has a goroutine too.
func init() { http.DefaultTransport.(*http.Transport).DisableKeepAlives = true }
