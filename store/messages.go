package store

import (
	"errors"
	"fmt"
	"strings"

	"ruhui/store/setup"
)

// Message keys of this package. Reasons of package record are keys as well.
const (
	KeyInternal       = "Internal"
	KeyNotSetUp       = "NotSetUp"
	KeySetUpAlready   = "SetUpAlready"
	KeyDemoSetUp      = "DemoSetUp"
	KeyRealSetUp      = "RealSetUp"
	KeyDemoFolder     = "DemoFolder"
	KeyRealFolder     = "RealFolder"
	KeyNewerProgram   = "NewerProgram"
	KeyFolderInUse    = "FolderInUse"
	KeyForeignFile    = "ForeignFile"
	KeyDamaged        = "Damaged"
	KeyDiskFull       = "DiskFull"
	KeyReadOnlyFolder = "ReadOnlyFolder"
	KeyDiskFault      = "DiskFault"
	KeyNetworkShare   = "NetworkShare" // the folder is on another machine
	KeyBusy           = "Busy"
	KeyWrongPassword  = "WrongPassword"  // {n} tries left
	KeyAccountLocked  = "AccountLocked"  // {m} minutes
	KeyAccountClosed  = "AccountClosed"  // disabled by the district
	KeyStaffUnknown   = "StaffUnknown"   // the staff list here does not have them
	KeyStaffFile      = "StaffFile"      // damaged, or not signed by the district
	KeyNoRecords      = "NoRecords"      // a technician's session opens none
	KeySignedOut      = "SignedOut"      // the session ended meanwhile
	KeySignInFirst    = "SignInFirst"    // keys are needed and nobody has signed in since the start
	KeyNoLookupKey    = "NoLookupKey"    // this place works without document numbers
	KeyPersonUnknown  = "PersonUnknown"  // no events of that id here
	KeyNothingSaid    = "NothingSaid"    // an act without a fact
	KeyActTooBig      = "ActTooBig"      // above 256 KiB
	KeyUnknownType    = "UnknownType"    // a fact this program has no rule for
	KeyNumbersUsedUp  = "NumbersUsedUp"  // 9999 cases of a kind in one day
	KeyReceiptUnknown = "ReceiptUnknown" // a receipt for what this journal does not hold
	KeyDraftGone      = "DraftGone"      // saved, given up, expired, or before a colleague

	KeyNoRoleKey         = "NoRoleKey"         // no recipient for a sensitive role came with the set-up
	KeyServiceRestricted = "ServiceRestricted" // sealed to a role the person does not hold
	KeyServiceUnknown    = "ServiceUnknown"    // no service case of that id here
	KeyStaffOutdated     = "StaffOutdated"     // the centre's keys changed since the staff file was made
	KeyStaffingElsewhere = "StaffingElsewhere" // a pack of staff files for another centre
	KeyStaffingOlder     = "StaffingOlder"     // a pack older than the last one taken
	KeyLocked            = "Locked"            // the screen is locked
	KeyPasswordShort     = "PasswordShort"     // under twelve characters
	KeyWrongRecovery     = "WrongRecovery"     // {n} tries left
	KeyRecoveryTyped     = "RecoveryTyped"     // cannot be a recovery code: a slip of the hand
)

// Message keys of what comes from the district.
const (
	KeyFeedNotJoined = "FeedNotJoined" // a page that does not go on where this terminal is
)

// Message keys of backups, erasures and restores. A [CopyReason] is a key too.
const (
	KeyBackupFolder   = "BackupFolder"   // not there, such as a stick not put in
	KeyBackupSpoiled  = "BackupSpoiled"  // what was read back differs, or a file is cut short
	KeyBackupIdentity = "BackupIdentity" // the identity does not open it
	KeyFolderNotEmpty = "FolderNotEmpty" // a restore writes over nothing
	KeyErasureList    = "ErasureList"    // the list of erasures cannot be read
)

// Message is what staff see: what happened, and what to do next.
type Message struct {
	What string
	Next string
}

