package conference_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
)

func (r rollFixture) issueCode(name, site string) string {
	r.t.Helper()
	code, err := conference.IssueCheckInCode(r.ctxAs(name), r.s, code, site)
	if err != nil {
		r.t.Fatal(err)
	}
	return code.CheckInCode
}

func (r rollFixture) checkInSelf(place int, number string) commandCall {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.CheckInSelf(ctx, r.s,
			conference.SelfCheckIn{Conference: code, CheckInCode: number, Attendance: r.ids[place]})
	}
}

// wrongCode returns a code that differs from this one.
func wrongCode(number string) string {
	if number[0] == '9' {
		return "0" + number[1:]
	}
	return "9" + number[1:]
}

func TestCheckInSelf(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		r.wantOnlyFor(func(ctx context.Context) (gid.ID, error) {
			_, err := conference.IssueCheckInCode(ctx, r.s, code, "main")
			return 0, err
		}, append(conductorNames, "screen of bac-ninh", "anonymous", "no role", "last year's", "another's",
			"editor",
			"last year's editor", "other's screen")...)
		number := r.issueCode("head", "main") // issued before the conference opens
		r.wantError("delegate of bac-ninh", r.checkInSelf(1, number), "WRONG_STATE")
		r.run("head", r.withCode(conference.Open))
		r.runTwice("delegate of bac-ninh", r.checkInSelf(1, number))
		if row := r.wantPresence(1, "IN_HALL"); row.ArrivedAt == nil {
			t.Errorf("%v", row)
		}
		r.wantOnlyFor(r.checkInSelf(1, number), "delegate of bac-ninh")
		old, number := number, r.issueCode("screen of bac-ninh", "main")
		for number == old {
			number = r.issueCode("screen of bac-ninh", "main")
		}
		r.wantWrongCode("delegate of bac-ninh", r.checkInSelf(2, old))
		r.wantWrongCode("delegate of ha-nam", r.checkInSelf(3, number)) // of another site
		r.wantError("delegate of bac-ninh", r.checkInSelf(2, "12345"), "BAD_INPUT")
		r.wantError("delegate of bac-ninh", r.checkInSelf(2, "12345x"), "BAD_INPUT")
		r.runTwice("delegate of ha-nam", r.checkInSelf(5, number)) // without a site: the code assigns it
		if row := r.wantPresence(5, "IN_HALL"); *row.SiteID != conference.SiteID(code, "main") {
			t.Errorf("%v", row)
		}
		r.wantError("delegate of ha-nam", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSelf(ctx, r.s,
				conference.SelfCheckIn{Conference: "other", CheckInCode: number, Attendance: r.ids[5]})
		}, "NOT_FOUND")
		if all := fmt.Sprintf("%+v", r.changes()); strings.Contains(all, number) || strings.Contains(all, old) {
			t.Error("the journal contains a code")
		}
	})
}

// wantWrongCode calls with a wrong code and checks that no event is published.
func (r rollFixture) wantWrongCode(name string, call commandCall) {
	r.t.Helper()
	n := len(r.changes())
	_, err := call(r.ctxAs(name))
	if f, ok := fault.FromError(err); !ok || f.Code() != "WRONG_CHECK_IN_CODE" {
		r.t.Errorf("%s: %v", name, err)
	}
	if len(r.changes()) != n {
		r.t.Errorf("%s: a wrong code published an event", name)
	}
}

// At most ten wrong codes may be tried, even concurrently; after them the right one is rejected, too.
func TestCheckInSelf_TooManyWrongCodes(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		r.run("head", r.withCode(conference.Open))
		number := r.issueCode("head", "main")
		var mu sync.Mutex
		codes := map[fault.Code]int{}
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				_, err := r.checkInSelf(1, wrongCode(number))(r.ctxAs("delegate of bac-ninh"))
				f, _ := fault.FromError(err)
				mu.Lock()
				defer mu.Unlock()
				codes[f.Code()]++
			})
		}
		wg.Wait()
		if codes["WRONG_CHECK_IN_CODE"] != conference.MaxWrongCodes ||
			codes["TOO_MANY_WRONG_CODES"] != 30-conference.MaxWrongCodes {
			t.Errorf("%v", codes)
		}
		r.wantError("delegate of bac-ninh", r.checkInSelf(1, number), "TOO_MANY_WRONG_CODES")
		number = r.issueCode("head", "main")
		// A new code does not reset the count.
		r.wantError("delegate of bac-ninh", r.checkInSelf(1, number), "TOO_MANY_WRONG_CODES")
		r.runTwice("delegate of bac-ninh", r.checkInSelf(2, number)) // the count is per delegate
		r.runTwice("secretary", r.checkIn(1))
		r.run("secretary", r.withID(conference.CheckOutDelegate, r.ids[1]))
		r.runTwice("delegate of bac-ninh", r.checkInSelf(1, number))
	})
}

// A wrong code is counted without using up the idempotency key: sent again it is rejected again, and the
// right code uses the key.
func TestCheckInSelf_WrongCodeKeepsIdempotencyKey(t *testing.T) {
	eachRoll(t, func(r rollFixture) {
		number := r.issueCode("head", "main")
		r.run("head", r.withCode(conference.Open))
		used := 0
		keyed := store.WithTxSetup(r.ctxAs("delegate of bac-ninh"), func(ctx context.Context, tx *store.Tx) error {
			tx.AfterCommit(func() { used++ })
			return nil
		})
		for range 2 {
			if _, err := r.checkInSelf(1, wrongCode(number))(keyed); !errors.Is(err, fault.WrongCheckInCode) ||
				used != 0 {
				t.Errorf("%v, and the key is used %d times", err, used)
			}
		}
		if row := r.wantPresence(1, "NOT_CALLED"); row.WrongCodes != 2 {
			t.Errorf("%d wrong codes are counted", row.WrongCodes)
		}
		if _, err := r.checkInSelf(1, number)(keyed); err != nil || used != 1 {
			t.Errorf("%v, and the key is used %d times", err, used)
		}
	})
}
