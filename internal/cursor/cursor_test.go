package cursor_test

import (
	"encoding/base64"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"thidua/internal/cursor"
	"thidua/internal/gid"
	"thidua/internal/vi"
)

func drawText(t *rapid.T, label string) string {
	hex := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789abcdef")), 0, 300, -1).Draw(t, label+" digits")
	text := rapid.StringN(0, 150, -1).Draw(t, label)
	return hex + strings.ReplaceAll(text, "\x00", "")
}

func drawCursor(t *rapid.T) cursor.Cursor {
	at := time.UnixMicro(rapid.Int64Range(firstTime, lastTime).Draw(t, "time")).UTC()
	list := cursor.List(rapid.Uint32().Draw(t, "list"))
	values := []any{rapid.Int64().Draw(t, "integer"), at}
	if rapid.Bool().Draw(t, "with text") {
		values = append(values, drawText(t, "text"))
	}
	id := gid.Derive(gid.Unit, rapid.String().Draw(t, "key"))
	return cursor.Cursor{ID: id, Value: cursor.Position{List: list, Values: values}}
}

// The first and the last time that a cursor may have, in microseconds: those of the years 1 and 9999.
const firstTime, lastTime = -62_135_596_800_000_000, 253_402_300_799_999_999

// A cursor with a time that PostgreSQL would reject is not a cursor.
func TestParse_TimeOutOfRange(t *testing.T) {
	for micros, valid := range map[int64]bool{
		firstTime: true, lastTime: true, firstTime - 1: false, lastTime + 1: false, math.MinInt64: false,
	} {
		text := cursor.Format(cursor.Cursor{ID: gid.Derive(gid.Unit, "x"),
			Value: cursor.Position{Values: []any{time.UnixMicro(micros).UTC()}}})
		if _, err := cursor.Parse(text); (err == nil) != valid {
			t.Errorf("%d: %v", micros, err)
		}
	}
}

func TestParse_ReturnsWhatWasFormatted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawCursor(t)
		text := cursor.Format(want)
		if len(text) > cursor.MaxLength {
			t.Fatalf("%d bytes: %s", len(text), text)
		}
		got, err := cursor.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		position, parsed := want.Value.(cursor.Position), got.Value.(cursor.Position)
		for i, v := range parsed.Values {
			p, isPrefix := v.(cursor.Prefix)
			if !isPrefix {
				continue
			}
			whole := position.Values[i].(string)
			if !strings.HasPrefix(whole, p.Text) || !p.IsOf(whole) || p.IsOf(whole+"a") || p.After() <= whole {
				t.Errorf("%+v is the prefix of %q", p, whole)
			}
			position.Values[i] = v
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// Integers of any type are one kind.
func TestHaveSameKinds(t *testing.T) {
	at := func(values ...any) cursor.Position { return cursor.Position{Values: values} }
	for _, tc := range []struct {
		a, b cursor.Position
		want bool
	}{
		{at(), at(), true},
		{at(vi.SchoolYear(2023), "a"), at(int64(1), "b"), true},
		{at("a"), at(cursor.Prefix{Text: "a"}), true},
		{at(time.Time{}), at(time.Now()), true},
		{at(1), at("1"), false},
		{at(1), at(1, 1), false},
		{at(1), at(time.Now()), false},
		{at(nil), at(nil), false},
		{at(1.5), at(1.5), false},
	} {
		if got := cursor.HaveSameKinds(tc.a, tc.b); got != tc.want {
			t.Errorf("%v and %v: %v", tc.a.Values, tc.b.Values, got)
		}
	}
}

func TestListOf_Distinct(t *testing.T) {
	seen := map[cursor.List]string{}
	for name, list := range map[string]cursor.List{
		"none":        cursor.ListOf("Query", "units"),
		"empty":       cursor.ListOf("Query", "units", ""),
		"one part":    cursor.ListOf("Query", "units", "NAME ASC"),
		"two parts":   cursor.ListOf("Query", "units", "NAME", "ASC"),
		"other field": cursor.ListOf("Cluster", "units", "NAME ASC"),
	} {
		if other, taken := seen[list]; taken {
			t.Errorf("%s is the list of %s", name, other)
		}
		seen[list] = name
	}
}

// What Format does not return is an error: other encodings of the same position, truncated and extended
// cursors, other versions, texts that no database accepts.
func TestParse_Errors(t *testing.T) {
	raw := func(b string) string { return base64.RawURLEncoding.EncodeToString([]byte(b)) }
	id := gid.Derive(gid.Unit, "a")
	valid := cursor.Format(cursor.Cursor{ID: id, Value: cursor.Position{Values: []any{1, "~a"}}})
	bytes, _ := base64.RawURLEncoding.DecodeString(valid)
	head := string(bytes[:13])
	for name, text := range map[string]string{
		"empty":              "",
		"not base64":         "?",
		"with a line break":  valid[:4] + "\n" + valid[4:],
		"padded":             valid + "=",
		"truncated":          valid[:len(valid)-2],
		"extended":           valid + "AAAA",
		"another version":    raw("\x02" + string(bytes[1:])),
		"no kind of id":      raw("\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		"unknown value":      raw(head + "\x09\x00"),
		"a long integer":     raw(head + "\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"),
		"an integer padded":  raw(head + "\x01\x82\x00"),
		"digits not packed":  raw(head + "\x02\x00\x02ab"),
		"text of NUL":        raw(head + "\x02\x00\x01\x00"),
		"text not UTF-8":     raw(head + "\x02\x00\x01\xff"),
		"text without end":   raw(head + "\x02\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
		"prefix without sum": raw(head + "\x03\x00\x01~\x00"),
		"too long":           strings.Repeat("A", cursor.MaxLength+1),
	} {
		if c, err := cursor.Parse(text); !errors.Is(err, cursor.ErrInvalid) {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(cursor.Format(cursor.Cursor{ID: gid.Derive(gid.Unit, "a"), Value: cursor.Position{
		Values: []any{1, time.Time{}, "~a", strings.Repeat("Bắc Ninh", 20)}}}))
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := cursor.Parse(text); err == nil && cursor.Format(c) != text {
			t.Errorf("%q is another spelling of %q", text, cursor.Format(c))
		}
	})
}
