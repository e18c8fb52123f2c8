package browsertest

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

// shared is the browser of a package whose TestMain calls [Run].
var shared struct {
	use  bool
	ctx  context.Context // nil until the first test asks for it
	stop func()
}

// Run runs the tests of a package with one browser for all of them, because starting one takes seconds. Each
// test still has a profile of its own. Such tests do not run in parallel.
func Run(m *testing.M) (code int) {
	shared.use = true
	defer func() {
		if shared.ctx != nil {
			shared.stop()
		}
	}()
	return m.Run()
}

// newShared opens a tab with a new profile in the shared browser, which it starts or, if it has crashed,
// starts again.
func newShared(t testing.TB) *Browser {
	t.Helper()
	if shared.ctx != nil && shared.ctx.Err() != nil {
		shared.stop()
		shared.ctx = nil
	}
	if shared.ctx == nil {
		ctx, stop, err := start()
		if err != nil {
			t.Fatal(err)
		}
		shared.ctx, shared.stop = ctx, stop
	}
	ctx, cancel := chromedp.NewContext(shared.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatalf("opening a tab with a new profile: %v", err)
	}
	return newTab(t, ctx)
}
