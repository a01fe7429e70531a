package disk

import (
	"fmt"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// The driver is SQLite translated from C, so its file system is a struct of C
// function pointers. Ours is a copy of the system's own with open and delete
// exchanged; what it opens below a watched folder gets a copy of that file's
// methods with read, write, truncate, sync and close exchanged. Everything is a
// package variable: C keeps addresses, and those do not move.
var (
	system  *sqlite3.Tsqlite3_vfs
	ours    sqlite3.Tsqlite3_vfs
	vfsName = []byte("ruhui-test\x00")

	registering = sync.OnceValue(registerOnce)

	handles sync.Map // address of SQLite's file → *handle
	methods sync.Map // address of the system's methods → *exchanged
)

type handle struct {
	disk   *Disk
	path   string
	system *sqlite3.Tsqlite3_io_methods
}

type exchanged struct{ methods sqlite3.Tsqlite3_io_methods }

// The shapes of the C functions.
type (
	openFunc     func(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32
	deleteFunc   func(tls *libc.TLS, vfs, name uintptr, syncFolder int32) int32
	transferFunc func(tls *libc.TLS, file, buffer uintptr, n int32, at int64) int32
	truncateFunc func(tls *libc.TLS, file uintptr, size int64) int32
	syncFunc     func(tls *libc.TLS, file uintptr, flags int32) int32
	closeFunc    func(tls *libc.TLS, file uintptr) int32
)

// address and function go between a Go function without captured variables and
// the number by which translated C knows it.
func address[F any](f F) uintptr         { return *(*uintptr)(unsafe.Pointer(&f)) }
func function[F any](at uintptr) F       { return *(*F)(unsafe.Pointer(&at)) }
func pointer[T any](at uintptr) *T       { return *(**T)(unsafe.Pointer(&at)) }
func addressOf[T any](v *T) uintptr      { return uintptr(unsafe.Pointer(v)) }
func bytesAt(at uintptr, n int32) []byte { return unsafe.Slice(pointer[byte](at), n) }

func register() error { return registering() }

func registerOnce() error {
	tls := libc.NewTLS()
	defer tls.Close()
	if rc := sqlite3.Xsqlite3_initialize(tls); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("initialize SQLite: code %d", rc)
	}
	at := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if at == 0 {
		return fmt.Errorf("find SQLite's file system: none")
	}
	system = pointer[sqlite3.Tsqlite3_vfs](at)
	ours = *system
	ours.FzName, ours.FpNext = addressOf(&vfsName[0]), 0
	ours.FxOpen, ours.FxDelete = address(openFunc(open)), address(deleteFunc(remove))
	if rc := sqlite3.Xsqlite3_vfs_register(tls, addressOf(&ours), 1); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("register file system: code %d", rc)
	}
	return nil
}

func open(tls *libc.TLS, _, name, file uintptr, flags int32, out uintptr) int32 {
	var d *Disk
	var path string
	if name != 0 { // temporary files have none
		d, path = diskOf(libc.GoString(name))
	}
	there := d == nil || d.exists(path)
	rc := function[openFunc](system.FxOpen)(tls, addressOf(system), name, file, flags, out)
	at := pointer[uintptr](file) // the first field of every file: its methods
	if rc != sqlite3.SQLITE_OK || d == nil || *at == 0 {
		return rc
	}
	d.met(path, there)
	handles.Store(file, &handle{disk: d, path: path, system: pointer[sqlite3.Tsqlite3_io_methods](*at)})
	*at = exchange(*at)
	return rc
}

// exchange gives the address of our copy of a file's methods.
func exchange(at uintptr) uintptr {
	fresh := &exchanged{methods: *pointer[sqlite3.Tsqlite3_io_methods](at)}
	m := &fresh.methods
	m.FiVersion = 2 // no mapped pages: they would go past us
	m.FxRead, m.FxWrite = address(transferFunc(read)), address(transferFunc(write))
	m.FxTruncate, m.FxSync, m.FxClose = address(truncateFunc(truncate)), address(syncFunc(flush)), address(closeFunc(closeFile))
	kept, _ := methods.LoadOrStore(at, fresh)
	return addressOf(&kept.(*exchanged).methods)
}

func handleOf(file uintptr) *handle {
	h, _ := handles.Load(file)
	return h.(*handle)
}

func closeFile(tls *libc.TLS, file uintptr) int32 {
	h := handleOf(file)
	handles.Delete(file)
	return function[closeFunc](h.system.FxClose)(tls, file)
}

func read(tls *libc.TLS, file, buffer uintptr, n int32, at int64) int32 {
	h := handleOf(file)
	if h.disk.fails(Read) {
		return sqlite3.SQLITE_IOERR_READ
	}
	return function[transferFunc](h.system.FxRead)(tls, file, buffer, n, at)
}

func write(tls *libc.TLS, file, buffer uintptr, n int32, at int64) int32 {
	h := handleOf(file)
	if h.disk.fails(Write) {
		return sqlite3.SQLITE_IOERR_WRITE
	}
	if h.disk.full(h.path, at+int64(n)) {
		return sqlite3.SQLITE_FULL
	}
	h.disk.note(Op{Kind: Write, Path: h.path, At: at, Data: append([]byte(nil), bytesAt(buffer, n)...)})
	return function[transferFunc](h.system.FxWrite)(tls, file, buffer, n, at)
}

func truncate(tls *libc.TLS, file uintptr, size int64) int32 {
	h := handleOf(file)
	if h.disk.fails(Truncate) {
		return sqlite3.SQLITE_IOERR_TRUNCATE
	}
	h.disk.note(Op{Kind: Truncate, Path: h.path, At: size})
	return function[truncateFunc](h.system.FxTruncate)(tls, file, size)
}

func flush(tls *libc.TLS, file uintptr, flags int32) int32 {
	h := handleOf(file)
	if h.disk.fails(Sync) {
		return sqlite3.SQLITE_IOERR_FSYNC
	}
	rc := function[syncFunc](h.system.FxSync)(tls, file, flags)
	if rc == sqlite3.SQLITE_OK {
		h.disk.note(Op{Kind: Sync, Path: h.path})
	}
	return rc
}

func remove(tls *libc.TLS, _, name uintptr, syncFolder int32) int32 {
	d, path := diskOf(libc.GoString(name))
	if d != nil && d.fails(Delete) {
		return sqlite3.SQLITE_IOERR_DELETE
	}
	rc := function[deleteFunc](system.FxDelete)(tls, addressOf(system), name, syncFolder)
	if d != nil && rc == sqlite3.SQLITE_OK {
		d.note(Op{Kind: Delete, Path: path, Safe: syncFolder != 0})
	}
	return rc
}
