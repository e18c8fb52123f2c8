package vi

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Vĩnh Phúc": "vinh phuc", "Sở GD&ĐT": "so gd dt", "Sở GD- ĐT": "so gd dt", "GD - ĐT": "gd dt",
		"Hoà": "hoa", "Hòa": "hoa", "Đắk Lắk": "dak lak", "ĐỒNG NAI": "dong nai",
		"Bà Rịa - Vũng Tàu":       "ba ria vung tau",
		"\u00a0Huỳnh\u00a0 Như\n": "huynh nhu", "ưu Ơn ả": "uu on a", "thi\u200bđua": "thidua",
		"10% (2024)": "10 2024",
		"":           "", " - ": "", "\xff\xfe": "", "Mĩ/Mỹ": "mi my",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Vĩnh Phúc": "vinh-phuc", "Bà Rịa - Vũng Tàu": "ba-ria-vung-tau",
		"Thành phố Hồ Chí Minh": "thanh-pho-ho-chi-minh",
		"Cụm 2":                 "cum-2", "日本 Huế": "hue", "日本": "", "": "",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"\u00a0Sở\u00a0 GD&ĐT \n\t tỉnh ": "Sở GD&ĐT tỉnh", norm.NFD.String("Hòa Bình"): "Hòa Bình", "": "",
		"\u00a0": "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	if !IsNFC("Hòa Bình") || IsNFC(norm.NFD.String("Hòa Bình")) {
		t.Error("IsNFC does not tell the forms apart")
	}
}

var slugForm = regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)

func TestTextProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "any text")
		key := Fold(s)
		if Fold(key) != key || Fold(norm.NFD.String(s)) != key || Fold(norm.NFC.String(s)) != key {
			t.Fatalf("Fold(%q) = %q, and of that %q", s, key, Fold(key))
		}
		if strings.ToLower(key) != key || strings.Contains(key, "  ") || strings.TrimSpace(key) != key {
			t.Fatalf("Fold(%q) = %q", s, key)
		}
		if slug := Slug(s); !slugForm.MatchString(slug) || Slug(slug) != slug {
			t.Fatalf("Slug(%q) = %q", s, slug)
		}
		clean := Clean(s)
		if !IsNFC(clean) || Clean(clean) != clean || strings.ContainsRune(clean, '\u00a0') ||
			Fold(clean) != key {
			t.Fatalf("Clean(%q) = %q", s, clean)
		}
	})
}

func TestCompareNames_DictionaryOrder(t *testing.T) {
	// Tones order words that are otherwise equal; ă, â, đ, ê, ô, ơ and ư are separate letters, after a, d, e,
	// o and u.
	for _, list := range [][]string{
		{"ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mầ", "mb", "md", "mđ", "me", "mê", "mo",
			"mô", "mơ", "mu", "mư"},
		{"An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Ninh", "Bến Tre", "Cà Mau",
			"Cao Bằng", "Cần Thơ"},
		{"Dự", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội",
			"Hải Dương", "Hòa Bình", "Hưng Yên"},
	} {
		for i := 1; i < len(list); i++ {
			a, b := list[i-1], list[i]
			if CompareNames(a, b) >= 0 || SortKey(a) >= SortKey(b) {
				t.Errorf("%q does not sort before %q", a, b)
			}
		}
	}
}

func TestSortKey_AgreesWithCompareNames(t *testing.T) {
	reference := collate.New(language.Vietnamese)
	letters := []rune("aàảãáạăằâầbcdđeêghiklmnoôơpqrstuưvxyAÀĂÂĐÊÔƠƯ -.&1290\u0301\u0323")
	name := rapid.OneOf(rapid.StringOf(rapid.RuneFrom(letters)), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		want := reference.CompareString(norm.NFC.String(a), norm.NFC.String(b))
		if got := strings.Compare(SortKey(a), SortKey(b)); got != want {
			t.Fatalf("keys of %q and %q compare %d, the names %d", a, b, got, want)
		}
		if got := CompareNames(a, b); got != want {
			t.Fatalf("CompareNames(%q, %q) = %d, want %d", a, b, got, want)
		}
		if SortKey(norm.NFC.String(a)) != SortKey(norm.NFD.String(a)) {
			t.Fatalf("the key of %q depends on its normal form", a)
		}
	})
}

// The key of a long text is cut off, and orders the text by its beginning.
func TestSortKey_LongText(t *testing.T) {
	text := strings.Repeat("Đề nghị Bộ ", 400)
	key := SortKey(text)
	if len(key) != MaxSortKey || key != SortKey(text+"x") || SortKey("Đề nghị A") >= key {
		t.Errorf("the key has %d bytes: %s", len(key), key)
	}
}

// The collator alone weighs these two spellings of one text differently.
func TestSortKey_DoubledAccent(t *testing.T) {
	composed, decomposed := "\u1eb7\u0323", "a\u0323\u0323\u0306"
	if norm.NFC.String(decomposed) != composed {
		t.Fatal("these are not two spellings of one text")
	}
	if SortKey(composed) != SortKey(decomposed) || CompareNames(composed, decomposed) != 0 {
		t.Error("the key depends on the spelling")
	}
}

func TestSortKey_Concurrent(t *testing.T) {
	names := []string{"Vĩnh Phúc", "Hà Nam", "Đồng Nai", strings.Repeat("Bà Rịa ", 100)}
	want := make([]string, len(names))
	for i, n := range names {
		want[i] = SortKey(n)
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 200 {
				k := (g + i) % len(names)
				if SortKey(names[k]) != want[k] || CompareNames(names[k], names[k]) != 0 {
					t.Errorf("goroutine %d: a different key of %q", g, names[k])
					return
				}
			}
		})
	}
	wg.Wait()
}
