//! `TIMESTAMP`, computed without JavaScript's `Date`, which the browser's platform uses.

/// A time in UTC, as in `Tue Feb 3 04:05:06 UTC 2026`; English, the day without a leading zero.
///
/// Source: `amazon-cognito-identity-js/src/DateHelper.js`.
pub(super) fn timestamp(now_ms: f64) -> String {
    const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let seconds = (now_ms.max(0.0) / 1000.0) as u64;
    let (days, second_of_day) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_from_days(days);
    let digit = |number: u64| char::from(b'0' + (number % 10) as u8);
    let mut text = String::with_capacity(28);
    let two_digits = |text: &mut String, number: u64| {
        text.push(digit(number / 10));
        text.push(digit(number));
    };
    text.push_str(WEEKDAYS[(days % 7) as usize]);
    text.push(' ');
    text.push_str(MONTHS[month]);
    text.push(' ');
    if day > 9 {
        text.push(digit(day / 10));
    }
    text.push(digit(day));
    text.push(' ');
    two_digits(&mut text, second_of_day / 3600);
    text.push(':');
    two_digits(&mut text, second_of_day / 60 % 60);
    text.push(':');
    two_digits(&mut text, second_of_day % 60);
    text.push_str(" UTC ");
    two_digits(&mut text, year / 100);
    two_digits(&mut text, year % 100);
    text
}

/// Year, month (from 0) and day of a count of days since 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`): years begin in March, so that the leap day is their last.
fn civil_from_days(days: u64) -> (u64, usize, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = ((month_from_march + 2) % 12) as usize;
    (year_of_era + era * 400 + u64::from(month < 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_written_as_cognito_reads_it() {
        for (now_ms, text) in include!("../../../tests/vectors/timestamps.rs") {
            assert_eq!(timestamp(now_ms), text);
        }
    }
}
