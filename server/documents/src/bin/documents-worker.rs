//! The child on its own: the portal's binary does the same behind a hidden argument, tests use this one.

fn main() -> std::io::Result<()> {
    documents::serve_one(std::io::stdin().lock(), std::io::stdout().lock())
}
