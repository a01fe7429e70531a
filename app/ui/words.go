package ui

import (
	"fmt"
	"strings"

	"ruhui/assets"
)

// words are the texts of this package's own widgets, by translation key, used
// where the translations do not say otherwise.
var words = map[string]string{
	"Button.Confirm":      "确认",
	"Button.Cancel":       "取消",
	"Button.Close":        "关闭",
	"Button.Understood":   "知道了",
	"Field.Password":      "密码",
	"Ui.Help":             "按键说明",
	"Ui.Cut":              "剪切",
	"Ui.Copy":             "复制",
	"Ui.Paste":            "粘贴",
	"Ui.SelectAll":        "全选",
	"Ui.Choose":           "请选择",
	"Ui.NoMatch":          "没有匹配的选项",
	"Ui.TypeToFind":       "输入代码、汉字或拼音查找",
	"Ui.Empty":            "没有记录",
	"Ui.Demo":             "演 示   数据均为虚构，不得用于真实办理",
	"Ui.ShownAgain":       "请再输入一次密码",
	"Ui.KeyNext":          "下一项",
	"Ui.KeyPrevious":      "上一项",
	"Ui.KeyPinyin":        "中文/英文",
	"Message.Error":       "操作没有完成",
	"Message.Error.Next":  "请重试；仍不行请联系技术员",
	"Message.FieldErrors": "有{n}项需要更正",
}

// say returns the text of key from the translations, else this package's own.
func say(key string, pairs ...any) string {
	if assets.HasText(key) {
		return assets.Text(key, pairs...)
	}
	text, ok := words[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return text
}

// hasWord reports whether [say] knows key.
func hasWord(key string) bool {
	_, ok := words[key]
	return ok || assets.HasText(key)
}
