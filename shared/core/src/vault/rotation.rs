//! Sealing everything with a new key.

use std::path::Path;

use console_api::{TenantId, Timestamp};
use serde_json::json;

use super::ring::KeyRing;
use super::{KeyFileError, Place, VaultError, key_file};
use crate::audit::Entry;
use crate::caller::{INSTALLATION, TenantScope};
use crate::entropy::Entropy;
use crate::store::{Store, StoreError};

/// Keys that a rotation leaves: the new one, and the one before.
const KEPT: usize = 2;
/// Rows that are sealed in one transaction, so that others can write in between.
const AT_ONCE: i64 = 500;

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    pub key_id: String,
    /// What is now sealed with the new key.
    pub sealed: u64,
    /// What no key opens: it is left as it is, and so is every key.
    pub unreadable: u64,
}

/// Why a rotation did not end. Whatever is sealed can still be opened, and another one goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seals with a new key whatever is sealed. The file gets it before anything is sealed with it, and keeps the one before: a
/// server that runs may still be sealing with that. The next rotation drops it.
pub async fn rotate(
    store: &Store,
    path: &Path,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<Rotation, RotationError> {
    let mut ring = key_file::read(path)?;
    if ring.is_full() {
        return Err(KeyFileError::TooMany { path: path.to_owned() }.into());
    }
    ring.add(entropy);
    key_file::write(path, &ring)?;
    let mut hand = Hand { store, ring, entropy, now, sealed: 0, unreadable: 0 };
    for tenant in store.tenant_ids().await? {
        hand.secrets_of(tenant).await?;
    }
    hand.second_factors().await?;
    hand.mails().await?;
    let Hand { mut ring, sealed, unreadable, .. } = hand;
    if unreadable == 0 {
        ring.keep(KEPT);
        key_file::write(path, &ring)?;
    }
    let rotation = Rotation { key_id: ring.newest_id().to_owned(), sealed, unreadable };
    let mut tx = store.write(&TenantScope::system(TenantId::from(INSTALLATION))).await?;
    let detail = json!({ "key": rotation.key_id, "sealed": sealed, "unreadable": unreadable });
    tx.audit(Entry::event("secrets.rotated").detail(detail));
    tx.commit(now).await?;
    Ok(rotation)
}

struct Hand<'a> {
    store: &'a Store,
    ring: KeyRing,
    entropy: &'a dyn Entropy,
    now: Timestamp,
    sealed: u64,
    unreadable: u64,
}

impl Hand<'_> {
    async fn secrets_of(&mut self, tenant: TenantId) -> Result<(), StoreError> {
        let mut tx = self.store.write(&TenantScope::system(tenant.clone())).await?;
        for (name, sealed) in tx.secrets().await? {
            let place = Place::TenantSecret { tenant: tenant.as_str(), name: &name };
            if let Some(new) = self.anew(place, &sealed)? {
                tx.put_secret(&name, &new, self.now).await?;
            }
        }
        tx.commit(self.now).await
    }

    async fn second_factors(&mut self) -> Result<(), StoreError> {
        let mut after = String::new();
        loop {
            let mut tx = self.store.write(&TenantScope::system(TenantId::from(INSTALLATION))).await?;
            let rows = tx.sealed_factors(&after, AT_ONCE).await?;
            let Some((last, _)) = rows.last() else { return tx.commit(self.now).await };
            after.clone_from(last);
            for (account, sealed) in rows {
                if let Some(new) = self.anew(Place::SecondFactor { account: &account }, &sealed)? {
                    tx.reseal_factor(&account, &sealed, &new).await?;
                }
            }
            tx.commit(self.now).await?;
        }
    }

    async fn mails(&mut self) -> Result<(), StoreError> {
        let mut after = String::new();
        loop {
            let mut tx = self.store.write(&TenantScope::system(TenantId::from(INSTALLATION))).await?;
            let rows = tx.sealed_mails(&after, AT_ONCE).await?;
            let Some((last, _)) = rows.last() else { return tx.commit(self.now).await };
            after.clone_from(last);
            for (id, sealed) in rows {
                if let Some(new) = self.anew(Place::Mail { id: &id }, &sealed)? {
                    tx.reseal_mail(&id, &sealed, &new).await?;
                }
            }
            tx.commit(self.now).await?;
        }
    }

    /// The same text sealed with the new key; nothing where no key opens it.
    fn anew(&mut self, place: Place<'_>, sealed: &str) -> Result<Option<String>, StoreError> {
        match self.ring.open(place, sealed) {
            Ok(text) => {
                self.sealed += 1;
                Ok(Some(self.ring.seal(place, &text, self.entropy)))
            }
            Err(error @ (VaultError::UnknownKey(_) | VaultError::Broken)) => {
                tracing::warn!(?place, %error, "what is sealed cannot be opened and is left as it is");
                self.unreadable += 1;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}
