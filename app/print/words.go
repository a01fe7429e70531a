package print

// The papers' fixed words. The sentences of the slip and the notice are the
// form's wording; a change needs the police's and the union's agreement.
const (
	titleSlip   = "受理回执"
	titleNotice = "一次性告知书"

	copyApplicant = "申请人联"
	copyWindow    = "窗口留存联"
	markReprint   = "补打"
	markContinued = "（续）"

	demoWord   = "演示"
	demoBanner = "演示　人员均为虚构，不作凭证"

	wordDocNo    = "证件号码"
	wordNo       = "受理编号"
	wordPromised = "承诺办结日期"
	wordReceived = "已收材料："
	wordMissing  = "还缺材料："

	wordScan      = "扫码查看办理进度"
	wordAtWindow  = "窗口扫码用"
	wordBringBack = "再来窗口时出示"
	wordPhone     = "查询电话"
	wordAskNumber = "打电话查询时，请报受理编号"
	wordComplaint = "投诉电话"

	wordOffline = "离线受理，以公安机关登记结果为准"

	wordNoticeOn = "告知日期"
	wordDueOn    = "请于"
	wordPromise  = "申请人承诺："

	wordClerkSigns     = "经办人签名："
	wordApplicantSigns = "申请人签名："

	wordWindow    = "窗口"
	wordClerkNo   = "经办人员号"
	wordTerminal  = "终端号"
	wordPrintedAt = "打印时间"
)

// ordinals number the results of one slip.
var ordinals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
