package exec

import (
	"bytes"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// answers are buffers to write answers into; what goes out is copied from them, in its own size.
var answers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keptAnswer is the largest buffer that is used again, so that one large answer does not stay for ever.
const keptAnswer = 256 << 10

// Marshal writes a value as JSON.
func Marshal(v graphql.Marshaler) []byte {
	b := answers.Get().(*bytes.Buffer)
	b.Reset()
	v.MarshalGQL(b)
	answer := bytes.Clone(b.Bytes())
	if b.Cap() <= keptAnswer {
		answers.Put(b)
	}
	return answer
}
