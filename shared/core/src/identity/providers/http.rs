//! How a provider is asked: at its own origins only, without following it elsewhere, and for no longer and
//! no more than is bounded.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use url::{Origin, Url};

use crate::outbound::{self, AskError, BodyError, Outbound, OutboundClient, OutboundError, Patience};

/// Bytes of an answer: key sets with certificates take some tens of KiB.
const MAX_ANSWER: usize = 256 * 1_024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Why there was no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    #[error("it names the address {0}, which is not at an origin of its own")]
    Elsewhere(Box<Url>),
    #[error("it sends requests elsewhere (HTTP {0})")]
    Redirected(u16),
    #[error("its answer cannot be taken: {0}")]
    Body(#[from] BodyError),
    #[error(transparent)]
    Request(#[from] AskError),
    #[error(transparent)]
    Message(#[from] http::Error),
}

#[derive(Debug)]
pub(super) struct ProviderHttp {
    client: OutboundClient,
    /// The issuer's, and those that the installation names.
    origins: Vec<Origin>,
}

impl ProviderHttp {
    pub(super) fn new(origins: Vec<Origin>, patience: Duration) -> Result<Self, OutboundError> {
        // Providers are the operator's to configure, and often stand in a network of their own.
        let patience = Patience { connect: CONNECT_TIMEOUT, total: patience };
        let client = Outbound::anywhere().client(patience)?;
        Ok(Self { client, origins })
    }

    /// Whether an address is the provider's own. What a provider says of itself must not make the server ask
    /// somebody else, nor send people there.
    pub(super) fn check(&self, url: &Url) -> Result<(), HttpError> {
        if self.origins.contains(&url.origin()) {
            return Ok(());
        }
        Err(HttpError::Elsewhere(Box::new(url.clone())))
    }

    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = reqwest::Request::try_from(request).map_err(AskError::from)?;
        self.check(request.url())?;
        let response = self.client.execute(request).await?;
        let status = response.status();
        if status.is_redirection() {
            return Err(HttpError::Redirected(status.as_u16()));
        }
        let mut builder = http::Response::builder().status(status);
        if let Some(kind) = response.headers().get(http::header::CONTENT_TYPE) {
            builder = builder.header(http::header::CONTENT_TYPE, kind);
        }
        Ok(builder.body(outbound::body(response, MAX_ANSWER).await?)?)
    }
}

impl<'c> AsyncHttpClient<'c> for ProviderHttp {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
