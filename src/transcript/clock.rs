//! Times as transcripts write them: `1:02:03.456`, `00:03,5`, `0:34`, `75:10`.

/// Milliseconds of a time with one or two colons and perhaps a fraction. Lenient: minutes and seconds may be 60 and
/// more, and have one digit; the fraction may follow a comma.
#[must_use]
pub fn parse(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let number = |part: &str, most: usize| {
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<u64>().ok()).flatten()
    };
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes, seconds] => (number(hours, 4)?, number(minutes, 2)?, number(seconds, 2)?),
        [minutes, seconds] => (0, number(minutes, 4)?, number(seconds, 2)?),
        _ => return None,
    };
    let millis = number(format!("{fraction:0<3}").get(..3)?, 3).filter(|_| number(fraction, 9).is_some())?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + millis)
}

/// Takes a time from the beginning of a text: it, and the length of what was taken.
#[must_use]
pub fn leading(text: &str) -> Option<(u64, usize)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
    let taken = text[..end].trim_end_matches([':', '.', ',']);
    Some((parse(taken)?, taken.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_many_makers() {
        for (text, expected) in [
            ("00:00:00.510", Some(510)),
            ("1:02:03,456", Some(3_723_456)),
            ("0:34", Some(34_000)),
            ("00:03.608", Some(3_608)),
            ("75:10", Some(4_510_000)),
            ("00:75:10.5", Some(4_510_500)),
            ("0:00:00.378", Some(378)),
            ("10", None),
            ("1:2:3:4", None),
            ("a:10", None),
            ("0:34.", None),
            ("1:", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        assert_eq!(leading("0:34: then"), Some((34_000, 4)));
        assert_eq!(leading("then 0:34"), None);
    }
}
