package assets

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// chinese is the only language so far, by the name its file carries.
const chinese = "translations/zh-Hans.json"

var texts = sync.OnceValue(func() map[string]string {
	all := make(map[string]string)
	raw, err := Translations.ReadFile(chinese)
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil {
		// Part of the program: the tests refuse a build where this fails.
		// Without texts a window still works, showing keys.
		return map[string]string{}
	}
	return all
})

// Text returns the Chinese text of key, for example Text("Button.Save"). The
// arguments come in pairs, a placeholder's name and its value:
//
//	Text("Message.WrongPassword", "n", 3) // 密码错误，还可尝试3次
//
// Each {name} in the text becomes the value as fmt.Sprint writes it; a
// placeholder that is not given stays as it is, and a value is never searched
// for placeholders. An unknown key returns the key. Safe for concurrent use.
func Text(key string, args ...any) string {
	text, ok := texts()[key]
	if !ok {
		return key
	}
	return fill(text, args)
}

// HasText reports whether key has a text.
func HasText(key string) bool {
	_, ok := texts()[key]
	return ok
}

// fill puts the values of args (name, value, name, value …) into text.
func fill(text string, args []any) string {
	if len(args) < 2 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	// A replacer walks the text once, so a name that happens to look like a
	// placeholder is left alone.
	return strings.NewReplacer(pairs...).Replace(text)
}
