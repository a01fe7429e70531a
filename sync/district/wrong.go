package district

import "errors"

// Wrong says why an administrator's order was not carried out. Its text is the
// key of a message in [Messages]; what wraps it has the detail for the log.
type Wrong string

// What may be wrong with an order.
const (
	AlreadySetUp     Wrong = "AlreadySetUp"     // the folder or database holds a district
	NotEmpty         Wrong = "NotEmpty"         // the folder holds something else
	NotSetUp         Wrong = "NotSetUp"         // no district in the folder
	IdentityMissing  Wrong = "IdentityMissing"  // no identity file was named, or it is not there
	IdentityExists   Wrong = "IdentityExists"   // init never writes over one
	IdentityInside   Wrong = "IdentityInside"   // it is to lie apart from database and backups
	IdentityForeign  Wrong = "IdentityForeign"  // another district's
	RecoveryMissing  Wrong = "RecoveryMissing"  // no stick was named, or it is not there
	RecoveryInside   Wrong = "RecoveryInside"   // it must not stay on this machine's data folder
	SecretsDamaged   Wrong = "SecretsDamaged"   // not as they were written
	SecretsNewer     Wrong = "SecretsNewer"     // written by a newer program
	BadAddress       Wrong = "BadAddress"       // terminals need https with a host
	BadResidents     Wrong = "BadResidents"     // neither pages nor a telephone
	UnknownCentre    Wrong = "UnknownCentre"    // no centre of that name, code or id
	AmbiguousCentre  Wrong = "AmbiguousCentre"  // several fit
	CentreExists     Wrong = "CentreExists"     // one with this name is there already
	UnknownUnion     Wrong = "UnknownUnion"     // no union of that code or name
	UnknownTown      Wrong = "UnknownTown"      // no town of that code or name
	UnknownRole      Wrong = "UnknownRole"      // no role of that name
	RoleWithoutUnion Wrong = "RoleWithoutUnion" // an officer's place is a union
	UnknownLogin     Wrong = "UnknownLogin"     // nobody has it
	LoginTaken       Wrong = "LoginTaken"       // somebody has it
	LoginBad         Wrong = "LoginBad"         // small letters, digits, dot and dash
	NumberTaken      Wrong = "NumberTaken"      // somebody has the number slips print
	NumberBad        Wrong = "NumberBad"        // digits and letters, at most eight
	NameBad          Wrong = "NameBad"          // no name
	NoCentre         Wrong = "NoCentre"         // nowhere to sign in
	NoRole           Wrong = "NoRole"           // nothing to do
	AlreadyDisabled  Wrong = "AlreadyDisabled"  // nothing to take back
	WhyMissing       Wrong = "WhyMissing"       // letting somebody go needs a reason
	NoStaff          Wrong = "NoStaff"          // a terminal at which nobody could sign in
	NumbersUsed      Wrong = "NumbersUsed"      // a town has 98
	UnknownTerminal  Wrong = "UnknownTerminal"  // no such terminal or number
	FileUnreadable   Wrong = "FileUnreadable"   // a file that cannot be read
	FileNoTable      Wrong = "FileNoTable"      // neither CSV nor XLSX
	FileEmpty        Wrong = "FileEmpty"        // no header row
	FileHasFaults    Wrong = "FileHasFaults"    // the report says which lines
	BackupDamaged    Wrong = "BackupDamaged"    // cut off or changed
	BackupForeign    Wrong = "BackupForeign"    // sealed for other keys
	BackupExists     Wrong = "BackupExists"     // never written over
	BackupPostgres   Wrong = "BackupPostgres"   // the database's own tools do that
	ReceiptUnread    Wrong = "ReceiptUnread"    // no receipt in what was given
	Flawed           Wrong = "Flawed"           // verify found something; its answer says what
	PersonBad        Wrong = "PersonBad"        // not the id of a person
	MomentBad        Wrong = "MomentBad"        // not a moment that has been
)

func (w Wrong) Error() string { return string(w) }

// WrongOf gives the key an error carries, "" for any other error.
func WrongOf(err error) Wrong {
	var w Wrong
	errors.As(err, &w)
	return w
}
