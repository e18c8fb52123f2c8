package guard

// MaxCount is where every count saturates: fragments that double 200 times have more fields than any integer
// holds.
const Most = 1 << 40

func plus(a, b int) int { return min(a+b, Most) } // neither is above MaxCount, so this never overflows

func times(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	if a > Most/b {
		return Most
	}
	return a * b
}
