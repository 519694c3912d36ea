//! Writes a point in time as templates ask for it, in English whatever the machine's language is.

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
];

struct Moment {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    weekday: usize,
    day_of_year: i64,
}

/// The civil date of a number of seconds since 1970; years begin in March while counting, so that
/// the leap day comes last.
fn moment(seconds: i64) -> Moment {
    let days = seconds.div_euclid(86400);
    let rest = seconds.rem_euclid(86400);
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let from_march = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * from_march + 2) / 153;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    Moment {
        year,
        month,
        day: from_march - (153 * march_month + 2) / 5 + 1,
        hour: rest / 3600,
        minute: rest / 60 % 60,
        second: rest % 60,
        weekday: (days + 3).rem_euclid(7) as usize,
        day_of_year: if month > 2 { from_march + 60 + i64::from(leap) } else { from_march - 305 },
    }
}

pub fn strftime(format: &str, seconds: i64) -> String {
    let at = moment(seconds);
    let mut out = String::new();
    let mut rest = format.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let bare = rest.next_if_eq(&'-').is_some();
        match rest.next() {
            Some(directive) => directed(&mut out, &at, directive, bare),
            None => out.push('%'),
        }
    }
    out
}

fn directed(out: &mut String, at: &Moment, directive: char, bare: bool) {
    let padded = |value: i64, width: usize| {
        if bare {
            value.to_string()
        } else {
            format!("{value:0width$}")
        }
    };
    let month = MONTHS[at.month as usize - 1];
    let text = match directive {
        'Y' => at.year.to_string(),
        'y' => padded(at.year.rem_euclid(100), 2),
        'm' => padded(at.month, 2),
        'd' => padded(at.day, 2),
        'e' => format!("{:2}", at.day),
        'H' => padded(at.hour, 2),
        'I' => padded((at.hour + 11) % 12 + 1, 2),
        'M' => padded(at.minute, 2),
        'S' => padded(at.second, 2),
        'j' => padded(at.day_of_year, 3),
        'p' => if at.hour < 12 { "AM" } else { "PM" }.to_string(),
        'A' => DAYS[at.weekday].to_string(),
        'a' => DAYS[at.weekday][..3].to_string(),
        'B' => month.to_string(),
        'b' | 'h' => month[..3].to_string(),
        'F' => format!("{}-{:02}-{:02}", at.year, at.month, at.day),
        'T' => format!("{:02}:{:02}:{:02}", at.hour, at.minute, at.second),
        '%' => "%".to_string(),
        other => format!("%{other}"),
    };
    out.push_str(&text);
}

#[cfg(test)]
mod tests {
    use super::strftime;

    #[test]
    fn writes_dates_as_python_does() {
        assert_eq!(strftime("%d %b %Y", 0), "01 Jan 1970");
        assert_eq!(strftime("%A %-d %B %Y %H:%M:%S %j", 1_709_210_096), "Thursday 29 February 2024 12:34:56 060");
        assert_eq!(strftime("%a %j %I %p", 1_767_139_200), "Wed 365 12 AM");
    }
}
