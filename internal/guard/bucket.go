package guard

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// maxBuckets bounds the memory of each kind of bucket to about 20 MB. Beyond it the least recently used
// bucket is dropped, which favours its client only if it had not refilled; a client with more addresses than
// this has as many buckets anyway.
const bucketsKept = 1 << 16

// buckets are the buckets of all addresses, or of all accounts. Each is created, full, when it is first
// used.
type buckets[K comparable] struct {
	limit rate.Limit
	burst int
	mu    sync.Mutex
	kept  *simplelru.LRU[K, *rate.Limiter]
}

// newBuckets returns nil for a rate of 0, which charges nothing.
func newBuckets[K comparable](perSecond, burst, most int) *buckets[K] {
	if perSecond == 0 {
		return nil
	}
	kept, err := simplelru.NewLRU[K, *rate.Limiter](most, nil)
	if err != nil {
		panic("guard: " + err.Error()) // most is a constant above zero
	}
	return &buckets[K]{limit: rate.Limit(perSecond), burst: burst, kept: kept}
}

// get returns the bucket of a key.
func (b *buckets[K]) of(key K) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	bucket, known := b.kept.Get(key)
	if !known {
		bucket = rate.NewLimiter(b.limit, b.burst)
		b.kept.Add(key, bucket)
	}
	return bucket
}

// maxDebt is how many times its capacity a bucket can be in debt, which bounds the time that recording a
// debt takes.
const mostDebt = 100

// charge is a cost to be taken from a bucket. A cost above the bucket's capacity is allowed when the bucket
// is full, and leaves a debt that has to refill first: so every operation within the limits is possible, and
// none is charged less than its cost. The zero charge takes nothing.
type bill struct {
	name   string
	bucket *rate.Limiter
	cost   int
	paid   int // charged to the same request before
}

// required returns the number of tokens that the bucket must have now.
func (b bill) need() int { return min(b.cost, b.bucket.Burst()) - b.paid }

// retryAfter returns the seconds until the bucket has the required tokens; 0 if it has them. A retry is
// charged again what this request was charged before.
func (b bill) lacks(now time.Time) int {
	if b.bucket == nil {
		return 0
	}
	there, need := b.bucket.TokensAt(now), b.need()
	if float64(need) <= there {
		return 0
	}
	return seconds((float64(need+b.paid) - there) / float64(b.bucket.Limit()))
}

// take takes the tokens, and reports whether the bucket had them.
func (b bill) take(now time.Time) bool {
	if b.bucket == nil {
		return true
	}
	need, burst := b.need(), b.bucket.Burst()
	if !b.bucket.AllowN(now, need) {
		return false
	}
	for debt := min(b.cost-b.paid-need, mostDebt*burst); debt > 0; debt -= burst {
		b.bucket.ReserveN(now, min(debt, burst))
	}
	return true
}

// ceilSeconds returns whole seconds, rounded up, as headers require.
func seconds(s float64) int { return int(math.Ceil(s)) }
