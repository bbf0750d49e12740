//! What is refused, and what it says to write instead.

use super::*;

/// The errors of the dialects that refuse it, by name; the others compile it.
fn errors(query: &impl AsStatement) -> Vec<(&'static str, String)> {
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    let error = |dialect: &&dyn Dialect| match query.compile(*dialect) {
        Ok(_) => None,
        Err(error) => Some((dialect.name(), error.to_string())),
    };
    dialects.iter().filter_map(error).collect()
}

#[track_caller]
fn refused(query: &impl AsStatement, by: &[&str], words: &str) {
    let errors = errors(query);
    let names: Vec<&str> = errors.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, by, "{errors:?}");
    for (_, error) in errors {
        assert!(error.contains(words), "{error}");
    }
}

const ALL: &[&str] = &["SQLite", "PostgreSQL", "MySQL", "MariaDB"];

#[test]
fn forms_that_no_engine_takes() {
    let s = samples::table;
    let share = |share| select(percentile_cont(share, samples::n)).from(s);
    refused(&share(1.5), ALL, "between 0 and 1");
    refused(&share(-0.1), ALL, "between 0 and 1");
    refused(&share(f64::NAN), ALL, "between 0 and 1");
    let query = select(median(samples::n).distinct()).from(s);
    refused(&query, ALL, "DISTINCT in percentile_cont is not supported");
    let query = select(percentile_disc(0.5, samples::n).order_by(samples::id)).from(s);
    refused(&query, ALL, "the values are sorted anyway");
    let query = select(median(samples::n).over(window())).from(s);
    refused(&query, ALL, "join that by the columns of the partition");
    let query = select(mode(samples::code)).from(s);
    refused(&query, ALL, "documents, intervals and arrays in mode");
    let query = select(percentile_disc(0.5, samples::doc)).from(s);
    refused(&query, ALL, "documents, intervals and arrays in percentile_disc");
    let query = select(min(samples::doc)).from(s);
    refused(&query, ALL, "take them of what is compared");
    let query = select(max(samples::doc).over(window())).from(s);
    refused(&query, ALL, "take them of what is compared");
    let query = select(corr(samples::n, samples::x).distinct()).from(s);
    refused(&query, ALL, "DISTINCT in corr");
    let query = select(string_agg(samples::word, ",").distinct().order_by(samples::id)).from(s);
    refused(&query, ALL, "order by what is aggregated");
    let query = select(json_agg(byte_length(samples::word).cast::<Blob>())).from(s);
    refused(&query, ALL, "binary data, moments, intervals and arrays in json_agg");
    let query = select(json_object_agg("k", sql!(Timestamp, "CURRENT_TIMESTAMP"))).from(s);
    refused(&query, ALL, "in json_object_agg");
}

#[test]
fn forms_that_some_engines_lack() {
    let s = samples::table;
    let query = select(var_pop(samples::n).distinct()).from(s);
    refused(&query, &["MySQL", "MariaDB"], "in a derived table");
    let query = select(var_pop(samples::n).over(window())).from(s);
    refused(&query, &["SQLite"], "variance and deviation over a window");
    let query = select(bit_xor(samples::n).over(window())).from(s);
    refused(&query, &["SQLite", "MariaDB"], "over a window");
    let query = select(string_agg(samples::word, ",").over(window())).from(s);
    refused(&query, &["MySQL", "MariaDB"], "string_agg over a window");
    let query = select(json_agg(samples::n).over(window())).from(s);
    refused(&query, &["MySQL", "MariaDB"], "over a window");
}

/// SQLite reads the values by a subquery, which must not take a name or a subquery of theirs for
/// its own.
#[test]
fn values_that_sqlite_cannot_hand_to_a_subquery() {
    let any_table = table("t");
    let query = select(median(column::<Integer>("value"))).from(any_table.clone());
    refused(&query, &["SQLite"], "this form of percentile_cont");
    let query = select(median(column::<Integer>("other"))).from(any_table.clone());
    refused(&query, &[], "");
    let query = select(median(any_table.column::<Integer>("value"))).from(any_table.clone());
    refused(&query, &[], "");
    let query = select(median(val::<Integer>(1))).from(any_table.clone());
    refused(&query, &[], "");
    let query = select(median(sql!(Integer, "random()"))).from(any_table);
    refused(&query, &["SQLite", "MySQL", "MariaDB"], "this form of percentile_cont");
}

#[test]
fn versions() {
    let s = samples::table;
    let compile = |query: &dyn AsStatement, dialect: &dyn Dialect| {
        query.compile(dialect).map(|sql| sql.text().to_owned()).map_err(|error| error.to_string())
    };
    let any = select(any_value(samples::n)).from(s);
    let sql = compile(&any, &Postgres::version(15)).unwrap();
    assert!(sql.starts_with("SELECT (ARRAY_AGG(\"samples\".\"n\") FILTER (WHERE "), "{sql}");
    let sql = compile(&any, &Postgres::version(16)).unwrap();
    assert!(sql.starts_with("SELECT ANY_VALUE(\"samples\".\"n\") FROM"), "{sql}");
    let odd = select(bit_xor(samples::n)).from(s);
    let error = compile(&odd, &Postgres::version(13)).unwrap_err();
    assert!(error.contains("the aggregate bit_xor is not supported by PostgreSQL 13"), "{error}");
    let ordered = select(string_agg(samples::word, ",").order_by(samples::id)).from(s);
    let error = compile(&ordered, &Sqlite::version(3, 43)).unwrap_err();
    assert!(error.contains("ORDER BY in an aggregate"), "{error}");
}
