package main

import "ruhui/sync/district"

// verbs are all there are, in the order of help.
var verbs []verb

func init() { // not a literal: help reads the list that lists it
	verbs = []verb{
		{"init", "[文件夹]", "建立区服务器：证书、密钥、工会组织、代码表", initMore, 0, 1, initDistrict},
		{"serve", "[文件夹]", "启动服务", serveMore, 0, 1, serve},
		{"migrate", "[文件夹]", "升级数据库结构（升级程序后做一次）", migrateMore, 0, 1, migrateDatabase},
		{"status", "", "查看运行状况", statusMore, 0, 0, status},
		{"verify", "", "核对全部记录，或一张日结收据", verifyMore, 0, 0, verify},
		{"backup", "文件", "备份", backupMore, 1, 1, backup},
		{"restore", "备份", "从备份恢复", restoreMore, 1, 1, restore},
		{"erase", "人员编号", "依法清除一个人的内容", eraseMore, 1, 1, erase},
		{"courier", "来件 回件", "用优盘与不联网的终端交换", courierMore, 2, 2, courier},
		{"epoch open", "", "宣布恢复后的记录已补齐", epochOpenMore, 0, 0, epochOpen},
		{"epoch new", "", "数据库被还原后开始新的一期", epochNewMore, 0, 0, epochNew},
		{"centre add", "", "添加地点", centreAddMore, 0, 0, centreAdd},
		{"centre list", "", "列出地点", "例子：district centre list", 0, 0, centreList},
		{"staff add", "账号", "添加人员", staffAddMore, 1, 1, staffAdd},
		{"staff change", "账号", "改变人员的岗位和登录地点", staffChangeMore, 1, 1, staffChange},
		{"staff reset", "账号", "重设密码", staffResetMore, 1, 1, staffReset},
		{"staff disable", "账号", "停用账号", staffDisableMore, 1, 1, staffDisable},
		{"staff import", "文件", "从表格添加或更改人员", columnsText(district.StaffColumns) + "\n命令：district staff import 人员.xlsx", 1, 1, staffImport},
		{"staff list", "", "列出人员", "例子：district staff list --all", 0, 0, staffList},
		{"staff pack", "地点 文件", "做人员登录文件，用优盘带到终端", staffPackMore, 2, 2, staffPack},
		{"terminal code", "地点", "开通一台终端：编号、开通码、二维码、开通文件", terminalCodeMore, 1, 1, terminalCode},
		{"terminal list", "", "列出终端", terminalListMore, 0, 0, terminalList},
		{"terminal revoke", "终端编号", "停用终端", terminalRevokeMore, 1, 1, terminalRevoke},
		importing(district.ImportCommunities, "村（社区）"),
		importing(district.ImportEmployers, "用人单位"),
		importing(district.ImportUnions, "工会"),
		importing(district.ImportHolidays, "放假和调休日"),
	}
}

func importing(kind, what string) verb {
	return verb{"import " + kind, "文件", "从表格导入" + what, columnsText(district.ImportColumns(kind)) + "\n命令：district import " + kind + " " + what + ".xlsx",
		1, 1, importVerb(kind)}
}
