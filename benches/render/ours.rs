//! Our side, as a user of the crate would write it.

use aludel::prelude::*;

use crate::case::Rendered;
use crate::input::{Input, Person};

/// What we spell otherwise than the limit does: nothing.
pub const SPELLINGS: &[(&str, &str)] = &[];

table! {
    pub users {
        id: BigInt [primary_key, auto_increment],
        team_id: BigInt,
        name: VarChar<100>,
        email: Nullable<VarChar<255>>,
        city: VarChar<100>,
        age: Integer,
        active: Boolean,
        score: Double,
        version: Integer,
    }
}

table! {
    pub teams {
        id: BigInt [primary_key],
        title: VarChar<100>,
    }
}

table! {
    pub orders {
        id: BigInt [primary_key],
        user_id: BigInt,
        total: Double,
        status: VarChar<20>,
    }
}

table! {
    pub payments {
        id: BigInt [primary_key],
        order_id: BigInt,
        refunded_at: Nullable<Text>,
    }
}

table! {
    pub archive {
        user_id: BigInt,
        total: Double,
    }
}

pub fn sqlite() -> Sqlite {
    Sqlite::new()
}

pub fn postgres() -> Postgres {
    Postgres::new()
}

pub fn mysql() -> MySql {
    MySql::new()
}

fn done(compiled: Compiled<'_>) -> Rendered {
    let (text, parameters) = compiled.into_parts();
    Rendered::new(text, &parameters)
}

pub fn a(dialect: &dyn Dialect, input: &Input) -> Rendered {
    done(
        select((users::id, users::name, users::email, users::age, users::score))
            .from(users::table)
            .filter(users::id.eq(input.id))
            .compile(dialect)
            .unwrap(),
    )
}

pub fn b(dialect: &dyn Dialect, input: &Input) -> Rendered {
    let payments = payments::table.outer();
    done(
        select((
            users::id,
            users::name,
            teams::title,
            count_star(),
            sum(orders::total).label("spent"),
        ))
        .from(users::table)
        .join(teams::table, teams::id.eq(users::team_id))
        .join(orders::table, orders::user_id.eq(users::id))
        .left_join(payments, payments.order_id.eq(orders::id))
        .filter(users::active.eq(input.active))
        .filter(users::age.ge(input.age))
        .filter(users::name.ne(&input.name))
        .filter(orders::status.eq(&input.status))
        .filter(orders::total.gt(input.total))
        .filter(payments.refunded_at.is_null())
        .group_by((users::id, users::name, teams::title))
        .having(count_star().gt(input.orders))
        .order_by((sum(orders::total).desc(), users::id.asc()))
        .limit(input.limit)
        .compile(dialect)
        .unwrap(),
    )
}

pub fn c(dialect: &dyn Dialect, input: &Input) -> Rendered {
    insert(dialect, &input.people[..1])
}

pub fn d(dialect: &dyn Dialect, input: &Input) -> Rendered {
    insert(dialect, &input.people)
}

fn insert(dialect: &dyn Dialect, people: &[Person]) -> Rendered {
    done(
        insert_into(users::table)
            .columns((
                users::team_id,
                users::name,
                users::email,
                users::city,
                users::age,
                users::active,
                users::score,
                users::version,
            ))
            .rows(people.iter().map(|p| {
                (
                    p.team_id,
                    p.name.as_str(),
                    p.email.as_deref(),
                    p.city,
                    p.age,
                    p.active,
                    p.score,
                    p.version,
                )
            }))
            .compile(dialect)
            .unwrap(),
    )
}

pub fn e(dialect: &dyn Dialect, input: &Input) -> Rendered {
    done(update_user(input).returning((users::id, users::version)).compile(dialect).unwrap())
}

pub fn e_without_returning(dialect: &dyn Dialect, input: &Input) -> Rendered {
    done(update_user(input).compile(dialect).unwrap())
}

fn update_user(input: &Input) -> Update {
    update(users::table)
        .set(users::name, &input.name)
        .set(users::age, input.age)
        .set(users::active, input.active)
        .set(users::version, users::version + 1)
        .filter(users::id.eq(input.id))
}

pub fn f(dialect: &dyn Dialect, input: &Input) -> Rendered {
    let place =
        row_number().over(window().partition_by(orders::user_id).order_by(orders::total.desc()));
    let ranked = cte(
        "ranked",
        select((orders::user_id, orders::total, place.label("place")))
            .from(orders::table)
            .filter(orders::status.eq(&input.status)),
    );
    let archived = select((archive::user_id, archive::total))
        .from(archive::table)
        .filter(archive::total.gt(input.total));
    done(
        select((ranked.column::<BigInt>("user_id"), ranked.column::<Double>("total")))
            .from(&ranked)
            .filter(ranked.column::<BigInt>("place").le(input.place))
            .union_all(archived)
            .with(ranked)
            .compile(dialect)
            .unwrap(),
    )
}

pub fn g(dialect: &dyn Dialect, input: &Input) -> Rendered {
    done(
        select((users::id, users::name))
            .from(users::table)
            .filter(users::id.in_(&input.ids))
            .compile(dialect)
            .unwrap(),
    )
}
