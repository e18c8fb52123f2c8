package gid

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	for id, want := range map[ID]string{
		0:                                "0000000000000",
		-1:                               "zzzzzzzzzzzzy",
		1 << bodyBits:                    "0400000000000",
		32<<bodyBits | 1:                 "4000000000002",
		32<<bodyBits | 16:                "4000000000010",
		31<<bodyBits | (1<<bodyBits - 1): "3zzzzzzzzzzzy",
	} {
		if got := id.String(); got != want {
			t.Errorf("%d is written %s, want %s", id, got, want)
		}
	}
}

func TestParse_Rejected(t *testing.T) {
	good := Derive(Cluster, "2").String()
	for in, want := range map[string]string{
		"": ReasonFormat, good[1:]: ReasonFormat, good + "0": ReasonFormat, " " + good: ReasonFormat, good +
			"=": ReasonFormat,
		"\n" + good: ReasonFormat, good[:12] + "\n": ReasonFormat, "3ZZZZZZZZZZZY": ReasonFormat,
		"0g0000000000i": ReasonFormat,
		"0g0000000000l": ReasonFormat, "0g0000000000o": ReasonFormat, "0g0000000000u": ReasonFormat,
		"0g00000000\u01110"[:13]: ReasonFormat,
		"0g-0000000000":          ReasonFormat,
		"0g00000000001":          ReasonFormat, // the spare bit set: a second spelling of 0g00000000000
		"0000000000000":          ReasonKind, "0000000000002": ReasonKind, "fzzzzzzzzzzzy": ReasonKind,
		"4g00000000000": ReasonKind,
		"g000000000000": ReasonKind, "zzzzzzzzzzzzy": ReasonKind, // negative
	} {
		id, err := Parse(in)
		requireError(t, in, err, want)
		if id != 0 {
			t.Errorf("Parse(%q) = %d", in, id)
		}
	}
	var id ID = 5
	for _, v := range []any{nil, 5, int64(5), []byte(good)} {
		requireError(t, "not a string", id.UnmarshalGQL(v), ReasonNotAString)
	}
	requireError(t, "nonsense", id.UnmarshalGQL("nonsense"), ReasonFormat)
	if id != 5 {
		t.Errorf("errors changed the id to %d", id)
	}
	if err := id.UnmarshalGQL(ID(7)); err != nil || id != 7 { // entgql passes on parsed ids
		t.Errorf("an ID is read as %d, %v", id, err)
	}
}

func requireError(t *testing.T, in string, err error, reason string) {
	t.Helper()
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Reason != reason || !errors.Is(err, ErrMalformed) {
		t.Errorf("%q: %v, want %s", in, err, reason)
		return
	}
	if in != "" && strings.Contains(err.Error(), in) {
		t.Errorf("the error of %q repeats it: %v", in, err)
	}
}

func TestTextProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := New(drawKind(t)), New(drawKind(t))
		got, err := Parse(a.String())
		if err != nil || got != a || len(a.String()) != textLen {
			t.Fatalf("%s came back as %s, %v", a, got, err)
		}
		if (a < b) != (a.String() < b.String()) {
			t.Fatalf("%s and %s do not sort as their numbers", a, b)
		}
		var w strings.Builder
		a.MarshalGQL(&w)
		var back ID
		if w.String() != `"`+a.String()+`"` || back.UnmarshalGQL(a.String()) != nil || back != a {
			t.Fatalf("%s was marshalled as %s", a, w.String())
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("0000000000000")
	f.Add("4000000000002")
	f.Add("4000000000003")
	f.Add("3ZZZZZZZZZZZZ")
	f.Add(Derive(Cluster, "2").String())
	f.Fuzz(func(t *testing.T, s string) {
		id, err := Parse(s)
		if err != nil {
			if !errors.Is(err, ErrMalformed) || id != 0 {
				t.Fatalf("Parse(%q) = %d, %v", s, id, err)
			}
			return
		}
		if _, known := id.Kind(); id.String() != s || !known {
			t.Fatalf("Parse(%q) = %s", s, id)
		}
	})
}
