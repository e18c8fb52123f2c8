package record

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"thidua/ent"
	"thidua/internal/store"
)

// Option changes how a record is loaded.
type Option func(*loading)

type loading struct {
	files    fs.FS
	progress func(done, total int, what string)
}

// WithFiles loads another record than that of Data.
func WithFiles(files fs.FS) Option { return func(l *loading) { l.files = files } }

// WithProgress has progress called after each row: how many are done of how many, and what the last one was. When the
// database has the transaction run once more, it begins anew.
func WithProgress(progress func(done, total int, what string)) Option {
	return func(l *loading) { l.progress = progress }
}

// Tally is how many rows of one kind there were in the files.
type Tally struct {
	What string // "provinces"
	Rows int
}

// Stats are what was loaded, in the order of loading.
type Stats []Tally

// Rows is how many rows there were in all.
func (s Stats) Rows() int {
	total := 0
	for _, t := range s {
		total += t.Rows
	}
	return total
}

// String is for the log: "21 documents, 87 provinces, ...".
func (s Stats) String() string {
	var parts []string
	for _, t := range s {
		parts = append(parts, fmt.Sprintf("%d %s", t.Rows, t.What))
	}
	return strings.Join(parts, ", ")
}

// Load writes a record into the database, in one transaction; ctx has to be the operator's. The command line calls it. Its
// refusals are BAD_RECORD, after which nothing was written, FORBIDDEN, and CONFLICT where the database has facts of
// other origin that contradict the record.
func Load(ctx context.Context, s *store.Store, opts ...Option) (Stats, error) {
	l := loading{files: Data(), progress: func(int, int, string) {}}
	for _, o := range opts {
		o(&l)
	}
	b, err := checked(l.files)
	if err != nil {
		return nil, err
	}
	steps := b.steps()
	var stats Stats
	for _, step := range steps {
		stats = append(stats, Tally{step.what, len(step.rows)})
	}
	err = s.Tx(ctx, func(ctx context.Context, _ *ent.Tx) error {
		done := 0
		for _, step := range steps {
			for _, put := range step.rows {
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
