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
	c, _ := ctx.Value(clientKey{}).(client)
	l := c.limiter
	if l == nil {
		return list
	}
	now := l.now()
	for _, charge := range [...]charge{l.addressCharge(ctx, 0, 0), l.accountCharge(ctx, 0)} {
		if charge.bucket != nil {
			list = append(list, bucketStatus(charge.name, charge.bucket, now))
		}
	}
	return list
}

func bucketStatus(name string, bucket *rate.Limiter, now time.Time) BucketStatus {
	burst, available, perSecond := bucket.Burst(), bucket.TokensAt(now), float64(bucket.Limit())
	window, reset := float64(burst)/perSecond, (float64(burst)-available)/perSecond
	return BucketStatus{name, burst, ceilSeconds(window), int(max(available, 0)), ceilSeconds(reset)}
}
