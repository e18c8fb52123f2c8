package ratelimit

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// BucketStatus is the state of a bucket: its capacity and the seconds that it takes to fill it from empty;
// its remaining tokens and the seconds until it is full.
type BucketStatus struct {
	Bucket                          string
	Quota, Window, Remaining, Reset int
}

// AppendBucketStatus appends the state of the buckets of the client in ctx to list.
func AppendBucketStatus(ctx context.Context, list []BucketStatus) []BucketStatus {
	p, _ := ctx.Value(clientKey{}).(client)
	t := p.limiter
	if t == nil {
		return list
	}
	now := t.now()
	for _, b := range [...]charge{t.addressCharge(ctx, 0, 0), t.accountCharge(ctx, 0)} {
		if b.bucket != nil {
			list = append(list, bucketStatus(b.name, b.bucket, now))
		}
	}
	return list
}

func bucketStatus(name string, bucket *rate.Limiter, now time.Time) BucketStatus {
	burst, there, perSecond := bucket.Burst(), bucket.TokensAt(now), float64(bucket.Limit())
	window, reset := float64(burst)/perSecond, (float64(burst)-there)/perSecond
	return BucketStatus{name, burst, ceilSeconds(window), int(max(there, 0)), ceilSeconds(reset)}
}
