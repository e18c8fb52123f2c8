package ratelimit

import "github.com/99designs/gqlgen/graphql"

// costKey is the key of the cost in the statistics of an operation.
const costKey = "thidua.cost"

// RecordCost stores the cost of an operation: of a query or a mutation for BeginExecution, of a subscription
// for its refreshes and events.
func RecordCost(operation *graphql.OperationContext, cost int) {
	operation.Stats.SetExtension(costKey, cost)
}

// CostOf returns the recorded cost of an operation, in units; 0 without one.
func CostOf(operation *graphql.OperationContext) int {
	cost, _ := operation.Stats.GetExtension(costKey).(int)
	return cost
}
