package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"thidua/internal/web/browsertest"
)

// The samples of the documentation and of README work as they are printed, but for the address: operations
// and shell commands with curl against the running demo, JavaScript in Chromium. Modules that need libraries
// are executed with Node, and TSX is type-checked, by .ci/clients. The command lines in text blocks have
// flags and targets that exist. A sample that several pages have, such as both languages of one, is executed
// once.
func TestDocs_SamplesSucceed(t *testing.T) {
	base, _ := startProgram(t, "demo", "--live", "--heartbeat", "1s")
	counts, executed := map[string]int{}, map[docBlock]bool{}
	for _, b := range docBlocks(t) {
		counts[b.language]++
		sample := b
		if sample.line = 0; b.page != "README.md" { // whose blocks follow other rules
			sample.page = ""
		}
		if executed[sample] {
			continue
		}
		executed[sample] = true
		t.Run(fmt.Sprintf("%s:%d", b.page, b.line), func(t *testing.T) {
			if b.excluded {
				return
			}
			b.code = strings.ReplaceAll(b.code, "http://127.0.0.1:8080", base)
			switch b.language {
			case "graphql":
				executeOperation(t, base, b)
			case "sh":
				t.Parallel() // curl waits for seconds until it ends a subscription
				runShell(t, b)
			case "js":
				runScript(t, base, b)
			case "tsx": // type-checked by .ci/clients/samples.mjs
			case "json":
				if !json.Valid([]byte(b.code)) {
					t.Error("it is not JSON")
				}
			case "yaml":
				var v any
				if err := yaml.Unmarshal([]byte(b.code), &v); err != nil {
					t.Error(err)
				}
			case "text":
				parseCommands(t, b.code)
			case "mermaid": // a diagram, in README
			default:
				t.Errorf("no test executes blocks in %s", b.language)
			}
		})
	}
	for _, language := range []string{"graphql", "sh", "js", "json"} {
		if counts[language] < 4 {
			t.Errorf("only %d samples in %s were found", counts[language], language)
		}
	}
}

// executeOperation sends an operation of its own, anonymously. A subscription has to send its first result.
func executeOperation(t *testing.T, base string, b docBlock) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	body, err := json.Marshal(map[string]string{"query": b.code})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/graphql",
		strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if strings.HasPrefix(b.code, "subscription") {
		request.Header.Set("Accept", "text/event-stream")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				checkResponses(t, b, data)
				return
			}
		}
		t.Fatalf("the stream ended without a result: %v", lines.Err())
	}
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	checkResponses(t, b, string(answer))
}

// runShell runs the commands of a block that calls the API; in README, a block may also be a target of make.
func runShell(t *testing.T, b docBlock) {
	t.Helper()
	if !strings.Contains(b.code, "curl ") {
		if b.page != "README.md" {
			t.Error("it calls nothing: make it a text block")
		}
		parseCommands(t, b.code)
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", b.code)
	command.Dir = t.TempDir()
	var errs strings.Builder
	command.Stderr = &errs
	out, err := command.Output()
	if err != nil || errs.Len() > 0 {
		t.Errorf("%v: %s%s", err, out, errs.String())
	}
	text := string(out)
	if strings.Contains(text, "event: ") {
		var results []string
		for line := range strings.Lines(text) {
			if data, ok := strings.CutPrefix(line, "data: "); ok && strings.TrimSpace(data) != "" {
				results = append(results, data)
			}
		}
		text = strings.Join(results, "")
	}
	checkResponses(t, b, text)
}

// checkResponses checks the JSON documents that a sample has received. They equal the JSON block after the
// sample, if there is one. Otherwise they have no errors, or just the one that the text after it announces.
func checkResponses(t *testing.T, b docBlock, text string) {
	t.Helper()
	n := 0
	for decoder := json.NewDecoder(strings.NewReader(text)); ; n++ {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the response is not JSON: %v\n%s", err, text)
		}
		if b.response != "" {
			requireEqualJSON(t, string(raw), b.response)
			continue
		}
		var result struct {
			Errors []struct{ Extensions struct{ Code string } }
		}
		if err := json.Unmarshal(raw, &result); err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		for _, e := range result.Errors {
			if e.Extensions.Code != b.errorCode {
				t.Errorf("an error that the page does not announce: %s", raw)
			}
		}
		if b.errorCode != "" && len(result.Errors) == 0 {
			t.Errorf("the page announces %s, but the response is %s", b.errorCode, raw)
		}
	}
	if n == 0 {
		t.Errorf("no response: %s", text)
	}
}

func requireEqualJSON(t *testing.T, got, want string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("the page shows no JSON: %v", err)
	}
	if err := json.Unmarshal([]byte(got), &a); err != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("the response is %s, the page shows %s", got, want)
	}
}

// runScript executes JavaScript in a page of the server, and waits until it has logged a result.
func runScript(t *testing.T, base string, b docBlock) {
	t.Helper()
	if regexp.MustCompile(`(?m)^import `).MatchString(b.code) {
		if !regexp.MustCompile(`^// [\w-]+\.mjs\b`).MatchString(b.code) {
			t.Error("a module begins with its name, // NAME.mjs: .ci/clients/live/docs.mjs executes it")
		}
		return
	}
	tab := browsertest.New(t)
	// The policy of a page does not apply to evaluated scripts, but it applies to their connections.
	tab.Open(base + "/")
	browsertest.Eval[any](tab, `void (window.logged = [], console.log = (...all) => logged.push(...all))`)
	browsertest.Eval[any](tab, b.code+"\n;undefined")
	tab.Wait(`logged.length > 0`)
	if got := browsertest.Eval[string](tab,
		`JSON.stringify(logged[0])`); !strings.Contains(got, "__typename") {
		t.Errorf("it logs %s", got)
	}
	tab.RequireClean()
}

// parseCommands checks the command lines of a text block that call thidua or make, without running them.
func parseCommands(t *testing.T, code string) {
	t.Helper()
	if strings.Contains(code, "curl ") {
		t.Error("a block with curl is executed: mark it as sh")
	}
	code = strings.ReplaceAll(code, "\\\n", " ")
	for line := range strings.Lines(code) {
		line, _, _ = strings.Cut(line, " #")
		words := strings.Fields(strings.ReplaceAll(line, "'", ""))
		if len(words) < 2 {
			continue
		}
		switch filepath.Base(words[0]) {
		case "thidua":
			var c cli
			parser, err := kong.New(&c, kong.Name("thidua"), kong.Exit(func(int) {}))
			if err == nil {
				_, err = parser.Parse(words[1:])
			}
			if err != nil {
				t.Errorf("%s: %v", line, err)
			}
		case "make":
			makefile, err := os.ReadFile("../../Makefile")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(makefile), "\n"+words[1]+":") {
				t.Errorf("no target %s in the Makefile", words[1])
			}
		}
	}
}
