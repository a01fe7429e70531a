package civil

// Age is the number of full years lived on the given day. Who was born on 29 February completes a year on 1 March where
// there is no 29th. It is -1 when birth or day is not given or birth lies after it, so that no age limit is met by accident.
func Age(birth, on Date) int {
	if birth.IsZero() || on.IsZero() || birth.After(on) {
		return -1
	}
	years := on.Year - birth.Year
	if on.Month < birth.Month || on.Month == birth.Month && on.Day < birth.Day {
		years--
	}
	return years
}

// Birthday is the first day on which Age(birth, day) is the given number of years: the day a person may join, or stops
// being a minor.
func Birthday(birth Date, years int) Date {
	if birth.IsZero() {
		return birth
	}
	day := Date{birth.Year + years, birth.Month, birth.Day}
	if !day.Valid() { // only 29 February of a common year
		return Date{day.Year, 3, 1}
	}
	return day
}
