//! The page of support is what the dialects' own tables say; and what they say is proven.

mod changes;
mod expressions;
mod meanings;
mod proof;
mod queries;
mod refusals;
mod sources;
mod standard;
mod values;
mod vocabulary;
mod writes;

use aludel::ast::{AggregateFunction, Function};
use aludel::dialect::{Dialect, Feature, MariaDb, MySql, Postgres, Sqlite, Support};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/support.md");
const START: &str =
    "<!-- generated: ALUDEL_BLESS=1 cargo test --all-features --test it matrix -->\n";

/// `ALUDEL_BLESS=1 cargo test --all-features --test it matrix` writes the tables anew.
#[test]
fn the_page_says_what_the_dialects_say() {
    let page = std::fs::read_to_string(PAGE).expect("the page is there");
    let (before, found) = page.split_once(START).expect("a start");
    let wanted = tables();
    if std::env::var_os("ALUDEL_BLESS").is_some() {
        std::fs::write(PAGE, format!("{before}{START}{wanted}")).expect("written");
    } else {
        let differs = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
        assert_eq!(differs, None, "the dialects say it otherwise than the page");
        assert_eq!(found.lines().count(), wanted.lines().count());
    }
}

/// Each dialect in its oldest version that is tested, where that is another, and in its newest.
fn dialects() -> [Box<dyn Dialect>; 7] {
    [
        Box::new(Sqlite::version(3, 40)),
        Box::new(Sqlite::new()),
        Box::new(Postgres::version(15)),
        Box::new(Postgres::new()),
        Box::new(MySql::new()),
        Box::new(MariaDb::version(10, 11)),
        Box::new(MariaDb::new()),
    ]
}

fn tables() -> String {
    let constructs = Feature::ALL.iter().map(|feature| {
        let cell = move |dialect: &dyn Dialect| match dialect.support(*feature) {
            Support::Native => "✔".to_owned(),
            Support::Rewrite(_) => "↻".to_owned(),
            Support::Unsupported { since: Some(since), .. } => format!("– (✔ {since})"),
            _ => "–".to_owned(),
        };
        (feature.construct().to_owned(), row(cell))
    });
    let functions = Function::ALL.iter().map(|function| {
        let cell = |dialect: &dyn Dialect| vocabulary::form(dialect, function).to_owned();
        (format!("`{}`", function.construct()), row(cell))
    });
    let aggregates = AggregateFunction::ALL.iter().map(|function| {
        let cell = |dialect: &dyn Dialect| vocabulary::aggregate_form(dialect, function).to_owned();
        (format!("`{}`", function.construct()), row(cell))
    });
    let casts = vocabulary::casts().into_iter().map(|(data_type, word)| {
        (format!("`{}`", word.name), row(|dialect| known(dialect.cast(&data_type))))
    });
    let fields = vocabulary::FIELDS
        .map(|field| (format!("{field:?}"), row(|dialect| known(dialect.date_field(field)))));
    let units = vocabulary::UNITS
        .map(|unit| (format!("{unit:?}"), row(|dialect| known(dialect.date_truncate(unit)))));
    [
        table("Constructs", "construct", constructs),
        table("Functions", "function", functions),
        table("Aggregates", "aggregate", aggregates),
        table("Types to cast to", "type", casts),
        table("Parts of dates and times", "part", fields),
        table("Units that dates and times are cut to", "unit", units),
    ]
    .join("\n")
}

fn known<T>(form: Option<T>) -> String {
    if form.is_some() { "✔" } else { "–" }.to_owned()
}

/// The cells of all dialects.
fn row(cell: impl Fn(&dyn Dialect) -> String) -> Vec<String> {
    dialects().iter().map(|dialect| cell(&**dialect)).collect()
}

fn table(title: &str, what: &str, rows: impl IntoIterator<Item = (String, Vec<String>)>) -> String {
    let heads = row(|dialect| format!("{} {}", dialect.name(), dialect.version()));
    let mut text = format!("# {title}\n\n| {what} | {} |\n", heads.join(" | "));
    text.push_str(&"|---".repeat(heads.len() + 1));
    text.push_str("|\n");
    for (name, cells) in rows {
        text.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
    }
    text
}
