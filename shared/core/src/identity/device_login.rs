//! Signing in a program that has no browser (after RFC 8628): it asks with a code of its own and shows another, which
//! somebody who is signed in types in and approves. The token is made when the program asks next, so that its secret is
//! nowhere kept.

use console_api::device::{BeginDeviceLogin, DeviceLoginBegun, DeviceLoginState};
use console_api::secret::Secret;
use console_api::token::NewApiToken;
use console_api::{ActorKind, Error, ErrorCode, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::policy::MINUTE;
use super::sign_in::network;
use super::throttle::Allowance;
use super::{MAX_TOKEN, OPERATOR, SECOND, Visit};
use crate::audit::{Actor, Entry};
use crate::caller::TenantScope;
use crate::console::Console;
use crate::entropy::{Entropy, new_token, token_hash};
use crate::operations::{MAX_TOKENS, internal, new_api_token, person_text};
use crate::store::device_logins::{DeviceGrant, DeviceState, WaitingDevice};

const LIFETIME: i64 = 10 * MINUTE;
const INTERVAL_SECONDS: u32 = 5;
/// A program that keeps to the interval and whose network does not is not told to slow down.
const LENIENCE: i64 = SECOND;
const MAX_CLIENT: usize = 80;
/// Programs that begin from one address: ten, then two a minute.
const BEGUN: Allowance = Allowance { burst: 10, every_micros: 30 * SECOND };
/// Questions from one address, whatever the program.
const POLLED: Allowance = Allowance { burst: 60, every_micros: SECOND };

/// RFC 8628, section 6.1: no vowels, so that no words come of it, and nothing that is mistaken for another.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const CODE_CHARS: usize = 8;

impl Console {
    pub async fn begin_device_login(
        &self,
        request: &BeginDeviceLogin,
        visit: &Visit,
    ) -> Result<DeviceLoginBegun, Error> {
        let client = person_text("a program's name", &request.client, MAX_CLIENT)?;
        let now = self.clock().now();
        let key = format!("devices from {}", network(visit.address));
        self.throttle().attempt(&[(key.as_str(), BEGUN)], now)?;
        let secret = new_token(self.entropy());
        let device = WaitingDevice {
            user_code: new_user_code(self.entropy()),
            client,
            address: visit.address.to_string(),
            created_at: now,
            expires_at: Timestamp(now.0 + LIFETIME),
        };
        let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
        tx.insert_device_login(&token_hash(secret.expose_secret()), &device).await.map_err(internal)?;
        tx.commit(now).await.map_err(internal)?;
        let user_code = shown(&device.user_code);
        Ok(DeviceLoginBegun {
            device_code: Secret(secret.expose_secret().to_owned()),
            path: format!("/device?code={user_code}"),
            user_code,
            expires_at: device.expires_at,
            interval: INTERVAL_SECONDS,
        })
    }

    /// What a program is answered; one that was approved gets its token, once.
    pub async fn poll_device_login(
        &self,
        device_code: &SecretString,
        visit: &Visit,
    ) -> Result<DeviceLoginState, Error> {
        let gone = || Error::new(ErrorCode::NotFound, "nobody waits with this code any more; begin again");
        let now = self.clock().now();
        let key = format!("polls from {}", network(visit.address));
        self.throttle().attempt(&[(key.as_str(), POLLED)], now)?;
        if device_code.expose_secret().len() > MAX_TOKEN {
            return Err(gone());
        }
        let hash = token_hash(device_code.expose_secret());
        let interval = i64::from(INTERVAL_SECONDS) * SECOND;
        let not_since = Timestamp(now.0 - interval + LENIENCE);
        let mut tx = self.store().write(&self.system_scope()).await.map_err(internal)?;
        if !tx.knows_device(&hash, now).await.map_err(internal)? {
            return Err(gone());
        }
        let state = tx.poll_device_login(&hash, not_since, now).await.map_err(internal)?;
        let Some(state) = state else { return Err(Error::slow_down(interval)) };
        if !matches!(state, DeviceState::Waiting) && !tx.delete_device_login(&hash).await.map_err(internal)? {
            return Err(gone());
        }
        tx.commit(now).await.map_err(internal)?;
        match state {
            DeviceState::Waiting => Ok(DeviceLoginState::Waiting),
            DeviceState::Denied => Ok(DeviceLoginState::Denied),
            DeviceState::Approved { grant, client } => self.let_device_in(grant, client, visit).await,
        }
    }

    async fn let_device_in(
        &self,
        grant: DeviceGrant,
        client: String,
        visit: &Visit,
    ) -> Result<DeviceLoginState, Error> {
        let DeviceGrant { tenant, user, permissions, days } = grant;
        let now = self.clock().now();
        let mut tx = self.store().write(&TenantScope::system(tenant)).await.map_err(internal)?;
        // Who approved it may be a member no more.
        if user.as_str() != OPERATOR && tx.member(&user).await.map_err(internal)?.is_none() {
            return Ok(DeviceLoginState::Denied);
        }
        if tx.count_tokens(Some(&user), now).await.map_err(internal)? >= MAX_TOKENS {
            return Err(Error::new(
                ErrorCode::Conflict,
                format!("there are {MAX_TOKENS} tokens; revoke one first"),
            ));
        }
        let (token, secret) = new_api_token(self.entropy(), client, permissions, &user, days, now);
        tx.insert_token(&token, Some(&user), &token_hash(&secret.0)).await.map_err(internal)?;
        tx.audit(
            Entry::event("device_login.completed")
                .by(Actor::new(ActorKind::User, user.as_str()))
                .on("token", token.id.as_str())
                .detail(json!({ "permissions": token.permissions, "expiresAt": token.expires_at }))
                .personal(user.as_str(), visit.personal(), self.entropy()),
        );
        tx.commit(now).await.map_err(internal)?;
        Ok(DeviceLoginState::Approved(NewApiToken { token, secret }))
    }
}

fn new_user_code(entropy: &dyn Entropy) -> String {
    let mut code = String::new();
    while code.len() < CODE_CHARS {
        let mut random = [0; 16];
        entropy.fill(&mut random);
        // 240 is the greatest multiple of 20 that a byte holds: no letter is likelier than another.
        let letters = random.iter().filter(|byte| **byte < 240).map(|byte| LETTERS[usize::from(byte % 20)]);
        code.extend(letters.take(CODE_CHARS - code.len()).map(char::from));
    }
    code
}

/// A code as people read it.
pub(crate) fn shown(code: &str) -> String {
    let (one, other) = code.split_at(code.len() / 2);
    format!("{one}-{other}")
}

/// A code as it is stored, however it was written; nothing where it cannot be one.
pub(crate) fn read_user_code(text: &str) -> Option<String> {
    if text.len() > 4 * CODE_CHARS {
        return None;
    }
    let code: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let is_code = code.len() == CODE_CHARS && code.bytes().all(|byte| LETTERS.contains(&byte));
    is_code.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn a_code_is_read_however_it_is_written() {
        let code = new_user_code(&SystemEntropy);
        assert_eq!(read_user_code(&code).as_deref(), Some(code.as_str()));
        assert_eq!(read_user_code(&shown(&code).to_lowercase()).as_deref(), Some(code.as_str()));
        assert_eq!(
            read_user_code(&format!(" {} {} ", &code[..3], &code[3..])).as_deref(),
            Some(code.as_str())
        );
        for wrong in ["", "BCDF", "BCDF-GHJA", "BCDF-GHJKL", "BCDF–GHJK"] {
            assert_eq!(read_user_code(wrong), None, "{wrong}");
        }
    }
}
