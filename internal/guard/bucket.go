package guard

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// bucketsKept bounds the memory of each kind of bucket, to about 20 MB. Beyond it the one used longest ago is forgotten,
// which is a gift only if it has not filled up again since: who has more addresses than this has more buckets anyhow.
const bucketsKept = 1 << 16

// buckets are those of all who pay in the same way, each made full when it is first asked for.
type buckets[K comparable] struct {
	limit rate.Limit
	burst int
	mu    sync.Mutex
	kept  *simplelru.LRU[K, *rate.Limiter]
}

// newBuckets makes none for a rate of 0: then nobody pays.
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

// of is somebody's bucket.
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

// mostDebt is how many times over a bucket may be owed, which keeps the time bounded that it takes to write it down.
const mostDebt = 100

// bill is what is to be taken from a bucket. What costs more than the bucket holds is possible when it is full, and
// leaves a debt that has to fill up first: so no operation that the limits allow is out of reach, and none is cheaper than
// it is. The zero bill takes nothing.
type bill struct {
	name   string
	bucket *rate.Limiter
	cost   int
	paid   int // of the same request, already
}

// need is what there must be in the bucket now.
func (b bill) need() int { return min(b.cost, b.bucket.Burst()) - b.paid }

// lacks is how many seconds it takes until the bucket has what is needed; 0 if it has it. Whoever comes again then pays
// again what is paid already.
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

// take takes it, and says whether it was there.
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

// seconds is a time in whole seconds, rounded up, as headers say it.
func seconds(s float64) int { return int(math.Ceil(s)) }
