package rows

// Setting implements archive.Tx.
func (t *Tx) Setting(name string) (value string, err error) {
	_, err = t.one(`SELECT value FROM setting WHERE name = $1`, []any{name}, &value)
	return value, err
}

// PutSetting implements archive.Tx.
func (t *Tx) PutSetting(name, value string) error {
	return t.exec(`INSERT INTO setting (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
}
