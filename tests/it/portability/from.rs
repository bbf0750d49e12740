//! What FROM and WITH take.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_67_rows_without_a_match_on_either_side() {
    let (one, other) = (samples::alias("one").outer(), samples::alias("other").outer());
    let joined = select((one.id, other.id))
        .from(one)
        .full_join(other, other.id.eq(one.id + 2))
        .order_by((coalesce(one.id, 9), other.id));
    let expected = [
        (Some(1), Some(3)),
        (Some(2), Some(4)),
        (Some(3), None),
        (Some(4), None),
        (None, Some(1)),
        (None, Some(2)),
    ];
    everywhere(|db| finds(db, &joined, &expected));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_71_values_as_a_table() {
    let ranks = values::<(Integer, Text)>()
        .rows([(1, "gold"), (3, "silver")])
        .alias("ranks")
        .columns(["id", "title"]);
    let id = ranks.column::<Integer>("id");
    let title = ranks.column::<Text>("title");
    let query = select((samples::id, title))
        .from(samples::table)
        .join(ranks, id.eq(samples::id))
        .order_by(samples::id);
    everywhere(|db| finds(db, &query, &[(1, "gold".to_owned()), (3, "silver".to_owned())]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_75_a_cte_before_an_insert() {
    let positive =
        cte("positive", select(samples::id).from(samples::table).filter(samples::a.gt(0)));
    let copied = {
        let s = samples::alias("s");
        let chosen = s.id.in_(select(positive.get(samples::id)).from(&positive));
        select((s.id + 10, s.a, s.b, s.big, s.n, s.x, s.price, s.word, s.note, s.flag, s.day, s.at))
            .from(s)
            .filter(chosen)
    };
    let insert =
        insert_into(samples::table).columns(samples::all).from_select(copied).with(positive);
    everywhere(|db| {
        assert_eq!(db.execute(&insert), 2, "{}", db.name);
        finds(db, &each(samples::id), &[1, 2, 3, 4, 11, 13]);
    });
}
