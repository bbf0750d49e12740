//! Bad input is a typed error that names the place, on every dialect, before any SQL is sent.

use aludel::ast::{self, DataType, Expr as Node};
use aludel::dialect::{Clause, compile};
use aludel::prelude::*;

use crate::schema::{posts, teams, users};

/// The error of a statement, which has to be the same on all dialects.
fn error<S: AsStatement + ?Sized>(statement: &S) -> CompileError {
    error_of(statement.statement())
}

fn error_of(statement: ast::StatementRef<'_>) -> CompileError {
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    let mut errors = dialects.map(|dialect| match compile(statement, dialect) {
        Err(error) => error,
        Ok(sql) => panic!("{} compiles: {sql}", dialect.name()),
    });
    errors.sort_by_key(ToString::to_string);
    let [first, .., last] = errors;
    assert_eq!(first, last);
    first
}

#[test]
fn empty_lists() {
    let values = insert_into(teams::table).columns((teams::id, teams::title));
    let values = values.rows(Vec::<(i64, &str)>::new());
    assert!(matches!(error(&values), CompileError::Empty { clause: Clause::Values, .. }));

    let set = update(teams::table).set_all(Vec::<ast::Assignment>::new()).all_rows();
    assert!(matches!(error(&set), CompileError::Empty { clause: Clause::Set, .. }));

    let no_arm = ast::Case { operand: None, arms: Vec::new(), otherwise: None };
    let no_arm = select(Expr::<Any>::from_ast(Node::Case(Box::new(no_arm))));
    assert!(matches!(error(&no_arm), CompileError::Empty { clause: Clause::Case, .. }));

    let nothing = select_dyn(Vec::<Expr<Any>>::new()).from(teams::table);
    assert!(matches!(error(&nothing), CompileError::Empty { clause: Clause::SelectList, .. }));
}

#[test]
fn a_row_of_the_wrong_width() {
    let insert = insert_into(teams::table).columns_dyn(["id", "title"]);
    let insert = insert.row_dyn([Value::from(1), Value::from("a")]).row_dyn([Value::from(2)]);
    let expected = CompileError::RowWidth { clause: Clause::Values, row: 2, expected: 2, found: 1 };
    assert_eq!(error(&insert), expected);
}

#[test]
fn a_column_out_of_scope() {
    let q = select(users::id).from(users::table).filter(posts::id.eq(1));
    let message =
        "column posts.id is used in WHERE, but its table is not in scope (which has: users)";
    assert_eq!(error(&q).to_string(), message);

    // An alias hides the table's own name.
    let u = users::alias("u");
    let q = select(users::id).from(u);
    assert!(matches!(error(&q), CompileError::OutOfScope { clause: Clause::SelectList, .. }));

    // A join sees the tables before it, not those after.
    let q = select(users::id)
        .from(users::table)
        .join(teams::table, teams::id.eq(posts::id))
        .join(posts::table, posts::user_id.eq(users::id));
    assert!(matches!(error(&q), CompileError::OutOfScope { clause: Clause::On, .. }));

    // A derived table sees none of its siblings.
    let inner = select(posts::id).from(posts::table).filter(posts::user_id.eq(users::id));
    let q = select(users::id).from(users::table).cross_join(inner.alias("d"));
    assert!(matches!(error(&q), CompileError::OutOfScope { clause: Clause::Where, .. }));

    let q = update(users::table).set(users::name, posts::title).all_rows();
    assert!(matches!(error(&q), CompileError::OutOfScope { clause: Clause::Set, .. }));
    let q = delete(users::table).filter(posts::id.eq(1));
    assert!(matches!(error(&q), CompileError::OutOfScope { clause: Clause::Where, .. }));
}

#[test]
fn an_unknown_alias() {
    let q = select(users::id).from(users::table).filter(users::alias("nobody").id.eq(1));
    assert!(matches!(error(&q), CompileError::OutOfScope { .. }));
    let dynamic = table("nobody").column::<Any>("id").eq(Value::from(1));
    let q = select(users::id).from(users::table).filter(dynamic);
    assert!(matches!(error(&q), CompileError::OutOfScope { .. }));
}

