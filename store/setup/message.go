package setup

import "errors"

// Error says why a set-up file or staff file pack was not taken. Its text is the key of a message
// for a person, see [Messages]; what wraps it has the detail for the log.
type Error string

// What may be wrong with a set-up file, and with a staff file pack.
const (
	WrongCode Error = "SetupWrongCode"
	Damaged   Error = "SetupDamaged"       // cut off or changed on the way
	Newer     Error = "SetupNewer"         // for a newer program
	NotASetup Error = "SetupNotASetupFile" // some other file
	Invalid   Error = "SetupInvalid"       // whole and signed, but breaks a rule
	Clock     Error = "SetupClock"         // signed more than a year ahead of this PC's clock
	NotALink  Error = "SetupNotALink"      // what was scanned is no set-up code

	StaffingDamaged Error = "StaffingDamaged" // cut off or changed on the way
	StaffingNewer   Error = "StaffingNewer"   // for a newer program
	NotStaffing     Error = "StaffingNot"     // some other file
	StaffingForeign Error = "StaffingForeign" // not signed by this terminal's district
	StaffingInvalid Error = "StaffingInvalid" // signed, but breaks a rule
)

// Error gives the message key.
func (e Error) Error() string { return string(e) }

// Key gives the message key of an error of this package, "" for any other.
func Key(err error) string {
	var e Error
	errors.As(err, &e)
	return string(e)
}

// Messages holds the Chinese text of each key: what happened, then what to do.
var Messages = map[string]string{
	string(WrongCode): "开通码不正确。\n请对照开通单重新输入，字母不分大小写。",
	string(Damaged):   "开通文件已损坏。\n请重新拷贝；仍不能打开时，请区总工会重新制作。",
	string(Newer):     "开通文件由更新版本的程序制作。\n请先升级本机程序，再导入开通文件。",
	string(NotASetup): "所选文件不是开通文件。\n请选择区总工会下发的开通文件。",
	string(Invalid):   "开通文件内容不符合规定，不能使用。\n请区总工会检查后重新制作。",
	string(Clock):     "本机日期与开通文件的签发日期相差一年以上。\n请先校正本机日期和时间，再导入开通文件。",
	string(NotALink):  "扫到的不是开通二维码。\n请扫描开通单上的二维码，或改用开通文件。",

	string(StaffingDamaged): "人员登录文件已损坏。\n请重新拷贝；仍不能导入时，请区总工会重新制作。",
	string(StaffingNewer):   "人员登录文件由更新版本的程序制作。\n请先升级本机程序，再导入。",
	string(NotStaffing):     "所选文件不是人员登录文件。\n请选择区总工会下发的人员登录文件。",
	string(StaffingForeign): "人员登录文件不是本区签发的，没有导入。\n请核对文件来源，向区总工会索取。",
	string(StaffingInvalid): "人员登录文件内容不符合规定，没有导入。\n请区总工会检查后重新制作。",
}
