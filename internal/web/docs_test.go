package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"thidua/internal/web"
	"thidua/internal/web/browsertest"
)

var manual = fstest.MapFS{
	"api.md": {Data: []byte("# Using\n\nAbout <b>all</b>.\n\n" +
		"## One {#one}\n\nSee [flags](flags.md#x).\n\n### Two\n\n|a|\n|:-|\n|b|\n")},
	"flags.md":      {Data: []byte("# Flags\n\nAll flags.\n")},
	"vi/api.md":     {Data: []byte("# Sử dụng\n\nVề API. Xem [cờ](../flags.md).\n")},
	"adr/README.md": {Data: []byte("# Records\n\nWhy.\n")},
}

// The language is that of ?lang=, otherwise the browser's. All links keep it, and the switch keeps the page.
// A page that is not translated is shown in English, which is marked and said.
func TestDocs_Language(t *testing.T) {
	h := web.Handler(web.Config{Docs: manual})
	for _, c := range []struct {
		path, accept string
		has, lacks   []string
	}{
		{"/docs/api?lang=en", "vi", []string{`<html lang="en">`, `<article lang="en">`,
			"<title>Using · thidua</title>",
			`href="/docs/api?lang=vi" lang="vi" hreflang="vi">Tiếng Việt`, `href="/docs/flags?lang=en#x"`,
			`href="/docs/adr?lang=en"`, `aria-current="page">Using`}, []string{"Tài liệu", `class="note"`}},
		{"/docs/api?lang=vi", "en", []string{`<html lang="vi">`, `<article lang="vi">`,
			"<title>Sử dụng · thidua</title>",
			`href="/docs/api?lang=en" lang="en" hreflang="en">English`, `href="/docs/flags?lang=vi"`},
			[]string{"Documentation", `class="note"`}},
		{"/docs/flags?lang=vi", "", []string{`<html lang="vi">`, `<article lang="en">`,
			`class="note">Trang này chưa có`,
			`rel="prev" href="/docs/adr?lang=vi"`}, []string{`rel="next"`}},
		{"/docs/api", "vi-VN,en;q=0.5", []string{`<html lang="vi">`}, nil},
		{"/docs/api", "de", []string{`<html lang="en">`}, nil},
		{"/docs/api?lang=de", "vi", []string{`<html lang="vi">`}, nil},
		{"/docs/?q=cờ&lang=vi", "", []string{
			`href="/docs/?lang=en&amp;q=c%E1%BB%9D" lang="en"`, `value="cờ"`}, nil},
		{"/docs/?lang=vi", "", []string{"Tài liệu",
			`<dd lang="en">All flags.</dd>`, `<dd lang="vi">Về API.`}, nil},
	} {
		res := request(t, h, "GET", c.path, "Accept-Language", c.accept)
		chosen := strings.Contains(c.path, "lang=en") || strings.Contains(c.path, "lang=vi")
		vary := strings.Join(res.Header.Values("Vary"), ", ")
		if res.StatusCode != 200 || chosen == strings.Contains(vary, "Accept-Language") {
			t.Errorf("%s: %d, Vary %q", c.path, res.StatusCode, vary)
		}
		body := readBody(t, res)
		for _, want := range c.has {
			if !strings.Contains(body, want) {
				t.Errorf("%s for %q has no %s:\n%s", c.path, c.accept, want, body)
			}
		}
		for _, never := range append(c.lacks, "style=", "<script", "<b>") {
			if strings.Contains(body, never) {
				t.Errorf("%s for %q has %s", c.path, c.accept, never)
			}
		}
	}
}

// Addresses of earlier versions lead to the pages that replace them, in the same language. A fragment of the
// old page is kept by the browser.
func TestDocs_MovedPages(t *testing.T) {
	h := web.Handler(web.Config{})
	for path, want := range map[string]string{
		"/docs": "/docs/", "/docs?q=x": "/docs/?q=x",
		"/docs/live": "/docs/subscriptions", "/docs/live?lang=vi": "/docs/subscriptions?lang=vi",
		"/docs/access": "/docs/authentication", "/docs/scalars": "/docs/api",
		"/docs/idempotency":         "/docs/api#idempotency",
		"/docs/idempotency?lang=en": "/docs/api?lang=en#idempotency",
	} {
		res := request(t, h, "GET", path)
		if got := res.Header.Get("Location"); res.StatusCode/100 != 3 || got != want {
			t.Errorf("%s: %d to %q, want %q", path, res.StatusCode, got, want)
		}
	}
	for path, anchors := range map[string][]string{
		// The first four are in @specifiedBy of the schema.
		"/docs/api":            {"SchoolYear", "Date", "Decimal", "Cursor", "idempotency"},
		"/docs/subscriptions":  {"position"},
		"/docs/authentication": {"roles", "reading", "writing"},
	} {
		for _, language := range []string{"en", "vi"} {
			got := readBody(t, request(t, h, "GET", path+"?lang="+language))
			for _, anchor := range anchors {
				if strings.Count(got, `id="`+anchor+`"`) != 1 {
					t.Errorf("%s in %s has not one anchor #%s", path, language, anchor)
				}
			}
		}
	}
}