#[test]
fn an_ungrouped_column() {
    let q = select((users::name, count_star())).from(users::table);
    let message = "column users.name is used in the SELECT list of a grouped query, but is neither in GROUP BY nor inside an aggregate";
    assert_eq!(error(&q).to_string(), message);
    let q = select(count_star()).from(users::table).group_by(users::age).having(users::id.gt(1));
    assert!(matches!(error(&q), CompileError::NotGrouped { clause: Clause::Having, .. }));
    let q = select(count_star()).from(users::table).order_by(users::age.asc());
    assert!(matches!(error(&q), CompileError::NotGrouped { clause: Clause::OrderBy, .. }));
    // The primary key stands for its table's columns.
    let q = select((users::name, count_star())).from(users::table).group_by(users::id);
    assert!(q.compile(&Postgres::new()).is_ok());
}

#[test]
fn a_write_without_a_filter() {
    let message = "DELETE of users has no filter and would reach every row; add `.filter(…)`, or `.all_rows()` if that is meant";
    assert_eq!(error(&delete(users::table)).to_string(), message);
    let q = update(users::table).set(users::name, "x");
    assert!(matches!(error(&q), CompileError::Unfiltered { statement: "UPDATE", .. }));
}

#[test]
fn a_table_that_nothing_connects() {
    let q = select(users::id).from(users::table).from(posts::table).filter(users::id.eq(1));
    assert_eq!(error(&q), CompileError::Unconnected { table: "posts".to_owned() });
    let q = select(users::id).from(users::table).cross_join(posts::table);
    assert!(q.compile(&Sqlite::new()).is_ok());
}

#[test]
fn a_name_given_twice() {
    let q = select(count_star()).from(users::table).cross_join(users::table);
    assert!(matches!(error(&q), CompileError::DuplicateName { what: "table", .. }));
    let c = cte("c", select(users::id).from(users::table));
    let again = cte("c", select(teams::id).from(teams::table));
    let q = select(c.get(users::id)).with(&c).with(&again).from(&c);
    assert!(matches!(error(&q), CompileError::DuplicateName { what: "CTE", .. }));
    let q = update(users::table).set(users::age, 1).set(users::age, 2).all_rows();
    assert!(matches!(error(&q), CompileError::DuplicateName { what: "column", .. }));
    let q = insert_into(users::table).set(users::age, 1).set(users::age, 2);
    assert!(matches!(error(&q), CompileError::DuplicateName { what: "column", .. }));
}

#[test]
fn more_parameters_than_the_engine_takes() {
    let ids = |count: i64| select(users::id).from(users::table).filter(users::id.in_(0..count));
    for (dialect, limit) in [
        (&Sqlite::new() as &dyn Dialect, 32_766),
        (&Postgres::new(), 65_535),
        (&MySql::new(), 65_535),
        (&MariaDb::new(), 65_535),
    ] {
        assert!(ids(limit).compile(dialect).is_ok());
        let found = usize::try_from(limit + 1).unwrap();
        let name = dialect.name();
        let expected = CompileError::TooManyParameters { found, limit: found - 1, dialect: name };
        assert_eq!(ids(limit + 1).compile(dialect), Err(expected));
    }
}

#[test]
fn names_that_no_server_takes() {
    for name in ["a\0b", ""] {
        let q = select(column::<Any>(name.to_owned())).from(users::table);
        assert!(matches!(error(&q), CompileError::InvalidName { .. }), "{name:?}");
        let q = select(users::id).from(table(name.to_owned()));
        assert!(matches!(
            error(&q),
            CompileError::InvalidName { .. } | CompileError::OutOfScope { .. }
        ));
    }
}

#[test]
fn numbers_that_a_dialect_has_not() {
    let q = select(val::<Double>(f64::NAN));
    for dialect in [&Sqlite::new() as &dyn Dialect, &MySql::new(), &MariaDb::new()] {
        let refused = |result: Result<(), CompileError>| {
            assert!(matches!(result, Err(CompileError::InvalidValue { .. })), "{}", dialect.name());
        };
        refused(q.compile(dialect).map(drop));
        refused(q.to_sql_inline(dialect).map(drop));
        refused(select(literal::<Double>(f64::NAN)).compile(dialect).map(drop));
    }
    assert!(q.compile(&Postgres::new()).is_ok());
    assert_eq!(q.to_sql_inline(&Postgres::new()).unwrap(), "SELECT 'NaN'::float8");
}

