// Package exec assembles responses for the generated executor: the fields of an object, the elements of a
// list, and the bytes of the whole. graph/codegen generates graph/generated to use it instead of gqlgen's
// runtime, which starts a goroutine for each element and each field with a method, and creates a context for
// each field, regardless of its cost.
//
// Fields that may wait for the database still run concurrently: the fields of an operation, and the resolvers
// of an object. Within a list this applies only to the first element, because data is loaded for all elements
// at once (by loadBatch in graph, and by ent's eager loading).
//
// It also decodes the arguments of a field once for all its parents (Arguments), and checks the kinds of the
// ids in filters (CheckIDKind, CheckIDKinds). It does not resolve or hide anything, and does not support
// @defer, which the schema does not have.
//
// Invariants:
//   - responses are identical to gqlgen's, byte for byte, and so are errors and their paths;
//   - a panic below a field makes that field null, and one in an element the whole list; other fields are not
//     affected.
package exec
