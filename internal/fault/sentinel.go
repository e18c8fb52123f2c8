package fault

import (
	"maps"
	"regexp"
	"slices"
)

// Code is the permanent name of a fault for clients, such as "PAGE_SIZE".
type Code string

// Sentinel declares one kind of failure; all are in the tables. It implements error, so a fault without
// parameters and wrapped error may be returned as the sentinel itself.
type Sentinel struct {
	code    Code
	kind    Kind
	vi, en  string // with {parameters}
	cause   string // for the documentation, in English
	remedy  string
	details []string // optional parameters for clients, not in the texts

	// protocol marks a text that clients compare by protocol, so it is not translated.
	protocol bool
	// operator marks a fault that only commands on the server report, and no response has.
	operator bool
}

var sentinels []*Sentinel

func declare(s Sentinel) *Sentinel {
	sentinels = append(sentinels, &s)
	return &s
}

// Sentinels lists every sentinel, in the order of the tables.
func Sentinels() []*Sentinel { return slices.Clone(sentinels) }

// Code returns the permanent code.
func (s *Sentinel) Code() Code { return s.code }

// Kind returns the category of the fault.
func (s *Sentinel) Kind() Kind { return s.kind }

// IsForOperator reports whether only commands on the server report the fault: no response has its code.
func (s *Sentinel) IsForOperator() bool { return s.operator }

// Retryable reports whether the same request may succeed later.
func (s *Sentinel) Retryable() bool { return s.kind == KindUnavailable }

// Template returns the text with its {parameters}, in Vietnamese for "vi" and in English for any other lang.
// It is for the documentation.
func (s *Sentinel) Template(lang string) string {
	if lang == Vietnamese {
		return s.vi
	}
	return s.en
}

// Cause describes in English when the fault occurs.
func (s *Sentinel) Cause() string { return s.cause }

// Remedy describes in English how to resolve the fault.
func (s *Sentinel) Remedy() string { return s.remedy }

// Params lists the parameter names, sorted: those in the text, which With requires, and the optional details.
func (s *Sentinel) Params() []string {
	names := placeholders(s.en)
	for _, d := range s.details {
		names[d] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// Error returns the code.
func (s *Sentinel) Error() string { return string(s.code) }

// Is reports whether target is the sentinel's kind; errors.Is itself matches the sentinel.
func (s *Sentinel) Is(target error) bool { return target == error(s.kind) }

var placeholder = regexp.MustCompile(`\{([a-z][a-zA-Z]*)\}`)

func placeholders(text string) map[string]bool {
	names := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	return names
}