// MessageOf gives the two lines for an error, its placeholders filled in: those
// of this package and of package setup. For a [record.Reason], whose texts are
// the screens', and for anything else it gives the general ones.
func MessageOf(err error) Message {
	var e *Error
	if !errors.As(err, &e) {
		return Messages[KeyInternal]
	}
	if m, known := Messages[e.Key]; known {
		return Message{fill(m.What, e.Args), fill(m.Next, e.Args)}
	}
	if what, next, two := strings.Cut(setup.Messages[e.Key], "\n"); two {
		return Message{what, next}
	}
	return Messages[KeyInternal]
}

func fill(text string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return text
}

// Messages are the Chinese texts by message key.
var Messages = map[string]Message{
	KeyInternal:       {"程序内部出错，本次操作没有完成。", "请重试一次；仍不行请联系技术员，并告知出错时间。"},
	KeyNotSetUp:       {"本机尚未开通，还不能办理业务。", "请导入区总工会下发的开通文件，按提示完成开通。"},
	KeySetUpAlready:   {"本机已经开通过。", "无需再次导入；确需更换，请另选一个空文件夹。"},
	KeyDemoSetUp:      {"这是演示用的开通文件，不能用于正式办理。", "请使用区总工会下发的正式开通文件，或以演示方式启动程序。"},
	KeyRealSetUp:      {"这是正式的开通文件，不能用于演示。", "请以正式方式启动程序后再导入。"},
	KeyDemoFolder:     {"这是演示数据文件夹，不能用于正式办理。", "请改选正式数据文件夹，或以演示方式启动程序。"},
	KeyRealFolder:     {"这是正式数据文件夹，不能用于演示。", "请改选演示数据文件夹，或以正式方式启动程序。"},
	KeyNewerProgram:   {"本机数据由更新版本的程序写入。", "请安装最新版本的程序后再打开，数据不受影响。"},
	KeyFolderInUse:    {"数据文件夹正被另一个窗口程序使用。", "请切换到已打开的程序窗口；没有找到请重新启动电脑。"},
	KeyForeignFile:    {"数据文件夹中的文件不是本程序的数据。", "请检查所选文件夹是否正确。"},
	KeyDamaged:        {"本机数据文件有损坏。", "请停止办理并联系技术员，用备份和区服务器恢复。"},
	KeyDiskFull:       {"磁盘空间不足，本次内容没有保存。", "请清理磁盘后再点保存，已填写的内容仍在屏幕上。"},
	KeyReadOnlyFolder: {"数据文件夹不可写，本次内容没有保存。", "请联系技术员检查文件夹权限或写保护。"},
	KeyDiskFault:      {"读写磁盘出错，本次内容没有保存。", "请再点一次保存；仍不行请联系技术员检查磁盘。"},
	KeyNetworkShare:   {"数据文件夹在网络共享盘上，不能用来保存业务数据。", "请改用本机硬盘上的文件夹，共享盘断网或断电时会丢失数据。"},
	KeyBusy:           {"数据文件暂时被占用，本次操作没有完成。", "请稍等几秒后重试；可能是杀毒软件正在扫描。"},
	KeyWrongPassword:  {"账号或密码错误，还可尝试{n}次。", "请核对后重新输入；忘记密码可用恢复码重设。"},
	KeyAccountLocked:  {"账号已锁定，{m}分钟后再试。", "请等待，或由其他工作人员先登录。"},
	KeyAccountClosed:  {"此账号已停用。", "如有疑问请联系区总工会安全管理员。"},
	KeyStaffUnknown:   {"本机人员名单中没有此账号。", "请联网更新名单，或联系区总工会。"},
	KeyStaffFile:      {"此账号的登录文件损坏或不是本区签发的。", "请联网更新，或用优盘重新导入登录文件。"},
	KeyNoRecords:      {"此账号不能查看业务记录。", "请由窗口人员登录后办理。"},
	KeySignedOut:      {"已退出登录，本次内容没有保存。", "请重新登录后再保存。"},
	KeySignInFirst:    {"开机后尚无人登录，数据处于封存状态。", "请由任一工作人员登录一次，程序随后自动继续。"},
	KeyNoLookupKey:    {"本处不按证件号码查找人员。", "请从会员或待接收名单中选择。"},
	KeyPersonUnknown:  {"本机没有此人的记录。", "可以新建登记；联网时会向区里查询。"},
	KeyNothingSaid:    {"没有需要保存的内容。", "请先填写或修改后再保存。"},
	KeyActTooBig:      {"本次内容过大，不能保存。", "请重新签名或减少附加内容后再保存。"},
	KeyUnknownType:    {"程序不认识要保存的内容。", "请联系技术员检查程序版本。"},
	KeyNumbersUsedUp:  {"本机今天的编号已用完。", "请换一台电脑继续办理，并告知区总工会。"},
	KeyReceiptUnknown: {"区服务器的回执与本机记录不符。", "请联系技术员核对本机是否由备份恢复或复制。"},
	KeyDraftGone:      {"这份暂存已办结、已放弃、已过期，或正由同事办理。", "请从暂存列表中另选，或重新开始办理。"},

	KeyNoRoleKey:         {"本机缺少办理此类服务所需的密钥，没有保存。", "请联系技术员用最新的人员登录文件更新本机。"},
	KeyServiceRestricted: {"此项服务内容受限，仅负责的专员可以查看和办理。", "请转由负责的专员登录后办理。"},
	KeyServiceUnknown:    {"本机没有这项服务的记录。", "请核对编号；联网后会收到其他窗口的记录。"},
	KeyStaffOutdated:     {"此账号的登录文件已过期。", "请联网更新，或用优盘重新导入登录文件。"},
	KeyStaffingElsewhere: {"人员登录文件不是发给本服务点的，没有导入。", "请选择本服务点的人员登录文件。"},
	KeyStaffingOlder:     {"人员登录文件比本机现有的旧，没有导入。", "请向区总工会索取最新的人员登录文件。"},
	KeyLocked:            {"屏幕已锁定。", "请输入密码解锁后继续，已填写的内容仍然保留。"},
	KeyPasswordShort:     {"密码不足12个字符。", "请设置12个字符以上的密码，可用程序推荐的四个拼音词。"},
	KeyWrongRecovery:     {"账号或恢复码错误，还可尝试{n}次。", "请核对信封上的恢复码；遗失请联系区总工会。"},
	KeyRecoveryTyped:     {"恢复码输入有误。", "请对照信封逐个核对16位恢复码，字母不分大小写。"},
	KeyFeedNotJoined:     {"收到的区数据与本机进度接不上，没有存入。", "程序会自动重新获取；一直出现请联系技术员。"},
	KeyBackupFolder:      {"找不到备份文件夹或备份文件，优盘可能没有插好。", "请插好优盘或检查路径后再试；本机已保存的内容不受影响。"},
	KeyBackupSpoiled:     {"备份文件不完整或已损坏。", "请改用另一份备份，或换一个优盘重新备份。"},
	KeyBackupIdentity:    {"恢复密钥不正确，打不开这份备份。", "请核对区总工会保管的恢复密钥后重新输入。"},
	KeyFolderNotEmpty:    {"所选文件夹不是空的，没有恢复任何内容。", "请另选一个空文件夹，原有内容不会被覆盖。"},
	KeyErasureList:       {"备份旁的删除清单读不出来，没有恢复任何内容。", "请从另一处备份复制删除清单（erased 文件夹）后再试。"},
	string(CopyMachine):  {"数据文件夹已换到另一台电脑，编号改用单独的号段。", "可以照常办理；请联网或联系区总工会换发终端编号。"},
	string(CopyFolder):   {"数据文件夹是从本机另一处复制的，编号改用单独的号段。", "可以照常办理；请只使用其中一份，并联系区总工会换发终端编号。"},
	string(CopyOlder):    {"数据文件夹比上次使用时旧，编号改用单独的号段。", "可以照常办理；请联系技术员，缺少的记录会从区服务器取回。"},
	string(CopyRestored): {"数据由备份恢复，编号改用单独的号段。", "可以照常办理；联网后缺少的记录会从区服务器取回。"},
}

// MessageLines gives both lines for a person; empty for a [record.Reason],
// whose texts are the screens'.
func (e *Error) MessageLines() (what, next string) {
	if _, known := Messages[e.Key]; !known && setup.Messages[e.Key] == "" {
		return "", ""
	}
	m := MessageOf(e)
	return m.What, m.Next
}
