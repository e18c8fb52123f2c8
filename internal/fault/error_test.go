package fault

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWith(t *testing.T) {
	e := PageSize.With("argument", "first", "min", 0, "max", 100)
	if e.Code() != "PAGE_SIZE" || e.Kind() != KindInvalid {
		t.Errorf("code %s, kind %s", e.Code(), e.Kind())
	}
	if d := cmp.Diff(map[string]any{"argument": "first", "min": 0, "max": 100}, e.Params()); d != "" {
		t.Error(d)
	}
	for lang, want := range map[string]string{
		"vi": "first phải từ 0 đến 100.", "en": "first must be from 0 to 100.",
		"": "first must be from 0 to 100.",
	} {
		if got := e.Text(lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got, want := e.Error(), "PAGE_SIZE: first must be from 0 to 100."; got != want {
		t.Errorf("logged as %q, want %q", got, want)
	}
	e.Params()["max"] = 1
	if e.Params()["max"] != 100 {
		t.Error("a caller of Params can change the fault")
	}
}

func TestWith_DetailsOnlyInParams(t *testing.T) {
	e := BadDate.With("reason", "NO_SUCH_DAY")
	if e.Params()["reason"] != "NO_SUCH_DAY" || strings.Contains(e.Text("en"), "NO_SUCH_DAY") {
		t.Errorf("%v %q", e.Params(), e.Text("en"))
	}
	if bare := BadDate.With(); bare.Error() != "BAD_DATE: "+BadDate.Template("en") ||
		len(bare.Params()) != 0 {
		t.Errorf("a detail is not optional: %v", bare)
	}
}

func TestWith_MisuseOnlyInLog(t *testing.T) {
	for _, c := range []struct {
		e    *Error
		note string
	}{
		{PageSize.With("argument", "first", "min", 0), " [parameter max is missing]"},
		{PageSize.With("argument", "first", "min", 0, "max", 9, "secret", "hunter2"), " [no parameter secret]"},
		{PageSize.With("argument", "first", "min", 0, "max", 9, "max"), " [a parameter without value]"},
		{PageSize.With(7, "first", "argument", "first", "min", 0, "max", 9), " [no parameter 7]"},
	} {
		if !strings.HasSuffix(c.e.Error(), c.note) || strings.Contains(c.e.Error(), "hunter2") {
			t.Errorf("logged as %q, want %q", c.e.Error(), c.note)
		}
		if text := c.e.Text("vi"); strings.ContainsAny(text, "[]{}") || len(c.e.Params()) > 3 {
			t.Errorf("presented as %q, %v", text, c.e.Params())
		}
	}
	if got := PageSize.With("argument", "first", "min", 0).Text("en"); got != "first must be from 0 to ?." {
		t.Errorf("a missing parameter is presented as %q", got)
	}
}

func TestWrap(t *testing.T) {
	plain := UnknownCode.With("kind", "unit", "code", "ha-nam")
	behind := fmt.Errorf("reading: %w", io.ErrUnexpectedEOF)
	for _, e := range []*Error{plain.Wrap(behind), Internal.Wrap(behind)} {
		if !errors.Is(e, io.ErrUnexpectedEOF) || !strings.HasSuffix(e.Error(), ": reading: unexpected EOF") {
			t.Errorf("%v has nothing behind it", e)
		}
		for _, lang := range []string{"vi", "en"} {
			if strings.Contains(e.Text(lang), "EOF") {
				t.Errorf("a client sees %q", e.Text(lang))
			}
		}
	}
	if errors.Unwrap(plain) != nil {
		t.Error("Because changed the fault that it was called on")
	}
	if got := Internal.Wrap(behind).Error(); strings.Contains(got, "[") {
		t.Errorf("a fault without its parameters yet is logged as misuse: %s", got)
	}
}

func TestIs_FromError(t *testing.T) {
	for _, err := range []error{
		NotFound, NotFound.With(), fmt.Errorf("node: %w", NotFound.Wrap(io.EOF)),
		errors.Join(io.EOF, NotFound),
	} {
		if !errors.Is(err, NotFound) || !errors.Is(err, KindNotFound) ||
			errors.Is(err, Forbidden) || errors.Is(err, KindForbidden) {
			t.Errorf("%v is not NOT_FOUND alone", err)
		}
		if e, ok := FromError(err); !ok || e.Code() != "NOT_FOUND" ||
			e.Text("en") != NotFound.Template("en") || len(e.Params()) != 0 {
			t.Errorf("As(%v) = %v, %v", err, e, ok)
		}
	}
	if errors.Is(BadID.With(), BadDate) || !errors.Is(BadID.With(), KindInvalid) {
		t.Error("two faults of a kind match each other, or not their kind")
	}
	if e, ok := FromError(Internal.Wrap(NotFound.With())); !ok || e.Code() != "INTERNAL" {
		t.Errorf("the outermost fault is %v", e)
	}
	for _, err := range []error{nil, io.EOF} {
		if e, ok := FromError(err); ok || e != nil {
			t.Errorf("As(%v) = %v", err, e)
		}
	}
}

type named string

func (n named) String() string { return "<" + string(n) + ">" }

func TestParams_JSONValues(t *testing.T) {
	e := BadRecord.With("file", named("units.yaml"), "line", int64(7), "reason", []int{1})
	want := map[string]any{"file": "<units.yaml>", "line": int64(7), "reason": "[1]"}
	if d := cmp.Diff(want, e.Params()); d != "" {
		t.Error(d)
	}
}

// Values are inserted verbatim: a placeholder within a value is not expanded.
func TestText_ValuesVerbatim(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"{kind}", "{code}", "{", "%s"}))
		kind, code := value.Draw(t, "kind"), value.Draw(t, "code")
		e := UnknownCode.With("kind", kind, "code", code)
		if got, want := e.Text("en"), "No "+kind+" has the code "+code+"."; got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
