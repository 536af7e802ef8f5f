//! A way to the database that can be cut.

use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Passes bytes on while it is whole.
pub struct Way {
    /// The database by this way.
    pub url: String,
    whole: Arc<watch::Sender<bool>>,
    passing: tokio::task::JoinHandle<()>,
}

impl Drop for Way {
    fn drop(&mut self) {
        self.passing.abort();
    }
}

impl Way {
    /// One to the database at this address.
    pub async fn to(database: &str) -> Self {
        let (before, rest) = database.split_once('@').unwrap();
        let (there, name) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{before}@{}/{name}", listener.local_addr().unwrap());
        let whole = Arc::new(watch::channel(true).0);
        let (there, state) = (there.to_owned(), whole.clone());
        let passing = tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (there, mut state) = (there.clone(), state.subscribe());
                tokio::spawn(async move {
                    if !*state.borrow() {
                        return;
                    }
                    let Ok(mut far) = TcpStream::connect(there).await else { return };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = state.wait_for(|whole| !whole) => {}
                    }
                });
            }
        });
        Self { url, whole, passing }
    }

    /// Ends every connection, and lets none begin.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}
