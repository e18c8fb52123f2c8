package simulator

import (
	"context"
	"time"

	"thidua/internal/vi"
)

// provinceNames are the sixty-three provinces of Vietnam until 30 June 2025; the first one has the main site.
var provinceNames = []string{
	"Hà Nội", "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
	"Bình Dương", "Bình Định", "Bình Phước",
	"Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai",
	"Đồng Tháp", "Gia Lai", "Hà Giang",
	"Hà Nam", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa",
	"Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn",
	"Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên",
	"Quảng Bình", "Quảng Nam", "Quảng Ngãi",
	"Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa",
	"Thừa Thiên Huế", "Tiền Giang",
	"Thành phố Hồ Chí Minh", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
}

// RunNationalReview plays the national conference of 2023-2024 over sixty-three sites, some of which lose
// their connection for a while.
func (s *Simulation) RunNationalReview(ctx context.Context) error {
	r, err := fetchRecorded(ctx, s.Execute, "national-2023-2024")
	if err != nil {
		return err
	}
	review := scenario{recordedConference: r, extraDelegates: 8}
	for i, name := range provinceNames {
		kind := "REMOTE"
		if i == 0 {
			kind = "MAIN"
		}
		review.sites = append(review.sites, plannedSite{Code: vi.Slug(name), Name: "Điểm cầu " + name, Kind: kind})
	}
	review.beforeItem = func(ctx context.Context, item int) error {
		if item != 2 {
			return nil
		}
		s.setDisconnected(vi.Slug("Cà Mau"), vi.Slug("Lai Châu"), vi.Slug("Kon Tum"))
		if err := s.sleep(ctx, 40*time.Second); err != nil { // longer than a link takes to become stale
			return err
		}
		s.setDisconnected()
		return s.sleep(ctx, 10*time.Second)
	}
	return s.run(ctx, review)
}
