//! Writes the pairs of a part as lines of JSON: `cargo run -p pairs -- tuning`.

use pairs::Part;
use std::io::Write;

fn main() -> std::io::Result<()> {
    let part = match std::env::args().nth(1).as_deref() {
        Some("tuning") => Part::Tuning,
        Some("test") => Part::Test,
        _ => {
            eprintln!("pairs tuning | pairs test");
            std::process::exit(2);
        }
    };
    std::io::stdout().lock().write_all(pairs::lines(&pairs::part(part)).as_bytes())
}
