// Package vault keeps the keys a terminal's records are sealed under, and the
// chain that leads to them: a password opens a person's identity, that one the
// centre's, that one the file vault.age with the [Keys]. Checking a password is
// opening the vault; there is no other record of it.
//
// Everything that holds a key on disk is an age file, so that a technician with
// the recovery identity and the public age tool can open it without us. Rows are
// sealed with AES-256-GCM instead, because they are many and small.
//
// It knows nothing of SQL, events or screens. Its one surprise is that wiping
// goes only so far: raw keys and opened files are overwritten, but Go keeps
// copies that cannot be reached (identities as strings, expanded AES keys).
// A terminal taken while it runs is open; one that is off is not.
package vault
