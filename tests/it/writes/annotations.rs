//! Comments and hints of what writes: they change no rows, and no text makes them do so.

use aludel::ast::{self, Annotations, IndexHint, IndexHintKind};
use aludel::mysql;
use aludel::prelude::*;

use crate::clauses::annotations::HOSTILE;
use crate::engines::{Db, Plain, on_all_engines};
use crate::schema::{posts, set_up, teams};

table! {
    drafts { id: BigInt [primary_key, auto_increment], title: VarChar<20> }
}

fn titles(db: &mut Db) -> Vec<String> {
    db.fetch_all(&select(teams::title).from(teams::table).order_by(teams::id))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_comment_of_a_write_stays_a_comment() {
    on_all_engines(|db| {
        set_up(db);
        for text in HOSTILE {
            let name = db.name;
            let add = insert_into(teams::table).columns((teams::id, teams::title));
            let add = add.row((4, "four")).comment(*text);
            assert_eq!(db.execute(&add), 1, "{text:?} on {name}");
            let again = add.clone().on_conflict(teams::id).do_update(teams::title.set_excluded());
            db.execute(&again);
            let more = insert_into(teams::table)
                .columns((teams::id, teams::title))
                .from_select(
                    select((teams::id + 4, teams::title)).from(teams::table).comment(*text),
                )
                .comment(*text);
            assert_eq!(db.execute(&more), 4, "{text:?} on {name}");
            let change = update(teams::table)
                .set(teams::title, concat((teams::title, "!")))
                .filter(teams::id.gt(4))
                .comment(*text);
            assert_eq!(db.execute(&change), 4, "{text:?} on {name}");
            let drop = delete(teams::table).filter(teams::id.gt(5)).comment(*text);
            db.batch(&drop.to_sql_inline(db.dialect()).unwrap());
            assert_eq!(titles(db), ["red", "blue", "empty", "four", "red!"], "{text:?} on {name}");
            let prepared = delete(teams::table)
                .filter(teams::id.gt(param::<BigInt>("id")))
                .comment(*text)
                .prepare(db.dialect());
            let prepared = prepared.unwrap();
            let bound = prepared.bind([("id", Value::from(3))]).unwrap();
            assert!(db.try_query(&bound).unwrap().is_empty());
            assert_eq!(titles(db), ["red", "blue", "empty"], "{text:?} on {name}");
            db.execute(&truncate_table(posts::table).comment(*text));
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_comment_changes_no_count() {
    let words = "a ON DUPLICATE KEY UPDATE b=LAST_INSERT_ID(18446744073709551615)";
    let two = insert_into(teams::table).columns((teams::id, teams::title));
    let two = two.rows([(8, "eight"), (9, "nine")]).comment(words);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&two), 2, "on {}", db.name);
        let compiled = db.compile(&two);
        let told = compiled.with_comment(words, false);
        db.execute(&delete(teams::table).filter(teams::id.gt(7)).comment(words));
        assert_eq!(db.try_execute(&told), Ok(2), "on {}", db.name);
        let again = || two.clone().on_conflict(teams::id);
        let same = again().do_update(teams::title.set_excluded());
        assert_eq!(db.execute(&same), 2, "on {}", db.name);
        assert_eq!(db.execute(&again().do_nothing()), 0, "on {}", db.name);
        let ignore = mysql::insert_ignore(two.clone().row((7, "seven")));
        if ignore.compile(db.dialect()).is_ok() {
            assert_eq!(db.execute(&ignore), 1, "on {}", db.name);
        }
    });
}

/// Each is made of other words on some engine: the comment and the hint go with it, once.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_said_in_other_words_keeps_its_comment() {
    let no_key = aludel::query::table("teams");
    let p = posts::table;
    let id = no_key.column::<BigInt>("id");
    let limited = update(teams::table).set(teams::title, "x").order_by(teams::id).limit(1);
    let own = select(max(teams::id)).from(teams::table).filter(teams::id.lt(9)).scalar();
    let of_own = update(teams::table).set(teams::title, "y").filter(teams::id.eq(own));
    let joined = update(teams::table)
        .set(teams::title, posts::title)
        .from(p)
        .filter(posts::id.eq(teams::id));
    let read = cte("few", select(teams::id).from(teams::table).filter(teams::id.gt(90)));
    let after_cte = delete(teams::table)
        .with(&read)
        .filter(teams::id.in_(select(read.get(teams::id)).from(&read)));
    let using = delete(teams::table).using(p).filter(posts::id.eq(teams::id));
    let some = delete(no_key).filter(id.gt(1)).order_by(teams::id).limit(1);
    on_all_engines(|db| {
        set_up(db);
        let hint = if db.name == "MySQL" { 1 } else { 0 };
        let writes: [&dyn AsStatement; 7] = [
            &limited.clone().all_rows().comment("of=me").hint("MySQL", "NO_ICP(teams)"),
            &of_own.clone().comment("of=me").hint("MySQL", "NO_ICP(teams)"),
            &joined.clone().comment("of=me").hint("MySQL", "NO_ICP(teams)"),
            &after_cte.clone().comment("of=me").hint("MySQL", "NO_ICP(teams)"),
            &some.clone().comment("of=me").hint("MySQL", "NO_ICP(teams)"),
            &using.clone().comment("of=me").hint("MySQL", "NO_ICP(teams)"),
            &delete(teams::table).all_rows().comment("of=me").hint("MySQL", "NO_ICP(teams)"),
        ];
        for write in writes {
            let text = db.compile(write).text().to_owned();
            assert!(text.ends_with(" /* of=me */"), "{text}");
            assert_eq!(text.matches("of=me").count(), 1, "{text}");
            assert_eq!(text.matches(" /*+ NO_ICP(teams) */ ").count(), hint, "{text}");
            db.execute(write);
        }
        assert!(titles(db).is_empty());
        let truncate = truncate_table(posts::table).comment("of=me");
        assert!(db.compile(&truncate).text().ends_with(" /* of=me */"));
        db.execute(&truncate);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_comment_stands_behind_returning() {
    let add = insert_into(teams::table).set(teams::id, 9).set(teams::title, "nine").comment("new");
    let add = add.returning(teams::title);
    on_all_engines(|db| {
        set_up(db);
        if let Ok(compiled) = add.compile(db.dialect()) {
            assert!(compiled.text().contains(" RETURNING "), "{}", compiled.text());
            assert!(compiled.text().ends_with(" /* new */"), "{}", compiled.text());
            assert_eq!(db.fetch_all(&add), ["nine"], "on {}", db.name);
        }
    });
}

/// That the server takes them is seen by what they set: safe updates need a condition, and a key is
/// the one that is set.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn mysql_takes_hints_after_the_verb() {
    let (safe, key) = ("SET_VAR(sql_safe_updates=1)", "SET_VAR(insert_id=77)");
    let change = update(drafts::table).set(drafts::title, "x").all_rows().hint("MySQL", safe);
    let drop = delete(drafts::table).all_rows().hint("MySQL", safe);
    let add = insert_into(drafts::table).set(drafts::title, "a").hint("MySQL", key);
    let others = [mysql::replace_into(add.clone()), mysql::insert_ignore(add.clone())];
    on_all_engines(|db| {
        db.create(&create_table(drafts::table));
        let is_mysql = db.name == "MySQL";
        let empty = delete(drafts::table).all_rows();
        for insert in [&add, &others[0], &others[1]] {
            if insert.compile(db.dialect()).is_err() {
                continue;
            }
            db.execute(&empty);
            db.execute(insert);
            let keys = db.fetch_all(&select(drafts::id).from(drafts::table));
            assert_eq!(keys == [77], is_mysql, "{keys:?} on {}", db.name);
        }
        db.execute(&insert_into(drafts::table).set(drafts::title, "b"));
        for write in [&change as &dyn AsStatement, &drop] {
            let compiled = write.compile(db.dialect()).unwrap();
            assert_eq!(db.try_execute(&compiled).is_err(), is_mysql, "on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_index_hint_is_of_a_select() {
    let hint = IndexHint { table: "teams".into(), kind: IndexHintKind::Use, indexes: vec![] };
    let annotations = Annotations { index_hints: vec![hint], ..Annotations::default() };
    let delete = ast::Delete {
        all_rows: true,
        annotations: Some(Box::new(annotations)),
        ..ast::Delete::new(Target::into_table(teams::table))
    };
    let delete = Plain(ast::Statement::Delete(Box::new(delete)));
    on_all_engines(|db| {
        let error = delete.compile(db.dialect()).unwrap_err();
        assert!(matches!(error, CompileError::Misplaced { .. }), "{error}");
    });
}
