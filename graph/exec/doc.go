// Package exec is how the generated executor puts an answer together: the fields of an object, the elements of a list,
// the bytes of the whole. graph/codegen writes it into graph/generated in place of gqlgen's own runtime, which starts a
// goroutine for each element and each field with a method, and makes a context for each field, whatever it does.
//
// What may wait for the database still runs side by side: the fields of an operation, and the resolvers of an object.
// Within a list that is so for the first element alone, because what is loaded for one is loaded for all of them
// (graph's batch, and ent's eager loading); the others find it there.
//
// It never resolves, checks or hides anything, and it has no @defer: our schema has not.
//
// Invariants:
//   - the answer is the same, byte for byte, as gqlgen's, and so are the errors and their paths;
//   - a panic below a field or an element ends that alone.
package exec
