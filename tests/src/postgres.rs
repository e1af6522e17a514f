//! A PostgreSQL of our own for a test binary: Debian's package, a private folder, a private port.
//!
//! It starts with the first [`database`] and ends with the process, however that ends. Each test gets a
//! database of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const USER: &str = "postgres";

struct Server {
    port: u16,
    programs: PathBuf,
}

/// URL of a new, empty database.
pub fn database() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = SERVER.get_or_init(start);
    let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let sql = format!("CREATE DATABASE {name}");
    let made = psql(server, &sql).status().expect("psql runs");
    assert!(made.success(), "the database {name} was not made");
    format!("postgres://{USER}@127.0.0.1:{}/{name}", server.port)
}

fn start() -> Server {
    let programs = find_programs();
    let folder = std::env::temp_dir().join(format!("fluo-console-postgres-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for PostgreSQL");
    let data = folder.join("data");
    let is_root = own_uid() == 0;
    if is_root {
        // initdb refuses to run as root; Debian's package comes with a user for this.
        run(Command::new("chown").arg(USER).arg(&folder));
    }
    run(as_owner(is_root, &programs.join("initdb"))
        .args(["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "-U", USER, "-D"])
        .arg(&data));
    let port = free_port();
    let mut server = as_owner(is_root, &programs.join("postgres"));
    server
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(&folder)
        .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-c", "fsync=off", "-c", "max_connections=300"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // The death signal is tied to the thread that starts the process, so that thread lives on.
    thread::spawn(move || {
        let mut child = server.spawn().expect("postgres starts");
        let _ = child.wait();
    });
    let server = Server { port, programs };
    let deadline = Instant::now() + Duration::from_secs(30);
    while !psql(&server, "SELECT 1").status().is_ok_and(|status| status.success()) {
        assert!(Instant::now() < deadline, "PostgreSQL did not start within 30 s");
        thread::yield_now();
    }
    server
}

fn psql(server: &Server, sql: &str) -> Command {
    let mut command = Command::new(server.programs.join("psql"));
    command
        .args(["-h", "127.0.0.1", "-p", &server.port.to_string(), "-U", USER, "-d", "postgres", "-qAtc", sql])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The program as the user PostgreSQL runs as, ended when its starter ends.
fn as_owner(is_root: bool, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=TERM");
    if is_root {
        command.args([&format!("--reuid={USER}"), &format!("--regid={USER}"), "--clear-groups"]);
    }
    command.arg(program).stdout(Stdio::null());
    command
}

fn find_programs() -> PathBuf {
    let versions =
        std::fs::read_dir("/usr/lib/postgresql").expect("Debian's package postgresql is installed");
    let newest = versions.filter_map(Result::ok).map(|entry| entry.path().join("bin")).max();
    newest.filter(|programs| programs.join("initdb").exists()).expect("PostgreSQL's server programs")
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn run(command: &mut Command) {
    let done = command.stderr(Stdio::inherit()).status().expect("the program runs");
    assert!(done.success(), "{command:?} failed");
}

fn own_uid() -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").expect("/proc").uid()
}
