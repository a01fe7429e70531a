package sqlite

import "os"

// syncNames does nothing: Windows writes names with the file and syncs no
// folder.
func syncNames(*os.File) error { return nil }
