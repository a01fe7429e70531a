package page

import "ruhui/store/record"

var caseNames = map[record.CaseType]string{
	record.Register:       "居住登记",
	record.RegisterChange: "居住变更登记",
	record.RegisterCancel: "居住登记注销",
	record.PermitApply:    "居住证申领",
	record.PermitEndorse:  "居住证签注",
	record.PermitChange:   "居住证变更",
	record.PermitRenew:    "居住证换领",
	record.PermitReplace:  "居住证补领",
	record.PermitCancel:   "居住证注销",
}

var caseStates = map[record.CaseState]string{
	record.Received:         "材料已收到，窗口正在核对。",
	record.Accepted:         "已受理，由公安机关审核。",
	record.NeedSupplement:   "材料不齐，请按一次性告知书补交。",
	record.NotAccepted:      "不予受理，原因请向窗口查询。",
	record.Reviewing:        "公安机关正在审核。",
	record.Approved:         "已批准，正在办结。",
	record.Refused:          "不予办理，书面理由请到窗口领取。",
	record.Completed:        "已办结。",
	record.Withdrawn:        "申请已撤回。",
	record.ClosedIncomplete: "逾期未补正，本次收件终止，可重新申请。",
}

var memberStates = map[record.MembershipState]string{
	record.Pending:    "申请已收到，等待基层工会审批。",
	record.Active:     "已批准，你已是工会会员。",
	record.Retained:   "会籍已保留。",
	record.Rejected:   "未获批准，原因请向工会查询。",
	record.TakenBack:  "申请已撤回。",
	record.MergedAway: "已并入你的另一份申请或会籍，无需重复办理。",
	record.Exited:     "会籍已终止。",
	record.AutoExited: "会籍已终止。",
	record.Expelled:   "会籍已终止。",
	record.Deceased:   "会籍已终止。",
}

var transferStates = map[record.TransferState]string{
	record.Proposed:       "已收到，等待原工会转出。",
	record.Released:       "已转出，等待接收。",
	record.TakenOver:      "已接收，接转完成。",
	record.Returned:       "被退回，原因请向原工会查询。",
	record.TimedOut:       "超期未接收，会籍仍在原工会。",
	record.Cancelled:      "已撤销。",
	record.OutUnconfirmed: "未收到转入工会的回执，请向原工会查询。",
}
