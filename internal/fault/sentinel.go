package fault

import (
	"maps"
	"regexp"
	"slices"
)

// Code names a fault to clients, for ever: "PAGE_SIZE".
type Code string

// Sentinel is one way in which things go wrong. There is one of each, in
// the tables. It is an error itself, so a fault without parameters or reason may
// be returned as it is.
type Sentinel struct {
	code   Code
	kind   Kind
	vi, en string // with {parameters}
	cause  string // for the documentation, in English
	remedy string
	detail []string // parameters that clients get, but no text mentions

	protocol bool // the text is a word of a protocol that clients compare, so it is the same in every language
}

var declared []*Sentinel

func declare(s Sentinel) *Sentinel {
	declared = append(declared, &s)
	return &s
}

// All lists every sentinel, in the order of the table.
func All() []*Sentinel { return slices.Clone(declared) }

// Code is the fault's name to clients.
func (s *Sentinel) Code() Code { return s.code }

// Kind is what the fault means to whoever gets it.
func (s *Sentinel) Kind() Kind { return s.kind }

// Template is the text in a language ("vi", or English for any other), with
// {parameters} in it. It is for the documentation.
func (s *Sentinel) Template(lang string) string {
	if lang == Vietnamese {
		return s.vi
	}
	return s.en
}

// Cause says in English when the fault happens.
func (s *Sentinel) Cause() string { return s.cause }

// Remedy says in English what to do about it.
func (s *Sentinel) Remedy() string { return s.remedy }

// Params lists the names of the parameters, sorted: those in the text, which
// With has to be given, and details, which it may be given.
func (s *Sentinel) Params() []string {
	names := placeholders(s.en)
	for _, d := range s.detail {
		names[d] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// Error is the code: a bare sentinel has nothing more to say.
func (s *Sentinel) Error() string { return string(s.code) }

// Is matches the sentinel's kind; errors.Is matches the sentinel itself.
func (s *Sentinel) Is(target error) bool { return target == error(s.kind) }

var placeholder = regexp.MustCompile(`\{([a-z][a-zA-Z]*)\}`)

func placeholders(text string) map[string]bool {
	names := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	return names
}
