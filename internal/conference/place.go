package conference

import (
	"context"

	"entgo.io/ent/dialect/sql"
)

// lastFirst orders by places from the last to the first.
var lastFirst = []sql.OrderTermOption{sql.OrderDesc()}

// nextOrdinal is the place after the last one. Who calls it has the conference stand still, so that nobody else takes it.
func nextOrdinal(ctx context.Context, last func(context.Context) ([]int, error)) (int, error) {
	ordinals, err := last(ctx)
	if err != nil || len(ordinals) == 0 {
		return 1, err
	}
	return ordinals[0] + 1, nil
}
