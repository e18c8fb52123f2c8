package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// The conference that `thidua demo --live=national` plays first. Only one speech of its discussion is on
// record, so that its queue would be empty.
const conference = "live-national"

// requests are made for the floor; the first one gets it.
var requests = []struct{ site, speaker, kind, subject string }{
	{"bac-ninh", "Sở GD&ĐT Bắc Ninh", "PRESENTATION", ""},
	{"da-nang", "Sở GD&ĐT Đà Nẵng", "REMARK", "Dạy học hai buổi mỗi ngày ở cấp tiểu học"},
	{"can-tho", "Sở GD&ĐT Cần Thơ", "REMARK", "Tuyển dụng giáo viên tiếng Anh và Tin học"},
	{"son-la", "Sở GD&ĐT Sơn La", "QUESTION", "Chính sách cho học sinh bán trú vùng cao"},
	{"quang-ninh", "Sở GD&ĐT Quảng Ninh", "REMARK", "Kiểm định chất lượng trường phổ thông"},
}

// takeFloor waits for the discussion, requests the floor for some sites as the Ministry, and gives it to the
// first of them. The play stops then, because its own speaker no longer has the floor.
func takeFloor(ctx context.Context, base string) error {
	token, err := ministryToken(ctx, base)
	if err != nil {
		return err
	}
	current, err := waitForSpeaker(ctx, base, token)
	if err != nil {
		return err
	}
	var first string
	for i, r := range requests {
		input := map[string]any{"conference": conference, "site": r.site, "kind": r.kind, "speaker": r.speaker}
		if r.subject != "" {
			input["subject"] = r.subject
		}
		var made struct{ RequestFloor struct{ ID string } }
		err := execute(ctx, base, token,
			`mutation($input: RequestFloorInput!) { requestFloor(input: $input) { floorRequest { id } } }`,
			map[string]any{"input": input}, &made)
		if err != nil {
			return fmt.Errorf("requesting the floor for %s: %w", r.site, err)
		}
		if i == 0 {
			first = made.RequestFloor.ID
		}
	}
	return execute(ctx, base, token,
		`mutation($from: ID!, $to: ID!) {
			yieldFloor(input: {floorRequest: $from}) { floorRequest { id } }
			giveFloor(input: {floorRequest: $to}) { floorRequest { id } } }`,
		map[string]any{"from": current, "to": first}, nil)
}

// waitForSpeaker waits until somebody has the floor, and returns the id of the request.
func waitForSpeaker(ctx context.Context, base, token string) (string, error) {
	for {
		var found struct {
			Conference struct {
				Floor struct{ Current *struct{ ID string } }
			}
		}
		err := execute(ctx, base, token,
			`query($code: String!) { conference(code: $code) { floor { currentRequest { id } } } }`,
			map[string]any{"code": conference}, &found)
		if current := found.Conference.Floor.Current; err == nil && current != nil {
			return current.ID, nil
		}
		select { // err is NOT_FOUND until the conference is planned
		case <-ctx.Done():
			return "", errors.Join(fmt.Errorf("waiting for a speaker: %w", ctx.Err()), err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// ministryToken returns the token of the role MINISTRY that the demo offers.
func ministryToken(ctx context.Context, base string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/static/tokens.json", http.NoBody)
	if err != nil {
		return "", err
	}
	var tokens []struct{ Role, Secret string }
	if err := fetch(request, &tokens); err != nil {
		return "", err
	}
	for _, t := range tokens {
		if t.Role == "MINISTRY" {
			return t.Secret, nil
		}
	}
	return "", errors.New("the demo offers no token of the Ministry")
}

// execute sends an operation, and decodes the data of its response unless data is nil.
func execute(ctx context.Context, base, token, query string, variables map[string]any, data any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	var response struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	if err := fetch(request, &response); err != nil {
		return err
	}
	if len(response.Errors) > 0 {
		return errors.New(response.Errors[0].Message)
	}
	if data == nil {
		return nil
	}
	return json.Unmarshal(response.Data, data)
}

// fetch sends a request and decodes its JSON response.
func fetch(request *http.Request, into any) error {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	return json.NewDecoder(response.Body).Decode(into)
}
