//! Text that servers keep in temporary tables on its way: it is not cut and not changed there.

use std::collections::BTreeMap;

use aludel::prelude::*;
use aludel::query::DatePart;

use crate::engines::{Db, on_all_engines};

table! {
    words {
        id: Integer [primary_key],
        n: Nullable<Integer>,
        big: Nullable<BigInt>,
            ascii: Nullable<VarChar<20>>,
        word: Nullable<VarChar<20>>,
        long: Nullable<Text>,
        day: Nullable<Date>,
        moment: Nullable<Timestamp>,
        flag: Nullable<Boolean>,
    }
}

type Shown = Nullable<Text>;

/// The columns of the table, or of rows derived from it.
struct Columns {
    id: Expr<Integer>,
    n: Expr<Nullable<Integer>>,
    big: Expr<Nullable<BigInt>>,
    ascii: Expr<Nullable<VarChar<20>>>,
    word: Expr<Nullable<VarChar<20>>>,
    long: Expr<Nullable<Text>>,
    day: Expr<Nullable<Date>>,
    moment: Expr<Nullable<Timestamp>>,
    flag: Expr<Nullable<Boolean>>,
}

fn set_up(db: &mut Db) {
    db.create(&create_table(words::table));
    let day = |day| chrono::NaiveDate::from_ymd_opt(2024, 2, day);
    let numbers = [Some(1), Some(9), Some(32), Some(65), Some(233), Some(8364), Some(128_077)];
    let more = [None, Some(-1), Some(0), Some(55_296), Some(1_114_112), Some(1_114_111)];
    let texts = [
        Some(""),
        Some("a"),
        Some(" "),
        Some("Żółw"),
        Some("👍a👍"),
        Some("a,b,,c"),
        None,
        Some("twenty letters and x"),
        Some("ßß"),
        Some("naïve"),
        Some("A"),
        Some("1"),
        Some("tab\t\n'\"\\"),
    ];
    let bigs = [0, 1, -1, i64::MAX, i64::MIN, 10, 4096, 255, 7, -255, 2, 3, 4];
    for (id, (n, (text, big))) in
        (1..).zip(numbers.into_iter().chain(more).zip(texts.into_iter().zip(bigs)))
    {
        let insert = insert_into(words::table)
            .set(words::id, id)
            .set(words::n, n)
            .set(words::big, n.map(|_| big))
            .set(words::ascii, text.filter(|text| text.is_ascii()))
            .set(words::word, text)
            .set(words::long, text.map(|text| text.repeat(200)))
            .set(words::flag, n.map(|n| n % 2 == 0))
            .set(words::day, n.and(day(u32::try_from(id).unwrap())))
            .set(words::moment, n.and(day(3)).and_then(|day| day.and_hms_micro_opt(4, 5, 6, 789)));
        db.execute(&insert);
    }
}

