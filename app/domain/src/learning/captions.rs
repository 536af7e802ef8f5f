//! Captions of a video, in WebVTT (<https://www.w3.org/TR/webvtt1/>): what comes in is read, and what is kept is written
//! anew with nothing but times and words, so that styles and whatever else a file may hold stay outside.

/// Most bytes of captions.
pub const CAPTIONS_MOST_BYTES: usize = 1 << 20;
/// Most captions of a video.
const CUES_MOST: usize = 10_000;
/// Languages that one video has captions in.
pub const LANGUAGES_MOST: usize = 12;

/// Why captions are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// More than anybody reads.
    #[error("too large")]
    TooLarge,
    /// No WebVTT, or none with a caption in it.
    #[error("no captions")]
    Unreadable,
}

/// Captions in the form in which they are kept.
pub fn clean(text: &str) -> Result<String, Flaw> {
    if text.len() > CAPTIONS_MOST_BYTES {
        return Err(Flaw::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace(['\r', '\0'], "\n");
    let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
    if !(head == "WEBVTT" || head.starts_with("WEBVTT ") || head.starts_with("WEBVTT\t")) {
        return Err(Flaw::Unreadable);
    }
    let mut kept = String::from("WEBVTT\n");
    let mut cues = 0;
    for block in rest.split("\n\n") {
        let mut lines = block.lines().skip_while(|line| line.trim().is_empty());
        // The first line may be a name of the caption; notes, styles and regions have no times.
        let Some(times) = lines.by_ref().take(2).find(|line| line.contains("-->")) else { continue };
        let (from, to) = span(times).ok_or(Flaw::Unreadable)?;
        let words: Vec<&str> = lines.map(str::trim).filter(|line| !line.is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        cues += 1;
        if cues > CUES_MOST {
            return Err(Flaw::TooLarge);
        }
        kept.push_str(&format!("\n{} --> {}\n{}\n", written(from), written(to), words.join("\n")));
    }
    if cues == 0 { Err(Flaw::Unreadable) } else { Ok(kept) }
}

/// The times of a caption in milliseconds; settings behind them are left out.
fn span(line: &str) -> Option<(i64, i64)> {
    let (from, rest) = line.split_once("-->")?;
    let (from, to) = (time(from.trim())?, time(rest.split_whitespace().next()?)?);
    (from < to).then_some((from, to))
}

/// `mm:ss.ttt` or `hh:mm:ss.ttt`.
fn time(text: &str) -> Option<i64> {
    let (clock, thousandths) = text.split_once('.')?;
    let number = |digits: &str, many: std::ops::RangeInclusive<usize>| {
        let plain = many.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<i64>().ok()).flatten()
    };
    let mut parts = clock.rsplit(':');
    let seconds = number(parts.next()?, 2..=2).filter(|n| *n < 60)?;
    let minutes = number(parts.next()?, 2..=2).filter(|n| *n < 60)?;
    let hours = parts.next().map_or(Some(0), |hours| number(hours, 2..=3))?;
    if parts.next().is_some() {
        return None;
    }
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + number(thousandths, 3..=3)?)
}

fn written(millis: i64) -> String {
    let (seconds, rest) = (millis / 1000, millis % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_words_are_kept_and_nothing_else() {
        let brought = "\u{feff}WEBVTT - by somebody\r\n\r\nSTYLE\r\n::cue { background: url(https://evil.example) }\r\n\r\n\
            NOTE seen by nobody\r\n\r\nintro\r\n00:01.500 --> 00:04.000 align:start line:0\r\nHello,\r\n<b>you</b>\r\n\r\n\
            01:00:00.000 --> 01:00:01.000\r\nBye\r\n";
        let kept = "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\nHello,\n<b>you</b>\n\n01:00:00.000 --> 01:00:01.000\nBye\n";
        assert_eq!(clean(brought).as_deref(), Ok(kept));
        assert_eq!(clean(kept).as_deref(), Ok(kept));
    }

    #[test]
    fn what_is_no_caption_is_refused() {
        for text in [
            "",
            "WEBVTT",
            "WEBVTTX\n\n00:01.000 --> 00:02.000\na",
            "1\n00:00:01,000 --> 00:00:02,000\nSubRip",
            "<script>alert(1)</script>",
            "WEBVTT\n\n00:02.000 --> 00:01.000\nbackwards",
            "WEBVTT\n\n00:01 --> 00:02\nno thousandths",
            "WEBVTT\n\n00:61.000 --> 00:62.000\nno such second",
            "WEBVTT\n\nNOTE only a note",
        ] {
            assert_eq!(clean(text), Err(Flaw::Unreadable), "{text}");
        }
        assert_eq!(clean(&"W".repeat(CAPTIONS_MOST_BYTES + 1)), Err(Flaw::TooLarge));
        let many = format!("WEBVTT\n\n{}", "00:01.000 --> 00:02.000\na\n\n".repeat(CUES_MOST + 1));
        assert_eq!(clean(&many), Err(Flaw::TooLarge));
    }
}
