//! `fluo-console link`: a fresh sign-in link from the server that runs.

use clap::Args;
use console_api::Operation as _;
use console_api::operations::CreateSignInLink;
use serde_json::Map;

use crate::connect::ServerArgs;
use crate::output;

#[derive(Args, Debug)]
pub(crate) struct LinkArgs {
    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) async fn run(args: LinkArgs) -> anyhow::Result<()> {
    let server = args.server.connect()?;
    let link = server.call(&CreateSignInLink::INFO, Map::new()).await?.data;
    let path = link["path"].as_str().unwrap_or_default();
    output::line(&format!("{}{path}", server.public_url))
}
