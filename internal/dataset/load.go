package dataset

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"thidua/internal/store"
)

// Option is an option of [Load].
type Option func(*loadOptions)

type loadOptions struct {
	files    fs.FS
	progress func(done, total int, what string)
}

// WithFiles loads other files than those of Data.
func WithFiles(files fs.FS) Option { return func(l *loadOptions) { l.files = files } }

// WithProgress calls progress after each row with the number of rows done, their total and the kind of the
// row. It restarts if the transaction is retried.
func WithProgress(progress func(done, total int, what string)) Option {
	return func(l *loadOptions) { l.progress = progress }
}

// Tally is the number of rows of one kind.
type Tally struct {
	What string // "provinces"
	Rows int
}

// Stats is what was loaded, in the order of loading.
type Stats []Tally

// Rows returns the total number of rows.
func (s Stats) Rows() int {
	total := 0
	for _, t := range s {
		total += t.Rows
	}
	return total
}

// String formats the stats for the log: "21 documents, 87 provinces, ...".
func (s Stats) String() string {
	var parts []string
	for _, t := range s {
		parts = append(parts, fmt.Sprintf("%d %s", t.Rows, t.What))
	}
	return strings.Join(parts, ", ")
}

// Load writes a record into the database in one transaction; ctx must have the operator. Idempotent. Called
// by the command line. Errors: BAD_RECORD, after which nothing was written, FORBIDDEN, and CONFLICT if the
// database has contradicting facts from elsewhere.
func Load(ctx context.Context, s *store.Store, opts ...Option) (Stats, error) {
	l := loadOptions{files: Data(), progress: func(int, int, string) {}}
	for _, o := range opts {
		o(&l)
	}
	b, err := readAndCheck(l.files)
	if err != nil {
		return nil, err
	}
	steps := b.loadSteps()
	var stats Stats
	for _, step := range steps {
		stats = append(stats, Tally{step.what, len(step.inserts)})
	}
	err = s.Tx(ctx, func(ctx context.Context, _ *store.Tx) error {
		done := 0
		for _, step := range steps {
			for _, put := range step.inserts {
				if err := put(ctx, s); err != nil {
					return err
				}
				done++
				l.progress(done, stats.Rows(), step.what)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stats, nil
}
