//! An ORM of one file, on the public API alone, and a shop that uses it.
//!
//! ```sh
//! cargo run --example repository
//! ```
//!
//! Read `repository.rs`: what an entity must tell, and what the repository does with it. `shop.rs`
//! has the entities.

mod repository;
mod shop;
#[cfg(test)]
mod tests;

use aludel::adapter::Driver;
use aludel::prelude::*;

use repository::{Failure, Repository};
use shop::{Customer, Order, customers, orders};

fn main() -> Result<(), Failure> {
    let mut db = SqliteConnection::open_in_memory()?;
    db.execute_ddl(&create_table(customers::table))?;
    db.execute_ddl(&create_table(orders::table))?;

    let ann = Repository::new(&mut db).add(&Customer::new("Ann", "ann@example.org"))?;
    let order = order_for(&mut db, &ann, "tea", 450)?;
    println!("{ann:?}\n{order:?}");

    let renamed = Customer { name: "Anna".into(), ..ann.clone() };
    println!("{:?}", Repository::new(&mut db).save(&renamed)?);
    match Repository::new(&mut db).save(&renamed) {
        Err(failure) => println!("again: {failure}"),
        Ok(_) => unreachable!("its version is that of before"),
    }

    order_for(&mut db, &ann, "cake", 520)?;
    let mut all = Repository::<Order, _>::new(&mut db);
    println!(
        "{} orders, dear ones: {:?}",
        all.count(vec![])?,
        all.list(vec![orders::cents.gt(500)])?
    );
    println!("the first page: {:?}", all.page(vec![], None, 1)?);
    all.remove(order.id)?;
    println!("{} order left", all.count(vec![])?);
    Ok(())
}

/// Takes an order of a customer, who has to exist, in one transaction.
fn order_for<D: Driver>(
    db: &mut D,
    customer: &Customer,
    item: &str,
    cents: i64,
) -> Result<Order, Failure> {
    db.transaction(|tx| {
        if Repository::<Customer, _>::new(tx).find(customer.id)?.is_none() {
            return Err(Failure::NotFound);
        }
        let order =
            Order { customer_id: customer.id, item: item.into(), cents, ..Order::default() };
        Repository::new(tx).add(&order)
    })
}
