package internal

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// bannedWords are not terms of the field: an engineer who is new to the project would not search for them, or
// would take them for something else. Each has the terms to use instead. They are looked for as words of
// identifiers (bellCount) and in texts.
var bannedWords = map[string]string{
	"usher":   "dispatcher, deliver",
	"ushers":  "dispatchers",
	"ushered": "delivered",
	"bell":    "signal, notify, broadcast",
	"bells":   "signals",
	"doorman": "middleware",
	"door":    "middleware, handler, authenticator",
	"till":    "until; limiter",
	"told":    "received, delivered, published",
	"tongue":  "language",
	"tongues": "languages",
}

// bannedNames are banned as words of identifiers only, because texts use them in their common meaning.
var bannedNames = map[string]string{
	"took": "elapsed, latency",
	"who":  "caller, viewer, account",
}

// bannedPhrases are banned in texts.
var bannedPhrases = map[string]string{
	"who is asking":     "the viewer, the caller",
	"who asks":          "the viewer, the caller",
	"with the eyes of":  "as seen by",
	"said twice":        "repeated; idempotent",
	"said again":        "repeated; idempotent",
	"nobody said":       "null if not specified",
	"at the most":       "at most",
	"at the least":      "at least",
	"go home":           "check out",
	"stand together":    "lock shared",
	"law of the house":  "invariant, architecture",
	"room of the house": "package",
}

var bannedPhrase = regexp.MustCompile(`(?i)\b(?:` + strings.ReplaceAll(
	strings.Join(slices.Sorted(maps.Keys(bannedPhrases)), "|"), " ", `\s+`,
) + `)\b`)

// columns are identifiers that ent derives from the columns of released migrations.
var columns = map[string]bool{"Told": true, "SetTold": true, "FieldTold": true}

// unchecked are files that quote the words, and folders that are written by programs or by others.
var unchecked = []string{
	"docs/adr/0010-language.md", // quotes them
	"internal/web/static", "screen/node_modules", "screen/src/generated",
}

var generatedCode = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func TestWords(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		if slices.Contains(unchecked, name) {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			if base := d.Name(); base == "testdata" || base == "node_modules" || len(base) > 2 && base[0] == '.' {
				return filepath.SkipDir
			}
			return nil
		}
		if name == "internal/words_test.go" {
			return nil
		}
		switch filepath.Ext(name) {
		case ".go", ".graphqls", ".md", ".ts", ".tsx":
		default:
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, found := range findBannedWords(name, text) {
			t.Errorf("%s:%d: %q is not a term of the field; use: %s", name, found.line, found.word, found.instead)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// bannedWord is a banned word, or a phrase, in a line of a file.
type bannedWord struct {
	line          int
	word, instead string
}

// findBannedWords returns the banned words of a file. Of Go source it checks identifiers and comments, not
// literals, which may be data.
func findBannedWords(name string, text []byte) (found []bannedWord) {
	if filepath.Ext(name) != ".go" {
		return findInText(1, string(text))
	}
	if generatedCode.Match(text[:min(len(text), 1000)]) {
		return nil
	}
	files := token.NewFileSet()
	var s scanner.Scanner
	s.Init(files.AddFile(name, -1, len(text)), text, nil, scanner.ScanComments)
	for comment, start := "", 0; ; {
		at, kind, literal := s.Scan()
		line := files.PositionFor(at, false).Line
		if kind == token.COMMENT {
			if comment == "" {
				start = line
			}
			comment += strings.TrimPrefix(literal, "//") + "\n"
			continue
		}
		if kind == token.SEMICOLON && literal == "\n" { // before the comment of the next line
			continue
		}
		found = append(found, findInText(start, comment)...)
		comment = ""
		switch kind {
		case token.IDENT:
			if columns[literal] {
				continue
			}
			for _, word := range splitWords(literal) {
				for _, banned := range []map[string]string{bannedWords, bannedNames} {
					if instead, ok := banned[word]; ok {
						found = append(found, bannedWord{line, literal, instead})
					}
				}
			}
		case token.EOF:
			return found
		}
	}
}

// findInText returns the banned words and phrases of a text. A phrase may continue on the next line.
func findInText(line int, text string) (found []bannedWord) {
	for i, l := range strings.Split(text, "\n") {
		for _, word := range splitWords(l) {
			if instead, ok := bannedWords[word]; ok {
				found = append(found, bannedWord{line + i, word, instead})
			}
		}
	}
	for _, at := range bannedPhrase.FindAllStringIndex(text, -1) {
		phrase := strings.Join(strings.Fields(strings.ToLower(text[at[0]:at[1]])), " ")
		found = append(found, bannedWord{
			line + strings.Count(text[:at[0]], "\n"), phrase, bannedPhrases[phrase],
		})
	}
	return found
}

// splitWords returns the words of a text in lower case; an identifier is split before its capital letters.
func splitWords(text string) (words []string) {
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
		}
		word = word[:0]
	}
	previous := ' '
	for _, r := range text {
		if !unicode.IsLetter(r) || unicode.IsUpper(r) && unicode.IsLower(previous) {
			end()
		}
		if unicode.IsLetter(r) {
			word = append(word, r)
		}
		previous = r
	}
	end()
	return words
}

func TestFindBannedWords(t *testing.T) {
	for name, c := range map[string]struct {
		file, text, want string
		line             int
	}{
		"an identifier": {"a.go", "package a\n\nvar ushersWaiting int\n", "ushersWaiting", 3},
		"a constant":    {"a.go", "package a\n\nconst BELL_COUNT = 1\n", "BELL_COUNT", 3},
		"a comment":     {"a.go", "package a\n\n// F waits till the end.\nfunc F() {}\n", "till", 3},
		"over two lines": {"a.go", "package a\n\n// F returns what who\n// asks may see.\nfunc " +
			"F() {}\n", "who asks", 3},
		"a name only":       {"a.go", "package a\n\nfunc f(took int) {}\n", "took", 3},
		"a name in a text":  {"a.go", "package a\n\n// F took long.\nfunc F() {}\n", "", 0},
		"a literal":         {"a.go", "package a\n\nvar a = \"door\"\n", "", 0},
		"part of a word":    {"a.go", "package a\n\nvar still, bellow, Whole int\n", "", 0},
		"generated code":    {"a.go", "// Code generated by x. DO NOT EDIT.\n\npackage a\n\nvar door int\n", "", 0},
		"a page":            {"a.md", "# A\n\n200 at the most.\n", "at the most", 3},
		"a description":     {"a.graphqls", "\"Null where nobody said.\"\n", "nobody said", 1},
		"Vietnamese vowels": {"a.md", "đòor\n", "", 0},
	} {
		found := findBannedWords(c.file, []byte(c.text))
		if c.want == "" && len(found) > 0 || c.want != "" &&
			(len(found) != 1 || found[0].word != c.want || found[0].line != c.line) {
			t.Errorf("%s: %+v, want %q in line %d", name, found, c.want, c.line)
		}
	}
}
