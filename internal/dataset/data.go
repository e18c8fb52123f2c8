package dataset

import (
	"embed"
	"io/fs"
)

//go:embed data/*.yaml
var embedded embed.FS

// Data returns the embedded files of the published record.
func Data() fs.FS {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // unreachable: the directory name is valid
	}
	return files
}
