package store

// Saved gives a channel that says so whenever something was recorded here, or
// somebody signed in: what the engine waits for. It says it once however often it
// happened since it was read; there is one reader.
func (s *Store) Saved() <-chan struct{} { return s.bell }

func (s *Store) ring() {
	select {
	case s.bell <- struct{}{}:
	default:
	}
}
