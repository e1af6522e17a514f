//! How a provider is asked: at its issuer's own origin only, without following it elsewhere, and for no longer and
//! no more than is bounded.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::{Client, redirect};
use url::{Origin, Url};

/// Bytes of an answer: key sets with certificates take some tens of KiB.
const MAX_ANSWER: usize = 256 * 1_024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Why there was no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    #[error("it names the address {0}, which is not at its issuer's origin")]
    Elsewhere(Box<Url>),
    #[error("it sends requests elsewhere (HTTP {0})")]
    Redirected(u16),
    #[error("its answer is larger than {MAX_ANSWER} bytes")]
    TooLarge,
    #[error(transparent)]
    Request(#[from] reqwest::Error),
    #[error(transparent)]
    Message(#[from] http::Error),
}

#[derive(Debug)]
pub(super) struct ProviderHttp {
    client: Client,
    origin: Origin,
}

impl ProviderHttp {
    pub(super) fn new(issuer: &Url, patience: Duration) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT.min(patience))
            .timeout(patience)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self { client, origin: issuer.origin() })
    }

    /// Whether an address is the provider's own. What a provider says of itself must not make the server ask
    /// somebody else, nor send people there.
    pub(super) fn check(&self, url: &Url) -> Result<(), HttpError> {
        if url.origin() == self.origin { Ok(()) } else { Err(HttpError::Elsewhere(Box::new(url.clone()))) }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        self.check(request.url())?;
        let mut response = self.client.execute(request).await?;
        let status = response.status();
        if status.is_redirection() {
            return Err(HttpError::Redirected(status.as_u16()));
        }
        let mut builder = http::Response::builder().status(status);
        if let Some(kind) = response.headers().get(http::header::CONTENT_TYPE) {
            builder = builder.header(http::header::CONTENT_TYPE, kind);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(builder.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for ProviderHttp {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
