package ui

import (
	"strings"
	"sync"
)

// surnameTable lists surnames by reading, frequent ones first: the hundred most
// frequent of the Ministry of Public Security's name report for 2020, others
// met in Zhejiang and among those who move there, and those whose reading as a
// name differs from the usual one (单 shan, 仇 qiu, 解 xie, 区 ou, 查 zha).
const surnameTable = `
ai 艾|an 安|ao 敖|ba 巴|bai 白 柏|ban 班|bao 包 鲍 保 暴|bei 贝|bi 毕|bian 卞 边|bin 宾|bo 薄 卜|bu 卜 步
cai 蔡|cang 仓|cao 曹|cen 岑|chai 柴|chang 常 昌|chao 晁 巢|che 车|chen 陈 谌|cheng 程 成 承|chi 池 迟|chong 种
chu 储 楚 褚|cong 丛|cui 崔|da 达|dai 戴 代|dan 但 淡|dang 党|dao 刀|deng 邓|di 狄 翟|diao 刁|ding 丁
dong 董 东|dou 窦|du 杜 都|duan 段 端|e 鄂|fan 范 樊|fang 方 房|fei 费|feng 冯 封 丰 凤|fu 傅 付 符 伏 扶
gai 盖|gan 甘 干|gao 高|ge 葛 戈 盖|geng 耿|gong 龚 宫 弓 巩 公|gou 苟 勾|gu 顾 古 谷|guan 关 管 官|gui 桂 归
guo 郭 国 过|ha 哈|hai 海|han 韩|hang 杭|hao 郝|he 何 贺 和 赫|hei 黑|heng 衡|hong 洪 红|hou 侯 候|hu 胡 扈 户
hua 华 花 滑|huai 怀|huan 宦 桓|huang 黄|hui 惠 回|huo 霍|ji 季 纪 吉 姬 冀 计 嵇 籍|jia 贾 家|jian 简 蹇
jiang 江 蒋 姜 疆|jiao 焦 矫|jie 揭 解|jin 金 靳 晋|jing 景 荆 井 敬|ju 鞠 居 句|kan 阚|kang 康|ke 柯
kong 孔|kou 寇|kuai 蒯|kuang 邝 匡 况|kui 隗 匮|lai 赖 来|lan 兰 蓝|lang 郎 朗|lao 劳|le 乐|lei 雷|leng 冷
li 李 黎 厉 栗 郦 利|lian 连 廉 练|liang 梁|liao 廖|lin 林 蔺|ling 凌 令|liu 刘 柳 留|long 龙 隆|lou 娄 楼|lu 陆 卢 鲁 路 芦 鹿 逯 禄
luan 栾|lun 伦|luo 罗 骆 洛 雒|lv 吕 闾|ma 马 麻|mai 麦 买|man 满|mao 毛 茅 冒|mei 梅|men 门|meng 孟 蒙|mi 米 宓 糜
miao 苗 缪|min 闵|ming 明|mo 莫 墨|mou 牟|mu 穆 木 母 慕 牟|na 那 纳|nan 南|ni 倪|nian 年|nie 聂|ning 宁 甯
niu 牛 钮|nong 农|ou 欧 区|pan 潘|pang 庞 逄|pei 裴|peng 彭|pi 皮|piao 朴|ping 平|pu 蒲 濮 浦 卜
qi 齐 戚 祁 漆 亓 祈|qian 钱 千|qiang 强|qiao 乔 谯|qie 郄|qin 秦 覃 琴|qing 卿 青|qiu 邱 丘 裘 秋 仇
qu 曲 屈 瞿 渠|quan 全 权|que 阙 郄|ran 冉|rao 饶|ren 任|rong 荣 容 戎|ru 茹 汝|ruan 阮|rui 芮
sa 萨 撒|sang 桑|sha 沙|shan 单 山|shang 尚 商|shao 邵 少|she 佘|shen 沈 申 慎|sheng 盛|shi 石 施 史 师 时
shou 寿|shu 舒 束|shuai 帅|shuang 双|shui 水|si 司 斯|song 宋 松|su 苏 粟 宿|sui 隋 眭|sun 孙|suo 索
ta 塔|tai 邰 台|tan 谭 谈 覃 檀|tang 唐 汤|tao 陶|teng 滕|tian 田|tie 铁|tong 童 佟 仝|tu 屠 涂 凃|tuo 拓
wan 万 宛|wang 王 汪 望|wei 魏 韦 卫 尉 危|wen 温 文 闻|weng 翁|wo 沃|wu 吴 武 伍 邬 巫 仵 乌|xi 席 奚 习 郗 西
xia 夏|xian 冼 鲜 咸|xiang 向 项 相|xiao 肖 萧|xie 谢 解|xin 辛 忻 信|xing 邢 幸 星|xiong 熊|xiu 修
xu 徐 许 胥 须|xuan 宣|xue 薛|xun 荀 郇|yan 严 颜 闫 阎 晏 燕 鄢 言|yang 杨 阳 羊 仰|yao 姚 要|ye 叶
yi 易 伊 衣|yin 尹 殷 印 阴 银|ying 应 英|yong 雍 永|you 尤 游 由 犹|yu 于 余 俞 喻 虞 郁 鱼 禹 庾 尉
yuan 袁 元 苑 原 源|yue 岳 乐|yun 云 郧 恽 员|zang 臧|zan 昝|zeng 曾|zha 查 扎|zhai 翟 宅|zhan 詹 占 展 战
zhang 张 章 仉|zhao 赵 招|zhen 甄 真|zheng 郑|zhi 支 智|zhong 钟 仲 种|zhou 周|zhu 朱 祝 诸 竺 褚|zhuang 庄
zhuo 卓|zi 訾|zong 宗|zou 邹|zu 祖|zuo 左
ou yang 欧阳|si ma 司马|shang guan 上官|zhu ge 诸葛|huang fu 皇甫|dong fang 东方|yu wen 宇文|xia hou 夏侯
ling hu 令狐|gong sun 公孙|mu rong 慕容|si tu 司徒|yu chi 尉迟|chang sun 长孙|wen ren 闻人|shen tu 申屠
duan mu 端木|tuo ba 拓跋|pu yang 濮阳|chun yu 淳于|tai shu 太叔|zhong li 钟离|xian yu 鲜于|di wu 第五`

