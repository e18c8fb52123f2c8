package guard

// MaxCount is where every count saturates: fragments that double 200 times have more fields than any integer
// holds.
const MaxCount = 1 << 40

func satAdd(a, b int) int { return min(a+b, MaxCount) } // neither is above MaxCount, so this never overflows

func satMul(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	if a > MaxCount/b {
		return MaxCount
	}
	return a * b
}
