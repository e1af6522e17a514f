//! The second step of signing in, and what is taken for it: a code of an authenticator app, or a recovery code.
//!
//! Who showed a password and has a second factor gets a half session: a secret of its own kind in a cookie of its own,
//! which opens nothing but this step, for a few minutes and a few tries. A code is taken once: the time step of the
//! last one is compared and moved on in the transaction that uses it (RFC 6238, section 5.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use console_api::second_factor::SecondStep;
use console_api::{Error, ErrorCode, Timestamp, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::sign_in::{SignedIn, network, wrong};
use super::throttle::Allowance;
use super::{MAX_TOKEN, SECOND, Visit, totp};
use crate::audit::encoding::hex;
use crate::console::Console;
use crate::entropy::{Entropy, new_token, token_hash};
use crate::operations::internal;
use crate::store::second_factors::StoredFactor;
use crate::store::{StoreError, WriteTx};
use crate::vault::Place;

const HALF_LIFETIME: i64 = 5 * 60 * SECOND;
/// Codes that one half session may try.
const MAX_ATTEMPTS: i64 = 6;
/// Wrong codes for one account from one address: five, then one in two minutes.
const PAIR: Allowance = Allowance { burst: 5, every_micros: 120 * SECOND };
/// Wrong codes for one account, wherever they come from. Three of a million codes are right at any time.
const ACCOUNT: Allowance = Allowance { burst: 30, every_micros: 120 * SECOND };
/// Longer than any code, with whatever blanks and hyphens people write.
const MAX_CODE: usize = 64;

const RECOVERY_CODES: usize = 10;
/// 120 random bits in characters that are not mistaken for one another.
const RECOVERY_CHARS: usize = 24;
const RECOVERY_ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstvwxyz0123456789";

/// A browser whose password is right and that has yet to show a code.
#[derive(Debug)]
pub struct HalfSession {
    /// The secret the browser keeps meanwhile.
    pub secret: SecretString,
    pub step: SecondStep,
}

/// What came of a right password.
#[derive(Debug)]
pub enum SignInStep {
    SignedIn(SignedIn),
    SecondStep(HalfSession),
}

impl Console {
    pub(super) async fn begin_half_session(
        &self,
        tx: &mut WriteTx<'_>,
        account: &UserId,
        now: Timestamp,
    ) -> Result<HalfSession, Error> {
        let secret = new_token(self.entropy());
        let until = Timestamp(now.0 + HALF_LIFETIME);
        let hash = token_hash(secret.expose_secret());
        tx.insert_half_session(&hash, account, until, now).await.map_err(internal)?;
        Ok(HalfSession { secret, step: SecondStep { second_step_until: until } })
    }

    /// Begins the session of who showed their password before and shows a code now. `previous` is the session the
    /// browser had; it ends.
    pub async fn sign_in_second_step(
        &self,
        half: &str,
        code: SecretString,
        visit: &Visit,
        previous: Option<&str>,
    ) -> Result<SignedIn, Error> {
        if half.len() > MAX_TOKEN {
            return Err(begin_again());
        }
        let (now, scope) = (self.clock().now(), self.system_scope());
        let hash = token_hash(half);
        let mut tx = self.store().write(&scope).await.map_err(internal)?;
        let tried = tx.try_half_session(&hash, now).await.map_err(internal)?;
        tx.commit(now).await.map_err(internal)?;
        let Some(half) = tried.filter(|half| half.attempts <= MAX_ATTEMPTS) else {
            return Err(begin_again());
        };
        let (account, address) = (&half.account, network(visit.address));
        let keys = [(&*format!("code {account} {address}"), PAIR), (&*format!("code {account}"), ACCOUNT)];
        self.throttle().attempt(&keys, now)?;
        let factor = self.confirmed_factor(account).await?;
        let Some(scope) = self.home_of(account).await? else { return Err(wrong()) };

        let mut tx = self.store().write_across(&scope).await.map_err(internal)?;
        let taken = match &factor {
            Some(factor) => self.take_code(&mut tx, account, factor, &code, now).await?,
            None => None,
        };
        let Some(kind) = taken else {
            drop(tx);
            self.note_no_sign_in(json!({ "method": "second_factor" }), visit).await;
            return Err(wrong_code(ErrorCode::Unauthenticated));
        };
        if !tx.use_half_session(&hash).await.map_err(internal)? {
            return Err(begin_again());
        }
        let session = self.begin_session(&mut tx, account, visit, now).await.map_err(internal)?;
        tx.audit(self.signed_in(account, json!({ "method": "password", "secondFactor": kind }), visit));
        self.end_previous(&mut tx, previous, now).await?;
        tx.commit(now).await.map_err(internal)?;
        self.throttle().give_back(&keys);
        let caller = self.authenticate(session.expose_secret()).await?;
        Ok(SignedIn { me: caller.ok_or_else(wrong)?.me(), session })
    }

    /// The account's second factor, if it has one that signing in asks for.
    pub(crate) async fn confirmed_factor(&self, account: &UserId) -> Result<Option<StoredFactor>, Error> {
        let factor = self.store().second_factor(account).await.map_err(internal)?;
        Ok(factor.filter(|factor| factor.confirmed_at.is_some()))
    }

    /// Uses up a code of the app or a recovery code, and says which it was; nothing where it is none.
    pub(crate) async fn take_code(
        &self,
        tx: &mut WriteTx<'_>,
        account: &UserId,
        factor: &StoredFactor,
        code: &SecretString,
        now: Timestamp,
    ) -> Result<Option<&'static str>, Error> {
        let code = plain(code);
        if code.expose_secret().len() == RECOVERY_CHARS {
            let hash = recovery_hash(account, code.expose_secret());
            let used = tx.use_recovery_code(account, &hash, now).await.map_err(internal)?;
            return Ok(used.then_some("recovery_code"));
        }
        let secret = self.factor_secret(account, factor)?;
        let Some(step) = totp::step_of(&secret, code.expose_secret(), now) else { return Ok(None) };
        let used = tx.use_factor_step(account, &factor.sealed, step, now).await.map_err(internal)?;
        Ok(used.then_some("totp"))
    }

    fn factor_secret(&self, account: &UserId, factor: &StoredFactor) -> Result<Vec<u8>, Error> {
        let unreadable = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, account = account.as_str(), "a second factor cannot be read");
            Error::new(ErrorCode::Internal, "the second factor could not be read; the log has the cause")
        };
        let opened =
            self.vault().open_sealed(place(account), &factor.sealed).map_err(|error| unreadable(&error))?;
        STANDARD_NO_PAD.decode(opened.expose_secret()).map_err(|error| unreadable(&error))
    }

    /// A new secret for an app: as it is kept, and as the app takes it.
    pub(crate) fn new_factor(&self, account: &UserId) -> Result<(String, SecretString), StoreError> {
        let mut secret = [0; totp::SECRET_BYTES];
        self.entropy().fill(&mut secret);
        let text = SecretString::from(STANDARD_NO_PAD.encode(secret));
        let sealed = self.vault().seal(place(account), &text, self.entropy())?;
        Ok((sealed, SecretString::from(totp::base32(&secret))))
    }
}