var openSurnames = sync.OnceValue(func() map[string][]string { return parseReadings(surnameTable) })

// parseReadings reads a table of "reading character character|reading …".
func parseReadings(text string) map[string][]string {
	table := make(map[string][]string)
	for _, entry := range strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == '\n' }) {
		words := strings.Fields(entry)
		var reading []string
		for len(words) > 0 && words[0][0] < 0x80 {
			reading, words = append(reading, words[0]), words[1:]
		}
		key := strings.Join(reading, " ")
		table[key] = append(table[key], words...)
	}
	return table
}

// surnamesOf returns the surnames read so ("wang", "ou yang"), frequent first.
func surnamesOf(reading string) []string { return openSurnames()[reading] }

// givenTable lists characters common in given names by reading, frequent ones
// first, after the same report's lists of given names.
const givenTable = `
an 安|ao 傲|bao 宝|bei 贝 蓓|bin 斌 彬 滨|bing 冰 兵 炳|bo 波 博 伯|cai 才 彩|chang 昌 长 畅|chao 超 朝|chen 晨 辰 琛|cheng 成 诚 程 承
chun 春 淳|cui 翠|da 达|dan 丹|de 德|dong 东 冬 栋|e 娥|en 恩|fa 发|fan 凡 帆|fang 芳 方|fei 飞 菲|fen 芬|feng 峰 锋 凤 丰|fu 福 富 甫
gang 刚 钢|gen 根|guang 光 广|gui 桂 贵|guo 国|hai 海|han 涵 晗 翰|hao 浩 昊 豪|he 和 鹤 荷|heng 恒|hong 红 宏 洪 虹 鸿|hou 厚
hua 华 花|huan 欢|hui 慧 辉 惠 会|ji 吉 纪 继|jia 佳 嘉 家|jian 建 健 剑|jiang 江|jiao 娇|jie 杰 洁 婕|jin 金 进 锦 瑾|jing 静 晶 婧 敬 景
jiu 九|jue 珏|ju 菊|juan 娟|jun 军 俊 君 钧|kai 凯 开|kang 康|ke 可 克 珂|kun 坤 昆|lan 兰 岚|le 乐|lei 磊 雷 蕾|li 丽 莉 力 立 利
lian 莲 连|liang 亮 良 梁|lin 林 琳 霖|ling 玲 灵 凌|long 龙 隆|lu 璐 露 路|lun 伦|mao 茂|mei 梅 美 玫|meng 梦 萌 孟|mi 蜜|miao 苗 妙
min 敏 民|ming 明 铭|mo 墨|na 娜|nan 楠 南|ni 妮|ning 宁|pei 培 佩 沛|peng 鹏 朋|ping 平 萍|qi 琪 琦 奇 启|qian 倩 茜 谦|qiang 强
qiao 巧|qin 琴 勤 钦|qing 清 青 庆 晴|qiong 琼|qiu 秋|quan 全 泉|ran 然|ren 仁|rong 荣 蓉 容|rou 柔|ru 如 茹|rui 睿 锐 蕊 瑞|run 润
shan 珊 山 善|shao 少|sheng 生 胜 升|shi 诗 世 士|shu 淑 书 舒 树|shuai 帅|shuang 双 爽|shui 水|si 思|song 松|su 素 苏|ting 婷 庭 廷
tao 涛 桃|tian 天 甜|tong 彤 童|wan 婉|wei 伟 威 薇 维 巍 卫|wen 文 雯|wu 武|xi 喜 曦 希 熙|xia 霞 夏|xian 贤 先|xiang 祥 翔 香 湘
xiao 晓 小 笑 潇|xin 鑫 欣 新 馨 心|xing 兴 星|xiong 雄|xiu 秀 修|xu 旭|xuan 轩 萱 璇|xue 雪 学|xun 勋|ya 雅 亚|yan 艳 燕 岩 妍 彦
yang 洋 阳 扬|yao 瑶 耀 尧|yi 怡 艺 毅 义 依 逸|yin 银 音 寅|ying 英 莹 颖 盈|yong 勇 永 咏|you 友 佑|yu 玉 宇 雨 瑜 语 钰 裕
yuan 媛 源 元 圆|yue 月 悦 越 玥|yun 云 芸 韵|ze 泽|zhen 珍 振 真 贞|zheng 正 政|zhi 志 智 芝 治|zhong 忠 中 仲|zhou 洲 舟|zhu 珠 竹
zhuo 卓|zi 子 紫 梓|zong 宗|zu 祖`

var openGiven = sync.OnceValue(func() map[string][]string { return parseReadings(givenTable) })

// givenOf returns the characters of given names read so, frequent first.
func givenOf(syllable string) []string { return openGiven()[syllable] }
