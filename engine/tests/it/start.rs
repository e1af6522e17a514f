//! Starting where one cannot, and stopping.

use std::{fs, os::unix::fs::PermissionsExt as _};

use fluo_engine::{Engine, EngineConfig, StartError};

use crate::harness::{Fluo, request, span};

async fn start_error(config: EngineConfig) -> StartError {
    match Engine::start(config).await {
        Ok(_) => panic!("the engine started"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_busy_port_a_used_folder_and_a_public_address_are_told_apart() {
    let fluo = Fluo::start().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let mut config = EngineConfig::new(elsewhere.path());

    config.listen = fluo.base().socket_addrs(|| None).unwrap()[0];
    assert!(matches!(start_error(config.clone()).await, StartError::AddressInUse { .. }));

    config.listen = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(start_error(config.clone()).await, StartError::NotLoopback { .. }));
    config.allow_remote = true;
    Engine::start(config).await.unwrap().shutdown().await;

    let error = start_error(EngineConfig::new(fluo.folder.path())).await;
    assert!(matches!(error, StartError::DataFolderInUse { .. }));
    assert!(!error.to_string().contains('\n'));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    let error = start_error(EngineConfig::new(file.join("data"))).await;
    assert!(matches!(error, StartError::DataFolder { .. }), "{error}");
    // Root may write anywhere, so the rest shows only to others.
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.path().join("probe"), "").is_err() {
        let error = start_error(EngineConfig::new(folder.path().join("data"))).await;
        assert!(matches!(error, StartError::DataFolder { .. }), "{error}");
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[tokio::test]
async fn damaged_data_is_named_and_left_alone() {
    for victim in ["engine.db", "spans/0000000001.spans"] {
        let mut fluo = Fluo::start().await;
        fluo.export(&request(&[span(1, 1, "GET /")])).await;
        fluo.stop().await;
        let path = fluo.folder.path().join(victim);
        fs::write(&path, vec![b'?'; 50_000]).unwrap();
        let error = start_error(EngineConfig::new(fluo.folder.path())).await;
        assert!(matches!(error, StartError::DamagedData { .. }), "{victim}: {error}");
        assert_eq!(fs::read(&path).unwrap(), vec![b'?'; 50_000]);
    }
}

#[tokio::test]
async fn stopping_is_quick_and_the_port_is_free_at_once() {
    let mut fluo = Fluo::start().await;
    let address = fluo.base().socket_addrs(|| None).unwrap()[0];
    let began = std::time::Instant::now();
    fluo.stop().await;
    assert!(began.elapsed() < std::time::Duration::from_secs(1), "{:?}", began.elapsed());
    let mut config = EngineConfig::new(fluo.folder.path());
    config.listen = address;
    Engine::start(config).await.unwrap().shutdown().await;
}
