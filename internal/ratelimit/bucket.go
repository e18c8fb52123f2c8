package ratelimit

import (
	"hash/maphash"
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"

	"thidua/internal/fault"
)

// maxBuckets bounds the memory of each kind of bucket to about 20 MB. Beyond it the least recently used
// bucket is dropped, which favours its client only if it had not refilled; a client with more addresses than
// this has as many buckets anyway.
const maxBuckets = 1 << 16

// buckets are the buckets of all addresses, or of all accounts. Each is created, full, when it is first
// used.
type buckets[K comparable] struct {
	limit  rate.Limit
	burst  int
	shards [shardCount]bucketShard[K]
}

// bucketShard holds the buckets of some keys; see semaphoreShard.
type bucketShard[K comparable] struct {
	mu     sync.Mutex
	recent *simplelru.LRU[K, *rate.Limiter]
}

// newBuckets returns nil for a rate of 0, which charges nothing.
func newBuckets[K comparable](perSecond, burst, maxKeys int) *buckets[K] {
	if perSecond == 0 {
		return nil
	}
	b := &buckets[K]{limit: rate.Limit(perSecond), burst: burst}
	for i := range b.shards {
		recent, err := simplelru.NewLRU[K, *rate.Limiter](max(maxKeys/shardCount, 1), nil)
		if err != nil {
			panic("ratelimit: " + err.Error()) // the size is above zero
		}
		b.shards[i].recent = recent
	}
	return b
}

// get returns the bucket of a key.
func (b *buckets[K]) get(key K) *rate.Limiter {
	s := &b.shards[shardOf(key)]
	s.mu.Lock()
	defer s.mu.Unlock()
	bucket, known := s.recent.Get(key)
	if !known {
		bucket = rate.NewLimiter(b.limit, b.burst)
		s.recent.Add(key, bucket)
	}
	return bucket
}

// shardCount is the number of parts of a table by key, each with a mutex of its own.
const shardCount = 64

// shardSeed makes it unpredictable which addresses share a shard.
var shardSeed = maphash.MakeSeed()

func shardOf[K comparable](key K) int { return int(maphash.Comparable(shardSeed, key) % shardCount) }

// maxDebt is how many times its capacity a bucket can be in debt, which bounds the time that recording a
// debt takes.
const maxDebt = 100

// charge is a cost to be taken from a bucket. A cost above the bucket's capacity is allowed when the bucket
// is full, and leaves a debt that has to refill first: so every operation within the limits is possible, and
// none is charged less than its cost. The zero charge takes nothing.
type charge struct {
	name   string
	bucket *rate.Limiter
	cost   int
	paid   int // charged to the same request before
}

// required returns the number of tokens that the bucket must have now.
func (c charge) required() int { return min(c.cost, c.bucket.Burst()) - c.paid }

// retryAfter returns the seconds until the bucket has the required tokens; 0 if it has them. A retry is
// charged again what this request was charged before.
func (c charge) retryAfter(now time.Time) int {
	if c.bucket == nil {
		return 0
	}
	available, need := c.bucket.TokensAt(now), c.required()
	if float64(need) <= available {
		return 0
	}
	return ceilSeconds((float64(need+c.paid) - available) / float64(c.bucket.Limit()))
}

// take takes the tokens, and reports whether the bucket had them.
func (c charge) take(now time.Time) bool {
	if c.bucket == nil {
		return true
	}
	need, burst := c.required(), c.bucket.Burst()
	if !c.bucket.AllowN(now, need) {
		return false
	}
	for debt := min(c.cost-c.paid-need, maxDebt*burst); debt > 0; debt -= burst {
		c.bucket.ReserveN(now, min(debt, burst))
	}
	return true
}

// rateLimitedFault returns RATE_LIMITED for a charge that the bucket has too few tokens for.
func (c charge) rateLimitedFault(now time.Time, wait int) error {
	burst := c.bucket.Burst()
	used := burst - int(math.Floor(c.bucket.TokensAt(now)))
	return fault.RateLimited.With("bucket", c.name, "retryAfter", wait,
		"limit", "--rate-"+c.name+"-burst", "max", burst, "value", used+c.cost-c.paid)
}

// ceilSeconds returns whole seconds, rounded up, as headers require.
func ceilSeconds(s float64) int { return int(math.Ceil(s)) }