#[test]
fn a_number_beyond_its_column() {
    let too_big = i64::from(i32::MAX) + 1;
    let insert = insert_into(users::table)
        .columns_dyn(["id", "age"])
        .row_dyn([Value::from(1), Value::from(too_big)]);
    // By names alone nothing is known of the columns; the declared ones know.
    assert!(insert.compile(&Postgres::new()).is_ok());
    let columns = [users::id.reference(), users::age.reference()];
    let mut declared = ast::Insert::new(users::table.def());
    declared.columns = columns.into();
    declared.source = ast::InsertSource::Values(vec![Value::from(1), Value::from(too_big)]);
    let error = error_of((&declared).into());
    let message = "the value 2147483648 in VALUES does not fit INTEGER of column users.age";
    assert_eq!(error.to_string(), message);

    let bind = ast::Bind { value: Value::from(too_big), data_type: Some(&DataType::Integer) };
    let q = select(users::id)
        .from(users::table)
        .filter(users::age.eq(Expr::<Integer>::from_ast(Node::Bind(bind))));
    assert!(matches!(
        error_of(q.statement()),
        CompileError::OutOfRange { clause: Clause::Where, .. }
    ));
}

#[test]
fn the_nullable_side_of_an_outer_join() {
    let t = teams::table.outer();
    let joined = |q: Select<_>| q.from(users::table).left_join(t, t.id.eq(users::team_id));
    let q = joined(select(teams::title));
    let message = "column teams.title is selected as NOT NULL, but its table is on the nullable side of an outer join; take it from the table's `.outer()` handle, or add `.nullable()`";
    assert_eq!(error(&q).to_string(), message);
    let q = joined(select(lower(teams::title)));
    assert!(matches!(error(&q), CompileError::NullableSide { .. }));
    let q =
        select(teams::title.nullable()).from(users::table).left_join(t, t.id.eq(users::team_id));
    assert!(q.compile(&Sqlite::new()).is_ok());
    let q = joined(select(coalesce(teams::title.nullable(), "none")));
    assert!(q.compile(&Sqlite::new()).is_ok());
}

#[test]
fn members_of_different_widths() {
    let two = ast::Query::Select(select((users::id, users::name)).from(users::table).into_ast());
    let one = ast::Query::Select(select(users::id).from(users::table).into_ast());
    let operation = ast::SetOperation {
        with: None,
        first: ast::Nested::new(two),
        rest: vec![(ast::SetOperator::Union, ast::Nested::new(one))],
        order_by: Vec::new(),
        limit: None,
        offset: None,
    };
    let expected = CompileError::QueryWidth { clause: Clause::SetOperation, expected: 2, found: 1 };
    assert_eq!(error_of((&operation).into()), expected);
}

#[test]
fn holes_and_expressions_that_do_not_agree() {
    let raw = ast::Raw { text: "f({}, {})".into(), holes: [Node::bind(1)].into() };
    let q = select(Expr::<Any>::from_ast(Node::Raw(Box::new(raw))));
    let expected = CompileError::RawHoles { text: "f({}, {})".into(), holes: 2, found: 1 };
    assert_eq!(error(&q), expected);
}

#[test]
fn words_out_of_place() {
    let q = select(Expr::<Any>::from_ast(Node::Default));
    assert!(matches!(error(&q), CompileError::Misplaced { construct: "DEFAULT", .. }));
    let q = select(excluded(users::age)).from(users::table);
    assert!(matches!(error(&q), CompileError::Misplaced { construct: "excluded", .. }));
}

#[test]
fn a_parameter_without_a_value() {
    let q = select(users::id).from(users::table).filter(users::age.ge(param::<Integer>("min")));
    assert_eq!(error(&q), CompileError::UnboundParameter { name: "min".to_owned() });
    let prepared = q.prepare(&Postgres::new()).unwrap();
    let bound = prepared.bind([("min", Value::from(18))]).unwrap();
    assert_eq!(bound.values().collect::<Vec<_>>(), [&Value::from(18)]);
    let problem = "is given no value";
    let expected = CompileError::BindParameter { name: "min".to_owned(), problem };
    assert_eq!(prepared.bind(Vec::<(&str, Value)>::new()), Err(expected));
    assert!(prepared.bind([("min", Value::Null), ("max", Value::Null)]).is_err());
}

#[test]
fn order_of_distinct_rows_by_what_is_not_selected() {
    let q = select(users::name).from(users::table).distinct().order_by(users::id.asc());
    assert_eq!(error(&q), CompileError::NotSelected { what: "users.id".to_owned() });
}