// Every link of every page in both languages leads to a page or a picture, and to an anchor of it.
func TestDocs_LinksResolve(t *testing.T) {
	h := web.Handler(web.Config{SDL: []byte("type Query { a: Int }")})
	pages := map[string]string{} // bodies by address
	load := func(address string) string {
		if _, known := pages[address]; !known {
			res := request(t, h, "GET", address)
			if res.StatusCode != http.StatusOK {
				t.Errorf("%s: %d", address, res.StatusCode)
			}
			pages[address] = readBody(t, res)
		}
		return pages[address]
	}
	links := regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	todo, seen := []string{"/docs/?lang=en"}, map[string]bool{}
	for len(todo) > 0 {
		from := todo[0]
		todo = todo[1:]
		for _, found := range links.FindAllStringSubmatch(load(from), -1) {
			link := strings.ReplaceAll(found[1], "&amp;", "&")
			address, anchor, _ := strings.Cut(link, "#")
			if address == "" {
				address = from
			}
			switch {
			case strings.HasPrefix(link, "https://"), strings.HasPrefix(link, "http://127.0.0.1:"):
				continue
			case !strings.HasPrefix(address, "/"):
				t.Errorf("%s has a relative link: %s", from, link)
				continue
			}
			if body := load(address); anchor != "" && !strings.Contains(body, `id="`+anchor+`"`) {
				t.Errorf("%s links to %s, which has no such anchor", from, link)
			}
			if strings.HasPrefix(address, "/docs/") && strings.Contains(address, "lang=") && !seen[address] {
				seen[address] = true
				todo = append(todo, address)
			}
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d pages were found", len(seen))
	}
}

// The pages fit a narrow window in both languages, are searched without JavaScript, and at 390 pixels their
// lists are folded.
func TestDocs_InBrowser(t *testing.T) {
	base, b := servePages(t), browsertest.New(t)
	for _, view := range []struct {
		name          string
		width, height int64
		dark          bool
	}{{"1920", 1920, 1080, false}, {"1100-dark", 1100, 800, true}, {"390", 390, 844, false},
		{"390-dark", 390, 844, true}} {
		b.SetView(view.width, view.height, view.dark)
		for name, path := range map[string]string{
			"index": "/docs/?", "api": "/docs/api?", "subscriptions": "/docs/subscriptions?",
			"authentication": "/docs/authentication?", "configuration": "/docs/configuration?",
			"performance": "/docs/performance?", "architecture": "/docs/architecture?", "adr": "/docs/adr?",
			"errors": "/docs/errors?", "search": "/docs/?q=thidua&",
		} {
			for _, language := range []string{"en", "vi"} {
				b.Open(base + path + "lang=" + language)
				b.Screenshot("docs-" + name + "-" + language + "-" + view.name)
				if over := browsertest.Eval[int](b,
					`document.documentElement.scrollWidth - innerWidth`); over > 0 {
					t.Errorf("%s in %s at %s is %d pixels too wide", name, language, view.name, over)
				}
				folded := browsertest.Eval[bool](b, `document.querySelector(".pages-list").checkVisibility()`)
				if folded != (view.width == 390) {
					t.Errorf("%s at %s: the list of pages is folded: %t", name, view.name, folded)
				}
			}
		}
	}
	b.Open(base + "/docs/limits?lang=vi")
	browsertest.Eval[any](b, `void (document.querySelector("[name=q]").value = "GIOI HAN")`)
	b.Click("form button")
	b.Wait(`document.querySelector(".result mark")?.textContent.toLowerCase() === "giới"`)
	b.Click(".result a")
	b.Wait(`document.querySelector("article[lang=vi]")`)
	b.RequireClean()
}
