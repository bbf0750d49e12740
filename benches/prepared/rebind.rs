//! The statements a, b and f of the render bench, prepared once: what it costs to give them values.

use std::hint::black_box;

use aludel::dialect::{Bindings, Prepared};
use aludel::prelude::*;
use sea_query::{MysqlQueryBuilder, PostgresQueryBuilder, SqliteQueryBuilder};

use crate::Case;
use crate::allocations;
use crate::case::Rendered;
use crate::input::Input;
use crate::limit;
use crate::measure::contender;
use crate::seaquery;

use crate::ours::{archive, orders, payments, teams, users};

fn a(dialect: &dyn Dialect) -> Prepared {
    select((users::id, users::name, users::email, users::age, users::score))
        .from(users::table)
        .filter(users::id.eq(param::<BigInt>("id")))
        .prepare(dialect)
        .unwrap()
}

fn b(dialect: &dyn Dialect) -> Prepared {
    let payments = payments::table.outer();
    let spent = sum(orders::total);
    select((users::id, users::name, teams::title, count_star(), spent.clone().label("spent")))
        .from(users::table)
        .join(teams::table, teams::id.eq(users::team_id))
        .join(orders::table, orders::user_id.eq(users::id))
        .left_join(payments, payments.order_id.eq(orders::id))
        .filter(users::active.eq(param::<Boolean>("active")))
        .filter(users::age.ge(param::<Integer>("age")))
        .filter(users::name.ne(param::<Text>("name")))
        .filter(orders::status.eq(param::<Text>("status")))
        .filter(orders::total.gt(param::<Double>("total")))
        .filter(payments.refunded_at.is_null())
        .group_by((users::id, users::name, teams::title))
        .having(count_star().gt(param::<BigInt>("orders")))
        .order_by((spent.desc(), users::id.asc()))
        .limit(20)
        .prepare(dialect)
        .unwrap()
}

fn f(dialect: &dyn Dialect) -> Prepared {
    let place =
        row_number().over(window().partition_by(orders::user_id).order_by(orders::total.desc()));
    let ranked = cte(
        "ranked",
        select((orders::user_id, orders::total, place.label("place")))
            .from(orders::table)
            .filter(orders::status.eq(param::<Text>("status"))),
    );
    let archived = select((archive::user_id, archive::total))
        .from(archive::table)
        .filter(archive::total.gt(param::<Double>("total")));
    select((ranked.column::<BigInt>("user_id"), ranked.column::<Double>("total")))
        .from(&ranked)
        .filter(ranked.column::<BigInt>("place").le(param::<BigInt>("place")))
        .union_all(archived)
        .with(ranked)
        .prepare(dialect)
        .unwrap()
}

pub fn cases() -> Vec<Case> {
    let input: &'static Input = Box::leak(Box::new(Input::new()));
    let mut cases = Vec::new();
    macro_rules! case {
        ($statement:ident, $dialect:ident, $builder:expr, $bind:expr) => {{
            let prepared: &'static Prepared = Box::leak(Box::new($statement(&$dialect::new())));
            let same = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace() && !"()".contains(*c)).collect()
            };
            let by_hand = limit::$statement::<limit::$dialect>(input).text().to_owned();
            assert_eq!(same(prepared.text()), same(&by_hand));
            let bind: fn(&'static Prepared, &Input) -> Compiled<'static> = $bind;
            let ours = move || bind(prepared, black_box(input));
            cases.push(Case {
                name: format!(
                    "rebind {} {}",
                    stringify!($statement),
                    stringify!($dialect).to_lowercase()
                ),
                allocations: allocations::during(ours),
                sides: [
                    contender(|| -> Rendered {
                        limit::$statement::<limit::$dialect>(black_box(input))
                    }),
                    contender(|| seaquery::$statement($builder, black_box(input))),
                    contender(ours),
                ],
            });
        }};
    }
    macro_rules! statement {
        ($statement:ident, $bind:expr) => {
            case!($statement, Sqlite, SqliteQueryBuilder, $bind);
            case!($statement, Postgres, PostgresQueryBuilder, $bind);
            case!($statement, MySql, MysqlQueryBuilder, $bind);
        };
    }
    statement!(a, |prepared, input| (input.id,).bind_to(prepared).unwrap());
    statement!(b, |prepared, i| {
        let (name, status) = (i.name.as_str(), i.status.as_str());
        (i.active, i.age, name, status, i.total, i.orders).bind_to(prepared).unwrap()
    });
    statement!(f, |prepared, i| (i.status.as_str(), i.place, i.total).bind_to(prepared).unwrap());
    cases
}
