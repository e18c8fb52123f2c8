package conference

import (
	"context"

	"entgo.io/ent/dialect/sql"
)

// descendingOrder sorts from the last to the first.
var descendingOrder = []sql.OrderTermOption{sql.OrderDesc()}

// nextOrdinal returns the ordinal after the last one. The caller holds the conference's lock, so that it is
// unique.
func nextOrdinal(ctx context.Context, last func(context.Context) ([]int, error)) (int, error) {
	ordinals, err := last(ctx)
	if err != nil || len(ordinals) == 0 {
		return 1, err
	}
	return ordinals[0] + 1, nil
}
