package ident

import "strings"

// surnames holds the hanzi that sound otherwise as a surname than as a word, the likeliest sound first, and those whose
// dictionary order must not decide.
var surnames = soundTable("曾zeng 单shan 解xie 仇qiu 区ou 查zha 任ren 乐yue/le 朴piao 盖ge/gai 覃qin/tan 翟zhai/di 尉wei " +
	"缪miao 冼xian 洗xian 种chong 重chong 折she 黑he 繁po 秘bi 员yun 贠yun 华hua 燕yan 纪ji 过guo 葛ge 应ying 宁ning 车che " +
	"石shi 葉ye 叶ye 沈shen 召shao 逄pang 郇xun/huan 隗wei/kui 祭zhai 便pian 教jiao 令ling 尹yin 佴nai 撒sa 弗fei/fu 晟cheng " +
	"牟mu/mou 幺yao 哈ha 都du 相xiang 阚kan 亓qi 仉zhang 麻ma 谌chen/shen 邸di " +
	"單shan 區ou 樂yue/le 蓋ge/gai 繆miao 種chong 員yun")

// compounds holds the surnames of two hanzi, the sounds of the two apart.
var compounds = soundTable("尉迟yu/chi 万俟mo/qi 长孙zhang/sun 澹台tan/tai 单于chan/yu 令狐ling/hu 鲜于xian/yu 欧阳ou/yang " +
	"司马si/ma 上官shang/guan 诸葛zhu/ge 皇甫huang/fu 东方dong/fang 慕容mu/rong 夏侯xia/hou 公孙gong/sun 轩辕xuan/yuan " +
	"宇文yu/wen 司徒si/tu 赫连he/lian 呼延hu/yan 端木duan/mu 淳于chun/yu 申屠shen/tu 钟离zhong/li 闾丘lv/qiu 濮阳pu/yang " +
	"南宫nan/gong 尉遲yu/chi 萬俟mo/qi 長孫zhang/sun 單于chan/yu 鮮于xian/yu")

// rare holds hanzi of names that the dictionary of sounds lacks.
var rare = map[rune]string{'𠮷': "ji"}

// soundTable reads "hanzi, sounds parted by /" entries.
func soundTable(text string) map[string][]string {
	table := map[string][]string{}
	for _, entry := range strings.Fields(text) {
		at := strings.IndexFunc(entry, func(r rune) bool { return r < 0x80 })
		table[entry[:at]] = strings.Split(entry[at:], "/")
	}
	return table
}
