package conference_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"thidua/ent"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
)

func (r roll) issue(name, site string) string {
	r.t.Helper()
	code, err := conference.IssueCheckInCode(r.as(name), r.s, code, site)
	if err != nil {
		r.t.Fatal(err)
	}
	return code.Code
}

func (r roll) self(place int, number string) verb {
	return func(ctx context.Context) (gid.ID, error) {
		return conference.CheckInSelf(ctx, r.s,
			conference.SelfCheckIn{Conference: code, Code: number, Attendance: r.ids[place]})
	}
}

// wrongCode returns a code that differs from this one.
func other(number string) string {
	if number[0] == '9' {
		return "0" + number[1:]
	}
	return "9" + number[1:]
}

func TestCheckInSelf(t *testing.T) {
	eachRoll(t, func(r roll) {
		r.onlyFor(func(ctx context.Context) (gid.ID, error) {
			_, err := conference.IssueCheckInCode(ctx, r.s, code, "main")
			return 0, err
		}, append(conducts, "screen of bac-ninh", "anonymous", "no role", "last year's", "another's", "editor",
			"last year's editor", "other's screen")...)
		number := r.issue("head", "main") // issued before the conference opens
		r.refused("delegate of bac-ninh", r.self(1, number), "WRONG_STATE")
		r.once("head", r.step(conference.Open))
		r.does("delegate of bac-ninh", r.self(1, number))
		if row := r.is(1, "IN_HALL"); row.ArrivedAt == nil {
			t.Errorf("%v", row)
		}
		r.onlyFor(r.self(1, number), "delegate of bac-ninh")
		old, number := number, r.issue("screen of bac-ninh", "main")
		for number == old {
			number = r.issue("screen of bac-ninh", "main")
		}
		r.mistakes("delegate of bac-ninh", r.self(2, old))
		r.mistakes("delegate of ha-nam", r.self(3, number)) // of another site
		r.refused("delegate of bac-ninh", r.self(2, "12345"), "BAD_INPUT")
		r.refused("delegate of bac-ninh", r.self(2, "12345x"), "BAD_INPUT")
		r.does("delegate of ha-nam", r.self(5, number)) // without a site: the code assigns it
		if row := r.is(5, "IN_HALL"); *row.SiteID != conference.SiteID(code, "main") {
			t.Errorf("%v", row)
		}
		r.refused("delegate of ha-nam", func(ctx context.Context) (gid.ID, error) {
			return conference.CheckInSelf(ctx, r.s,
				conference.SelfCheckIn{Conference: "other", Code: number, Attendance: r.ids[5]})
		}, "NOT_FOUND")
		if all := fmt.Sprintf("%+v", r.changes()); strings.Contains(all, number) || strings.Contains(all, old) {
			t.Error("the journal contains a code")
		}
	})
}

// wantWrongCode calls with a wrong code and checks that no event is published.
func (r roll) mistakes(name string, call verb) {
	r.t.Helper()
	n := len(r.changes())
	_, err := call(r.as(name))
	if f, ok := fault.As(err); !ok || f.Code() != "WRONG_CHECK_IN_CODE" {
		r.t.Errorf("%s: %v", name, err)
	}
	if len(r.changes()) != n {
		r.t.Errorf("%s: a wrong code published an event", name)
	}
}

// At most ten wrong codes may be tried, even concurrently; after them the right one is rejected, too.
func TestGuessingIsBounded(t *testing.T) {
	eachRoll(t, func(r roll) {
		r.once("head", r.step(conference.Open))
		number := r.issue("head", "main")
		var mu sync.Mutex
		codes := map[fault.Code]int{}
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				_, err := r.self(1, other(number))(r.as("delegate of bac-ninh"))
				f, _ := fault.As(err)
				mu.Lock()
				defer mu.Unlock()
				codes[f.Code()]++
			})
		}
		wg.Wait()
		if codes["WRONG_CHECK_IN_CODE"] != conference.WrongCodesMost ||
			codes["TOO_MANY_WRONG_CODES"] != 30-conference.WrongCodesMost {
			t.Errorf("%v", codes)
		}
		r.refused("delegate of bac-ninh", r.self(1, number), "TOO_MANY_WRONG_CODES")
		number = r.issue("head", "main")
		// A new code does not reset the count.
		r.refused("delegate of bac-ninh", r.self(1, number), "TOO_MANY_WRONG_CODES")
		r.does("delegate of bac-ninh", r.self(2, number)) // the count is per delegate
		r.does("secretary", r.checkIn(1))
		r.once("secretary", r.on(conference.CheckOutDelegate, r.ids[1]))
		r.does("delegate of bac-ninh", r.self(1, number))
	})
}

// A wrong code is counted without using up the idempotency key: sent again it is rejected again, and the
// right code uses the key.
func TestAWrongCodeUsesNoKey(t *testing.T) {
	eachRoll(t, func(r roll) {
		number := r.issue("head", "main")
		r.once("head", r.step(conference.Open))
		used := 0
		keyed := store.Along(r.as("delegate of bac-ninh"), func(ctx context.Context, _ *ent.Tx) error {
			store.AfterCommit(ctx, func() { used++ })
			return nil
		})
		for range 2 {
			if _, err := r.self(1, other(number))(keyed); !errors.Is(err, fault.WrongCheckInCode) || used != 0 {
				t.Errorf("%v, and the key is used %d times", err, used)
			}
		}
		if row := r.is(1, "NOT_CALLED"); row.WrongCodes != 2 {
			t.Errorf("%d wrong codes are counted", row.WrongCodes)
		}
		if _, err := r.self(1, number)(keyed); err != nil || used != 1 {
			t.Errorf("%v, and the key is used %d times", err, used)
		}
	})
}
