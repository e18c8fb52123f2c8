package exec

import (
	"bytes"
	"sync"

	"github.com/99designs/gqlgen/graphql"
)

// buffers are reused for marshaling. Results are copied from them in their exact size.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxPooledBuffer is the largest capacity, in bytes, of a pooled buffer, so that one large response does not
// stay in memory.
const maxPooledBuffer = 256 << 10

// Marshal returns a value as JSON.
func Marshal(v graphql.Marshaler) []byte {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	v.MarshalGQL(b)
	answer := bytes.Clone(b.Bytes())
	if b.Cap() <= maxPooledBuffer {
		buffers.Put(b)
	}
	return answer
}
