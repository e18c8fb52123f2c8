// Package browsertest drives a headless Chromium against a server on loopback, and records all requests and
// problems of the page. It owns the start, the flags and the end of the browser; tests check what a page
// shows.
//
// It never skips: without Chromium a test fails and says what to install. Only tests import it, so it is not
// in the binary.
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// stepTimeout limits one step, not a test: a cold browser on a busy two-core machine is slow.
const stepTimeout = 60 * time.Second

// The size of a page before [Browser.View].
const width, height = 1280, 800

// Browser is a tab of a Chromium with its own profile.
type Browser struct {
	Ctx context.Context // for chromedp actions without a method here
	t   testing.TB
	log activityLog
}

// New opens a tab with an empty profile, which ends with the test: a tab of the browser that the package
// shares by [Run], or else of a browser of its own.
func New(t testing.TB) *Browser {
	t.Helper()
	if shared.use {
		return newShared(t)
	}
	ctx, stop, err := start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return newTab(t, ctx)
}

// start starts a browser with an empty profile.
func start() (_ context.Context, stop func(), err error) {
	path := findChromium()
	if path == "" {
		return nil, nil, errors.New("no Chromium on this machine: apt-get install chromium")
	}
	alloc, free := chromedp.NewExecAllocator(context.Background(),
		append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.NoSandbox, // CI and containers run as root
			chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-component-update", true),
			// The page's requests are recorded. The browser's own requests cannot leave the machine, because
			// only loopback names resolve.
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
			chromedp.WindowSize(width, height),
		)...)
	ctx, cancel := chromedp.NewContext(alloc)
	stop = func() { cancel(); free() }

	// The first call starts the browser, which ends with this context, so it has no deadline.
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return ctx, stop, nil
}

// Tab opens another tab in the same browser with the same profile.
func (b *Browser) Tab() *Browser {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.Ctx)
	b.t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		b.t.Fatalf("opening a tab: %v", err)
	}
	return newTab(b.t, ctx)
}

// newTab returns the tab of a context, and starts recording its requests and problems.
func newTab(t testing.TB, ctx context.Context) *Browser {
	t.Helper()
	b := &Browser{Ctx: ctx, t: t}
	if err := chromedp.Listen(ctx, b.log.handleEvent); err != nil {
		t.Fatalf("listening to the page: %v", err)
	}
	if _, err := chromedp.Call(ctx, audits.Enable, cdp.Empty{}); err != nil {
		t.Fatalf("turning the audits on: %v", err)
	}
	return b
}

// findChromium returns the path of the browser, or "". THIDUA_TEST_CHROMIUM names one outside PATH.
func findChromium() string {
	for _, name := range []string{os.Getenv("THIDUA_TEST_CHROMIUM"), "chromium", "chromium-browser",
		"google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Do runs actions in order and fails the test at the first that does not succeed in time.
func (b *Browser) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, stepTimeout)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("in the browser: %v\n%s", err, b.log.String())
	}
}

// Open opens a page and waits until it has loaded.
func (b *Browser) Open(url string) { b.t.Helper(); b.Do(chromedp.Navigate(url)) }

// Click clicks the first element that matches a CSS selector, once it is visible.
func (b *Browser) Click(css string) {
	b.t.Helper()
	b.Do(chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible))
}

// Eval evaluates a JavaScript expression in the page. The page's Content-Security-Policy does not apply to
// it.
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, stepTimeout)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("evaluating %s: %v\n%s", expression, err, b.log.String())
	}
	return v
}

// Wait evaluates the expression until it is true. chromedp.Poll would use new Function inside the page, which
// our policy refuses and reports.
func (b *Browser) Wait(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(stepTimeout); time.Now().
		Before(deadline); time.Sleep(50 * time.Millisecond) {
		if Eval[bool](b, "Boolean("+expression+")") {
			return
		}
	}
	b.t.Fatalf("never came true: %s\n%s", expression, b.log.String())
}

// SetView sets the size of the page and the preferred colour scheme.
func (b *Browser) SetView(width, height int64, dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.Do(chromedp.EmulateViewport(width, height))
	if _, err := chromedp.Call(b.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}); err != nil {
		b.t.Fatalf("setting the colour scheme: %v", err)
	}
}

// Screenshot saves the page as name.png in the folder THIDUA_TEST_SHOTS, if that is set, for people to look
// at: tests do not compare it.
func (b *Browser) Screenshot(name string) {
	b.t.Helper()
	dir := os.Getenv("THIDUA_TEST_SHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.Ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644)
	}
	if err != nil {
		b.t.Fatalf("taking the picture %s: %v", name, err)
	}
}
