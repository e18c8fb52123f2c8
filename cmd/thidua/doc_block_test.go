package main

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"thidua/docs"
)

// docBlock is a fenced block of a page.
type docBlock struct {
	page      string
	line      int    // of its opening fence, from 1
	language  string // the first word of its info string
	excluded  bool   // by "example: REASON" in its info string
	code      string
	errorCode string // the error that the text after it announces, "" for none
	response  string // the JSON block that follows it directly, if there is one
}

var fence = regexp.MustCompile("(?ms)^( *)```([^\n`]*)\n(.*?)^ *```$\n?")

// announcedError is the beginning of the text after a sample that fails.
var announcedError = regexp.MustCompile("^\\s*(?:The code is|Mã lỗi là) `([A-Z_]+)`")

// docBlocks returns the blocks of all pages of the documentation and of README, in order.
func docBlocks(t *testing.T) []docBlock {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := blocksOf(t, "README.md", string(readme))
	err = fs.WalkDir(docs.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		text, err := fs.ReadFile(docs.Files, name)
		blocks = append(blocks, blocksOf(t, "docs/"+name, string(text))...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return blocks
}

func blocksOf(t *testing.T, page, text string) []docBlock {
	t.Helper()
	var blocks []docBlock
	end := 0
	for _, at := range fence.FindAllStringSubmatchIndex(text, -1) {
		b := docBlock{page: page, line: 1 + strings.Count(text[:at[0]], "\n"), code: text[at[6]:at[7]]}
		info := text[at[4]:at[5]]
		b.language, info, _ = strings.Cut(info, " ")
		reason, excluded := strings.CutPrefix(info, "example:")
		b.excluded = excluded
		switch {
		case b.language == "":
			t.Errorf("%s:%d: the block has no language", page, b.line)
		case excluded && strings.TrimSpace(reason) == "", !excluded && info != "":
			t.Errorf("%s:%d: %q follows the language, want nothing or example: REASON", page, b.line, info)
		}
		if b.language == "json" && len(blocks) > 0 && strings.TrimSpace(text[end:at[0]]) == "" {
			blocks[len(blocks)-1].response = b.code
		}
		end = at[1]
		if found := announcedError.FindStringSubmatch(text[end:]); found != nil {
			b.errorCode = found[1]
		}
		blocks = append(blocks, b)
	}
	if opened := regexp.MustCompile("(?m)^ *```").FindAllString(text, -1); len(opened) != 2*len(blocks) {
		t.Errorf("%s has %d fences but %d blocks", page, len(opened), len(blocks))
	}
	return blocks
}
