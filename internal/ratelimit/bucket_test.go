package ratelimit

import (
	"testing"
	"time"
)

// The number of buckets is bounded, whatever keys are used; the least recently used one is evicted, never
// one in use.
func TestBuckets_Bounded(t *testing.T) {
	const most = 20 * shardCount
	b := newBuckets[int](1, 10, most)
	now := time.Unix(0, 0)
	regular := b.get(-1)
	if !regular.AllowN(now, 10) {
		t.Fatal("a new bucket is not full")
	}
	for n := range 10 * most {
		b.get(n).AllowN(now, 10)
		if b.get(-1) != regular {
			t.Fatalf("a bucket in use was evicted for client %d", n)
		}
	}
	kept := 0
	for i := range b.shards {
		kept += b.shards[i].recent.Len()
	}
	if kept > most {
		t.Fatalf("%d buckets", kept)
	}
	if b.get(10*most-1).AllowN(now, 1) {
		t.Error("the newest bucket was evicted")
	}
	if !b.get(0).AllowN(now, 10) {
		t.Error("the oldest bucket was not evicted")
	}
}
