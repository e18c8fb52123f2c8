// Command screenshot takes the picture of the hall screen in README: it plays the national conference of the
// demo, waits until a speaker has the floor and others wait for it, and writes docs/images/hall.png.
//
// The picture shows a page of the demo as it is; only its queue is filled by the command, with made-up
// requests.
//
// It runs from the root of the module, and needs Go and Chromium:
//
//	go run ./internal/web/screenshot
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	width, height = 1920, 1080

	// timeout limits building the program, loading the record and waiting for the queue, on a busy machine.
	timeout = 5 * time.Minute
)

// ready is true in the page as soon as it shows what the picture is about: a live connection, a speaker
// whose clock has run for a few seconds, and a queue.
const ready = `(() => {
	const all = (css) => document.querySelectorAll(css).length;
	return all(".link.live") && all(".attendance") && all(".queue li") >= 4 &&
		/^9:([0-4][0-9]|5[0-4])$/.test(document.querySelector(".countdown.calm .digits")?.textContent);
})()`

func main() {
	target := flag.String("out", "docs/images/hall.png", "file to write")
	speed := flag.String("speed", "8", "factor by which the conference is played faster than in real time")
	flag.Parse()
	if err := run(*target, *speed); err != nil {
		log.Fatal("screenshot: ", err)
	}
}

func run(target, speed string) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	dir, err := os.MkdirTemp("", "thidua-screenshot-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // nothing in it is needed afterwards
	address, stop, err := startDemo(ctx, dir, speed)
	if err != nil {
		return err
	}
	defer stop()
	base := "http://" + address
	if err := takeFloor(ctx, base); err != nil {
		return err
	}
	png, err := capture(ctx, base+"/screen/"+conference)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, png, 0o644)
}

// startDemo builds the program into dir, and runs its demo on a free port until stop is called.
func startDemo(ctx context.Context, dir, speed string) (address string, stop func(), err error) {
	program := filepath.Join(dir, "thidua")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/thidua")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return "", nil, fmt.Errorf("building thidua: %w", err)
	}
	address, err = freeAddress()
	if err != nil {
		return "", nil, err
	}
	demo := exec.CommandContext(ctx, program, "demo", "--live=national", "--speed", speed,
		"--listen", address, "--log-level", "error")
	demo.Stdout, demo.Stderr = io.Discard, os.Stderr
	if err := demo.Start(); err != nil {
		return "", nil, fmt.Errorf("starting the demo: %w", err)
	}
	stop = func() {
		_ = demo.Process.Signal(os.Interrupt) // it may have ended
		_ = demo.Wait()                       // the picture has been taken
	}
	for {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return address, stop, nil
		}
		select {
		case <-ctx.Done():
			stop()
			return "", nil, fmt.Errorf("waiting for the demo: %w", ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// freeAddress returns a loopback address with a port that is free at the moment.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// capture opens the page in a headless Chromium and returns a picture of it as PNG once it is ready.
func capture(ctx context.Context, url string) ([]byte, error) {
	path := findChromium()
	if path == "" {
		return nil, errors.New("no Chromium on this machine: apt-get install chromium")
	}
	ctx, stop := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(width, height))...)
	defer stop()
	ctx, cancel := chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		return nil, fmt.Errorf("starting %s: %w", path, err)
	}
	return captureReady(ctx, url)
}

// captureReady loads the page, and returns a picture of it once it is ready.
func captureReady(ctx context.Context, url string) ([]byte, error) {
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return nil, fmt.Errorf("opening %s: %w", url, err)
	}
	for {
		shown, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+ready+")"))
		if err != nil {
			return nil, fmt.Errorf("waiting for the queue: %w", err)
		}
		if shown {
			return chromedp.Run(ctx, chromedp.CaptureScreenshot())
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for the queue: %w", ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
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
