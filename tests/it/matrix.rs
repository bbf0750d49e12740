//! The README's support table is what the dialects' own tables say.

use aludel::dialect::{Dialect, Feature, MariaDb, MySql, Postgres, Sqlite, Support};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const START: &str = "<!-- support -->\n";
const END: &str = "<!-- /support -->";

/// `ALUDEL_BLESS=1 cargo test matrix` writes the table anew.
#[test]
fn the_readme_says_what_the_dialects_say() {
    let readme = std::fs::read_to_string(README).expect("the README is there");
    let (before, rest) = readme.split_once(START).expect("a start");
    let (found, after) = rest.split_once(END).expect("an end");
    let wanted = table();
    if std::env::var_os("ALUDEL_BLESS").is_some() {
        std::fs::write(README, format!("{before}{START}{wanted}{END}{after}")).expect("written");
    } else {
        assert_eq!(found, wanted);
    }
}

fn table() -> String {
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    let heads: Vec<String> = dialects
        .iter()
        .map(|dialect| format!("{} {}", dialect.name(), dialect.version()))
        .collect();
    let mut text = format!("| construct | {} |\n|---|---|---|---|---|\n", heads.join(" | "));
    for feature in Feature::ALL {
        let cells = dialects.map(|dialect| match dialect.support(*feature) {
            Support::Native => "✔".to_owned(),
            Support::Rewrite(_) => "↻".to_owned(),
            Support::Unsupported { since: Some(since), .. } => format!("– (✔ {since})"),
            _ => "–".to_owned(),
        });
        text.push_str(&format!("| {} | {} |\n", feature.construct(), cells.join(" | ")));
    }
    text
}
