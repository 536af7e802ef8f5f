//! The provider of the tests and the demonstration as a program.

use clap::Parser;
use provider::{Client, Person, Provider};
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

/// An OpenID provider for invented people. Never let it be reached from outside.
#[derive(Parser)]
struct Options {
    /// Address to listen on.
    #[arg(long)]
    addr: SocketAddr,
    /// JSON file with the people: sub, email, name.
    #[arg(long)]
    people: PathBuf,
    /// `id:secret:redirect-uri` of the one client.
    #[arg(long)]
    client: String,
    /// Where people may be sent after signing out.
    #[arg(long)]
    post_logout: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    if !options.addr.ip().is_loopback() {
        return Err("this provider vouches for anybody: only a loopback address is safe".into());
    }
    let people: Vec<Person> = serde_json::from_str(&std::fs::read_to_string(&options.people)?)?;
    let mut parts = options.client.splitn(3, ':').map(str::to_owned);
    let (Some(id), Some(secret), Some(redirect_uri)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("--client takes id:secret:redirect-uri".into());
    };
    let client = Client { id, secret, redirect_uri, post_logout: options.post_logout };
    let listener = tokio::net::TcpListener::bind(options.addr).await?;
    Provider::start(listener, people, client)?.run().await;
    Ok(())
}
