package docsite_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"thidua/internal/docsite"
)

func TestEdition_Order(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"zebra", "performance", "limits", "api", "adr/README", "adr/0002-b",
		"adr/0001-a"} {
		files[name+".md"] = &fstest.MapFile{Data: []byte("# " + name + "\n")}
	}
	site := docsite.New(files, func(language string) (*docsite.Page, error) {
		return &docsite.Page{Name: "errors", Language: language, Title: "E"}, nil
	})
	e, err := site.Edition(docsite.English)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range e.Chapters {
		got = append(got, c.Title+":")
		for _, p := range c.Pages {
			got = append(got, p.Name)
		}
	}
	want := "API: api limits errors Design: performance adr adr/0001-a adr/0002-b Other pages: zebra"
	if strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", got, want)
	}
	if previous, next := e.Neighbours("api"); previous != nil || next.Name != "limits" {
		t.Errorf("api has the neighbours %v %v", previous, next)
	}
	if previous, next := e.Neighbours("zebra"); next != nil || previous.Name != "adr/0002-b" {
		t.Errorf("zebra has the neighbours %v %v", previous, next)
	}
	if again, _ := site.Edition("xx"); again != e || e.Page("none") != nil {
		t.Error("an edition is loaded twice, or has a page that does not exist")
	}
}

func TestEdition_GeneratorFails(t *testing.T) {
	broken := errors.New("broken")
	site := docsite.New(fstest.MapFS{}, func(string) (*docsite.Page, error) { return nil, broken })
	if _, err := site.Edition(docsite.Vietnamese); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestPage_Rendering(t *testing.T) {
	files := fstest.MapFS{
		"vi/a.md": {Data: []byte("# A\n\nMột\nhai `c`.\n\n![x](../images/x.png) [b](../b.md?q#y) [a](#one) " +
			"[w](https://w.org/x.md) [e](/docs/errors#E) [p](/playground) <b>raw</b>\n\n" +
			"## One {#one}\n\n### Two\n\n#### Four\n")},
		"a.md": {Data: []byte("# A\n")},
		"b.md": {Data: []byte("text\n\n| a |\n|:-:|\n| b |\n")},
	}
	e, err := docsite.New(files).Edition(docsite.Vietnamese)
	if err != nil {
		t.Fatal(err)
	}
	p := e.Page("a")
	if p.Title != "A" || p.Summary != "Một hai c." || p.Language != "vi" || len(p.Contents()) != 2 {
		t.Errorf("%+v", p)
	}
	for _, want := range []string{`src="/docs/images/x.png"`, `href="/docs/b?lang=vi#y"`, `href="#one"`,
		`href="https://w.org/x.md"`, `href="/docs/errors?lang=vi#E"`, `href="/playground"`,
		"<!-- raw HTML omitted -->", `<h1 id="a">A</h1>`,
		`<h2 id="one">One <a class="anchor" href="#one" aria-labelledby="one">#</a></h2>`} {
		if !strings.Contains(string(p.HTML), want) {
			t.Errorf("no %s in %s", want, p.HTML)
		}
	}
	if b := e.Page("b"); b.Title != "b" || b.Language != "en" || strings.Contains(string(b.HTML), "style") {
		t.Errorf("%+v", b)
	}
}
