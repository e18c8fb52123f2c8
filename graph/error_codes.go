package graph

import (
	"context"
	"slices"

	"thidua/graph/view"
	"thidua/internal/fault"
)

// responseFaults returns all faults that a response may have, in the order of the page /docs/errors.
func responseFaults() []*fault.Sentinel {
	return slices.DeleteFunc(fault.Sentinels(), (*fault.Sentinel).IsForOperator)
}

// messageTemplate returns the message of a fault with its {parameters}, in the language given, or else in
// that of the request.
func messageTemplate(ctx context.Context, s *fault.Sentinel, language *view.Language) string {
	switch {
	case language == nil:
		return s.Template(fault.LanguageFromContext(ctx))
	case *language == view.LanguageVi:
		return s.Template(fault.Vietnamese)
	}
	return s.Template(fault.English)
}
