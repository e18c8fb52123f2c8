package similarity_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"thidua/internal/similarity"
	"thidua/internal/vi"
)

// recordedProposals are proposals of the record, in its words, with their topics.
var recordedProposals = map[string]struct {
	content string
	topics  []string
}{
	"k1": {"Sớm có cơ chế, chính sách riêng về lương và phụ cấp cho giáo viên, cán bộ quản lý, công chức " +
		"quản lý giáo dục.", []string{"salary"}},
	"k2": {"Nghiên cứu tinh giản biên chế của ngành một cách mềm dẻo, theo hoàn cảnh từng địa phương.",
		[]string{"staffing"}},
	"k4": {"Tinh giản biên chế phải xét đặc thù giáo dục, giữ đủ định biên giáo viên trên lớp, không cắt " +
		"theo một tỷ lệ chung.", []string{"staffing"}},
	"k5": {"Tổ chức thêm hội thảo, tập huấn, bồi dưỡng cho cán bộ quản lý và giáo viên giáo dục thường xuyên.",
		[]string{"continuing-education"}},
	"k7": {"Nghiên cứu ban hành thông tư về kiểm định chất lượng trung tâm GDTX cấp tỉnh và GDNN-GDTX cấp " +
		"huyện.", []string{"continuing-education", "accreditation"}},
	"k8": {"Tăng lương, tăng thu nhập cho giáo viên.", []string{"salary"}},
	"k9": {"Bổ sung biên chế, vì thiếu giáo viên.", []string{"staffing"}},
}

func profileOf(code string, topics bool) similarity.Profile {
	p := recordedProposals[code]
	if !topics {
		p.topics = nil
	}
	return similarity.NewProfile(vi.Fold(p.content), p.topics...)
}

// The proposals that a reader of the record finds similar are, and no others, by terms and topics.
func TestSimilarity_RecordedProposals(t *testing.T) {
	alike := map[string]bool{"k2 k4": true, "k2 k9": true, "k4 k9": true, "k1 k8": true, "k5 k7": true}
	for a := range recordedProposals {
		for b := range recordedProposals {
			if a >= b {
				continue
			}
			percent := profileOf(a, true).Similarity(profileOf(b, true))
			t.Logf("%s %s: %d%%, by words alone %d%%", a, b, percent,
				profileOf(a, false).Similarity(profileOf(b, false)))
			if (percent >= similarity.MinPercent) != alike[a+" "+b] {
				t.Errorf("%s and %s: similarity %d%%", a, b, percent)
			}
		}
	}
}

func TestSimilarity(t *testing.T) {
	of := func(text string, topics ...string) similarity.Profile {
		return similarity.NewProfile(vi.Fold(text), topics...)
	}
	for _, c := range []struct {
		what        string
		a, b        similarity.Profile
		least, most int
	}{
		{"the same words", of("Bổ sung biên chế"), of("Bổ sung biên chế"), 100, 100},
		{"other case and punctuation", of("BỔ SUNG  biên-chế!"), of("bo sung bien che"), 100, 100},
		{"the same words on other topics", of("Bổ sung biên chế", "a"), of("Bổ sung biên chế", "b"), 60, 70},
		{"other words on the same topic", of("Tăng lương", "a"), of("Bổ sung biên chế", "a"), 30, 40},
		{"other words", of("Tăng lương"), of("Bổ sung biên chế"), 0, 0},
		{"one text within another", of("Bổ sung biên chế"),
			of("Đề nghị Bộ bổ sung biên chế giáo viên mầm non"), 50, 90},
		{"only common words", of("Kiến nghị quan tâm cán bộ"), of("Kiến nghị quan tâm học bạ"), 0, 80},
		{"only stop syllables", of("và của các"), of("và của các"), 0, 0},
		{"empty", of(""), of("Tăng lương"), 0, 0},
	} {
		if got := c.a.Similarity(c.b); got < c.least || got > c.most {
			t.Errorf("%s: %d%%, want %d to %d", c.what, got, c.least, c.most)
		}
	}
}

// Similarity is symmetric, from 0 to 100, and 100 to itself; a common topic never lowers it.
func TestSimilarity_Laws(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(strings.Fields("bien che giao vien luong va "+
			"cua tinh gian hoc ba so kien nghi")), 0, 12).Draw(t, "words"), " ")
	})
	topics := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		one, other := text.Draw(t, "one"), text.Draw(t, "other")
		ofOne, ofOther := topics.Draw(t, "topics of one"), topics.Draw(t, "topics of the other")
		a, b := similarity.NewProfile(one, ofOne...), similarity.NewProfile(other, ofOther...)
		forward, reverse := a.Similarity(b), b.Similarity(a)
		if forward != reverse || forward < 0 || forward > 100 {
			t.Fatalf("%d, in reverse %d", forward, reverse)
		}
		if len(a.TopTerms(1)) > 0 && a.Similarity(a) != 100 {
			t.Fatalf("similarity of %q to itself: %d", one, a.Similarity(a))
		}
		if len(ofOne) > 0 && len(ofOther) > 0 {
			shared := similarity.NewProfile(one, append(ofOne, "x")...).
				Similarity(similarity.NewProfile(other, append(ofOther, "x")...))
			if shared < forward {
				t.Fatalf("a common topic gives %d, without it %d", shared, forward)
			}
		}
	})
}

func TestTopTerms(t *testing.T) {
	w := similarity.NewProfile(vi.Fold("Kiến nghị bổ sung biên chế cho giáo viên mầm non"))
	if got := strings.Join(w.TopTerms(2), ", "); got != "sung bien, bien che" {
		t.Errorf("top terms: %s", got)
	}
	for _, part := range w.TopTerms(100) {
		if part == "kien nghi" || part == "giao vien" || part == "cho" {
			t.Errorf("%s is a common term", part)
		}
	}
}
