// Package docs embeds the documentation, which internal/web serves at /docs.
//
// NAME.md is a page in English, and vi/NAME.md the same page in Vietnamese, if there is one. The decision
// records are in adr/, and images/ has the pictures of all pages.
package docs

import "embed"

// Files has the pages and their pictures.
//
//go:embed *.md vi/*.md adr/*.md images
var Files embed.FS
