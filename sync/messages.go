package sync

import (
	"errors"

	"ruhui/store"
)

// Messages are the Chinese texts of what may keep this terminal from its
// district: keys of [Trouble] and codes of [Refusal]. Staff go on working
// meanwhile; each says so or says whom to call.
var Messages = map[string]store.Message{
	NotYet:         two("本机还没有与区服务器建立联系。", "业务可以照常办理；请稍候再试，或先看下方的网络提示。"),
	NoNetwork:      two("本机没有连上网络。", "业务可以照常办理；请检查网线、无线网络或路由器。"),
	NameUnknown:    two("网络里找不到区服务器的名称。", "业务可以照常办理；请检查本机的DNS设置，或请网络管理员核对服务器名称。"),
	NobodyThere:    two("区服务器没有运行，或端口被防火墙挡住。", "业务可以照常办理；请联系区总工会，并请网络管理员核对防火墙。"),
	NoAnswer:       two("区服务器在规定时间内没有回应。", "业务可以照常办理，程序会自动重试；一直如此请检查网络是否拥堵。"),
	LineCut:        two("与区服务器的连接中途断开。", "业务可以照常办理，程序会自动接着传；经常断开请检查线路。"),
	PortalPage:     two("网络要求先登录认证，返回的是登录网页而不是区服务器的回答。", "请打开浏览器完成上网认证；业务可以照常办理，之后自动上传。"),
	ProxyPage:      two("代理服务器或防火墙拦下了连接，返回的是它自己的网页。", "请网络管理员放行区服务器的地址和端口；业务可以照常办理。"),
	ForeignAnswer:  two("回答的不是区服务器。", "请技术员核对区服务器地址，以及网络是否转到了别处；业务可以照常办理。"),
	OtherAuthority: two("对方出示的证书不是本区签发的，已拒绝连接。", "可能有设备在中间解密网络流量。请技术员核对地址，请网络管理员把区服务器列入免检名单。"),
	OtherName:      two("区服务器的证书与所用地址不符，已拒绝连接。", "请技术员核对区服务器地址；地址变更须由区总工会重新签发证书。"),
	CertificateDue: two("区服务器的证书按本机日期不在有效期内。", "请先核对本机日期和时间；日期无误时，请区总工会更换证书。"),
	SpoiltAnswer:   two("区服务器的回答残缺或读不懂，没有采用。", "程序会自动重试；一直如此请联系技术员核对程序版本。"),
	FalseSignature: two("收到的回答没有本区的有效签名，没有采用。", "程序会自动重试；一直如此请立即联系区总工会。"),

	CourierNot:     two("所选文件不是传送文件。", "请选择用“courier”导出的传送文件。"),
	CourierDamaged: two("传送文件不完整或已损坏，没有导入。", "请重新拷贝；仍不能导入时，请重新导出一份。"),
	CourierNewer:   two("传送文件由更新版本的程序制作。", "请先升级程序，再导入。"),
	CourierOther:   two("传送文件不是发给这里的，打不开。", "请核对是哪台终端的文件；终端导出的文件交区服务器，区服务器的回件只能由原终端导入。"),
	CourierForeign: two("传送文件的签名不对，没有导入。", "请核对文件来源；一直如此请立即联系区总工会。"),

	string(BadMessage):   two("区服务器读不懂本机发送的内容。", "业务可以照常办理；请联系技术员核对本机和服务器的程序版本。"),
	string(BadSignature): two("区服务器认为签名不是本机的。", "业务可以照常办理；请联系技术员检查本机是否由备份恢复或复制。"),
	string(BrokenChain):  two("区服务器发现本机记录的校验链不连续。", "请联系技术员在本机运行“核对”，不要重装；业务可以照常办理。"),
	string(NotJoined):    two("本机记录与区服务器所存的接不上。", "程序会自动处理；一直如此请联系技术员。"),
	string(TokenOver):    two("本机的通行凭证已过期。", "程序会自动换新，无需处理。"),
	string(NotCertified): two("区服务器不认识本机，或本机已被停用。", "请联系区总工会核对终端清单；已保存的记录不会丢失。"),
	string(CodeUsed):     two("开通码已被另一台电脑使用，或已作废。", "请区总工会为本机重新制作开通文件。"),
	string(NotYours):     two("区服务器拒绝：所要的内容不属于本服务点。", "请联系区总工会核对本机所属服务点。"),
	string(OtherEpoch):   two("区服务器已由备份恢复，正在核对进度。", "程序会自动处理，无需操作。"),
	string(NotBehind):    two("本机进度与区服务器不一致，正在核对。", "程序会自动处理，无需操作。"),
	string(TooBig):       two("一次发送的内容过大，被区服务器拒绝。", "程序会自动分小再传；一直如此请联系技术员。"),
	string(TooMany):      two("区服务器正忙，请本机稍后再来。", "程序会自动重试，无需处理。"),
	string(OtherWorld):   two("演示终端不能连接正式的区服务器，正式终端也不能连接演示服务器。", "请技术员核对本机使用的开通文件。"),
	string(TryAgain):     two("区服务器暂时不能处理。", "业务可以照常办理，程序会自动重试。"),
}

func two(what, next string) store.Message { return store.Message{What: what, Next: next} }

// MessageKey is the key of the two lines that staff see.
func (r *Refusal) MessageKey() string { return string(r.Code) }

// MessageLines says what happened and what to do next, in Chinese.
func (r *Refusal) MessageLines() (what, next string) {
	m := Messages[string(r.Code)]
	return m.What, m.Next
}

// MessageOf gives the two lines for an error of an exchange, or of the store.
func MessageOf(err error) store.Message {
	var t *Trouble
	var r *Refusal
	switch {
	case errors.As(err, &t):
		return Messages[t.Key]
	case errors.As(err, &r):
		if m, known := Messages[string(r.Code)]; known {
			return m
		}
		return Messages[string(TryAgain)] // a code of a newer server
	}
	return store.MessageOf(err)
}
