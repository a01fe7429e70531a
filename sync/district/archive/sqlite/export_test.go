package sqlite

// FoldOften makes the copier fold the log every few transactions.
func FoldOften() { copyFold = 256 << 10 }