fn place(account: &UserId) -> Place<'_> {
    Place::SecondFactor { account: account.as_str() }
}

/// A code as it is compared: people write blanks and hyphens where they like. What is too long for one is none.
fn plain(code: &SecretString) -> SecretString {
    let code = code.expose_secret();
    if code.len() > MAX_CODE {
        return SecretString::default();
    }
    let plain = code.chars().filter(|c| !c.is_whitespace() && *c != '-');
    SecretString::from(plain.collect::<String>().to_lowercase())
}

/// New recovery codes, as people read them.
pub(crate) fn new_recovery_codes(entropy: &dyn Entropy) -> Vec<SecretString> {
    let code = |_| {
        let mut random = [0; RECOVERY_CHARS];
        entropy.fill(&mut random);
        let letters = random.map(|byte| char::from(RECOVERY_ALPHABET[usize::from(byte & 31)]));
        let groups: Vec<String> = letters.chunks(6).map(|group| group.iter().collect()).collect();
        SecretString::from(groups.join("-"))
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// What is stored of a recovery code. It has too many random bits to be guessed, so that no slow hash is needed.
pub(crate) fn recovery_hash(account: &UserId, code: &str) -> String {
    let code = code.replace('-', "");
    hex(&Sha256::digest(format!("fluo-console/recovery-code/1 {account} {code}")))
}

pub(crate) fn wrong_code(code: ErrorCode) -> Error {
    Error::new(code, "this code is wrong, or was used before; wait for the next one")
}

fn begin_again() -> Error {
    Error::new(ErrorCode::Unauthenticated, "this took too long or was tried too often; sign in again")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn recovery_codes_differ_and_are_read_however_they_are_written() {
        let codes = new_recovery_codes(&SystemEntropy);
        let account = UserId::from("ada");
        let hashes: BTreeSet<_> =
            codes.iter().map(|code| recovery_hash(&account, code.expose_secret())).collect();
        assert_eq!((codes.len(), hashes.len()), (RECOVERY_CODES, RECOVERY_CODES));
        let shown = codes[0].expose_secret();
        assert_eq!(shown.len(), RECOVERY_CHARS + 3);
        let written = SecretString::from(format!(" {} ", shown.to_uppercase().replace('-', " ")));
        assert_eq!(plain(&written).expose_secret(), shown.replace('-', ""));
        assert_ne!(recovery_hash(&account, shown), recovery_hash(&UserId::from("eve"), shown));
        assert_eq!(plain(&SecretString::from("1".repeat(65))).expose_secret(), "");
    }
}
