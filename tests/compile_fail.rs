//! What rustc says about wrong statements: one error each, short enough to read.
//!
//! `TRYBUILD=overwrite cargo test --test compile_fail` writes the texts anew.

use std::fs;

/// The most lines that an error may have.
const LINES: usize = 25;

#[test]
fn wrong_statements_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}

#[test]
fn a_mistake_is_one_short_error() {
    let mut seen = 0;
    for entry in fs::read_dir("tests/compile_fail").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "stderr") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let errors = text.lines().filter(|line| line.starts_with("error")).count();
        let lines = text.lines().count();
        assert_eq!(errors, 1, "{}: {errors} errors", path.display());
        assert!(lines <= LINES, "{}: {lines} lines", path.display());
        seen += 1;
    }
    assert!(seen > 20, "only {seen} files");
}
