//! sea-query's side, as its documentation would have it: derived identifiers, no clone of a statement, and the
//! builder's type known at compile time.

use sea_query::{Asterisk, CommonTableExpression, Expr, ExprTrait, Func, Iden, JoinType, Order};
use sea_query::{
    Query, QueryBuilder, SelectStatement, UnionType, UpdateStatement, Values, WindowStatement,
};

use crate::case::Rendered;
use crate::input::{Input, Person};

/// What sea-query spells otherwise and cannot be told not to: the direction that goes without saying.
pub const SPELLINGS: &[(&str, &str)] = &[(" ASC", "")];

#[derive(Iden, Clone, Copy)]
enum Users {
    Table,
    Id,
    TeamId,
    Name,
    Email,
    City,
    Age,
    Active,
    Score,
    Version,
}

#[derive(Iden, Clone, Copy)]
enum Teams {
    Table,
    Id,
    Title,
}

#[derive(Iden, Clone, Copy)]
enum Orders {
    Table,
    Id,
    UserId,
    Total,
    Status,
}

#[derive(Iden, Clone, Copy)]
enum Payments {
    Table,
    OrderId,
    RefundedAt,
}

#[derive(Iden, Clone, Copy)]
enum Archive {
    Table,
    UserId,
    Total,
}

#[derive(Iden, Clone, Copy)]
enum Ranked {
    Table,
    UserId,
    Total,
    Place,
}

#[derive(Iden)]
struct Spent;

fn done((text, values): (String, Values)) -> Rendered {
    Rendered::new(text, &values.0)
}

pub fn a(builder: impl QueryBuilder, input: &Input) -> Rendered {
    done(
        Query::select()
            .columns([
                (Users::Table, Users::Id),
                (Users::Table, Users::Name),
                (Users::Table, Users::Email),
                (Users::Table, Users::Age),
                (Users::Table, Users::Score),
            ])
            .from(Users::Table)
            .and_where(Expr::col((Users::Table, Users::Id)).eq(input.id))
            .build(builder),
    )
}

pub fn b(builder: impl QueryBuilder, input: &Input) -> Rendered {
    let user = |column: Users| Expr::col((Users::Table, column));
    let order = |column: Orders| Expr::col((Orders::Table, column));
    done(
        Query::select()
            .columns([(Users::Table, Users::Id), (Users::Table, Users::Name)])
            .column((Teams::Table, Teams::Title))
            .expr(Func::count(Expr::col(Asterisk)))
            .expr_as(Func::sum(order(Orders::Total)), Spent)
            .from(Users::Table)
            .join(
                JoinType::Join,
                Teams::Table,
                Expr::col((Teams::Table, Teams::Id)).equals((Users::Table, Users::TeamId)),
            )
            .join(
                JoinType::Join,
                Orders::Table,
                order(Orders::UserId).equals((Users::Table, Users::Id)),
            )
            .left_join(
                Payments::Table,
                Expr::col((Payments::Table, Payments::OrderId)).equals((Orders::Table, Orders::Id)),
            )
            .and_where(user(Users::Active).eq(input.active))
            .and_where(user(Users::Age).gte(input.age))
            .and_where(user(Users::Name).ne(input.name.as_str()))
            .and_where(order(Orders::Status).eq(input.status.as_str()))
            .and_where(order(Orders::Total).gt(input.total))
            .and_where(Expr::col((Payments::Table, Payments::RefundedAt)).is_null())
            .group_by_columns([(Users::Table, Users::Id), (Users::Table, Users::Name)])
            .group_by_col((Teams::Table, Teams::Title))
            .and_having(Expr::expr(Func::count(Expr::col(Asterisk))).gt(input.orders))
            .order_by_expr(Func::sum(order(Orders::Total)).into(), Order::Desc)
            .order_by((Users::Table, Users::Id), Order::Asc)
            .limit(input.limit)
            .build(builder),
    )
}

pub fn c(builder: impl QueryBuilder, input: &Input) -> Rendered {
    insert(builder, &input.people[..1])
}

pub fn d(builder: impl QueryBuilder, input: &Input) -> Rendered {
    insert(builder, &input.people)
}

fn insert(builder: impl QueryBuilder, people: &[Person]) -> Rendered {
    let mut insert = Query::insert();
    insert.into_table(Users::Table).columns([
        Users::TeamId,
        Users::Name,
        Users::Email,
        Users::City,
        Users::Age,
        Users::Active,
        Users::Score,
        Users::Version,
    ]);
    for person in people {
        insert.values_panic([
            person.team_id.into(),
            person.name.as_str().into(),
            person.email.as_deref().into(),
            person.city.into(),
            person.age.into(),
            person.active.into(),
            person.score.into(),
            person.version.into(),
        ]);
    }
    done(insert.build(builder))
}

pub fn e(builder: impl QueryBuilder, input: &Input) -> Rendered {
    done(
        update(input)
            .returning(
                Query::returning()
                    .columns([(Users::Table, Users::Id), (Users::Table, Users::Version)]),
            )
            .build(builder),
    )
}

pub fn e_without_returning(builder: impl QueryBuilder, input: &Input) -> Rendered {
    done(update(input).build(builder))
}

fn update(input: &Input) -> UpdateStatement {
    let mut update = Query::update();
    update
        .table(Users::Table)
        .value(Users::Name, input.name.as_str())
        .value(Users::Age, input.age)
        .value(Users::Active, input.active)
        .value(Users::Version, Expr::col((Users::Table, Users::Version)).add(1))
        .and_where(Expr::col((Users::Table, Users::Id)).eq(input.id));
    update
}

pub fn f(builder: impl QueryBuilder, input: &Input) -> Rendered {
    let mut ranked = CommonTableExpression::new();
    ranked.table_name(Ranked::Table).query(ranked_orders(input));
    done(
        Query::select()
            .with_cte(ranked)
            .columns([(Ranked::Table, Ranked::UserId), (Ranked::Table, Ranked::Total)])
            .from(Ranked::Table)
            .and_where(Expr::col((Ranked::Table, Ranked::Place)).lte(input.place))
            .union(UnionType::All, archived_orders(input))
            .build(builder),
    )
}

fn ranked_orders(input: &Input) -> SelectStatement {
    let mut by_total = WindowStatement::partition_by((Orders::Table, Orders::UserId));
    by_total.order_by((Orders::Table, Orders::Total), Order::Desc);
    let mut select = Query::select();
    select
        .columns([(Orders::Table, Orders::UserId), (Orders::Table, Orders::Total)])
        .expr_window_as(Func::cust("ROW_NUMBER"), by_total, Ranked::Place)
        .from(Orders::Table)
        .and_where(Expr::col((Orders::Table, Orders::Status)).eq(input.status.as_str()));
    select
}

fn archived_orders(input: &Input) -> SelectStatement {
    let mut select = Query::select();
    select
        .columns([(Archive::Table, Archive::UserId), (Archive::Table, Archive::Total)])
        .from(Archive::Table)
        .and_where(Expr::col((Archive::Table, Archive::Total)).gt(input.total));
    select
}

pub fn g(builder: impl QueryBuilder, input: &Input) -> Rendered {
    done(
        Query::select()
            .columns([(Users::Table, Users::Id), (Users::Table, Users::Name)])
            .from(Users::Table)
            .and_where(Expr::col((Users::Table, Users::Id)).is_in(input.ids.iter().copied()))
            .build(builder),
    )
}
