//! The log: one line an event, levels by `TANDEM_LOG` (default `info`), as JSON with `TANDEM_LOG_JSON=1`.

use tracing_subscriber::EnvFilter;

/// Starts logging to the standard error stream.
pub fn start() {
    let filter = EnvFilter::try_from_env("TANDEM_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,leptos=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var_os("TANDEM_LOG_JSON").is_some() {
        builder.json().init();
    } else {
        builder.with_target(false).init();
    }
}
