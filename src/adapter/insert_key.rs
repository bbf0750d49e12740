//! The key of an inserted row, where INSERT returns no rows: given in the statement, or made by the
//! server. Never computed from another row's.

use super::{Driver, Transaction, TransactionOptions};
use crate::Error;
use crate::ast::{
    self, Assignment, Attribute, BinaryOp, Bind, Call, ColumnRef, ConflictAction, Expr, FromItem,
    Function, InsertSource, Name, StatementRef, Value,
};
use crate::dialect::{Dialect, Feature, Support, Upsert, compile};
use crate::query::{Projection, Select, select};

/// Whether RETURNING tells of the row. `ON DUPLICATE KEY UPDATE` returns it too where it was left as
/// it is.
pub(super) fn is_returned(dialect: &dyn Dialect, insert: &ast::Insert) -> bool {
    let whole = insert.on_conflict.is_none() || dialect.syntax().upsert == Upsert::OnConflict;
    whole && matches!(dialect.support(Feature::InsertReturning), Support::Native)
}

/// Refuses an INSERT that is not of one row of values.
pub(super) fn check_one_row(dialect: &dyn Dialect, insert: &ast::Insert) -> Result<(), Error> {
    let cells = match &insert.source {
        InsertSource::DefaultValues | InsertSource::WrongWidth { .. } => return Ok(()),
        InsertSource::Values(values) => values.len(),
        InsertSource::Exprs(cells) => cells.len(),
        InsertSource::Query(_) => usize::MAX,
    };
    if cells <= insert.columns.len() {
        return Ok(());
    }
    Err(Error::Unsupported {
        what: "the key of an INSERT of several rows or of a query",
        dialect: dialect.name(),
        instead: "insert one row of values at a time, or use `insert_many_returning`",
    })
}

/// Inserts one row, and says its key.
pub(super) fn insert_with_key<D: Driver + ?Sized>(
    driver: &mut D,
    insert: &ast::Insert,
    key: ColumnRef,
) -> Result<Value, Error> {
    let name = driver.dialect().name();
    let refused = |what, instead| Error::Unsupported { what, dialect: name, instead };
    let generated = is_generated(&key);
    let Some(conflict) = &insert.on_conflict else {
        return match given(insert, &key) {
            // 0 asks for a generated key, unless a mode of the session says otherwise.
            Given::Value(value) if !(generated && matches!(value, Value::Int(0))) => {
                run(driver, insert)?;
                Ok(value.clone())
            }
            _ if generated => {
                run(driver, insert)?;
                generated_key(driver).ok_or_else(|| {
                    refused(
                        "the key of a row for which the server made none",
                        "give the key a value; the row is inserted",
                    )
                })
            }
            Given::Computed => Err(refused(
                "a key that the statement computes",
                "give the key a value, or declare it with [auto_increment]",
            )),
            _ => Err(refused(
                "a key that is neither given nor declared as generated",
                "give the key a value, or declare it with [auto_increment]",
            )),
        };
    };
    let statement = match &conflict.action {
        _ if !generated => Err(refused(
            "the key of an upsert that is not declared as generated",
            "select it by the columns of the conflict, in the same transaction",
        )),
        ConflictAction::Nothing => Ok(insert.clone()),
        ConflictAction::Update { filter: Some(_), .. } => Err(refused(
            "the key of an upsert with a condition",
            "select it by the columns of the conflict, in the same transaction",
        )),
        ConflictAction::Update { assignments, .. }
            if assignments.iter().any(|set| set.column.name() == key.name()) =>
        {
            Err(refused("the key of an upsert that changes it", "leave the key as it is"))
        }
        ConflictAction::Update { assignments, filter } => {
            let mut assignments = assignments.clone();
            assignments.push(telling(key));
            let action = ConflictAction::Update { assignments, filter: filter.clone() };
            let conflict = ast::OnConflict { target: conflict.target.clone(), action };
            Ok(ast::Insert { on_conflict: Some(Box::new(conflict)), ..insert.clone() })
        }
    }?;
    let sql = run(driver, &statement)?;
    generated_key(driver).ok_or(Error::NoRows { sql: sql.into() })
}

/// Inserts one row, and says what is asked for of it, by a query for its key.
pub(super) fn insert_and_select<D: Driver, P: Projection<Sql = R>, R, T>(
    driver: &mut D,
    insert: &ast::Insert,
    key: ColumnRef,
    projection: P,
    fetch: impl FnOnce(&mut Transaction<'_>, &Select<R>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut transaction = Transaction::begin(driver, TransactionOptions::new())?;
    let value = insert_with_key(&mut transaction, insert, key.clone())?;
    let mut query = select(projection).into_ast();
    let bind = Bind { value, data_type: key.data_type() };
    query.from = Some(FromItem::Table(insert.table.clone()));
    query.filter = Some(Expr::binary(Expr::Column(key), BinaryOp::Eq, Expr::Bind(bind)));
    let row = fetch(&mut transaction, &Select::from_ast(*query))?;
    transaction.commit()?;
    Ok(row)
}

fn run<D: Driver + ?Sized>(driver: &mut D, insert: &ast::Insert) -> Result<String, Error> {
    let statement = compile(StatementRef::Insert(insert), driver.dialect())?;
    let sql = statement.text().to_owned();
    driver.run(&statement)?;
    Ok(sql)
}

fn generated_key<D: Driver + ?Sized>(driver: &D) -> Option<Value> {
    driver.last_insert_id().map(Value::from)
}

fn is_generated(key: &ColumnRef) -> bool {
    match key {
        ColumnRef::Declared { def, .. } => def.attributes.contains(&Attribute::AutoIncrement),
        ColumnRef::Named(_) => false,
    }
}

/// What the statement says of the key.
enum Given<'i> {
    Value(&'i Value),
    Computed,
    Nothing,
}

fn given<'i>(insert: &'i ast::Insert, key: &ColumnRef) -> Given<'i> {
    let place = insert.columns.iter().position(|column| column.name() == key.name());
    let Some(place) = place else { return Given::Nothing };
    let value = match &insert.source {
        InsertSource::Values(values) => values.get(place),
        InsertSource::Exprs(cells) => match cells.get(place) {
            Some(Expr::Bind(bind)) => Some(&bind.value),
            Some(Expr::Default) | None => None,
            Some(_) => return Given::Computed,
        },
        _ => None,
    };
    match value {
        None | Some(Value::Null) => Given::Nothing,
        Some(value) => Given::Value(value),
    }
}

/// `key = LAST_INSERT_ID(key)`: leaves the key of the row that is changed as it is, and tells it.
fn telling(key: ColumnRef) -> Assignment {
    let function = Function::Named(Name::new("LAST_INSERT_ID"));
    let call = Call { function, args: [Expr::Column(key.clone())].into() };
    Assignment { column: key, value: Expr::Call(Box::new(call)) }
}