fn texts(c: &Columns) -> Vec<(&'static str, Expr<Shown>)> {
    let word = || c.word.clone();
    let long = || c.long.clone();
    let n = || c.n.clone();
    let shown = |number: Expr<Nullable<Integer>>| number.cast::<Text>();
    macro_rules! named {
        ($($name:literal: $expr:expr),* $(,)?) => { vec![$(($name, $expr.any().assume())),*] };
    }
    named! {
        "chr": chr(n()),
        "chr of a sum": chr(n() + 1),
        "two chr": chr(n()).concat(chr(n())),
        "chr and a word": chr(n()).concat(word()),
        "repeated chr": repeat(chr(n()), 3),
        "lpad": lpad(word(), 25, '*'),
        "short lpad": lpad(word(), 3, '👍'),
        "rpad": rpad(word(), 25, 'ß'),
        "rpad by a column": rpad(word(), c.id.clone(), '-'),
        "repeat": repeat(word(), 3),
        "repeat by a column": repeat(word(), c.id.clone()),
        "repeat of long ones": repeat(long(), 2),
        "replace": replace(word(), "a", "longer"),
        "replace of long ones": replace(long(), "a", "👍👍"),
        "concat": word().concat("!").concat(word()),
        "concat of long ones": long().concat(long()),
        "concat_ws": concat_ws("-", (word(), word())),
        "substring": substring(word(), 2, 3),
        "substring from": substring_from(word(), 2),
        "left": left(word(), 2),
        "right": right(word(), 2),
        "upper": upper(c.ascii.clone()),
        "lower": lower(c.ascii.clone()),
        "reverse": reverse(word()),
        "split_part": split_part(word(), ',', 2),
        "trim": trim(word()),
        "trim_char": trim_char(word(), 'a'),
        "to_hex": to_hex(c.big.clone()),
        "a number": shown(n()),
        "a sum": shown(n() + 1),
        "a big number": c.big.clone().cast::<Text>(),
        "a truth value": c.flag.clone().cast::<Text>(),
        "a comparison": n().gt(10).into_expr().cast::<Text>(),
        "hex": hex(word().cast::<Blob>()),
        "a text of bytes": word().cast::<Blob>().cast::<Text>(),
        "a day": c.day.clone().cast::<Text>(),
        "a number and a word": shown(n()).concat(word()),
        "a padded number": lpad(c.big.clone().cast::<Text>(), 25, '0'),
        "a chosen text": coalesce(word(), "none"),
        "a text by a condition": iif::<Shown>(n().gt(10), word(), "a longer text than the other"),
        "a longer text by a condition": iif::<Shown>(n().gt(10), long(), word()),
        "null if": nullif(word(), "a"),
        "greatest": greatest(word(), "b"),
        "a month": format_date(c.day.clone(), [DatePart::Year, "-".into(), DatePart::Month]),
        "a moment": format_date(c.moment.clone(), [DatePart::Second, "s ".into(), DatePart::Microsecond]),
    }
}

