//! Passwords: what may be one, and how they are kept and compared.
//!
//! Kept as argon2id in PHC form with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, two
//! passes, one lane). Each hash takes that much memory and tens of milliseconds of a core, so only a few run at
//! a time, away from the asynchronous threads, and only so many more may wait.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use console_api::{Error, ErrorCode};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use crate::entropy::Entropy;

const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
/// Hashes computed at the same time.
const AT_ONCE: usize = 2;
/// Hashes computed or waited for; whoever comes beyond is asked to come back.
const PLACES: usize = 64;
const COME_BACK_MICROS: i64 = 2_000_000;
/// NIST SP 800-63B asks for length and against rules about kinds of characters.
const MIN_CHARS: usize = 12;
const MAX_CHARS: usize = 256;

/// Computes and compares password hashes.
#[derive(Debug)]
pub(crate) struct Passwords {
    at_once: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// Compared with where there is no account, so that this takes as long. No password has this hash.
    decoy: String,
}

impl Passwords {
    pub(crate) fn new(entropy: &dyn Entropy) -> Self {
        let mut random = [0; 48];
        entropy.fill(&mut random);
        let (salt, hash) = (STANDARD_NO_PAD.encode(&random[..16]), STANDARD_NO_PAD.encode(&random[16..]));
        Self {
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(PLACES)),
            decoy: format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1${salt}${hash}"),
        }
    }

    /// The PHC string to store.
    pub(crate) async fn hash(&self, password: SecretString, entropy: &dyn Entropy) -> Result<String, Error> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        self.compute(move || {
            let password = password.expose_secret().as_bytes();
            let hash = argon2()?.hash_password_with_salt(password, &salt)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password has this hash. Takes as long where there is no hash, and answers false.
    pub(crate) async fn verify(&self, password: SecretString, hash: Option<String>) -> Result<bool, Error> {
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        self.compute(move || {
            let password = password.expose_secret().as_bytes();
            match argon2()?.verify_password(password, hash.as_str()) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return Err(Error::slow_down(COME_BACK_MICROS));
        };
        let Ok(turn) = Arc::clone(&self.at_once).acquire_owned().await else { return Err(failed()) };
        let running = tokio::task::spawn_blocking(move || {
            let done = work();
            // Held until here even when nobody waits for the answer any more.
            drop((turn, place));
            done
        });
        match running.await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => {
                tracing::error!(%error, "a password hash could not be computed");
                Err(failed())
            }
            Err(error) => {
                tracing::error!(%error, "computing a password hash");
                Err(failed())
            }
        }
    }
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn failed() -> Error {
    Error::new(ErrorCode::Internal, "the password could not be checked; the log has the cause")
}

/// Whether this may become somebody's password: long, bounded, and not what anybody knows of them.
pub(crate) fn check_new(password: &SecretString, email: &str, name: &str) -> Result<(), Error> {
    let password = password.expose_secret();
    let length = password.chars().count();
    if !(MIN_CHARS..=MAX_CHARS).contains(&length) {
        return Err(Error::invalid(format!("a password has {MIN_CHARS} to {MAX_CHARS} characters")));
    }
    let plain = password.to_lowercase();
    let known = [email.to_lowercase(), name.to_lowercase()];
    let mut characters = plain.chars();
    let first = characters.next();
    if known.contains(&plain) || characters.all(|character| Some(character) == first) {
        return Err(Error::invalid("this password would be guessed at once; choose another"));
    }
    Ok(())
}

/// A password longer than any that was taken is not worth hashing.
pub(crate) fn is_possible(password: &SecretString) -> bool {
    password.expose_secret().chars().count() <= MAX_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[tokio::test]
    async fn a_password_has_its_own_hash_and_no_other() {
        let passwords = Passwords::new(&SystemEntropy);
        let right = || SecretString::from("correct horse battery");
        let hash = passwords.hash(right(), &SystemEntropy).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash(right(), &SystemEntropy).await.unwrap());
        assert!(passwords.verify(right(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify(SecretString::from("correct horse"), Some(hash)).await.unwrap());
        assert!(!passwords.verify(right(), None).await.unwrap());
    }

    #[tokio::test]
    async fn whoever_comes_when_all_places_are_taken_is_asked_to_come_back() {
        let passwords = Passwords::new(&SystemEntropy);
        let taken = passwords.places.acquire_many(PLACES as u32).await.unwrap();
        let error = passwords.verify(SecretString::from("x"), None).await.unwrap_err();
        assert_eq!((error.code, error.retry_after), (ErrorCode::RateLimited, Some(2)));
        drop(taken);
        assert!(!passwords.verify(SecretString::from("x"), None).await.unwrap());
    }

    #[test]
    fn a_password_is_long_and_not_what_everybody_knows() {
        for (password, fine) in [
            ("correct horse battery", true),
            ("short", false),
            ("aaaaaaaaaaaaaaaaaaaa", false),
            ("ADA@example.com", false),
            ("zwölf Zeichen", true),
        ] {
            let password = SecretString::from(password);
            assert_eq!(check_new(&password, "ada@example.com", "Ada").is_ok(), fine);
        }
        assert!(check_new(&SecretString::from("x1".repeat(129)), "a", "b").is_err());
    }
}
