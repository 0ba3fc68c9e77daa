// Rust's standard library over WASI.
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant, SystemTime};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    assert_eq!(arguments[1..], ["first", "second one"]);
    assert_eq!(std::env::var("MODE").unwrap(), "test");

    fs::create_dir_all("/data/a/b/c")?;
    fs::write("/data/a/b/c/file", "one\ntwo\nthree\n")?;
    let lines: Vec<String> = BufReader::new(File::open("/data/a/b/c/file")?).lines().collect::<Result<_, _>>()?;
    assert_eq!(lines, ["one", "two", "three"]);

    let mut file = OpenOptions::new().read(true).write(true).append(true).open("/data/a/b/c/file")?;
    file.write_all(b"four\n")?;
    file.seek(SeekFrom::Start(4))?;
    let mut rest = String::new();
    file.read_to_string(&mut rest)?;
    assert_eq!(rest, "two\nthree\nfour\n");
    file.sync_all()?;
    assert_eq!(file.metadata()?.len(), 19);
    assert!(file.metadata()?.modified()? <= SystemTime::now() + Duration::from_secs(5));

    for i in 0..300 {
        fs::write(format!("/data/a/n{}", i), i.to_string())?;
    }
    let names: BTreeSet<_> = fs::read_dir("/data/a")?.map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 301);
    fs::rename("/data/a/n0", "/data/a/moved")?;
    fs::hard_link("/data/a/moved", "/data/a/again")?;
    assert_eq!(fs::read_to_string("/data/a/again")?, "0");
    fs::copy("/data/a/n7", "/data/a/copy")?;
    assert_eq!(fs::read_to_string("/data/a/copy")?, "7");
    fs::remove_dir_all("/data/a")?;
    assert!(fs::metadata("/data/a").is_err());

    assert_eq!(fs::read_to_string("/ro/fixed.txt")?, "fixed");
    assert!(fs::write("/ro/fixed.txt", "x").is_err());
    assert!(fs::read("/data/../outside/secret.txt").is_err());
    assert!(fs::read("/outside/secret.txt").is_err());

    let start = Instant::now();
    std::thread::sleep(Duration::from_millis(12));
    assert!(start.elapsed() >= Duration::from_millis(12));
    let mut input = String::new();
    assert_eq!(io::stdin().read_to_string(&mut input)?, 0);
    eprintln!("to stderr");
    println!("ok");
    Ok(())
}
