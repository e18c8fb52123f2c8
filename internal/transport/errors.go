package transport

import (
	"github.com/vektah/gqlparser/v2/gqlerror"

	"thidua/internal/fault"
)

// maxErrors is how many errors of a document are returned.
const maxErrors = 50

// maxLocations is how many places of a document an error names.
const maxLocations = 10

// bounded keeps the first errors of a document, and says how many there are where that is not all: a short
// document can have thousands.
func bounded(errs gqlerror.List) gqlerror.List {
	for _, err := range errs[:min(len(errs), maxErrors)] {
		err.Locations = err.Locations[:min(len(err.Locations), maxLocations)]
	}
	if len(errs) <= maxErrors {
		return errs
	}
	rest := gqlerror.Wrap(fault.TooManyErrors.With("max", maxErrors, "value", len(errs)))
	return append(errs[:maxErrors:maxErrors], rest)
}