type Found = Vec<(&'static str, Result<Vec<String>, Error>)>;

/// The text in each place where a server may keep it.
fn places<R: Relation + Clone>(
    db: &mut Db,
    from: &R,
    id: &Expr<Integer>,
    text: &Expr<Shown>,
) -> Found {
    let mut found = Found::new();
    let id = || id.clone();
    let shown = || text.clone();
    let exactly = || text.clone().collate(Collation::Binary);
    macro_rules! look {
        ($($place:literal: $query:expr),* $(,)?) => { $(
            let rows = db.connection.fetch_all(&$query).map(|rows| {
                let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
                rows.sort();
                rows
            });
            found.push(($place, rows));
        )* };
    }
    let texts = || select(shown().label("v")).from(from.clone());
    let kept =
        select((id().label("id"), shown().label("v"))).from(from.clone()).limit(100).alias("kept");
    let (kept_id, v) = (kept.column::<Integer>("id"), kept.column::<Shown>("v"));
    let united = select(exactly().label("v"))
        .from(from.clone())
        .union(select(literal::<Text>("b").nullable()))
        .alias("united");
    let w = united.column::<Shown>("v").collate(Collation::Binary);
    look! {
        "selected": select((id(), shown())).from(from.clone()),
        "least and greatest": select((id(), min(shown()), max(shown()))).from(from.clone()).group_by(id()),
        "least of all": select((min(exactly()), max(exactly()))).from(from.clone()),
        "grouped by": select((exactly(), count_star())).from(from.clone()).group_by(exactly()),
        "distinct": select(exactly()).from(from.clone()).distinct(),
        "united": texts().union_all(texts()),
        "united with another": select(v.clone().collate(Collation::Binary))
            .from(kept.clone())
            .union(select(literal::<Text>("b").nullable())),
        "least of united": select((min(w.clone()), max(w))).from(united),
        "kept": select((kept_id.clone(), v.clone())).from(kept.clone()),
        "least of kept": select((kept_id.clone(), min(v.clone()))).from(kept.clone()).group_by(kept_id.clone()),
        "joined to another": select((kept_id.clone(), min(v.clone().concat("!"))))
            .from(kept.clone())
            .group_by(kept_id.clone()),
        "texts one after the other": select((id(), string_agg(shown(), "|"))).from(from.clone()).group_by(id()),
        "over a window": select((id(), max(shown()).over(window().partition_by(id())))).from(from.clone()),
        "before another": select((id(), lag(shown(), 1).over(window().order_by(id())))).from(from.clone()),
        "counted": select(count(exactly()).distinct()).from(from.clone()),
        "compared": select(id()).from(from.clone()).filter(exactly().eq(exactly())),
        "sorted by": select(id()).from(from.clone()).order_by((exactly().asc().nulls_first(), id().asc())).limit(9),
        "within": select(kept_id).from(kept).filter(v.in_(texts())),
    }
    found
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn text_in_temporary_tables() {
    let mut wrong = Vec::new();
    let mut first: BTreeMap<(bool, &str, &str), Vec<String>> = BTreeMap::new();
    on_all_engines(|db| {
        set_up(db);
        let all = || {
            select((
                words::id,
                words::n,
                words::big,
                words::ascii,
                words::word,
                words::long,
                words::day,
                words::moment,
                words::flag,
            ))
            .from(words::table)
        };
        let derived = all().union(all()).alias("rows");
        let of_table = Columns {
            id: words::id.into_expr(),
            n: words::n.into_expr(),
            big: words::big.into_expr(),
            ascii: words::ascii.into_expr(),
            word: words::word.into_expr(),
            long: words::long.into_expr(),
            day: words::day.into_expr(),
            moment: words::moment.into_expr(),
            flag: words::flag.into_expr(),
        };
        let of_rows = Columns {
            id: derived.get(words::id),
            n: derived.get(words::n),
            big: derived.get(words::big),
            ascii: derived.get(words::ascii),
            word: derived.get(words::word),
            long: derived.get(words::long),
            day: derived.get(words::day),
            moment: derived.get(words::moment),
            flag: derived.get(words::flag),
        };
        for (is_derived, columns) in [(false, of_table), (true, of_rows)] {
            for (name, text) in texts(&columns) {
                let found = match is_derived {
                    true => places(db, &derived, &columns.id, &text),
                    false => places(db, &words::table, &columns.id, &text),
                };
                for (place, rows) in found {
                    let at = format!("{name} {place} (derived: {is_derived}) on {}", db.name);
                    match rows {
                        Err(error) => wrong.push(format!("{at}: {error}")),
                        Ok(rows) => match first.get(&(is_derived, name, place)) {
                            None => drop(first.insert((is_derived, name, place), rows)),
                            Some(other) if *other == rows => {}
                            Some(other) => {
                                let differ = other.iter().zip(&rows).find(|(a, b)| a != b);
                                wrong.push(format!("{at}: {differ:.300?}"));
                            }
                        },
                    }
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn characters_of_constants() {
    let numbers = [1, 9, 32, 65, 233, 8364, 55_295, 57_344, 128_077, 1_114_111];
    let none = [-1, 0, 55_296, 57_343, 1_114_112, i64::MAX, i64::MIN];
    on_all_engines(|db| {
        set_up(db);
        for number in numbers.into_iter().chain(none) {
            let char = u32::try_from(number).ok().and_then(char::from_u32);
            let text = char.filter(|char| *char != '\0').map(String::from);
            let chosen = coalesce(null::<BigInt>(), val::<BigInt>(number));
            for expr in [
                chr(literal::<BigInt>(number)),
                chr(val::<BigInt>(number)),
                chr(val::<BigInt>(number) - 0),
                chr(chosen),
            ] {
                let q = select(expr.clone());
                assert_eq!(db.fetch_all(&q), std::slice::from_ref(&text), "on {}", db.name);
                let q = select(max(expr)).from(words::table).group_by(words::id).limit(1);
                assert_eq!(db.fetch_all(&q), std::slice::from_ref(&text), "on {}", db.name);
            }
        }
    });
}
